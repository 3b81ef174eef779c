// SPDX-License-Identifier: GPL-3.0-or-later
// The other order of what is shown: all matches by path or by date, instead of the best of them.
#pragma once

#include <cstddef>

#include <xapian.h>

#include "pilcrow/error.h"
#include "pilcrow/search.h"
#include "searcher/files.h"
#include "searcher/load.h"
#include "searcher/match.h"
#include "searcher/rank.h"

namespace pilcrow::searcher {

/// Matches `begin` to `end`, from 0, of all in source order (SortBy::path), or those of younger files first and of one
/// day in source order (SortBy::date); not for SortBy::relevance. A file of two indexes stands once for each.
/// `by_file`: files, each by the first of its paragraphs that match. The count is exact; each has the score of the
/// query. Throws Xapian's exceptions. Cost: looks at each match, but orders paragraphs only of the files that are shown.
Result<RankedList> listing(const Matcher& matcher, HitLoader& loader, const Files& files, const Xapian::Query& query,
                           SortBy sort, std::size_t begin, std::size_t end, bool by_file);

}  // namespace pilcrow::searcher
