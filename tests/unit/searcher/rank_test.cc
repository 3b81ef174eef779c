// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/rank.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/store/citation.h"
#include "core/store/snapshot.h"
#include "searcher/compile.h"
#include "searcher/parse.h"
#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::make_index;
using pilcrow::test::SampleFile;
using pilcrow::test::TemporaryFolder;

namespace {

constexpr std::size_t all = 100'000;

/// Indexes, and queries on them.
class Indexes {
 public:
  Indexes(const TemporaryFolder& folder, const std::vector<std::string>& names) {
    std::vector<std::filesystem::path> paths;
    for (const std::string& name : names) paths.push_back(folder / name);
    auto opened = store::open_all(paths);
    if (!opened) FAIL(opened.error().message);
    snapshots_ = std::move(*opened);
    std::vector<Xapian::Database> databases;
    for (const store::Snapshot& snapshot : snapshots_) {
      databases.push_back(snapshot.database());
      for (const auto& [language, paragraphs] : snapshot.facts().state.languages) languages_[language] += paragraphs;
    }
    matcher_ = std::make_unique<Matcher>(databases);
  }

  /// "a.txt:1 = b.txt:5 ~ c.txt:1 | b.txt:3": names and lines, identical and nearly identical ones behind their hits.
  std::string paragraphs(const std::string& query, std::size_t begin = 0, std::size_t end = all) {
    return ranked(query, begin, end, false);
  }
  /// The same of files by their best paragraphs, then their number.
  std::string files(const std::string& query, std::size_t begin = 0, std::size_t end = all) {
    return ranked(query, begin, end, true);
  }

 private:
  std::string ranked(const std::string& text, std::size_t begin, std::size_t end, bool files) {
    const Query query = parse(text);
    const auto compiled =
        compile(query, {languages_, [&](const Xapian::Query& asked) { return matcher_->any(asked); }}, analyzers_);
    const Xapian::Database& database = matcher_->combined();
    const Statistics statistics{languages_,
                                [&](const std::string& term) { return std::uint64_t{database.get_termfreq(term)}; },
                                database.get_doccount(), database.get_avlength() / 2};
    Reranker reranker(query, compiled.stopped, analyzers_, statistics);
    HitLoader loader(snapshots_);
    Ranker ranker(*matcher_, loader, reranker, compiled.ranked);
    const auto list = files ? ranker.files(begin, end) : ranker.paragraphs(begin, end);
    if (!list) FAIL(list.error().message);
    std::string line;
    double last = std::numeric_limits<double>::infinity();
    for (const Ranked& one : list->shown) {
      CHECK((one.score <= last || same_score(one.score, last)));
      last = one.score;
      line += (line.empty() ? "" : " | ") + name_of(loader, one.place);
      for (const Twin& twin : one.twins) line += (twin.identical ? " = " : " ~ ") + name_of(loader, twin.place);
    }
    return files ? line + " of " + std::to_string(list->count) : line;
  }

  std::string name_of(HitLoader& loader, Place place) {
    const auto other = loader.place(place, matcher_->file_of(place));
    if (!other) FAIL(other.error().message);
    return other->path.substr(other->root.size() + 1) + ":" + std::to_string(other->lines.first);
  }

  std::vector<store::Snapshot> snapshots_;
  std::map<std::string, std::uint64_t> languages_;
  Analyzers analyzers_;
  std::unique_ptr<Matcher> matcher_;
};

std::vector<std::string> parted(const std::string& line, const std::string& separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(separator, at), line.size());
    parts.push_back(line.substr(at, end - at));
    at = end + separator.size();
  }
  return parts;
}

/// Twenty words, so that they say the same under any heading; `last` is one of them.
std::string long_text(const std::string& last = "tower") {
  return "The wind turns the blades, the blades turn the shaft, and the shaft drives what makes the power in " + last;
}

}  // namespace

TEST_CASE("rank: ties stand in source order, in whatever order they were indexed") {
  std::vector<SampleFile> files = {
      {.name = "c.txt", .paragraphs = {"wind one", "wind two"}},
      {.name = "a/z.txt", .paragraphs = {"wind three"}},
      {.name = "a b.txt", .paragraphs = {"wind four", "sun", "wind five"}},
  };
  // "a b" is two words: longer, so behind the others.
  const std::string expected = "a/z.txt:1 | c.txt:1 | c.txt:3 | a b.txt:1 | a b.txt:5";
  const auto by_name = [](const SampleFile& one, const SampleFile& other) { return one.name < other.name; };
  std::sort(files.begin(), files.end(), by_name);
  do {
    const TemporaryFolder folder;
    make_index(folder, "kb", files);
    Indexes index(folder, {"kb"});
    CHECK(index.paragraphs("wind") == expected);
    CHECK(index.paragraphs("wind", 0, 2) == "a/z.txt:1 | c.txt:1");
    CHECK(index.paragraphs("wind", 1, 4) == "c.txt:1 | c.txt:3 | a b.txt:1");
    CHECK(index.files("wind") == "a/z.txt:1 | c.txt:1 | a b.txt:1 of 3");
  } while (std::next_permutation(files.begin(), files.end(), by_name));
}

TEST_CASE("rank: identical paragraphs are shown once, at their best place, with the others in source order") {
  std::vector<SampleFile> files = {
      {.name = "d.txt", .paragraphs = {long_text()}, .headings = {"Energy at sea"}},
      {.name = "c.txt", .paragraphs = {"Nothing.", long_text(), long_text()}, .headings = {"Wind"}},
      {.name = "b/x.txt", .paragraphs = {"THE WIND; " + long_text().substr(9)}},
      {.name = "a.txt", .paragraphs = {"Wind is something else."}},
  };
  for (int turn = 0; turn < 2; ++turn) {
    const TemporaryFolder folder;
    make_index(folder, "kb", files);
    Indexes index(folder, {"kb"});
    CHECK(index.paragraphs("blades shaft") == "b/x.txt:1 = c.txt:3 = c.txt:5 = d.txt:1");
    // That with the word in its heading is best, the first of its two.
    CHECK(index.paragraphs("blades wind", 0, 1) == "c.txt:3 = b/x.txt:1 = c.txt:5 = d.txt:1");
    // Only what matches is named.
    CHECK(index.paragraphs("+energy blades") == "d.txt:1");
    CHECK(index.files("blades") == "b/x.txt:1 | c.txt:3 | d.txt:1 of 3");
    std::reverse(files.begin(), files.end());
  }
}

TEST_CASE("rank: short paragraphs are the same only under the same headings") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "a.txt", .paragraphs = {"Default: 10"}, .headings = {"Wind"}},
              {.name = "b.txt", .paragraphs = {"Default: 10"}, .headings = {"Rain"}},
              {.name = "c.txt", .paragraphs = {"default 10."}, .headings = {"Wind"}}});
  Indexes index(folder, {"kb"});
  CHECK(index.paragraphs("default") == "a.txt:1 = c.txt:1 | b.txt:1");
}

TEST_CASE("rank: nearly identical paragraphs are shown once, and what is identical to them is named with them") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "a.txt", .paragraphs = {long_text("masts"), long_text("the 2 towers")}},
              {.name = "b.txt", .paragraphs = {long_text("nacelles"), long_text("masts")}},
              {.name = "c.txt", .paragraphs = {long_text("nacelles"), long_text("the 3 towers")}}});
  Indexes index(folder, {"kb"});
  // Texts that differ in a number are not the same; of the two, that in a file that speaks of nacelles is first.
  CHECK(index.paragraphs("blades nacelles") == "b.txt:1 ~ a.txt:1 ~ b.txt:3 = c.txt:1 | c.txt:3 | a.txt:3");
}

TEST_CASE("rank: pages follow each other, and every match has one place") {
  // Five hundred paragraphs: of each three one is a text that stands in many files, one stands there again with another
  // word, and one is like no other.
  std::vector<SampleFile> files;
  std::size_t paragraphs = 0;
  for (int i = 0; i < 50; ++i) {
    SampleFile file{.name = "f" + std::to_string(100 + i * 37 % 50) + ".txt", .paragraphs = {}};
    for (int j = 0; j < 10; ++j, ++paragraphs) {
      const std::string topic = "topic" + std::string(1, static_cast<char>('a' + (i + j) % 7));
      switch ((i + j) % 3) {
        case 0:
          file.paragraphs.push_back(long_text(topic));
          break;
        case 1:
          file.paragraphs.push_back("On wind and " + topic);
          break;
        default:
          file.paragraphs.push_back("Wind number " + std::to_string(paragraphs) + " and no other");
      }
    }
    files.push_back(std::move(file));
  }
  const TemporaryFolder folder;
  make_index(folder, "kb", files);
  std::reverse(files.begin(), files.end());
  make_index(folder, "reversed", files);
  Indexes index(folder, {"kb"});
  const std::string whole = index.paragraphs("wind topica");
  const std::vector<std::string> shown = parted(whole, " | ");
  std::set<std::string> places;
  std::size_t named = 0;
  for (const std::string& hit : shown) {
    std::string places_of_hit = hit;
    std::replace(places_of_hit.begin(), places_of_hit.end(), '~', '=');
    for (const std::string& place : parted(places_of_hit, " = ")) {
      places.insert(place);
      ++named;
    }
  }
  CHECK(named == paragraphs);
  CHECK(places.size() == paragraphs);
  CHECK(shown.size() > 160);
  CHECK(shown.size() < 200);

  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{100}, std::size_t{101}}) {
    INFO(size);
    std::string pages;
    for (std::size_t begin = 0; begin < shown.size() + size; begin += size) {
      const std::string page = index.paragraphs("wind topica", begin, begin + size);
      if (!page.empty()) pages += (pages.empty() ? "" : " | ") + page;
    }
    CHECK(pages == whole);
  }
  CHECK(index.paragraphs("wind topica", shown.size(), shown.size() + 10).empty());
  CHECK(index.paragraphs("wind topica", all, 2 * all).empty());
  CHECK(index.paragraphs("wind topica", 3, 3).empty());

  Indexes reversed(folder, {"reversed"});
  CHECK(reversed.paragraphs("wind topica") == whole);
  CHECK(reversed.paragraphs("-nothing", 0, 20) == index.paragraphs("-nothing", 0, 20));
  CHECK(reversed.files("wind topica") == index.files("wind topica"));
}

TEST_CASE("rank: a text in more places than a page needs is fetched for") {
  std::vector<SampleFile> files;
  for (int i = 0; i < 600; ++i) {
    files.push_back({.name = std::to_string(1000 + i) + ".txt", .paragraphs = {"wind licence"}});
  }
  files.push_back({.name = "last.txt", .paragraphs = {"A longer paragraph names the wind as well"}});
  const TemporaryFolder folder;
  make_index(folder, "kb", files);
  Indexes index(folder, {"kb"});
  const std::vector<std::string> shown = parted(index.paragraphs("wind", 0, 2), " | ");
  REQUIRE(shown.size() == 2);
  CHECK(parted(shown[0], " = ").size() == 600);
  CHECK(shown[1] == "last.txt:1");
}

TEST_CASE("rank: files by their best paragraphs, whatever stands between") {
  std::vector<SampleFile> files = {{.name = "a.txt", .paragraphs = {}},
                                   {.name = "b.txt", .paragraphs = {"wind and other things", "wind and other things"}},
                                   {.name = "c.txt", .paragraphs = {"things, and wind among them"}}};
  for (int i = 0; i < 200; ++i) files[0].paragraphs.push_back("wind power");
  const TemporaryFolder folder;
  make_index(folder, "kb", files);
  Indexes index(folder, {"kb"});
  CHECK(index.files("wind power") == "a.txt:1 | b.txt:1 | c.txt:1 of 3");
  CHECK(index.files("wind power", 1, 2) == "b.txt:1 of 3");
  CHECK(index.files("wind power", 3, 9) == " of 3");
  CHECK(index.files("nowhere") == " of 0");
}

TEST_CASE("rank: several indexes are one ranking, and twins are found across them") {
  const TemporaryFolder folder;
  make_index(folder, "one", {{.name = "b.txt", .paragraphs = {long_text(), "wind in one"}}});
  make_index(folder, "two",
             {{.name = "a.txt", .paragraphs = {"wind in two", long_text("masts")}},
              {.name = "c.txt", .paragraphs = {"Nothing.", long_text()}}});
  const std::string twins = "b.txt:1 ~ a.txt:3 = c.txt:3";
  for (const auto& names : {std::vector<std::string>{"one", "two"}, std::vector<std::string>{"two", "one"}}) {
    Indexes indexes(folder, names);
    CHECK(indexes.paragraphs("blades tower") == twins);
    // File 1 of one is not file 1 of the other.
    CHECK(indexes.files("blades tower") == "b.txt:1 | c.txt:3 | a.txt:3 of 3");
  }
}

TEST_CASE("load: of equal paragraphs in a file each has a citation of its own") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind", "sun", "wind"}}});
  const auto snapshots = store::open_all({folder / "kb"});
  REQUIRE(snapshots);
  HitLoader loader(*snapshots);
  std::vector<std::string> citations;
  for (Xapian::docid document = 1; document <= 3; ++document) {
    const auto paragraph = loader.paragraph({0, document});
    REQUIRE(paragraph);
    citations.push_back(loader.hit(**paragraph).citation);
  }
  const std::string path = (folder / "docs/a.txt").string();
  const std::uint64_t wind = store::content_hash("wind");
  CHECK(citations[0] == store::format_citation("samplekb", path, wind, 1));
  CHECK(citations[1] == store::format_citation("samplekb", path, store::content_hash("sun"), 1));
  CHECK(citations[2] == store::format_citation("samplekb", path, wind, 2));
}
