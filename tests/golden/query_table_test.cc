// SPDX-License-Identifier: GPL-3.0-or-later
// The whole query language in one table: a query, its canonical form, what the engine is asked, and which of the few
// paragraphs below it finds.
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/compile.h"
#include "searcher/expand.h"
#include "searcher/match.h"
#include "searcher/parse.h"
#include "searcher/query.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow {
namespace {

using test::TemporaryFolder;
using test::values;

template <class T>
T checked(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

/// Seven paragraphs, numbered in source order.
class Library {
 public:
  Library()
      : searcher_(opened()),
        snapshots_(checked(store::open_all({folder_ / "index"}))),
        matcher_({snapshots_.front().database()}) {}

  /// "1 4 7": numbers of the paragraphs that match, in source order.
  std::string hits(const std::string& query) {
    const SearchResult result =
        checked(searcher_.search(query, {.limit = 100, .sort = SortBy::path, .correct = false}));
    std::string line;
    for (const Hit& hit : result.hits) {
      const std::string file = hit.path.substr(hit.root.size() + 1);
      const std::uint32_t before = file == "archive/draft.md" ? 0 : file == "solar.html" ? 2 : 4;
      line += (line.empty() ? "" : " ") + std::to_string(before + hit.paragraph);
    }
    return line;
  }

  /// What the engine is asked, without Xapian's "Query(…)" around it. A filter that looks at each file stands there as
  /// it was typed.
  std::string engine_query(const std::string& query) {
    searcher::Expander expander(matcher_.combined());
    searcher::IndexView view;
    view.languages = snapshots_.front().facts().state.languages;
    view.matches_any = [&](const Xapian::Query& asked) { return matcher_.any(asked); };
    view.expander = &expander;
    view.files = [](searcher::Clause filter) {
      filter.occurrence = searcher::Occurrence::should;
      return Xapian::Query(searcher::canonical(filter));
    };
    const searcher::Query settled = searcher::settled(searcher::parse(query), analyzers_.of("en"));
    const std::string description = searcher::compile(settled, view, analyzers_).ranked.get_description();
    return description.substr(6, description.size() - 7);
  }

 private:
  Searcher opened() {
    // No title of its own: its first heading is one, "Draft budget".
    folder_.write("kb/archive/draft.md",
                  "---\ndate: 2025-12-31\n---\n\n# Draft budget\n\n"
                  "The budget of the wind park.\n\n"                                     // 1
                  "Wind and solar power share the budget, says O'Brien's supplier.\n");  // 2
    folder_.write(
        "kb/solar.html",
        "<!DOCTYPE html><html><head><title>Solar plan</title><meta name=\"date\" content=\"2026-06-15\"></head>"
        "<body><h2>Storage</h2>"
        "<p>Solar power is stored in a battery hall.</p>"           // 3
        "<p>Send an email to the mail server.</p></body></html>");  // 4
    folder_.write("kb/wind.md",
                  "---\ntitle: Wind power\ndate: 2026-03-10\n---\n\n# Turbines\n\n"
                  "Wind turbines charge the batteries.\n\n"  // 5
                  "The battery of the turbine failed.\n\n"   // 6
                  "## Repairs\n\n"
                  "Ask the supplier by e-mail before repairs begin.\n");  // 7
    checked(update_index(folder_ / "index", {{.path = (folder_ / "kb").string(), .language = "en"}}));
    return checked(Searcher::open({folder_ / "index"}));
  }

  TemporaryFolder folder_;
  Searcher searcher_;
  std::vector<store::Snapshot> snapshots_;
  searcher::Matcher matcher_;
  searcher::Analyzers analyzers_;
};

struct Case {
  std::string name;
  std::string query;
  std::string canonical;
  std::string engine;
  std::string hits;
};

TEST_CASE("query language: query, canonical form, Xapian query, hits") {
  static Library library;
  const auto c = GENERATE(values<Case>({
      {"a word, in body, title or file name", "wind", "wind", "Zwind", "1 2 5 6 7"},
      {"by its stem", "Winding", "Winding", "Zwind", "1 2 5 6 7"},
      {"in a heading", "storage", "storage", "Zstorag", "3 4"},
      {"any of several words", "solar batteries", "solar batteries", "(Zsolar OR Zbatteri)", "2 3 4 5 6"},
      {"a word typed twice counts twice", "hall hall server", "hall hall server", "(Zhall#2 OR Zserver)", "3 4"},
      {"a stop word is left out", "the budget", "the budget", "Zbudget", "1 2"},
      {"unless it has a sign", "+the budget", "+the budget", "(Zthe AND_MAYBE Zbudget)", "1 2 4 5 6 7"},
      {"or is all there is", "the", "the", "Zthe", "1 2 4 5 6 7"},
      {"a name and its parts", "e-mail", "e-mail", "(Ze OR Zmail OR Zemail)", "4 7"},

      {"a required word", "+battery wind", "+battery wind", "(Zbatteri AND_MAYBE Zwind)", "3 5 6"},
      {"two required words", "+battery +wind", "+battery +wind", "(Zbatteri AND Zwind)", "5 6"},
      {"an excluded word", "battery -wind", "battery -wind", "(Zbatteri AND_NOT Zwind)", "3"},
      {"an excluded word alone", "-wind", "-wind", "(<alldocuments> AND_NOT Zwind)", "3 4"},
      {"two excluded words alone", "-wind -server", "-wind -server", "(<alldocuments> AND_NOT (Zwind OR Zserver))",
       "3"},
      {"NOT is a minus", "NOT wind", "-wind", "(<alldocuments> AND_NOT Zwind)", "3 4"},
      {"a name with a sign is meant as a whole", "+e-mail", "+e-mail", "Zemail", "4 7"},
      {"words joined by a slash with a sign are all meant", "+wind/battery", "+wind/battery", "(Zwind AND Zbatteri)",
       "5 6"},

      {"AND", "wind AND battery", "+wind +battery", "(Zwind AND Zbatteri)", "5 6"},
      {"AND NOT", "wind AND NOT battery", "+wind -battery", "(Zwind AND_NOT Zbatteri)", "1 2 7"},
      {"OR", "server OR budget", "server budget", "(Zserver OR Zbudget)", "1 2 4"},
      {"words beside each other bind tighter than AND", "battery supplier AND wind", "+(battery supplier) +wind",
       "((Zbatteri OR Zsupplier) AND Zwind)", "2 5 6 7"},
      {"AND binds tighter than OR", "budget OR battery AND solar", "budget OR +battery +solar",
       "((Zbatteri AND Zsolar) OR Zbudget)", "1 2 3"},
      {"parentheses bind tightest", "(budget OR battery) AND solar", "+(budget battery) +solar",
       "((Zbudget OR Zbatteri) AND Zsolar)", "2 3"},
      {"an excluded group", "NOT (wind OR mail)", "-(wind mail)", "(<alldocuments> AND_NOT (Zwind OR Zmail))", "3"},
      {"a group that excludes, beside a word", "(wind -battery) mail", "wind -battery OR mail",
       "((Zwind AND_NOT Zbatteri) OR Zmail)", "1 2 4 7"},
      {"a group of words is its words", "(hall server) mail", "hall server mail", "(Zhall OR Zserver OR Zmail)",
       "3 4 7"},
      {"a required group", "+(solar draft) battery", "+(solar draft) battery",
       "((Zsolar OR Zdraft) AND_MAYBE Zbatteri)", "1 2 3 4"},
      {"an exclusion in an exclusion", "-(wind -battery)", "-(wind -battery)",
       "(<alldocuments> AND_NOT (Zwind AND_NOT Zbatteri))", "3 4 5 6"},
      {"OR with an exclusion", "server OR -wind", "server OR -wind", "((<alldocuments> AND_NOT Zwind) OR Zserver)",
       "3 4"},
      {"small letters are words", "wind and battery", "wind and battery", "(Zwind OR Zbatteri)", "1 2 3 5 6 7"},

      {"a phrase", "\"wind turbines\"", "\"wind turbines\"", "(wind PHRASE 2 turbines)", "5"},
      {"not in another order", "\"turbines wind\"", "\"turbines wind\"", "(turbines PHRASE 2 wind)", ""},
      {"not by stems", "\"wind turbine\"", "\"wind turbine\"", "(wind PHRASE 2 turbine)", ""},
      {"a phrase is required", "\"solar power\" battery", "\"solar power\" battery",
       "((solar PHRASE 2 power) AND_MAYBE Zbatteri)", "2 3"},
      {"an excluded phrase", "solar -\"solar power\"", "solar -\"solar power\"",
       "(Zsolar AND_NOT (solar PHRASE 2 power))", "4"},
      {"one of two phrases", "\"power\" OR \"mail\"", "\"power\" OR \"mail\"", "(power OR mail)", "2 3 4 7"},
      {"over a hyphen, also written together", "\"send an e-mail\"", "\"send an e-mail\"",
       "((send PHRASE 4 an PHRASE 4 e PHRASE 4 mail) OR (send PHRASE 3 an PHRASE 3 email))", "4"},
      {"over an apostrophe", "\"o'brien's supplier\"", "\"o'brien's supplier\"", "(o'brien PHRASE 2 supplier)", "2"},
      {"typographic quotes", "“solar  power”", "\"solar power\"", "(solar PHRASE 2 power)", "2 3"},

      {"near, by stems, in any order", "battery near/3 turbine", "battery near/3 turbine",
       "((batteries OR battery) NEAR 4 (turbine OR turbines))", "5 6"},
      {"not farther", "battery near/2 turbine", "battery near/2 turbine",
       "((batteries OR battery) NEAR 3 (turbine OR turbines))", ""},
      {"a part in quotes is exact", "\"batteries\" near/3 turbine", "\"batteries\" near/3 turbine",
       "(batteries NEAR 4 (turbine OR turbines))", "5"},
      {"a chain has one distance", "wind near/2 turbine near/4 battery", "wind near/4 turbine near/4 battery",
       "(wind NEAR 5 (turbine OR turbines) NEAR 5 (batteries OR battery))", "5"},
      {"a word is not near itself", "wind near/3 wind", "wind near/3 wind", "(wind NEAR 4 wind)", ""},
      {"excluded", "wind -battery near/3 turbine", "wind -battery near/3 turbine",
       "(Zwind AND_NOT ((batteries OR battery) NEAR 4 (turbine OR turbines)))", "1 2 7"},
      {"in the body only", "wind near/100 supplier", "wind near/100 supplier", "(wind NEAR 101 supplier)", "2"},

      {"a beginning", "batter*", "batter*", "(batteries SYNONYM battery)", "3 5 6"},
      {"of words as written, headings too", "stor*", "stor*", "(stored SYNONYM XHstorage)", "3 4"},
      {"of a hyphenated word as a whole", "em*", "em*", "email", "4 7"},
      {"excluded beginnings", "-e*", "-e*", "(<alldocuments> AND_NOT (e SYNONYM email))", "1 2 3 5 6"},
      {"one edit", "battrey~", "battrey~", "battery", "3 6"},
      {"two edits", "baterry~2", "baterry~2", "battery", "3 6"},
      {"the first letter may be the one edit", "xind~2", "xind~2", "(wind SYNONYM Swind)", "1 2 5 6 7"},
      {"but not one of two", "xnid~2", "xnid~2", "", ""},
      {"the edits are one where no number is given", "wimd~1", "wimd~", "(wind SYNONYM Swind)", "1 2 5 6 7"},

      {"in the title, by its stem", "title:powers", "title:powers", "(<alldocuments> FILTER ZSpower)", "5 6 7"},
      {"a phrase in the title", "title:\"solar plan\"", "title:\"solar plan\"",
       "(<alldocuments> FILTER (Ssolar PHRASE 2 Splan))", "3 4"},
      {"a beginning in the title", "title:dra*", "title:dra*", "(<alldocuments> FILTER Sdraft)", "1 2"},
      {"a misspelt word in the title", "title:solr~", "title:solr~", "(<alldocuments> FILTER Ssolar)", "3 4"},
      {"in a heading above, of any level", "heading:turbine", "heading:turbine", "(<alldocuments> FILTER ZXHturbin)",
       "5 6 7"},
      {"not under a heading", "turbine -heading:repair", "turbine -heading:repair", "(Zturbin AND_NOT ZXHrepair)",
       "5 6"},
      {"beside a field one of the words has to match", "heading:storage battery", "heading:storage battery",
       "(Zbatteri FILTER ZXHstorag)", "3"},
      {"a sign adds nothing to a field", "+type:html battery", "type:html battery", "(Zbatteri FILTER Ehtml)", "3"},
      {"what is required beside a field", "type:md +supplier wind", "type:md +supplier wind",
       "((Zsupplier AND_MAYBE Zwind) FILTER Emd)", "2 7"},
      {"a folder", "path:archive/", "path:archive/", "(<alldocuments> FILTER path:archive/)", "1 2"},
      {"a glob, excluded", "-path:*.md", "-path:*.md", "(<alldocuments> AND_NOT path:*.md)", "3 4"},
      {"a quoted value", "path:\"wind.md\"", "path:wind.md", "(<alldocuments> FILTER path:wind.md)", "5 6 7"},
      {"an extension", "type:html", "type:html", "(<alldocuments> FILTER Ehtml)", "3 4"},
      {"a MIME type", "type:text/markdown", "type:text/markdown", "(<alldocuments> FILTER Ttext/markdown)",
       "1 2 5 6 7"},
      {"one of two types", "type:html OR type:pdf", "type:html OR type:pdf",
       "((<alldocuments> FILTER Ehtml) OR (<alldocuments> FILTER Epdf))", "3 4"},
      {"parentheses of fields are a filter", "(type:html OR type:pdf) battery", "(type:html OR type:pdf) battery",
       "(Zbatteri FILTER (Ehtml OR Epdf))", "3"},
      {"without them words belong to one of them", "type:html OR type:md battery", "type:html OR type:md battery",
       "((<alldocuments> FILTER Ehtml) OR (Zbatteri FILTER Emd))", "3 4 5 6"},
      {"two fields", "type:md date:2026", "type:md date:2026", "(<alldocuments> FILTER (Emd AND date:2026))", "5 6 7"},
      {"a language", "lang:de", "lang:de", "(<alldocuments> FILTER Lde)", ""},
      {"a day", "date:2026-06-15", "date:2026-06-15", "(<alldocuments> FILTER date:2026-06-15)", "3 4"},
      {"a range of months", "date:2026-01..2026-03", "date:2026-01..2026-03",
       "(<alldocuments> FILTER date:2026-01..2026-03)", "5 6 7"},
      {"until the end of a year", "date:..2025", "date:..2025", "(<alldocuments> FILTER date:..2025)", "1 2"},
      {"a root", "root:kb", "root:kb", "(<alldocuments> FILTER root:kb)", "1 2 3 4 5 6 7"},
      {"not a root", "-root:kb", "-root:kb", "(<alldocuments> AND_NOT root:kb)", ""},

      {"what is no date is words", "date:soon budget", "date:soon budget", "(Zdate OR Zsoon OR Zbudget)", "1 2"},
      {"a field without a value is a word", "title: wind", "title: wind", "(Ztitl OR Zwind)", "1 2 5 6 7"},
      {"a quote that is never closed", "\"wind", "wind", "Zwind", "1 2 5 6 7"},
      {"a parenthesis that closes nothing", "wind)", "wind", "Zwind", "1 2 5 6 7"},
      {"an operator with nothing to join", "OR budget", "or budget", "Zbudget", "1 2"},
      {"a sign before no word", "- wind", "wind", "Zwind", "1 2 5 6 7"},
      {"brackets in a word", "f(x) hall", "f(x) hall", "(Zf OR Zx OR Zhall)", "3"},
  }));
  INFO(c.name << ": " << c.query);
  CHECK(searcher::canonical(searcher::parse(c.query)) == c.canonical);
  CHECK(library.engine_query(c.query) == c.engine);
  CHECK(library.hits(c.query) == c.hits);
  CHECK(library.hits(c.canonical) == c.hits);
}

}  // namespace
}  // namespace pilcrow
