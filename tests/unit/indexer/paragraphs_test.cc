// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/paragraphs.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/support/blocks.h"
#include "tests/support/catch.h"

namespace pilcrow::test {
namespace {

using indexer::Anchor;
using indexer::Block;
using indexer::BlockKind;
using indexer::Document;
using indexer::Paragraph;

/// Puts blocks together with the text that they were read from, as a reader for plain text or for markup would.
class Source {
 public:
  /// A block that is the source to the letter.
  Source& plain(BlockKind kind, const std::string& text, int level = 0, unsigned group = 0) {
    return add(kind, text, level, group, {});
  }

  /// A block whose text is the source to the letter from its beginning, with markup around it.
  Source& markup(BlockKind kind, const std::string& text, int level = 0, unsigned group = 0) {
    decoded_ += "<m>";
    add(kind, text, level, group, {{0, decoded_.size()}});
    decoded_ += "</m>\n";
    return *this;
  }

  /// A paragraph of parts: text to the letter, with a mark that is not part of the text before each.
  Source& marked(const std::vector<std::string>& parts) {
    Block block;
    block.source.begin = decoded_.size();
    for (const std::string& part : parts) {
      decoded_ += "**";
      block.anchors.push_back({block.text.size(), decoded_.size()});
      block.text += part;
      decoded_ += part;
    }
    block.source.end = decoded_.size();
    decoded_ += "\n";
    document_.blocks.push_back(std::move(block));
    return *this;
  }

  std::vector<Paragraph> paragraphs() const { return to_paragraphs(document_, decoded_); }
  std::vector<std::string> dumped() const { return dump(paragraphs()); }
  const std::string& decoded() const { return decoded_; }

 private:
  Source& add(BlockKind kind, const std::string& text, int level, unsigned group, std::vector<Anchor> anchors) {
    Block block;
    block.kind = kind;
    block.level = level;
    block.group = group;
    block.text = text;
    block.source = {decoded_.size(), decoded_.size() + text.size()};
    block.anchors = std::move(anchors);
    decoded_ += text + "\n";
    document_.blocks.push_back(std::move(block));
    return *this;
  }

  std::string decoded_;
  Document document_;
};

std::string sentences(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text +=
        (i == 0 ? "" : " ") + std::string("The basin number ") + std::to_string(1000 + i) + " was emptied in spring.";
  }
  return text;
}

}  // namespace

TEST_CASE("paragraphs: headings become the trail") {
  Source source;
  source.plain(BlockKind::heading, "Water", 1)
      .plain(BlockKind::paragraph, "It is wet.")
      .plain(BlockKind::heading, "Basins", 2)
      .plain(BlockKind::paragraph, "Two.")
      .plain(BlockKind::heading, "Fire", 1)
      .plain(BlockKind::heading, "Small\n fires", 3)
      .plain(BlockKind::paragraph, "Hot.");
  CHECK(source.dumped() == std::vector<std::string>{"[6-16] Water | It is wet.", "[24-28] Water > Basins | Two.",
                                                    "[47-51] Fire > Small fires | Hot."});
}

TEST_CASE("paragraphs: a heading with nothing below is a paragraph") {
  Source source;
  source.plain(BlockKind::heading, "Water", 1)
      .plain(BlockKind::heading, "Basins", 2)
      .plain(BlockKind::heading, "Pumps", 2)
      .plain(BlockKind::paragraph, "Two.")
      .plain(BlockKind::heading, "Fire", 1)
      .plain(BlockKind::paragraph, "* * *");
  CHECK(source.dumped() ==
        std::vector<std::string>{"[6-12] Water | Basins", "[19-23] Water > Pumps | Two.", "[24-28] | Fire"});
}

TEST_CASE("paragraphs: a heading as long as a page is not repeated in every trail") {
  Source source;
  source.plain(BlockKind::heading, sentences(40), 1).plain(BlockKind::paragraph, "Two.");
  const auto paragraphs = source.paragraphs();
  REQUIRE(paragraphs.size() == 2);
  CHECK(paragraphs[1].headings.empty());
}

TEST_CASE("paragraphs: what holds no letter and no digit is dropped") {
  Source source;
  source.plain(BlockKind::paragraph, "* * *").plain(BlockKind::paragraph, "…").plain(BlockKind::paragraph, "7");
  CHECK(source.dumped() == std::vector<std::string>{"[10-11] | 7"});
}

TEST_CASE("paragraphs: short items of one list stand together, with the sentence that leads in") {
  Source source;
  source.plain(BlockKind::paragraph, "Bring:", 0, 1)
      .plain(BlockKind::list_item, "- a rope", 1, 1)
      .plain(BlockKind::list_item, "- a lamp", 1, 1)
      .plain(BlockKind::list_item, "- another list", 1, 2)
      .plain(BlockKind::paragraph, "Go.");
  CHECK(source.dumped() ==
        std::vector<std::string>{"[0-24] | Bring:\\n- a rope\\n- a lamp", "[25-39] | - another list", "[40-43] | Go."});
}

TEST_CASE("paragraphs: only a colon leads in") {
  Source source;
  source.plain(BlockKind::paragraph, "Bring this.").plain(BlockKind::list_item, "- a rope", 1, 1);
  CHECK(source.dumped() == std::vector<std::string>{"[0-11] | Bring this.", "[12-20] | - a rope"});
}

TEST_CASE("paragraphs: in markup, items are joined by line ends and the place encloses them") {
  Source source;
  source.markup(BlockKind::paragraph, "Bring:")
      .markup(BlockKind::list_item, "a rope", 1, 1)
      .markup(BlockKind::list_item, "a lamp", 1, 1);
  CHECK(source.dumped() == std::vector<std::string>{"[3-39] | Bring:\\na rope\\na lamp"});
}

TEST_CASE("paragraphs: long lists are parted evenly, long items stand alone") {
  Source source;
  for (int i = 0; i < 30; ++i)
    source.plain(BlockKind::list_item, "- " + std::to_string(i) + std::string(90, 'x'), 1, 1);
  source.plain(BlockKind::list_item, "- long " + std::string(500, 'y'), 1, 1);
  source.plain(BlockKind::list_item, "- short", 1, 1);
  const auto paragraphs = source.paragraphs();
  REQUIRE(paragraphs.size() == 5);
  for (std::size_t i = 0; i < 3; ++i) CHECK(paragraphs[i].text.size() == Approx(950).margin(100));
  CHECK(paragraphs[3].text.size() == 507);
  CHECK(paragraphs[4].text == "- short");
}

TEST_CASE("paragraphs: the first rows of a table keep its header") {
  Source source;
  source.markup(BlockKind::table_row, "Depot | Modules", 0, 3);
  for (int i = 0; i < 20; ++i) source.markup(BlockKind::table_row, "Turin | " + std::string(90, '1'), 0, 3);
  const auto paragraphs = source.paragraphs();
  REQUIRE(paragraphs.size() == 2);
  CHECK(paragraphs[0].text.substr(0, 23) == "Depot | Modules\nTurin |");
  CHECK(paragraphs[1].text.substr(0, 7) == "Turin |");
}

TEST_CASE("paragraphs: a long one is split at sentence ends into similar sizes, to the letter") {
  Source source;
  source.plain(BlockKind::paragraph, sentences(160));
  const auto paragraphs = source.paragraphs();
  REQUIRE(paragraphs.size() == 3);
  for (const Paragraph& paragraph : paragraphs) {
    CHECK(paragraph.text == paragraph.source.of(source.decoded()));
    CHECK(paragraph.text.substr(0, 4) == "The ");
    CHECK(paragraph.text.back() == '.');
    CHECK(paragraph.text.size() == Approx(160 * 45 / 3).margin(60));
  }
}

TEST_CASE("paragraphs: without sentence ends it is cut at white space, else between characters") {
  Source source;
  SECTION("words") {
    std::string words;
    for (int i = 0; i < 2000; ++i) words += "word" + std::to_string(i % 10) + " ";
    words.pop_back();
    source.plain(BlockKind::paragraph, words);
    for (const Paragraph& paragraph : source.paragraphs()) {
      CHECK(paragraph.text.size() <= indexer::longest_paragraph);
      CHECK(paragraph.text.substr(0, 4) == "word");
      CHECK(paragraph.text == paragraph.source.of(source.decoded()));
    }
  }
  SECTION("one word of three-byte characters") {
    std::string word;
    for (int i = 0; i < 5000; ++i) word += "ก";
    source.plain(BlockKind::paragraph, word);
    std::string whole;
    for (const Paragraph& paragraph : source.paragraphs()) {
      CHECK(paragraph.text.size() <= indexer::longest_paragraph);
      CHECK(paragraph.text.size() % 3 == 0);
      whole += paragraph.text;
    }
    CHECK(whole == word);
  }
}

TEST_CASE("paragraphs: code is split at blank lines, else at line ends") {
  std::string code;
  for (int part = 0; part < 8; ++part) {
    for (int line = 0; line < 10; ++line)
      code += "  call(" + std::to_string(part) + ", \"" + std::string(50, 'x') + "\");\n";
    code += "\n";
  }
  code.resize(code.size() - 2);
  code = code.substr(2);
  Source source;
  source.plain(BlockKind::code, code);
  const auto paragraphs = source.paragraphs();
  REQUIRE(paragraphs.size() == 2);
  CHECK(paragraphs[1].text.substr(0, 6) == "call(4");
  CHECK(paragraphs[1].text == paragraphs[1].source.of(source.decoded()));
}

TEST_CASE("paragraphs: pieces of marked-up text keep exact places where the anchors tell them") {
  std::vector<std::string> parts;
  for (int i = 0; i < 100; ++i)
    parts.push_back("The basin " + std::to_string(i) + " was emptied in spring and cleaned. ");
  parts.back().pop_back();
  Source source;
  source.marked(parts);
  const auto paragraphs = source.paragraphs();
  REQUIRE(paragraphs.size() == 2);
  std::size_t end = 0;
  for (const Paragraph& paragraph : paragraphs) {
    CHECK(paragraph.source.begin >= end);
    end = paragraph.source.end;
    // Taking the marks out of the source gives the text.
    std::string text(paragraph.source.of(source.decoded()));
    for (std::size_t at = 0; (at = text.find("**", at)) != std::string::npos;) text.erase(at, 2);
    CHECK(text == paragraph.text);
  }
}

TEST_CASE("paragraphs: pieces whose place is not certain have the block's") {
  Document document;
  Block block;
  block.text = sentences(200);
  block.source = {0, 10};
  block.anchors = {{0, 0}};
  document.blocks.push_back(block);
  const auto paragraphs = to_paragraphs(document, "0123456789");
  REQUIRE(paragraphs.size() == 3);
  for (const Paragraph& paragraph : paragraphs) {
    CHECK(paragraph.source == text::Span{0, 10});
    CHECK(paragraph.text.substr(0, 4) == "The ");
    CHECK(paragraph.text.back() == '.');
  }
}

}  // namespace pilcrow::test
