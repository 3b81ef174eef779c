// SPDX-License-Identifier: GPL-3.0-or-later
// Writing files of a database that is being made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "indexer/file_system.h"

namespace pilcrow::indexer::glass {

/// An empty file, for writing; what was there by that name is gone. Throws std::filesystem::filesystem_error, as do all
/// of these; `file` is what its message names.
Descriptor create_file(const std::filesystem::path& file);

/// All of `bytes`.
void write_at(const Descriptor& descriptor, std::uint64_t offset, std::string_view bytes,
              const std::filesystem::path& file);

}  // namespace pilcrow::indexer::glass
