// SPDX-License-Identifier: GPL-3.0-or-later
// What does not fit into memory: a temporary file without a name, appended to and read at any place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>

#include "indexer/file_system.h"

namespace pilcrow::indexer {

/// Gone with the object, and with the process. Throws std::filesystem::filesystem_error where the disk is full or fails.
class SpillFile {
 public:
  /// Nothing is opened before the first append. `folder`: which only one process at a time may use; empty: where the
  /// system keeps such files.
  explicit SpillFile(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Gives the offset at which they begin. Unbuffered: hand over large pieces.
  std::uint64_t append(std::string_view bytes);
  /// Bytes that were appended. Threads may read at the same time, as long as nobody appends.
  void read(std::uint64_t offset, char* into, std::size_t size) const;
  std::uint64_t size() const { return size_; }

 private:
  std::filesystem::path folder_;
  Descriptor file_;
  std::uint64_t size_ = 0;
};

}  // namespace pilcrow::indexer
