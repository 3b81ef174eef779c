// SPDX-License-Identifier: GPL-3.0-or-later
// --path: the paragraphs of the files whose paths match a glob, as a query.
#pragma once

#include <string>
#include <vector>

#include <xapian.h>

#include "core/store/snapshot.h"
#include "pilcrow/error.h"

namespace pilcrow::searcher {

/// A query that matches the paragraphs of files whose absolute path matches one of the globs, for use as a filter over
/// the databases of these snapshots, alone or combined. Reads all files' entries; the query then costs what a term with
/// as many postings would, and counts stay exact. Throws Xapian's exceptions.
Result<Xapian::Query> path_filter(const std::vector<store::Snapshot>& snapshots, const std::vector<std::string>& globs);

}  // namespace pilcrow::searcher
