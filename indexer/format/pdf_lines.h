// SPDX-License-Identifier: GPL-3.0-or-later
// A page of a PDF knows words and where they stand, and nothing else. Here they become lines in the order in which
// people read them: one column after the other, a title above both first. Knows nothing of the library that read them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace pilcrow::indexer {

/// A word as it stands on the page. Points, y downwards.
struct PdfWord {
  std::string text;  ///< Well-formed UTF-8; characters from left to right as printed, in any script.
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  double size = 0;   ///< Of the font; where it cannot be, the height of the box says it.
  int rotation = 0;  ///< In quarter turns: 1 reads downwards, 2 is upside down, 3 reads upwards.
  bool bold = false;
  bool mono = false;        ///< In a typewriter's font.
  bool space_after = true;  ///< Else the next word goes on with it ("H", "2").
};

/// A part of a line with a wide gap before and after it: a cell where lines below each other have them in one place.
struct PdfCell {
  std::size_t text = 0;  ///< Where it begins in the line's text.
  float left = 0;
  float right = 0;
};

/// Coordinates are those of the page turned so that the line reads from left to right.
struct PdfLine {
  std::string text;  ///< In logical order, one space between words; as many as fit in a line of a typewriter's font.
  float left = 0;
  float right = 0;
  float top = 0;
  float bottom = 0;
  float size = 0;              ///< Of most of its letters.
  float first_word_right = 0;  ///< Of its first word,
  float second_word_left = 0;  ///< and of the one behind it; where there is none, the end of the line.
  bool bold = false;           ///< All of it.
  bool mono = false;
  bool right_to_left = false;
  unsigned column = 0;         ///< Lines below each other in one column of the page share a number, which ascends.
  std::vector<PdfCell> cells;  ///< Two or more; else empty.

  float width() const { return right - left; }
};

/// A page with more words is a picture made of letters; the rest of it is left out.
inline constexpr std::size_t most_words_of_page = 200'000;

/// `words` as the library gives them: those of a line mostly one behind the other. Words without a sensible place are
/// left out. Ligatures and forms of letters for printing become letters, raised figures superscripts. Cost: n log n.
std::vector<PdfLine> lines_in_reading_order(std::vector<PdfWord> words);

}  // namespace pilcrow::indexer
