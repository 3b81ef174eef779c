// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 1: query text → Query.
//
//   query    = either
//   either   = both { "OR" both }
//   both     = sequence { "AND" sequence }
//   sequence = { [ "-" | "+" | "NOT" ] item }
//   item     = "(" either ")" | near | field ":" word-or-phrase | phrase | word | word "*" | word "~" [ "1" | "2" ]
//   near     = word-or-phrase "near/N" word-or-phrase { "near/N" word-or-phrase }
//
// What joins nothing (a sign before nothing, a parenthesis never closed, an operator at the end) is read as a plain
// character or word, and a note says so.
#pragma once

#include <cstddef>
#include <string_view>

#include "searcher/query.h"

namespace pilcrow::searcher {

/// No more of a query is read; a note says so. The cut is between words.
inline constexpr std::size_t longest_query = 64U << 10;
/// Groups do not nest deeper: then the innermost parentheses are plain characters.
inline constexpr std::size_t deepest_group = 32;
/// "near/N" takes no larger number.
inline constexpr unsigned farthest_near = 100;
/// Nor does a chain of it take more parts: each costs a reading of positions in all paragraphs that hold all of them.
inline constexpr std::size_t most_near_parts = 16;

/// Any text gives a query. Linear in the text.
Query parse(std::string_view text);

}  // namespace pilcrow::searcher
