// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/read_place.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using pilcrow::test::make_index;
using pilcrow::test::TemporaryFolder;
using pilcrow::test::values;

namespace {

/// "energy.md:3 Gales spin": path below the root, line, the beginning of the text; "OF" stands for the folder.
std::string dump(const Result<SearchResult>& result, const TemporaryFolder& folder) {
  std::string out;
  if (result) {
    for (const Hit& hit : result->hits) {
      out += (out.empty() ? "" : " | ") + hit.path.substr(hit.root.size() + 1) + ":" + std::to_string(hit.lines.first) +
             " " + hit.text.substr(0, 10);
    }
    if (result->summary.matches != result->hits.size()) out += " of " + std::to_string(result->summary.matches);
    return out;
  }
  out = result.error().message;
  const std::string docs = (folder / "docs").string();
  for (std::size_t at = out.find(docs); at != std::string::npos; at = out.find(docs))
    out.replace(at, docs.size(), "OF");
  return out;
}

Searcher open(const std::filesystem::path& index) {
  auto searcher = Searcher::open({index});
  if (!searcher) FAIL(searcher.error().message);
  return std::move(*searcher);
}

}  // namespace

TEST_CASE("lines are cut from a place only where they are lines") {
  struct Case {
    std::string name;
    std::string place;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a line", "a.md:12", "a.md 12-12"},
      {"from one to another", "a.md:12-20", "a.md 12-20"},
      {"the last colon counts", "a:b:7", "a:b 7-7"},
      {"as typed, even so", "a.md:9-0", "a.md 9-0"},
      {"a path alone", "a.md", "none"},
      {"nothing behind the colon", "a.md:", "none"},
      {"nothing before it", ":12", "none"},
      {"no number", "a.md:x", "none"},
      {"half a range", "a.md:3-", "none"},
      {"a sign", "a.md:-3", "none"},
      {"ten digits", "a.md:1234567890", "none"},
  }));
  INFO(c.name);
  const auto split = searcher::split_lines(c.place);
  CHECK((split ? std::string(split->path) + " " + std::to_string(split->lines.first) + "-" +
                     std::to_string(split->lines.last)
               : "none") == c.expected);
}

TEST_CASE("a document is named by its path or by its last names") {
  CHECK(searcher::names_document("/srv/kb/a.md", "/srv/kb/a.md"));
  CHECK(searcher::names_document("a.md", "/srv/kb/a.md"));
  CHECK(searcher::names_document("kb/a.md", "/srv/kb/a.md"));
  CHECK(searcher::names_document("a.md", "/srv/a.zip!/a.md"));
  CHECK(searcher::names_document("a.zip!/a.md", "/srv/a.zip!/a.md"));
  CHECK(searcher::names_document("https://example.org/a", "https://example.org/a"));
  CHECK(searcher::names_document("example.org/a", "https://example.org/a"));
  CHECK_FALSE(searcher::names_document("/kb/a.md", "/srv/kb/a.md"));
  CHECK_FALSE(searcher::names_document("b/a.md", "/srv/kb/a.md"));
  CHECK_FALSE(searcher::names_document(".md", "/srv/kb/a.md"));
  CHECK_FALSE(searcher::names_document("", "/srv/kb/a.md"));
  CHECK_FALSE(searcher::names_document("kb/", "/srv/kb/a.md"));
}

TEST_CASE("read: what stands at a place") {
  const TemporaryFolder folder;
  make_index(folder, "ix",
             {{"energy.md", "en", {"Gales spin turbines.", "Batteries keep what gales gave.", "Nobody pays."}},
              {"a/notes.md", "en", {"Wind is a note."}},
              {"b/notes.md", "en", {"Rain is a note."}},
              {"b/odd:12", "en", {"An odd name."}},
              {"b/empty.md", "en", {}}});
  Searcher searcher = open(folder / "ix");
  const auto found = searcher.search("batteries");
  REQUIRE(found);
  REQUIRE(found->hits.size() == 1);
  const std::string citation = found->hits.front().citation;

  struct Case {
    std::string name;
    std::string place;
    std::string expected;
  };
  const std::string docs = (folder / "docs").string();
  const std::vector<Case> cases = {
      {"a citation", citation, "energy.md:3 Batteries "},
      {"a path: all of it", docs + "/energy.md",
       "energy.md:1 Gales spin | energy.md:3 Batteries  | energy.md:5 Nobody pay"},
      {"the end of one", "energy.md:3", "energy.md:3 Batteries "},
      {"as a shell completes it", "./energy.md:3", "energy.md:3 Batteries "},
      {"lines: all that have one of them", "energy.md:2-5", "energy.md:3 Batteries  | energy.md:5 Nobody pay"},
      {"behind a path too", docs + "/a/notes.md:1", "a/notes.md:1 Wind is a "},
      {"more of a path tells two apart", "b/notes.md", "b/notes.md:1 Rain is a "},
      {"one end of two paths", "notes.md",
       "'notes.md' is the end of several paths: 'OF/a/notes.md', 'OF/b/notes.md'; name more of one"},
      {"a name that looks like lines", "odd:12", "b/odd:12:1 An odd nam"},
      {"and lines behind it", "odd:12:1", "b/odd:12:1 An odd nam"},
      {"a line between paragraphs", "energy.md:2",
       "no paragraph stands on line 2 of 'OF/energy.md'; the next one on line 3"},
      {"lines behind the end", "energy.md:70-80",
       "no paragraph stands on lines 70-80 of 'OF/energy.md'; its last one on line 5"},
      {"lines count from one", "energy.md:0", "'energy.md:0': lines count from 1"},
      {"a range upside down", "energy.md:5-3", "'energy.md:5-3': the lines end before they begin"},
      {"a file without text", "empty.md", "the index holds no paragraph of 'OF/b/empty.md'"},
      {"a file that nobody knows", "nowhere.md:3",
       "nothing in the index is called 'nowhere.md:3'; a path is absolute, or the end of one"},
      {"nothing", "", "no place given: a citation, a path, or PATH:LINE"},
      {"a citation cut off", "pc1:sampleix:12",
       "'pc1:sampleix:12' is no citation, such as pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10"},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    CHECK(dump(searcher.read(c.place), folder) == c.expected);
  }
}

TEST_CASE("read: with what stands around it, from a known state, and no more than that") {
  const TemporaryFolder folder;
  std::vector<std::string> many(most_read + 5, "line");
  for (std::size_t i = 0; i < many.size(); ++i) many[i] += std::to_string(i);
  make_index(folder, "ix", {{"many.txt", "en", many}});
  Searcher searcher = open(folder / "ix");

  const auto all = searcher.read("many.txt");
  REQUIRE(all);
  CHECK(all->hits.size() == most_read);
  CHECK(all->hits.back().rank == most_read);
  CHECK(all->summary.matches == most_read + 5);
  REQUIRE(all->summary.indexes.size() == 1);

  const auto one = searcher.read("many.txt:5", {.context = {1, false}, .state = state_name(all->summary.indexes)});
  REQUIRE(one);
  REQUIRE(one->hits.size() == 1);
  CHECK(one->hits.front().before.at(0).text == "line1");
  CHECK(one->hits.front().after.at(0).text == "line3");

  const auto other = searcher.read("many.txt", {.context = {}, .state = "sampleix@9.9"});
  REQUIRE(!other);
  CHECK(other.error().code == ErrorCode::other_revision);
}

TEST_CASE("outline: a heading and what stands directly under it") {
  const TemporaryFolder folder;
  make_index(folder, "ix",
             {{"kb/energy.md",
               "en",
               {"Before.", "Wind blows.", "It spins.", "More.", "It spins."},
               {"Energy", "Wind"},
               {0, 2, 2, 1, 2}},
              {"plain.txt", "en", {"Alone."}}});
  Searcher searcher = open(folder / "ix");
  const auto outline = searcher.outline("energy.md");
  REQUIRE(outline);
  std::string lines;
  for (const OutlineEntry& entry : outline->entries) {
    for (const std::string& heading : entry.headings) lines += heading + "/";
    lines += " " + std::to_string(entry.first_paragraph) + "+" + std::to_string(entry.paragraphs) + " " +
             std::to_string(entry.lines.first) + "-" + std::to_string(entry.lines.last) + "\n";
  }
  CHECK(lines == " 1+1 1-1\nEnergy/Wind/ 2+2 3-5\nEnergy/ 4+1 7-7\nEnergy/Wind/ 5+1 9-9\n");
  CHECK(outline->title == "Energy");
  CHECK(outline->paragraphs == 5);
  CHECK(outline->freshness == Freshness::current);
  CHECK(outline->indexes.size() == 1);
  for (const OutlineEntry& entry : outline->entries) {
    const auto read = searcher.read(entry.citation);
    REQUIRE(read);
    CHECK(read->hits.front().paragraph == entry.first_paragraph);
  }
  CHECK(!searcher.outline("nowhere.md"));
  CHECK(searcher.outline("plain.txt")->entries.size() == 1);
}
