// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold of the rerank, whatever is asked and whatever the texts say.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/hash.h"
#include "searcher/parse.h"
#include "searcher/rerank.h"
#include "tests/support/catch.h"
#include "tests/support/random_text.h"

namespace pilcrow::searcher {
namespace {

using test::below;
using test::Random;

constexpr std::array<std::string_view, 44> pieces{"wind ",       "Wind ",      "winds ",     "WINDMILL ",
                                                  "treadmill ",  "e-mail ",    "email ",     "mail, ",
                                                  "snake_case ", "snake ",     "camelCase ", "v1.2.3 ",
                                                  "C++ ",        "x86_64 ",    "the ",       "of ",
                                                  "die ",        "Störung ",   "Störungen ", "caf\u0301e ",
                                                  "naïve ",      "東京都",     "東京 ",      "京都",
                                                  "정부의 ",     "정부 ",      "ветер ",     "ветра ",
                                                  "ภาษาไทย ",    ". ",         "! ",         "。",
                                                  "\n\n",        "- ",         "\"",         "+",
                                                  "-",           "ﬃ ",         "\xFF",       "İstanbul'da ",
                                                  "aaaaaaaa ",   "aaaaaaaab ", "banana ",    " "};
constexpr std::array<std::string_view, 9> languages{"en", "de", "ja", "ko", "th", "tr", "ru", "vi", "und"};

struct Text {
  std::string body;
  std::vector<std::string> headings;
  std::string_view language;
  std::string_view heading_language;
  std::pair<std::size_t, std::uint32_t> file;
  RerankText view() const { return {body, language, {headings.begin(), headings.end()}, heading_language, file}; }
};

Text random_paragraph(Random& random) {
  Text text{test::random_text(random, pieces, 40),
            {},
            languages[below(random, languages.size())],
            languages[below(random, languages.size())],
            {below(random, 2), static_cast<std::uint32_t>(1 + below(random, 3))}};
  for (std::size_t headings = below(random, 4); headings > 0; --headings) {
    text.headings.push_back(test::random_text(random, pieces, 6));
  }
  return text;
}

std::array<double, 6> numbers(const RerankParts& parts) {
  return {parts.run, parts.sentence, parts.nearness, parts.exact, parts.file, parts.grams};
}

RerankParts reranked_alone(const Query& query, const std::set<std::string>& stopped, Analyzers& analyzers,
                           const Statistics& statistics, const RerankText& text) {
  return Reranker(query, stopped, analyzers, statistics).rerank({text}).front();
}

TEST_CASE(
    "property: the parts of a rerank are none below 0, the same each time, and the texts' order has no part in it") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  Analyzers analyzers;
  for (int round = 0; round < 400; ++round) {
    const std::string asked = test::random_text(random, pieces, 12);
    INFO(asked);
    const Query query = parse(asked);
    Statistics statistics;
    for (std::size_t count = below(random, 4); count > 0; --count) {
      statistics.languages[std::string(languages[below(random, languages.size())])] += 1 + below(random, 1000);
    }
    statistics.paragraphs = below(random, 2000);
    statistics.average_words = static_cast<double>(below(random, 50));
    const std::uint64_t salt = random();
    statistics.frequency = [&](const std::string& term) { return text::hash64(term, salt) % 1500; };
    const std::set<std::string> stopped = {"the", "of"};

    std::vector<Text> texts(1 + below(random, 12));
    std::generate(texts.begin(), texts.end(), [&] { return random_paragraph(random); });
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0);
    std::vector<RerankText> views;
    for (const Text& text : texts) views.push_back(text.view());
    Reranker reranker(query, stopped, analyzers, statistics);
    const auto parts = reranker.rerank(views);
    REQUIRE(parts.size() == texts.size());
    for (const RerankParts& one : parts) {
      for (const double number : numbers(one)) {
        CHECK(number >= 0);
        CHECK(std::isfinite(number));
      }
    }

    std::shuffle(order.begin(), order.end(), random);
    std::vector<RerankText> shuffled;
    for (const std::size_t i : order) shuffled.push_back(views[i]);
    Reranker other(query, stopped, analyzers, statistics);
    const auto of_shuffled = other.rerank(shuffled);
    const auto again = reranker.rerank(views);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Text& text = texts[order[i]];
      INFO(text.language << ": " << text.body);
      CHECK(numbers(of_shuffled[i]) == numbers(parts[order[i]]));
      CHECK(numbers(again[i]) == numbers(parts[i]));
      CHECK(other.words_of(i) == reranker.words_of(order[i]));
      // Of all parts only that of the file depends on which other texts there are.
      RerankParts alone = reranked_alone(query, stopped, analyzers, statistics, views[order[i]]);
      CHECK(alone.file == 0);
      alone.file = of_shuffled[i].file;
      CHECK(numbers(alone) == numbers(of_shuffled[i]));
    }
  }
}

}  // namespace
}  // namespace pilcrow::searcher
