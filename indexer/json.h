// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of the lines of include/pilcrow/json.h that the program's own line for each run shares.
#pragma once

#include <vector>

#include "core/text/json.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// "added", "changed", …
const char* name_of(FileChange::Kind kind);

text::Json problems_json(const std::vector<Problem>& problems);

}  // namespace pilcrow::indexer
