// SPDX-License-Identifier: GPL-3.0-or-later
// Small files that are replaced as a whole, so that a reader, or whoever comes after a power cut, finds the old content
// or the new one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "pilcrow/error.h"

namespace pilcrow::store {

/// The whole file, up to 64 MiB; nothing, and errno, where it cannot be read. Never waits for a pipe.
std::optional<std::string> read_small_file(const std::filesystem::path& path);

/// Writes `path`.new, syncs it, renames it over `path` and syncs the folder. Who may read or write the folder may
/// do so with the file. input_output; `path` is then as
/// it was.
Result<void> replace_small_file(const std::filesystem::path& path, std::string_view content);

/// Makes the names in a folder durable.
Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace pilcrow::store
