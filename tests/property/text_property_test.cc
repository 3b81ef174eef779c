// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of sentences and of UTF-8 for every text.
#include <array>
#include <string>

#include "core/text/sentences.h"
#include "core/text/utf8.h"
#include "tests/support/catch.h"
#include "tests/support/random_text.h"

namespace pilcrow::text {
namespace {

using test::Random;

constexpr std::array<std::string_view, 30> pieces = {
    "word", "Word", "Dr",    "No",      "z",      "B",      "e.g",    "16",     "April", "1995",
    ".",    ".",    ". ",    "! ",      "? ",     "\u3002", " ",      " ",      "\n",    "\r\n",
    "\n\n", "\n- ", "\n1. ", "\u2022 ", "\u00A0", "\u3000", "\u201C", "\u201D", "(",     ")"};

std::string without_space(std::string_view text) {
  std::string out = fold_space(text);
  std::erase(out, ' ');
  return out;
}

TEST_CASE("property: sentences cover all that is not white space, in order") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  for (int round = 0; round < 3000; ++round) {
    const std::string text = test::random_text(random, pieces, 30);
    CAPTURE(text);
    std::string covered;
    std::size_t end = 0;
    for (const Span& span : sentences(text)) {
      REQUIRE(span.begin >= end);
      REQUIRE(span.begin < span.end);
      const std::string_view sentence = span.of(text);
      REQUIRE(fold_space(sentence).size() > 0);
      REQUIRE(sentence.starts_with(fold_space(sentence).substr(0, 1)));
      REQUIRE(sentence.back() == fold_space(sentence).back());
      covered += without_space(sentence);
      end = span.end;
    }
    REQUIRE(end <= text.size());
    REQUIRE(covered == without_space(text));
  }
}

TEST_CASE("property: any bytes are made well-formed, and well-formed bytes stay") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  for (int round = 0; round < 3000; ++round) {
    const std::string bytes = test::random_bytes(random, 60);
    const std::string valid = to_valid_utf8(bytes);
    REQUIRE(is_utf8(valid));
    REQUIRE(to_valid_utf8(valid) == valid);
    REQUIRE((valid == bytes) == is_utf8(bytes));
    for (std::size_t at = 0; at <= valid.size(); ++at) {
      const std::size_t boundary = floor_to_character(valid, at);
      REQUIRE(boundary <= at);
      REQUIRE(at - boundary < 4);
      REQUIRE(is_utf8(std::string_view(valid).substr(0, boundary)));
    }
    REQUIRE(is_utf8(printable(bytes)));
    REQUIRE(sentences(valid).size() <= valid.size());
  }
}

}  // namespace
}  // namespace pilcrow::text
