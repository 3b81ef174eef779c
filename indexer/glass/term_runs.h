// SPDX-License-Identifier: GPL-3.0-or-later
// Sorted runs in a temporary file, and one stream out of all of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "indexer/glass/term_stream.h"
#include "indexer/spill_file.h"

namespace pilcrow::indexer::glass {

/// Throws std::filesystem::filesystem_error where the file cannot be written or read.
class TermRuns {
 public:
  explicit TermRuns(std::filesystem::path folder) : file_(std::move(folder)) {}

  /// Writes all that `terms` has; its documents are behind those of the runs before.
  void add(TermStream& terms);
  bool empty() const { return runs_.empty(); }

  /// Merges runs until `streams` streams at the same time can read all of them with `memory` bytes of buffers in all.
  void prepare(std::size_t memory, std::size_t streams);
  /// All runs merged; behind prepare(). There may be several streams at the same time, each used by one thread.
  std::unique_ptr<TermStream> stream() const;

 private:
  struct Run {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };
  class Reader;
  class Stream;

  Run write(TermStream& terms);

  SpillFile file_;
  std::vector<Run> runs_;
  std::size_t buffer_size_ = 0;  // of one run in one stream
};

}  // namespace pilcrow::indexer::glass
