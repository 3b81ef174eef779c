// SPDX-License-Identifier: GPL-3.0-or-later
// Tables, JSON, XML, logs, reStructuredText, manual pages and source code → blocks, in small.
#include <string>
#include <string_view>

#include "indexer/format/format.h"
#include "indexer/format/table_header.h"
#include "tests/property/markup_promises.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

namespace {

using pilcrow::indexer::ReadResult;
using pilcrow::test::dump;

struct Case {
  std::string name;
  std::string input;
  std::string expected;  ///< Blocks as "kind level group [place] text", a line each.
};

void check(const Case& c, ReadResult (*read)(std::string_view)) {
  INFO(c.name);
  const ReadResult found = read(c.input);
  REQUIRE(found.has_value());
  CHECK(pilcrow::test::broken_promise(*found, c.input) == "");
  CHECK(dump(*found) == c.expected);
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (; count > 0; --count) out += text;
  return out;
}

}  // namespace

TEST_CASE("csv: each record is a row that can be read by itself") {
  const auto c = GENERATE(values<Case>({
      {"the header's names stand before the values", "Name,City\nAnna,Bern\n",
       "row 0 1 [10-19] Name: Anna | City: Bern\n"},
      {"numbers make no header", "1,Bern\n2,Oslo\n", "row 0 1 [0-6] 1 | Bern\nrow 0 1 [7-13] 2 | Oslo\n"},
      {"dates make no header", "2024-01-02;a\n2024-01-03;b\n",
       "row 0 1 [0-12] 2024-01-02 | a\nrow 0 1 [13-25] 2024-01-03 | b\n"},
      {"names that are twice there name nothing", "a\ta\nb\tc\n", "row 0 1 [0-3] a | a\nrow 0 1 [4-7] b | c\n"},
      {"empty cells are left out", "Name|City|Age\nAnna||7\n", "row 0 1 [14-21] Name: Anna | Age: 7\n"},
      {"quotes hold the separator, line ends and quotes", "N;T\n1;\"a;\n \"\"b\"\"\"\n",
       "row 0 1 [4-16] N: 1 | T: a; \"b\"\n"},
      {"a quote that is never closed is a sign", "N,T\n1,\"a\n2,b\n",
       "row 0 1 [4-8] N: 1 | T: \"a\nrow 0 1 [9-12] N: 2 | T: b\n"},
      {"quotes in the middle are signs", "N,T\n5\" pipe,\"so\" he said\n",
       "row 0 1 [4-24] N: 5\" pipe | T: \"so\" he said\n"},
      {"ragged rows", "N,T\n1\n2,b,c\n3,d\n4,e\n",
       "row 0 1 [4-5] N: 1\nrow 0 1 [6-11] N: 2 | T: b | c\nrow 0 1 [12-15] N: 3 | T: d\nrow 0 1 [16-19] N: 4 | T: "
       "e\n"},
      {"a header alone is a row", "Name,City\n", "row 0 1 [0-9] Name | City\n"},
      {"the separator said to spreadsheets", "sep=;\nName;City\nAnna;Bern\n",
       "row 0 1 [16-25] Name: Anna | City: Bern\n"},
      {"prose with commas is plain text", "Well, it rains.\nSo we stay, and read.\n",
       "paragraph 0 0 [0-37] Well, it rains.\\nSo we stay, and read.\n"},
      {"no separator at all", "one\ntwo\n", "paragraph 0 0 [0-7] one\\ntwo\n"},
      {"nothing", "", ""},
  }));
  check(c, pilcrow::indexer::read_csv);
}

TEST_CASE("csv: wide and large tables are bounded") {
  std::string wide;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 300; ++column)
      wide += (row == 0 ? "c" : "") + std::to_string(column) + (column < 299 ? "," : "\n");
  }
  const auto rows = pilcrow::indexer::read_csv(wide);
  REQUIRE(rows->blocks.size() == 2);
  CHECK(rows->blocks[0].text.substr(0, 21) == "c0: 0 | c1: 1 | c2: 2");

  const auto field = pilcrow::indexer::read_csv("a,b\n1,\"" + repeated("word ", 2'000'000) + "\"\n2,3\n");
  REQUIRE(field.has_value());
  CHECK(field->blocks.size() >= 2);

  // Names are not said again for each of a million empty-looking cells.
  const std::string name(100, 'n');
  const auto grown = pilcrow::indexer::read_csv(name + ",m\n" + repeated("1,2\n", 100'000));
  std::size_t size = 0;
  for (const auto& block : grown->blocks) size += block.text.size();
  CHECK(size < 10'000'000);

  CHECK(pilcrow::indexer::read_csv(repeated("\"a,", 200'000)).has_value());
}

TEST_CASE("names_columns: what can be the first row of a table") {
  using pilcrow::indexer::names_columns;
  CHECK(names_columns({"Name", "City"}));
  CHECK(names_columns({"", "Name", "City", ""}));
  CHECK_FALSE(names_columns({"Name", "", "City"}));
  CHECK_FALSE(names_columns({"Name", "2024"}));
  CHECK_FALSE(names_columns({"Name", "Name"}));
  CHECK_FALSE(names_columns({"Name"}));
  CHECK_FALSE(names_columns({"Name", std::string(200, 'x')}));
}

TEST_CASE("json: records are rows, prose and large values stand under headings") {
  const std::string prose = repeated("one two three four five six seven ", 10);
  const auto c = GENERATE_COPY(values<Case>({
      {"nested keys are joined", R"({"a": 1, "b": {"c": true, "d": [1, "x"]}})",
       "row 0 1 [2-37] a: 1 | b.c: true | b.d: 1, x\n"},
      {"null and empty strings are left out", R"({"a": null, "b": "", "c": 2})", "row 0 1 [22-27] c: 2\n"},
      {"escapes", R"(["a\"\u00e9\ud83d\ude00\n\tb"])", "row 0 1 [2-28] a\"é😀 b\n"},
      {"half a surrogate pair", R"(["a\ud83d"])", "row 0 1 [2-9] a\uFFFD\n"},
      {"objects in an array", R"([{"k": 1}, {"k": 2}])", "row 0 1 [3-18] k: 1 | k: 2\n"},
      {"prose stands under its key", "{\"id\": 1, \"t\": \"" + prose + "\"}",
       "row 0 1 [2-8] id: 1\nheading 1 0 [11-12] t\nparagraph 0 0 [16-355] " + prose.substr(0, prose.size() - 1) +
           "\n"},
      {"after prose the record goes on under its own name", "[{\"name\": \"N\", \"t\": \"" + prose + "\", \"u\": 2}]",
       "heading 1 0 [1-2] N\nrow 0 1 [3-12] name: N\nheading 2 0 [16-17] t\nparagraph 0 0 [21-360] " +
           prose.substr(0, prose.size() - 1) + "\nheading 1 0 [364-365] N\nrow 0 1 [365-370] u: 2\n"},
      {"a value alone", "\"hello\"", "row 0 1 [1-6] hello\n"},
      {"what is no JSON is plain text", "{'a': 1}", "paragraph 0 0 [0-8] {'a': 1}\n"},
      {"so is what has more behind it", "{} x", "paragraph 0 0 [0-4] {} x\n"},
      {"a comma too many", "[1,]", "paragraph 0 0 [0-4] [1,]\n"},
      {"a number that is none", "[01]", "paragraph 0 0 [0-4] [01]\n"},
      {"nothing", "", ""},
  }));
  check(c, pilcrow::indexer::read_json);
}

TEST_CASE("json: deep nesting and long keys are bounded") {
  CHECK(pilcrow::indexer::read_json(repeated("[", 100'000)).has_value());
  CHECK(pilcrow::indexer::read_json(repeated("[", 900) + "1" + repeated("]", 900)).has_value());
  CHECK(pilcrow::indexer::read_json(repeated("{\"k\":", 100'000)).has_value());
  const auto grown =
      pilcrow::indexer::read_json("{\"" + std::string(100'000, 'k') + "\": [" + repeated("1,", 200'000) + "1]}");
  std::size_t size = 0;
  for (const auto& block : grown->blocks) size += block.text.size();
  CHECK(size < 5'000'000);
}

TEST_CASE("json lines: a record a line, others as they stand") {
  const auto c = GENERATE(values<Case>({
      {"records", "{\"a\": 1}\r\n\n[2]\n", "row 0 1 [2-7] a: 1\nrow 0 1 [12-13] 2\n"},
      {"a line that is no JSON", "{\"a\": 1}\nnot so\n", "row 0 1 [2-7] a: 1\nparagraph 0 0 [9-15] not so\n"},
  }));
  check(c, pilcrow::indexer::read_json_lines);
}

TEST_CASE("xml: text stands in the blocks that its elements make") {
  const auto c = GENERATE(values<Case>({
      {"mixed content is one block", "<a><p>x <b>y</b>z</p></a>", "paragraph 0 0 [6-17] x yz\n"},
      {"titles are headings", "<a><s><title>T</title><p>x</p><s><title>U</title></s></s></a>",
       "title T\nheading 1 0 [13-14] T\nparagraph 0 0 [25-26] x\nheading 2 0 [40-41] U\n"},
      {"short elements are one row", "<a><b>1</b><c>2</c></a>", "row 0 1 [4-15] b: 1 | c: 2\n"},
      {"the first name again begins another row", "<a><b>1</b><b>2</b></a>",
       "row 0 1 [4-7] b: 1\nrow 0 1 [12-15] b: 2\n"},
      {"attributes that speak", "<a><b title='T t'/><c summary=\"S\"><p>x</p></c></a>",
       "row 0 1 [6-16] title: T t\nrow 0 1 [22-32] summary: S\nparagraph 0 0 [37-38] x\n"},
      {"references", "<p>&lt;&#xE9;&#233;&amp;</p>", "paragraph 0 0 [3-24] <éé&\n"},
      {"entities of its own are not expanded", "<!DOCTYPE p [<!ENTITY x \"y>z\">]><p>&x; a</p>",
       "paragraph 0 0 [35-40] &x; a\n"},
      {"character data", "<p><![CDATA[a < b]]> c</p>", "paragraph 0 0 [12-22] a < b c\n"},
      {"comments are left out", "<p>a<!-- <p>b --> c</p>", "paragraph 0 0 [3-19] a c\n"},
      {"what is never closed", "<p>a <b>c", "paragraph 0 0 [3-9] a c\n"},
      {"what was never opened", "<p>a</b> c</p>", "paragraph 0 0 [3-10] a c\n"},
      {"no elements: plain text", "a < b", "paragraph 0 0 [0-5] a < b\n"},
  }));
  check(c, pilcrow::indexer::read_xml);
}

TEST_CASE("xml: images have no text, pages are HTML, and hostile ones are bounded") {
  CHECK(pilcrow::indexer::read_xml("<svg><text>x</text></svg>").error() == "image");
  CHECK(dump(*pilcrow::indexer::read_xml("<html><body><li>x</li></body></html>")) == "item 1 0 [16-17] x\n");
  for (const std::string& hostile :
       {repeated("<a>", 200'000) + "x", repeated("<a", 200'000), repeated("<a \"", 200'000), repeated("<!--", 100'000),
        repeated("<![CDATA[", 100'000), "<a>" + repeated("</b>", 200'000), repeated("<a '\"", 200'000),
        repeated("<a><title>t</title>", 50'000), "<p>" + repeated("&", 300'000), repeated("<!DOCTYPE [", 50'000)}) {
    INFO(hostile.substr(0, 30));
    const auto document = pilcrow::indexer::read_xml(hostile);
    REQUIRE(document.has_value());
    CHECK(pilcrow::test::broken_promise(*document, hostile) == "");
  }
}

TEST_CASE("log: records of a moment stand together, with the lines that follow them") {
  const std::string record = "2026-02-03 04:05:06 " + std::string(600, 'x') + "\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"one block to the letter", "Jan  1 00:00:01 host a: b\nJan  1 00:00:02 host a: c\n  more\n\n",
       "code 0 0 [0-58] Jan  1 00:00:01 host a: b\\nJan  1 00:00:02 host a: c\\n  more\n"},
      {"another minute, and enough before: another block", record + "2026-02-03 04:06:06 y\n",
       "code 0 0 [0-620] " + record.substr(0, 620) + "\ncode 0 0 [621-642] 2026-02-03 04:06:06 y\n"},
      {"a web server's",
       "::1 - - [10/Oct/2025:13:55:36 +0200] \"GET /a\"\n::1 - - [10/Oct/2025:13:55:37 +0200] \"GET /b\"\n",
       "code 0 0 [0-91] ::1 - - [10/Oct/2025:13:55:36 +0200] \"GET /a\"\\n::1 - - [10/Oct/2025:13:55:37 +0200] \"GET "
       "/b\"\n"},
      {"the kernel's", "[    0.000001] a\n[    0.000002] b\n", "code 0 0 [0-33] [    0.000001] a\\n[    0.000002] b\n"},
      {"no times: plain text", "We met.\n\nWe parted.\n",
       "paragraph 0 0 [0-7] We met.\nparagraph 0 0 [9-19] We parted.\n"},
  }));
  check(c, pilcrow::indexer::read_log);
}

TEST_CASE("reStructuredText: structure and inline markup") {
  const auto c = GENERATE(values<Case>({
      {"levels in order of appearance", "A\n~~~~\n\nB\n====\n\nC\n~~~~\n",
       "title A\nheading 1 0 [0-1] A\nheading 2 0 [8-9] B\nheading 1 0 [16-17] C\n"},
      {"over and under is another style", "====\nA\n====\n\nB\n====\n",
       "title A\nheading 1 0 [5-6] A\nheading 2 0 [13-14] B\n"},
      {"inline markup", "*a* **b** ``c`` `d` :r:`e` `f <g>`_ h_ |i| [1]_",
       "paragraph 0 0 [1-46] a b c d e f h i [1]\n"},
      {"signs that are no markup", "2 * 3 * 4, a*b, \\*x*, __init__, *args",
       "paragraph 0 0 [0-37] 2 * 3 * 4, a*b, *x*, __init__, *args\n"},
      {"literal blocks", "See::\n\n  x *y*\n\nend",
       "paragraph 0 0 [0-4] See:\ncode 0 0 [9-14] x *y*\nparagraph 0 0 [16-19] end\n"},
      {"comments and targets", ".. no\n   never\n\n.. _t:\n\nyes\n", "paragraph 0 0 [24-27] yes\n"},
      {"directives", ".. warning:: Hot\n\n.. image:: x.png\n   :alt: y\n\n.. code:: c\n\n   int a;\n",
       "paragraph 0 0 [13-16] Hot\ncode 0 0 [63-69] int a;\n"},
      {"lists", "- a\n- b\n  c\n\n  * d\n", "item 1 1 [2-3] a\nitem 1 1 [6-11] b c\nitem 2 1 [17-18] d\n"},
      {"definitions and fields", "term\n  what\n\n:f: g\n", "item 1 1 [0-11] term: what\nitem 1 1 [14-18] f: g\n"},
      {"a grid", "+---+---+\n| a | b |\n|   | c |\n+---+---+\n| d     |\n+---+---+\n",
       "row 0 1 [12-27] a | b c\nrow 0 1 [42-43] d\n"},
      {"a simple table", "==  ==\na   b\n    c\n==  ==\n\nx", "row 0 1 [7-18] a | b c\nparagraph 0 0 [27-28] x\n"},
      {"a footnote", ".. [1] text\n   more\n", "paragraph 0 0 [3-19] [1] text more\n"},
  }));
  check(c, pilcrow::indexer::read_restructured_text);
}

TEST_CASE("reStructuredText: hostile documents are read in bounded time") {
  for (const std::string& hostile :
       {repeated("*a ", 200'000), repeated("`a ", 200'000), repeated("- ", 200'000), repeated(".. ", 200'000),
        repeated("a::\n\n ", 100'000), repeated("+-", 100'000) + "+\n" + repeated("|\n", 2'000),
        repeated(":a", 200'000), repeated("= ", 100'000) + "\n" + repeated("x\n", 1'000), repeated("\n", 300'000),
        repeated("* - ", 100'000), repeated("_`", 200'000), repeated("\\", 200'001)}) {
    INFO(hostile.substr(0, 20));
    const auto document = pilcrow::indexer::read_restructured_text(hostile);
    REQUIRE(document.has_value());
    CHECK(pilcrow::test::broken_promise(*document, hostile) == "");
  }
}

TEST_CASE("man pages: what is shown, and nothing of the markup") {
  const auto c = GENERATE(values<Case>({
      {"the title", ".TH LS 1 2024-05-06\n.SH NAME\nls \\- list\n",
       "title ls(1): list\ndate 2024-05-06\nheading 1 0 [24-28] NAME\nparagraph 0 0 [29-39] ls - list\n"},
      {"fonts and characters", ".SH A\n\\fBb\\fP\\-c\\(em\\[u00E9]\\&.\\\" no\n",
       "heading 1 0 [4-5] A\nparagraph 0 0 [9-31] b-c—é.\n"},
      {"macros of fonts", ".SH A\n.BR b (1)\n.I c d\n.B \"e f\" g\n",
       "heading 1 0 [4-5] A\nparagraph 0 0 [10-33] b(1) c d e f g\n"},
      {"tagged paragraphs", ".SH A\n.TP\n.B \\-x\ny\n.IP \\(bu 3\nw\n.IP zz\n",
       "heading 1 0 [4-5] A\nitem 1 1 [14-18] -x: y\nitem 1 1 [23-31] • w\nitem 1 1 [36-38] zz\n"},
      {"not filled", ".SH A\n.nf\na\n  b\n.fi\nc\n",
       "heading 1 0 [4-5] A\ncode 0 0 [10-15] a\\n  b\nparagraph 0 0 [20-21] c\n"},
      {"conditions and definitions", ".SH A\n.if t no\n.if n yes\n.ie t \\{\n.B no\n.\\}\n.el also\n.de X\nno\n..\n",
       "heading 1 0 [4-5] A\nparagraph 0 0 [21-52] yes also\n"},
      {"a heading on the next line", ".TH A 1\n.SH\nB c\nd\n",
       "title a(1)\nheading 1 0 [12-15] B c\nparagraph 0 0 [16-17] d\n"},
      {"mdoc", ".Dd May 6, 2024\n.Dt X 1\n.Sh NAME\n.Nm x\n.Nd y\n.Sh D\n.Op Fl a Ar b ,\n.Nm\n",
       "title x(1): y\ndate 2024-05-06\nheading 1 0 [28-32] NAME\nparagraph 0 0 [37-44] x – y\nheading 1 0 [49-50] D\n"
       "paragraph 0 0 [58-66] [-a b], x\n"},
      {"no manual page", "1. Introduction", "item 1 1 [0-15] 1. Introduction\n"},
  }));
  check(c, pilcrow::indexer::read_man_page);
}

TEST_CASE("man pages: hostile ones are read in bounded time") {
  const std::string head = ".TH A 1\n";
  for (const std::string& hostile :
       {repeated(".if n ", 100'000), repeated(".ie n \\{\\\n", 100'000), repeated("\\*[", 200'000),
        repeated("\\h'", 200'000), ".TS\n" + repeated("\t", 200'000), repeated(".ds a \\*a\\*a\n", 20'000) + "\\*a",
        repeated(".Bl\n", 100'000), repeated(".RS\n", 100'000) + ".TP\nx\n", repeated(".Oo ", 100'000),
        repeated("\\}", 100'000), std::string("\\")}) {
    INFO(hostile.substr(0, 20));
    const std::string page = head + hostile;
    const auto document = pilcrow::indexer::read_man_page(page);
    REQUIRE(document.has_value());
    CHECK(pilcrow::test::broken_promise(*document, page) == "");
  }
}

TEST_CASE("source code: comments are prose, definitions are headings") {
  const auto c = GENERATE(values<Case>({
      {"C", "// Adds\n// one.\nint add(int a) {\n  // why\n  return a + 1;\n}\n",
       "heading 1 0 [0-1] int add(int a)\nparagraph 0 0 [3-15] Adds one.\n"
       "code 0 0 [16-59] int add(int a) {\\n  // why\\n  return a + 1;\\n}\n"},
      {"a starred comment", "/**\n * A b\n *\n * c\n */\nint x;\n",
       "paragraph 0 0 [7-10] A b\nparagraph 0 0 [17-18] c\ncode 0 0 [23-29] int x;\n"},
      {"Python", "def f(x):\n    \"\"\"Does it.\"\"\"\n    return x\n",
       "heading 1 0 [0-8] def f(x)\nparagraph 0 0 [17-25] Does it.\ncode 0 0 [33-41] return x\n"},
      {"shell", "#!/bin/sh\n# Says it.\nsay() {\n  echo it\n}\nsay\n",
       "heading 1 0 [10-11] say()\nparagraph 0 0 [12-20] Says it.\ncode 0 0 [21-44] say() {\\n  echo it\\n}\\nsay\n"},
      {"SQL", "-- All of it.\nCREATE TABLE t (\n  a int\n);\n",
       "heading 1 0 [0-1] CREATE TABLE t (\nparagraph 0 0 [3-13] All of it.\ncode 0 0 [14-41] CREATE TABLE t (\\n  a "
       "int\\n);\n"},
      {"Lisp", ";; Twice.\n(defun twice (x)\n  (* 2 x))\n",
       "heading 1 0 [0-1] (defun twice (x)\nparagraph 0 0 [3-9] Twice.\ncode 0 0 [10-37] (defun twice (x)\\n  (* 2 "
       "x))\n"},
      {"members of a class", "class A:\n    def b(self):\n        pass\n\nclass C:\n    x = 1\n",
       "heading 1 0 [0-7] class A\nheading 2 0 [13-24] def b(self)\ncode 0 0 [34-38] pass\nheading 1 0 [40-47] class "
       "C\ncode 0 0 [53-58] x = 1\n"},
      {"nothing that is known", "10 PRINT\n20 GOTO 10\n", "code 0 0 [0-19] 10 PRINT\\n20 GOTO 10\n"},
      {"a comment that never ends", "/* a\n b", "paragraph 0 0 [3-7] a b\n"},
  }));
  check(c, pilcrow::indexer::read_source_code);
}
