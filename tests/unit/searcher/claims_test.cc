// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include "pilcrow/verify.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

using namespace pilcrow;
using pilcrow::test::values;

namespace {

/// "3 pc1:a:b:c whole 'text' in path 1-2", a line a claim.
std::string dump(const std::vector<Claim>& claims) {
  std::string out;
  for (const Claim& claim : claims) {
    out += std::to_string(claim.line) + " " + (claim.citation.empty() ? "-" : claim.citation);
    if (!claim.quote.empty()) out += (claim.whole ? " whole '" : " '") + test::on_one_line(claim.quote) + "'";
    if (!claim.path.empty()) out += " in " + claim.path;
    if (claim.lines) out += " " + std::to_string(claim.lines->first) + "-" + std::to_string(claim.lines->last);
    out += "\n";
  }
  return out;
}

struct Case {
  std::string name;
  std::string input;
  std::string expected;
};

}  // namespace

TEST_CASE("claims in JSON Lines") {
  const auto c = GENERATE(values<Case>({
      {"a hit claims its whole text",
       R"({"type":"hit","path":"/a.md","lines":[3,4],"text":"Wind blows.","citation":"pc1:x:y:z"})",
       "1 pc1:x:y:z whole 'Wind blows.' in /a.md 3-4\n"},
      {"of which a part was kept",
       R"({"type":"hit","path":"/a.md","lines":[3,4],"text":"Wind","kept":[0,4],"kept_of":9,"citation":"pc1:x:y:z"})",
       "1 pc1:x:y:z 'Wind' in /a.md 3-4\n"},
      {"a citation and a quote", R"({"citation":"pc1:x:y:z","quote":"Wind"})", "1 pc1:x:y:z 'Wind'\n"},
      {"a citation alone", R"({"citation":"pc1:x:y:z"})", "1 pc1:x:y:z\n"},
      {"a path and lines", R"({"path":"/a.md","lines":[7,9],"quote":"Wind"})", "1 - 'Wind' in /a.md 7-9\n"},
      {"one line", R"({"path":"/a.md","lines":[7]})", "1 - in /a.md 7-7\n"},
      {"a line as a number", R"({"path":"/a.md","lines":7})", "1 - in /a.md 7-7\n"},
      {"lines that are none", "{\"citation\":\"pc1:x:y:z\",\"lines\":\"7\"}\n{\"citation\":\"pc1:x:y:z\",\"lines\":-1}",
       "1 -\n2 -\n"},
      {"a citation with a text that is none", R"({"citation":"pc1:x:y:z","text":7})", "1 -\n"},
      {"a citation with a path that is none", R"({"citation":"pc1:x:y:z","path":7})", "1 -\n"},
      {"a path that is not UTF-8", R"({"path":{"bytes":"L2H/"}})", "1 - in /a\xFF\n"},
      {"no path, nor lines", R"({"path":{"bytes":"#"},"lines":[0,4]})", "1 -\n"},
      {"lines upside down, or out of bounds",
       "{\"path\":\"/a\",\"lines\":[4,3]}\n{\"path\":\"/a\",\"lines\":[1,4294967296]}", "1 -\n2 -\n"},
      {"summaries are passed over, blank lines too",
       "{\"type\":\"summary\",\"query\":\"wind\"}\r\n\n  \t\n{\"citation\":\"pc1:x:y:z\"}\n", "4 pc1:x:y:z\n"},
      {"an error in the place of an answer is a claim that fails", R"({"type":"error","message":"no index"})", "1 -\n"},
      {"a line that is no JSON, a list, a number, one cut off", "{]\n[1]\n3\n{\"citation\":\"pc",
       "1 -\n2 -\n3 -\n4 -\n"},
      {"members of other types", R"({"citation":7,"path":[],"lines":"3","text":{}})", "1 -\n"},
      {"a quote that is none", R"({"citation":"pc1:x:y:z","quote":["Wind"]})", "1 -\n"},
      {"a mark at the beginning", "\xEF\xBB\xBF{\"citation\":\"pc1:x:y:z\"}", "1 pc1:x:y:z\n"},
  }));
  INFO(c.name);
  CHECK(dump(read_claims(c.input)) == c.expected);
}

TEST_CASE("claims in Markdown") {
  const auto c = GENERATE(values<Case>({
      {"nothing", "", ""},
      {"no citation", "Wind is \"cheap\".", ""},
      {"a bare citation", "Wind is cheap [pc1:x:y:z].", "1 pc1:x:y:z\n"},
      {"text in quotation marks before it", "It says \"wind is\ncheap\" [pc1:x:y:z].",
       "2 pc1:x:y:z 'wind is\\ncheap'\n"},
      {"typographic ones", "“a b” pc1:x:y:1\n\n„c d“ pc1:x:y:2\n\n«e f» pc1:x:y:3\n\n「gh」 pc1:x:y:4",
       "1 pc1:x:y:1 'a b'\n3 pc1:x:y:2 'c d'\n5 pc1:x:y:3 'e f'\n7 pc1:x:y:4 'gh'\n"},
      {"those of other houses", "»a b« pc1:x:y:1\n\n‹c d› pc1:x:y:2\n\n›e f‹ pc1:x:y:3\n\n‚g h‘ pc1:x:y:4",
       "1 pc1:x:y:1 'a b'\n3 pc1:x:y:2 'c d'\n5 pc1:x:y:3 'e f'\n7 pc1:x:y:4 'g h'\n"},
      {"behind it, where none stands before it", "According to [pc1:x:y:z], \"wind is cheap\".",
       "1 pc1:x:y:z 'wind is cheap'\n"},
      {"behind each of several", "[pc1:x:y:1] says \"a b\" and [pc1:x:y:2] \"c d\".",
       "1 pc1:x:y:1 'a b'\n1 pc1:x:y:2 'c d'\n"},
      {"before it, and other words behind it", "\"a b\" [pc1:x:y:1], so \"c d\".", "1 pc1:x:y:1 'a b'\n"},
      {"block quotes that it announces", "As **[pc1:x:y:z]** says:\n\n> wind is cheap\n\n> and free\n\n> not",
       "1 pc1:x:y:z 'wind is cheap'\n1 pc1:x:y:z 'and free'\n1 pc1:x:y:z 'not'\n"},
      {"a block quote of the next one", "See [pc1:x:y:1].\n\n> wind is cheap\n\n-- pc1:x:y:2",
       "1 pc1:x:y:1\n5 pc1:x:y:2 'wind is cheap'\n"},
      {"each quotation is a claim", "\"One\" and \"two\" (pc1:x:y:z)", "1 pc1:x:y:z 'One'\n1 pc1:x:y:z 'two'\n"},
      {"no further back than the citation before", "\"One\" [pc1:x:y:1], but two [pc1:x:y:2], \"three\" [pc1:x:y:3]",
       "1 pc1:x:y:1 'One'\n1 pc1:x:y:2\n1 pc1:x:y:3 'three'\n"},
      {"nor than its paragraph", "\"One\".\n\nTwo [pc1:x:y:z]", "3 pc1:x:y:z\n"},
      {"items of a list are paragraphs", "- \"One\"\n- two [pc1:x:y:z]\n1. \"three\" pc1:x:y:w",
       "2 pc1:x:y:z\n3 pc1:x:y:w 'three'\n"},
      {"a citation within the quotation", "He: “wind is cheap [pc1:x:y:z]”.", "1 pc1:x:y:z 'wind is cheap'\n"},
      {"a mark that is not closed quotes nothing", "5\" of rain [pc1:x:y:z]", "1 pc1:x:y:z\n"},
      {"a block quote that it stands in", "> Wind is\n> **cheap**.\n> [pc1:x:y:z]",
       "3 pc1:x:y:z 'Wind is\\n**cheap**.'\n"},
      {"behind a dash on the last line", "> Wind is cheap.\n>\n> — energy.md, pc1:x:y:z",
       "3 pc1:x:y:z 'Wind is cheap.'\n"},
      {"in brackets with the source", "> Wind is cheap. (energy.md, pc1:x:y:z)", "1 pc1:x:y:z 'Wind is cheap.'\n"},
      {"brackets of the quote are its own", "> Wind (mostly\n> in winter\n> — pc1:x:y:z",
       "3 pc1:x:y:z 'Wind (mostly\\nin winter'\n"},
      {"with marks around it", "> “Wind is cheap.” — pc1:x:y:z", "1 pc1:x:y:z 'Wind is cheap.'\n"},
      {"the citation first", "> [pc1:x:y:z] Wind is cheap.", "1 pc1:x:y:z 'Wind is cheap.'\n"},
      {"several in one", "> One [pc1:x:y:1]. Two [pc1:x:y:2].", "1 pc1:x:y:1 'One'\n1 pc1:x:y:2 'Two'\n"},
      {"a block quote right before it", "> Wind is cheap.\n\n(energy.md, [pc1:x:y:z])",
       "3 pc1:x:y:z 'Wind is cheap.'\n"},
      {"also without a blank line", "> Wind is cheap.\n— pc1:x:y:z", "2 pc1:x:y:z 'Wind is cheap.'\n"},
      {"not with a paragraph between", "> Wind is cheap.\n\nSo.\n\npc1:x:y:z", "5 pc1:x:y:z\n"},
      {"nor one that has a citation", "> Wind [pc1:x:y:1]\n\nSo it is [pc1:x:y:2]",
       "1 pc1:x:y:1 'Wind'\n3 pc1:x:y:2\n"},
      {"two of them", "> One\n\n> Two\n\npc1:x:y:z", "5 pc1:x:y:z 'One'\n5 pc1:x:y:z 'Two'\n"},
      {"its own quotation comes first", "> One\n\n\"Two\" pc1:x:y:z", "3 pc1:x:y:z 'Two'\n"},
      {"an ordinal belongs to it, what ends the sentence does not", "pc1:x:y:z:2: so.", "1 pc1:x:y:z:2\n"},
      {"a citation cut off is one all the same", "\"Wind\" pc1:x", "1 pc1:x 'Wind'\n"},
      {"the mark alone is none, nor a word that ends so", "pc1: epc1:x:y:z", ""},
      {"nothing but marks is no quotation", "\"…\" pc1:x:y:z", "1 pc1:x:y:z\n"},
      {"line ends of any kind", "> Wind\r\n> [pc1:x:y:z]\r\n", "2 pc1:x:y:z 'Wind'\n"},
  }));
  INFO(c.name);
  CHECK(dump(read_claims(c.input)) == c.expected);
}

TEST_CASE("claims: no input takes more than its size") {
  // Each would take minutes if something were looked for again and again.
  std::string open_marks;
  std::string brackets;
  std::string citations;
  for (int i = 0; i < 200'000; ++i) {
    open_marks += "“「«";
    brackets += "([";
    citations += "pc1:x:y:z ";
  }
  CHECK(read_claims(open_marks + "pc1:x:y:z").size() == 1);
  CHECK(read_claims(brackets + "pc1:x:y:z").size() == 1);
  CHECK(read_claims("> " + brackets + citations).size() == 200'000);
  CHECK(read_claims(citations).size() == 200'000);
  CHECK(read_claims("{\"a\":" + std::string(1'000'000, '[')).size() == 1);
  CHECK(read_claims("{\"a\":" + std::string(1'000'000, '"')).size() == 1);
  const std::string padding(16U << 20, ' ');
  CHECK(read_claims("{\"citation\":\"pc1:a\"" + padding + "}").at(0).citation.empty());
}

TEST_CASE("claims: no more than a million are read") {
  std::string input;
  for (std::size_t i = 0; i < most_claims + 5; ++i) input += "pc1:a ";
  CHECK(read_claims(input).size() == most_claims);
}
