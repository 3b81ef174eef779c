// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 3 for what most queries are, words and nothing else: the same best matches with the same scores as Xapian finds,
// from fewer postings and without its calls.
//
// Forms are looked at in the order of what they can add to a score. As soon as as many matches as are wanted have been
// found, a document that holds only forms which together cannot reach the least of them is passed over unseen (MaxScore:
// Turtle and Flood 1995). Nothing is estimated: what is passed over could not have been among the best.
//
// Throws store::UnreadableTable where the index is not what can be read so; then Xapian is asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/store/glass_reader.h"

namespace pilcrow::searcher {

/// What is matched and weighed as one term.
struct WordForm {
  std::vector<std::string> terms;       ///< Any of them; together they weigh as one that is as frequent as all of them.
  std::uint32_t count = 1;              ///< How often it was typed.
  double factor = 1;                    ///< Of its weight.
  std::vector<std::string> scope = {};  ///< It counts only with any of these terms; empty: everywhere.
};

struct ScoredDocument {
  double score = 0;
  std::uint32_t document = 0;
};

/// How many documents match, without a look at them, which would depend on their order: as Xapian guesses.
struct CountGuess {
  std::uint32_t least = 0;
  std::uint32_t estimate = 0;
  std::uint32_t most = 0;
};

struct BestDocuments {
  std::vector<ScoredDocument> documents;  ///< The best first; of equal ones the lesser number.
  std::optional<std::uint64_t> count;     ///< Of all that match, where they were counted.
  CountGuess guess;
};

/// The best `wanted` of the documents that hold any of the forms, and what ties with the last of them, ranked as Xapian's
/// IneB2Weight(1.0) ranks an OR of them. Counts them unless there must be more than `counted`. Nothing where hundreds
/// tie.
std::optional<BestDocuments> best_documents(store::GlassReader& index, const std::vector<WordForm>& forms,
                                            std::size_t wanted, std::uint64_t counted);

/// A word: any of these forms.
using Forms = std::vector<WordForm>;

/// How many documents hold all words.
std::uint64_t count_holding(store::GlassReader& index, const std::vector<Forms>& words);

/// Whether any document that holds one of these terms holds one of the others, or, not `within`, none of them.
bool any_document(store::GlassReader& index, const std::vector<std::string>& terms,
                  const std::vector<std::string>& others, bool within);

/// The documents that hold a term, ascending, at most so many.
std::vector<std::uint32_t> documents_of(store::GlassReader& index, const std::string& term, std::size_t most);

/// Of documents, given by ascending numbers, whether each holds the word.
std::vector<bool> holding(store::GlassReader& index, const Forms& word, const std::vector<std::uint32_t>& documents);

}  // namespace pilcrow::searcher
