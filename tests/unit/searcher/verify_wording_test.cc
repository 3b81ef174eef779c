// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/verify_wording.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace pilcrow::searcher;
using pilcrow::test::values;

TEST_CASE("wording: what makes no difference between a quotation and its source") {
  struct Case {
    std::string name;
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", "", ""},
      {"line ends and runs of space", "  wind\r\n\tis  cheap ", "wind is cheap"},
      {"spaces of all kinds", "a\u00A0b\u2009c\u3000d\u2028e", "a b c d e"},
      {"typographic marks", "“It’s” „so“ – ‚well‘ − …", "\"It's\" \"so\" - 'well' - ..."},
      {"guillemets", "«so»", "\"so\""},
      {"what nobody sees", "wind\u00ADmill \u200Bis\uFEFF", "windmill is"},
      {"emphasis, code and escapes of Markdown", "**Wind** is _very_ `cheap` \\*", "Wind is very cheap "},
      {"but not within words and numbers", "snake_case 2*3 2**3 *a*, _b_c", "snake_case 2*3 2**3 a, b_c"},
      {"marks composed or not", "cafe\u0301", "café"},
      {"what is not UTF-8", "a\xFF", "a\uFFFD"},
      {"case and full stops count", "Wind. wind", "Wind. wind"},
  }));
  INFO(c.name);
  std::string expected = c.expected;
  while (expected.ends_with(' ')) expected.pop_back();
  CHECK(comparable(c.text) == expected);
}

TEST_CASE("wording: gaps divide a quotation") {
  struct Case {
    std::string name;
    std::string quote;
    std::vector<std::string> expected;
  };
  const auto c = GENERATE(values<Case>({
      {"none", "wind is cheap", {"wind is cheap"}},
      {"dots", "wind ... cheap", {"wind", "cheap"}},
      {"an ellipsis", "wind … cheap", {"wind", "cheap"}},
      {"in brackets", "wind […] is [...] very (...) cheap", {"wind", "is", "very", "cheap"}},
      {"at either end", "… wind ...", {"wind"}},
      {"two dots are none", "wind .. cheap", {"wind .. cheap"}},
      {"nor are brackets around more", "wind [... or so", {"wind [", "or so"}},
      {"the last full stop may be the quoter's", "wind is cheap.", {"wind is cheap"}},
      {"and a comma", "wind is cheap,", {"wind is cheap"}},
      {"nothing but a gap", " [...] ", {}},
      {"a full stop alone", ".", {"."}},
  }));
  INFO(c.name);
  CHECK(read_quotation(c.quote).parts == c.expected);
}

TEST_CASE("wording: where a quotation stands in a text") {
  struct Case {
    std::string name;
    std::string text;
    std::string quote;
    bool expected;
  };
  const auto c = GENERATE(values<Case>({
      {"all of it", "wind is cheap", "wind is cheap", true},
      {"a part", "so wind is cheap here", "wind is cheap", true},
      {"not as a part of words", "concatenate", "cat", false},
      {"nor at their ends", "the bobcat, a cat's cats", "bobcat, a cat's cat", false},
      {"behind one that was none", "bobcat cat", "cat", true},
      {"nor of words with accents", "décat", "cat", false},
      {"of scripts without spaces, anywhere", "今日は風が強い", "風が強い", true},
      {"marks end words", "(cat)", "cat", true},
      {"parts in their order", "wind is very cheap", "wind … cheap", true},
      {"not in another", "cheap is the wind", "wind … cheap", false},
      {"nor in one place twice", "wind", "wind … wind", false},
      {"case counts", "the WIND", "the Wind", false},
      {"but for the first letter, which may begin a sentence", "Wind is cheap", "wind is", true},
      {"here or there", "so wind is cheap", "Wind is", true},
      {"no number cut at its point", "1.5 million", "5 million", false},
      {"nor at its comma", "it costs 1,500", "costs 1", false},
      {"nor behind its sign", "at -15 degrees", "15 degrees", false},
      {"nor without a digit before the point", "at .5 percent", "5 percent", false},
      {"nor before it", "1.5 million", ".5 million", false},
      {"numbers end at a full stop", "it costs 15.", "costs 15", true},
      {"and in lists", "3, 4 and 5", "3", true},
      {"a range has no sign", "in 10-15 days", "15 days", true},
      {"behind another that was cut", "1.5 million, 5 million", "5 million", true},
      {"not within a word", "unwind is cheap", "Wind is", false},
  }));
  INFO(c.name);
  Effort effort(1'000'000);
  CHECK(holds(comparable(c.text), read_quotation(c.quote), effort) == c.expected);
}

TEST_CASE("wording: looking costs no more than the effort") {
  const std::string text(100'000, 'a');
  Effort effort(1'000);
  CHECK_FALSE(find_words(text, "a b", 0, effort));
  CHECK(effort.is_spent());
  // Every place begins like it, and none is: the text is gone through once.
  Effort enough(1'000'000);
  CHECK_FALSE(find_words(text, std::string(50'000, 'a'), 0, enough));
  CHECK_FALSE(enough.is_spent());
}
