// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/highlight.h"
#include "searcher/parse.h"

#include <string>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

TEST_CASE("highlight: what matched, in the words of the text") {
  struct Case {
    std::string name;
    std::string language;
    std::string query;
    std::string text;
    std::string expected;  ///< The text with marks in brackets.
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", "en", "", "Two indexes", "Two indexes"},
      {"stems", "en", "index", "Two indexes, indexed.", "Two [indexes], [indexed]."},
      {"no other words", "en", "index", "An indent", "An indent"},
      {"case and diacritics", "en", "CAFE", "A café, a CAFÉ", "A [café], a [CAFÉ]"},
      {"stop words are not marked", "en", "the wind", "The wind", "The [wind]"},
      {"excluded words are not marked", "en", "wind -power", "wind power", "[wind] power"},
      {"required words are", "en", "+wind", "wind power", "[wind] power"},
      {"a phrase where it stands as one", "en", "\"wind power\"", "wind, power; power wind; wind of power",
       "[wind], [power]; power wind; wind of power"},
      {"a phrase is exact", "en", "\"wind powers\"", "wind power, wind powers", "wind power, [wind] [powers]"},
      {"a phrase that overlaps itself", "en", "\"a b a\"", "a b a b a c", "[a] [b] [a] [b] [a] c"},
      {"a phrase after a false start", "en", "\"a a b\"", "a a a b", "a [a] [a] [b]"},
      {"identifiers and their parts", "en", "snake_case", "snake_case, case, snake", "[snake_case], [case], [snake]"},
      {"a letter of a compound is none by itself", "en", "e-mail", "e-mail email mail E", "[e-mail] [email] [mail] E"},
      {"bigrams, run together", "ja", "東京都", "東京都は東にある", "[東京都]は東にある"},
      {"a Korean word with another particle", "ko", "정부의", "정부는 중앙정부", "[정부는] 중앙[정부]"},
      {"one ideograph", "ja", "東", "東京の東", "[東]京の[東]"},
      {"in the language of the text", "de", "Störungen", "Eine Störung", "Eine [Störung]"},
      {"what a prefix stands for", "en", "win*", "Windmill, wins, WINDOWS", "[Windmill], wins, [WINDOWS]"},
      {"no filter", "en", "title:wind path:wind* mill", "wind mill", "wind [mill]"},
      {"words near each other", "en", "mills near/3 \"wind\"", "mill of winds and wind", "[mill] of winds and [wind]"},
      {"within parentheses", "en", "+(wind OR -mill) -(power)", "wind mill power", "[wind] mill power"},
      {"a phrase across a hyphen", "en", "\"wind-mill door\"", "windmill door, wind mill door",
       "[windmill] [door], [wind] [mill] [door]"},
      {"and in no other", "en", "Störungen", "Eine Störung", "Eine Störung"},
  }));
  INFO(c.name);
  text::Analyzer analyzer(c.language);
  std::string marked;
  std::size_t at = 0;
  CompiledQuery compiled;
  compiled.stopped = {"the"};
  compiled.expansions = {"windmill", "windows"};  // Of "win*" and "windwos~2".
  for (const ByteRange& range : highlight(analyzer, c.text, parse(c.query), compiled)) {
    REQUIRE(range.begin >= at);
    marked += c.text.substr(at, range.begin - at) + "[" + c.text.substr(range.begin, range.end - range.begin) + "]";
    at = range.end;
  }
  CHECK(marked + c.text.substr(at) == c.expected);
}
