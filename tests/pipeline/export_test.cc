// SPDX-License-Identifier: GPL-3.0-or-later
// What an index exports, and that an index of the export is its equal.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/store/layout.h"
#include "pilcrow/index.h"
#include "pilcrow/json.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/support/library.h"
#include "tests/support/random_text.h"
#include "tests/support/unprivileged.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using nlohmann::json;
using test::below;
using test::Library;
using test::Random;
using test::random_text;
using test::TemporaryFolder;
using test::value_of;

ReadLines lines_of(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](char* buffer, std::size_t size) mutable {
    const std::size_t count = std::min(size, text.size() - at);
    std::memcpy(buffer, text.data() + at, count);
    at += count;
    return Result<std::size_t>(count);
  };
}

UpdateReport hand_over(const fs::path& index, const std::string& lines) {
  UpdateReport report = value_of(update_documents(index, lines_of(lines)));
  INFO((report.new_problems.empty() ? std::string() : report.new_problems.front().reason));
  CHECK(report.new_problems.empty());
  CHECK(report.note.empty());
  return report;
}

struct Export {
  std::string lines;
  ExportReport report;
};

Export exported(const fs::path& index) {
  Export out;
  const auto write = [&](std::string_view lines) {
    out.lines += lines;
    return Result<void>();
  };
  out.report = value_of(export_index(index, write, {}));
  CHECK(out.report.bytes == out.lines.size());
  return out;
}

/// Without what the two indexes may answer differently: where the documents come from, and which index it was.
json comparable(json value) {
  if (value.is_array()) {
    for (json& one : value) one = comparable(std::move(one));
  }
  if (!value.is_object()) return value;
  for (const char* member :
       {"root", "freshness", "milliseconds", "index_id", "generation", "revision", "indexes", "state"})
    value.erase(member);
  for (auto& [name, one] : value.items()) {
    one = name == "citation" ? json(one.get<std::string>().substr(std::strlen("pc1:12345678"))) : comparable(one);
  }
  return value;
}

std::string answer(Searcher& searcher, const std::string& query, const SearchOptions& options) {
  const std::string lines = to_json_lines(value_of(searcher.search(query, options)), options);
  std::string out;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin);
    out += comparable(json::parse(lines.substr(begin, end - begin))).dump() + "\n";
    begin = end + 1;
  }
  return out;
}

/// Of words that stand in the documents, in the ways in which people ask.
std::vector<std::string> queries_of(const std::string& lines, std::size_t count, Random& random) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin);
    const json document = json::parse(lines.substr(begin, end - begin));
    begin = end + 1;
    for (const json& paragraph : document["as_indexed"]["paragraphs"]) {
      const auto text = paragraph["text"].get<std::string>();
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t word = std::min(text.find_first_of(" \n\t", at), text.size());
        if (word - at > 3) words.push_back(text.substr(at, word - at));
        at = word + 1;
      }
    }
  }
  std::vector<std::string> queries;
  const auto word = [&] { return words.at(below(random, words.size())); };
  while (queries.size() < count) {
    static constexpr std::array<std::string_view, 7> forms{" ", " +", " -", " AND ", " near/5 ", " OR ", " heading:"};
    std::string query = word();
    for (std::size_t more = below(random, 3); more > 0; --more)
      query.append(forms[below(random, forms.size())]).append(word());
    queries.push_back(query);
  }
  return queries;
}

void check_same_answers(const fs::path& left, const fs::path& right, const std::vector<std::string>& queries) {
  auto one = value_of(Searcher::open({left}));
  auto other = value_of(Searcher::open({right}));
  std::size_t found = 0;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    SearchOptions options;
    options.explain = i % 3 == 0;
    options.context.paragraphs = i % 4 == 0 ? 1 : 0;
    options.group_by_file = i % 5 == 0;
    options.sort = i % 7 == 0 ? SortBy::path : i % 11 == 0 ? SortBy::date : SortBy::relevance;
    INFO(queries[i]);
    const std::string expected = answer(one, queries[i], options);
    CHECK(answer(other, queries[i], options) == expected);
    if (expected.find("\"type\":\"hit\"") != std::string::npos) ++found;
  }
  CHECK(found > queries.size() / 2);  // else nothing was compared
}

/// What must be so of every index that is exported and read again.
void check_round_trip(const fs::path& index, const std::vector<std::string>& queries = {}) {
  const TemporaryFolder folder;
  const Export first = exported(index);
  hand_over(folder / "bulk", first.lines);
  CHECK(test::damages(folder / "bulk").empty());
  CHECK(test::dump_documents(folder / "bulk") == test::dump_documents(index));
  const Export second = exported(folder / "bulk");
  CHECK(second.lines == first.lines);
  CHECK(second.report.documents == first.report.documents);
  CHECK(second.report.paragraphs == first.report.paragraphs);
  // The same by Xapian's own interface: into an index that is there.
  hand_over(folder / "api", R"({"uri":"first","text":"To be there."})");
  hand_over(folder / "api", R"({"uri":"first","deleted":true})"
                            "\n" +
                                first.lines);
  CHECK(test::damages(folder / "api").empty());
  CHECK(test::dump_documents(folder / "api") == test::dump_documents(index));
  if (queries.empty()) return;
  check_same_answers(index, folder / "bulk", queries);
  check_same_answers(index, folder / "api", {queries.begin(), queries.begin() + 20});
}

TEST_CASE("export: an index of all formats and of the corpus is read back as its equal") {
  const TemporaryFolder folder;
  const std::string sources = PILCROW_SOURCE_DIR;
  value_of(
      update_index(folder / "index", {{.path = sources + "/corpus"}, {.path = sources + "/tests/golden/readers"}}));
  const Export all = exported(folder / "index");
  CHECK(all.report.documents > 100);
  CHECK(all.report.files_unread > 0);
  CHECK(all.report.left_out == 0);
  CHECK(all.lines.find("!/") != std::string::npos);
  CHECK(all.lines.find("\"minor\":true") != std::string::npos);
  CHECK(all.lines.find("\"page_breaks\":") != std::string::npos);
  CHECK(all.lines.find("\"page_labels\":") != std::string::npos);
  Random random(test::seed());
  std::vector<std::string> queries = queries_of(all.lines, 200, random);
  for (const char* query : {"path:*.tar", "path:readers/*.zip", "path:harbour.tar!/*", "type:md -path:*!*", "type:pdf",
                            "lang:de", "date:..2100", "heading:storage", "title:energy"}) {
    queries.emplace_back(query);
  }
  check_round_trip(folder / "index", queries);
}

TEST_CASE("export: a line of each kind") {
  Library library;
  library.write(
      "docs/plain.txt",
      "The batteries that stand in the yard take up what the turbines make at night,\r\n   \tand so do the "
      "reservoirs.\r\n\r\nDie Batterie nimmt auf, was die Anlage in der Nacht erzeugt, und sie gibt es am Tag "
      "wieder ab.\r\n");
  library.write("docs/notes.md", "# Storage\n\nBatteries *store* it.\n");
  library.write("docs/empty.txt", "");
  library.write("docs/image.png", "\x89PNG");
  UpdateReport report = library.update({"docs"});
  CHECK(report.files_skipped == 1);
  hand_over(library.index(),
            R"({"uri":"w:1","title":"Pump","lang":"en","date":"2026-06-15","meta":{"a":1.50},"blocks":)"
            R"([{"text":"It leaks.","page":{"number":2,"label":"ii"},"lines":[3,4]}]})");
  const Export all = exported(library.index());
  CHECK(all.report.documents == 4);
  CHECK(all.report.paragraphs == 4);
  CHECK(all.report.files_unread == 1);
  const auto line = [&](const std::string& name, const std::string& rest) {
    return R"({"uri":")" + library.path("docs") + "/" + name + "\"," + rest + "\n";
  };
  const std::string empty =
      R"("lang":"und","date":"2020-09-13","as_indexed":{"type":"text","encoding":"utf-8","paragraphs":[]}})";
  const std::string notes =
      R"("title":"Storage","lang":"en","date":"2020-09-13","as_indexed":{"type":"markdown","encoding":"utf-8",)"
      R"("paragraphs":[{"text":"Batteries store it.","headings":["Storage"],"lines":[3,3],"bytes":[11,32]}]}})";
  const std::string plain =
      R"("lang":"en","date":"2020-09-13","as_indexed":{"type":"text","encoding":"utf-8","paragraphs":[)"
      R"({"text":"The batteries that stand in the yard take up what the turbines make at night,\r\n   \tand so do the )"
      R"(reservoirs.","lines":[1,2],"bytes":[0,108]},)"
      R"({"text":"Die Batterie nimmt auf, was die Anlage in der Nacht erzeugt, und sie gibt es am Tag wieder ab.",)"
      R"("lang":"de","lines":[4,4],"bytes":[112,206]}]}})";
  const std::string pump =
      R"({"uri":"w:1","title":"Pump","lang":"en","date":"2026-06-15","meta":{"a":1.50},"as_indexed":{"type":"document",)"
      R"("bytes_of":"extracted","page_labels":["","ii"],"paragraphs":[{"text":"It leaks.","lines":[3,4],"bytes":[0,9],)"
      R"("page":2}]}})";
  CHECK(all.lines == line("empty.txt", empty) + line("notes.md", notes) + line("plain.txt", plain) + pump + "\n");
  check_round_trip(library.index());
}

TEST_CASE("export: a name that is no URI of ours becomes one, and is read back as it is then") {
  Library library;
  library.write("docs/100%.txt", "Wind.");
  library.write("docs/caf\xE9 menu?.txt", "Sun.");
  library.write("docs/new\nline.txt", "Rain.");
  library.write("docs/Größe.txt", "Snow.");
  library.update({"docs"});
  const Export all = exported(library.index());
  const std::string docs = library.path("docs");
  std::vector<std::string> uris;
  for (std::size_t begin = 0; begin < all.lines.size(); begin = all.lines.find('\n', begin) + 1) {
    uris.push_back(json::parse(all.lines.substr(begin, all.lines.find('\n', begin) - begin))["uri"].get<std::string>());
  }
  CHECK(uris == std::vector<std::string>{docs + "/100%.txt", docs + "/Größe.txt",
                                         "file://" + docs + "/caf%E9 menu%3F.txt",
                                         "file://" + docs + "/new%0Aline.txt"});
  const TemporaryFolder folder;
  hand_over(folder / "again", all.lines);
  CHECK(exported(folder / "again").lines == all.lines);
}

TEST_CASE("export: a name that two documents have is exported once, and the other is told") {
  Library library;
  library.write("docs/a.txt", "Wind.");
  library.update({"docs"});
  hand_over(library.index(), json{{"uri", library.path("docs/a.txt")}, {"text", "Sun."}}.dump());
  const Export all = exported(library.index());
  CHECK(all.report.documents == 1);
  CHECK(all.report.left_out == 1);
  REQUIRE(all.report.problems.size() == 1);
  CHECK(all.report.problems.front().path == library.path("docs/a.txt"));
  CHECK(all.report.problems.front().reason == "another document has the same name");
  CHECK(all.lines.find("Wind.") != std::string::npos);
}

#ifdef PILCROW_TEST_POINTS
TEST_CASE("export: a document that no line can hold is left out, and told") {
  Library library;
  library.write("docs/a.txt", std::string(1000, 'a') + " wind.");
  library.write("docs/b.txt", "Sun.");
  library.update({"docs"});
  REQUIRE(::setenv("PILCROW_TEST_LONGEST_LINE", "600", 1) == 0);
  const Export all = exported(library.index());
  ::unsetenv("PILCROW_TEST_LONGEST_LINE");
  CHECK(all.report.documents == 1);
  CHECK(all.report.paragraphs == 1);
  CHECK(all.lines.find("Sun.") != std::string::npos);
  CHECK(std::count(all.lines.begin(), all.lines.end(), '\n') == 1);
  REQUIRE(all.report.problems.size() == 1);
  CHECK(all.report.problems.front().path == library.path("docs/a.txt"));
  CHECK(all.report.problems.front().reason == "its line would be longer than 256 MiB");
}
#endif

TEST_CASE("export: random documents come back to the letter") {
  const std::uint64_t seed = test::seed();
  Random random(seed);
  INFO("PILCROW_SEED=" << seed);
  static constexpr std::array<std::string_view, 22> pieces{"wind ",
                                                           "Sun. ",
                                                           "storage ",
                                                           "Größe ",
                                                           "風力発電 ",
                                                           "ветер ",
                                                           "\n",
                                                           "\r\n",
                                                           "\t",
                                                           "  ",
                                                           "\x01",
                                                           "\x7f",
                                                           "\xC2\x85",
                                                           "\xE2\x80\xA8",
                                                           "\"",
                                                           "\\",
                                                           "<b>",
                                                           "e\xCC\x81 ",
                                                           "\xF0\x9F\x98\x80",
                                                           "a-b_c ",
                                                           "7.5 ",
                                                           "\xEF\xBF\xBD"};
  static constexpr std::array<std::string_view, 5> languages{"en", "de", "zh-hant", "und", "x-odd"};
  static constexpr std::array<std::string_view, 4> types{"text", "markdown", "pdf", "mail"};
  const auto any = [&](const auto& of) { return std::string(of[below(random, of.size())]); };
  std::string lines;
  for (int i = 0; i < 60; ++i) {
    json paragraphs = json::array();
    for (std::size_t count = below(random, 12); count > 0; --count) {
      const std::string text = "w" + random_text(random, pieces, 30);
      const std::size_t begin = below(random, 1U << 20);
      const std::size_t line = 1 + below(random, 1000);
      json one{
          {"text", text}, {"bytes", {begin, begin + below(random, 1000)}}, {"lines", {line, line + below(random, 9)}}};
      for (std::size_t depth = below(random, 4); depth > 0; --depth)
        one["headings"].push_back(random_text(random, pieces, 4));
      if (below(random, 3) == 0) one["lang"] = any(languages);
      if (below(random, 3) == 0) one["minor"] = below(random, 2) == 0;
      if (below(random, 3) == 0) one["page"] = 1 + below(random, 20);
      if (one.contains("page") && below(random, 2) == 0) one["page_breaks"] = {text.size() / 2, text.size()};
      paragraphs.push_back(std::move(one));
    }
    json indexed{{"paragraphs", std::move(paragraphs)}};
    if (below(random, 2) == 0) indexed["type"] = any(types);
    if (below(random, 2) == 0) indexed["encoding"] = "utf-16le";
    if (below(random, 2) == 0) indexed["bytes_of"] = "extracted";
    if (below(random, 2) == 0) indexed["page_labels"] = {"i", "", random_text(random, pieces, 3)};
    json document{{"uri", "d:" + std::to_string(i) + "/a.zip!/x.md"},
                  {"lang", any(languages)},
                  {"date", "2026-02-0" + std::to_string(1 + below(random, 9))},
                  {"as_indexed", std::move(indexed)}};
    if (below(random, 2) == 0) document["title"] = random_text(random, pieces, 8);
    if (below(random, 4) == 0) document["meta"] = {{"k", random_text(random, pieces, 8)}, {"n", {1, 2.5, nullptr}}};
    lines += document.dump() + "\n";
  }
  const TemporaryFolder folder;
  hand_over(folder / "index", lines);
  // What was said is in the export, member by member.
  const Export all = exported(folder / "index");
  std::size_t same = 0;
  for (std::size_t begin = 0; begin < lines.size(); begin = lines.find('\n', begin) + 1) {
    json given = json::parse(lines.substr(begin, lines.find('\n', begin) - begin));
    const std::string start = "{\"uri\":" + given["uri"].dump() + ",";
    const std::size_t at = all.lines.find(start);
    REQUIRE(at != std::string::npos);
    json got = json::parse(all.lines.substr(at, all.lines.find('\n', at) - at));
    bool pages = false;
    for (json& one : given["as_indexed"]["paragraphs"]) {
      pages = pages || one.contains("page");
      if (one.value("lang", "") == given["lang"]) one.erase("lang");
      if (!one.value("minor", true)) one.erase("minor");
    }
    if (!pages) given["as_indexed"].erase("page_labels");  // there is nothing to be labelled
    if (!given["as_indexed"].contains("type")) given["as_indexed"]["type"] = "document";
    if (given.value("title", "x").empty()) given.erase("title");
    CHECK(got == given);
    ++same;
  }
  CHECK(same == 60);
  check_round_trip(folder / "index");
}

TEST_CASE("export: what is rebuilt, compacted and forgotten keeps what was handed over as indexed") {
  const TemporaryFolder folder;
  const std::string line =
      R"({"uri":"d:1","title":"T","lang":"en","date":"2026-01-01","as_indexed":{"type":"text","encoding":"utf-8",)"
      R"("paragraphs":[{"text":"  Wind.","lines":[1,1],"bytes":[7,14],"minor":true}]}})"
      "\n";
  hand_over(folder / "index", line);
  hand_over(folder / "index", R"({"uri":"d:2","lang":"en","text":"Gone."})");
  value_of(update_index(folder / "index", {}, {.rebuild = true}));
  value_of(forget(folder / "index", {"d:2"}));
  value_of(compact_index(folder / "index"));
  CHECK(exported(folder / "index").lines == line);
  CHECK(hand_over(folder / "index", line).files_unchanged == 1);
}

TEST_CASE("export: all is one state, so writers wait") {
  Library library;
  library.write("docs/a.txt", "Wind.");
  library.update({"docs"});
  const std::string before = library.dump();
  const auto nowhere = [](std::string_view) { return Result<void>(); };
  {
    const auto lock = store::WriterLock::acquire(library.index(), 0);
    REQUIRE(lock);
    const auto refused = export_index(library.index(), nowhere, {});
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::index_locked);
    RunOptions waiting;
    waiting.wait_seconds = 600;
    waiting.cancelled = [] { return true; };
    CHECK(value_of(export_index(library.index(), nowhere, waiting)).interrupted);
  }
  bool tried = false;
  const auto write = [&](std::string_view) {
    const auto other = update_index(library.index(), {});
    REQUIRE(!other);
    CHECK(other.error().code == ErrorCode::index_locked);
    // Readers go on.
    CHECK(value_of(value_of(Searcher::open({library.index()})).search("wind")).hits.size() == 1);
    tried = true;
    return Result<void>();
  };
  value_of(export_index(library.index(), write, {}));
  CHECK(tried);
  CHECK(library.dump() == before);
  CHECK(value_of(index_status(library.index())).last_run->action == "update");
}

TEST_CASE("export: an index that may only be read is exported as well") {
  Library library;
  library.write("docs/a.txt", "Wind.");
  library.update({"docs"});
  const auto expected = exported(library.index()).lines;
  for (const auto& file : fs::recursive_directory_iterator(library.index())) {
    const bool is_lock = file.path().filename() == "lock";
    fs::permissions(file.path(), file.is_directory() ? fs::perms(0555) : is_lock ? fs::perms(0) : fs::perms(0444));
  }
  fs::permissions(library.index(), fs::perms(0555));
  fs::permissions(library.index().parent_path(), fs::perms(0755));
  CHECK(test::unprivileged([&] { return exported(library.index()).lines; }) == expected);
  fs::permissions(library.index(), fs::perms::owner_all);
  for (const auto& file : fs::recursive_directory_iterator(library.index())) {
    if (file.is_directory()) fs::permissions(file.path(), fs::perms::owner_all);
  }
}

TEST_CASE("export: what ends it before its end") {
  Library library;
  for (int i = 0; i < 9; ++i) library.write("docs/" + std::to_string(i) + ".txt", "Wind.");
  library.update({"docs"});
  SECTION("a failure of whoever writes is its failure") {
    const auto result = export_index(
        library.index(), [](std::string_view) -> Result<void> { return failure(ErrorCode::input_output, "full"); }, {});
    REQUIRE(!result);
    CHECK(result.error().message == "full");
  }
  SECTION("the wish of the caller") {
    int polls = 0;
    RunOptions options;
    options.cancelled = [&] { return ++polls > 20; };
    std::string lines;
    const auto write = [&](std::string_view more) {
      lines += more;
      return Result<void>();
    };
    const auto report = value_of(export_index(library.index(), write, options));
    CHECK(report.interrupted);
    CHECK(report.documents < 9);
    CHECK(std::count(lines.begin(), lines.end(), '\n') <= static_cast<std::ptrdiff_t>(report.documents));
  }
  SECTION("there is no index") {
    const auto result = export_index(library.path("nothing"), [](std::string_view) { return Result<void>(); }, {});
    REQUIRE(!result);
    CHECK(result.error().code == ErrorCode::index_missing);
    CHECK_FALSE(fs::exists(library.path("nothing")));
  }
}

}  // namespace
}  // namespace pilcrow
