// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes: the short cut agrees with ICU, tokens lie in the text, sentences cover it.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/text/analyzer.h"
#include "core/text/sentences.h"
#include "core/text/utf8.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

using pilcrow::text::Token;

void append(std::string& out, const Token& token) {
  out.append(token.surface).append("/").append(token.stem).append(" ");
  for (const std::size_t number : {token.begin, token.end, std::size_t{token.position}}) {
    out.append(std::to_string(number)).append(" ");
  }
  out += static_cast<char>('0' + static_cast<int>(token.kind));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static pilcrow::text::Analyzer analyzer("en");
  const std::string input(bytes, bytes + size);

  std::string fast;
  std::size_t words = 0;
  analyzer.analyze(input, [&](const Token& token) {
    require(token.begin < token.end && token.end <= size);
    require(!token.surface.empty() && token.surface.size() <= pilcrow::text::longest_term);
    require(!token.stem.empty() && token.stem.size() <= pilcrow::text::longest_term);
    require(token.position <= words);
    words = std::max(words, token.position + std::size_t{1});
    append(fast, token);
  });
  std::string by_icu;
  analyzer.analyze_by_icu(input, [&](const Token& token) { append(by_icu, token); });
  require(fast == by_icu);

  const std::string text = pilcrow::text::to_valid_utf8(input);
  require(pilcrow::text::is_utf8(text));
  std::size_t end = 0;
  for (const pilcrow::text::Span& sentence : pilcrow::text::sentences(text)) {
    require(pilcrow::text::fold_space(text.substr(end, sentence.begin - end)).empty());
    require(sentence.begin < sentence.end && sentence.end <= text.size());
    end = sentence.end;
  }
  require(pilcrow::text::fold_space(text.substr(end)).empty());
  return 0;
}
