// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/pdf_lines.h"

#include <limits>
#include <string>
#include <vector>

#include "indexer/format/pdf_hyphenation.h"
#include "indexer/format/pdf_marks.h"
#include "tests/support/catch.h"

namespace {

using pilcrow::indexer::lines_in_reading_order;
using pilcrow::indexer::PdfWord;

PdfWord word(std::string text, double left, double bottom, double size = 10) {
  PdfWord made;
  made.left = left;
  made.right = left + static_cast<double>(text.size()) * size / 2;
  made.top = bottom - size;
  made.bottom = bottom;
  made.size = size;
  made.text = std::move(text);
  return made;
}

PdfWord attached(PdfWord to_next) {
  to_next.space_after = false;
  return to_next;
}

PdfWord turned(PdfWord upright, int rotation) {
  const PdfWord old = upright;
  upright.rotation = rotation;
  if (rotation == 3) {  // upwards
    upright.left = old.top;
    upright.right = old.bottom;
    upright.top = -old.right;
    upright.bottom = -old.left;
  }
  return upright;
}

struct Case {
  std::string name;
  std::vector<PdfWord> words;
  std::string expected;
};

std::string dump(const std::vector<PdfWord>& words) {
  std::string out;
  for (const auto& line : lines_in_reading_order(words)) out += line.text + "\n";
  return out;
}

constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("pdf: words become lines") {
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"none", {}, ""},
      {"words of a line", {word("one", 0, 10), word("two", 20, 10)}, "one two\n"},
      {"in any order", {word("two", 20, 10), word("three", 0, 30), word("one", 0, 10)}, "one two\nthree\n"},
      {"a word without a place is none", {word("a", 0, 10), word("b", nowhere, 10), word("c", 1e300, 10)}, "a\n"},
      {"parts of a word", {attached(word("un", 0, 10)), word("til", 10, 10)}, "until\n"},
      {"raised figures", {attached(word("m", 0, 10)), attached(word("2", 5, 6, 6)), word("of", 12, 10)}, "m² of\n"},
      {"lowered figures", {attached(word("H", 0, 10)), attached(word("2", 5, 12, 6)), word("O", 8, 10)}, "H2O\n"},
      {"ligatures", {word("\uFB01re", 0, 10)}, "fire\n"},
      {"other characters of compatibility stay", {word("\u2167", 0, 10)}, "\u2167\n"},
      {"odd spaces", {word("a\u00A0b\u2009c", 0, 10)}, "a b c\n"},
      {"what cannot be seen", {word("a\u200Bb\u00ADc\uFEFF", 0, 10)}, "abc\n"},
      {"a bullet of a font of symbols", {word("\uF0B7", 0, 10), word("a", 20, 10)}, "• a\n"},
      {"from right to left",
       {word("\u05D2)", 0, 10), word("12", 20, 10), word("\u05D1\u05D0", 40, 10)},
       "\u05D0\u05D1 12 (\u05D2\n"},
      {"a name in it",
       {word("\u05D3\u05D2", 0, 10), word("Big", 20, 10), word("Ben", 40, 10),
        word("\u05D2\u05D1\u05D1\u05D0\u05D0", 60, 10)},
       "\u05D0\u05D0\u05D1\u05D1\u05D2 Big Ben \u05D2\u05D3\n"},
      {"an initial begins the first line",
       {attached(word("T", 0, 34, 30)), word("he", 16, 16), word("mill", 30, 16), word("is", 16, 28),
        word("old", 30, 28), word("now", 48, 28)},
       "The mill\nis old now\n"},
      {"what reads upwards stands behind the rest",
       {turned(word("margin", 0, 10), 3), word("one", 20, 10), word("two", 40, 10)},
       "one two\nmargin\n"},
      {"a page that lies on its side", {turned(word("one", 0, 10), 3), turned(word("two", 20, 10), 3)}, "one two\n"},
  }));
  INFO(c.name);
  CHECK(dump(c.words) == c.expected);
}

TEST_CASE("pdf: words beyond a bound are left out, and many cost little") {
  std::vector<PdfWord> words;
  for (std::size_t i = 0; i < pilcrow::indexer::most_words_of_page + 10; ++i) {
    words.push_back(word("a", static_cast<double>(i % 1000), static_cast<double>(i / 1000) * 0.01));
  }
  std::size_t letters = 0;
  for (const auto& line : lines_in_reading_order(words)) {
    for (const char byte : line.text) letters += byte == 'a' ? 1U : 0U;
  }
  CHECK(letters == pilcrow::indexer::most_words_of_page);
}

TEST_CASE("pdf: what the beginning of a line says") {
  using namespace pilcrow::indexer;
  CHECK(item_mark("• a") == std::string("• ").size());
  CHECK(item_mark("(iv) a") == 5);
  CHECK(item_mark("12. a") == 4);
  CHECK(item_mark("[3] a") == 4);
  CHECK(item_mark("a) b") == 3);
  CHECK(item_mark("1984. A year") == 0);
  CHECK(item_mark("J. Miller") == 0);
  CHECK(item_mark("•") == 0);
  CHECK(item_mark("") == 0);
  CHECK(numbering_depth("1 Title") == 1);
  CHECK(numbering_depth("1.2.3 Title") == 3);
  CHECK(numbering_depth("A.1 Title") == 2);
  CHECK(numbering_depth("IV. Title") == 1);
  CHECK(numbering_depth("A title") == 0);
  CHECK(numbering_depth("2026") == 0);
  CHECK(numbering_depth("1..2 a") == 0);
  CHECK(note_mark("¹The book") == std::string("¹").size());
  CHECK(note_mark("* The book") == 1);
  CHECK(note_mark("The book") == 0);
  CHECK(is_caption("Figure 3: A mill"));
  CHECK_FALSE(is_caption("Figure 3 shows a mill"));
}

TEST_CASE("pdf: lines of a paragraph are joined") {
  struct Join {
    std::string known, begun, next, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Join>({
      {"", "a", "b", "a b"},
      {"", "hyphen-", "ation", "hyphenation"},
      {"hyphen-ation", "hyphen-", "ation", "hyphen-ation"},
      {"hyphen-ation hyphenation", "hyphen-", "ation", "hyphenation"},
      {"Well-Known,", "well-", "known.", "well-known."},
      {"", "state-of-the-", "art", "state-of-the-art"},
      {"", "soft\u00AD", "ly", "softly"},
      {"", "soft\u00AD", "Ly", "softLy"},
      {"", "Anglo-", "Saxon", "Anglo-Saxon"},
      {"", "1990-", "1995", "1990-1995"},
      {"", "this -", "that", "this - that"},
      {"", "-", "a", "- a"},
      {"", "naï-", "veté", "naïveté"},
      {"", "", "a", "a"},
  }));
  INFO(c.begun << " + " << c.next);
  pilcrow::indexer::Hyphenation hyphenation;
  hyphenation.learn(c.known);
  std::string text = c.begun;
  hyphenation.join(text, c.next);
  CHECK(text == c.expected);
}
