// SPDX-License-Identifier: GPL-3.0-or-later
// Why there are no hits: what a query would be without one of its parts.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "searcher/query.h"

namespace pilcrow::searcher {

/// What a query was relieved of.
struct Relief {
  Clause part;
  std::vector<Clause> instead;  ///< Of a phrase and of words near each other: the words, wherever they stand.
};

/// Takes out of a query the part with this number of those that can keep paragraphs out: what has a sign, phrases, words
/// near each other, filters, and what stands in groups with those. They are counted from 0 in the order in which they
/// stand; nothing where there are not so many.
std::optional<Relief> relieve(Query& query, std::size_t number);

}  // namespace pilcrow::searcher
