// SPDX-License-Identifier: GPL-3.0-or-later
// The Model Context Protocol on two streams: one thread reads and writes, one calls tools.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "searcher/mcp/tools.h"

namespace pilcrow::searcher::mcp {

/// Serves what is asked on `input` and answers on `output` until `input` ends or nobody reads `output` any more. What was
/// asked before the end is answered, if that takes no longer than half a second; what takes longer is cancelled. True where
/// all is at rest; false where a tool did not end in spite of that: its thread still runs, and the process should end. Neither stream is closed. Requests that can be answered at once are, also while a tool is at work.
bool serve(const std::shared_ptr<Tools>& tools, int input, int output);

/// serve() on standard input and output, which nobody else in the process, and no process that it starts, then has: what
/// a library prints goes to standard error. Gives the exit status.
int serve_standard_streams(const std::vector<std::filesystem::path>& indexes);

}  // namespace pilcrow::searcher::mcp
