// SPDX-License-Identifier: GPL-3.0-or-later
// In which state the indexes are that answer, and whether it is the one that was asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/error.h"
#include "pilcrow/search.h"

namespace pilcrow::searcher {

std::vector<IndexState> states_of(const std::vector<store::Snapshot>& snapshots);

/// other_revision where the indexes are in another state than `name`, as state_name() gives it; none asks for nothing.
Result<void> expect_state(const std::vector<store::Snapshot>& snapshots, std::string_view name);

}  // namespace pilcrow::searcher
