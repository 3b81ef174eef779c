// SPDX-License-Identifier: GPL-3.0-or-later
// Words of the index for what a query leaves open: the rest of a word, some of its letters, its ending.
//
// The sorted terms of the index are read, so nothing is stored for it. How many terms one query may read, and how many
// words it may look for, is bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "core/text/analyzer.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// What a prefix or a fuzzy word stands for.
struct Expansion {
  std::vector<std::string> words;  ///< Folded; sorted.
  std::vector<std::string> terms;  ///< Of these words, as far as they occur.
  std::size_t found = 0;           ///< How many there are.
  bool at_least = false;           ///< That many were found until the effort was spent.
};

/// So many words stand for one prefix or fuzzy word, the most frequent; and for all of a query.
inline constexpr std::size_t most_words_of_one = 256;
inline constexpr std::size_t most_words_of_all = 2048;
/// Terms read for one query. A quarter of a second at worst.
inline constexpr std::size_t most_terms_expanded = 300'000;

/// Reads the words of one index for one query. Throws Xapian's exceptions.
class Expander {
 public:
  explicit Expander(const Xapian::Database& index) : index_(index) {}

  /// Words that begin with a folded text, in the body, title or headings; with a field, in that alone.
  Expansion beginning_with(const std::string& beginning, Field field);

  /// Words at most `edits` away from a folded one; see words_within().
  Expansion within(const std::string& word, unsigned edits, Field field);

  /// Words of the body with the stem of `word` (folded, with that stem) in the analyser's language, `word` itself among
  /// them whether it occurs or not. Only those that share the beginning of the stem, in Arabic also behind an article,
  /// a preposition or "and" written as one with them: so do nearly all that stemmers make.
  std::vector<std::string> of_stem(text::Analyzer& analyzer, const std::string& word, const std::string& stem);

 private:
  struct Candidate {
    std::uint64_t paragraphs = 0;
    std::string word;
  };
  Expansion chosen(std::vector<Candidate> candidates, Field field);

  const Xapian::Database& index_;
  std::size_t effort_ = most_terms_expanded;
  std::size_t room_ = most_words_of_all;
};

/// The ways in which words near each other can be chosen from parts, each a set of words, such that no two parts of a
/// way overlap unless they are the same. One way, the parts themselves, where there would be more than most_ways.
std::vector<std::vector<std::vector<std::string>>> disjoint_ways(const std::vector<std::vector<std::string>>& parts);
inline constexpr std::size_t most_ways = 64;

/// A query whose prefixes and fuzzy words are single words, and so are those near each other, as the analyser sees them:
/// others are read as words, and a note says so. "東京*" is one, "a/b*" is none.
Query settled(Query query, text::Analyzer& analyzer);

/// The one token that stands for all of a text; nullptr where there is none.
const text::OwnedToken* single_word(const std::vector<text::OwnedToken>& tokens);

}  // namespace pilcrow::searcher
