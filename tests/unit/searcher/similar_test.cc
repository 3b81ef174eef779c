// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/similar.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "core/store/citation.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using pilcrow::test::make_index;
using pilcrow::test::TemporaryFolder;
using pilcrow::test::values;

namespace {

/// Stop words aside, each word stands in 10 of 1000 paragraphs, "rare" words in 2 and "lone" ones in this one alone.
std::uint64_t frequency(const std::string& term) {
  static const std::map<std::string, std::uint64_t> known = {{"Zrare", 2}, {"Zlone", 1}, {"Zbig_rar", 2}};
  const auto found = known.find(term);
  return found == known.end() ? 10 : found->second;
}

std::string words_of(const std::string& text, const std::string& language, const std::vector<std::string>& headings,
                     const std::string& title, const std::string& path) {
  store::FileEntry entry;
  entry.title = title;
  entry.language = language;
  searcher::LoadedParagraph paragraph;
  paragraph.entry = &entry;
  paragraph.path = &path;
  paragraph.headings = headings;
  paragraph.text = text;
  searcher::Analyzers analyzers;
  return canonical(searcher::telling_words(paragraph, analyzers, frequency, 1000));
}

std::string dump(const Result<SearchResult>& result) {
  if (!result) return result.error().message;
  std::string line;
  for (const Hit& hit : result->hits) {
    line += hit.path.substr(hit.root.size() + 1) + ":" + std::to_string(hit.lines.first) + " ";
  }
  return line + "of " + std::to_string(result->summary.matches);
}

Searcher open(const TemporaryFolder& folder, const std::vector<std::string>& names) {
  std::vector<std::filesystem::path> indexes;
  for (const std::string& name : names) indexes.push_back(folder / name);
  auto searcher = Searcher::open(indexes);
  if (!searcher) FAIL(searcher.error().message);
  return std::move(*searcher);
}

/// Of the best hit.
std::string citation_of(Searcher& searcher, const std::string& query) {
  const auto result = searcher.search(query);
  REQUIRE(result);
  REQUIRE(!result->hits.empty());
  return result->hits.front().citation;
}

}  // namespace

TEST_CASE("similar: the words that tell most of a paragraph") {
  struct Case {
    std::string name;
    std::string text;
    std::string language;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", "", "en", ""},
      {"neither stop words nor numbers", "The pump of 1998, 12.5 and x9.", "en", "pump x9"},
      {"the rare ones first", "pump rare", "en", "rare pump"},
      {"those of one weight as they stand", "wind pump", "en", "wind pump"},
      {"not what stands nowhere else", "lone pump", "en", "pump"},
      {"often here: first, and repeated less than it is", "wind pump Pumps pump pumping", "en", "pump pump pump wind"},
      {"one word for all forms, as it stands first", "Pumping pump", "en", "Pumping Pumping"},
      {"an identifier whole", "big_rare pump", "en", "big_rare pump"},
      {"a hyphenated word whole", "e-mail", "en", "e-mail"},
      {"ideographs by pairs", "東京都", "ja", "東京 京都"},
      {"stop words of its own language", "die Pumpe und der Wind", "de", "Pumpe Wind"},
      {"data in letters is no word", std::string(65, 'x') + " pump", "en", "pump"},
  }));
  INFO(c.name);
  CHECK(words_of(c.text, c.language, {}, "", "/srv/readme.txt") == c.expected);
}

TEST_CASE("similar: words of title, headings and file name count three times") {
  CHECK(words_of("wind wind wind", "en", {"Pump"}, "", "/srv/readme.txt") == "wind wind Pump Pump");
  CHECK(words_of("wind", "en", {"Pump"}, "Sea", "/srv/valve.txt") == "Pump Pump Sea Sea valve valve wind");
  // A title that is a heading counts as one.
  CHECK(words_of("wind", "en", {"Pump"}, "Pump", "/srv/readme.txt") == "Pump Pump wind");
}

TEST_CASE("similar: so many words and no more, however long the text") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "word" + std::to_string(i) + "x ";
  const std::string words = words_of(text, "en", {}, "", "/srv/readme.txt");
  CHECK(static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')) + 1 == searcher::most_telling_words);
}

TEST_CASE("similar: other paragraphs on the same, neither itself nor its twins") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "a.txt", .paragraphs = {"turbine blade", "turbine oil", "solar roof"}},
              {.name = "b.txt", .paragraphs = {"Turbine, blade.", "a blade for each turbine at sea", "calm"}}});
  auto searcher = open(folder, {"kb"});
  const std::string citation = citation_of(searcher, "turbine blade");
  const auto result = searcher.similar(citation);
  CHECK(dump(result) == "b.txt:3 a.txt:3 of 2");
  CHECK(result->summary.query == "blade turbine");
  CHECK(result->summary.similar_to == citation);
  CHECK(result->hits.front().rank == 1);
  CHECK(!result->hits.front().highlights.empty());
  CHECK(dump(searcher.similar(citation, {.limit = 1, .offset = 1})) == "a.txt:3 of 2");
  CHECK(dump(searcher.similar(citation, {.paths = {"a.txt"}})) == "a.txt:3 of 1");
  CHECK(dump(searcher.similar(citation, {.group_by_file = true})) == "b.txt:3 a.txt:3 of 2");
  CHECK(dump(searcher.similar(citation, {.hits_wanted = false})) == "of 2");
  CHECK(searcher.similar(citation, {.explain = true})->hits.front().explanation->words.size() == 2);
}

TEST_CASE("similar: a paragraph whose words stand nowhere else has no like") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"turbine", "1998", "solar roof"}}});
  auto searcher = open(folder, {"kb"});
  for (const char* query : {"turbine", "1998"}) {
    const auto result = searcher.similar(citation_of(searcher, query));
    CHECK(dump(result) == "of 0");
    CHECK(result->summary.query.empty());
  }
}

TEST_CASE("similar: among several indexes it is found by the index's name") {
  const TemporaryFolder folder;
  make_index(folder, "one", {{.name = "one/readme.txt", .paragraphs = {"turbine blade", "calm"}}});
  make_index(folder, "two", {{.name = "two/readme.txt", .paragraphs = {"the blade", "calm"}}});
  auto searcher = open(folder, {"one", "two"});
  const auto result = searcher.search("blade");
  REQUIRE(result);
  REQUIRE(result->hits.size() == 2);
  for (const Hit& hit : result->hits) {
    const auto similar = searcher.similar(hit.citation);
    REQUIRE(similar);
    REQUIRE(similar->hits.size() == 1);
    CHECK(similar->hits[0].citation != hit.citation);
  }
}

TEST_CASE("similar: of equal paragraphs of a file the one that is named") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"blade", "blade", "turbine blade"}}});
  auto searcher = open(folder, {"kb"});
  const std::string path = (folder / "docs/a.txt").string();
  const auto cite = [&](const std::string& text, std::uint32_t ordinal) {
    return store::format_citation("samplekb", path, store::content_hash(text), ordinal);
  };
  CHECK(dump(searcher.similar(cite("blade", 1))) == "a.txt:5 of 1");
  CHECK(dump(searcher.similar(cite("blade", 2))) == "a.txt:5 of 1");
  CHECK(searcher.similar(cite("blade", 3)).error().code == ErrorCode::paragraph_gone);
}

TEST_CASE("similar: a citation that names nothing here") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"blade"}}});
  auto searcher = open(folder, {"kb"});
  const std::string path = (folder / "docs/a.txt").string();
  const auto cite = [&](const std::string& index, const std::string& where, const std::string& text) {
    return store::format_citation(index, where, store::content_hash(text), 1);
  };
  struct Case {
    std::string citation;
    ErrorCode code;
    std::string message;
  };
  for (const Case& c :
       {Case{"", ErrorCode::invalid_argument, "is no citation, such as pc1:"},
        Case{"wind", ErrorCode::invalid_argument, "'wind' is no citation, such as pc1:"},
        Case{cite("other", path, "blade"), ErrorCode::invalid_argument, "from another index"},
        Case{cite("samplekb", "/gone", "blade"), ErrorCode::paragraph_gone, "the file of the paragraph"},
        Case{cite("samplekb", path, "changed"), ErrorCode::paragraph_gone, "is not in '" + path + "'"}}) {
    INFO(c.citation);
    const auto result = searcher.similar(c.citation);
    REQUIRE(!result);
    CHECK(result.error().code == c.code);
    CHECK(result.error().message.find(c.message) != std::string::npos);
  }
}
