// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2: Query → Xapian query, through the same analyser that built the index.
//
// Words are OR-ed; what is quoted or has a "+" is required and ranks as well; "-" excludes. A word becomes its Z stem,
// so it sees title and heading trail; quoted words become the surface terms of the body. In an index of several
// languages a word is stemmed for each. Stems that differ are synonyms, and a stem counts only in paragraphs of the
// languages that stem so: "listen" is "list" to the German stemmer, and must not find the English "list". A stem shared
// by nine tenths of all paragraphs goes without that filter, so an index of one language gets plain terms.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// A word of the query and what became of it.
struct QueryWord {
  std::string typed;      ///< As in the query text.
  bool exact = false;     ///< From a phrase: the surface is looked for, not the stems.
  bool excluded = false;  ///< Must not occur.
  bool stopped = false;   ///< A stop word, not looked for.
  bool missing = false;   ///< Occurs nowhere in the index.
};

struct CompiledQuery {
  Xapian::Query ranked;     ///< What is matched and ranked. Empty: nothing can match.
  Xapian::Query exact;      ///< Adds to the score of what matches: the plain words as typed. Empty: adds nothing.
  Xapian::Query all_words;  ///< Paragraphs that hold every (unstopped) word; for the summary.
  std::vector<QueryWord> words;
  std::set<std::string> stopped;  ///< Surfaces of the stop words that were dropped.
  std::vector<Note> notes;
};

/// What a word in the very form in which it was typed adds, as a share of that form's own weight (RANKING has it in its
/// reranking; here it comes through the index, so that no text is read for it). Measured over fifteen judged
/// collections in ten languages, mean nDCG@10: 0.7882 without, 0.7915 at 0.1, 0.7933 at 0.2; one of them is lower, by
/// 0.003.
inline constexpr double exact_share = 0.2;

/// No query looks for more words; a note says so.
inline constexpr std::size_t most_words = 512;

/// `languages`: those of the index with their paragraphs. `matches_any` tells whether a query matches any paragraph at
/// all.
///
/// Stop words are dropped from plain words, never from phrases or after a sign, and not where nothing would be left.
/// Which words those are depends on the query's language: that of most paragraphs, unless the stop list of another
/// covers more of the query's words, at least two of them ("die casting" is not German, "wie lange ist die Frist" is).
CompiledQuery compile(const Query& query, const std::map<std::string, std::uint64_t>& languages, Analyzers& analyzers,
                      const std::function<bool(const Xapian::Query&)>& matches_any);

/// The tokens of one clause that stand for it: a compound stands for its parts ("e-mail" for "e" and "mail"), a bigram
/// for its ideographs. `covered[i]`: token i is stood for by another. Quadratic: for queries only, within most_words.
std::vector<bool> covered_tokens(const std::vector<text::OwnedToken>& tokens);

/// Whether a token takes part in phrases.
bool in_phrases(const text::OwnedToken& token);

}  // namespace pilcrow::searcher
