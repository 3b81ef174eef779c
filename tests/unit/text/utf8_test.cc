// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/utf8.h"

#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

using test::values;

TEST_CASE("code_point_at: one character, or one ill-formed byte") {
  struct Case {
    std::string bytes;
    char32_t value;
    std::size_t size;
  };
  const auto c = GENERATE(values<Case>({
      {"a", U'a', 1},
      {std::string(1, '\0'), U'\0', 1},
      {"\xC2\x80", 0x80, 2},
      {"\u07FF", 0x7FF, 2},
      {"\u0800", 0x800, 3},
      {"\uD7FF", 0xD7FF, 3},
      {"\uFFFD", 0xFFFD, 3},
      {"\U00010000", 0x10000, 4},
      {"\U0010FFFF", 0x10FFFF, 4},
      {"\x80", 0xFFFD, 1},
      {"\xC0\x80", 0xFFFD, 1},
      {"\xC1\xBF", 0xFFFD, 1},
      {"\xE0\x9F\xBF", 0xFFFD, 1},
      {"\xED\xA0\x80", 0xFFFD, 1},
      {"\xF0\x8F\xBF\xBF", 0xFFFD, 1},
      {"\xF4\x90\x80\x80", 0xFFFD, 1},
      {"\xF5\x80\x80\x80", 0xFFFD, 1},
      {"\xE2\x82", 0xFFFD, 1},
      {"\xE2\x82x", 0xFFFD, 1},
  }));
  CAPTURE(c.bytes);
  const CodePoint got = code_point_at(c.bytes, 0);
  CHECK(got.value == c.value);
  CHECK(got.size == c.size);
  if (c.value == 0xFFFD && c.size == 1) {
    CHECK_FALSE(is_utf8(c.bytes));
  } else {
    CHECK(is_utf8(c.bytes));
    std::string out;
    append_utf8(out, c.value);
    CHECK(out == c.bytes);
  }
}

TEST_CASE("append_utf8: what is no scalar value is U+FFFD") {
  for (const char32_t value : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}, char32_t{0xFFFFFFFF}}) {
    std::string out = "x";
    append_utf8(out, value);
    CHECK(out == "x\uFFFD");
  }
}

TEST_CASE("is_utf8: wherever the ill-formed byte stands") {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string text(40, 'a');
    CHECK(is_utf8(text));
    text[at] = '\xff';
    CHECK_FALSE(is_utf8(text));
  }
  CHECK(is_utf8(""));
}

TEST_CASE("to_valid_utf8: one U+FFFD for each maximal ill-formed subsequence") {
  struct Case {
    std::string bytes;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"", ""},
      {"plain \u00E9", "plain \u00E9"},
      {"a\xff\xfe"
       "b",
       "a\uFFFD\uFFFDb"},
      {"\xE2\x82", "\uFFFD"},
      {"\xE2\x82"
       "a",
       "\uFFFDa"},
      {"\xC0\x80", "\uFFFD\uFFFD"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      // The example of Unicode 3.9, table 3-8.
      {"\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd"},
  }));
  CHECK(to_valid_utf8(c.bytes) == c.expected);
}

TEST_CASE("floor_to_character") {
  const std::string text = "a\u00E9\U0001F600";  // 1, 2 and 4 bytes
  const std::vector<std::size_t> expected = {0, 1, 1, 3, 3, 3, 3, 7};
  for (std::size_t at = 0; at < expected.size(); ++at) CHECK(floor_to_character(text, at) == expected[at]);
  CHECK(floor_to_character(text, 99) == 7);
}

TEST_CASE("display_width: columns of a terminal") {
  struct Case {
    std::string text;
    std::size_t width;
  };
  const auto c = GENERATE(values<Case>({
      {"", 0},
      {"abc", 3},
      {"a\x1b\x7f\n", 1},
      {"\u00E9", 1},
      {"e\u0301", 1},
      {"\u6771\u4EAC", 4},
      {"\uFF76", 1},
      {"\uFF21", 2},
      {"\U0001F600", 2},
      {"\u200B\u200E", 0},
      {"\u1112\u1161\u11AB", 2},
      {"\u2026\u2192", 2},
  }));
  CAPTURE(c.text);
  CHECK(display_width(c.text) == c.width);
}

TEST_CASE("printable: a document cannot speak to the terminal") {
  struct Case {
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"plain\ttext\nand \u00E9\r\n", "plain\ttext\nand \u00E9\r\n"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {std::string("a\0b", 3), "a\\x00b"},
      {"\x7f\b", "\\x7f\\x08"},
      {"\xC2\x9B", "\\u009b"},
      {"\xff\xC2", "\\xff\\xc2"},
      {"over\rwrite\r", "over\\x0dwrite\\x0d"},
      {"\u202Eabc\u2066\u2069", "\\u202eabc\\u2066\\u2069"},
      {"\uFFFD", "\uFFFD"},
  }));
  CHECK(printable(c.text) == c.expected);
}

TEST_CASE("fold_space: every run of white space is one space") {
  CHECK(fold_space("") == "");
  CHECK(fold_space(" \t\n") == "");
  CHECK(fold_space("  a \t\r\n b\u00A0\u3000c ") == "a b c");
  CHECK(fold_space("\u00E9") == "\u00E9");
}

}  // namespace
}  // namespace pilcrow::text
