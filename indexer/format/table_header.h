// SPDX-License-Identifier: GPL-3.0-or-later
// How a row of a table reads where it stands alone, without the rows above: "Name: value | Name: value". For all
// readers of tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::indexer {

inline constexpr std::string_view cell_separator = " | ";
inline constexpr std::string_view name_separator = ": ";

/// Whether the first row of a table names its columns: no cell is a number or a date, none is as long as a sentence,
/// all are different, and none is empty but the very first (above the names of rows) and the last ones.
bool names_columns(const std::vector<std::string>& cells);

}  // namespace pilcrow::indexer
