// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 5: which bytes of a hit's text matched, by the one analyser.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/text/analyzer.h"
#include "pilcrow/source.h"
#include "searcher/compile.h"

namespace pilcrow::searcher {

/// Ascending, not overlapping, adjacent ones merged. A phrase's words are marked only where they stand as the phrase.
std::vector<ByteRange> highlight(text::Analyzer& analyzer, std::string_view text, const CompiledQuery& query);

}  // namespace pilcrow::searcher
