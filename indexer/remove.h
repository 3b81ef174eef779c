// SPDX-License-Identifier: GPL-3.0-or-later
// Taking files, folders and roots out of an index: the whole of remove_from_index(), the first half of forget().
#pragma once

#include <string>
#include <vector>

#include "indexer/run.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// Takes `paths` out of the published generation, and commits. The run holds the lock. `for_good`: they are excluded
/// even where no root is left above them. Memory: 4 bytes for each file removed. Throws what Xapian throws.
Result<RemovalReport> remove_paths(Run& run, const std::vector<std::string>& paths, bool for_good);

}  // namespace pilcrow::indexer
