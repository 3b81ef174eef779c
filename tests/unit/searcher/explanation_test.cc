// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/explanation.h"

#include <string>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher::cli;

namespace {

Hit explained(const std::vector<ExplainedWord>& words, const RerankParts& rerank = {}) {
  Hit hit;
  hit.explanation = {words, rerank};
  for (const ExplainedWord& word : words) hit.score += word.weight;
  hit.score += rerank.sum();
  return hit;
}

}  // namespace

TEST_CASE("explanation: of a hit, in columns") {
  const Hit hit =
      explained({{.typed = "storage",
                  .required = true,
                  .forms = {{"storag"}},
                  .paragraphs = 1,
                  .in_headings = 1,
                  .in_file_name = 1,
                  .weight = 12.3456},
                 {.typed = "Wind", .count = 2, .forms = {{"wind"}}, .paragraphs = 40, .in_text = 2, .weight = 4},
                 {.typed = "cost", .forms = {{"cost"}}, .paragraphs = 7},
                 {.typed = "mill",
                  .forms = {{"mill"}},
                  .relatives = {"miller", "windmill"},
                  .paragraphs = 9,
                  .of_relatives = 3,
                  .weight = 1},
                 {.typed = "zebra", .forms = {{"zebra"}}}},
                {.run = 2, .nearness = 0.25});
  CHECK(hit_explained(hit) ==
        "  score 19.596: words 17.346, text 2.250\n"
        "    12.346  +storage  storag   headings 1, file name 1 · 1 paragraph\n"
        "     4.000  Wind ×2   wind     text 2 · 40 paragraphs\n"
        "         -  cost      cost     absent · 7 paragraphs\n"
        "     1.000  mill      mill ~2  absent, relatives 3 · 9 paragraphs\n"
        "         -  zebra     zebra    nowhere in the index\n"
        "     2.000  run                2 in a row as in the query\n"
        "     0.250  nearness           words that stand near each other\n");
}

TEST_CASE("explanation: every part of the rerank says what it is") {
  const std::string lines =
      hit_explained(explained({}, {.run = 1, .sentence = 2, .nearness = 3, .exact = 4, .file = 5, .grams = 6}));
  CHECK(lines ==
        "  score 21.000: words 0.000, text 21.000\n"
        "    1.000  run         1 in a row as in the query\n"
        "    2.000  sentence    what the best sentence holds\n"
        "    3.000  nearness    words that stand near each other\n"
        "    4.000  exact       words in the form that was typed\n"
        "    5.000  file        what other paragraphs of the file say\n"
        "    6.000  grams       words like those that are absent\n");
}

TEST_CASE("explanation: a phrase, forms of several languages, wide characters") {
  const Hit hit = explained({{.typed = "wind power",
                              .required = true,
                              .phrase = true,
                              .forms = {{"wind power"}},
                              .paragraphs = 3,
                              .in_text = 1,
                              .weight = 5},
                             {.typed = "東京",
                              .forms = {{"東京", {"ja"}}, {"x", {"en", "de"}}},
                              .paragraphs = 2,
                              .in_text = 1,
                              .in_title = 1,
                              .weight = 2}});
  CHECK(hit_explained(hit) ==
        "  score 7.000: words 7.000, text 0.000\n"
        "    5.000  \"wind power\"  wind power            text 1 · 3 paragraphs\n"
        "    2.000  東京          東京 (ja) x (en, de)  text 1, title 1 · 2 paragraphs\n");
}

TEST_CASE("explanation: no word speaks to the terminal or breaks the columns") {
  const Hit hit = explained(
      {{.typed = std::string(40, 'x'), .forms = {{"a\x1b[31mb\nc"}}, .paragraphs = 1, .in_text = 1, .weight = 1}});
  CHECK(hit_explained(hit) == "  score 1.000: words 1.000, text 0.000\n    1.000  " + std::string(31, 'x') +
                                  "…  a\\x1b[31mb c  text 1 · 1 paragraph\n");
  Summary summary;
  summary.query = "wind\n\x1b]8;;";
  summary.missing = {"\x9b"};
  CHECK(query_explained(summary) == "query      wind \\x1b]8;;\nnowhere    \\x9b\n");
}

TEST_CASE("explanation: how the query was read") {
  Summary summary;
  summary.query = "the turbnie costs";
  summary.corrections = {{"turbnie", "turbine"}};
  summary.stopped = {"the"};
  summary.missing = {"zebra", "quagga"};
  summary.languages = {"en", "de"};
  CHECK(query_explained(summary) ==
        "query      the turbnie costs\n"
        "corrected  turbnie → turbine\n"
        "left out   the\n"
        "nowhere    zebra quagga\n"
        "stems of   en de\n");
  CHECK(hit_explained({}).empty());
}
