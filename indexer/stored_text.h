// SPDX-License-Identifier: GPL-3.0-or-later
// Paragraphs that are indexed already, for the runs that build a generation of what another one holds.
#pragma once

#include <string>

#include "core/store/snapshot.h"

namespace pilcrow::indexer {

/// A paragraph's text. Throws what Xapian throws where it is not what was written: what cannot be read cannot be copied.
std::string stored_text(const store::Snapshot& snapshot, const store::FileEntry& entry, const store::ParagraphRow& row);

}  // namespace pilcrow::indexer
