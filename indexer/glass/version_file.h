// SPDX-License-Identifier: GPL-3.0-or-later
// iamglass: what makes a folder a glass database. It says where each table's tree begins, and counts over all documents.
#pragma once

#include <cstdint>
#include <filesystem>

#include "indexer/glass/table_writer.h"

namespace pilcrow::indexer::glass {

struct DatabaseFacts {
  TableFacts postings;
  TableFacts data;
  TableFacts term_lists;
  TableFacts positions;
  std::uint32_t documents = 0;  ///< Their numbers are 1 to this.
  std::uint32_t shortest = 0;   ///< Of all lengths but 0; 0 where there is none.
  std::uint32_t longest = 0;
  std::uint32_t wdf_bound = 0;  ///< The greatest of all.
  std::uint64_t total_length = 0;
};

/// Under another name first, and renamed: it is there whole or not at all. With an identity of its own, drawn at random.
/// Throws std::filesystem::filesystem_error.
void write_version_file(const std::filesystem::path& folder, const DatabaseFacts& facts);

}  // namespace pilcrow::indexer::glass
