// SPDX-License-Identifier: GPL-3.0-or-later
// Where --export writes to: standard output, or a file that has its name only when it is whole.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "indexer/file_system.h"
#include "pilcrow/error.h"

namespace pilcrow::indexer::cli {

class ExportOutput {
 public:
  /// "-": standard output. A file is written beside its place, as its owner's alone where there is none yet; a device or
  /// a pipe is written to as it is. input_output.
  static Result<ExportOutput> open(const std::string& path);
  ExportOutput(ExportOutput&& other) noexcept;
  ExportOutput& operator=(ExportOutput&&) = delete;
  /// What finish() did not put into its place is gone.
  ~ExportOutput();

  /// As WriteLines. Waits for a slow reader, but no longer than until `cancelled` says so: that is a failure, too. So is
  /// a reader who left: what he has is not all.
  Result<void> write(std::string_view lines, const std::function<bool()>& cancelled) const;
  /// The file is whole: it takes its place, durably.
  Result<void> finish();

 private:
  ExportOutput(std::string name, Descriptor file, int number)
      : name_(std::move(name)), file_(std::move(file)), number_(number) {}

  std::string name_;  ///< As a message has it.
  Descriptor file_;   ///< None of standard output, which is not ours to close.
  int number_;
  std::string beside_;  ///< What is written; empty where it needs no other name.
  std::string place_;
};

}  // namespace pilcrow::indexer::cli
