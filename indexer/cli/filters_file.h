// SPDX-License-Identifier: GPL-3.0-or-later
// The operator's own filters: a file of JSON.
//
//   {"filters": [{"extensions": ["chm"], "command": ["chm2html", "{file}"], "output": "html"}]}
#pragma once

#include <filesystem>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer::cli {

/// $XDG_CONFIG_HOME/pilcrow/filters.json, else ~/.config/pilcrow/filters.json; where that is not there,
/// /etc/pilcrow/filters.json.
std::filesystem::path default_filters_file();

/// The filters that the file names; none where it is not there and need not be. Fails with invalid_argument where others
/// than its owner may write it, where it lies in one of `roots`, or where something in it means nothing; with
/// input_output where it cannot be read.
Result<std::vector<Filter>> read_filters_file(const std::filesystem::path& path, bool must_exist,
                                              const std::vector<Root>& roots);

}  // namespace pilcrow::indexer::cli
