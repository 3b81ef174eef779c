// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/compile.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/store/schema.h"
#include "core/text/language.h"
#include "searcher/relatives.h"

namespace pilcrow::searcher {
namespace {

using text::OwnedToken;
using text::TokenKind;

/// Whether a word is joined to others by anything but hyphens.
bool is_in_name(const std::vector<OwnedToken>& tokens, std::size_t word, std::string_view text) {
  const std::size_t begin = tokens[word].begin;
  const std::size_t end = tokens[word].end;
  return std::any_of(tokens.begin(), tokens.end(), [&](const OwnedToken& whole) {
    if (whole.kind != TokenKind::compound || whole.begin > begin || whole.end < end) return false;
    return (begin > whole.begin && text[begin - 1] != '-') || (end < whole.end && text[end] != '-');
  });
}

using Queries = std::vector<Xapian::Query>;

// An empty query matches nothing, and so does all of what holds one.
Xapian::Query all_of(const Queries& queries) {
  const bool none = std::any_of(queries.begin(), queries.end(), [](const auto& query) { return query.empty(); });
  return none ? Xapian::Query() : Xapian::Query(Xapian::Query::OP_AND, queries.begin(), queries.end());
}

Xapian::Query any_of(const Queries& queries) {
  return {Xapian::Query::OP_OR, queries.begin(), queries.end()};
}

class Compiler {
 public:
  Compiler(const Query& query, const IndexView& index, Analyzers& analyzers)
      : query_(query), index_(index), leaves_(index, analyzers) {
    // What keeps paragraphs out comes first: of too many words those that only rank are let go.
    for (const bool keeps_out : {true, false}) {
      std::size_t number = 0;
      analyze(query.clauses, false, keeps_out, number);
    }
    std::stable_sort(analyzed_.begin(), analyzed_.end(),
                     [](const AnalyzedLeaf& a, const AnalyzedLeaf& b) { return a.number < b.number; });
    for (std::size_t i = 0; i < analyzed_.size(); ++i) places_.emplace(analyzed_[i].clause, i);
  }

  CompiledQuery compile() {
    choose_stop_words();
    for (const AnalyzedLeaf& leaf : analyzed_) describe_words(leaf);
    for (const QueryWord& word : compiled_.words) {
      any_occurs_ = any_occurs_ || (!word.missing && !word.stopped && !word.excluded);
    }
    const Parts parts = parts_of(query_.clauses, false);
    compiled_.ranked = combined(parts, true).value_or(Xapian::Query());
    compiled_.all_words = all_words(parts);
    compiled_.ranks = !compiled_.addends.empty();
    compiled_.only_words = compiled_.ranks && std::all_of(query_.clauses.begin(), query_.clauses.end(),
                                                          [](const Clause& clause) { return is_plain(clause); });
    compiled_.expansions = leaves_.expansions();
    // Those that are required come first, as they did when they were matched.
    std::stable_partition(compiled_.addends.begin(), compiled_.addends.end(),
                          [](const Addend& addend) { return addend.required; });
    return std::move(compiled_);
  }

 private:
  struct BagWord {
    const AnalyzedLeaf* leaf;
    std::size_t token;
    std::size_t count;
  };

  /// What a sequence is made of.
  struct Parts {
    std::vector<BagWord> bag;
    std::map<std::vector<std::string>, std::size_t> bag_index;
    Queries optional;
    Queries required;
    Queries filters;
    Queries excluded;
  };

  /// Those leaves that keep paragraphs out, or the others.
  void analyze(const std::vector<Clause>& clauses, bool excluded, bool keeps_out, std::size_t& number) {
    for (const Clause& clause : clauses) {
      const bool out = excluded || clause.occurrence == Occurrence::must_not;
      if (clause.kind == ClauseKind::group) {
        analyze(clause.parts, out, keeps_out, number);
        continue;
      }
      if ((out || clause.field != Field::anywhere) == keeps_out) {
        if (clause.kind == ClauseKind::near) {
          for (const Clause& part : clause.parts) analyze_leaf(part, number, out, true);
        } else {
          analyze_leaf(clause, number, out, false);
        }
      }
      ++number;
    }
  }

  void analyze_leaf(const Clause& clause, std::size_t number, bool excluded, bool near) {
    if (words_ > most_words) return;
    const std::size_t room = most_words - words_;
    AnalyzedLeaf leaf = leaves_.analyze(clause, number, excluded, room + 1);
    words_ += std::max<std::size_t>(leaf.first().size(), is_filter(clause) ? 1 : 0);
    if (words_ > most_words) {
      compiled_.notes.push_back(
          {"only the first " + std::to_string(most_words) + " words are looked for", clause.column});
      leaf = leaves_.analyze(clause, number, excluded, room);
    }
    if (leaf.first().empty() && clause.field == Field::anywhere) return;
    leaf.near = near;
    leaf.plain = !near && !excluded && is_plain(clause);
    analyzed_.push_back(std::move(leaf));
  }

  /// nullptr where it holds no word, or too many stand before it.
  const AnalyzedLeaf* analyzed(const Clause& clause) const {
    const auto place = places_.find(&clause);
    return place == places_.end() ? nullptr : &analyzed_[place->second];
  }

  void choose_stop_words() {
    std::vector<std::pair<std::string, std::uint64_t>> languages(index_.languages.begin(), index_.languages.end());
    std::stable_sort(languages.begin(), languages.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (languages.empty()) return;
    Stops chosen = stop_words_in(languages.front().first);
    for (const auto& [language, paragraphs] : languages) {
      Stops other = stop_words_in(language);
      if (other.count > chosen.count && other.surfaces.size() >= 2) chosen = std::move(other);
    }
    if (!chosen.all) compiled_.stopped = std::move(chosen.surfaces);
  }

  struct Stops {
    std::set<std::string> surfaces;
    std::size_t count = 0;  ///< Occurrences in the query.
    bool all = true;        ///< Nothing else is asked for.
  };

  Stops stop_words_in(std::string_view language) const {
    Stops stops;
    const std::size_t way = leaves_.way_of(language);
    for (const AnalyzedLeaf& leaf : analyzed_) {
      if (leaf.excluded || leaf.clause->field != Field::anywhere) continue;
      if (!leaf.plain) {
        stops.all = false;
        continue;
      }
      for (const OwnedToken& token : leaf.tokens[way]) {
        if (is_word(token.kind) && text::is_stop_word(language, token.surface)) {
          stops.surfaces.insert(token.surface);
          ++stops.count;
        } else {
          stops.all = false;
        }
      }
    }
    return stops;
  }

  bool is_stopped(const AnalyzedLeaf& leaf, std::size_t token) const {
    if (!leaf.plain || !is_word(leaf.first()[token].kind)) return false;
    return std::any_of(leaf.tokens.begin(), leaf.tokens.end(),
                       [&](const auto& tokens) { return compiled_.stopped.count(tokens[token].surface) > 0; });
  }

  /// Of alternatives one is all that is wanted.
  Xapian::Query all_words(const Parts& parts) {
    const bool alternatives = std::any_of(query_.clauses.begin(), query_.clauses.end(), [](const Clause& clause) {
      return clause.kind == ClauseKind::group && clause.occurrence == Occurrence::should;
    });
    if (alternatives && !compiled_.wanted.empty()) {
      compiled_.wanted = {{canonical(query_), compiled_.ranked}};
      return compiled_.ranked;
    }
    Queries wanted;
    for (const WantedWord& word : compiled_.wanted) wanted.push_back(word.query);
    Xapian::Query all = all_of(wanted);
    if (all.empty()) return all;
    if (!parts.filters.empty()) all = {Xapian::Query::OP_FILTER, all, all_of(parts.filters)};
    return parts.excluded.empty() ? all : Xapian::Query(Xapian::Query::OP_AND_NOT, all, any_of(parts.excluded));
  }

  Parts parts_of(const std::vector<Clause>& clauses, bool excluded) {
    Parts parts;
    std::set<std::string> known;
    for (const Clause& clause : clauses) {
      // What is required or excluded twice would be matched twice.
      const bool may_be_repeated = clause.kind == ClauseKind::group || is_plain(clause);
      if (may_be_repeated || known.insert(canonical({{clause}, {}})).second) add(clause, excluded, parts);
    }
    add_bag(parts, excluded);
    return parts;
  }

  void add(const Clause& clause, bool excluded, Parts& parts) {
    if (clause.field != Field::anywhere) {
      add_filter(clause, parts);
    } else if (clause.kind == ClauseKind::group) {
      add_group(clause, excluded, parts);
    } else if (!is_plain(clause)) {
      add_leaf(clause, excluded, parts);
    } else if (const AnalyzedLeaf* leaf = analyzed(clause)) {
      add_to_bag(*leaf, excluded, parts);
    }
  }

  void add_filter(const Clause& clause, Parts& parts) {
    const AnalyzedLeaf* leaf = analyzed(clause);
    if (leaf == nullptr) return;
    if (is_by_file(clause.field)) file_filters_.insert(&clause);
    if (file_filters_.size() > most_file_filters) {
      file_filters_.erase(&clause);
      if (!said_) {
        compiled_.notes.push_back(
            {"more than " + std::to_string(most_file_filters) + " filters by file are not looked at", clause.column});
      }
      said_ = true;
      // Nothing rather than what a filter was to keep out.
      parts.filters.emplace_back();
      return;
    }
    Queries& place = clause.occurrence == Occurrence::must_not ? parts.excluded : parts.filters;
    // As with words: a group that ranks is looked at twice.
    const auto [known, is_new] = filters_known_.try_emplace(&clause);
    if (is_new) known->second = leaves_.filter(*leaf, compiled_.notes);
    place.push_back(known->second);
  }

  void add_leaf(const Clause& clause, bool excluded, Parts& parts) {
    auto addends = addends_of(clause);
    if (!addends) return;
    Queries all;
    for (const Addend& addend : *addends) all.push_back(addend.query);
    Xapian::Query whole = all_of(all);
    if (clause.occurrence == Occurrence::must_not) {
      parts.excluded.push_back(std::move(whole));
      return;
    }
    (is_required(clause) ? parts.required : parts.optional).push_back(std::move(whole));
    if (excluded) return;
    for (Addend& addend : *addends) {
      addend.required = is_required(clause);
      compiled_.wanted.push_back({addend.typed, addend.query});
      compiled_.addends.push_back(std::move(addend));
    }
  }

  void add_group(const Clause& clause, bool excluded, Parts& parts) {
    const bool out = clause.occurrence == Occurrence::must_not;
    const std::size_t first = compiled_.addends.size();
    const std::size_t wanted = compiled_.wanted.size();
    const bool ranks = !excluded && !out && !is_filter(clause);
    const auto group = combined(parts_of(clause.parts, !ranks), ranks);
    compiled_.wanted.resize(wanted);
    if (!group) return;
    if (ranks) compiled_.wanted.push_back({canonical({{clause}, {}}), *group});
    switch (clause.occurrence) {
      case Occurrence::should:
        if (!excluded) count_only_within(clause, first);
        parts.optional.push_back(*group);
        break;
      case Occurrence::must:
        (is_filter(clause) ? parts.filters : parts.required).push_back(*group);
        break;
      case Occurrence::must_not:
        parts.excluded.push_back(*group);
        break;
    }
  }

  /// What a group adds, from this addend on, counts only where all of the group matches.
  void count_only_within(const Clause& group, std::size_t first) {
    const auto within = combined(parts_of(group.parts, true), false);
    for (std::size_t i = first; i < compiled_.addends.size(); ++i) {
      Addend& addend = compiled_.addends[i];
      addend.query = {Xapian::Query::OP_FILTER, addend.query, within.value_or(Xapian::Query())};
      addend.required = false;
    }
  }

  /// All of a leaf that is looked for, each of which must be there; nothing where that is nothing.
  std::optional<std::vector<Addend>> addends_of(const Clause& clause) {
    if (clause.kind == ClauseKind::near) {
      std::vector<const AnalyzedLeaf*> parts;
      for (const Clause& part : clause.parts) parts.push_back(analyzed(part));
      if (std::find(parts.begin(), parts.end(), nullptr) != parts.end()) return std::nullopt;
      return std::vector<Addend>{leaves_.near(parts, clause.number)};
    }
    const AnalyzedLeaf* leaf = analyzed(clause);
    if (leaf == nullptr) return std::nullopt;
    if (clause.kind == ClauseKind::phrase) return std::vector<Addend>{leaves_.phrase(*leaf)};
    if (is_open(clause.kind)) return std::vector<Addend>{expansion_of(*leaf)};
    std::vector<Addend> addends;
    for (std::size_t token = 0; token < leaf->first().size(); ++token) {
      if (!leaf->covered[token]) addends.push_back(word(*leaf, token));
    }
    return addends;
  }

  /// A word is described, looked for and wanted, and found out about once.
  const Addend& word(const AnalyzedLeaf& leaf, std::size_t token) {
    const auto [known, is_new] = words_known_.try_emplace({leaf.clause, token});
    if (is_new) known->second = leaves_.word(leaf, token, 1);
    return known->second;
  }

  /// What a word stands for is read once: it is described as well as looked for.
  Addend expansion_of(const AnalyzedLeaf& leaf) {
    const auto known = expanded_.find(leaf.clause);
    if (known != expanded_.end()) return known->second;
    return expanded_.emplace(leaf.clause, leaves_.expanded(leaf, compiled_.notes)).first->second;
  }

  /// Repeated words count as often as they were typed (RANKING: IneB2 is linear in wqf).
  void add_to_bag(const AnalyzedLeaf& leaf, bool excluded, Parts& parts) {
    for (std::size_t token = 0; token < leaf.first().size(); ++token) {
      if (is_stopped(leaf, token)) continue;
      const auto [known, is_new] = parts.bag_index.try_emplace(leaves_.stems(leaf, token), parts.bag.size());
      if (is_new) parts.bag.push_back({&leaf, token, 0});
      ++parts.bag[known->second].count;
      if (excluded || leaf.covered[token]) continue;
      const Addend& wanted = word(leaf, token);
      compiled_.wanted.push_back({wanted.typed, wanted.query, wanted.forms});
    }
  }

  void add_bag(Parts& parts, bool excluded) {
    for (const BagWord& word : parts.bag) {
      Addend addend =
          word.count == 1 ? this->word(*word.leaf, word.token) : leaves_.word(*word.leaf, word.token, word.count);
      if (!excluded && index_.relatives && any_occurs_) add_relatives(word, addend);
      parts.optional.push_back(addend.query);
      if (!excluded) compiled_.addends.push_back(std::move(addend));
    }
  }

  void add_relatives(const BagWord& word, Addend& addend) const {
    using Xapian::Query;
    const OwnedToken& token = word.leaf->first()[word.token];
    if (!is_word(token.kind)) return;
    const std::vector<std::string> terms = index_.relatives(token.surface, leaves_.stems(*word.leaf, word.token));
    if (terms.empty()) return;
    for (const std::string& term : terms) addend.relatives.push_back(term.substr(store::prefix_stem.size()));
    const Query family(Query::OP_SYNONYM, terms.begin(), terms.end());
    const double share = relative_share * static_cast<double>(word.count);
    addend.query = Query(Query::OP_OR, addend.query, family * share);
    addend.forms.push_back({terms, 1, share});
  }

  /// The whole of a sequence; nothing where it asks for nothing. Where it does not rank, what only ranks is left out: on
  /// the right of an AND_NOT, an AND_MAYBE of Xapian 1.4.22 misses some that hold its left side only.
  static std::optional<Xapian::Query> combined(const Parts& parts, bool ranks) {
    using Xapian::Query;
    const Query any = any_of(parts.optional);
    std::optional<Query> query;
    if (!parts.required.empty()) {
      const Query required = all_of(parts.required);
      query = any.empty() || !ranks ? required : Query(Query::OP_AND_MAYBE, required, any);
    } else if (!parts.optional.empty()) {
      query = any;
    }
    if (!parts.filters.empty()) {
      const Query filters = all_of(parts.filters);
      // Not scaled to nothing: see readable().
      query = query || ranks ? Query(Query::OP_FILTER, query.value_or(Query::MatchAll), filters) : filters;
    }
    if (!parts.excluded.empty()) {
      query = Query(Query::OP_AND_NOT, query.value_or(Query::MatchAll), any_of(parts.excluded));
    }
    return query;
  }

  void describe_words(const AnalyzedLeaf& leaf) {
    const Clause& clause = *leaf.clause;
    if (clause.field != Field::anywhere) return;
    const auto& tokens = leaf.first();
    if (is_open(clause.kind)) {
      const Addend addend = expansion_of(leaf);
      QueryWord word;
      word.typed = addend.typed;
      word.surface = tokens.front().surface;
      word.leaf = leaf.number;
      word.exact = true;
      word.excluded = leaf.excluded;
      word.missing = !leaf.excluded && addend.query.empty();
      compiled_.words.push_back(std::move(word));
      return;
    }
    const bool as_it_stands = clause.kind == ClauseKind::phrase;
    std::vector<bool> found(tokens.size());
    for (std::size_t token = 0; token < tokens.size(); ++token) {
      // As it is looked for: a stem that stands only in paragraphs of another language is not found.
      found[token] = as_it_stands ? leaves_.surface_occurs(leaf, token) : index_.matches_any(word(leaf, token).query);
    }
    for (std::size_t token = 0; token < tokens.size(); ++token) {
      if (!is_word(tokens[token].kind)) continue;
      QueryWord word;
      word.typed = LeafCompiler::typed(leaf, token);
      word.surface = tokens[token].surface;
      word.leaf = leaf.number;
      word.begin = tokens[token].begin;
      word.in_name = is_in_name(tokens, token, clause.text);
      word.exact = as_it_stands || leaf.near;
      word.excluded = leaf.excluded;
      word.stopped = is_stopped(leaf, token);
      // "e-mail" is not missing where "email" is there.
      const bool in_found_compound = [&] {
        for (std::size_t other = 0; other < tokens.size(); ++other) {
          if (tokens[other].kind == TokenKind::compound && found[other] && tokens[other].begin < tokens[token].end &&
              tokens[token].begin < tokens[other].end) {
            return true;
          }
        }
        return false;
      }();
      word.missing = !word.excluded && !word.stopped && !found[token] && !in_found_compound;
      compiled_.words.push_back(std::move(word));
    }
  }

  const Query& query_;
  const IndexView& index_;
  LeafCompiler leaves_;
  std::vector<AnalyzedLeaf> analyzed_;
  std::unordered_map<const Clause*, std::size_t> places_;  ///< In analyzed_.
  std::unordered_map<const Clause*, Addend> expanded_;
  std::unordered_map<const Clause*, Xapian::Query> filters_known_;
  std::map<std::pair<const Clause*, std::size_t>, Addend> words_known_;
  std::size_t words_ = 0;
  std::set<const Clause*> file_filters_;
  bool said_ = false;        ///< That there are too many of these.
  bool any_occurs_ = false;  ///< Of all that is looked for.
  CompiledQuery compiled_;
};

}  // namespace

CompiledQuery compile(const Query& query, const IndexView& index, Analyzers& analyzers) {
  return Compiler(query, index, analyzers).compile();
}

}  // namespace pilcrow::searcher
