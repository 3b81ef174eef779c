// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2, its first half: a leaf of the query → Xapian queries, in all languages of the index.
//
// A word becomes its Z stem, so it sees title, heading trail and file name; quoted words become the surface terms of
// the body. In an index of several languages a word is stemmed for each. Stems that differ are synonyms, and a stem
// counts only in paragraphs of the languages that stem so: "listen" is "list" to the German stemmer, and must not find
// the English "list". A stem shared by nine tenths of all paragraphs goes without that filter, so an index of one
// language gets plain terms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <xapian.h>

#include "core/text/analyzer.h"
#include "searcher/analyzers.h"
#include "searcher/expand.h"
#include "searcher/query.h"
#include "searcher/words.h"

namespace pilcrow::searcher {

/// What the compiler asks of the indexes.
struct IndexView {
  std::map<std::string, std::uint64_t> languages;  ///< With their paragraphs.
  /// Whether a query matches any paragraph at all.
  std::function<bool(const Xapian::Query&)> matches_any;
  /// Paragraphs that hold a term. With it the forms of a word in several languages weigh alike, however rare theirs.
  std::function<std::uint64_t(const std::string& term)> frequency = {};
  /// Terms of the family of a word, given folded and with its own terms; empty for one that needs none. With it they
  /// are looked for beside plain words.
  std::function<std::vector<std::string>(const std::string& word, const std::vector<std::string>& own)> relatives = {};
  /// Without it, what a query leaves open stands for itself.
  Expander* expander = nullptr;
  /// Paragraphs of the files that pass a filter by path, root or date.
  std::function<Xapian::Query(const Clause& filter)> files = {};
};

/// One form in which a word or phrase is looked for.
struct Reading {
  std::vector<std::string> words;      ///< A stem, without prefix; the surfaces of a phrase.
  std::vector<std::string> languages;  ///< Whose form it is; empty where all have the same.
  bool only_there = false;             ///< It is looked for in paragraphs of these languages only.
};

/// A word or phrase that ranks. What it adds to the score of a paragraph does not depend on the rest of the query: it
/// is the score of `query` alone.
struct Addend {
  Xapian::Query query;
  std::string typed;  ///< As in the query text, where it stands first.
  ClauseKind kind = ClauseKind::words;
  std::size_t count = 1;  ///< How often it was typed.
  bool required = false;  ///< Quoted, near each other or with a "+".
  std::vector<Reading> readings = {};
  std::vector<std::string> relatives = {};  ///< Stems of its family, without prefix, that add a share.
  Forms forms = {};                         ///< What `query` is, where it is a plain word.
};

/// One way of analysing words, and the languages of the index that are analysed so.
struct Way {
  std::string language;  ///< One of them.
  std::vector<std::string> languages;
  std::uint64_t paragraphs = 0;
};

/// A leaf with its tokens in each way. The tokens of two ways correspond one to one.
struct AnalyzedLeaf {
  const Clause* clause = nullptr;
  std::size_t number = 0;  ///< Which leaf of the query.
  bool excluded = false;   ///< By a sign of its own or of a group around it.
  bool plain = false;      ///< Plain words, not near others and not excluded: stop words may be dropped.
  bool near = false;       ///< A part of what is near each other.
  std::vector<std::vector<text::OwnedToken>> tokens = {};  ///< By way.
  std::vector<bool> covered = {};
  const std::vector<text::OwnedToken>& first() const { return tokens.front(); }
};

/// Not thread-safe.
class LeafCompiler {
 public:
  LeafCompiler(const IndexView& index, Analyzers& analyzers);

  /// At most `room` tokens of it; none where it is a value, not text.
  AnalyzedLeaf analyze(const Clause& clause, std::size_t number, bool excluded, std::size_t room) const;

  /// Which of the ways a language is analysed in.
  std::size_t way_of(std::string_view language) const;

  /// A token by its stems, `count` times.
  Addend word(const AnalyzedLeaf& leaf, std::size_t token, std::size_t count) const;
  /// Terms that stand for that; equal for tokens that are the same in all ways.
  std::vector<std::string> stems(const AnalyzedLeaf& leaf, std::size_t token) const;
  /// Surface words in a row; of words joined by hyphens also written together.
  Addend phrase(const AnalyzedLeaf& leaf) const;
  /// Single words, no two of them more than `distance` apart: unquoted ones by their stems, but in languages of few
  /// paragraphs as they were typed.
  Addend near(const std::vector<const AnalyzedLeaf*>& parts, unsigned distance) const;
  /// A prefix or fuzzy word. Notes what was cut.
  Addend expanded(const AnalyzedLeaf& leaf, std::vector<Note>& notes);
  /// What passes a filter. Never ranks.
  Xapian::Query filter(const AnalyzedLeaf& leaf, std::vector<Note>& notes);

  /// Whether a word of a phrase occurs at all: in the body, a title or a heading.
  bool surface_occurs(const AnalyzedLeaf& leaf, std::size_t token) const;

  static std::string typed(const AnalyzedLeaf& leaf, std::size_t token);

  /// Surfaces that prefixes and fuzzy words were found to stand for.
  const std::set<std::string, std::less<>>& expansions() const { return expansions_; }

 private:
  using Rows = std::vector<std::vector<std::string>>;
  template <class Value, class Read>
  std::vector<std::pair<Value, std::vector<const Way*>>> readings(const Read& read) const;
  std::vector<std::pair<std::string, std::vector<const Way*>>> stems_in(const AnalyzedLeaf& leaf, std::size_t token,
                                                                        const std::string& prefix) const;
  Xapian::Query scope_of(const std::vector<const Way*>& ways) const;
  Xapian::Query scoped(const Xapian::Query& query, const std::vector<const Way*>& ways, bool only_way) const;
  bool is_everywhere(const Xapian::Query& term, const Xapian::Query& scope) const;
  std::uint64_t frequency(const std::string& term) const { return index_.frequency ? index_.frequency(term) : 0; }
  /// A form of a word, any of these terms, that counts only within a scope, where that is not empty.
  struct Form {
    std::vector<std::string> terms;
    Xapian::Query scope;
    std::uint64_t paragraphs = 0;  ///< That hold it.
  };
  void add_evened_out(Addend& addend, const std::vector<Form>& forms, std::size_t count) const;
  void add_reading(Addend& addend, std::vector<std::string> words, const std::vector<const Way*>& ways,
                   bool only_there) const;
  bool is_worth_reading(const Way& way) const;
  Rows rows_of(const AnalyzedLeaf& leaf, std::size_t way) const;
  Xapian::Query text_filter(const AnalyzedLeaf& leaf, std::vector<Note>& notes);
  Xapian::Query language_filter(const std::string& code) const;

  const IndexView& index_;
  Analyzers& analyzers_;
  std::vector<Way> ways_;
  std::uint64_t paragraphs_ = 0;
  std::set<std::string, std::less<>> expansions_;
};

/// The tokens of one clause that stand for it: a compound stands for its parts ("e-mail" for "e" and "mail"), a bigram
/// for its ideographs, a word of Hangul for its bigrams. `covered[i]`: token i is stood for by another. Quadratic: for
/// queries only, within most_words.
std::vector<bool> covered_tokens(const std::vector<text::OwnedToken>& tokens);

/// The rows of surface words that a phrase is looked for as: as it stands, and with compounds written together ("e-mail"
/// as "email").
std::vector<std::vector<std::string>> phrase_rows(const std::vector<text::OwnedToken>& tokens);

/// Whether a token is a word by itself, and so takes part in phrases: not one of the terms that are added beside words.
bool is_word(text::TokenKind kind);

/// What a word is worth that `holding` of `all` paragraphs hold: log2((all + 1) / (holding + 1/2)).
double worth_of(std::uint64_t holding, std::uint64_t all);

}  // namespace pilcrow::searcher
