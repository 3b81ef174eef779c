// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a PDF's pages become what its author wrote: paragraphs that run over columns and pages, headings, lists,
// tables, notes. Nothing in most files says which is which; it is told by sizes, places and what is said.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "indexer/block.h"
#include "indexer/format/pdf_lines.h"

namespace pilcrow::indexer {

struct PdfPage {
  std::uint32_t number = 1;
  std::string label;
  std::vector<PdfLine> lines;  ///< In the order of reading.
};

struct PdfBlock {
  struct Break {
    std::size_t text = 0;  ///< In the block's text.
    std::uint32_t page = 0;
  };

  BlockKind kind = BlockKind::paragraph;
  int level = 0;
  std::string text;
  unsigned group = 0;
  std::uint32_t page = 0;     ///< Where it begins,
  std::vector<Break> breaks;  ///< and where further pages do.
  float size = 0;             ///< Of its letters.
};

/// All blocks of a document. Running heads and page numbers are left out, words broken at line ends put together, notes
/// at the foot of a page come behind its text. Cost: n log n in the lines.
std::vector<PdfBlock> lay_out(std::vector<PdfPage> pages);

}  // namespace pilcrow::indexer
