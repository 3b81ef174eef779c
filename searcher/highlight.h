// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 6: which bytes of a hit's text matched, by the one analyser.
#pragma once

#include <string_view>
#include <vector>

#include "core/text/analyzer.h"
#include "pilcrow/source.h"
#include "searcher/compile.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// Ascending, not overlapping, adjacent ones merged. `analyzer` is that of the text's language, in which the query is
/// read as well: so a word is marked only where its stem there is the same. `compiled` knows which stop words were not
/// looked for, and what prefixes and fuzzy words stand for. A phrase's words are marked only where they stand as the
/// phrase; filters and what is excluded never. Linear in the text.
std::vector<ByteRange> highlight(text::Analyzer& analyzer, std::string_view text, const Query& query,
                                 const CompiledQuery& compiled);

}  // namespace pilcrow::searcher
