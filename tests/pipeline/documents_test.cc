// SPDX-License-Identifier: GPL-3.0-or-later
// Documents that exporters hand over, from lines to what is found.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/support/library.h"

namespace pilcrow {
namespace {

using test::Library;
using test::value_of;

/// Gives the lines in pieces of so many bytes.
ReadLines lines_of(std::string text, std::size_t piece = 1000) {
  return [text = std::move(text), piece, at = std::size_t{0}](char* buffer, std::size_t size) mutable {
    const std::size_t count = std::min({size, piece, text.size() - at});
    std::memcpy(buffer, text.data() + at, count);
    at += count;
    return Result<std::size_t>(count);
  };
}

struct Exporter : Library {
  UpdateReport hand_over(const std::string& lines, const UpdateOptions& options = {}) const {
    return value_of(update_documents(index(), lines_of(lines), options));
  }
  /// "a:1 a:2": the documents that are found for a query.
  std::string found(const std::string& query, const SearchOptions& options = {}) const {
    auto searcher = value_of(Searcher::open({index()}));
    std::vector<std::string> paths;
    for (const Hit& hit : value_of(searcher.search(query, options)).hits) paths.push_back(below(hit.path));
    std::sort(paths.begin(), paths.end());
    std::string out;
    for (const std::string& path : paths) out += (out.empty() ? "" : " ") + path;
    return out;
  }
};

/// "seen 3: 1 added, 2 unchanged; +5 =1 -0 paragraphs"
std::string counts(const UpdateReport& report) {
  std::string out = "seen " + std::to_string(report.files_seen) + ":";
  const auto add = [&](std::uint64_t number, const char* what) {
    if (number > 0) out += " " + std::to_string(number) + " " + what;
  };
  add(report.files_added, "added");
  add(report.files_changed, "changed");
  add(report.files_touched, "touched");
  add(report.files_unchanged, "unchanged");
  add(report.files_removed, "removed");
  add(report.files_failed, "failed");
  return out + "; +" + std::to_string(report.paragraphs_added) + " =" + std::to_string(report.paragraphs_kept) + " -" +
         std::to_string(report.paragraphs_removed);
}

std::string document(const std::string& uri, const std::string& text) {
  return R"({"uri":")" + uri + R"(","lang":"en","text":")" + text + "\"}\n";
}

const std::string wind = document("w:wind", "Turbines stand in the wind.\\n\\nBatteries store it.");
const std::string sun = document("w:sun", "Panels lie in the sun.");

TEST_CASE("documents handed over are found, and only what is new is indexed again") {
  Exporter exporter;
  CHECK(counts(exporter.hand_over(wind + sun)) == "seen 2: 2 added; +3 =0 -0");
  CHECK(exporter.found("turbines") == "w:wind");
  CHECK(test::damages(exporter.index()).empty());
  SECTION("the same lines are not even read") {
    CHECK(counts(exporter.hand_over(sun + wind)) == "seen 2: 2 unchanged; +0 =0 -0");
  }
  SECTION("what is not handed over stays") {
    CHECK(counts(exporter.hand_over("")) == "seen 0:; +0 =0 -0");
    CHECK(exporter.found("turbines panels") == "w:sun w:wind");
  }
  SECTION("of what has changed, the paragraphs that differ are indexed") {
    const auto report = exporter.hand_over(document("w:wind", "Turbines stand in the wind.\\n\\nReservoirs store it."));
    CHECK(counts(report) == "seen 1: 1 changed; +1 =1 -1");
    CHECK(exporter.found("batteries").empty());
    CHECK(exporter.found("reservoirs") == "w:wind");
    CHECK(test::damages(exporter.index()).empty());
  }
  SECTION("the same in other words is noticed") {
    const std::string reordered = R"({"text":"Panels lie in the sun.","lang":"en","uri":"w:sun"})";
    CHECK(counts(exporter.hand_over(reordered)) == "seen 1: 1 touched; +0 =0 -0");
    CHECK(counts(exporter.hand_over(reordered)) == "seen 1: 1 unchanged; +0 =0 -0");
  }
  SECTION("meta changes without a paragraph") {
    const std::string with_meta = R"({"uri":"w:sun","lang":"en","text":"Panels lie in the sun.","meta":{"owner":"K"}})";
    CHECK(counts(exporter.hand_over(with_meta)) == "seen 1: 1 changed; +0 =1 -0");
    auto searcher = value_of(Searcher::open({exporter.index()}));
    CHECK(value_of(searcher.search("panels")).hits.at(0).meta == R"({"owner":"K"})");
  }
  SECTION("a line deletes it") {
    CHECK(counts(exporter.hand_over("{\"uri\":\"w:wind\",\"deleted\":true}")) == "seen 1: 1 removed; +0 =0 -2");
    CHECK(exporter.found("turbines panels") == "w:sun");
    CHECK(counts(exporter.hand_over("{\"uri\":\"w:wind\",\"deleted\":true}")) == "seen 1: 1 unchanged; +0 =0 -0");
    CHECK(counts(exporter.hand_over(wind)) == "seen 1: 1 added; +2 =0 -0");
    CHECK(test::damages(exporter.index()).empty());
  }
}

TEST_CASE("of two lines with one URI the later one counts") {
  Exporter exporter;
  exporter.hand_over(sun);
  const std::string moon = document("w:sun", "The moon is up.");
  SECTION("both new") {
    CHECK(counts(exporter.hand_over(document("w:a", "First.") + document("w:a", "Second."))) ==
          "seen 2: 1 added 1 changed; +2 =0 -1");
    CHECK(exporter.found("second first") == "w:a");
    CHECK(exporter.found("first").empty());
  }
  SECTION("the second is as it was") {
    CHECK(counts(exporter.hand_over(moon + sun)) == "seen 2: 2 changed; +2 =0 -2");
    CHECK(exporter.found("panels") == "w:sun");
    CHECK(exporter.found("moon").empty());
  }
  SECTION("deleted between") {
    CHECK(counts(exporter.hand_over("{\"uri\":\"w:sun\",\"deleted\":true}\n" + sun)) ==
          "seen 2: 1 added 1 removed; +1 =0 -1");
    CHECK(exporter.found("panels") == "w:sun");
  }
  CHECK(test::damages(exporter.index()).empty());
}

TEST_CASE("a bad line is a problem with its number, and the others are taken") {
  Exporter exporter;
  const auto report = exporter.hand_over(wind + "\nno JSON\n" + R"({"uri":"w:x","txt":"A"})" + "\n" +
                                         R"({"uri":"w:y","text":"Fine.","titel":"T","tags":[]})" + "\n" +
                                         R"({"uri":"w:z","text":"Fine, too.","titel":"T"})");
  CHECK(counts(report) == "seen 5: 3 added 2 failed; +4 =0 -0");
  std::string problems;
  for (const Problem& problem : report.new_problems) {
    problems += std::to_string(problem.line) + " <" + problem.path + "> " + problem.reason + "\n";
  }
  CHECK(problems ==
        "3 <> no JSON, at byte 2\n"
        "4 <w:x> it has neither \"text\" nor \"blocks\"\n");
  CHECK(report.new_failures == 2);
  CHECK(report.note ==
        "passed over, as nothing is known by that name: \"txt\" (line 4), \"tags\" (line 5), \"titel\" (line 5)");
  SECTION("a document that was there stays as it was") {
    exporter.hand_over(R"({"uri":"w:wind","text":7})");
    CHECK(exporter.found("turbines") == "w:wind");
  }
}

TEST_CASE("documents and files live side by side, and no update of the one touches the other") {
  Exporter exporter;
  exporter.write("docs/a.txt", "Turbines on paper.");
  exporter.update({"docs"});
  exporter.hand_over(wind + sun);
  CHECK(exporter.found("turbines") == "docs/a.txt w:wind");
  CHECK(exporter.update().files == 3);
  CHECK(exporter.update().of_all_roots);
  CHECK(exporter.found("turbines") == "docs/a.txt w:wind");
  SECTION("a URI may look like a path: it is another thing") {
    exporter.hand_over(document(exporter.path("docs/a.txt"), "Handed over."));
    CHECK(exporter.update().files_unchanged == 1);
    CHECK(exporter.found("handed") == "docs/a.txt");
    CHECK(exporter.found("paper") == "docs/a.txt");
    CHECK(test::damages(exporter.index()).empty());
  }
  SECTION("a rebuild reads the files again and takes the documents over") {
    const std::string before = exporter.dump();
    const auto report = exporter.update({}, {.rebuild = true});
    CHECK(report.files == 3);
    CHECK(report.note.empty());
    CHECK(exporter.dump() == before);
    CHECK(test::damages(exporter.index()).empty());
    CHECK(counts(exporter.hand_over(wind + sun)) == "seen 2: 2 unchanged; +0 =0 -0");
  }
  SECTION("filters") {
    CHECK(exporter.found("turbines", {.paths = {"w:*"}}) == "w:wind");
    CHECK(exporter.found("turbines", {.roots = {"documents:"}}) == "w:wind");
  }
}

TEST_CASE("an index of nothing but documents can be updated and rebuilt without a root") {
  Exporter exporter;
  exporter.hand_over(wind + sun);
  CHECK(exporter.update().files == 2);
  CHECK(exporter.update({}, {.rebuild = true}).files == 2);
  CHECK(exporter.found("turbines panels") == "w:sun w:wind");
  CHECK(exporter.roots() == "documents:");
}

TEST_CASE("a hit in a document handed over") {
  Exporter exporter;
  exporter.hand_over(
      R"({"uri":"https://wiki/Storage","title":"Storage","lang":"en","date":"2026-06-15","meta":{"space":"IT"},)"
      R"("blocks":[{"type":"heading","text":"At night"},{"text":"Batteries take it up.","page":{"number":7,"label":"vii"},"lines":[3,4]}]})");
  auto searcher = value_of(Searcher::open({exporter.index()}));
  const auto result = value_of(searcher.search("batteries"));
  REQUIRE(result.hits.size() == 1);
  const Hit& hit = result.hits.front();
  CHECK(hit.path == "https://wiki/Storage");
  CHECK(hit.root == "documents:");
  CHECK(hit.title == "Storage");
  CHECK(hit.headings == std::vector<std::string>{"At night"});
  CHECK(hit.date == "2026-06-15");
  CHECK(hit.meta == R"({"space":"IT"})");
  CHECK(hit.freshness == Freshness::unknown);
  CHECK(hit.bytes_of_extracted);
  CHECK(hit.lines == LineRange{3, 4});
  REQUIRE(hit.page);
  CHECK(hit.page->label == "vii");
  CHECK(value_of(searcher.search("batteries", {.since = "2026-06"})).hits.size() == 1);
  CHECK(value_of(searcher.search("batteries", {.since = "2026-07"})).hits.empty());
  CHECK(value_of(searcher.search("batteries", {.paths = {"wiki/*"}})).hits.size() == 1);
}

TEST_CASE("what is known of documents handed over: status, list, why") {
  Exporter exporter;
  exporter.hand_over(wind + sun);
  const auto status = value_of(index_status(exporter.index()));
  REQUIRE(status.roots.size() == 1);
  CHECK(status.roots[0].root.path == "documents:");
  CHECK(status.roots[0].files == 2);
  CHECK(status.roots[0].trouble.empty());
  CHECK(exporter.files() == "w:sun w:wind");
  const auto why = value_of(why_file(exporter.index(), "w:wind"));
  CHECK(why.path == "w:wind");
  CHECK(why.root == "documents:");
  CHECK(why.verdict.starts_with("it is searchable as it was handed over"));
  REQUIRE(why.known);
  CHECK(why.known->paragraphs == 2);
}

TEST_CASE("documents handed over are removed and forgotten by their URIs, until they are handed over again") {
  Exporter exporter;
  exporter.hand_over(wind + sun);
  const bool for_good = GENERATE(false, true);
  const auto report = for_good ? value_of(forget(exporter.index(), {"w:wind"}))
                               : value_of(remove_from_index(exporter.index(), {"w:wind"}));
  CHECK(report.files == 1);
  CHECK(report.excluded.empty());
  CHECK(exporter.files() == "w:sun");
  CHECK(counts(exporter.hand_over(wind + sun)) == "seen 2: 1 added 1 unchanged; +2 =0 -0");
  SECTION("all at once") {
    CHECK(value_of(remove_from_index(exporter.index(), {"documents:"})).files == 2);
    CHECK(exporter.files().empty());
    CHECK(exporter.roots() == "-");
    exporter.hand_over(sun);
    CHECK(exporter.files() == "w:sun");
  }
  SECTION("an unknown one is said to be") {
    CHECK_FALSE(remove_from_index(exporter.index(), {"w:nothing"}));
  }
}

TEST_CASE("a dry run says what would become of the documents") {
  Exporter exporter;
  exporter.hand_over(sun);
  std::string changes;
  UpdateOptions options{.dry_run = true};
  options.on_change = [&](const FileChange& change) {
    changes += std::to_string(static_cast<int>(change.kind)) + " " + change.path + "\n";
  };
  const std::string before = exporter.dump();
  const auto report =
      exporter.hand_over(wind + document("w:sun", "Else.") + R"({"uri":"w:sun","deleted":true})", options);
  CHECK(counts(report) == "seen 3: 1 added 1 changed 1 removed; +3 =0 -2");
  CHECK(changes == "0 w:wind\n1 w:sun\n3 w:sun\n");
  CHECK(exporter.dump() == before);
}

TEST_CASE("a source that fails ends the run; what came before is in the index") {
  Exporter exporter;
  bool first = true;
  const auto result = update_documents(exporter.index(), [&](char* buffer, std::size_t) -> Result<std::size_t> {
    if (!std::exchange(first, false)) return failure(ErrorCode::input_output, "the exporter is gone");
    const std::string lines = wind + sun.substr(0, 20);
    std::memcpy(buffer, lines.data(), lines.size());
    return lines.size();
  });
  REQUIRE_FALSE(result);
  CHECK(result.error().message == "the exporter is gone");
  CHECK(exporter.files() == "w:wind");
}

TEST_CASE("an exporter cannot rebuild an index, nor hand over to one that must be rebuilt, which keeps its documents") {
  Exporter exporter;
  CHECK_FALSE(update_documents(exporter.index(), lines_of(wind), {.rebuild = true}));
  exporter.write("docs/a.txt", "Turbines on paper.");
  exporter.update({"docs"});
  exporter.hand_over(wind + sun);
  const std::string before = exporter.dump();
  {
    Xapian::WritableDatabase database(exporter.generation().string(), Xapian::DB_OPEN);
    database.set_metadata(std::string(store::key_fingerprint), "that of another analyser");
    database.commit();
  }
  const auto refused = update_documents(exporter.index(), lines_of(sun));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::index_version);
  CHECK(refused.error().message.ends_with("; bring it up to date with 'pilcrow-index' first"));
  const auto report = exporter.update();
  CHECK(report.note.starts_with("rebuilding: "));
  CHECK(report.note.find("handed over") == std::string::npos);
  CHECK(exporter.dump() == before);
}

TEST_CASE("a rebuild says how many documents must be handed over again, where they cannot be read") {
  Exporter exporter;
  exporter.hand_over(wind + sun);
  {
    const auto snapshot = value_of(store::Snapshot::open(exporter.index()));
    std::uint32_t document = 0;
    REQUIRE(snapshot.each_file([&](store::FileEntry&& entry) {
      if (entry.path == "w:wind") document = entry.paragraphs.at(0).document;
      return true;
    }));
    Xapian::WritableDatabase database(exporter.generation().string(), Xapian::DB_OPEN);
    database.delete_document(document);
    database.commit();
  }
  const auto report = exporter.update({}, {.rebuild = true});
  CHECK(report.note == "1 document that was handed over could not be read any more: hand it over again");
  CHECK(exporter.files() == "w:sun");
  CHECK(test::damages(exporter.index()).empty());
  exporter.hand_over(wind + sun);
  CHECK(exporter.found("turbines") == "w:wind");
}

#ifdef PILCROW_TEST_POINTS
TEST_CASE("a line that is too long is passed over, and never held") {
  Exporter exporter;
  ::setenv("PILCROW_TEST_LONGEST_LINE", "500", 1);
  const auto report = exporter.hand_over(wind + document("w:long", std::string(1'000'000, 'x')) + sun);
  ::unsetenv("PILCROW_TEST_LONGEST_LINE");
  CHECK(counts(report) == "seen 3: 2 added 1 failed; +3 =0 -0");
  REQUIRE(report.new_problems.size() == 1);
  CHECK(report.new_problems[0].line == 2);
  CHECK(report.new_problems[0].reason == "longer than 256 MiB");
}
#endif

TEST_CASE("many documents, in batches and several threads, are all there, and in any pieces") {
  Exporter exporter;
  std::string lines;
  for (int i = 0; i < 3000; ++i) {
    lines += document("n:" + std::to_string(i), "Number " + std::to_string(i) + " says " + std::string(500, 'x') + ".");
  }
  CHECK(value_of(update_documents(exporter.index(), lines_of(lines, 77'777), {.jobs = 3})).files == 3000);
  CHECK(test::damages(exporter.index()).empty());
  CHECK(exporter.hand_over(lines).files_unchanged == 3000);
}

}  // namespace
}  // namespace pilcrow
