// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 1 where a paragraph is given instead of a query: citation → paragraph → Query of the words that set it apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/error.h"
#include "searcher/analyzers.h"
#include "searcher/load.h"
#include "searcher/match.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// Where the paragraph of a citation is. Fails with invalid_argument where the text is none or one of another index,
/// and with paragraph_gone. Cost: reads the entries of files until it has found the one. Throws Xapian's exceptions.
Result<Place> find_cited(const std::vector<store::Snapshot>& snapshots, std::string_view citation);

/// So many words of a paragraph are looked for. (Measured on three collections, with documents that answer one query as
/// like each other: 20 words lose 0.004 nDCG@10, 40 gain 0.002.)
inline constexpr std::size_t most_telling_words = 30;

/// The words of a paragraph and of its title, headings and file name that tell most of it: those that occur often here
/// and seldom elsewhere, the most telling first. Those of headings count as in the index, three times. A word of n
/// occurrences is asked for 1 + log2(n) times (once each loses 0.02 nDCG@10). Neither stop words nor numbers, nor those
/// that stand nowhere else. `frequency` gives the paragraphs that hold a term, of `all`. Linear in the text.
Query telling_words(const LoadedParagraph& paragraph, Analyzers& analyzers,
                    const std::function<std::uint64_t(const std::string&)>& frequency, std::uint64_t all);

/// So many of them, and so many bytes of the text, are enough to find one that stands there word for word.
inline constexpr std::size_t most_rare_words = 16;
inline constexpr std::size_t most_of_rare_text = 4096;

/// The words of a text that fewest paragraphs hold, and some do; stop words too, for a text of nothing else.
Query rarest_words(std::string_view text, text::Analyzer& analyzer,
                   const std::function<std::uint64_t(const std::string&)>& frequency);

}  // namespace pilcrow::searcher
