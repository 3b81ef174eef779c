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

/// The text with "<200B>" for each character that is hidden.
std::string with_hidden_shown(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    if (is_hidden(text, at)) {
      static constexpr std::string_view digits = "0123456789ABCDEF";
      out += '<';
      for (int shift = c.value > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) out += digits[(c.value >> shift) & 15];
      out += '>';
    } else {
      out += text.substr(at, c.size);
    }
    at += c.size;
  }
  return out;
}

TEST_CASE("is_hidden: what nobody sees, but for what a script or an emoji needs") {
  struct Case {
    std::string name;
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"what is seen", "na\u00EFve \u6771\u4EAC \U0001F600, a\tb\nc", "na\u00EFve \u6771\u4EAC \U0001F600, a\tb\nc"},
      {"spaces of other widths are blanks that are seen", "a\u00A0b\u2003c\u3000d", "a\u00A0b\u2003c\u3000d"},
      {"controls", std::string("a\0b\x1B[2J\x7F\u0085\u009B\r\n", 14), "a<0000>b<001B>[2J<007F><0085><009B><000D>\n"},
      {"bidirectional controls", "a\u202Eb\u2066c\u2069\u200F\u061C", "a<202E>b<2066>c<2069><200F><061C>"},
      {"zero width", "ig\u200Bno\u2060re\uFEFF", "ig<200B>no<2060>re<FEFF>"},
      {"joiners between Latin letters", "ig\u200Cno\u200Dre", "ig<200C>no<200D>re"},
      {"soft hyphens, joiners of graphemes", "co\u00ADop\u034F", "co<00AD>op<034F>"},
      {"fillers", "\u3164\uFFA0\u115F", "<3164><FFA0><115F>"},
      {"tag characters, on a flag as well", "x\U000E0041 \U0001F3F4\U000E0067", "x<E0041> \U0001F3F4<E0067>"},
      {"separators", "a\u2028b\u2029c", "a<2028>b<2029>c"},
      {"annotations and noncharacters", "\uFFF9a\uFFFEb\U0001FFFF", "<FFF9>a<FFFE>b<1FFFF>"},
      {"ill-formed bytes, but not the character that stands for one", "a\xFF\uFFFD", "a<FFFD>\uFFFD"},
      {"private use is seen", "\uF0B7", "\uF0B7"},
      {"a non-joiner of Persian", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
       "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"},
      {"one at the end of a Persian word", "\u0645\u06CC\u200C ", "\u0645\u06CC<200C> "},
      {"two of them", "\u0645\u06CC\u200C\u200C\u062E", "\u0645\u06CC<200C><200C>\u062E"},
      {"a joiner after a virama, even last", "\u0915\u094D\u200D\u0937 \u0D28\u0D4D\u200D ",
       "\u0915\u094D\u200D\u0937 \u0D28\u0D4D\u200D "},
      {"a family, and a hand with a colour",
       "\U0001F468\u200D\U0001F469\u200D\U0001F466 \U0001F9D1\U0001F3FD\u200D\U0001F680",
       "\U0001F468\u200D\U0001F469\u200D\U0001F466 \U0001F9D1\U0001F3FD\u200D\U0001F680"},
      {"a non-joiner between emoji", "\U0001F468\u200C\U0001F469", "\U0001F468<200C>\U0001F469"},
      {"one variation selector behind an emoji, no second", "\u2764\uFE0F\uFE0F", "\u2764\uFE0F<FE0F>"},
      {"bytes in variation selectors", "\U0001F600\U000E0101\U000E0102", "\U0001F600<E0101><E0102>"},
      {"bytes in those of ideographs", "\u845B\U000E0100\u845B\U000E01EF", "\u845B<E0100>\u845B<E01EF>"},
      {"variants of an ideograph, those that there are", "\u845B\uFE00\u845B\uFE03", "\u845B\uFE00\u845B<FE03>"},
      {"bits behind digits, but not a keycap", "1\uFE0F2\uFE0E3\uFE0F\u20E3", "1<FE0F>2<FE0E>3\uFE0F\u20E3"},
      {"controls of hieroglyphs", "\U00013000\U00013430\U00013001\U0001343F", "\U00013000<13430>\U00013001<1343F>"},
      {"signs of Arabic numbers are seen", "\u06DD\u0661", "\u06DD\u0661"},
      {"joiners between letters that join of themselves", "\u0645\u200D\u06CC", "\u0645<200D>\u06CC"},
      {"a non-joiner behind a letter with a mark", "\u0645\u064E\u200C\u06CC", "\u0645\u064E\u200C\u06CC"},
      {"joiners between marks of Latin letters", "a\u0301\u200C\u0301\u200D", "a\u0301<200C>\u0301<200D>"},
      {"joiners between Indic letters", "\u0915\u200C\u0937\u200D\u0915", "\u0915<200C>\u0937<200D>\u0915"},
      {"a joiner before a virama", "\u09B0\u200D\u09CD\u09AF", "\u09B0\u200D\u09CD\u09AF"},
      {"variants of Mongolian behind Arabic", "\u0645\u180B", "\u0645<180B>"},
      {"one behind a letter", "a\uFE0F\uFE01", "a<FE0F><FE01>"},
      {"variants of Mongolian", "\u1820\u180B a\u180B", "\u1820\u180B a<180B>"},
      {"nothing before and nothing behind", "\u200D", "<200D>"},
      {"behind an ill-formed byte", "\x98\x80\u200D", "<FFFD><FFFD><200D>"},
  }));
  INFO(c.name);
  CHECK(with_hidden_shown(c.text) == c.expected);
}

TEST_CASE("fold_space: every run of white space is one space") {
  CHECK(fold_space("") == "");
  CHECK(fold_space(" \t\n") == "");
  CHECK(fold_space("  a \t\r\n b\u00A0\u3000c ") == "a b c");
  CHECK(fold_space("\u00E9") == "\u00E9");
}

}  // namespace
}  // namespace pilcrow::text
