// SPDX-License-Identifier: GPL-3.0-or-later
// What an update does about files that are gone: it believes it, or it refuses to.
#pragma once

#include "indexer/update_run.h"
#include "pilcrow/error.h"

namespace pilcrow::indexer {

/// Roots that cannot be read and of which nothing is indexed, so that nobody else has anything to say of them: one that
/// was just named is mistyped more often than not (input_output), of the others the report says so.
Result<void> check_roots(UpdateRun& run, bool past_unknown);

/// A rebuild takes nothing over, so the guard must look before: run.report.refused_purges then says why it is not made.
void guard_rebuild(UpdateRun& run, bool past_unknown);

/// Removes what was not seen of the walked roots, unless so much of one is gone that it is not believed. Ends between two
/// files when the run shall end. Memory: 4 bytes for each file that goes.
void remove_lost(UpdateRun& run);

}  // namespace pilcrow::indexer
