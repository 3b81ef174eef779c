// SPDX-License-Identifier: GPL-3.0-or-later
// One table of a glass database: a B-tree in one file, written from entries that come in the order of their keys.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace pilcrow::indexer::glass {

/// What the version file says of a table. All zero: a table without entries, and without blocks.
struct TableFacts {
  std::uint32_t root_block = 0;
  std::uint32_t level = 0;  ///< Of the root: 0 is a leaf.
  std::uint64_t entries = 0;
  std::uint32_t blocks = 0;
};

/// Blocks of 8 KiB, of revision 1, filled one after the other; nothing is compressed here. Throws
/// std::filesystem::filesystem_error where the disk is full or fails. Memory: a block a level and a buffer of about
/// 256 KiB. Any number of tables can be written at the same time, each by one thread.
class TableWriter {
 public:
  /// The file is made with the first entry; what is there by that name is replaced.
  explicit TableWriter(std::filesystem::path file);
  ~TableWriter();

  /// Keys of 1 to 255 bytes, each greater than the one before (asserted); the tag may be empty, and of any size up to
  /// 65,535 components of about 2 KB. `compressed`: the tag is a raw deflate stream that glass can read.
  void add(std::string_view key, std::string_view tag, bool compressed = false);

  /// Writes what is left. Nothing may be added afterwards. The file is not synced: publishing does that.
  TableFacts finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pilcrow::indexer::glass
