// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 7, where it was asked for: what stands around the hits.
#pragma once

#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/search.h"
#include "searcher/load.h"
#include "searcher/match.h"

namespace pilcrow::searcher {

/// Fills `before` and `after` of hits, best first, whose paragraphs stand at `places`. No paragraph stands twice in the
/// result: what lies beside a hit ends where another hit, or what lies beside a better one, begins. So the paragraphs
/// of a hit follow each other in the document, and every one that is near enough to any hit is there once. What says
/// word for word the same as one that is there already is left out, if it has twenty words or more. Throws Xapian's
/// exceptions.
Result<void> add_context(std::vector<Hit>& hits, const std::vector<Place>& places, HitLoader& loader,
                         const Context& context);

}  // namespace pilcrow::searcher
