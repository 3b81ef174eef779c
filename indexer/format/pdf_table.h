// SPDX-License-Identifier: GPL-3.0-or-later
// Lines whose cells stand below each other are the rows of a table.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "indexer/format/pdf_hyphenation.h"
#include "indexer/format/pdf_lines.h"

namespace pilcrow::indexer {

struct PdfTable {
  std::size_t end = 0;            ///< Behind its last line; where it would have begun: there is no table.
  std::vector<std::string> rows;  ///< Cells joined by " | ". A cell of several lines is one.
};

/// The table that begins with lines[begin], of one column of text that ends before `end`.
PdfTable table_at(const std::vector<PdfLine>& lines, std::size_t begin, std::size_t end, Hyphenation& hyphenation);

}  // namespace pilcrow::indexer
