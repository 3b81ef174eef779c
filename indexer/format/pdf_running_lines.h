// SPDX-License-Identifier: GPL-3.0-or-later
// What is printed on the pages of a document for who turns them, and is no part of its text: running heads and feet,
// page numbers.
#pragma once

#include <vector>

#include "indexer/format/pdf_layout.h"

namespace pilcrow::indexer {

/// Takes out, among the first and last lines of each page, those that stand at the same place on several pages and say
/// the same but for figures, and those that count along with the pages. `body_size`: of the letters of most of the text;
/// larger lines are taken for headings unless they stand on most pages. Cost: n log n in the lines.
void drop_running_lines(std::vector<PdfPage>& pages, float body_size);

}  // namespace pilcrow::indexer
