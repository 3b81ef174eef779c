// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/compile.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/store/schema.h"
#include "core/text/language.h"
#include "searcher/relatives.h"

namespace pilcrow::searcher {
namespace {

using text::OwnedToken;
using text::TokenKind;

/// One way of analysing words, and the languages of the index that are analysed so.
struct Way {
  std::string language;  ///< One of them.
  std::vector<std::string> languages;
  std::uint64_t paragraphs = 0;
};

/// The ways of an index, that of most paragraphs first. At least one.
std::vector<Way> ways_of(const std::map<std::string, std::uint64_t>& languages) {
  std::map<std::pair<std::string_view, bool>, Way> by_kind;
  for (const auto& [language, paragraphs] : languages) {
    Way& way = by_kind[{text::stemmer_name(language), text::folds_diacritics(language)}];
    if (way.language.empty()) way.language = language;
    way.languages.push_back(language);
    way.paragraphs += paragraphs;
  }
  std::vector<Way> ways;
  ways.reserve(by_kind.size());
  for (auto& [kind, way] : by_kind) ways.push_back(std::move(way));
  std::stable_sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) { return a.paragraphs > b.paragraphs; });
  if (ways.empty()) ways.push_back({std::string(text::unknown_language), {}, 0});
  return ways;
}

/// A clause with its tokens in each way. The tokens of two ways correspond one to one.
struct AnalyzedClause {
  const Clause* clause;
  std::vector<std::vector<OwnedToken>> tokens;  ///< By way.
  std::vector<bool> covered;
  const std::vector<OwnedToken>& first() const { return tokens.front(); }
};

/// Whether a word is joined to others by anything but hyphens.
bool is_in_name(const std::vector<OwnedToken>& tokens, std::size_t word, std::string_view text) {
  const std::size_t begin = tokens[word].begin;
  const std::size_t end = tokens[word].end;
  return std::any_of(tokens.begin(), tokens.end(), [&](const OwnedToken& whole) {
    if (whole.kind != TokenKind::compound || whole.begin > begin || whole.end < end) return false;
    return (begin > whole.begin && text[begin - 1] != '-') || (end < whole.end && text[end] != '-');
  });
}

class Compiler {
 public:
  Compiler(const Query& query, const std::map<std::string, std::uint64_t>& languages, Analyzers& analyzers,
           const std::function<bool(const Xapian::Query&)>& matches_any, const FindRelatives& relatives,
           const Frequency& frequency)
      : query_(query),
        languages_(languages),
        matches_any_(matches_any),
        relatives_(relatives),
        frequency_(frequency),
        ways_(ways_of(languages)) {
    for (const Way& way : ways_) paragraphs_ += way.paragraphs;
    analyze(analyzers);
  }

  CompiledQuery compile() {
    choose_stop_words();
    std::set<std::tuple<ClauseKind, Occurrence, std::string>> known;
    for (const AnalyzedClause& analyzed : clauses_) {
      // What is required or excluded twice would be matched twice.
      const Clause& clause = *analyzed.clause;
      if (!is_plain(clause) && !known.emplace(clause.kind, clause.occurrence, clause.text).second) continue;
      describe_words(analyzed);
      switch (analyzed.clause->occurrence) {
        case Occurrence::should:
          if (analyzed.clause->kind == ClauseKind::words) {
            add_to_bag(analyzed);
            break;
          }
          [[fallthrough]];  // A phrase is required: whoever quotes it wants to see it.
        case Occurrence::must:
          require(analyzed);
          break;
        case Occurrence::must_not:
          append(excluded_, whole(analyzed));
          continue;
      }
      append(all_, whole(analyzed));
    }
    combine();
    return std::move(compiled_);
  }

 private:
  struct BagWord {
    const AnalyzedClause* analyzed;
    std::size_t token;
    std::size_t count;
  };

  void analyze(Analyzers& analyzers) {
    std::size_t words = 0;
    for (const Clause& clause : query_.clauses) {
      AnalyzedClause analyzed{&clause, {}, {}};
      for (const Way& way : ways_) analyzed.tokens.push_back(text::tokens(analyzers.of(way.language), clause.text));
      const std::size_t room = most_words - words;
      const bool too_long = analyzed.first().size() > room;
      if (too_long) {
        compiled_.notes.push_back(
            {"only the first " + std::to_string(most_words) + " words are looked for", clause.column});
        for (auto& tokens : analyzed.tokens) tokens.resize(std::min(tokens.size(), room));
      }
      words += analyzed.first().size();
      if (!analyzed.first().empty()) {
        analyzed.covered = covered_tokens(analyzed.first());
        clauses_.push_back(std::move(analyzed));
      }
      if (too_long) break;
    }
  }

  void choose_stop_words() {
    std::vector<std::pair<std::string, std::uint64_t>> languages(languages_.begin(), languages_.end());
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
    const std::size_t way = way_of(language);
    for (const AnalyzedClause& analyzed : clauses_) {
      if (!is_plain(*analyzed.clause)) {
        if (analyzed.clause->occurrence != Occurrence::must_not) stops.all = false;
        continue;
      }
      for (const OwnedToken& token : analyzed.tokens[way]) {
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

  std::size_t way_of(std::string_view language) const {
    for (std::size_t way = 0; way < ways_.size(); ++way) {
      const auto& languages = ways_[way].languages;
      if (std::find(languages.begin(), languages.end(), language) != languages.end()) return way;
    }
    return 0;
  }

  bool is_stopped(const AnalyzedClause& analyzed, std::size_t token) const {
    if (!is_plain(*analyzed.clause) || !is_word(analyzed.first()[token].kind)) return false;
    return std::any_of(analyzed.tokens.begin(), analyzed.tokens.end(),
                       [&](const auto& tokens) { return compiled_.stopped.count(tokens[token].surface) > 0; });
  }

  /// The different things that a token, or a row of them, is in the different ways, each with its ways.
  template <class Value, class Read>
  std::vector<std::pair<Value, std::vector<const Way*>>> readings(const Read& read) const {
    std::vector<std::pair<Value, std::vector<const Way*>>> readings;
    for (std::size_t way = 0; way < ways_.size(); ++way) {
      Value value = read(way);
      auto same = std::find_if(readings.begin(), readings.end(), [&](const auto& one) { return one.first == value; });
      if (same == readings.end()) same = readings.insert(readings.end(), {std::move(value), {}});
      same->second.push_back(&ways_[way]);
    }
    return readings;
  }

  bool occurs(const std::string& term) const { return matches_any_(Xapian::Query(term)); }

  /// The paragraphs of these ways; empty where those are nearly all.
  Xapian::Query scope_of(const std::vector<const Way*>& ways) const {
    std::uint64_t share = 0;
    std::vector<Xapian::Query> languages;
    for (const Way* way : ways) {
      share += way->paragraphs;
      for (const std::string& language : way->languages) {
        languages.emplace_back(store::boolean_term(store::prefix_language, language));
      }
    }
    if (share >= paragraphs_ - paragraphs_ / 10) return {};
    return {Xapian::Query::OP_OR, languages.begin(), languages.end()};
  }

  std::vector<std::pair<std::string, std::vector<const Way*>>> stems_of(const AnalyzedClause& analyzed,
                                                                        std::size_t token) const {
    return readings<std::string>(
        [&](std::size_t way) { return std::string(store::prefix_stem) + analyzed.tokens[way][token].stem; });
  }

  /// A token by its stems in all ways. Those that stand only in paragraphs of their own languages, which is nearly all
  /// that occur, are one term to the ranking, so that no language pays for another. One that others use too (German
  /// "News" has the stem of English "new") counts in its own paragraphs only. It must not be filtered inside the
  /// SYNONYM: Xapian would estimate how many paragraphs that leaves, and from none it makes an infinite weight. Nor is
  /// it a MAX, which is what is meant: in Xapian 1.4.22 a MAX of two terms beside other words crashes once
  /// weak matches are passed over. A paragraph is of one language, so there is next to nothing to add up.
  /// A form that is rare, since its language is, must not weigh more than the word does: "fil", the stem of "file" in
  /// twenty Portuguese paragraphs of a million, would bring them before all that answers.
  std::vector<Xapian::Query> evened_out(const std::vector<std::pair<Xapian::Query, std::uint64_t>>& forms) const {
    std::uint64_t together = 0;
    for (const auto& [form, paragraphs] : forms) together += paragraphs;
    std::vector<Xapian::Query> even;
    even.reserve(forms.size());
    for (const auto& [form, paragraphs] : forms) {
      const double share = worth_of(together, paragraphs_) / worth_of(paragraphs, paragraphs_);
      even.push_back(share < 1 ? form * share : form);
    }
    return even;
  }

  std::uint64_t frequency(const std::string& term) const { return frequency_ ? frequency_(term) : 0; }

  Addend by_stems(const AnalyzedClause& analyzed, std::size_t token, std::size_t count) const {
    using Xapian::Query;
    Addend addend;
    addend.typed = typed(analyzed, token);
    addend.count = count;
    const auto stems = stems_of(analyzed, token);
    std::vector<Query> synonyms;
    std::uint64_t of_synonyms = 0;  // Paragraphs that hold them.
    std::vector<std::pair<Query, std::uint64_t>> parted;
    for (const auto& [stem, ways] : stems) {
      const Query term(stem);
      if (stems.size() > 1 && !matches_any_(term)) continue;
      const Query scope = stems.size() > 1 ? scope_of(ways) : Query();
      const bool everywhere = scope.empty() || !matches_any_(Query(Query::OP_AND_NOT, term, scope));
      if (everywhere) {
        synonyms.push_back(term);
        of_synonyms += frequency(stem);
      } else {
        parted.emplace_back(Query(Query::OP_FILTER, term, scope), frequency(stem));
      }
      add_reading(addend, {stem.substr(store::prefix_stem.size())}, ways, !everywhere);
    }
    if (synonyms.empty() && parted.empty()) {
      const auto& [stem, ways] = stems.front();
      synonyms.emplace_back(stem);
      add_reading(addend, {stem.substr(store::prefix_stem.size())}, ways, false);
    }
    if (parted.empty() && synonyms.size() == 1) {
      addend.query = Query(*synonyms.front().get_terms_begin(), static_cast<Xapian::termcount>(count));
    } else {
      if (!synonyms.empty()) {
        parted.emplace_back(Query(Query::OP_SYNONYM, synonyms.begin(), synonyms.end()), of_synonyms);
      }
      const std::vector<Query> readings = evened_out(parted);
      const Query any(Query::OP_OR, readings.begin(), readings.end());
      addend.query = count == 1 ? any : any * static_cast<double>(count);
    }
    return addend;
  }

  void add_reading(Addend& addend, std::vector<std::string> words, const std::vector<const Way*>& ways,
                   bool only_there) const {
    Reading reading{std::move(words), {}, only_there};
    if (ways.size() < ways_.size()) {
      for (const Way* way : ways) {
        reading.languages.insert(reading.languages.end(), way->languages.begin(), way->languages.end());
      }
    }
    addend.readings.push_back(std::move(reading));
  }

  static std::string typed(const AnalyzedClause& analyzed, std::size_t token) {
    const OwnedToken& word = analyzed.first()[token];
    return analyzed.clause->text.substr(word.begin, word.end - word.begin);
  }

  Addend phrase(const AnalyzedClause& analyzed) const {
    Addend addend;
    addend.typed = analyzed.clause->text;
    addend.phrase = true;
    std::vector<Xapian::Query> phrases;
    const auto rows = readings<std::vector<std::string>>([&](std::size_t way) {
      std::vector<std::string> row;
      for (const OwnedToken& token : analyzed.tokens[way]) {
        if (is_word(token.kind)) row.push_back(token.surface);
      }
      return row;
    });
    for (const auto& [row, ways] : rows) {
      const auto window = static_cast<Xapian::termcount>(row.size());
      const Xapian::Query one(Xapian::Query::OP_PHRASE, row.begin(), row.end(), window);
      const Xapian::Query scope = rows.size() == 1 ? Xapian::Query() : scope_of(ways);
      phrases.push_back(scope.empty() ? one : Xapian::Query(Xapian::Query::OP_FILTER, one, scope));
      add_reading(addend, row, ways, !scope.empty());
    }
    addend.query = {Xapian::Query::OP_OR, phrases.begin(), phrases.end()};
    return addend;
  }

  /// All of the clause that is looked for.
  std::vector<Addend> parts(const AnalyzedClause& analyzed) const {
    if (analyzed.clause->kind == ClauseKind::phrase) return {phrase(analyzed)};
    std::vector<Addend> parts;
    for (std::size_t token = 0; token < analyzed.first().size(); ++token) {
      if (!analyzed.covered[token] && !is_stopped(analyzed, token)) parts.push_back(by_stems(analyzed, token, 1));
    }
    return parts;
  }

  /// Paragraphs that hold all of it; empty where that is nothing.
  static Xapian::Query together(const std::vector<Addend>& parts) {
    std::vector<Xapian::Query> queries;
    queries.reserve(parts.size());
    for (const Addend& part : parts) queries.push_back(part.query);
    return {Xapian::Query::OP_AND, queries.begin(), queries.end()};
  }

  Xapian::Query whole(const AnalyzedClause& analyzed) const { return together(parts(analyzed)); }

  void require(const AnalyzedClause& analyzed) {
    std::vector<Addend> required = parts(analyzed);
    append(required_, together(required));
    for (Addend& addend : required) {
      addend.required = true;
      compiled_.addends.push_back(std::move(addend));
    }
  }

  static void append(std::vector<Xapian::Query>& list, Xapian::Query query) {
    if (!query.empty()) list.push_back(std::move(query));
  }

  /// Repeated words count as often as they were typed (RANKING: IneB2 is linear in wqf).
  void add_to_bag(const AnalyzedClause& analyzed) {
    for (std::size_t token = 0; token < analyzed.first().size(); ++token) {
      if (is_stopped(analyzed, token)) continue;
      std::string key;
      for (const auto& [stem, ways] : stems_of(analyzed, token)) key += stem + ' ';
      const auto [known, is_new] = bag_index_.try_emplace(std::move(key), bag_.size());
      if (is_new) bag_.push_back({&analyzed, token, 0});
      ++bag_[known->second].count;
    }
  }

  void describe_words(const AnalyzedClause& analyzed) {
    const Clause& clause = *analyzed.clause;
    const auto& tokens = analyzed.first();
    std::vector<bool> found(tokens.size());
    for (std::size_t token = 0; token < tokens.size(); ++token) {
      if (clause.kind == ClauseKind::phrase) {
        const auto surfaces =
            readings<std::string>([&](std::size_t way) { return analyzed.tokens[way][token].surface; });
        found[token] =
            std::any_of(surfaces.begin(), surfaces.end(), [&](const auto& one) { return occurs(one.first); });
      } else {
        // As it is looked for: a stem that stands only in paragraphs of another language is not found.
        found[token] = matches_any_(by_stems(analyzed, token, 1).query);
      }
    }
    for (std::size_t token = 0; token < tokens.size(); ++token) {
      if (!is_word(tokens[token].kind)) continue;
      QueryWord word;
      word.typed = typed(analyzed, token);
      word.surface = tokens[token].surface;
      word.clause = static_cast<std::size_t>(&clause - query_.clauses.data());
      word.begin = tokens[token].begin;
      word.in_name = is_in_name(tokens, token, clause.text);
      word.exact = clause.kind == ClauseKind::phrase;
      word.excluded = clause.occurrence == Occurrence::must_not;
      word.stopped = is_stopped(analyzed, token);
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

  void add_relatives(const BagWord& word, Addend& addend) const {
    using Xapian::Query;
    const OwnedToken& token = word.analyzed->first()[word.token];
    if (!is_word(token.kind)) return;
    std::vector<std::string> own;
    for (const auto& [stem, ways] : stems_of(*word.analyzed, word.token)) own.push_back(stem);
    const std::vector<std::string> terms = relatives_(token.surface, own);
    if (terms.empty()) return;
    for (const std::string& term : terms) addend.relatives.push_back(term.substr(store::prefix_stem.size()));
    const Query family(Query::OP_SYNONYM, terms.begin(), terms.end());
    addend.query = Query(Query::OP_OR, addend.query, family * (relative_share * static_cast<double>(word.count)));
  }

  void combine() {
    using Xapian::Query;
    std::vector<Query> words;
    const bool any_occurs = std::any_of(compiled_.words.begin(), compiled_.words.end(), [](const QueryWord& word) {
      return !word.missing && !word.stopped && !word.excluded;
    });
    for (const BagWord& word : bag_) {
      compiled_.addends.push_back(by_stems(*word.analyzed, word.token, word.count));
      if (relatives_ && any_occurs) add_relatives(word, compiled_.addends.back());
      words.push_back(compiled_.addends.back().query);
    }
    const Query any(Query::OP_OR, words.begin(), words.end());
    if (!required_.empty()) {
      const Query required(Query::OP_AND, required_.begin(), required_.end());
      compiled_.ranked = words.empty() ? required : Query(Query::OP_AND_MAYBE, required, any);
    } else if (!words.empty()) {
      compiled_.ranked = any;
    } else if (!excluded_.empty()) {
      compiled_.ranked = Query::MatchAll;
    }
    compiled_.all_words = Query(Query::OP_AND, all_.begin(), all_.end());
    if (!excluded_.empty()) {
      const Query excluded(Query::OP_OR, excluded_.begin(), excluded_.end());
      compiled_.ranked = Query(Query::OP_AND_NOT, compiled_.ranked, excluded);
      if (!compiled_.all_words.empty()) {
        compiled_.all_words = Query(Query::OP_AND_NOT, compiled_.all_words, excluded);
      }
    }
  }

  const Query& query_;
  const std::map<std::string, std::uint64_t>& languages_;
  const std::function<bool(const Xapian::Query&)>& matches_any_;
  const FindRelatives& relatives_;
  const Frequency& frequency_;
  std::vector<Way> ways_;
  std::uint64_t paragraphs_ = 0;
  std::vector<AnalyzedClause> clauses_;
  std::vector<BagWord> bag_;
  std::map<std::string, std::size_t> bag_index_;
  std::vector<Xapian::Query> required_;
  std::vector<Xapian::Query> excluded_;
  std::vector<Xapian::Query> all_;
  CompiledQuery compiled_;
};

}  // namespace

CompiledQuery compile(const Query& query, const std::map<std::string, std::uint64_t>& languages, Analyzers& analyzers,
                      const std::function<bool(const Xapian::Query&)>& matches_any, const FindRelatives& relatives,
                      const Frequency& frequency) {
  return Compiler(query, languages, analyzers, matches_any, relatives, frequency).compile();
}

std::vector<bool> covered_tokens(const std::vector<OwnedToken>& tokens) {
  std::vector<bool> covered(tokens.size());
  for (std::size_t whole = 0; whole < tokens.size(); ++whole) {
    if (is_word(tokens[whole].kind)) continue;
    const bool pair = tokens[whole].kind == TokenKind::bigram;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const bool overlap = tokens[i].begin < tokens[whole].end && tokens[whole].begin < tokens[i].end;
      if (!overlap || !is_word(tokens[i].kind)) continue;
      covered[pair && tokens[i].kind == TokenKind::word ? whole : i] = true;
    }
  }
  return covered;
}

bool is_word(text::TokenKind kind) {
  return kind != TokenKind::compound && kind != TokenKind::bigram;
}

double worth_of(std::uint64_t holding, std::uint64_t all) {
  return std::log2((static_cast<double>(std::max(all, holding)) + 1) / (static_cast<double>(holding) + 0.5));
}

}  // namespace pilcrow::searcher
