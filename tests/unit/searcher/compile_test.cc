// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/compile.h"
#include "searcher/parse.h"

#include <string>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

namespace {

using Languages = std::map<std::string, std::uint64_t>;

const Languages english = {{"en", 1000}};
const Languages german = {{"de", 1000}};
const Languages mixed = {{"en", 600}, {"de", 400}};
const Languages mostly_english = {{"en", 990}, {"de", 10}};

CompiledQuery compiled(const std::string& text, const Languages& languages) {
  static Analyzers analyzers;
  // A term with "qq" is in no index; "wag" stands in paragraphs of every language, all other stems only in those of
  // their own.
  IndexView index;
  index.languages = languages;
  index.matches_any = [](const Xapian::Query& query) {
    const std::string asked = query.get_description();
    const bool elsewhere = asked.find("AND_NOT") != std::string::npos;
    return asked.find("qq") == std::string::npos && (!elsewhere || asked.find("Zwag ") != std::string::npos);
  };
  index.files = [](const Clause& filter) { return Xapian::Query("FILES:" + filter.text); };
  return compile(settled(parse(text), analyzers.of("und")), index, analyzers);
}

/// Without Xapian's "Query(…)" around it.
std::string dump(const Xapian::Query& query) {
  const std::string description = query.get_description();
  return description.substr(6, description.size() - 7);
}

struct Case {
  std::string name;
  std::string text;
  Languages languages;
  std::string expected;
};

}  // namespace

TEST_CASE("compile: words are ranked, quotes and + require, - excludes") {
  const auto c = GENERATE(values<Case>({
      {"nothing", "", english, ""},
      {"punctuation", "– …", english, ""},
      {"one word becomes its stem", "Indexes", english, "Zindex"},
      {"words are OR-ed", "ranked indexes", english, "(Zrank OR Zindex)"},
      {"repeated words count as often", "index rank indexes", english, "(Zindex#2 OR Zrank)"},
      {"stop words are dropped", "what is the index", english, "Zindex"},
      {"unless nothing is left", "who is the who", english, "(Zwho#2 OR Zis OR Zthe)"},
      {"a required word", "wind +power", english, "(Zpower AND_MAYBE Zwind)"},
      {"a required stop word stays", "+the wind", english, "(Zthe AND_MAYBE Zwind)"},
      {"an excluded word", "wind -power", english, "(Zwind AND_NOT Zpower)"},
      {"an excluded word alone", "-power", english, "(<alldocuments> AND_NOT Zpower)"},
      {"an excluded stop word stays", "wind -the", english, "(Zwind AND_NOT Zthe)"},
      {"several excluded words", "wind -power -solar", english, "(Zwind AND_NOT (Zpower OR Zsolar))"},
      {"a phrase is required", "\"wind powers\"", english, "(wind PHRASE 2 powers)"},
      {"a phrase keeps its stop words", "\"the wind\"", english, "(the PHRASE 2 wind)"},
      {"a quoted word is exact", "\"Indexes\"", english, "indexes"},
      {"words beside a phrase rank", "cheap \"wind power\"", english, "((wind PHRASE 2 power) AND_MAYBE Zcheap)"},
      {"stop words beside a phrase are dropped", "the \"wind power\"", english, "(wind PHRASE 2 power)"},
      {"an excluded phrase", "cheap -\"wind power\"", english, "(Zcheap AND_NOT (wind PHRASE 2 power))"},
      {"parts and compound", "snake_case", english, "(Zsnake OR Zcase OR Zsnake_cas)"},
      {"a compound is required as a whole", "+snake_case", english, "Zsnake_cas"},
      {"a compound is excluded as a whole", "x9 -e-mail", english, "(Zx9 AND_NOT Zemail)"},
      {"a phrase of parts", "\"snake_case\"", english, "(snake PHRASE 2 case)"},
      {"ideographs and bigrams", "東京都", {{"ja", 10}}, "(Z東 OR Z東京 OR Z京 OR Z京都 OR Z都)"},
      {"bigrams are required", "+東京都", {{"ja", 10}}, "(Z東京 AND Z京都)"},
      {"a Korean word and its pairs", "정부의", {{"ko", 10}}, "(Z정부#2 OR Z부의)"},
      {"the word is required, not the pairs", "+정부의", {{"ko", 10}}, "Z정부"},
      {"a phrase of ideographs", "\"東京都\"", {{"ja", 10}}, "(東 PHRASE 3 京 PHRASE 3 都)"},
      {"a phrase also written together", "\"the e-mail server\"", english,
       "((the PHRASE 4 e PHRASE 4 mail PHRASE 4 server) OR (the PHRASE 3 email PHRASE 3 server))"},
      // Structure.
      {"both", "wind AND power", english, "(Zwind AND Zpower)"},
      {"either of two phrases", "\"a b\" OR \"c d\"", english, "((a PHRASE 2 b) OR (c PHRASE 2 d))"},
      {"a group that is required", "+(wind solar) cost", english, "((Zwind OR Zsolar) AND_MAYBE Zcost)"},
      {"a group that is excluded", "cost -(wind solar)", english, "(Zcost AND_NOT (Zwind OR Zsolar))"},
      {"a stop word in a group", "+(the wind) cost", english, "(Zwind AND_MAYBE Zcost)"},
      {"an alternative that excludes", "cost OR -wind", english, "((<alldocuments> AND_NOT Zwind) OR Zcost)"},
      {"near", "wind near/3 powers", english, "(wind NEAR 4 powers)"},
      {"near, excluded", "cost -wind near/3 \"powers\"", english, "(Zcost AND_NOT (wind NEAR 4 powers))"},
      {"near of more than words", "東京都 near/3 wind", english, "((Z東京 AND Z京都) AND Zwind)"},
      {"a prefix", "Ind*", english, "ind"},
      {"a prefix of more than a word", "a/b*", english, "Zb"},
      // Filters.
      {"a filter and words", "type:MD wind", english, "(Zwind FILTER Emd)"},
      {"a filter alone", "type:text/html", english, "(<alldocuments> FILTER Ttext/html)"},
      {"a filter, excluded", "wind -type:md", english, "(Zwind AND_NOT Emd)"},
      {"two filters", "lang:en type:.md wind", english, "(Zwind FILTER (Len AND Emd))"},
      {"either filter", "(type:md OR type:txt) wind", english, "(Zwind FILTER (Emd OR Etxt))"},
      {"either filter is required", "+(type:md OR type:txt) wind", english, "(Zwind FILTER (Emd OR Etxt))"},
      {"words in a title by their stems", "title:Indexes wind", english, "(Zwind FILTER ZSindex)"},
      {"exact words in a heading", "heading:\"the indexes\" wind", english,
       "(Zwind FILTER (XHthe PHRASE 2 XHindexes))"},
      {"a prefix in a title", "title:ind* wind", english, "(Zwind FILTER ind)"},
      {"files", "path:docs/* wind", english, "(Zwind FILTER FILES:docs/*)"},
      {"a language and its kinds",
       "lang:zh wind",
       {{"zh-hant", 4}, {"zh", 3}, {"en", 9}},
       "(Zwind FILTER (Lzh OR Lzh-hant))"},
      {"an index without paragraphs", "Indexes", {}, "Zindexes"},
      {"a language without a stemmer", "Indexes", {{"und", 3}}, "Zindexes"},
      {"languages of one stemmer are one", "Indexes", {{"en", 5}, {"en-gb", 5}}, "Zindex"},
  }));
  INFO(c.name);
  CHECK(dump(compiled(c.text, c.languages).ranked) == c.expected);
}

TEST_CASE("compile: in an index of several languages a word is looked for by all its stems") {
  const auto c = GENERATE(values<Case>({
      {"equal stems are one term", "wind", mixed, "Zwind"},
      {"different stems are synonyms", "listen", mixed, "(Zlisten SYNONYM Zlist)"},
      {"one that does not occur is left out", "qqlisten", mixed, "Zqqlisten"},
      {"a stem that other languages use counts in its own only", "Wagen", mostly_english,
       "((Zwag FILTER Lde) OR Zwagen)"},
  }));
  INFO(c.name);
  CHECK(dump(compiled(c.text, c.languages).ranked) == c.expected);
}

TEST_CASE("compile: stop words are those of the query's language") {
  const auto c = GENERATE(values<Case>({
      {"German article in a German index", "die Frist", german, "Frist"},
      {"English verb in an English index", "die casting", english, "die casting"},
      {"one word does not make a query German", "die casting", mostly_english, "die casting"},
      {"two do", "wie lange ist die Frist", mostly_english, "lange Frist"},
      {"the larger language of two that cover as many", "to die am Meer", mixed, "die Meer"},
  }));
  INFO(c.name);
  std::string left;
  for (const QueryWord& word : compiled(c.text, c.languages).words) {
    if (!word.stopped) left += (left.empty() ? "" : " ") + word.typed;
  }
  CHECK(left == c.expected);
}

TEST_CASE("compile: every word, for the count of paragraphs that hold all") {
  const auto c = GENERATE(values<Case>({
      {"words", "the wind powers", english, "(Zwind AND Zpower)"},
      {"a compound stands for its parts", "snake_case wind", english, "(Zsnake_cas AND Zwind)"},
      {"phrases and words", "cheap \"wind power\"", english, "(Zcheap AND (wind PHRASE 2 power))"},
      {"excluded words are kept out", "wind power -solar", english, "((Zwind AND Zpower) AND_NOT Zsolar)"},
      {"excluded alone", "-solar", english, ""},
  }));
  INFO(c.name);
  CHECK(dump(compiled(c.text, c.languages).all_words) == c.expected);
}

TEST_CASE("compile: what ranks, part by part") {
  // "+Wind*2 Zwind#2 [wind]": as typed, the part of the query, its forms; of a form for some languages only, which, and
  // "!" where it is looked for there alone.
  const auto addends = [](const std::string& text, const Languages& languages) {
    std::string line;
    for (const Addend& addend : compiled(text, languages).addends) {
      line += (line.empty() ? "" : ", ") + std::string(addend.required ? "+" : "") + addend.typed;
      if (addend.count > 1) line += "*" + std::to_string(addend.count);
      line += (addend.kind == ClauseKind::phrase ? " phrase " : " ") + dump(addend.query) + " [";
      for (const Reading& reading : addend.readings) {
        if (&reading != &addend.readings.front()) line += ", ";
        for (const std::string& word : reading.words) line += (&word == &reading.words.front() ? "" : " ") + word;
        for (const std::string& language : reading.languages) line += "/" + language;
        if (reading.only_there) line += "!";
      }
      line += "]";
    }
    return line;
  };
  CHECK(addends("Indexes rank index", english) == "Indexes*2 Zindex#2 [index], rank Zrank [rank]");
  CHECK(addends("the wind -power", english) == "wind Zwind [wind]");
  CHECK(addends("cheap +wind-farm", english) == "+wind-farm Zwindfarm [windfarm], cheap Zcheap [cheap]");
  CHECK(addends("\"wind powers\"", english) == "+wind powers phrase (wind PHRASE 2 powers) [wind powers]");
  CHECK(addends("+東京都", {{"ja", 10}}) == "+東京 Z東京 [東京], +京都 Z京都 [京都]");
  CHECK(addends("listen", mixed) == "listen (Zlisten SYNONYM Zlist) [listen/en, list/de]");
  CHECK(addends("wagen", mixed) == "wagen ((Zwag FILTER Lde) OR Zwagen) [wagen/en, wag/de!]");
  CHECK(addends("", english).empty());
}

TEST_CASE("compile: which words are missing") {
  const auto missing = [](const std::string& text) {
    std::string line;
    for (const QueryWord& word : compiled(text, english).words) {
      if (word.missing) line += (line.empty() ? "" : " ") + word.typed;
    }
    return line;
  };
  CHECK(missing("wind Aqqa") == "Aqqa");
  CHECK(missing("the wind").empty());
  CHECK(missing("wind -aqqa").empty());
  CHECK(missing("\"wind aqqa\"") == "aqqa");
  CHECK(missing("+aqqa aqqb") == "aqqa aqqb");
}

TEST_CASE("compile: a query of any length is bounded") {
  std::string text;
  for (std::size_t i = 0; i < most_words + 100; ++i) text += "word" + std::to_string(i) + " ";
  const auto query = compiled(text, english);
  CHECK(query.words.size() <= most_words);
  REQUIRE(query.notes.size() == 1);
  CHECK(query.notes[0].message == "only the first 512 words are looked for");
  CHECK(compiled("\"" + text + "\"", english).words.size() <= most_words);
}

TEST_CASE("compile: of too many words those that only rank are let go") {
  std::string text;
  for (std::size_t i = 0; i < most_words + 100; ++i) text += "word" + std::to_string(i) + " ";
  const std::string ranked = dump(compiled(text + "type:md -draft", english).ranked);
  CHECK(ranked.ends_with("FILTER Emd) AND_NOT Zdraft)"));
  std::string filters;
  for (std::size_t i = 0; i <= most_file_filters; ++i) filters += "path:a" + std::to_string(i) + " ";
  const auto query = compiled(filters + "wind", english);
  CHECK(query.ranked.empty());
  REQUIRE(query.notes.size() == 1);
  CHECK(query.notes[0].message == "more than 32 filters by file are not looked at");
}

TEST_CASE("compile: a form that is rare weighs no more than the word") {
  static Analyzers analyzers;
  const auto everywhere = [](const Xapian::Query&) { return true; };  // so each form counts in its own language only
  const auto frequency = [](const std::string& term) { return std::uint64_t{term == "Zwag" ? 3U : 496U}; };
  const CompiledQuery query = compile(parse("wagen"), {mixed, everywhere, frequency}, analyzers);
  // log2(1001 / 499.5) / log2(1001 / 3.5) = 0.1229 and log2(1001 / 499.5) / log2(1001 / 496.5) = 0.9914.
  const std::string ranked = dump(query.ranked);
  INFO(ranked);
  CHECK(ranked.starts_with("((0.9914"));
  CHECK(ranked.find(" * Zwagen FILTER Len) OR (0.1229") != std::string::npos);
}

TEST_CASE("compile: what is required twice is matched once") {
  CHECK(dump(compiled("+wind +wind \"solar power\" \"solar power\"", english).ranked) ==
        dump(compiled("+wind \"solar power\"", english).ranked));
}
