// SPDX-License-Identifier: GPL-3.0-or-later
// Stages 2 to 6 for one file: its bytes, and what a reader makes of the documents in it. Runs in worker threads and
// touches no index.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/store/file_entry.h"
#include "indexer/document_reader.h"
#include "indexer/walk.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// A document as it will stand in the index, or why it cannot.
struct PreparedDocument {
  store::FileEntry entry;  ///< All but its numbers; its rows have no documents yet. outcome and problem are set.
  std::vector<std::string> texts;  ///< One for each row.
};

/// A file: itself, and the documents inside it.
struct PreparedFile : PreparedDocument {
  std::vector<PreparedDocument> members;
  bool same_content = false;  ///< `is_known` knew the bytes: nothing was parsed, only stamp and hash are set.
  bool unreadable = false;    ///< Nobody gave us the bytes, or the memory: worth another try in the next run.
  std::uint64_t bytes_read = 0;
};

/// Reads one file, unless `is_known` says of the hash of its bytes that this content is indexed already. Never fails:
/// what goes wrong is in the entry. Cost: linear in the file; holds its bytes and the texts.
PreparedFile prepare_file(const Root& root, const WalkedFile& file, DocumentReader& reader,
                          const std::function<bool(const text::Hash128&)>& is_known);

/// The entry of a file that nobody opens: by design, or because the walk found out that nobody can.
PreparedFile unread_file(const WalkedFile& file, std::string reason, bool skipped);

}  // namespace pilcrow::indexer
