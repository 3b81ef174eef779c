// SPDX-License-Identifier: GPL-3.0-or-later
// Words of the family of a word that matches little: "Gerichtshof" where "Gerichtsverfahren" stands in no paragraph
// that answers.
//
// Stemmers leave compounds and rare endings apart, which costs German, Turkish and Russian most. Pieces of every word
// in the index would mend it at one and a half times the size and several times the cost of a query; here the index's
// own term list is read, and only for words that occur in next to no paragraph. docs/ranking.md has what it gives.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

namespace pilcrow::searcher {

/// A word matches little in so many paragraphs or fewer.
inline constexpr std::size_t few_paragraphs = 5;
/// What a relative weighs beside the word itself.
inline constexpr double relative_share = 0.3;

/// Whether the paragraphs that hold one of these terms are few.
bool matches_little(const Xapian::Database& index, const std::vector<std::string>& terms);

/// Terms of other stems that begin with the first five letters of `word`, a folded one of six letters or more; those
/// that share most letters first, at most 16. Empty for what is not spelt by letters. Reads at most 2,000 terms. Throws
/// Xapian's exceptions.
std::vector<std::string> related_terms(const Xapian::Database& index, std::string_view word,
                                       const std::vector<std::string>& own_terms);

}  // namespace pilcrow::searcher
