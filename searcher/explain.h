// SPDX-License-Identifier: GPL-3.0-or-later
// The last stage, where it was asked for: why hits have their scores.
#pragma once

#include <vector>

#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/compile.h"
#include "searcher/load.h"
#include "searcher/match.h"
#include "searcher/rank.h"

namespace pilcrow::searcher {

/// One for each of `hits`. Costs a match of each word alone, restricted to the hits, and an analysis of their texts.
/// Throws Xapian's exceptions.
Result<std::vector<Explanation>> explain(const CompiledQuery& query, const std::vector<Ranked>& hits,
                                         const Matcher& matcher, HitLoader& loader, Analyzers& analyzers);

}  // namespace pilcrow::searcher
