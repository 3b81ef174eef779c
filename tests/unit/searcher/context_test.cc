// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/context.h"

#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

namespace {

std::vector<store::Snapshot> opened(const test::TemporaryFolder& folder) {
  auto snapshots = store::open_all({folder / "ix"});
  REQUIRE(snapshots);
  return std::move(*snapshots);
}

/// The hits at these documents of the first index, with their context.
std::vector<Hit> with_context(const std::vector<store::Snapshot>& snapshots,
                              const std::vector<Xapian::docid>& documents, const Context& context) {
  HitLoader loader(snapshots);
  std::vector<Hit> hits;
  std::vector<Place> places;
  for (const Xapian::docid document : documents) {
    places.push_back({0, document});
    const auto paragraph = loader.paragraph(places.back());
    REQUIRE(paragraph);
    hits.push_back(loader.hit(**paragraph));
  }
  REQUIRE(add_context(hits, places, loader, context));
  return hits;
}

/// "1 2 [3] 4; [6] 7": paragraphs by their numbers, hits in brackets.
std::string dump(const std::vector<Hit>& hits) {
  std::string out;
  for (const Hit& hit : hits) {
    out += out.empty() ? "" : "; ";
    for (const Neighbor& neighbor : hit.before) out += std::to_string(neighbor.paragraph) + " ";
    out += "[" + std::to_string(hit.paragraph) + "]";
    for (const Neighbor& neighbor : hit.after) out += " " + std::to_string(neighbor.paragraph);
  }
  return out;
}

std::vector<std::string> numbered(std::size_t count) {
  std::vector<std::string> paragraphs;
  for (std::size_t i = 1; i <= count; ++i) paragraphs.push_back("paragraph " + std::to_string(i));
  return paragraphs;
}

}  // namespace

TEST_CASE("context: neighbours in the order of the document, each paragraph once") {
  const test::TemporaryFolder folder;
  // Paragraphs 1 to 9 are documents 1 to 9; the second file's are 10 to 12.
  test::make_index(folder, "ix",
                   {{.name = "a.txt", .paragraphs = numbered(9)}, {.name = "b.txt", .paragraphs = {"x", "y", "z"}}});
  const auto snapshots = opened(folder);
  struct Case {
    std::string name;
    std::vector<Xapian::docid> hits;
    std::size_t paragraphs;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"none is asked for", {5}, 0, "[5]"},
      {"one on each side", {5}, 1, "4 [5] 6"},
      {"two on each side", {5}, 2, "3 4 [5] 6 7"},
      {"the file begins", {2}, 3, "1 [2] 3 4 5"},
      {"the file ends", {9}, 2, "7 8 [9]"},
      {"never those of another file", {10}, 5, "[1] 2 3"},
      {"far apart", {2, 8}, 1, "1 [2] 3; 7 [8] 9"},
      {"side by side", {4, 5}, 1, "3 [4]; [5] 6"},
      {"side by side, the later one better", {5, 4}, 2, "[5] 6 7; 2 3 [4]"},
      {"what two share stands with the better one", {7, 4}, 2, "5 6 [7] 8 9; 2 3 [4]"},
      {"and what lies beyond it with the other", {4, 7}, 2, "2 3 [4] 5 6; [7] 8 9"},
      {"more than there are", {5}, 1000000, "1 2 3 4 [5] 6 7 8 9"},
  }));
  INFO(c.name);
  CHECK(dump(with_context(snapshots, c.hits, {c.paragraphs, false})) == c.expected);
}

TEST_CASE("context: a section is what follows each other under the same headings") {
  const test::TemporaryFolder folder;
  test::make_index(folder, "ix",
                   {{.name = "a.txt",
                     .paragraphs = numbered(9),
                     .headings = {"Energy", "Wind"},
                     .depths = {0, 1, 1, 2, 2, 2, 1, 1, 0}}});
  const auto snapshots = opened(folder);
  const auto section_of = [&](const std::vector<Xapian::docid>& hits) {
    return dump(with_context(snapshots, hits, {0, true}));
  };
  CHECK(section_of({5}) == "4 [5] 6");
  CHECK(section_of({2}) == "[2] 3");  // not 7 and 8, which stand below the same heading farther down
  CHECK(section_of({8}) == "7 [8]");
  CHECK(section_of({1}) == "[1]");
  CHECK(section_of({6, 4, 8}) == "5 [6]; [4]; 7 [8]");
}

TEST_CASE("context: never more than most_context on either side") {
  const test::TemporaryFolder folder;
  test::make_index(folder, "ix", {{.name = "a.txt", .paragraphs = numbered(2 * most_context + 50)}});
  const auto snapshots = opened(folder);
  for (const Context& context : {Context{1'000'000, false}, Context{0, true}}) {
    const auto hits = with_context(snapshots, {most_context + 20}, context);
    REQUIRE(hits.front().before.size() == most_context);
    CHECK(hits.front().before.front().paragraph == 20);
    REQUIRE(hits.front().after.size() == most_context);
    CHECK(hits.front().after.back().paragraph == 2 * most_context + 20);
  }
}

TEST_CASE("context: what says the same word for word is there once") {
  const test::TemporaryFolder folder;
  const std::string rule =
      "smoke in the halls, in the stores, in the yard or in any room where paint, fuel or cells are kept";
  test::make_index(folder, "ix",
                   {{.name = "a.txt", .paragraphs = {"one", "Do not " + rule + ".", "three", "do not " + rule, "five"}},
                    {.name = "b.txt", .paragraphs = {"Do not " + rule + "!", "two", "three"}}});
  const auto snapshots = opened(folder);
  CHECK(dump(with_context(snapshots, {3}, {2, false})) == "1 2 [3] 5");
  // The first hit's own text is that of the fourth paragraph. A short one such as "three" stays in its place.
  CHECK(dump(with_context(snapshots, {2, 7}, {2, false})) == "1 [2] 3; [2] 3");
}

TEST_CASE("context: a neighbour has its own source, whatever the order of the documents' numbers") {
  const test::TemporaryFolder folder;
  test::make_index(folder, "ix",
                   {{.name = "a.txt",
                     .paragraphs = {"same", "two", "same, and", "same"},
                     .headings = {"Energy", "Wind"},
                     .depths = {1, 2, 2, 1},
                     .updated = true}});
  const auto snapshots = opened(folder);
  HitLoader loader(snapshots);
  const Xapian::docid second = 3;  // of 4 in descending order
  const std::vector<Hit> hits = with_context(snapshots, {second}, {2, false});
  REQUIRE(dump(hits) == "1 [2] 3 4");  // the fourth says what the first does, but is short
  std::vector<Neighbor> neighbors = hits.front().before;
  neighbors.insert(neighbors.end(), hits.front().after.begin(), hits.front().after.end());
  for (const Neighbor& neighbor : neighbors) {
    const auto paragraph = loader.paragraph({0, 5 - neighbor.paragraph});
    REQUIRE(paragraph);
    const Hit same = loader.hit(**paragraph);
    CAPTURE(same.text);
    CHECK(neighbor.paragraph == same.paragraph);
    CHECK(neighbor.headings == same.headings);
    CHECK(neighbor.lines == same.lines);
    CHECK(neighbor.bytes == same.bytes);
    CHECK(neighbor.page == same.page);
    CHECK(neighbor.text == same.text);
    CHECK(neighbor.citation == same.citation);
    CHECK_FALSE(neighbor.kept);
  }
  CHECK(neighbors[0].headings == std::vector<std::string>{"Energy"});
  CHECK(neighbors[1].lines == LineRange{5, 5});
}
