// SPDX-License-Identifier: GPL-3.0-or-later
// What the beginning of a printed line says of it: an item of a list, a numbered heading, a note, a caption.
#pragma once

#include <cstddef>
#include <string_view>

namespace pilcrow::indexer {

/// Whether the line begins with a bullet and a space.
bool is_bullet(std::string_view line);
/// Bytes of the mark that it begins with as an item, the space behind it included ("• ", "1. ", "(iv) "); 0: none.
std::size_t item_mark(std::string_view line);
/// Bytes of the mark that it begins with as a note at the foot of a page ("¹", "* "); 0: none.
std::size_t note_mark(std::string_view line);
/// How many parts the number of a heading has: 2 for "1.2 Title", 1 for "IV. Title"; 0: it has none.
int numbering_depth(std::string_view line);
/// "Figure 3: …", "Table 1. …".
bool is_caption(std::string_view line);

bool is_all_capitals(std::string_view line);
bool has_two_letters(std::string_view line);

}  // namespace pilcrow::indexer
