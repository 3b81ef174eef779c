// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/format.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

using namespace pilcrow::indexer;

namespace {

/// "title | heading 1: text | item 2: text", or the reason.
std::string read(std::string_view rtf) {
  NoMembers none;
  const ReadResult document = read_rtf(rtf, none);
  if (!document) return "failed: " + document.error();
  std::string all = document->language.empty() ? "" : "language " + document->language;
  for (const Block& block : document->blocks) {
    all.append(all.empty() ? "" : " | ").append(pilcrow::test::name_of(block.kind));
    if (block.level > 0) all += " " + std::to_string(block.level);
    all += ": " + pilcrow::test::on_one_line(block.text);
  }
  return all;
}

}  // namespace

TEST_CASE("rtf: control words") {
  struct Case {
    std::string name, rtf, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"paragraphs", R"({\rtf1 one\par two\par})", "paragraph: one | paragraph: two"},
      {"the last one needs no end", R"({\rtf1 one\par two})", "paragraph: one | paragraph: two"},
      {"line ends in the file are none", "{\\rtf1 on\r\ne\\\ntwo}", "paragraph: one | paragraph: two"},
      {"only one space ends a word", R"({\rtf1 a\b  b\b0 c})", "paragraph: a bc"},
      {"escapes", R"({\rtf1 \{a\}\\b\~c\_d\-e})", "paragraph: {a}\\b c-de"},
      {"characters by name", R"({\rtf1 \lquote a\rquote\endash\emdash\tab b})", "paragraph: ‘a’–— b"},
      {"bytes of the document's code page", R"({\rtf1\ansi\ansicpg1251 \'cf\'f0})", "paragraph: Пр"},
      {"of the Macintosh", R"({\rtf1\mac \'8e})", "paragraph: é"},
      {"of the font", R"({\rtf1{\fonttbl{\f1\fcharset161 G;}}\'e1{\f1 \'e1}\'e1})", "paragraph: áαá"},
      {"two bytes are one character", R"({\rtf1\ansicpg932 \'93\'fa\'96\'7b})", "paragraph: 日本"},
      {"a symbol font's bytes are no text", R"({\rtf1{\fonttbl{\f1\fcharset2 S;}}a{\f1 \'b7}b})", "paragraph: ab"},
      {"an unknown code page", R"({\rtf1\ansicpg99999 \'e9})", "paragraph: é"},
      {"UTF-8", R"({\rtf1\ansicpg65001 \'c3\'a9})", "paragraph: é"},
      {"Unicode, one byte passed over", R"({\rtf1 \u233?t\u233\'e9})", "paragraph: été"},
      {"as many as the document says", R"({\rtf1\uc0 \u233 ?\uc2 \u233 ??!})", "paragraph: é?é!"},
      {"passing over ends with the group", R"({\rtf1\uc3{\u233 ?}abc})", "paragraph: éabc"},
      {"negative numbers, pairs", R"({\rtf1 \u-10179?\u-8704?\u-3?})", "paragraph: 😀\uFFFD"},
      {"half of a pair", R"({\rtf1 a\u-8704?b})", "paragraph: a\uFFFDb"},
      {"hidden, and no more", R"({\rtf1 a{\v b}\v c\v0 d\deleted e\plain f})", "paragraph: adf"},
      {"what may be left out and is not known", R"({\rtf1 a{\*\nobody b{c}}d{\nobody e}})", "paragraph: ade"},
      {"the result of a field", R"({\rtf1 {\field{\*\fldinst PAGE}{\fldrslt 7}}})", "paragraph: 7"},
      {"binary data, braces and all", "{\\rtf1 a{\\bin4 }}{{}b}", "paragraph: ab"},
      {"more binary data than there is", R"({\rtf1 a{\bin999999999 b}})", "paragraph: a"},
      {"a heading by its level", R"({\rtf1\pard\outlinelevel1 H\par\pard t\par})", "heading 2: H | paragraph: t"},
      {"by its style's level", R"({\rtf1{\stylesheet{\s7\outlinelevel2 X;}}\pard\s7 H\par})", "heading 3: H"},
      {"by its style's name", R"({\rtf1{\stylesheet{\s7 heading 4;}}\pard\s7 H\par})", "heading 4: H"},
      {"by what its style is based on", R"({\rtf1{\stylesheet{\s7 heading 4;}{\s8\sbasedon7 Mine;}}\pard\s8 H\par})",
       "heading 4: H"},
      {"styles based on each other", R"({\rtf1{\stylesheet{\s7\sbasedon8 A;}{\s8\sbasedon7 B;}}\pard\s8 t\par})",
       "paragraph: t"},
      {"level 9 is text", R"({\rtf1\pard\outlinelevel9 t\par})", "paragraph: t"},
      {"items of a list", R"({\rtf1\pard\ls2 a\par\pard\ls2\ilvl1 b\par\pard c\par})",
       "item 1: a | item 2: b | paragraph: c"},
      {"items by their signs", R"({\rtf1{\pntext -\tab}a\par})", "item 1: a"},
      {"a table", R"({\rtf1\pard\intbl a\cell b\cell\row\pard\intbl c\cell d\cell\row\pard e\par})",
       "row: a | b | row: c | d | paragraph: e"},
      {"a nested table is text of its cell",
       R"({\rtf1\pard\intbl a\par\itap2 b\nestcell c\nestcell\nestrow\itap1 d\cell e\cell\row})", "row: a b c d | e"},
      {"a footnote after its paragraph", R"({\rtf1 a{\footnote b\par c}d\par e})",
       "paragraph: ad | paragraph: b | paragraph: c | paragraph: e"},
      {"a footnote in a table, after it", R"({\rtf1\pard\intbl a{\footnote n}\cell\row\pard\intbl b\cell\row\pard t})",
       "row: a | row: b | paragraph: n | paragraph: t"},
      {"headers and footers", R"({\rtf1{\header h\par}{\footer f\par}a})", "paragraph: a"},
      {"the language of most of the text", R"({\rtf1\deflang1033{\lang1031 lange W\'f6rter}\lang1036 oui})",
       "language de | paragraph: lange Wörteroui"},
      {"what follows the document", "{\\rtf1 a}b{c}", "paragraph: a"},
      {"cut off", "{\\rtf1 a{\\b b", "paragraph: ab"},
      {"cut off in a word", "{\\rtf1 a\\", "paragraph: a"},
      {"in a byte", "{\\rtf1 a\\'4", "paragraph: a"},
      {"no RTF", "a letter", "failed: not what its name says: no RTF"},
      {"nothing in it", "{\\rtf1}", ""},
  }));
  INFO(c.name);
  CHECK(read(c.rtf) == c.expected);
}

TEST_CASE("rtf: title and dates") {
  NoMembers none;
  const auto document = read_rtf(
      R"({\rtf1{\info{\title The {\i old} pier}{\creatim\yr2025\mo1\dy2}{\revtim\yr2026\mo12\dy31\hr1}}\title a})",
      none);
  REQUIRE(document);
  CHECK(document->title == "The old pier");
  REQUIRE(document->date);
  CHECK(pilcrow::text::format(*document->date) == "2026-12-31");
}

TEST_CASE("rtf: hostile ones end") {
  CHECK(read("{\\rtf1" + std::string(100'000, '{')) == "failed: nested more than 1000 deep");
  CHECK(read("{\\rtf1" + std::string(100'000, '}')).empty());
  std::string many = "{\\rtf1";
  for (int i = 0; i < 100'000; ++i) many += "\\ansicpg" + std::to_string(i) + "\\'e9";
  CHECK(read(many).starts_with("paragraph: "));
  std::string notes = "{\\rtf1";
  for (int i = 0; i < 900; ++i) notes += "{\\footnote\\pard\\intbl ";
  CHECK(read(notes + "a") == "row: a");
}
