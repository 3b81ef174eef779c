// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/stored_text.h"

#include <utility>

#include <xapian.h>

#include "core/store/citation.h"

namespace pilcrow::indexer {

std::string stored_text(const store::Snapshot& snapshot, const store::FileEntry& entry,
                        const store::ParagraphRow& row) {
  auto record = snapshot.record(row.document);
  if (!record || record->file != entry.number || store::content_hash(record->text) != row.content ||
      row.trail >= entry.trails.size()) {
    throw Xapian::DatabaseCorruptError("a paragraph of '" + store::absolute_path(snapshot.facts(), entry) +
                                       "' cannot be read");
  }
  return std::move(record->text);
}

}  // namespace pilcrow::indexer
