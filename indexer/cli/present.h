// SPDX-License-Identifier: GPL-3.0-or-later
// What an index knows, as text or JSON: its status, its files, and why one of them is found or not.
#pragma once

#include <string>
#include <vector>

#include "indexer/cli/arguments.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer::cli {

/// `trouble`: why the index cannot be searched; then `status` is what can still be said. Null where it can.
std::string present_status(const IndexStatus& status, const Error* trouble, const Arguments& arguments);
std::string present_files(const std::vector<FileStatus>& files, const Arguments& arguments);
std::string present_why(const FileExplanation& file, const Arguments& arguments);

}  // namespace pilcrow::indexer::cli
