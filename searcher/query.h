// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 1: query text → Query, a value. No engine, no index: what the person meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/search.h"

namespace pilcrow::searcher {

enum class ClauseKind { words, phrase };
enum class Occurrence { should, must, must_not };  ///< word, +word, -word

/// One thing asked for.
struct Clause {
  ClauseKind kind = ClauseKind::words;
  Occurrence occurrence = Occurrence::should;
  std::string text;        ///< As typed, without quotes and sign.
  std::size_t column = 0;  ///< Byte offset in the query text.
  bool operator==(const Clause&) const = default;
};

struct Query {
  std::vector<Clause> clauses;
  std::vector<Note> notes;  ///< What could not be read as syntax and was read as words.
};

/// Any text gives a query. `"…"` is a phrase, a leading "-" or "+" on a word or phrase excludes or requires it; an
/// unclosed quote and a lone sign are plain characters, with a note. Typographic quotes count as quotes. Linear.
Query parse(std::string_view text);

/// One line that parses back to an equal query: `wind -draft +"power plant"`.
std::string canonical(const Query& query);

}  // namespace pilcrow::searcher
