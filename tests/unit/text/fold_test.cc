// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/fold.h"

#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

using test::values;

TEST_CASE("fold_case and fold_diacritics") {
  struct Case {
    std::string word;
    std::string cased;
    std::string folded;
  };
  const auto c = GENERATE(values<Case>({
      {"", "", ""},
      {"ABCxyz019_'", "abcxyz019_'", "abcxyz019_'"},
      {"\u00DCBER", "\u00FCber", "uber"},
      {"u\u0308ber", "\u00FCber", "uber"},
      {"\u0130stanbul", "i\u0307stanbul", "istanbul"},
      {"\u0419", "\u0439", "\u0438"},
      {"rock\u2019n", "rock'n", "rock'n"},
      {"\u0939\u093F", "\u0939\u093F", "\u0939\u093F"},
      {"\u05D1\u05BC", "\u05D1\u05BC", "\u05D1\u05BC"},
      {"\u2122", "tm", "tm"},
      // A compatibility letter whose decomposition begins with a space.
      {"\u037A", "\u03B9", "\u03B9"},
  }));
  CAPTURE(c.word);
  CHECK(fold_case(c.word) == c.cased);
  CHECK(fold_diacritics(fold_case(c.word)) == c.folded);
}

}  // namespace
}  // namespace pilcrow::text
