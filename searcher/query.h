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

/// One thing asked for: what stood between white space ("wind", "e-mail,", "東京都の天気"), or a phrase.
struct Clause {
  ClauseKind kind = ClauseKind::words;
  Occurrence occurrence = Occurrence::should;
  std::string text;        ///< As typed, without quotes and sign; in a phrase with white space folded.
  std::size_t column = 0;  ///< Byte offset of its first character, sign and quote included, in the query text.
};

/// Words that neither are quoted nor have a sign.
bool is_plain(const Clause& clause);

struct Query {
  std::vector<Clause> clauses;
  std::vector<Note> notes;  ///< What could not be read as syntax and was read as words.
};

/// Equal where the same is asked for, wherever in the text that stood.
bool operator==(const Clause& one, const Clause& other);
bool operator==(const Query& one, const Query& other);

/// Any text gives a query. `"…"` is a phrase, a leading "-" or "+" on a word or phrase excludes or requires it; an
/// unclosed quote and a lone sign are plain characters, with a note. Typographic quotes count as quotes. A sign counts
/// only where a word could begin, and a quote only where the character before is no letter or digit: neither the hyphen
/// of "e-mail" nor the inches of 5" are syntax. What holds no letter or digit asks for nothing. Linear.
Query parse(std::string_view text);

/// One line that parses back to an equal query: `wind -draft +"power plant"`.
std::string canonical(const Query& query);

}  // namespace pilcrow::searcher
