// SPDX-License-Identifier: GPL-3.0-or-later
// The file of --report: a line is appended to it by each run, several of which may end at once.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "pilcrow/error.h"

namespace pilcrow::indexer::cli {

class ReportFile {
 public:
  /// Opens it for appending, or creates it with mode 0600, before anything else is done: a report that cannot be written
  /// should be known before a run of hours. input_output. Never waits for the reader of a pipe.
  static Result<ReportFile> open(const std::string& path);

  ReportFile(ReportFile&& other) noexcept
      : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  ReportFile& operator=(ReportFile&&) = delete;
  ~ReportFile();

  /// One write(), so that lines of several runs do not mix; on a line of its own, even after one that was cut off.
  /// input_output.
  Result<void> append(std::string_view report) const;

 private:
  bool ends_in_a_line() const;

  ReportFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  std::string path_;
  int descriptor_;
};

}  // namespace pilcrow::indexer::cli
