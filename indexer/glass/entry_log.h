// SPDX-License-Identifier: GPL-3.0-or-later
// Finished entries of a table that is written later: in memory, or in a temporary file where they are many.
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

class EntryLog {
 public:
  /// Holds about `memory` bytes, the rest is written to `folder`.
  EntryLog(std::filesystem::path folder, std::size_t memory) : memory_(memory), file_(std::move(folder)) {}

  void add(std::string_view key, std::string_view tag);

  /// All entries in the order in which they were added.
  void write(TableWriter& table) const;

 private:
  std::size_t memory_;
  std::string entries_;
  SpillFile file_;
  std::vector<std::size_t> pieces_;  // of the file: each holds whole entries
};

}  // namespace pilcrow::indexer::glass
