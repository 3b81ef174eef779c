// SPDX-License-Identifier: GPL-3.0-or-later
// How pilcrow-index talks: progress while it works, a report when it is done, and what it knows of an index.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "indexer/cli/arguments.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer::cli {

/// One line on standard error that is written over: on a terminal only, and not when quiet. Where there is no terminal,
/// --verbose gets a plain line every half minute.
class ProgressLine {
 public:
  explicit ProgressLine(Verbosity verbosity);
  void show(const Progress& progress);
  void clear();

 private:
  bool interactive_ = false;
  bool plain_ = false;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

/// The report of an update: on standard output what was done, on standard error what needs a look.
void show_report(const UpdateReport& report, const Arguments& arguments);

std::string present_status(const IndexStatus& status, const Arguments& arguments);
std::string present_files(const std::vector<FileStatus>& files, const Arguments& arguments);

}  // namespace pilcrow::indexer::cli
