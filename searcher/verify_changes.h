// SPDX-License-Identifier: GPL-3.0-or-later
// How like two texts are, word by word, and what differs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/span.h"
#include "pilcrow/verify.h"
#include "searcher/verify_wording.h"

namespace pilcrow::searcher {

/// A word is what stands between white space, as verify_wording.h compares it; of scripts without spaces a character.
struct ComparedWord {
  std::uint32_t hash = 0;
  text::Span place;  ///< In the text.
};

/// Of longer texts the words at the beginning are compared.
inline constexpr std::size_t most_compared = 8192;

/// The first `most` words of a text.
std::vector<ComparedWord> compared_words(std::string_view text, std::size_t most = most_compared);

/// How many words stand in both in the same order: the length of the longest common subsequence. Cost: one times the
/// other by 64 (Allison and Dix, A bit-string longest-common-subsequence algorithm, 1986).
std::size_t common_words(const std::vector<ComparedWord>& one, const std::vector<ComparedWord>& other, Effort& effort);

/// The stretch of `words` in which most of the words of `wanted` stand, and what follows it; two and a half times as long
/// as that. Linear.
std::vector<ComparedWord> likest_stretch(const std::vector<ComparedWord>& wanted,
                                         const std::vector<ComparedWord>& words);

/// What differs between the words of two texts, in order; at most a hundred changes, else one for all between the first
/// and the last. `part`: the text is not all of what stands there now, so what stands before or behind is no change.
/// Cost: words by changes (Myers, An O(ND) difference algorithm, 1986), and a bound on the changes.
std::vector<Change> changes_between(std::string_view was, const std::vector<ComparedWord>& was_words,
                                    std::string_view now, const std::vector<ComparedWord>& now_words, bool part);

}  // namespace pilcrow::searcher
