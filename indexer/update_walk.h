// SPDX-License-Identifier: GPL-3.0-or-later
// The first half of an update: walk the roots, and tell of each file as it comes whether it must be looked at.
#pragma once

#include <cstdint>

#include "indexer/file_queue.h"
#include "indexer/update_run.h"
#include "pilcrow/error.h"

namespace pilcrow::indexer {

/// Whether a file with this stamp cannot have been changed after an update began without getting another one.
bool is_trusted(const FileStamp& stamp, std::int64_t update_began_ns);

/// Walks the selected roots. What is as it was indexed, by its stamp, is counted; everything else goes to `queue`. Then
/// run.walked is filled. Cost: a stat a file, and one read of the index for each that is queued and known.
Result<void> walk_roots(UpdateRun& run, FileQueue& queue);

/// Learns of what was not seen what must be known of it: its content, where it may have been moved; and that what lies in
/// folders nobody can look into is not to be missed. Cost: one read of the index for each lost file of a root that is
/// there, or may be dropped.
Result<void> look_at_lost(UpdateRun& run);

}  // namespace pilcrow::indexer
