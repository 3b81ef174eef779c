// SPDX-License-Identifier: GPL-3.0-or-later
// Stages 2 to 7 for one file: bytes → decoded text → blocks → paragraphs → terms. Runs in worker threads; touches no
// index.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/store/file_entry.h"
#include "core/text/analyzer.h"
#include "indexer/paragraphs.h"
#include "indexer/walk.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// A paragraph ready to be written: all but its document number.
struct PreparedParagraph {
  std::string text;
  store::ParagraphRow row;  ///< `document` is not set.
};

/// A file ready to be written, or the reason why it cannot be.
struct PreparedFile {
  store::FileEntry entry;  ///< Without its number and paragraph rows.
  std::vector<PreparedParagraph> paragraphs;
  std::uint64_t bytes_read = 0;
};

/// Reads and splits one file. `known_hash` is that of the indexed state: where the bytes still have it, the entry comes
/// back without paragraphs and with `hash` equal, unparsed.
PreparedFile prepare_file(const Root& root, const WalkedFile& file, const text::Hash128& known_hash);

}  // namespace pilcrow::indexer
