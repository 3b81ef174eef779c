// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2 once more, where it found words that occur nowhere: Query → Query with the words that were probably meant.
//
// Nothing is stored for it. The sorted terms of the index are read as people read a dictionary: where no word with this
// beginning can be near enough, it opens at the next beginning that can have one. So a word costs some hundred terms of
// a million at one edit, and some thousand at two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "pilcrow/search.h"
#include "searcher/compile.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// A word of the index near to one that was asked for.
struct NearWord {
  std::string word;
  std::uint64_t paragraphs = 0;  ///< That hold it in their text, or in title or heading trail; the larger number.
};

/// The words of texts, titles and headings nearest to `word`, all at one distance of at most `farthest` edits, in the
/// order of the terms. An edit inserts, deletes or replaces a character or swaps two neighbours, and no part is edited
/// twice (optimal string alignment); farther than one edit, only words with the same first character count. Only words
/// spelt by letters are found. Each term looked at takes one from `effort`, about a microsecond; where that does not
/// suffice, the result is empty. Throws Xapian's exceptions, as all here do.
std::vector<NearWord> nearest_words(const Xapian::Database& index, std::string_view word, std::size_t farthest,
                                    std::size_t& effort);

/// All of these words at most `farthest` edits away, the word itself included, from among the terms under the given
/// prefixes, in their order; of those two edits away only the ones with the same first character. Where the effort does
/// not suffice, those found till then, and `effort` is 0.
std::vector<NearWord> words_within(const Xapian::Database& index, std::string_view word, std::size_t farthest,
                                   const std::vector<std::string_view>& prefixes, std::size_t& effort);

/// Whether a word may be corrected: a folded one of four letters or more, nothing but letters, of a script that spells
/// by letters and parts its words by spaces. Neither numbers nor identifiers, Chinese, Japanese, Korean, Thai.
bool may_be_misspelt(std::string_view word);

/// No query has more different words corrected, nor looks at more terms for it: that bounds the time for a pasted page.
inline constexpr std::size_t most_corrections = 8;
inline constexpr std::size_t most_terms_read = 20'000;

struct Respelling {
  Query query;                          ///< What to look for.
  std::vector<Correction> corrections;  ///< Each word once, in the order of the query. Empty: the query is as it was.
  std::vector<Note> notes;              ///< One for each.
};

/// Corrects what `compiled`, made from `query`, found missing, plain or after a "+": a phrase is meant as it stands,
/// and what is excluded is not looked for. A word is taken for one that is an edit away, else for two that ran together
/// and stand so in some paragraph, else, from six letters on, for one that is two edits away. Of equally near words it
/// is that whose paragraphs best answer the rest of the query, then one with the same first letter, then the most
/// frequent.
Respelling correct_spelling(const Query& query, const CompiledQuery& compiled, const Xapian::Database& index);

}  // namespace pilcrow::searcher
