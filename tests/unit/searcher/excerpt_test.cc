// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/excerpt.h"

#include <string>

#include "core/text/utf8.h"
#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher::cli;
using pilcrow::test::values;

namespace {

/// The text without its brackets, and the ranges that stood in them.
std::pair<std::string, std::vector<ByteRange>> unbracketed(const std::string& marked) {
  std::string text;
  std::vector<ByteRange> ranges;
  for (const char c : marked) {
    if (c == '[') {
      ranges.push_back({text.size(), 0});
    } else if (c == ']') {
      ranges.back().end = text.size();
    } else {
      text += c;
    }
  }
  return {text, ranges};
}

std::string dump(const std::vector<std::vector<Piece>>& lines) {
  std::string out;
  for (const auto& line : lines) {
    for (const Piece& piece : line) out += piece.marked ? "[" + piece.text + "]" : piece.text;
    out += "/";
  }
  return out;
}

std::string excerpt_of(const std::string& marked) {
  const auto [text, ranges] = unbracketed(marked);
  return dump(excerpt(text, ranges).lines);
}

/// A sentence of some length without a mark.
std::string filler(const std::string& word) {
  return "Here is " + word +
         " with nothing in it that anybody would have asked for, written to fill the space between "
         "two others of its kind.";
}

}  // namespace

TEST_CASE("excerpt: the sentence or two that matter") {
  const std::string a = filler("one");
  const std::string b = filler("two");
  struct Case {
    std::string name;
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"nothing", "", ""},
      {"a word", "[wind]", "[wind]/"},
      {"a short paragraph is shown whole", "The [wind] blows. It is cold.", "The [wind] blows. It is cold./"},
      {"white space is folded", "The\n  [wind]\tblows\n", "The [wind] blows/"},
      {"white space between marks stays", "[solar]\n[wind]", "[solar] [wind]/"},
      {"the first sentence where nothing is marked", a + " " + b, a + " …/"},
      {"the one with the mark",
       a + " " + b +
           " The [wind] blows all day and all night over the land and over the "
           "sea, and so do we all the time, as ever.",
       "… The [wind] blows all day and all night over the land and over the sea, and so do we all the time, as ever./"},
      {"the most telling one, with its neighbour since it is short",
       "The [wind] blows over the land. " + a + " The [sun] shines on the [wind]. " + b,
       "… The [sun] shines on the [wind]. " + b + "/"},
      {"a second one for a word that the first lacks",
       "The [rain] falls. " + a + " The [sun] shines on the [wind]. " + b,
       "The [rain] falls. … The [sun] shines on the [wind]. …/"},
      {"case does not make another word",
       "The [Wind] blows in the mountains and the valleys, in the towns and in the "
       "fields, by day and by night. " +
           a + " The [wind] is back.",
       "The [Wind] blows in the mountains and the valleys, in the towns and in the fields, by day and by night. …/"},
      {"rare words tell more than frequent ones",
       "The [wind] and the [water] rise. " + a + " The [water] and the [wind] fall. " + b +
           " The [storage] of the [wind] is full, says the man who keeps it, and nobody who has seen it would deny it.",
       "The [wind] and the [water] rise. … The [storage] of the [wind] is full, says the man who keeps it, and nobody "
       "who has seen it would deny it./"},
      {"long words tell more than short ones",
       "The [bar] is here. " + a + " The [foo] is here. " + b + " The [storage] is here. " + a,
       "The [bar] is here. … The [storage] is here. …/"},
      {"inflections are one word",
       "[Stores] are full of what was bought in the years before this one, and of what nobody ever had a use for. " +
           a + " It is [stored].",
       "[Stores] are full of what was bought in the years before this one, and of what nobody ever had a use for. …/"},
      {"nothing comes between sentences that had nothing between them", "[東京]は日本の首都である。大阪は西にある。",
       "[東京]は日本の首都である。大阪は西にある。/"},
      {"an ideographic space is a space", "北　[東京]", "北 [東京]/"},
      {"controls are visible", "The [wi\x1bnd] \x07", "The [wi\\x1bnd] \\x07/"},
  }));
  INFO(c.name);
  CHECK(excerpt_of(c.text) == c.expected);
}

TEST_CASE("excerpt: lists and tables show their lines") {
  struct Case {
    std::string name;
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a short list is shown whole", "- [wind]\n- sun\n- rain", "- [wind]/- sun/- rain/"},
      {"a short table is shown whole, whatever is marked", "Name | Power\na | 1\nb | 2", "Name | Power/a | 1/b | 2/"},
      {"what introduces a list, and the lines that matter",
       "Sources:\n- wind\n- [sun]\n- rain\n- [coal]\n- gas\n- oil\n- tide", "Sources:/… - [sun]/… - [coal] …/"},
      {"a table keeps its head", "Name | Power\na | 1\nb | [2]\nc | 3\nd | 4\ne | 5\nf | 6\ng | 7",
       "Name | Power/… b | [2] …/"},
      {"lines with the same word too", "N | P\na | [x]\nb | [x]\nc | 3\nd | 4\ne | [x]\nf | 6",
       "N | P/a | [x]/b | [x]/… e | [x] …/"},
      {"no more than six, the most telling first",
       "N | P\n1 | [x]\n2 | [x]\n3 | [x]\n4 | [x]\n5 | [x]\n6 | [x]\n7 | [y]",
       "N | P/1 | [x]/2 | [x]/3 | [x]/4 | [x]/… 7 | [y]/"},
      {"the first lines where only the heading matched", "N | P\n1 | a\n2 | b\n3 | c\n4 | d\n5 | e\n6 | f",
       "N | P/1 | a/2 | b/3 | c/4 | d/5 | e …/"},
      {"a term stays with its explanation",
       "Coal\nblack and heavy\nWater\nwet and always on its way down\n[Wind]\nmoving air that turns mills\nSun\nhot",
       "… [Wind]/moving air that turns mills …/"},
      {"code", "int f() {\nint a;\nint b;\na = 1;\nb = [g](a, b, first_of_all(b));\nreturn b;\n}\nint h();",
       "… b = [g](a, b, first_of_all(b));/return b; …/"},
      {"columns kept apart by spaces", "a    1\nb    2\n[c]    3\nd    4\ne    5\nf    6\ng    7", "a 1/… [c] 3 …/"},
      {"a numbered list", "1. [one]\n2. [two]", "1. [one]/2. [two]/"},
      {"wrapped text is no list", "The [wind] blows over\nthe land - and the sea.",
       "The [wind] blows over the land - and the sea./"},
  }));
  INFO(c.name);
  CHECK(excerpt_of(c.text) == c.expected);
}

TEST_CASE("excerpt: the first mark shown") {
  const auto first_mark = [](const std::string& marked) {
    const auto [text, ranges] = unbracketed(marked);
    return excerpt(text, ranges).first_mark;
  };
  CHECK(first_mark("Nothing here.") == 0);
  CHECK(first_mark("The [wind].") == 4);
  CHECK(first_mark("The [sun]. " + filler("one") + " " + filler("two") +
                   " The [wind] and the [sun] and the [rain] do not care at all what anybody thinks of them, and why "
                   "should they.") == 9 + filler("one").size() + 1 + filler("two").size() + 1 + 4);
}

TEST_CASE("excerpt: a sentence of any length is cut around its marks") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "word ";
  const std::size_t at = text.size();
  text += "wind";
  for (int i = 0; i < 20000; ++i) text += " word";
  const std::string out = dump(excerpt(text, {{at, at + 4}}).lines);
  CHECK(out.size() < 1000);
  CHECK(out.starts_with("… word"));
  CHECK(out.find("[wind]") != std::string::npos);
  CHECK(out.ends_with("word …/"));

  std::string wide;
  for (int i = 0; i < 20000; ++i) wide += "語";
  const std::string cut = dump(excerpt(wide, {}).lines);
  CHECK(cut.size() < 1000);
  CHECK(text::is_utf8(cut));
}

TEST_CASE("wrap: to the columns of the terminal") {
  struct Case {
    std::string name;
    std::vector<Piece> line;
    std::size_t columns;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", {}, 10, ""},
      {"fits", {{"the wind", false}}, 10, "the wind/"},
      {"just fits", {{"the wind", false}}, 8, "the wind/"},
      {"at a space", {{"the wind", false}}, 7, "the/wind/"},
      {"marks", {{"the ", false}, {"wind", true}, {" blows", false}}, 20, "the <wind> blows/"},
      {"a mark within a word", {{"wind", true}, {"mill", false}}, 20, "<wind>mill/"},
      {"a marked word is not parted", {{"a ", false}, {"wind", true}, {"mill", false}}, 9, "a/<wind>mill/"},
      {"a long word is broken", {{"abcdefghij", false}}, 4, "abcd/efgh/ij/"},
      {"marks end with their line", {{"abcdef", true}}, 4, "<abcd>/<ef>/"},
      {"wide characters break anywhere", {{"東京都の天気", false}}, 8, "東京都の/天気/"},
      {"but not before punctuation", {{"東京都の。天気", false}}, 8, "東京都/の。天気/"},
      {"nor after an opening bracket", {{"東京都「天気」", false}}, 8, "東京都/「天気」/"},
      {"one column is enough", {{"a東e\u0301", false}}, 1, "a/東/e\u0301/"},
      {"combining marks stay with their letter", {{"e\u0301e\u0301e\u0301", false}}, 2, "e\u0301e\u0301/e\u0301/"},
  }));
  INFO(c.name);
  std::string out;
  for (const std::string& row : wrap(c.line, c.columns, "<", ">")) out += row + "/";
  CHECK(out == c.expected);
}

TEST_CASE("excerpt: all of a text, in lines where they mean something") {
  struct Case {
    std::string name;
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"running text is one line", "The [wind]\n blows. \n\tIt  [blows].\n", "The [wind] blows. It [blows]./"},
      {"a list is many", " - [sun]\n\n - rain\n - \x1b\n", "- [sun]/- rain/- \\x1b/"},
      {"nothing", "", "/"},
  }));
  INFO(c.name);
  const auto [text, ranges] = unbracketed(c.text);
  CHECK(dump(whole(text, ranges).lines) == c.expected);
}

TEST_CASE("excerpt: all of a text, however long") {
  std::string text;
  for (int i = 0; i < 30; ++i) text += filler("number " + std::to_string(i)) + " ";
  text.pop_back();
  CHECK(dump(whole(text, {{5, 7}}).lines) == text.substr(0, 5) + "[is]" + text.substr(7) + "/");
  CHECK(whole(text, {{5, 7}}).first_mark == 5);
}
