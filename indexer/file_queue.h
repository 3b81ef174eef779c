// SPDX-License-Identifier: GPL-3.0-or-later
// The files that an update must look at, between the walk that finds them and the readers: written once, then read as
// often as it takes, in the same order. Few stay in memory; more go to a temporary file that has no name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/spill_file.h"
#include "indexer/walk.h"

namespace pilcrow::indexer {

struct QueuedFile {
  std::uint32_t root = 0;
  WalkedFile file;
  std::uint32_t number = 0;  ///< Of its entry; 0: it is new.
  bool same_place = true;    ///< The entry is of the same root: its documents can be kept as they are.
  bool reread = false;       ///< Parse it even where the content is known: settings or readers changed.
  bool operator==(const QueuedFile&) const = default;
};

/// Throws std::filesystem::filesystem_error where the temporary file cannot be written or read; update_index()
/// translates it.
class FileQueue {
 public:
  static constexpr std::size_t default_memory = 4U << 20;

  /// `folder`: where the temporary file goes, which only one process at a time may use; empty: where the system keeps
  /// such files. `memory`: bytes held before it is written.
  explicit FileQueue(std::filesystem::path folder, std::size_t memory = default_memory)
      : memory_(memory), spilled_(std::move(folder)) {}

  void push(const QueuedFile& file);

  std::uint64_t files() const { return files_; }  ///< Problems included.
  std::uint64_t to_read() const { return to_read_; }
  std::uint64_t bytes() const { return bytes_; }  ///< Sizes of those to be read.

  /// Reads from the beginning. The queue must outlive it and does not change meanwhile.
  class Reader {
   public:
    explicit Reader(const FileQueue& queue) : queue_(queue) {}
    std::optional<QueuedFile> next();

   private:
    bool fill(std::size_t size);
    std::string_view unread() const { return std::string_view(buffer_).substr(begin_); }

    const FileQueue& queue_;
    std::string buffer_;
    std::size_t begin_ = 0;     ///< Of what was not taken from the buffer yet.
    std::uint64_t offset_ = 0;  ///< Of what follows the buffer.
    std::string path_;          ///< Of the file before.
  };

 private:
  std::size_t memory_;
  SpillFile spilled_;  ///< The records before those in the tail.
  std::string tail_;
  std::string path_;  ///< Of the file before: what two paths share is written once.
  std::uint64_t files_ = 0;
  std::uint64_t to_read_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace pilcrow::indexer
