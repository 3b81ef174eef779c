// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2: Query → Xapian query, through the same analyser that built the index.
//
// What a sequence is made of, in Xapian's operators:
//
//   ((required AND … ) AND_MAYBE (words OR …)) FILTER (filters AND …) AND_NOT (excluded OR …)
//
// A group is a sequence of its own, and stands where its sign puts it. leaf.h has what the leaves become.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/leaf.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// A word of the query and what became of it.
struct QueryWord {
  std::string typed;      ///< As in the query text; of a prefix or fuzzy word with its sign.
  std::string surface;    ///< Folded as in paragraphs of the language of most.
  std::size_t leaf = 0;   ///< Which of the query, as each_leaf() counts.
  std::size_t begin = 0;  ///< Byte offset in the text of the clause.
  bool in_name = false;   ///< Part of an identifier: "snake" of "snake_case"; not "wind" of "wind-farm".
  bool exact = false;     ///< Looked for as it stands, in a phrase, near another, in a field, or open at its end.
  bool excluded = false;  ///< Must not occur.
  bool stopped = false;   ///< A stop word, not looked for.
  bool missing = false;   ///< Occurs nowhere in the index.
};

/// One of the things that a paragraph which holds every word holds: a word, or a group that any of its words satisfies.
struct WantedWord {
  std::string typed;
  Xapian::Query query;
  Forms forms = {};  ///< What `query` is, where it is a plain word.
};

struct CompiledQuery {
  Xapian::Query ranked;     ///< What is matched and ranked. Empty: nothing can match.
  Xapian::Query all_words;  ///< Paragraphs that hold every (unstopped) word; for the summary.
  bool only_words = false;  ///< `ranked` is any of the forms of `addends`, `all_words` all of `wanted`.
  bool ranks = false;       ///< Whether anything in it has a weight: else all matches are alike.
  std::vector<QueryWord> words;
  std::vector<WantedWord> wanted;
  std::vector<Addend> addends;    ///< What `ranked` adds up: what is required first, each in the order of the query.
  std::set<std::string> stopped;  ///< Surfaces of the stop words that were dropped.
  std::set<std::string, std::less<>> expansions;  ///< Surfaces that prefixes and fuzzy words stand for.
  std::vector<Note> notes;
};

/// No query looks for more words; a note says so.
inline constexpr std::size_t most_words = 512;
/// Nor has it more filters that look at each file.
inline constexpr std::size_t most_file_filters = 32;

/// `query` is settled().
///
/// Stop words are dropped from plain words, never from phrases or after a sign, and not where nothing would be left.
/// Which words those are depends on the query's language: that of most paragraphs, unless the stop list of another
/// covers more of the query's words, at least two of them ("die casting" is not German, "wie lange ist die Frist" is).
///
/// Relatives are looked for at relative_share of the weight, unless no word of the query occurs at all: then it is
/// better said so.
CompiledQuery compile(const Query& query, const IndexView& index, Analyzers& analyzers);

}  // namespace pilcrow::searcher
