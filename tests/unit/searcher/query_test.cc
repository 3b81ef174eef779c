// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query.h"

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
    line += (line.empty() ? "" : " ") + canonical({{clause}, {}}) + "@" + std::to_string(clause.column);
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
      {"a sign before punctuation is no sign", "-.5 +(a)", "-.5@0 +(a)@4"},
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
      {"operators of other engines are words", "wind AND (solar OR title:x*)",
       "wind@0 AND@5 (solar@9 OR@16 title:x*)@19"},
  }));
  INFO(c.name);
  CHECK(dump(parse(c.text)) == c.expected);
}

TEST_CASE("canonical: parses back to an equal query") {
  const char* given = std::getenv("PILCROW_SEED");
  const unsigned long seed = given == nullptr ? 20 : std::strtoul(given, nullptr, 10);
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  const std::vector<std::string> pieces = {"a", "wind", " ", "  ", "\"", "\"", "“",    "”", "-", "+",
                                           ".", "(",    "é", "\n", "5",  "　", "\xff", "«", "_", "'"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto count = random() % 12; count > 0; --count) text += pieces[random() % pieces.size()];
    CAPTURE(text);
    const Query query = parse(text);
    const Query again = parse(canonical(query));
    REQUIRE(again == query);
    REQUIRE(again.notes.empty());
    for (const Clause& clause : query.clauses) REQUIRE(clause.column < text.size());
    for (const Note& note : query.notes) REQUIRE(note.column < text.size());
  }
}
