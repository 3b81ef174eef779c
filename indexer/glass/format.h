// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of the glass format that several files of this folder write. Part of Xapian's format: never changed here.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pilcrow::indexer::glass {

constexpr std::size_t block_size = 8192;
/// Of the database and of each of its blocks, as the first commit leaves them.
constexpr std::uint32_t revision = 1;

/// A chunk of a list takes no more once its entries are that large.
constexpr std::size_t chunk_size = 2000;

}  // namespace pilcrow::indexer::glass
