// SPDX-License-Identifier: GPL-3.0-or-later
// What a query costs, stage by stage, beside the plain ranked match of the same words.
//
//   query_bench INDEX QUERIES     QUERIES: a query a line, or "id<TAB>query"
//
// Each query is run once to warm the cache and then measured, plain and whole in turn.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <xapian.h>

#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "core/text/language.h"
#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/compile.h"
#include "searcher/load.h"
#include "searcher/match.h"
#include "searcher/parse.h"
#include "searcher/query.h"
#include "searcher/rerank.h"
#include "tests/bench/times.h"

namespace {

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::bench::Times;

/// The words that are looked for, as a bag of stems: what any user of Xapian would ask.
Xapian::Query plain_query(const Query& query, const std::set<std::string>& stopped, text::Analyzer& analyzer) {
  std::vector<Xapian::Query> terms;
  for (const Clause& clause : query.clauses) {
    for (const text::OwnedToken& token : text::tokens(analyzer, clause.text)) {
      if (stopped.count(token.surface) > 0) continue;
      terms.emplace_back(std::string(store::prefix_stem) + token.stem);
    }
  }
  return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

std::vector<WordForm> forms_of(const CompiledQuery& compiled) {
  std::vector<WordForm> forms;
  if (!compiled.only_words) return forms;
  for (const Addend& addend : compiled.addends) forms.insert(forms.end(), addend.forms.begin(), addend.forms.end());
  return forms;
}

std::vector<std::string> read_queries(const std::string& file) {
  std::vector<std::string> queries;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    queries.push_back(tab == std::string::npos ? line : line.substr(tab + 1));
  }
  return queries;
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::cerr << "query_bench INDEX QUERIES\n";
    return 2;
  }
  const auto snapshots = store::open_all({argv[1]});
  auto searcher = Searcher::open({argv[1]});
  if (!snapshots || !searcher) {
    std::cerr << "cannot open " << argv[1] << "\n";
    return 2;
  }
  const store::Snapshot& snapshot = snapshots->front();
  const auto& languages = snapshot.facts().state.languages;
  const Matcher matcher({snapshot.database()}, snapshot.direct());
  Analyzers analyzers;
  std::string main_language;
  std::uint64_t most = 0;
  for (const auto& [language, paragraphs] : languages) {
    if (paragraphs > most) main_language = language;
    most = std::max(most, paragraphs);
  }

  Times plain("plain match, ten best, nothing loaded");
  Times compiling("read and compile");
  Times match("match, fifty best");
  Times load("load their texts");
  Times rerank("rerank them");
  Times whole("whole search, ten hits with their sources");
  for (const std::string& text : read_queries(argv[2])) {
    const auto any = [&](const Xapian::Query& query) { return matcher.any(query); };
    const Query query = parse(text);
    const CompiledQuery compiled = compile(query, {languages, any}, analyzers);
    if (compiled.ranked.empty()) continue;
    if (!searcher->search(text)) return 2;
    Xapian::Enquire enquire(snapshot.database());
    enquire.set_query(plain_query(query, compiled.stopped, analyzers.of(main_language)));
    enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
    plain.measure([&] { enquire.get_mset(0, 10); });
    whole.measure([&] { (void)searcher->search(text); });
    compiling.measure([&] { (void)compile(parse(text), {languages, any}, analyzers); });
    MatchList found;
    match.measure([&] { found = matcher.best(compiled.ranked, most_reranked, forms_of(compiled)); });
    std::vector<RerankText> texts;
    std::vector<LoadedParagraph> loaded;
    load.measure([&] {
      HitLoader loader(*snapshots);
      loaded.clear();
      for (std::size_t i = 0; i < std::min(found.matches.size(), most_reranked); ++i) {
        const auto paragraph = loader.paragraph(found.matches[i].place);
        if (paragraph) loaded.push_back(**paragraph);
      }
    });
    for (const LoadedParagraph& paragraph : loaded)
      texts.push_back({paragraph.text, main_language, {}, main_language, {}});
    const Statistics statistics{
        languages, [&](const std::string& term) { return std::uint64_t{snapshot.database().get_termfreq(term)}; },
        snapshot.database().get_doccount(), snapshot.database().get_avlength() / 2};
    rerank.measure([&] { Reranker(query, compiled.stopped, analyzers, statistics).rerank(texts); });
  }
  fmt::print("{:<44} {:>8} {:>8} {:>8}\n", "processor ms a query", "p50", "p95", "p50/plain");
  for (Times* times : {&plain, &compiling, &match, &load, &rerank, &whole}) times->print(plain);
  return 0;
}
