// SPDX-License-Identifier: GPL-3.0-or-later
// Counts over all matches of a query: by path, type, language and root.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <xapian.h>

#include "pilcrow/error.h"
#include "pilcrow/search.h"
#include "searcher/files.h"
#include "searcher/match.h"

namespace pilcrow::searcher {

/// The facets asked for, in that order. `languages`: those of the indexes, as their states know them. Throws Xapian's
/// exceptions. Cost: looks at each match once, and for the languages once more and at each paragraph of the index.
Result<std::vector<Facet>> facets(const std::vector<FacetField>& fields, const Xapian::Query& query,
                                  const Matcher& matcher, const Files& files,
                                  const std::map<std::string, std::uint64_t>& languages);

}  // namespace pilcrow::searcher
