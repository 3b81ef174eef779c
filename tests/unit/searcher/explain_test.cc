// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <set>
#include <string>

#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using pilcrow::test::make_index;
using pilcrow::test::TemporaryFolder;
using pilcrow::test::values;

namespace {

/// "+wind[wind] text 2 headings 1 of 3": typed, forms, frequencies, paragraphs that hold it; "absent" where it is not
/// there.
std::string dump(const ExplainedWord& word) {
  std::string line = word.required ? "+" + word.typed : word.typed;
  if (word.count > 1) line += "*" + std::to_string(word.count);
  line += '[';
  for (std::size_t i = 0; i < word.forms.size(); ++i) {
    if (i > 0) line += ' ';
    line += word.forms[i].form;
    for (const std::string& language : word.forms[i].languages) line += "/" + language;
  }
  line += ']';
  const auto add = [&](const char* field, std::size_t count) {
    if (count > 0) line += std::string(" ") + field + " " + std::to_string(count);
  };
  add("text", word.in_text);
  add("title", word.in_title);
  add("headings", word.in_headings);
  add("name", word.in_file_name);
  if (word.absent()) line += " absent";
  add("relatives", word.of_relatives);
  return line + " of " + std::to_string(word.paragraphs);
}

std::string dump(const Hit& hit) {
  std::string line;
  double sum = hit.explanation->rerank.sum();
  for (const ExplainedWord& word : hit.explanation->words) {
    line += (line.empty() ? "" : ", ") + dump(word);
    CHECK((word.weight > 0) == (!word.absent() || word.of_relatives > 0));
    sum += word.weight;
  }
  CHECK(std::abs(sum - hit.score) < 1e-9);
  return line;
}

Searcher open(const TemporaryFolder& folder, const std::string& name) {
  auto searcher = Searcher::open({folder / name});
  if (!searcher) FAIL(searcher.error().message);
  return std::move(*searcher);
}

struct Case {
  std::string name;
  std::string query;
  std::string expected;  ///< Of the best hit.
};

}  // namespace

TEST_CASE("explain: each word, its form, where it stands, and how many paragraphs hold it") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "pumps.txt",
               .paragraphs = {"The pump starts. A pumping station e-mails it.", "Nothing but wind."},
               .headings = {"Water", "Pump stations"}},
              {.name = "b.txt", .paragraphs = {"wind and wind power", "solar power"}}});
  auto searcher = open(folder, "kb");
  const auto c = GENERATE(values<Case>({
      {"in text, headings and the file's name", "pumps", "pumps[pump] text 2 headings 1 name 1 of 2"},
      {"a title that is a heading counts as a heading", "water", "water[water] headings 1 of 2"},
      {"a word that is not there", "solar +water", "+water[water] headings 1 of 2, solar[solar] absent of 1"},
      {"a word that is nowhere", "water zebra", "water[water] headings 1 of 2, zebra[zebra] absent of 0"},
      {"typed twice", "wind winds", "wind*2[wind] text 2 of 2"},
      {"required words come first", "power +wind", "+wind[wind] text 2 of 2, power[power] text 1 of 2"},
      {"a phrase", "\"wind power\" solar", "+wind power[wind power] text 1 of 1, solar[solar] absent of 1"},
      {"of a phrase each occurrence", "\"wind\"", "+wind[wind] text 2 of 2"},
      {"a compound and its parts", "e-mail", "e[e] text 1 of 1, mail[mail] text 1 of 1, e-mail[email] text 1 of 1"},
      {"a required compound as a whole", "+e-mail", "+e-mail[email] text 1 of 1"},
      {"neither stop words nor what is excluded", "the wind -pump", "wind[wind] text 2 of 2"},
      {"no words at all", "-wind", ""},
  }));
  INFO(c.name);
  const auto result = searcher.search(c.query, {.correct = false, .explain = true});
  REQUIRE(result);
  REQUIRE(!result->hits.empty());
  CHECK(dump(result->hits.front()) == c.expected);
}

TEST_CASE("explain: a form of one language counts only in its paragraphs where another uses it too") {
  const TemporaryFolder folder;
  // "Wagen" has the stem "wag" in German, which in English is another word's.
  make_index(folder, "kb",
             {{.name = "a.txt", .language = "en", .paragraphs = {"one wagen", "dogs wag"}},
              {.name = "b.txt", .language = "de", .paragraphs = {"ein Wagen"}}});
  auto searcher = open(folder, "kb");
  const auto result = searcher.search("wagen", {.explain = true});
  REQUIRE(result);
  REQUIRE(result->hits.size() == 2);
  std::set<std::string> lines;
  for (const Hit& hit : result->hits) lines.insert(hit.language + ": " + dump(hit));
  CHECK(lines ==
        std::set<std::string>{"de: wagen[wagen/en wag/de] text 1 of 2", "en: wagen[wagen/en wag/de] text 1 of 2"});
}

TEST_CASE("explain: how the query was read") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "a.txt", .language = "de", .paragraphs = {"Die Pumpe"}},
              {.name = "b.txt", .language = "en", .paragraphs = {"the pump starts", "the turbine stops"}}});
  auto searcher = open(folder, "kb");
  const auto result = searcher.search("where is the turbnie, the zebra");
  REQUIRE(result);
  const Summary& summary = result->summary;
  CHECK(summary.query == "where is the turbnie, the zebra");
  CHECK(summary.stopped == std::vector<std::string>{"is", "the", "where"});
  CHECK(summary.missing == std::vector<std::string>{"zebra"});
  REQUIRE(summary.corrections.size() == 1);
  CHECK(summary.corrections[0].used == "turbine");
  CHECK(summary.languages == std::vector<std::string>{"en", "de"});
  CHECK(summary.similar_to.empty());
  REQUIRE(result->hits.size() == 1);
  CHECK(!result->hits[0].explanation);  // not asked for
}

TEST_CASE("explain: a word that was corrected is explained as what was looked for") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"the turbine stops"}}});
  auto searcher = open(folder, "kb");
  const auto result = searcher.search("turbnie", {.explain = true});
  REQUIRE(result);
  REQUIRE(result->hits.size() == 1);
  CHECK(dump(result->hits[0]) == "turbine[turbin] text 1 of 1");
}
