// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/leaf.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/store/schema.h"
#include "core/text/ascii.h"
#include "core/text/language.h"

namespace pilcrow::searcher {
namespace {

using text::lower;

using text::OwnedToken;
using text::TokenKind;

/// Of body, title and headings.
constexpr std::array<std::string_view, 3> surface_prefixes = {"", store::prefix_title, store::prefix_heading};

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

template <class Queries>
Xapian::Query any_of(const Queries& queries) {
  return {Xapian::Query::OP_OR, queries.begin(), queries.end()};
}

std::string prefix_of(Field field) {
  return std::string(field == Field::title ? store::prefix_title : store::prefix_heading);
}

/// "md", ".md" and "MD" are an extension, "text/markdown" is what a reader reads.
Xapian::Query type_filter(std::string type) {
  if (type.find('/') != std::string::npos) return Xapian::Query(store::boolean_term(store::prefix_type, lower(type)));
  if (type.starts_with('.')) type.erase(0, 1);
  return Xapian::Query(store::boolean_term(store::prefix_extension, lower(type)));
}

}  // namespace

LeafCompiler::LeafCompiler(const IndexView& index, Analyzers& analyzers)
    : index_(index), analyzers_(analyzers), ways_(ways_of(index.languages)) {
  for (const Way& way : ways_) paragraphs_ += way.paragraphs;
}

AnalyzedLeaf LeafCompiler::analyze(const Clause& clause, std::size_t number, bool excluded, std::size_t room) const {
  AnalyzedLeaf leaf{&clause, number, excluded};
  for (const Way& way : ways_) {
    leaf.tokens.push_back(holds_text(clause.field) ? text::tokens(analyzers_.of(way.language), clause.text)
                                                   : std::vector<OwnedToken>());
    if (leaf.tokens.back().size() > room) leaf.tokens.back().resize(room);
  }
  leaf.covered = covered_tokens(leaf.first());
  return leaf;
}

std::size_t LeafCompiler::way_of(std::string_view language) const {
  for (std::size_t way = 0; way < ways_.size(); ++way) {
    const auto& languages = ways_[way].languages;
    if (std::find(languages.begin(), languages.end(), language) != languages.end()) return way;
  }
  return 0;
}

/// The different things that a token, or a row of them, is in the different ways, each with its ways.
template <class Value, class Read>
std::vector<std::pair<Value, std::vector<const Way*>>> LeafCompiler::readings(const Read& read) const {
  std::vector<std::pair<Value, std::vector<const Way*>>> readings;
  for (std::size_t way = 0; way < ways_.size(); ++way) {
    Value value = read(way);
    auto same = std::find_if(readings.begin(), readings.end(), [&](const auto& one) { return one.first == value; });
    if (same == readings.end()) same = readings.insert(readings.end(), {std::move(value), {}});
    same->second.push_back(&ways_[way]);
  }
  return readings;
}

/// The paragraphs of these ways; empty where those are nearly all.
Xapian::Query LeafCompiler::scope_of(const std::vector<const Way*>& ways) const {
  std::uint64_t share = 0;
  std::vector<Xapian::Query> languages;
  for (const Way* way : ways) {
    share += way->paragraphs;
    for (const std::string& language : way->languages) {
      languages.emplace_back(store::boolean_term(store::prefix_language, language));
    }
  }
  if (share >= paragraphs_ - paragraphs_ / 10) return {};
  return any_of(languages);
}

/// In paragraphs of these ways, unless they are the only reading.
Xapian::Query LeafCompiler::scoped(const Xapian::Query& query, const std::vector<const Way*>& ways,
                                   bool only_way) const {
  const Xapian::Query scope = only_way ? Xapian::Query() : scope_of(ways);
  return scope.empty() ? query : Xapian::Query(Xapian::Query::OP_FILTER, query, scope);
}

/// Whether what is found within the scope is all that is found.
bool LeafCompiler::is_everywhere(const Xapian::Query& term, const Xapian::Query& scope) const {
  return scope.empty() || !index_.matches_any(Xapian::Query(Xapian::Query::OP_AND_NOT, term, scope));
}

std::vector<std::pair<std::string, std::vector<const Way*>>> LeafCompiler::stems_in(const AnalyzedLeaf& leaf,
                                                                                    std::size_t token,
                                                                                    const std::string& prefix) const {
  return readings<std::string>([&](std::size_t way) { return prefix + leaf.tokens[way][token].stem; });
}

std::vector<std::string> LeafCompiler::stems(const AnalyzedLeaf& leaf, std::size_t token) const {
  std::vector<std::string> stems;
  for (auto& [stem, ways] : stems_in(leaf, token, std::string(store::prefix_stem))) stems.push_back(std::move(stem));
  return stems;
}

/// Any of them, `count` times. What is scaled is the form alone: nobody can look into a scaled query, and readable() must
/// see the scope.
void LeafCompiler::add_evened_out(Addend& addend, const std::vector<Form>& forms, std::size_t count) const {
  std::uint64_t together = 0;
  for (const Form& form : forms) together += form.paragraphs;
  std::vector<Xapian::Query> even;
  even.reserve(forms.size());
  for (const Form& form : forms) {
    const double share = std::min(worth_of(together, paragraphs_) / worth_of(form.paragraphs, paragraphs_), 1.0);
    const double factor = share * static_cast<double>(count);
    const Xapian::Query any(Xapian::Query::OP_SYNONYM, form.terms.begin(), form.terms.end());
    const Xapian::Query scaled = factor == 1.0 ? any : any * factor;
    even.push_back(form.scope.empty() ? scaled : Xapian::Query(Xapian::Query::OP_FILTER, scaled, form.scope));
    addend.forms.push_back({form.terms, 1, factor, {form.scope.get_terms_begin(), form.scope.get_terms_end()}});
  }
  addend.query = any_of(even);
}

/// Stems that stand only in paragraphs of their own languages, which is nearly all that occur, are one term to the
/// ranking, so that no language pays for another. One that others use too (German "News" has the stem of English "new")
/// counts in its own paragraphs only. It must not be filtered inside the SYNONYM: Xapian would estimate how many
/// paragraphs that leaves, and from none it makes an infinite weight. Nor is it a MAX, which is what is meant: in Xapian
/// 1.4.22 a MAX of two terms beside other words crashes once weak matches are passed over. A paragraph is of one
/// language, so there is next to nothing to add up.
/// A form that is rare, since its language is, must not weigh more than the word does: "fil", the stem of "file" in
/// twenty Portuguese paragraphs of a million, would bring them before all that answers.
Addend LeafCompiler::word(const AnalyzedLeaf& leaf, std::size_t token, std::size_t count) const {
  Addend addend;
  addend.typed = typed(leaf, token);
  addend.count = count;
  const auto stems = stems_in(leaf, token, std::string(store::prefix_stem));
  std::vector<std::string> synonyms;
  std::uint64_t of_synonyms = 0;  // Paragraphs that hold them.
  std::vector<Form> parted;
  for (const auto& [stem, ways] : stems) {
    const Xapian::Query term(stem);
    if (stems.size() > 1 && !index_.matches_any(term)) continue;
    const Xapian::Query scope = stems.size() > 1 ? scope_of(ways) : Xapian::Query();
    const bool everywhere = is_everywhere(term, scope);
    if (everywhere) {
      synonyms.push_back(stem);
      of_synonyms += frequency(stem);
    } else {
      parted.push_back({{stem}, scope, frequency(stem)});
    }
    add_reading(addend, {stem.substr(store::prefix_stem.size())}, ways, !everywhere);
  }
  if (synonyms.empty() && parted.empty()) {
    const auto& [stem, ways] = stems.front();
    synonyms.emplace_back(stem);
    add_reading(addend, {stem.substr(store::prefix_stem.size())}, ways, false);
  }
  if (parted.empty() && synonyms.size() == 1) {
    addend.query = Xapian::Query(synonyms.front(), static_cast<Xapian::termcount>(count));
    addend.forms.push_back({std::move(synonyms), static_cast<std::uint32_t>(count)});
  } else {
    if (!synonyms.empty()) parted.push_back({std::move(synonyms), {}, of_synonyms});
    add_evened_out(addend, parted, count);
  }
  return addend;
}

void LeafCompiler::add_reading(Addend& addend, std::vector<std::string> words, const std::vector<const Way*>& ways,
                               bool only_there) const {
  Reading reading{std::move(words), {}, only_there};
  if (ways.size() < ways_.size()) {
    for (const Way* way : ways) {
      reading.languages.insert(reading.languages.end(), way->languages.begin(), way->languages.end());
    }
  }
  addend.readings.push_back(std::move(reading));
}

std::string LeafCompiler::typed(const AnalyzedLeaf& leaf, std::size_t token) {
  const OwnedToken& word = leaf.first()[token];
  return leaf.clause->text.substr(word.begin, word.end - word.begin);
}

LeafCompiler::Rows LeafCompiler::rows_of(const AnalyzedLeaf& leaf, std::size_t way) const {
  return phrase_rows(leaf.tokens[way]);
}

Addend LeafCompiler::phrase(const AnalyzedLeaf& leaf) const {
  Addend addend;
  addend.typed = leaf.clause->text;
  addend.kind = ClauseKind::phrase;
  std::vector<Xapian::Query> phrases;
  const auto all = readings<Rows>([&](std::size_t way) { return rows_of(leaf, way); });
  for (const auto& [rows, ways] : all) {
    for (const auto& row : rows) {
      const Xapian::Query one(Xapian::Query::OP_PHRASE, row.begin(), row.end(),
                              static_cast<Xapian::termcount>(row.size()));
      phrases.push_back(scoped(one, ways, all.size() == 1));
      add_reading(addend, row, ways, all.size() > 1 && !scope_of(ways).empty());
    }
  }
  addend.query = any_of(phrases);
  return addend;
}

/// Whether so many paragraphs are of its languages that the words of the index are read for their sake.
bool LeafCompiler::is_worth_reading(const Way& way) const {
  constexpr std::uint64_t least_share = 100;
  return way.paragraphs * least_share >= paragraphs_;
}

Addend LeafCompiler::near(const std::vector<const AnalyzedLeaf*>& parts, unsigned distance) const {
  Addend addend;
  addend.kind = ClauseKind::near;
  for (const AnalyzedLeaf* part : parts) {
    if (!addend.typed.empty()) addend.typed += " near/" + std::to_string(distance) + " ";
    addend.typed += part->clause->text;
  }
  // All surfaces of each part.
  const auto all = readings<Rows>([&](std::size_t way) {
    Rows forms;
    for (const AnalyzedLeaf* part : parts) {
      const OwnedToken* word = single_word(part->tokens[way]);
      const bool by_stem =
          part->clause->kind == ClauseKind::words && index_.expander != nullptr && is_worth_reading(ways_[way]);
      if (word == nullptr) return Rows();
      forms.push_back(by_stem ? index_.expander->of_stem(analyzers_.of(ways_[way].language), word->surface, word->stem)
                              : std::vector<std::string>{word->surface});
    }
    return forms;
  });
  std::vector<Xapian::Query> rows;
  for (const auto& [forms, ways] : all) {
    for (const auto& surfaces : forms) {
      add_reading(addend, surfaces, ways, all.size() > 1 && !scope_of(ways).empty());
    }
    if (forms.empty()) continue;
    // Of parts that share some of their words, NEAR in Xapian 1.4.22 passes over matches.
    std::vector<Xapian::Query> any;
    for (const auto& way : disjoint_ways(forms)) {
      std::vector<Xapian::Query> words;
      words.reserve(way.size());
      for (const auto& surfaces : way) {
        words.push_back(any_of(std::vector<Xapian::Query>(surfaces.begin(), surfaces.end())));
      }
      any.emplace_back(Xapian::Query::OP_NEAR, words.begin(), words.end(), distance + 1);
    }
    rows.push_back(scoped(any_of(any), ways, all.size() == 1));
  }
  addend.query = any_of(rows);
  return addend;
}

Addend LeafCompiler::expanded(const AnalyzedLeaf& leaf, std::vector<Note>& notes) {
  const Clause& clause = *leaf.clause;
  Addend addend;
  addend.typed = canonical(pilcrow::searcher::Query{
      {{clause.kind, Occurrence::should, clause.text, 0, Field::anywhere, clause.number, {}}}, {}});
  addend.kind = clause.kind;
  const auto all = readings<std::string>([&](std::size_t way) {
    const OwnedToken* word = single_word(leaf.tokens[way]);
    return word == nullptr ? std::string() : word->surface;
  });
  std::vector<Xapian::Query> any;
  for (const auto& [surface, ways] : all) {
    if (surface.empty()) continue;
    Expansion expansion{{surface}, {surface}, 1, false};
    if (index_.expander != nullptr) {
      expansion = clause.kind == ClauseKind::prefix ? index_.expander->beginning_with(surface, clause.field)
                                                    : index_.expander->within(surface, clause.number, clause.field);
    }
    if (expansion.words.empty() && (expansion.at_least || expansion.found > 0)) {
      notes.push_back(
          {"'" + addend.typed + "' is not looked for: what stands before it stands for too many words", clause.column});
    } else if (expansion.at_least || expansion.words.size() < expansion.found) {
      notes.push_back({"'" + addend.typed + "' stands for " + (expansion.at_least ? "at least " : "") +
                           std::to_string(expansion.found) + " words; the most frequent " +
                           std::to_string(expansion.words.size()) + " are looked for",
                       clause.column});
    }
    const std::vector<Xapian::Query> terms(expansion.terms.begin(), expansion.terms.end());
    for (const std::string& word : expansion.words) {
      add_reading(addend, {word}, ways, all.size() > 1 && !scope_of(ways).empty());
    }
    if (!leaf.excluded && clause.field == Field::anywhere) {
      expansions_.insert(expansion.words.begin(), expansion.words.end());
    }
    if (!terms.empty())
      any.push_back(
          scoped(Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(), terms.end()), ways, all.size() == 1));
  }
  addend.query = any_of(any);
  return addend;
}

Xapian::Query LeafCompiler::filter(const AnalyzedLeaf& leaf, std::vector<Note>& notes) {
  const Clause& clause = *leaf.clause;
  switch (clause.field) {
    case Field::anywhere:
      break;
    case Field::title:
    case Field::heading:
      return text_filter(leaf, notes);
    case Field::type:
      return type_filter(clause.text);
    case Field::language:
      return language_filter(clause.text);
    case Field::path:
    case Field::root:
    case Field::date:
      return index_.files ? index_.files(clause) : Xapian::Query::MatchNothing;
  }
  return Xapian::Query::MatchNothing;
}

/// Words by their stems, all of them; a phrase in a row; what is left open by what it stands for.
Xapian::Query LeafCompiler::text_filter(const AnalyzedLeaf& leaf, std::vector<Note>& notes) {
  const std::string prefix = prefix_of(leaf.clause->field);
  if (leaf.clause->kind == ClauseKind::prefix || leaf.clause->kind == ClauseKind::fuzzy) {
    return expanded(leaf, notes).query;
  }
  if (leaf.clause->kind == ClauseKind::phrase) {
    std::vector<Xapian::Query> phrases;
    for (const auto& [rows, ways] : readings<Rows>([&](std::size_t way) { return rows_of(leaf, way); })) {
      for (const auto& row : rows) {
        std::vector<std::string> terms;
        terms.reserve(row.size());
        for (const std::string& word : row) terms.push_back(prefix + word);
        phrases.emplace_back(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(),
                             static_cast<Xapian::termcount>(row.size()));
      }
    }
    return any_of(phrases);
  }
  std::vector<Xapian::Query> words;
  for (std::size_t token = 0; token < leaf.first().size(); ++token) {
    if (leaf.covered[token]) continue;
    std::vector<Xapian::Query> forms;
    const auto stems = stems_in(leaf, token, std::string(store::prefix_stem) + prefix);
    for (const auto& [stem, ways] : stems) {
      const Xapian::Query term(stem);
      const Xapian::Query scope = stems.size() > 1 ? scope_of(ways) : Xapian::Query();
      forms.push_back(is_everywhere(term, scope) ? term : Xapian::Query(Xapian::Query::OP_FILTER, term, scope));
    }
    words.push_back(any_of(forms));
  }
  return {Xapian::Query::OP_AND, words.begin(), words.end()};
}

/// "zh" is all kinds of Chinese.
Xapian::Query LeafCompiler::language_filter(const std::string& code) const {
  const std::string wanted = lower(code);
  std::vector<Xapian::Query> terms{Xapian::Query(store::boolean_term(store::prefix_language, wanted))};
  for (const auto& [language, paragraphs] : index_.languages) {
    if (language.starts_with(wanted + '-')) {
      terms.emplace_back(store::boolean_term(store::prefix_language, language));
    }
  }
  return any_of(terms);
}

bool LeafCompiler::surface_occurs(const AnalyzedLeaf& leaf, std::size_t token) const {
  const auto surfaces = readings<std::string>([&](std::size_t way) { return leaf.tokens[way][token].surface; });
  return std::any_of(surfaces.begin(), surfaces.end(), [&](const auto& one) {
    return std::any_of(surface_prefixes.begin(), surface_prefixes.end(), [&](std::string_view prefix) {
      return index_.matches_any(Xapian::Query(std::string(prefix) + one.first));
    });
  });
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

std::vector<std::vector<std::string>> phrase_rows(const std::vector<OwnedToken>& tokens) {
  std::vector<const OwnedToken*> words;
  std::vector<const OwnedToken*> compounds;
  for (const OwnedToken& token : tokens) {
    if (is_word(token.kind)) words.push_back(&token);
    if (token.kind == TokenKind::compound) compounds.push_back(&token);
  }
  std::vector<std::string> apart;
  std::vector<std::string> together;
  for (std::size_t i = 0; i < words.size();) {
    const auto whole = std::find_if(compounds.begin(), compounds.end(),
                                    [&](const OwnedToken* one) { return one->begin == words[i]->begin; });
    std::size_t end = i + 1;
    std::string joined = words[i]->surface;
    if (whole != compounds.end()) {
      while (end < words.size() && words[end]->end <= (*whole)->end) joined += words[end++]->surface;
    }
    if (whole == compounds.end() || joined != (*whole)->surface) {
      end = i + 1;
      joined = words[i]->surface;
    }
    together.push_back(std::move(joined));
    for (; i < end; ++i) apart.push_back(words[i]->surface);
  }
  std::vector<std::vector<std::string>> rows;
  if (!apart.empty()) rows.push_back(apart);
  if (together != apart) rows.push_back(std::move(together));
  return rows;
}

bool is_word(TokenKind kind) {
  return kind != TokenKind::compound && kind != TokenKind::bigram;
}

double worth_of(std::uint64_t holding, std::uint64_t all) {
  return std::log2((static_cast<double>(std::max(all, holding)) + 1) / (static_cast<double>(holding) + 0.5));
}

}  // namespace pilcrow::searcher
