// SPDX-License-Identifier: GPL-3.0-or-later
// Any query may meet any text: the first line is the query, the second a heading, the rest the text.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/likeness.h"
#include "searcher/parse.h"
#include "searcher/rerank.h"

namespace {

using namespace pilcrow::searcher;

void require(bool condition) {
  if (!condition) std::abort();
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool are_sound(const RerankParts& parts) {
  for (const double part : {parts.run, parts.sentence, parts.nearness, parts.exact, parts.file, parts.grams}) {
    if (!(part >= 0) || !std::isfinite(part)) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  std::string_view text = input;
  const Query query = parse(take_line(text));
  const std::string_view heading = take_line(text);

  static Analyzers analyzers;
  const Statistics statistics{{{"en", 60}, {"de", 30}, {"ko", 10}, {"vi", 5}},
                              [](const std::string& term) { return std::uint64_t{term.size() * 7 % 120}; },
                              105,
                              20};
  Reranker reranker(query, {"the", "die"}, analyzers, statistics);
  std::vector<RerankText> texts;
  for (const std::string_view language : {"en", "de", "ko", "vi", "tr", "und"}) {
    texts.push_back({text, language, {heading}, "en", {0, static_cast<std::uint32_t>(texts.size() % 2)}});
  }
  const auto parts = reranker.rerank(texts);
  require(parts.size() == texts.size() && std::all_of(parts.begin(), parts.end(), are_sound));
  // A row of words is no longer than the query, and what is there has a sentence.
  for (std::size_t i = 0; i < parts.size(); ++i) {
    require(parts[i].run <= static_cast<double>(reranker.words_of(i).size()));
    require(parts[i].exact == 0 || parts[i].sentence > 0 || !heading.empty());
    const Likeness look(reranker.words_of(i));
    require(look.near(look) == (reranker.words_of(i).size() >= 20));
  }
  return 0;
}
