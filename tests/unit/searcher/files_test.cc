// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/files.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/text/day.h"
#include "searcher/match.h"
#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::make_index;
using pilcrow::test::OpenIndexes;
using pilcrow::test::SampleFile;
using pilcrow::test::TemporaryFolder;

namespace {

text::Day day(const std::string& date) {
  const auto parsed = text::parse_day(date);
  if (!parsed) FAIL(date);
  return *parsed;
}

/// "1,3 | 2": the files of each database.
std::string dump(const FileNumbers& numbers) {
  std::string line;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) line += " | ";
    for (std::size_t j = 0; j < numbers[i].size(); ++j) line += (j > 0 ? "," : "") + std::to_string(numbers[i][j]);
  }
  return line;
}

/// "1=2 3=1 | 2=5": file and matches.
std::string dump(const Census& census) {
  std::string line;
  for (std::size_t i = 0; i < census.size(); ++i) {
    if (i > 0) line += " | ";
    for (std::size_t j = 0; j < census[i].size(); ++j) {
      line += (j > 0 ? " " : "") + std::to_string(census[i][j].file) + "=" + std::to_string(census[i][j].matches);
    }
  }
  return line;
}

std::size_t holding(const SampleFile& file, const std::string& word) {
  const auto& paragraphs = file.paragraphs;
  return static_cast<std::size_t>(std::count_if(paragraphs.begin(), paragraphs.end(), [&](const std::string& text) {
    return text.find(word) != std::string::npos;
  }));
}

}  // namespace

TEST_CASE("files: chosen by path, root and day") {
  const TemporaryFolder folder;
  make_index(folder, "one",
             {{.name = "wiki/a.md", .paragraphs = {"wind"}, .date = day("2026-06-15")},
              {.name = "wiki/sub/B.MD", .paragraphs = {"wind"}, .date = day("2026-06-14")},
              {.name = "single.md", .paragraphs = {"wind"}, .date = day("2025-12-31")},
              {.name = "wiki/empty.md", .date = day("2026-06-15")},
              {.name = "wiki/\xFF\xFE.txt", .paragraphs = {"wind"}, .date = day("2026-01-01")}},
             1, {"wiki", "single.md"});
  make_index(folder, "two",
             {{.name = "wiki/a.md", .paragraphs = {"sun"}, .date = day("2026-06-15")},
              {.name = "notes.txt", .paragraphs = {"sun"}, .date = day("1969-12-31")}});
  const OpenIndexes indexes(folder, {"one", "two"});
  const Files& files = indexes.files;

  SECTION("by path") {
    CHECK(dump(files.with_path({"*.md"})) == "1,3 | 1");
    CHECK(dump(files.with_path({"wiki/sub/"})) == "2 | ");
    CHECK(dump(files.with_path({"\xFF?.txt"})) == "5 | ");
    CHECK(dump(files.with_path({"sub", "notes.*"})) == "2 | 2");
    CHECK(dump(files.with_path({(folder / "docs" / "single.md").string()})) == "3 | ");
    CHECK(dump(files.with_path({"nowhere"})) == " | ");
    CHECK(dump(files.with_path({})) == " | ");
  }
  SECTION("by root") {
    CHECK(dump(files.under_root({"single.md"})) == "3 | ");
    CHECK(dump(files.under_root({"wiki"})) == "1,2,5 | ");
    CHECK(dump(files.under_root({"docs"})) == "1,2,3,5 | 1,2");
    CHECK(dump(files.under_root({"sub"})) == " | ");
    CHECK(dump(files.under_root({"wiki/"})) == "1,2,5 | ");
    CHECK(dump(files.under_root({(folder / "docs").string() + "//"})) == "1,2,3,5 | 1,2");
    CHECK(dump(files.under_root({"/"})) == "1,2,3,5 | 1,2");
    CHECK(dump(files.under_root({""})) == " | ");
  }
  SECTION("by day, both ends included") {
    CHECK(dump(files.of_days({{day("2026-06-15"), day("2026-06-15")}})) == "1 | 1");
    CHECK(dump(files.of_days({{day("2025-12-31"), day("2026-06-14")}})) == "2,3,5 | ");
    CHECK(dump(files.of_days({{text::first_day, day("1969-12-31")}})) == " | 2");
    CHECK(dump(files.of_days({{day("2027-01-01"), text::last_day}})) == " | ");
    CHECK(dump(files.of_days({{text::first_day, day("1969-12-31")}, {day("2026-06-15"), text::last_day}})) ==
          "1 | 1,2");
    CHECK(dump(files.of_days({})) == " | ");
  }
  SECTION("a census is put beside the files") {
    const auto matching = files.matching({{{3, 7}, {5, 1}}, {{2, 4}}});
    REQUIRE(matching);
    REQUIRE(matching->size() == 3);
    CHECK((*matching)[0].file->path == (folder / "docs" / "single.md").string());
    CHECK(files.root_path(*(*matching)[0].file) == (folder / "docs" / "single.md").string());
    CHECK((*matching)[0].matches == 7);
    CHECK(files.root_path(*(*matching)[1].file) == (folder / "docs" / "wiki").string());
    CHECK((*matching)[2].database == 1);
    CHECK(files.root_path(*(*matching)[2].file) == (folder / "docs").string());
    CHECK(files.matching({{}, {}})->empty());
  }
  SECTION("a file without an entry is damage") {
    for (const std::uint32_t number : {0U, 4U, 6U}) {
      const auto matching = files.matching({{{number, 1}}, {}});
      REQUIRE_FALSE(matching);
      CHECK(matching.error().code == ErrorCode::index_corrupt);
    }
  }
}

TEST_CASE("files: their paragraphs as a query, for every choice of files") {
  const TemporaryFolder folder;
  // Files that are few beside the documents are looked up; of "two", that is never the case.
  std::vector<SampleFile> one = {{.name = "a", .paragraphs = {"wind", "sun wind", "sun"}},
                                 {.name = "large"},
                                 {.name = "b", .paragraphs = {"sun", "rain"}, .updated = true},
                                 {.name = "none"}};
  for (int i = 0; i < 300; ++i) one[1].paragraphs.push_back(i % 3 == 0 ? "wind rain" : "rain");
  const std::vector<SampleFile> two = {{.name = "c", .paragraphs = {"wind", "wind"}},
                                       {.name = "d", .paragraphs = {"sun"}},
                                       {.name = "e", .paragraphs = {"rain", "wind", "rain"}}};
  make_index(folder, "one", one);
  make_index(folder, "two", two);
  const OpenIndexes both(folder, {"one", "two"});
  const OpenIndexes second(folder, {"two"});
  const Matcher& matcher = both.matcher;
  const Xapian::Query wind("wind");
  constexpr std::size_t all_with_wind = 2 + 100 + 2 + 1;
  for (unsigned choice = 0; choice < 1U << (one.size() + two.size()); ++choice) {
    FileNumbers numbers(2);
    std::size_t paragraphs = 0;
    std::size_t with_wind = 0;
    std::size_t with_wind_in_two = 0;
    for (unsigned i = 0; i < one.size() + two.size(); ++i) {
      if ((choice >> i & 1U) == 0) continue;
      const bool first = i < one.size();
      const SampleFile& file = first ? one[i] : two[i - one.size()];
      numbers[first ? 0 : 1].push_back(static_cast<std::uint32_t>(first ? i + 1 : i - one.size() + 1));
      paragraphs += file.paragraphs.size();
      with_wind += holding(file, "wind");
      if (!first) with_wind_in_two += holding(file, "wind");
    }
    INFO(dump(numbers));
    const Xapian::Query in_files = matcher.in_files(numbers);
    const Xapian::Query filtered(Xapian::Query::OP_FILTER, wind, in_files);
    CHECK(matcher.count(in_files) == paragraphs);
    CHECK(matcher.count(filtered) == with_wind);
    CHECK(matcher.best(filtered, 1000).matches.size() == with_wind);
    CHECK(matcher.count({Xapian::Query::OP_AND_NOT, wind, in_files}) == all_with_wind - with_wind);
    CHECK(matcher.any(in_files) == (paragraphs > 0));
    CHECK(second.matcher.count(filtered) == with_wind_in_two);
  }
}

TEST_CASE("match: matches by file") {
  const TemporaryFolder folder;
  make_index(folder, "one",
             {{.name = "a", .paragraphs = {"wind", "sun wind", "sun"}},
              {.name = "b", .paragraphs = {"sun"}},
              {.name = "c", .paragraphs = {"wind", "sun wind", "wind rain"}, .updated = true}});
  make_index(folder, "two", {{.name = "a", .paragraphs = {"rain"}}, {.name = "b", .paragraphs = {"wind"}}});
  const OpenIndexes indexes(folder, {"one", "two"});
  const Matcher& matcher = indexes.matcher;
  CHECK(dump(matcher.census(Xapian::Query("wind"))) == "1=2 3=3 | 2=1");
  CHECK(dump(matcher.census(Xapian::Query::MatchAll)) == "1=3 2=1 3=3 | 1=1 2=1");
  CHECK(dump(matcher.census(Xapian::Query("nowhere"))) == " | ");
  CHECK(dump(matcher.census(Xapian::Query())) == " | ");
  CHECK(dump(matcher.census({Xapian::Query::OP_FILTER, Xapian::Query("wind"), matcher.in_files({{3}, {}})})) ==
        "3=3 | ");
  CHECK(matcher.count_files(Xapian::Query("wind")) == 3);
}
