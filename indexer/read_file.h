// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2: a path → its bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "indexer/memory_file.h"
#include "indexer/walk.h"

namespace pilcrow::indexer {

struct FileBytes {
  MemoryFile bytes;  ///< Sealed.
  FileStamp stamp;   ///< By fstat after reading: what the bytes belong to.
};

/// The whole file, or the reason why not ("permission denied", "changed while it was read", "not a regular file any
/// more", "larger than 256 MiB"). Never blocks on a fifo and never follows a link that the walk did not (O_NOFOLLOW |
/// O_NONBLOCK) unless `follow_links`. read(), not mmap(): a file truncated during the nightly run would raise SIGBUS. A
/// file that shrinks or grows meanwhile is read again once, then given up.
tl::expected<FileBytes, std::string> read_file(const std::filesystem::path& path, std::uint64_t max_size,
                                               bool follow_links);

}  // namespace pilcrow::indexer
