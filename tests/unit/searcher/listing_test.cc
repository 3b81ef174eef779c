// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/listing.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

#include "core/store/paths.h"
#include "searcher/load.h"
#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::below;
using pilcrow::test::make_index;
using pilcrow::test::OpenIndexes;
using pilcrow::test::Random;
using pilcrow::test::random_files;
using pilcrow::test::SampleFile;
using pilcrow::test::TemporaryFolder;

namespace {

constexpr std::size_t all = 1000;

/// "a.md:1 b/c.md:2/1 of 7": file below `docs`, paragraph from 1, and of several indexes which.
std::string dump(const OpenIndexes& indexes, const TemporaryFolder& folder, const Xapian::Query& query, SortBy sort,
                 std::size_t begin, std::size_t end, bool by_file) {
  HitLoader loader(indexes.snapshots);
  const auto list = listing(indexes.matcher, loader, indexes.files, query, sort, begin, end, by_file);
  REQUIRE(list);
  CHECK_FALSE(list->count_estimated);
  const std::string docs = (folder / "docs").string() + '/';
  std::string line;
  for (const Ranked& ranked : list->shown) {
    CHECK(ranked.file == indexes.matcher.file_of(ranked.place));
    const auto order = loader.source_order(ranked.place, ranked.file);
    REQUIRE(order);
    line += order->path.substr(docs.size()) + ":" + std::to_string(order->paragraph + 1);
    if (indexes.snapshots.size() > 1) line += "/" + std::to_string(ranked.place.database);
    line += " ";
  }
  return line + "of " + std::to_string(list->count);
}

/// A match as the plain computation knows it.
struct Expected {
  std::string name;
  std::size_t paragraph;
  std::size_t index;
  text::Day day;
};

std::string expected(const std::vector<std::vector<SampleFile>>& indexes, const std::string& word, SortBy sort,
                     std::size_t begin, std::size_t end, bool by_file) {
  std::vector<Expected> matches;
  for (std::size_t index = 0; index < indexes.size(); ++index) {
    for (const SampleFile& file : indexes[index]) {
      for (std::size_t i = 0; i < file.paragraphs.size(); ++i) {
        if (file.paragraphs[i].find(word) == std::string::npos) continue;
        matches.push_back({file.name, i + 1, index, *file.date});
        if (by_file) break;
      }
    }
  }
  std::sort(matches.begin(), matches.end(), [&](const Expected& a, const Expected& b) {
    if (sort == SortBy::date && a.day != b.day) return a.day > b.day;
    const auto paths = store::compare_paths(a.name, b.name);
    return paths != 0 ? paths < 0 : std::tie(a.index, a.paragraph) < std::tie(b.index, b.paragraph);
  });
  std::string line;
  for (std::size_t i = begin; i < std::min(end, matches.size()); ++i) {
    const Expected& match = matches[i];
    line += match.name + ":" + std::to_string(match.paragraph) + "/" + std::to_string(match.index) + " ";
  }
  return line + "of " + std::to_string(matches.size());
}

}  // namespace

TEST_CASE("listing: by path and by date") {
  const TemporaryFolder folder;
  make_index(
      folder, "kb",
      {{.name = "a-2/x.md", .paragraphs = {"wind"}, .date = text::Day{20'001}},
       {.name = "b.md", .paragraphs = {"wind", "sun", "wind", "wind"}, .date = text::Day{20'000}, .updated = true},
       {.name = "a/y.md", .paragraphs = {"sun", "wind", "wind"}, .date = text::Day{20'000}},
       {.name = "\xFF.md", .paragraphs = {"rain"}, .date = text::Day{20'009}},
       {.name = "c.md", .paragraphs = {"wind"}, .date = text::Day{20'002}}});
  const OpenIndexes indexes(folder, {"kb"});
  const auto listed = [&](const std::string& word, SortBy sort, std::size_t begin = 0, std::size_t end = all,
                          bool by_file = false) {
    return dump(indexes, folder, Xapian::Query(word), sort, begin, end, by_file);
  };
  SECTION("what is in a folder comes before what only begins like it; within a file by place") {
    CHECK(listed("wind", SortBy::path) == "a/y.md:2 a/y.md:3 a-2/x.md:1 b.md:1 b.md:3 b.md:4 c.md:1 of 7");
  }
  SECTION("the youngest first, of one day by path") {
    CHECK(listed("wind", SortBy::date) == "c.md:1 a-2/x.md:1 a/y.md:2 a/y.md:3 b.md:1 b.md:3 b.md:4 of 7");
  }
  SECTION("pages begin and end within files") {
    CHECK(listed("wind", SortBy::path, 0, 1) == "a/y.md:2 of 7");
    CHECK(listed("wind", SortBy::path, 1, 4) == "a/y.md:3 a-2/x.md:1 b.md:1 of 7");
    CHECK(listed("wind", SortBy::path, 4, 5) == "b.md:3 of 7");
    CHECK(listed("wind", SortBy::path, 6, 20) == "c.md:1 of 7");
  }
  SECTION("behind the end there is nothing, of as many") {
    CHECK(listed("wind", SortBy::path, 7, 9) == "of 7");
    CHECK(listed("wind", SortBy::date, 700, 900) == "of 7");
    CHECK(listed("wind", SortBy::path, 3, 3) == "of 7");
  }
  SECTION("files, each by its first match") {
    CHECK(listed("wind", SortBy::path, 0, all, true) == "a/y.md:2 a-2/x.md:1 b.md:1 c.md:1 of 4");
    CHECK(listed("wind", SortBy::date, 1, 3, true) == "a-2/x.md:1 a/y.md:2 of 4");
    CHECK(listed("wind", SortBy::path, 4, 9, true) == "of 4");
  }
  SECTION("names that are no text, and no match at all") {
    CHECK(listed("rain", SortBy::date) == "\xFF.md:1 of 1");
    CHECK(listed("nowhere", SortBy::date) == "of 0");
    CHECK(listed("nowhere", SortBy::path, 0, all, true) == "of 0");
  }
}

TEST_CASE("listing: each has the score of the query") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "a.md", .paragraphs = {"wind sun", "sun"}}, {.name = "b.md", .paragraphs = {"wind", "rain"}}});
  const OpenIndexes indexes(folder, {"kb"});
  const Xapian::Query query(Xapian::Query::OP_OR, Xapian::Query("wind"), Xapian::Query("sun"));
  HitLoader loader(indexes.snapshots);
  const auto list = listing(indexes.matcher, loader, indexes.files, query, SortBy::path, 0, all, false);
  REQUIRE(list);
  const MatchList best = indexes.matcher.best(query, all);
  REQUIRE(list->shown.size() == 3);
  REQUIRE(best.matches.size() == 3);
  for (const Match& match : best.matches) {
    const auto same = std::find_if(list->shown.begin(), list->shown.end(),
                                   [&](const Ranked& ranked) { return ranked.place == match.place; });
    REQUIRE(same != list->shown.end());
    CHECK(same_score(same->score, match.score));
  }
  const auto unranked = listing(indexes.matcher, loader, indexes.files, {0.0, query}, SortBy::path, 0, 1, false);
  REQUIRE(unranked);
  CHECK(unranked->shown.front().score == 0);
}

TEST_CASE("listing: what ordering all paragraphs gives") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  for (int round = 0; round < 20; ++round) {
    const TemporaryFolder folder;
    // The same names may be in both.
    const std::vector<std::vector<SampleFile>> samples = {random_files(random, below(random, 12)),
                                                          random_files(random, below(random, 12))};
    make_index(folder, "one", samples[0]);
    make_index(folder, "two", samples[1]);
    const OpenIndexes indexes(folder, {"one", "two"});
    for (int page = 0; page < 20; ++page) {
      const std::string word = page % 2 == 0 ? "wind" : "sun";
      const SortBy sort = below(random, 2) == 0 ? SortBy::path : SortBy::date;
      const bool by_file = below(random, 2) == 0;
      const std::size_t begin = below(random, 3) == 0 ? 0 : below(random, 20);
      const std::size_t end = begin + below(random, 3) * below(random, 10);
      INFO(word << " " << begin << ".." << end);
      CHECK(dump(indexes, folder, Xapian::Query(word), sort, begin, end, by_file) ==
            expected(samples, word, sort, begin, end, by_file));
    }
  }
}
