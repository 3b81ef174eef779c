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
      // Cyrillic: stress goes, letters stay.
      {"\u0419", "\u0439", "\u0439"},
      {"\u0451", "\u0451", "\u0435"},
      {"\u0437\u0430\u0301\u043C\u043E\u043A", "\u0437\u0430\u0301\u043C\u043E\u043A",
       "\u0437\u0430\u043C\u043E\u043A"},
      {"\u0457\u0436\u0430\u043A", "\u0457\u0436\u0430\u043A", "\u0457\u0436\u0430\u043A"},
      {"\u045C\u0435\u0440\u043A\u0430", "\u045C\u0435\u0440\u043A\u0430", "\u045C\u0435\u0440\u043A\u0430"},
      {"rock\u2019n", "rock'n", "rock'n"},
      {"\u0939\u093F", "\u0939\u093F", "\u0939\u093F"},
      // Hebrew points, geresh and gershayim.
      {"\u05D1\u05BC", "\u05D1\u05BC", "\u05D1"},
      {"\u05E6\u05D4\u05F4\u05DC", "\u05E6\u05D4\u05F4\u05DC", "\u05E6\u05D4\u05DC"},
      // Greek.
      {"\u0386\u039B\u03A6\u0391\u03A3", "\u03AC\u03BB\u03C6\u03B1\u03C3", "\u03B1\u03BB\u03C6\u03B1\u03C3"},
      {"\u03C0\u03C1\u03BF\u03CA\u03CC\u03BD", "\u03C0\u03C1\u03BF\u03CA\u03CC\u03BD",
       "\u03C0\u03C1\u03BF\u03B9\u03BF\u03BD"},
      // Arabic: vowel signs, tatweel, forms of alef, yeh, kaf and heh.
      {"\u0643\u064E\u062A\u0640\u0628", "\u0643\u064E\u062A\u0640\u0628", "\u0643\u062A\u0628"},
      {"\u0623\u0625\u0622\u0671", "\u0623\u0625\u0622\u0671", "\u0627\u0627\u0627\u0627"},
      {"\u0645\u0624\u0633\u0633\u0629", "\u0645\u0624\u0633\u0633\u0629", "\u0645\u0648\u0633\u0633\u0647"},
      {"\u0639\u0644\u0649", "\u0639\u0644\u0649", "\u0639\u0644\u064A"},
      {"\u06CC\u06A9", "\u06CC\u06A9", "\u064A\u0643"},
      // Devanagari: nukta, chandrabindu, nasals before stops of their row; no other marks.
      {"\u092B\u093C\u093F\u0932\u094D\u092E", "\u092B\u093C\u093F\u0932\u094D\u092E",
       "\u092B\u093F\u0932\u094D\u092E"},
      {"\u092E\u093E\u0901", "\u092E\u093E\u0901", "\u092E\u093E\u0902"},
      {"\u0939\u093F\u0928\u094D\u0926\u0940", "\u0939\u093F\u0928\u094D\u0926\u0940",
       "\u0939\u093F\u0902\u0926\u0940"},
      {"\u0938\u092E\u094D\u092C\u0928\u094D\u0927", "\u0938\u092E\u094D\u092C\u0928\u094D\u0927",
       "\u0938\u0902\u092C\u0902\u0927"},
      {"\u0905\u0928\u094D\u092F", "\u0905\u0928\u094D\u092F", "\u0905\u0928\u094D\u092F"},
      {"\u0905\u0928\u094D\u0928", "\u0905\u0928\u094D\u0928", "\u0905\u0928\u094D\u0928"},
      // Digits of every script; dotless i.
      {"\u0968\u0966\u0967\u096F", "2019", "2019"},
      {"\u06F1\u06F2\u0663", "123", "123"},
      {"\u0131s\u0131", "\u0131s\u0131", "isi"},
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

TEST_CASE("compose: a letter and its mark are one character") {
  CHECK(pilcrow::text::compose("cafe\u0301 na\u00EFve") == "caf\u00E9 na\u00EFve");
  CHECK(pilcrow::text::compose("\u1112\u1161\u11AB") == "\uD55C");
  CHECK(pilcrow::text::compose("plain\n").compare("plain\n") == 0);
  CHECK(pilcrow::text::compose("").empty());
}
