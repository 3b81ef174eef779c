// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query.h"
#include "searcher/parse.h"

#include <cstdlib>
#include <random>
#include <string>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

namespace {

/// The canonical form, with each clause's column, then the notes: `wind@0 -draft@5 | message@9`.
std::string dump(const Query& query) {
  std::string line;
  for (const Clause& clause : query.clauses) {
    line += (line.empty() ? "" : " ") + canonical(clause) + "@" + std::to_string(clause.column);
  }
  for (const Note& note : query.notes) line += " | " + note.message + "@" + std::to_string(note.column);
  return line;
}

}  // namespace

TEST_CASE("parse: any text gives a query") {
  struct Case {
    std::string name;
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", "", ""},
      {"white space", " \t\n ", ""},
      {"one word", "wind", "wind@0"},
      {"words, one clause each", "wind  power", "wind@0 power@6"},
      {"ideographic space parts words", "風力　発電", "風力@0 発電@9"},
      {"no-break space parts words", "wind\u00a0power", "wind@0 power@6"},
      {"punctuation stays with its word", "what, where?", "what,@0 where?@6"},
      {"punctuation alone asks for nothing", "wind & ... power", "wind@0 power@11"},
      {"phrase", "\"wind power\"", "\"wind power\"@0"},
      {"white space in a phrase is folded", "\" wind \n power \"", "\"wind power\"@0"},
      {"phrase among words", "cheap \"wind power\" now", "cheap@0 \"wind power\"@6 now@19"},
      {"a phrase needs no space after it", "\"wind power\"now", "\"wind power\"@0 now@12"},
      {"English quotes", "“wind power”", "\"wind power\"@0"},
      {"German quotes", "„wind power“ x", "\"wind power\"@0 x@17"},
      {"French quotes, spaced", "« wind power »", "\"wind power\"@0"},
      {"quotes in brackets", "(\"wind power\")", "\"wind power\"@1"},
      {"empty phrase", "\"\" wind \"  \"", "wind@3"},
      {"phrase of punctuation", "\"...\" wind", "wind@6"},
      {"inches are no quote", "a 5\" pipe and a 6\" pipe", "a@0 5\"@2 pipe@5 and@10 a@14 6\"@16 pipe@19"},
      {"excluded word", "wind -draft", "wind@0 -draft@5"},
      {"required word", "wind +draft", "wind@0 +draft@5"},
      {"excluded phrase", "wind -\"first draft\"", "wind@0 -\"first draft\"@5"},
      {"required phrase", "+\"first draft\"", "+\"first draft\"@0"},
      {"excluded alone", "-draft", "-draft@0"},
      {"hyphen in a word", "e-mail x-ray-", "e-mail@0 x-ray-@7"},
      {"plus in a word", "c++ a+b", "c++@0 a+b@4"},
      {"double sign is no sign", "--verbose +-x", "--verbose@0 +-x@10"},
      {"a sign before punctuation is no sign", "-.5 +/a", "-.5@0 +/a@4"},
      {"a sign after a phrase", "\"a b\"-c", "\"a b\"@0 -c@5"},
      {"en dash is no sign", "wind – power –x", "wind@0 –@5 power@9 –x@15"},
      {"lone sign", "wind - power +",
       "wind@0 power@7"
       " | '-' before no word, read as a plain character@5"
       " | '+' before no word, read as a plain character@13"},
      {"unclosed quote", "wind \"solar power", "wind@0 solar@6 power@12 | unclosed quote, read as a plain word@5"},
      {"unclosed quote at the end", "wind \"", "wind@0 | unclosed quote, read as a plain word@5"},
      {"unclosed quote after a phrase", "\"a b\" \"c", "\"a b\"@0 c@7 | unclosed quote, read as a plain word@6"},
      {"excluded with an unclosed quote", "-\"solar power",
       "-solar@0 power@8 | unclosed quote, read as a plain word@1"},
      {"a sign and an unclosed quote before nothing", "wind -\"", "wind@0 | unclosed quote, read as a plain word@6"},
      {"ill-formed bytes are characters", "wi\xffnd -\xc3", "wi\xffnd@0 -\xc3@6"},
      // Operators.
      {"AND requires both", "wind AND solar", "+wind@0 +solar@9"},
      {"words beside an operator belong together", "wind power AND cost", "+(wind power)@0 +cost@15"},
      {"AND of three", "a AND b AND c", "+a@0 +b@6 +c@12"},
      {"OR of words is what words are", "wind OR solar power", "wind@0 solar@8 power@14"},
      {"AND binds tighter than OR", "a AND b OR c", "(+a +b)@0 c@11"},
      {"a phrase is required within its alternative", "\"a b\" OR c", "(\"a b\")@0 c@9"},
      {"alternatives of two phrases", "\"a b\" OR \"c d\"", "(\"a b\")@0 (\"c d\")@9"},
      {"NOT is a minus", "a NOT b", "a@0 -b@2"},
      {"AND NOT", "a AND NOT b", "+a@0 -b@6"},
      {"NOT of parentheses", "NOT (a b)", "-(a b)@0"},
      {"in small letters it is prose", "wind and solar or not", "wind@0 and@5 solar@9 or@15 not@18"},
      {"an operator that joins nothing is a word", "AND wind OR",
       "and@0 wind@4 or@9 | 'AND' joins nothing here, read as a word@0 | 'OR' joins nothing here, read as a word@9"},
      {"two operators in a row", "a AND OR b", "+a@0 +(or b)@6 | 'OR' joins nothing here, read as a word@6"},
      {"NOT before a sign", "NOT -a", "not@0 -a@4 | 'NOT' joins nothing here, read as a word@0"},
      // Parentheses.
      {"around words they change nothing", "(wind (solar power)) now", "wind@1 solar@7 power@13 now@21"},
      {"around all they change nothing", "(\"a b\" c)", "\"a b\"@1 c@7"},
      {"required together", "+(wind solar) cost", "+(wind solar)@0 cost@14"},
      {"required in place", "+(wind +solar) cost", "wind@2 +solar@7 cost@15"},
      {"one required", "+(wind) cost", "+wind@2 cost@8"},
      {"excluded together", "cost -(wind solar)", "cost@0 -(wind solar)@5"},
      {"one excluded", "cost -(wind)", "cost@0 -wind@7"},
      {"required and excluded", "+(-wind) cost", "-wind@2 cost@9"},
      {"what excludes an exclusion", "cost -(-wind)", "cost@0 -(-wind)@5"},
      {"an alternative that excludes", "cost OR -wind", "cost@0 (-wind)@8"},
      {"a call is a word", "f(x) main()", "f(x)@0 main()@5"},
      {"a call of several words", "f(x, y) z", "f@0 x,@2 y@5 z@8"},
      {"empty ones ask for nothing", "() a ( )", "a@3"},
      {"never closed", "(a b", "a@1 b@3 | '(' is never closed, read as a plain character@0"},
      {"never opened", "a) b)", "a@0 b@3 | ')' closes nothing, read as a plain character@1"},
      {"within quotes they are text", "\"a (b\" c", "\"a (b\"@0 c@7"},
      // Words of another kind.
      {"prefix", "wind* +sol*", "wind*@0 +sol*@6"},
      {"a star elsewhere is none", "* *.md a*b char**", "*.md@2 a*b@7 char**@11"},
      {"fuzzy", "wind~ solar~2 -cost~1", "wind~@0 solar~2@6 -cost~@14"},
      {"too fuzzy", "wind~7", "wind~2@0 | a word may be 2 edits away at most@4"},
      {"a tilde elsewhere is none", "~ ~/docs a~b ~5 x~10",
       "~/docs@2 a~b@9 ~5@13 x~10@16 | a word may be 1 or 2 edits away, read as plain words@17"},
      {"near", "wind near/5 power", "wind near/5 power@0"},
      {"near in capitals, with a sign", "-wind NEAR/5 power x", "-wind near/5 power@0 x@19"},
      {"a chain takes the largest number", "a near/2 \"b\" near/7 c", "a near/7 \"b\" near/7 c@0"},
      {"a chain too long",
       "a near/1 b near/1 c near/1 d near/1 e near/1 f near/1 g near/1 h near/1 i near/1 j near/1 k"
       " near/1 l near/1 m near/1 n near/1 o near/1 p near/1 q near/2 r",
       "a near/1 b near/1 c near/1 d near/1 e near/1 f near/1 g near/1 h near/1 i near/1 j near/1 k"
       " near/1 l near/1 m near/1 n near/1 o near/1 p@0 near@137 1@142 q near/2 r@144"
       " | no more than 16 words can be near each other@137 | 'near/1' joins nothing here, read as a word@137"},
      {"near too far", "a near/1000 b", "a near/100 b@0 | words may be 100 words apart at most@2"},
      {"near nothing", "near/5 a near/5 -b near/0 c",
       "near@0 5@5 a@7 near@9 5@14 -b@16 near/0@19 c@26 | 'near/5' joins nothing here, read as a word@0"
       " | no two words are 0 words apart, read as words@19"},
      // Fields.
      {"fields", "title:wind heading:sol* -path:docs/*.md", "title:wind@0 heading:sol*@11 -path:docs/*.md@24"},
      {"quoted values", "title:\"wind  power\" path:“My Docs/*” type:\"pdf\"",
       "title:\"wind power\"@0 path:\"My Docs/*\"@20 type:pdf@41"},
      {"dates", "date:2026-01..2026-06 date:7d.. date:..2025", "date:2026-01..2026-06@0 date:7d..@22 date:..2025@32"},
      {"files without an extension", "type:\"\" path:\"\" wind",
       "type:\"\"@0 path:@8 wind@16 | 'path:' before no value, read as a word@8"},
      {"no date", "date:soon", "date:soon@0 | no date, read as words@0"},
      {"no value", "title: wind path:(a)",
       "title:@0 wind@7 path:(a)@12 | 'title:' before no value, read as a word@0"
       " | 'path:' before no value, read as a word@12"},
      {"other colons are text", "Title:x http://a.b/c std::string note:x",
       "Title:x@0 http://a.b/c@8 std::string@21 note:x@33"},
      {"alternatives of filters", "type:pdf OR type:md", "(type:pdf)@0 (type:md)@12"},
      {"alternatives of filters are a filter", "(type:pdf OR type:md) wind", "(type:pdf OR type:md)@0 wind@22"},
      {"a filter or a word", "wind (type:pdf OR solar)", "wind@0 (type:pdf OR solar)@5"},
      {"filters in parentheses", "(type:pdf -lang:de) wind", "type:pdf@1 -lang:de@10 wind@20"},
      {"a filter needs no sign", "lang:de +type:md wind", "lang:de@0 type:md@8 wind@17"},
      {"filters and a word, both required", "lang:de AND wind", "lang:de@0 +wind@12"},
      {"words under a filter of their own", "+(type:md a b) c", "+(type:md a b)@0 c@15"},
  }));
  INFO(c.name);
  CHECK(dump(parse(c.text)) == c.expected);
}

TEST_CASE("canonical: parses back to an equal query") {
  const char* given = std::getenv("PILCROW_SEED");
  const unsigned long seed = given == nullptr ? 20 : std::strtoul(given, nullptr, 10);
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  const std::vector<std::string> pieces = {
      "a",    "wind",  " ",        "  ",       "\"",       "\"",    "“",     "”", "-",  "+",      ".",     "(",
      "é",    "\n",    "5",        "　",       "\xff",     "«",     "_",     "'", ")",  " (",     ") ",    " AND ",
      " OR ", " NOT ", "AND",      "OR",       " near/3 ", "near/", "~",     "*", "~2", "title:", "path:", " date:",
      "2026", "..",    "heading:", "title:\"", "🔥",        "\x1b",  "type:", "(", ")"};
  for (int round = 0; round < 50000; ++round) {
    std::string text;
    for (auto count = random() % 16; count > 0; --count) text += pieces[random() % pieces.size()];
    CAPTURE(text);
    const Query query = parse(text);
    const Query again = parse(canonical(query));
    REQUIRE(again == query);
    REQUIRE(canonical(again) == canonical(query));
    REQUIRE(canonical(query).find('\n') == std::string::npos);
    each_leaf(query, [&](const Clause& clause, bool) { REQUIRE(clause.column < text.size()); });
    for (const Note& note : query.notes) REQUIRE(note.column < text.size());
  }
}

TEST_CASE("parse: however much is typed, it is read in time and depth that are bounded") {
  const std::string parentheses(100'000, '(');
  const std::string closed = parentheses.substr(0, 30'000) + "a" + std::string(30'000, ')');
  const std::string alternating = [] {
    std::string text;
    for (int i = 0; i < 10'000; ++i) text += "a(b";
    return text;
  }();
  std::string nested = "x";
  for (int i = 0; i < 2000; ++i) nested = "(" + nested + " y AND z)";
  for (const std::string& text : {parentheses, closed, alternating, nested, std::string(1 << 20, 'a'),
                                  std::string(100'000, '"'), std::string(100'000, ')'), std::string(100'000, '-')}) {
    const Query query = parse(text);
    CHECK(parse(canonical(query)) == query);
    CHECK(query.notes.size() < 20);
  }
  CHECK(dump(parse(closed)).starts_with("a@30000 | parentheses deeper than "));
  const Query cut = parse(std::string(longest_query - 3, ' ') + "wind power");
  CHECK(cut.notes.size() == 1);
  CHECK(cut.notes.front().message == "only the first 64 KiB of the query are read");
}
