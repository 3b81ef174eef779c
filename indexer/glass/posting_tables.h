// SPDX-License-Identifier: GPL-3.0-or-later
// Terms with their postings → the entries that tables hold of them.
#pragma once

#include "indexer/glass/table_writer.h"
#include "indexer/glass/term_stream.h"

namespace pilcrow::indexer::glass {

/// The chunks of the postlist table. Throws std::overflow_error where a term's collection frequency exceeds 32 bits.
void write_postings(TermStream& terms, TableWriter& table);

/// The entries of the position table.
void write_positions(TermStream& terms, TableWriter& table);

}  // namespace pilcrow::indexer::glass
