// SPDX-License-Identifier: GPL-3.0-or-later
// What each operator of the query language costs, beside the plain Xapian query of the same meaning.
//
//   operators_bench INDEX
//
// The words come from paragraphs of the index: fifty drawn with a fixed seed, three words in a row from each, all of
// them letters and in at least a hundred paragraphs. Plain is what a user of Xapian would write by hand over the same
// terms: the ten best by the same weighting, nothing loaded. Ours is the whole search: read, compiled, matched, reranked,
// ten hits loaded with their sources and marks. Each is run once to warm the cache, then three times, the best counts.
#include <cstdint>
#include <functional>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <xapian.h>

#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/leaf.h"
#include "searcher/spelling.h"
#include "tests/bench/times.h"

namespace {

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::bench::Times;

constexpr std::size_t draws = 50;
constexpr Xapian::doccount frequent_enough = 100;

struct Word {
  std::string surface;
  std::string stem;
};
using Words = std::vector<Word>;  // Three in a row.

std::optional<Words> three_in_a_row(const std::string& text, const Xapian::Database& index, text::Analyzer& analyzer,
                                    std::mt19937& random) {
  const std::vector<text::OwnedToken> tokens = text::tokens(analyzer, text);
  if (tokens.size() < 8) return std::nullopt;
  const std::size_t first = random() % (tokens.size() - 2);
  Words words;
  for (std::size_t i = first; i < first + 3; ++i) {
    const text::OwnedToken& token = tokens[i];
    const bool usable = token.kind == text::TokenKind::word && may_be_misspelt(token.surface) &&
                        token.position == tokens[first].position + (i - first) &&
                        index.get_termfreq(token.surface) >= frequent_enough;
    if (!usable) return std::nullopt;
    words.push_back({token.surface, std::string(store::prefix_stem) + token.stem});
  }
  return words;
}

std::vector<Words> drawn(const store::Snapshot& snapshot, text::Analyzer& analyzer) {
  std::mt19937 random(1);
  std::vector<Words> all;
  for (int tries = 0; tries < 200'000 && all.size() < draws; ++tries) {
    const auto document = static_cast<Xapian::docid>(random() % snapshot.database().get_lastdocid() + 1);
    try {
      const auto record = snapshot.record(snapshot.database().get_document(document));
      if (!record) continue;
      if (auto words = three_in_a_row(record->text, snapshot.database(), analyzer, random)) all.push_back(*words);
    } catch (const Xapian::DocNotFoundError&) {
      continue;  // Removed by an update.
    }
  }
  return all;
}

struct Operator {
  std::string name;
  std::function<std::string(const Words&)> ours;
  std::function<Xapian::Query(const Words&)> plain;
  SearchOptions options = {};
};

Xapian::Query both(Xapian::Query::op op, const Xapian::Query& a, const Xapian::Query& b) {
  return {op, a, b};
}

/// As many words of the index as near ones are found: Xapian 1.4 has no query for them.
Xapian::Query near_words(const Xapian::Database& index, const std::string& word, std::size_t edits) {
  std::size_t effort = 1'000'000;
  std::vector<Xapian::Query> words;
  for (const NearWord& near : words_within(index, word, edits, {""}, effort)) words.emplace_back(near.word);
  return {Xapian::Query::OP_SYNONYM, words.begin(), words.end()};
}

std::vector<Operator> operators(const Xapian::Database& index) {
  const auto stem = [](const Words& words, std::size_t i) { return Xapian::Query(words[i].stem); };
  const auto term = [](const Words& words, std::size_t i) { return Xapian::Query(words[i].surface); };
  const auto beginning = [](const Words& words) { return words[0].surface.substr(0, 4); };
  return {
      {"a", [](const Words& w) { return w[0].surface; }, [=](const Words& w) { return stem(w, 0); }},
      {"a b c", [](const Words& w) { return w[0].surface + " " + w[1].surface + " " + w[2].surface; },
       [=](const Words& w) {
         return both(Xapian::Query::OP_OR, stem(w, 0), both(Xapian::Query::OP_OR, stem(w, 1), stem(w, 2)));
       }},
      {"a AND b", [](const Words& w) { return w[0].surface + " AND " + w[1].surface; },
       [=](const Words& w) { return both(Xapian::Query::OP_AND, stem(w, 0), stem(w, 1)); }},
      {"+a b", [](const Words& w) { return "+" + w[0].surface + " " + w[1].surface; },
       [=](const Words& w) { return both(Xapian::Query::OP_AND_MAYBE, stem(w, 0), stem(w, 1)); }},
      {"a -b", [](const Words& w) { return w[0].surface + " -" + w[1].surface; },
       [=](const Words& w) { return both(Xapian::Query::OP_AND_NOT, stem(w, 0), stem(w, 1)); }},
      {"-a", [](const Words& w) { return "-" + w[0].surface; },
       [=](const Words& w) { return both(Xapian::Query::OP_AND_NOT, Xapian::Query::MatchAll, stem(w, 0)); }},
      {"(a OR b) AND c",
       [](const Words& w) { return "(" + w[0].surface + " OR " + w[1].surface + ") AND " + w[2].surface; },
       [=](const Words& w) {
         return both(Xapian::Query::OP_AND, both(Xapian::Query::OP_OR, stem(w, 0), stem(w, 1)), stem(w, 2));
       }},
      {"\"a b\"", [](const Words& w) { return '"' + w[0].surface + " " + w[1].surface + '"'; },
       [=](const Words& w) { return both(Xapian::Query::OP_PHRASE, term(w, 0), term(w, 1)); }},
      {"\"a b\" OR c", [](const Words& w) { return '"' + w[0].surface + " " + w[1].surface + "\" OR " + w[2].surface; },
       [=](const Words& w) {
         return both(Xapian::Query::OP_OR, both(Xapian::Query::OP_PHRASE, term(w, 0), term(w, 1)), stem(w, 2));
       }},
      {"\"a\" near/5 \"b\"", [](const Words& w) { return '"' + w[0].surface + "\" near/5 \"" + w[2].surface + '"'; },
       [=](const Words& w) {
         const std::vector<Xapian::Query> words{term(w, 0), term(w, 2)};
         return Xapian::Query(Xapian::Query::OP_NEAR, words.begin(), words.end(), 6);
       }},
      {"a near/5 b", [](const Words& w) { return w[0].surface + " near/5 " + w[2].surface; },
       [=](const Words& w) {
         const std::vector<Xapian::Query> words{term(w, 0), term(w, 2)};
         return Xapian::Query(Xapian::Query::OP_NEAR, words.begin(), words.end(), 6);
       }},
      {"abcd*", [=](const Words& w) { return beginning(w) + "*"; },
       [=](const Words& w) {
         return Xapian::Query(Xapian::Query::OP_WILDCARD, beginning(w), 256,
                              Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT, Xapian::Query::OP_SYNONYM);
       }},
      {"a~", [](const Words& w) { return w[0].surface + "~"; },
       [&index](const Words& w) { return near_words(index, w[0].surface, 1); }},
      {"a~2", [](const Words& w) { return w[0].surface + "~2"; },
       [&index](const Words& w) { return near_words(index, w[0].surface, 2); }},
      {"title:a b", [](const Words& w) { return "title:" + w[0].surface + " " + w[1].surface; },
       [=](const Words& w) {
         return both(
             Xapian::Query::OP_FILTER, stem(w, 1),
             Xapian::Query(std::string(store::prefix_stem) + std::string(store::prefix_title) + w[0].stem.substr(1)));
       }},
      {"type:html a b", [](const Words& w) { return "type:html " + w[0].surface + " " + w[1].surface; },
       [=](const Words& w) {
         return both(Xapian::Query::OP_FILTER, both(Xapian::Query::OP_OR, stem(w, 0), stem(w, 1)),
                     Xapian::Query(std::string(store::prefix_extension) + "html"));
       }},
      {"path:*a*.html b", [](const Words& w) { return "path:*a*.html " + w[0].surface; },
       [=](const Words& w) { return stem(w, 0); }},
      {"date:2020.. a", [](const Words& w) { return "date:2020.. " + w[0].surface; },
       [=](const Words& w) { return stem(w, 0); }},
      {"a, --sort path",
       [](const Words& w) { return w[0].surface; },
       [=](const Words& w) { return stem(w, 0); },
       {.sort = SortBy::path}},
      {"a, --facets type and language",
       [](const Words& w) { return w[0].surface; },
       [=](const Words& w) { return stem(w, 0); },
       {.facets = {FacetField::type, FacetField::language}}},
      {"a, -C 2",
       [](const Words& w) { return w[0].surface; },
       [=](const Words& w) { return stem(w, 0); },
       {.context = {.paragraphs = 2}}},
  };
}

}  // namespace

int main(int argc, char* argv[]) {
  const auto snapshots = argc == 2 ? store::open_all({argv[1]}) : store::open_all({});
  auto searcher = argc == 2 ? Searcher::open({argv[1]}) : Searcher::open({});
  if (!snapshots || !searcher) {
    std::cerr << "operators_bench INDEX\n";
    return 2;
  }
  const store::Snapshot& snapshot = snapshots->front();
  const Xapian::Database& index = snapshot.database();
  Analyzers analyzers;
  const std::vector<Words> words = drawn(snapshot, analyzers.of("en"));
  fmt::print("{} paragraphs, {} draws; processor milliseconds\n", index.get_doccount(), words.size());
  fmt::print("{:<30} {:>10} {:>10} {:>10} {:>10} {:>8}\n", "", "plain p50", "p95", "ours p50", "p95", "p50/p50");
  for (const Operator& one : operators(index)) {
    Times plain(one.name);
    Times ours(one.name);
    for (const Words& draw : words) {
      const std::string text = one.ours(draw);
      if (!searcher->search(text, one.options)) return 2;
      Xapian::Enquire enquire(index);
      enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
      const Xapian::Query query = one.plain(draw);
      plain.measure([&] {
        enquire.set_query(query);
        enquire.get_mset(0, 10);
      });
      ours.measure([&] { (void)searcher->search(text, one.options); });
    }
    if (plain.empty()) return 2;
    fmt::print("{:<30} {:>10.2f} {:>10.2f} {:>10.2f} {:>10.2f} {:>8.1f}\n", one.name, plain.quantile(0.5),
               plain.quantile(0.95), ours.quantile(0.5), ours.quantile(0.95), ours.quantile(0.5) / plain.quantile(0.5));
  }
  return 0;
}
