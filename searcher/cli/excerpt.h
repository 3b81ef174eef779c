// SPDX-License-Identifier: GPL-3.0-or-later
// What of a paragraph is shown to people: the sentence or two that matter, or of a list, a table or code the lines; or
// all of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/source.h"

namespace pilcrow::searcher::cli {

/// A piece of an excerpt, fit to be shown: white space folded, controls visible.
struct Piece {
  std::string text;
  bool marked = false;  ///< It matched.
  bool operator==(const Piece&) const = default;
};

struct Excerpt {
  std::vector<std::vector<Piece>> lines;  ///< Not yet wrapped: one for running text, a few for a list, table or code.
  std::size_t first_mark = 0;             ///< Where in the text the first mark shown begins; 0 where none is.
};

/// The sentences or lines whose marked words tell most, or all of a short text. "…" stands for what is left out, and
/// nowhere else. `text` is well-formed UTF-8, `highlights` as highlight() gives them. Linear in the text, but for the
/// ordering of the different words marked.
Excerpt excerpt(std::string_view text, const std::vector<ByteRange>& highlights);

/// All of the text, in lines where its line ends mean something.
Excerpt whole(std::string_view text, const std::vector<ByteRange>& highlights);

/// The lines wrapped to `columns`. Words longer than that are broken, and so is text without spaces between wide
/// characters. Marked pieces stand between `mark_on` and `mark_off`.
std::vector<std::string> wrap(const std::vector<Piece>& line, std::size_t columns, std::string_view mark_on,
                              std::string_view mark_off);

}  // namespace pilcrow::searcher::cli
