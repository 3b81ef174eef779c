// SPDX-License-Identifier: GPL-3.0-or-later
// The last stage, where it was asked for: an answer of so many words, whole sentences only.
#pragma once

#include <cstddef>
#include <vector>

#include "pilcrow/search.h"

namespace pilcrow::searcher {

/// Keeps of the hits what `words` words allow and says how many of them that takes. Counted are the texts of hits and
/// neighbours, title and headings of each hit, and those headings of neighbours that are not the hit's. A word is what
/// stands between white space, and if the analyser finds several in it, so many: "e-mail" is two, "東京都" is three.
/// So neither who counts the one way nor who counts the other finds more than `words`.
///
/// Hits are served in their order, each first with its own text, then with its neighbours from the nearest outward (the
/// one before it first), until a sentence does not fit. Of a hit that does not fit whole, the sentence with most
/// different marked words among those that fit is kept, and the sentences around it, the shorter one first (of equal
/// ones that behind it); of a neighbour those nearest to the hit. `text`, `highlights`, `kept` and `kept_of` say what
/// was kept. A hit of which not one sentence fits is left out; others keep their ranks. More words never show less of
/// the first hit.
///
/// Linear in the texts, but for the ordering of the different words marked. Costs about a millisecond more than that.
std::size_t keep_within(std::vector<Hit>& hits, std::size_t words);

}  // namespace pilcrow::searcher
