// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/pdf_layout.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/support/drawn_page.h"

namespace {

using pilcrow::test::drawn_pages;
using pilcrow::test::dump;

struct Case {
  std::string name;
  std::string drawing;
  std::string expected;
};

}  // namespace

TEST_CASE("pdf: what is drawn on pages is read as its author wrote it") {
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"an empty page", "", ""},
      {"lines below each other are a paragraph",
       " The mill stands at the end of the dam, where\n"
       " the water is deepest, and turns.\n",
       "P The mill stands at the end of the dam, where the water is deepest, and turns.\n"},
      {"a wide gap ends a paragraph",
       " One two three four five six seven eight\n"
       " nine ten eleven twelve thirteen sixteen.\n"
       "\n"
       " Some more of the same, line after line of\n"
       " it, until it ends.\n",
       "P One two three four five six seven eight nine ten eleven twelve thirteen sixteen.\n"
       "P Some more of the same, line after line of it, until it ends.\n"},
      {"an indented line begins one",
       " One two three four five six seven eight\n"
       " nine ten eleven twelve thirteen fourteen.\n"
       "    Some more of the same, line after line\n"
       " of it, until it ends.\n",
       "P One two three four five six seven eight nine ten eleven twelve thirteen fourteen.\n"
       "P Some more of the same, line after line of it, until it ends.\n"},
      {"a line that ends early ends one",
       " One two three four five six seven eight\n"
       " nine ten.\n"
       " Some more of the same, line after line of\n"
       " it, until it ends.\n",
       "P One two three four five six seven eight nine ten.\n"
       "P Some more of the same, line after line of it, until it ends.\n"},
      {"a hyphen at the end of a line goes",
       " It was a most careful recon-\n"
       " struction of the wheel.\n",
       "P It was a most careful reconstruction of the wheel.\n"},
      {"unless the word has it elsewhere too",
       " Of this well-known mill, which is well-\n"
       " known from lists, we know less.\n",
       "P Of this well-known mill, which is well-known from lists, we know less.\n"},
      {"a name keeps it",
       " The mill was built by Anna Miller-\n"
       " Brook in her youth.\n",
       "P The mill was built by Anna Miller-Brook in her youth.\n"},
      {"columns are read one after the other",
       " The first column has lines of     The second column is read when\n"
       " its own, which say something      the first one has ended, and\n"
       " and end with the column, but      not line by line across the\n"
       " the sentence goes on in the       page. This is its last line.\n",
       "P The first column has lines of its own, which say something and end with the column, but the sentence goes on "
       "in the The second column is read when the first one has ended, and not line by line across the page. This is "
       "its last line.\n"},
      {"what stands across them parts them",
       "#        A Title Across\n"
       "\n"
       " Left one goes on for a while      Right one goes on for a while\n"
       " and on for some more lines,       and on for some more lines,\n"
       " until it ends right here.         until it ends right here.\n"
       "\n"
       " A line across both columns that says what it has to say to all.\n"
       "\n"
       " Left two goes on for a while      Right two goes on for a while\n"
       " and on for some more lines,       and on for some more lines,\n"
       " until it ends right here.         until it ends right here.\n",
       "H1 A Title Across\n"
       "P Left one goes on for a while and on for some more lines, until it ends right here.\n"
       "P Right one goes on for a while and on for some more lines, until it ends right here.\n"
       "P A line across both columns that says what it has to say to all.\n"
       "P Left two goes on for a while and on for some more lines, until it ends right here.\n"
       "P Right two goes on for a while and on for some more lines, until it ends right here.\n"},
      {"cells below each other are a table",
       " Mill          Wheels    Head\n"
       " Saint Olave   4         3.1 m\n"
       " Grey Abbey    7         4.0 m\n",
       "R.1 Mill | Wheels | Head\nR.1 Saint Olave | 4 | 3.1 m\nR.1 Grey Abbey | 7 | 4.0 m\n"},
      {"a cell of several lines is one",
       " key      what it does, in words\n"
       " quiet    says nothing, not even at\n"
       "          the end of a long run\n"
       " wait     waits for another one\n",
       "R.1 key | what it does, in words\n"
       "R.1 quiet | says nothing, not even at the end of a long run\n"
       "R.1 wait | waits for another one\n"},
      {"dots lead to a page number",
       " 1 The pond ............... 3\n"
       " 2 The wheel .............. 12\n"
       " 3 The figures ............ 20\n",
       "R.1 1 The pond | 3\nR.1 2 The wheel | 12\nR.1 3 The figures | 20\n"},
      {"bullets make items, deeper ones on the right",
       " They ground:\n"
       "  • wheat from the inland farms, which\n"
       "    came by ship,\n"
       "     – winter wheat\n"
       "  • malt\n"
       " and nothing else.\n",
       "P They ground:\n"
       "I1.1 wheat from the inland farms, which came by ship,\n"
       "I2.1 winter wheat\n"
       "I1.1 malt\n"
       "P and nothing else.\n"},
      {"numbers make items and are kept",
       " 1. open the gate and wait until all of\n"
       "    the water is in\n"
       " 2. shut it\n",
       "I1.1 1. open the gate and wait until all of the water is in\nI1.1 2. shut it\n"},
      {"a number that a line happens to begin with does not",
       " The rules were changed for good in May\n"
       " 12. They have been the same ever since,\n"
       " and nobody has asked.\n",
       "P The rules were changed for good in May 12. They have been the same ever since, and nobody has asked.\n"},
      {"headings are ranked by size, weight and number",
       "#The Mills\n"
       "\n"
       "+1 The pond\n"
       "\n"
       "!1.1 Gates\n"
       " Gates are opened by the flood and shut by the ebb.\n"
       "\n"
       "!1.2 Dams\n"
       " Dams are made of stones and clay.\n"
       "\n"
       "+2 The wheel\n"
       " It turns twice a day.\n",
       "H1 The Mills\nH2 1 The pond\nH3 1.1 Gates\nP Gates are opened by the flood and shut by the ebb.\n"
       "H3 1.2 Dams\nP Dams are made of stones and clay.\nH2 2 The wheel\nP It turns twice a day.\n"},
      {"a paragraph goes on over the page",
       " The miller drew lots every morning for which of\n"
       " them would turn, and the wheel next to the gate was\n"
       "\f"
       " never the one that was drawn.\n",
       "P The miller drew lots every morning for which of them would turn, and the wheel next to the gate was {2}never "
       "the one that was drawn.\n"},
      {"a word broken there is put together on the page where it ends",
       " The miller drew lots every morn-\n"
       "\f"
       " ing at four.\n",
       "P The miller drew lots every morn{2}ing at four.\n"},
      {"one that has ended does not",
       " The miller drew lots every morning.\n"
       "\f"
       " The wheel stood still.\n",
       "P The miller drew lots every morning.\nP The wheel stood still.\n"},
      {"notes come behind the text of the page, even where that goes on",
       " The miller drew lots every morning for which of\n"
       " them would turn, and the wheel next to the gate\n"
       "\n"
       "~* The book has been lost.\n"
       "\f"
       " was never the one that was drawn.\n",
       "P The miller drew lots every morning for which of them would turn, and the wheel next to the gate {2}was never "
       "the one that was drawn.\nP * The book has been lost.\n"},
      {"running heads and page numbers go",
       " Tidal mills\n\n One page says this here.\n\n\n 7\n\f"
       " Tidal mills\n\n Another page says that.\n\n\n 8\n\f"
       " Tidal mills\n\n The last one says no more.\n\n\n 9\n",
       "P One page says this here.\nP Another page says that.\nP The last one says no more.\n"},
      {"heads that change go where they count the pages",
       " 4 The pond\n\n One page says this here.\n\f"
       " 5 The gates\n\n Another page says that.\n\f"
       " 6 The wheel\n\n The last one says no more.\n",
       "P One page says this here.\nP Another page says that.\nP The last one says no more.\n"},
      {"lines of a typewriter's font are code",
       " Type this:\n"
       "\n"
       "`  if open:\n"
       "`      wait(1)\n"
       "\n"
       " and wait.\n",
       "P Type this:\nC if open:\\n    wait(1)\nP and wait.\n"},
  }));
  INFO(c.name);
  CHECK(dump(pilcrow::indexer::lay_out(drawn_pages(c.drawing))) == c.expected);
}
