// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentences.h"

#include <string>

#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

using test::values;

/// The sentences with "|" between them, line ends as spaces.
std::string dump(std::string_view text) {
  std::string out;
  for (const Span& span : sentences(text)) {
    if (!out.empty()) out += '|';
    out += span.of(text);
  }
  for (char& c : out) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return out;
}

struct Case {
  std::string name;
  std::string text;
  std::string expected;
};

TEST_CASE("sentences: where they end") {
  const auto c = GENERATE(values<Case>({
      {"nothing", "", ""},
      {"white space alone", " \n\t\u00A0\n", ""},
      {"no end mark", "just words", "just words"},
      {"three kinds of end", "It works. Does it? Yes! Fine.", "It works.|Does it?|Yes!|Fine."},
      {"white space around is left off", "  One.  \u00A0 Two. ", "One.|Two."},
      {"a wrapped line goes on", "One line\nand another.\r\nThen\nmore.", "One line and another.|Then more."},
      {"a blank line ends one", "A heading\n\nThe text", "A heading|The text"},
      {"a blank line with spaces and carriage returns", "A heading\r\n \t\r\nThe text", "A heading|The text"},
      {"items end one", "We sell\n- apples\n- pears\n* nuts\n\u2022 figs",
       "We sell|- apples|- pears|* nuts|\u2022 figs"},
      {"numbered items", "Steps:\n1. Open it.\n2. Close it.\n10) Rest.", "Steps:|1. Open it.|2. Close it.|10) Rest."},
      {"a number that begins a wrapped line is no item", "built in\n1995. Then sold", "built in 1995.|Then sold"},
      {"a quotation closes with its sentence", "\u201CGo on.\u201D He went.", "\u201CGo on.\u201D|He went."},
      {"Japanese", "\u6C34\u3002\u706B\uFF01\u6728\uFF1F\u571F", "\u6C34\u3002|\u706B\uFF01|\u6728\uFF1F|\u571F"},
  }));
  CAPTURE(c.name);
  CHECK(dump(c.text) == c.expected);
}

TEST_CASE("sentences: where they go on") {
  const auto c = GENERATE(values<Case>({
      {"a title", "Dr. Weiss and Prof. Klein came. So did I.", "Dr. Weiss and Prof. Klein came.|So did I."},
      {"an initial", "J. R. R. Tolkien wrote. We read.", "J. R. R. Tolkien wrote.|We read."},
      {"letters with full stops", "Some, e.g. Smith, i.e. John. Others.", "Some, e.g. Smith, i.e. John.|Others."},
      {"apart", "Wir, z. B. Otto, d. h. ich. Nun.", "Wir, z. B. Otto, d. h. ich.|Nun."},
      {"a number after its abbreviation", "See No. 155. It says.", "See No. 155.|It says."},
      {"the same word as an answer", "Is it? No. It is not.", "Is it?|No.|It is not."},
      {"a German date", "Am 16. April begann es. Es war gut.", "Am 16. April begann es.|Es war gut."},
      {"a German ordinal", "Der 2. Weltkrieg endete. Gut.", "Der 2. Weltkrieg endete.|Gut."},
      {"a year ends a sentence", "It began in 1995. April was cold.", "It began in 1995.|April was cold."},
      {"a small number too", "There were 42. She counted.", "There were 42.|She counted."},
      {"the number of a heading", "3. Purpose of this. Text.", "3. Purpose of this.|Text."},
      {"a small letter follows", "Buy Yahoo! today. Or not.", "Buy Yahoo! today.|Or not."},
      {"a version", "Use 3.14 or v1.2.3 now. Then rest.", "Use 3.14 or v1.2.3 now.|Then rest."},
      {"an abbreviation at the end of a block", "He lives in St.\n\nParis", "He lives in St.|Paris"},
      {"a wrapped date", "Es war am\n16. April. Dann", "Es war am 16. April.|Dann"},
  }));
  CAPTURE(c.name);
  CHECK(dump(c.text) == c.expected);
}

TEST_CASE("sentences: a long text is read in windows, at no cost to its sentences") {
  std::string text;
  constexpr std::size_t count = 20000;
  for (std::size_t i = 0; i < count; ++i) text += "This is a sentence of some words. ";
  const auto all = sentences(text);
  REQUIRE(all.size() == count);
  CHECK(all[count / 2].of(text) == "This is a sentence of some words.");
}

TEST_CASE("sentences: what has no end for long is cut at white space, and at a character else") {
  std::string words;
  while (words.size() < 200000) words += "word ";
  const auto cut = sentences(words);
  CHECK(cut.size() == 4);
  for (const Span& span : cut) CHECK(span.of(words).ends_with("word"));

  std::string letters;
  while (letters.size() < 200000) letters += "\u00E9";
  for (const Span& span : sentences(letters)) CHECK(span.size() % 2 == 0);

  std::string initials;
  while (initials.size() < 200000) initials += "A. ";
  CHECK(sentences(initials).size() == 2);  // each of two windows at most
}

}  // namespace
}  // namespace pilcrow::text
