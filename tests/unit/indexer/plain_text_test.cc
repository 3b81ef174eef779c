// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/characters.h"
#include "indexer/format/format.h"
#include "indexer/paragraphs.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

namespace pilcrow::test {
namespace {

using indexer::Block;
using indexer::Document;
using indexer::Paragraph;

Document read(std::string_view text) {
  auto document = indexer::read_plain_text(text);
  REQUIRE(document.has_value());
  return *document;
}

struct Case {
  std::string name;
  std::string input;
  std::vector<std::string> expected;
};

/// More than 200 columns in several sentences, no two alike.
std::string long_line(const std::string& subject) {
  return "The " + subject +
         " was built when the river still froze every winter and was crossed on foot. Later it was " +
         "widened twice, and each time the older half of the " + subject +
         " was kept. Today it carries more than it was " +
         "ever meant to, and nobody wants to be the one who closes it.";
}

}  // namespace

TEST_CASE("plain text: blocks") {
  const auto c = GENERATE(values<Case>({
      {"nothing", "", {}},
      {"white space only", " \n\t\r\n\f\n", {}},
      {"one word", "word", {"paragraph 0 0 [0-4] word"}},
      {"a short line alone in its file is no heading", "A Short Note\n", {"paragraph 0 0 [0-12] A Short Note"}},
      {"blank lines part paragraphs",
       "one is here.\n\ntwo is here.",
       {"paragraph 0 0 [0-12] one is here.", "paragraph 0 0 [14-26] two is here."}},
      {"white space at the ends is left out, inside it stays",
       "  one \t\r\n two  \r\n\r\n",
       {"paragraph 0 0 [2-13] one \\t\\r\\n two"}},
      {"lone carriage returns end lines where there is no line feed",
       "one is here.\r\rtwo is here.\r",
       {"paragraph 0 0 [0-12] one is here.", "paragraph 0 0 [14-26] two is here."}},
      {"a form feed ends a paragraph",
       "one is here.\ftwo is here.",
       {"paragraph 0 0 [0-12] one is here.", "paragraph 0 0 [13-25] two is here."}},
      {"a rule is no paragraph and parts two",
       "one is here.\n-----\ntwo is here.\n\n* * *\n",
       {"paragraph 0 0 [0-12] one is here.", "paragraph 0 0 [19-31] two is here."}},
      {"a line of a wrapped paragraph joins the next",
       "a sentence that goes on\nover two lines.",
       {"paragraph 0 0 [0-39] a sentence that goes on\\nover two lines."}},
      {"an indented first line begins a paragraph",
       "The first ends in the middle of\na line.\n  The second begins indented and\ngoes on.",
       {"paragraph 0 0 [0-39] The first ends in the middle of\\na line.",
        "paragraph 0 0 [42-81] The second begins indented and\\ngoes on."}},
      {"a hanging entry ends where the next is out again",
       "valve: lets water out\n  of the basin.\nvent: lets air in.",
       {"paragraph 0 0 [0-37] valve: lets water out\\n  of the basin.", "paragraph 0 0 [38-56] vent: lets air in."}},
      {"an indented line in the middle of a sentence does not",
       "He quoted the line\n   that everyone knew\nand left.",
       {"paragraph 0 0 [0-50] He quoted the line\\n   that everyone knew\\nand left."}},
      {"mail that is quoted is just text",
       "> did it rain\n> at all?",
       {"paragraph 0 0 [0-23] > did it rain\\n> at all?"}},
  }));
  INFO(c.name);
  CHECK(dump(read(c.input).blocks) == c.expected);
}

TEST_CASE("plain text: headings") {
  const auto c = GENERATE(values<Case>({
      {"a short line above text",
       "River Crossings\n\nThere are four.",
       {"heading 1 0 [0-15] River Crossings", "paragraph 0 0 [17-32] There are four."}},
      {"the first is the title, later ones stand below it",
       "River Crossings\n\nThere are four.\n\nThe Oldest One\n\nIt is made of wood.",
       {"heading 1 0 [0-15] River Crossings", "paragraph 0 0 [17-32] There are four.",
        "heading 2 0 [34-48] The Oldest One", "paragraph 0 0 [50-69] It is made of wood."}},
      {"a sentence is none",
       "There are four crossings.\n\nThe oldest is made of wood.",
       {"paragraph 0 0 [0-25] There are four crossings.", "paragraph 0 0 [27-54] The oldest is made of wood."}},
      {"nor is a question",
       "How many are there?\n\nThere are four.",
       {"paragraph 0 0 [0-19] How many are there?", "paragraph 0 0 [21-36] There are four."}},
      {"nor a line that ends in a full stop of another script",
       "橋は四つある。\n\n一番古いものは木でできている。",
       {"paragraph 0 0 [0-21] 橋は四つある。", "paragraph 0 0 [23-68] 一番古いものは木でできている。"}},
      {"nor Thai, which has no full stop, unless it is very short",
       "สะพานเก่าแก่ที่สุดสร้างด้วยไม้ทั้งหมดและยังใช้อยู่จนถึงทุกวันนี้ทุกปี\n\nแม่น้ำกว้าง.",
       {"paragraph 0 0 [0-207] สะพานเก่าแก่ที่สุดสร้างด้วยไม้ทั้งหมดและยังใช้อยู่จนถึงทุกวันนี้ทุกปี", "paragraph 0 0 [209-243] แม่น้ำกว้าง."}},
      {"nor what begins lower case",
       "cross here\n\nThere are four.",
       {"paragraph 0 0 [0-10] cross here", "paragraph 0 0 [12-27] There are four."}},
      {"nor the last line",
       "There are four.\n\nBack To Top",
       {"paragraph 0 0 [0-15] There are four.", "paragraph 0 0 [17-28] Back To Top"}},
      {"nor a command that stands indented",
       "Then call this.\n\n    Make install\n\nIt ends at once.",
       {"paragraph 0 0 [0-15] Then call this.", "paragraph 0 0 [21-33] Make install",
        "paragraph 0 0 [35-51] It ends at once."}},
      {"underlined; the rule is no part of it",
       "Bridges\n=======\n\nFerries\n-------\ntwo of them\n\nOldest\n~~~~~~\nof wood",
       {"heading 1 0 [0-7] Bridges", "heading 2 0 [17-24] Ferries", "paragraph 0 0 [33-44] two of them",
        "heading 3 0 [46-52] Oldest", "paragraph 0 0 [60-67] of wood"}},
      {"between two rules",
       "=======\nBridges\n=======\nfour of them",
       {"heading 1 0 [8-15] Bridges", "paragraph 0 0 [24-36] four of them"}},
      {"an underlined question is one",
       "How many?\n---------\nFour.",
       {"heading 2 0 [0-9] How many?", "paragraph 0 0 [20-25] Four."}},
      {"a rule much longer than the line above is none",
       "Four.\n------------------------------\nOne is old.",
       {"paragraph 0 0 [0-5] Four.", "paragraph 0 0 [37-48] One is old."}},
      {"numbered, as deep as the number",
       "2 Bridges\n\nFour of them.\n\n2.1 Oldest\n\nOf wood.\n\n2.1.1 Repairs\n\nIn spring.",
       {"heading 2 0 [0-9] 2 Bridges", "paragraph 0 0 [11-24] Four of them.", "heading 3 0 [26-36] 2.1 Oldest",
        "paragraph 0 0 [38-46] Of wood.", "heading 4 0 [48-61] 2.1.1 Repairs", "paragraph 0 0 [63-73] In spring."}},
      {"with a number and a full stop, also after a list",
       "1. Bridges\n\nFour of them.\n\n- old\n\n2. Ferries\n\nTwo of them.",
       {"heading 2 0 [0-10] 1. Bridges", "paragraph 0 0 [12-25] Four of them.", "item 1 1 [27-32] - old",
        "heading 2 0 [34-44] 2. Ferries", "paragraph 0 0 [46-58] Two of them."}},
      {"in capitals, right above its text",
       "NAME\n  bridge - a way across",
       {"heading 1 0 [0-4] NAME", "paragraph 0 0 [7-28] bridge - a way across"}},
      {"with Markdown's signs",
       "## Bridges ##\n\nfour of them",
       {"heading 2 0 [3-10] Bridges", "paragraph 0 0 [15-27] four of them"}},
      {"a comment above a setting is none", "# how wide\nwidth is 4", {"paragraph 0 0 [0-21] # how wide\\nwidth is 4"}},
      {"a title on two lines above wrapped text",
       "on the crossing of rivers by\nmeans of boats .\n\nwe look at rivers that are too wide to be crossed\nby any "
       "other "
       "means than boats .",
       {"heading 1 0 [0-45] on the crossing of rivers by\\nmeans of boats .",
        "paragraph 0 0 [47-128] we look at rivers that are too wide to be crossed\\nby any other means than boats ."}},
      {"a first paragraph above wrapped text stays one",
       "We have looked at it again.\n\nThe rivers that are too wide to be crossed are\nleft out.",
       {"paragraph 0 0 [0-27] We have looked at it again.",
        "paragraph 0 0 [29-85] The rivers that are too wide to be crossed are\\nleft out."}},
  }));
  INFO(c.name);
  CHECK(dump(read(c.input).blocks) == c.expected);
}

TEST_CASE("plain text: each long line is a paragraph, short lines between are headings") {
  const std::string bridge = long_line("bridge");
  const std::string road = long_line("road");
  const std::string text =
      bridge + "\nThe Other Way\n" + road + "\nWhat is left:\n- a rope\n- a boat\n" + bridge + "\n";
  std::vector<std::string> kinds;
  for (const Block& block : read(text).blocks) {
    kinds.push_back(std::string(name_of(block.kind)) + " " + std::to_string(block.group) + " " +
                    block.text.substr(0, 13));
  }
  CHECK(kinds == std::vector<std::string>{"paragraph 0 The bridge wa", "heading 0 The Other Way",
                                          "paragraph 0 The road was ", "paragraph 1 What is left:", "item 1 - a rope",
                                          "item 1 - a boat", "paragraph 0 The bridge wa"});
}

TEST_CASE("plain text: a title at the top may have a subtitle below it") {
  const Document document =
      read("Safety note: old bridges\nIssue 7, for all who cross\nWhat To Look At\n" + long_line("bridge") + "\n");
  CHECK(document.title == "Safety note: old bridges");
  REQUIRE(document.blocks.size() == 4);
  CHECK(document.blocks[0].kind == indexer::BlockKind::heading);
  CHECK(document.blocks[1].kind == indexer::BlockKind::paragraph);
  CHECK(document.blocks[2].kind == indexer::BlockKind::heading);
  CHECK(document.blocks[3].kind == indexer::BlockKind::paragraph);
}

TEST_CASE("plain text: a sentence that goes on in the next line stays whole among long lines") {
  const std::string text = long_line("bridge") + "\n" + long_line("road") + "\nand of the ferry, which\nis older.\n" +
                           long_line("tunnel") + "\n" + long_line("canal");
  const Document document = read(text);
  REQUIRE(document.blocks.size() == 5);
  CHECK(document.blocks[2].text == "and of the ferry, which\nis older.");
}

TEST_CASE("plain text: lists") {
  const auto c = GENERATE(values<Case>({
      {"the sentence that leads in has the list's group",
       "Bring these:\n- a rope\n- a lamp",
       {"paragraph 0 1 [0-12] Bring these:", "item 1 1 [13-21] - a rope", "item 1 1 [22-30] - a lamp"}},
      {"also over a blank line, and blank lines within",
       "Bring these:\n\n* a rope\n\n* a lamp\n",
       {"paragraph 0 1 [0-12] Bring these:", "item 1 1 [14-22] * a rope", "item 1 1 [24-32] * a lamp"}},
      {"a sentence that does not lead in stays apart",
       "It rains.\n• a rope\n• a lamp",
       {"paragraph 0 0 [0-9] It rains.", "item 1 1 [10-20] • a rope", "item 1 1 [21-31] • a lamp"}},
      {"text between makes two lists",
       "- a rope\n\nIt rains.\n\n- a lamp",
       {"item 1 1 [0-8] - a rope", "paragraph 0 0 [10-19] It rains.", "item 1 2 [21-29] - a lamp"}},
      {"indented lines go on, deeper marks are deeper items",
       "1. a rope\n   of hemp\n   a) short\n2. a lamp",
       {"item 1 1 [0-20] 1. a rope\\n   of hemp", "item 2 1 [24-32] a) short", "item 1 1 [33-42] 2. a lamp"}},
      {"a further paragraph of an item is in the list",
       "- a rope of hemp.\n\n  Not of wire.\n\n- a lamp",
       {"item 1 1 [0-17] - a rope of hemp.", "item 1 1 [21-33] Not of wire.", "item 1 1 [35-43] - a lamp"}},
      {"a number at the beginning of a wrapped line is no item",
       "as it is laid down in rule\n155. of the harbour",
       {"paragraph 0 0 [0-46] as it is laid down in rule\\n155. of the harbour"}},
      {"nor is a dash in the middle of a sentence",
       "between four and five\n- or so - hours",
       {"paragraph 0 0 [0-37] between four and five\\n- or so - hours"}},
      {"items with blank lines between count on, though text follows",
       "1. Open it\n\n2. Close it\n\nThen go.",
       {"item 1 1 [0-10] 1. Open it", "item 1 1 [12-23] 2. Close it", "paragraph 0 0 [25-33] Then go."}},
      {"initials are no items", "A. Weiss wrote it.", {"paragraph 0 0 [0-18] A. Weiss wrote it."}},
  }));
  INFO(c.name);
  CHECK(dump(read(c.input).blocks) == c.expected);
}

TEST_CASE("plain text: lines that must stay as they are") {
  const auto c = GENERATE(values<Case>({
      {"a table is one block",
       "Depot    Modules\nTurin    12\nKiel     9\n\nBoth are full.",
       {"code 0 0 [0-39] Depot    Modules\\nTurin    12\\nKiel     9", "paragraph 0 0 [41-55] Both are full."}},
      {"so are fields with commas",
       "depot,modules,open\nTurin,twelve,yes\nKiel,nine,no",
       {"code 0 0 [0-48] depot,modules,open\\nTurin,twelve,yes\\nKiel,nine,no"}},
      {"and code", "int main() {\n  return 0;\n}\n", {"code 0 0 [0-26] int main() {\\n  return 0;\\n}"}},
      {"and the records of a log",
       "10:00:01 start\n10:00:02 failed\n  at line 3\n10:00:03 end\n",
       {"code 0 0 [0-55] 10:00:01 start\\n10:00:02 failed\\n  at line 3\\n10:00:03 end"}},
  }));
  INFO(c.name);
  CHECK(dump(read(c.input).blocks) == c.expected);
}

TEST_CASE("plain text: records of a log are gathered, never cut") {
  std::string text;
  for (int i = 10; i < 60; ++i) {
    text +=
        "2031-02-03 04:05:" + std::to_string(i) + " ERROR worker gave up\n  cause: connection refused by the peer\n";
  }
  const Document document = read(text);
  CHECK(document.blocks.size() > 2);
  for (const Block& block : document.blocks) {
    CHECK(block.text.size() <= indexer::gathered_paragraph + 100);
    CHECK(block.text.substr(0, 5) == "2031-");
    CHECK(block.text.substr(block.text.size() - 4) == "peer");
  }
}

TEST_CASE("plain text: the title is the heading at the top, on one line") {
  CHECK(read("Bridges And\nFerries Of The Valley\n\nthey are many, and they are\nas old as the valley.").title ==
        "Bridges And Ferries Of The Valley");
  CHECK(read("It is late.\n\nBridges\n\nFour of them.").title.empty());
}

TEST_CASE("plain text: time is linear in lines and in the length of one") {
  // Each of these takes minutes if anything in it is quadratic.
  const std::size_t size = 4U << 20U;
  std::string text;
  SECTION("one line") {
    text.assign(size, 'a');
  }
  SECTION("many short lines") {
    while (text.size() < size) text += "ab\n";
  }
  SECTION("many paragraphs") {
    while (text.size() < size / 4) text += "a b.\n\n";
  }
  SECTION("many pages in one line") {
    text.assign(size / 4, '\f');
  }
  SECTION("blank lines") {
    text.assign(size, '\n');
  }
  SECTION("ever deeper items") {
    for (std::size_t i = 0; i < 1000; ++i) text += std::string(i, ' ') + "- a\n";
  }
  SECTION("rules") {
    while (text.size() < size) text += "---\n";
  }
  const Document document = read(text);
  for (const Paragraph& paragraph : indexer::to_paragraphs(document, text)) {
    if (paragraph.text.size() > indexer::longest_paragraph) FAIL("too long: " << paragraph.text.size());
  }
}

namespace {

/// Lines of every sort, one after the other, as nobody would write them.
std::string line_soup(std::mt19937_64& random) {
  static const std::vector<std::string> lines = {"",
                                                 "",
                                                 "",
                                                 " ",
                                                 "\t",
                                                 "-----",
                                                 "=====",
                                                 "* * *",
                                                 "\f",
                                                 "Title Of It",
                                                 "SCOPE",
                                                 "2.1 Terms",
                                                 "3. Third",
                                                 "# Sign",
                                                 "## Signs ##",
                                                 "a wrapped line that goes on",
                                                 "and on until its end.",
                                                 "Is it so?",
                                                 "  indented first line",
                                                 "lead-in:",
                                                 "- item",
                                                 "  - deeper item",
                                                 "    item's second line",
                                                 "• bullet",
                                                 "(a) letter",
                                                 "1) one",
                                                 "12. twelve",
                                                 "-",
                                                 "a",
                                                 "0",
                                                 "| a | b |",
                                                 "x\ty\tz",
                                                 "col    umn    s",
                                                 "if (x) {",
                                                 "}",
                                                 "key=value",
                                                 "12:00:01 INFO x",
                                                 "2031-01-02 ERROR y",
                                                 "港の歴史",
                                                 "橋は四つある。",
                                                 "สะพาน",
                                                 "“Quoted,” he said",
                                                 "é",
                                                 "…",
                                                 "\xC2\xA0",
                                                 "\xE3\x80\x80全角",
                                                 "[1]",
                                                 "{\"a\": 1}",
                                                 std::string(90, 'w') + ".",
                                                 long_line("bridge"),
                                                 long_line("road") + " " + long_line("ferry")};
  static const std::vector<std::string> ends = {"\n", "\n", "\n", "\r\n", "\r", " \n"};
  std::string text;
  const std::size_t count = random() % 40;
  for (std::size_t i = 0; i < count; ++i) text += lines[random() % lines.size()] + ends[random() % ends.size()];
  return text;
}

std::uint64_t seed() {
  const char* given = std::getenv("PILCROW_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 20310203;
}

}  // namespace

TEST_CASE("plain text: any lines become paragraphs that are the source to the letter, and nothing is lost") {
  const std::uint64_t first = seed();
  for (std::uint64_t run = 0; run < 3000; ++run) {
    CAPTURE(first + run);
    std::mt19937_64 random(first + run);
    const std::string text = line_soup(random);
    CAPTURE(text);
    const Document document = read(text);
    std::vector<bool> kept(text.size());
    std::size_t end = 0;
    for (const Block& block : document.blocks) {
      REQUIRE(block.source.begin >= end);
      REQUIRE(block.source.end <= text.size());
      REQUIRE(block.text == block.source.of(text));
      REQUIRE(indexer::trimmed(block.text, {0, block.text.size()}) == text::Span{0, block.text.size()});
      end = block.source.end;
      if (block.kind == indexer::BlockKind::heading) {
        for (std::size_t i = block.source.begin; i < block.source.end; ++i) kept[i] = true;
      }
    }
    end = 0;
    for (const Paragraph& paragraph : indexer::to_paragraphs(document, text)) {
      REQUIRE(paragraph.source.begin >= end);
      REQUIRE(paragraph.text == paragraph.source.of(text));
      REQUIRE(indexer::trimmed(paragraph.text, {0, paragraph.text.size()}) == text::Span{0, paragraph.text.size()});
      end = paragraph.source.end;
      for (std::size_t i = paragraph.source.begin; i < paragraph.source.end; ++i) kept[i] = true;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte < 0x80 && indexer::is_letter_or_digit(byte) && !kept[i]) FAIL("lost: byte " << i);
    }
  }
}

}  // namespace pilcrow::test
