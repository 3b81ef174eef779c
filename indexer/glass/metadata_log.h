// SPDX-License-Identifier: GPL-3.0-or-later
// Metadata until the postlist table is written: any number of keys, whose values may be set again and again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/glass/table_writer.h"
#include "indexer/spill_file.h"

namespace pilcrow::indexer::glass {

/// In memory stay a key and about 25 bytes for each; values go to a temporary file once they are more than `memory`.
class MetadataLog {
 public:
  MetadataLog(std::filesystem::path folder, std::size_t memory) : memory_(memory), file_(std::move(folder)) {}

  /// Keys of 1 to 200 bytes. A later value replaces an earlier one; an empty one removes it.
  void set(std::string_view key, std::string_view value);
  /// What was set last; empty: nothing.
  std::string value(std::string_view key) const;

  void write(TableWriter& table) const;

 private:
  struct Entry {
    std::uint32_t key = 0;  // where in keys_
    std::uint32_t value_size = 0;
    std::uint64_t value = 0;  // where in all values, the file's first
  };

  std::string_view key_of(const Entry& entry) const;
  std::size_t bucket_of(std::string_view key) const;
  void grow();
  void read_value(const Entry& entry, std::string& into) const;

  std::size_t memory_;
  std::string keys_;    // each: one byte, its size, and its bytes
  std::string values_;  // those behind the file's
  SpillFile file_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> buckets_;  // 0, or the number of an entry from 1: open addressing
};

}  // namespace pilcrow::indexer::glass
