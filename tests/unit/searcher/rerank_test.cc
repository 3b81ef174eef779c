// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/rerank.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "searcher/compile.h"
#include "searcher/likeness.h"
#include "searcher/parse.h"
#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

namespace {

// A word that stands in one paragraph of so many weighs log2(1536 / 1.5) = 10.
constexpr std::uint64_t paragraphs = 1535;

/// An index in which every term stands in one paragraph, and a paragraph is one word long.
Statistics one_each(const std::map<std::string, std::uint64_t>& languages) {
  return {languages, [](const std::string&) { return std::uint64_t{1}; }, paragraphs, 1};
}

RerankText text_of(std::string_view text, std::string_view language = "en") {
  return {text, language, {}, language, {0, 1}};
}

Analyzers& analyzers() {
  static Analyzers analyzers;
  return analyzers;
}

std::vector<RerankParts> reranked(const std::string& query, const std::vector<RerankText>& texts,
                                  const Statistics& statistics, const std::set<std::string>& stopped = {}) {
  const Query parsed = parse(query);
  return Reranker(parsed, stopped, analyzers(), statistics).rerank(texts);
}

/// "run 2 exact 4": the parts that are not 0, to three places.
std::string dump(const RerankParts& parts) {
  std::string line;
  const auto add = [&](const char* name, double part) {
    if (std::round(part * 1000) == 0) return;
    line += fmt::format("{}{} {:g}", line.empty() ? "" : " ", name, std::round(part * 1000) / 1000);
  };
  add("run", parts.run);
  add("sentence", parts.sentence);
  add("nearness", parts.nearness);
  add("exact", parts.exact);
  add("file", parts.file);
  add("grams", parts.grams);
  return line;
}

struct Case {
  std::string name;
  std::string language;
  std::string query;
  std::string text;
  std::string expected;
};

}  // namespace

// Every word weighs 10: one in the best sentence is worth 2, one as typed 2, two side by side 3, n apart 3 / n², and a
// group of four letters of a word that is not there 0.8.
TEST_CASE("rerank: what a text adds") {
  const auto c = GENERATE(values<Case>({
      {"nothing of it", "en", "wind", "Sun.", ""},
      {"no text", "en", "wind", "", ""},
      {"no query", "en", "", "Wind.", ""},
      {"a word as typed", "en", "wind", "The wind.", "run 1 sentence 2 exact 2"},
      {"another form", "en", "turbines", "One turbine.", "sentence 2"},
      {"another case", "en", "Wind", "WIND", "run 1 sentence 2 exact 2"},
      {"two in a row", "en", "wind power", "Wind power.", "run 2 sentence 4 nearness 3 exact 4"},
      {"in the other order", "en", "wind power", "Power, wind.", "run 1 sentence 4 nearness 3 exact 4"},
      {"a word between", "en", "wind power", "Wind and power.", "run 1 sentence 4 nearness 0.75 exact 4"},
      {"the nearest pair counts", "en", "wind power", "Wind or any power; power wind",
       "run 1 sentence 4 nearness 3 exact 4"},
      {"the best sentence counts", "en", "wind power", "Wind. Power! Wind? Sun.",
       "run 2 sentence 2 nearness 3 exact 4"},
      {"a word once, however often it stands there", "en", "wind", "Wind, wind, wind.", "run 1 sentence 2 exact 2"},
      {"a word typed twice", "en", "wind wind", "Wind, wind, wind.", "run 2 sentence 2 exact 2"},
      {"no sentence ends within a name", "en", "wind power", "wind.power", "run 2 sentence 4 nearness 3 exact 4"},
      {"stop words are part of a row", "en", "rise of the wind", "The rise of the wind.",
       "run 4 sentence 4 nearness 0.333 exact 4"},
      {"and make a row of their own", "en", "of the wind", "None of the others.", "run 2"},
      // alpha-beta, beta-gamma, gamma-delta: 3 each; beta-delta 3/4, alpha-gamma 3/16, alpha-delta 3/25.
      {"the longest row, after a false start", "en", "alpha beta gamma delta", "alpha beta or beta gamma delta",
       "run 3 sentence 8 nearness 10.058 exact 8"},
      {"a row that overlaps itself", "en", "wind wind power", "wind wind wind power",
       "run 3 sentence 4 nearness 3 exact 4"},
      {"a phrase is read like words", "en", "\"wind power\"", "Wind power.", "run 2 sentence 4 nearness 3 exact 4"},
      {"what is required as well", "en", "+wind", "Wind power.", "run 1 sentence 2 exact 2"},
      {"what is excluded says nothing", "en", "wind -power", "Wind power.", "run 1 sentence 2 exact 2"},
      // snake, case and the compound; only words by themselves are near to each other or as typed.
      {"an identifier", "en", "snake_case", "snake_case", "run 2 sentence 6 nearness 3 exact 4"},
      {"a compound stands before its last part", "en", "email mail", "e-mail", "run 1 sentence 4 nearness 3 exact 2"},
      // dmil and mill, of wind indm ndmi dmil mill.
      {"parts of a word that is not there", "en", "windmill", "A treadmill.", "grams 1.6"},
      {"each part once", "en", "windmill", "A treadmill, two treadmills.", "grams 1.6"},
      {"for each time it was typed", "en", "windmill windmill", "A treadmill.", "grams 3.2"},
      {"no parts of one that is", "en", "windmill", "A windmill and a treadmill.", "run 1 sentence 2 exact 2"},
      {"a short word has no parts", "en", "mill", "Windmills.", ""},
      {"nor is one a part", "en", "windmills", "Mill.", ""},
      // inde and ndex, of inde ndex dexe exes.
      {"without a stemmer forms are parts", "und", "indexes", "index", "grams 1.6"},
      {"letters, not bytes", "ru", "ветрогенератор", "Генераторы.", "grams 4.8"},
      {"a German plural", "de", "Störungen", "Eine Störung.", "sentence 2"},
      {"folded as the text is", "de", "störung", "Eine STÖRUNG.", "run 1 sentence 2 exact 2"},
      // Three ideographs and two bigrams; 東京 and 京都 3 each, 東 and 都 3/4.
      {"ideographs", "ja", "東京都", "東京都の天気", "run 3 sentence 10 nearness 6.75 exact 6"},
      {"a sentence of ideographs", "ja", "東京都", "東京。都市", "run 3 sentence 6 nearness 6.75 exact 6"},
      {"Chinese", "zh", "天气", "今天的天气。", "run 2 sentence 6 nearness 3 exact 4"},
      {"Korean by its stem", "ko", "정부의", "정부는 오늘.", "sentence 2"},
      {"Thai by its dictionary", "th", "ภาษาไทย", "ภาษาไทย", "run 2 sentence 4 nearness 3 exact 4"},
      {"a sentence in Hindi", "hi", "पवन ऊर्जा", "पवन। ऊर्जा।", "run 2 sentence 2 nearness 3 exact 4"},
      {"a question in Arabic", "ar", "ريح شمس", "ريح؟ شمس", "run 2 sentence 2 nearness 3 exact 4"},
  }));
  INFO(c.name);
  const auto parts =
      reranked(c.query, {text_of(c.text, c.language)}, one_each({{c.language, 1}}), {"the", "of", "and", "a"});
  CHECK(dump(parts.at(0)) == c.expected);
}

TEST_CASE("rerank: headings hold words and their nearness, but neither rows nor sentences") {
  const auto with = [&](const std::vector<std::string_view>& headings, std::string_view text) {
    return dump(reranked("wind power", {{text, "en", headings, "en", {0, 1}}}, one_each({{"en", 1}})).at(0));
  };
  CHECK(with({"Wind power"}, "Nothing.") == "nearness 3 exact 4");
  CHECK(with({"wind-power.2026"}, "Nothing.") == "nearness 3 exact 4");
  CHECK(with({"Winds", "Energy"}, "Nothing.").empty());
  // Neither from one heading to the next nor to the text is anything near.
  CHECK(with({"Wind", "Power"}, "Nothing.") == "exact 4");
  CHECK(with({"Wind"}, "Power.") == "run 1 sentence 2 exact 4");
  CHECK(with({"Wind"}, "Wind power.") == "run 2 sentence 4 nearness 3 exact 4");
}

TEST_CASE("rerank: what another paragraph of the file says better") {
  // As long as the average, so a word that stands there once says its weight, 10; a fifth of it is added.
  const auto add = [](std::string_view text, std::size_t index, std::uint32_t file) {
    return RerankText{text, "en", {}, "en", {index, file}};
  };
  const auto parts = reranked(
      "wind power", {add("wind", 0, 1), add("sun", 0, 1), add("sun", 0, 2), add("sun", 1, 1), add("power", 0, 1)},
      one_each({{"en", 1}}));
  CHECK(dump(parts.at(0)) == "run 1 sentence 2 exact 2 file 2");
  CHECK(dump(parts.at(1)) == "file 4");
  CHECK(dump(parts.at(2)).empty());
  CHECK(dump(parts.at(3)).empty());
  CHECK(dump(parts.at(4)) == "run 1 sentence 2 exact 2 file 2");
}

TEST_CASE("rerank: a word weighs by how many paragraphs hold it, in all its forms") {
  const std::map<std::string, std::uint64_t> frequencies = {{"Zlisten", 1}, {"Zlist", 4}, {"Zall", 2 * paragraphs}};
  const Statistics statistics{{{"en", 60}, {"de", 40}},
                              [&](const std::string& term) {
                                const auto found = frequencies.find(term);
                                return found == frequencies.end() ? std::uint64_t{0} : found->second;
                              },
                              paragraphs,
                              1};
  const auto sentence = [&](const std::string& query, std::string_view text, std::string_view language) {
    return reranked(query, {text_of(text, language)}, statistics).at(0).sentence;
  };
  const double listen = 0.2 * std::log2(1536 / 5.5);
  CHECK(sentence("listen", "Listen!", "en") == Approx(listen));
  CHECK(sentence("listen", "Die Liste.", "de") == Approx(listen));
  CHECK(sentence("listen", "The list.", "en") == 0);
  CHECK(sentence("listen", "Listen!", "und") == Approx(listen));
  CHECK(sentence("nowhere", "Nowhere.", "en") == Approx(0.2 * std::log2(1536 / 0.5)));
  // More than there are paragraphs: stems of two languages may stand in the same.
  CHECK(sentence("all", "All.", "en") == Approx(0.2 * std::log2(1536 / 1535.5)));
}

TEST_CASE("rerank: nearness is of the weightiest words") {
  std::string query;
  for (int i = 10; i < 40; ++i) query += "w" + std::to_string(i) + " ";
  // The higher the number, the rarer; twelve are looked at: w28 to w39.
  const Statistics statistics{{{"und", 1}},
                              [](const std::string& term) { return std::uint64_t{100} - std::stoul(term.substr(2)); },
                              paragraphs,
                              1};
  const auto nearness = [&](std::string_view text) {
    return reranked(query, {text_of(text, "und")}, statistics).at(0).nearness;
  };
  CHECK(nearness("w27 w26") == 0);
  CHECK(nearness("w28 w27") == 0);
  // That of the lesser weight: w28 stands in 72 paragraphs.
  CHECK(nearness("w29 w28") == Approx(0.3 * std::log2(1536 / 72.5)));
}

TEST_CASE("rerank: the words of a text, for its likeness") {
  const Query query = parse("wind");
  const Statistics statistics = one_each({{"en", 1}});
  Reranker reranker(query, {}, analyzers(), statistics);
  reranker.rerank({text_of("Wind power, wind-farm"), text_of("")});
  std::vector<std::uint32_t> looks;
  for (const char* word : {"Wind", "power", "wind", "farm"}) looks.push_back(look_of(word));
  CHECK(reranker.words_of(0) == looks);
  CHECK(reranker.words_of(1).empty());
}

TEST_CASE("rerank: long queries and texts") {
  const auto repeated = [](const std::string& word, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += word;
    return text;
  };
  std::string distinct;
  for (std::size_t i = 0; i < 2 * most_words; ++i) distinct += "word" + std::to_string(i) + " ";
  const auto run = [](const std::string& query, const std::string& text, std::size_t count) {
    return reranked(query, std::vector<RerankText>(count, text_of(text)), one_each({{"en", 1}})).back();
  };
  const auto most = static_cast<double>(most_words);
  SECTION("every word once") {
    const RerankParts parts = run(distinct, distinct, 100);
    CHECK(parts.run == most);
    CHECK(parts.exact == Approx(2 * most));
  }
  SECTION("always the same word") {
    CHECK(dump(run(repeated("wind ", 10'000), repeated("wind ", 6'000), 100)) == "run 512 sentence 2 exact 2");
  }
  SECTION("a megabyte of the same word") {
    CHECK(dump(run(repeated("wind ", 10'000), repeated("wind ", 1 << 20), 1)) == "run 512 sentence 2 exact 2");
  }
  SECTION("one word, as long as a query may be") {
    const std::string word = repeated("wind", longest_query);
    CHECK(dump(run(word, word, 1)) == "run 1 sentence 2 exact 2");
  }
  SECTION("words that hold the same four letters again and again") {
    const std::string word = repeated("a", 56);
    std::string alike;
    for (std::size_t i = 0; i < most_words; ++i) alike += word + std::to_string(1000 + i) + " ";
    // Each of the 512 words holds "aaaa", and four more with its digits that the text does not.
    CHECK(dump(run(alike, repeated(word + " ", 6'000), 100)) == "grams 409.6");
  }
  SECTION("a megabyte of ideographs") {
    CHECK(run(repeated("東", 10'000), repeated("東", 1 << 20), 1).run > 100);
  }
  SECTION("a megabyte of sentence ends") {
    CHECK(dump(run("wind", repeated(". ", 1 << 20) + "wind", 1)) == "run 1 sentence 2 exact 2");
  }
}
