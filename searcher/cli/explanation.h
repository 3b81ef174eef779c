// SPDX-License-Identifier: GPL-3.0-or-later
// --explain for people: how the query was read, and what the score of a hit is made of.
//
//   score 25.310: words 21.107, text 4.203
//      12.402  wind     wind   text 2, headings 1 · 12 paragraphs
//       8.705  storage  storag text 1 · 40 paragraphs
//           -  cost     cost   absent · 7 paragraphs
//       2.000  run      2 words in a row as typed
//       2.203  nearness words of the query near each other
#pragma once

#include <string>

#include "pilcrow/search.h"

namespace pilcrow::searcher::cli {

/// Lines that end in "\n", harmless; none longer for a longer word.
std::string query_explained(const Summary& summary);
/// Empty where the hit has no explanation. Columns are aligned.
std::string hit_explained(const Hit& hit);

}  // namespace pilcrow::searcher::cli
