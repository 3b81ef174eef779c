// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2: Query → Xapian query, through the same analyser that built the index.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "core/store/snapshot.h"
#include "pilcrow/search.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// A word of the query as it is looked for.
struct QueryWord {
  std::string typed;               ///< As in the query text.
  std::string surface;             ///< Folded.
  std::vector<std::string> stems;  ///< One for each language that stems it differently.
  bool stopped = false;            ///< A stop word, not looked for.
  bool exact = false;              ///< From a phrase: the surface is looked for, not the stems.
  bool excluded = false;
};

struct CompiledQuery {
  Xapian::Query ranked;     ///< What is matched and ranked. Empty: nothing can match.
  Xapian::Query all_words;  ///< Paragraphs that hold every (unstopped) word; for the summary.
  std::vector<QueryWord> words;
  std::set<std::string> highlight_stems;     ///< A token with one of these stems is marked,
  std::set<std::string> highlight_surfaces;  ///< and one with one of these surfaces.
  std::vector<Note> notes;
};

/// `languages`: those of the index with their paragraphs. Each word is stemmed for all that stem; stems that differ are
/// synonyms.
CompiledQuery compile(const Query& query, const std::map<std::string, std::uint64_t>& languages);

}  // namespace pilcrow::searcher
