// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 3: Xapian query → document numbers and scores.
#pragma once

#include <cstdint>
#include <vector>

#include <xapian.h>

#include "pilcrow/search.h"

namespace pilcrow::searcher {

struct Match {
  Xapian::docid document = 0;
  double score = 0;
  std::uint32_t file = 0;     ///< From slot_file, 0 unless grouping.
  std::uint32_t in_file = 0;  ///< Matching paragraphs of that file, when grouping.
};

struct MatchList {
  std::vector<Match>
      matches;  ///< Best first. Ends where scores change, so that ties can be put in source order: at least `wanted`.
  std::uint64_t count = 0;
  bool count_estimated = false;
};

/// Ranks by IneB2 (RANKING: +0.0225 nDCG@10 over BM25). `wanted` = offset + limit. Throws Xapian's exceptions.
MatchList match(const Xapian::Database& database, const Xapian::Query& query, std::size_t wanted, bool group_by_file,
                bool count_exactly);

}  // namespace pilcrow::searcher
