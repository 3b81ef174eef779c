// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "indexer/format/format.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

namespace {

using pilcrow::indexer::Anchor;
using pilcrow::indexer::read_markdown;
using pilcrow::test::dump;

struct Case {
  std::string name;
  std::string input;
  std::string expected;
};

std::string dump_of(const std::string& input) {
  const auto document = read_markdown(input);
  return document ? dump(*document) : document.error();
}

}  // namespace

TEST_CASE("markdown: blocks and their exact places") {
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"an empty text has no blocks", "", ""},
      {"white space has no blocks", " \n\t\n", ""},
      {"a heading is without its marks", "## Two  ##  \n", "heading 2 0 [3-6] Two\n"},
      {"a heading may begin with emphasis, which is inside its source", "# *a* b\n",
       "title a b\nheading 1 0 [2-7] a b\n"},
      {"an underlined heading is without its line", "One\ntwo\n---\n", "heading 2 0 [0-7] One two\n"},
      {"a line of a paragraph ends in a space", "one\n  two\n", "paragraph 0 0 [0-9] one two\n"},
      {"a hard break stays a break", "one  \ntwo\\\nthree", "paragraph 0 0 [0-16] one\\ntwo\\nthree\n"},
      {"emphasis, code and links are their text", "a *b* `c` [d](e \"f\") <g@h.i>",
       "paragraph 0 0 [0-28] a b c d g@h.i\n"},
      {"a link's end is inside the source", "see [d](e)", "paragraph 0 0 [0-10] see d\n"},
      {"a reference link's label is not text", "[a][b] c\n\n[b]: u", "paragraph 0 0 [0-8] a c\n"},
      {"link definitions before a paragraph are no part of it", "[b]: u\nsee [b] now",
       "paragraph 0 0 [7-18] see b now\n"},
      {"references and escapes are resolved", "&eacute;\\* &lt;", "paragraph 0 0 [0-15] é* <\n"},
      {"an image is its alternative text", "![a *b*](c.png) d", "paragraph 0 0 [0-17] a b d\n"},
      {"an image without one is nothing", "![](c.png)", ""},
      {"tags inside a line are dropped", "a <b>c</b><br>d", "paragraph 0 0 [0-15] a c\\nd\n"},
      {"strikethrough and bare addresses are text", "~~a~~ www.b.c", "paragraph 0 0 [0-13] a www.b.c\n"},
      {"items of one list share a group", "- a\n- b\n\npause\n\n1. c\n",
       "item 1 1 [2-3] a\nitem 1 1 [6-7] b\nparagraph 0 0 [9-14] pause\nitem 1 2 [19-20] c\n"},
      {"nested items have their depth and the group of the outermost list", "- a\n  - b\n    more\n",
       "item 1 1 [2-3] a\nitem 2 1 [8-18] b more\n"},
      {"a task's box is no text", "- [x] done\n", "item 1 1 [6-10] done\n"},
      {"further paragraphs of an item belong to its list", "- a\n\n  b\n", "item 1 1 [2-3] a\nparagraph 0 1 [7-8] b\n"},
      {"code in an item is code", "- a\n\n      b\n", "item 1 1 [2-3] a\ncode 0 0 [11-12] b\n"},
      {"a quotation's later lines may lack the mark", "> a\nb\n> c\n", "quote 0 0 [2-9] a b c\n"},
      {"quotations nest", "> a\n> > b\n> > c\n", "quote 0 0 [2-3] a\nquote 0 0 [8-15] b c\n"},
      {"a heading in a quotation heads nothing", "> # a\n", "quote 0 0 [4-5] a\n"},
      {"a table is its rows, the head first", "| a | b |\n|---|---|\n| c | *d* |\n",
       "row 0 1 [2-7] a | b\nrow 0 1 [22-29] c | d\n"},
      {"an escaped bar is part of its cell", "|a|b|\n|-|-|\n|x\\|y|`p\\|q`|\n",
       "row 0 1 [1-4] a | b\nrow 0 1 [13-24] x|y | p|q\n"},
      {"rows may begin anywhere", "  a|b\n--|--\nc|d\n", "row 0 1 [2-5] a | b\nrow 0 1 [12-15] c | d\n"},
      {"a table in a quotation in an item", "- > |a|\n  > |-|\n  > |b|\n", "row 0 2 [5-6] a\nrow 0 2 [21-22] b\n"},
      {"an empty cell has no text", "|a|b|\n|-|-|\n||d|\n", "row 0 1 [1-4] a | b\nrow 0 1 [14-15] d\n"},
      {"a paragraph right before a table is one of its own", "intro\n|a|\n|-|\n|b|\n",
       "paragraph 0 0 [0-5] intro\nrow 0 1 [7-8] a\nrow 0 1 [15-16] b\n"},
      {"fenced code is its content to the letter", "```c\n  a *b*\n\n\tc\n```\n", "code 0 0 [7-16] a *b*\\n\\n\\tc\n"},
      {"indented code is without its indentation", "    a\n      b\n", "code 0 0 [4-13] a\\n  b\n"},
      {"code in a quotation is without the marks", "> ```\n> a\n> b\n> ```\n", "code 0 0 [8-13] a\\nb\n"},
      {"a block of tags is read like a page", "<h2>a</h2>\n<ul><li>b &amp; c</ul>\n",
       "heading 2 0 [4-5] a\nitem 1 1 [19-28] b & c\n"},
      {"a comment is nothing", "<!-- a\nb -->\n\nc", "paragraph 0 0 [14-15] c\n"},
      {"a script is nothing", "<script>\na\n</script>\n", ""},
      {"tags in an item are placed in its lines", "- <div>\n  a\n  <b>c</b>\n  </div>\n",
       "paragraph 0 0 [10-18] a c\n"},
      {"a footnote stands where it was written, its number nowhere", "a[^1] b\n\n[^1]: c\n\nd",
       "paragraph 0 0 [0-7] a b\nparagraph 0 0 [15-16] c\nparagraph 0 0 [18-19] d\n"},
      {"line ends may be carriage returns", "a\rb\r\r# c\r", "title c\nparagraph 0 0 [0-3] a b\nheading 1 0 [7-8] c\n"},
      {"code has one kind of line end", "```\r\na\r\nb\r\n```\r\n", "code 0 0 [5-9] a\\nb\n"},
      {"runs of spaces are one", "a   b", "paragraph 0 0 [0-5] a b\n"},
  }));
  INFO(c.name);
  CHECK(dump_of(c.input) == c.expected);
}

TEST_CASE("markdown: front matter gives title and language and is no text") {
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"yaml", "---\ntitle: \"A: b\"\nlang: de\ntags:\n  - x\n---\nc\n",
       "title A: b\nlanguage de\nparagraph 0 0 [43-44] c\n"},
      {"the other key for a language, the other end", "---\nlanguage: 'pt-BR'\n...\nc\n",
       "language pt-BR\nparagraph 0 0 [26-27] c\n"},
      {"toml", "+++\ntitle = 'A'\n[params]\n+++\nc\n", "title A\nparagraph 0 0 [29-30] c\n"},
      {"its title goes before the first heading", "---\ntitle: A\n---\n# B\n", "title A\nheading 1 0 [19-20] B\n"},
      {"an indented key is not the document's", "---\nx:\n  title: A\n---\n", ""},
      {"a text between two rules is text", "---\nSome words here.\n\n---\n", "paragraph 0 0 [4-20] Some words here.\n"},
      {"without an end it is none", "---\ntitle: A\n\nb\n", "paragraph 0 0 [4-12] title: A\nparagraph 0 0 [14-15] b\n"},
      {"not at the top it is none", "\n---\ntitle: A\n---\n", "heading 2 0 [5-13] title: A\n"},
  }));
  INFO(c.name);
  CHECK(dump_of(c.input) == c.expected);
}

TEST_CASE("markdown: front matter gives the date") {
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"yaml", "---\ndate: 2026-06-15\n---\n", "date 2026-06-15\n"},
      {"with a time", "---\ndate: 2026-06-15T10:00:00Z\n---\n", "date 2026-06-15\n"},
      {"with a time behind a space", "---\ndate: 2026-06-15 23:59:00 -0500\n---\n", "date 2026-06-15\n"},
      {"quoted", "---\ndate: \"2026-06-15\"\n---\n", "date 2026-06-15\n"},
      {"quoted otherwise, with a time", "---\ndate: '2026-06-15 10:00'\n---\n", "date 2026-06-15\n"},
      {"before a comment", "---\ndate: 2026-06-15 # a Monday\n---\n", "date 2026-06-15\n"},
      {"quoted before a comment", "---\ndate: '2026-06-15' # a Monday\n---\n", "date 2026-06-15\n"},
      {"toml", "+++\ndate = 2026-06-15T10:00:00-05:00\n+++\n", "date 2026-06-15\n"},
      {"toml, quoted", "+++\ndate = \"2026-06-15\"\n+++\n", "date 2026-06-15\n"},
      {"with Windows' line ends", "---\r\ndate: 2026-06-15\r\n---\r\n", "date 2026-06-15\n"},
      {"the last change goes before it", "---\ndate: 2026-06-15\nlastmod: 2026-07-01\n---\n", "date 2026-07-01\n"},
      {"wherever it stands", "---\nupdated: 2026-07-01\ndate: 2026-06-15\n---\n", "date 2026-07-01\n"},
      {"what is no day is none", "---\ndate: 2026-02-30\ncreated: June 2026\n---\n", ""},
      {"nor is nothing", "---\ndate:\nupdated: \"\n---\n", ""},
      {"an indented key is not the document's", "---\nx:\n  date: 2026-06-15\n---\n", ""},
      {"without an end there is none", "---\ndate: 2026-06-15\n", "paragraph 0 0 [4-20] date: 2026-06-15\n"},
  }));
  INFO(c.name);
  CHECK(dump_of(c.input) == c.expected);
}

TEST_CASE("markdown: the title is the first heading, if it is of the first level") {
  CHECK(read_markdown("intro\n\n# A *b*\n\n# C\n")->title == "A b");
  CHECK(read_markdown("## A\n\n# B\n")->title.empty());
  CHECK(read_markdown("text\n")->title.empty());
}

TEST_CASE("markdown: anchors name the beginning of each verbatim stretch") {
  const auto document = read_markdown("ab *cd* &amp; e\\*f\n  gh");
  REQUIRE(document->blocks.size() == 1);
  CHECK(document->blocks[0].text == "ab cd & e*f gh");
  // "cd" behind its star; "e" behind the reference; "*f" behind the backslash; "gh" on its line.
  CHECK(document->blocks[0].anchors == std::vector<Anchor>{{0, 0}, {3, 4}, {8, 14}, {9, 16}, {12, 21}});
}

TEST_CASE("markdown: what would cost too much is read as plain text") {
  const auto document = read_markdown(std::string(1000, '>') + "a");
  REQUIRE(document.has_value());
  REQUIRE(document->blocks.size() == 1);
  CHECK(document->blocks[0].text == std::string(1000, '>') + "a");
}
