// SPDX-License-Identifier: GPL-3.0-or-later
// What tells whether a paragraph must be indexed again.
#pragma once

#include <cstdint>
#include <string>

#include "core/store/file_entry.h"

namespace pilcrow::indexer {

/// The hash of all that a paragraph's terms and record are made of: equal hashes need no indexing. The row's trail and
/// language are set.
std::uint64_t indexed_as(const store::FileEntry& entry, const store::ParagraphRow& row, const std::string& text);

}  // namespace pilcrow::indexer
