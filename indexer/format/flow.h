// SPDX-License-Identifier: GPL-3.0-or-later
// What a document of an office says, paragraph by paragraph, as a reader comes across it: tables become rows, what
// stands beside the text (footnotes, text boxes, comments) comes after the paragraph that it interrupts.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "indexer/block.h"
#include "indexer/format/extraction.h"

namespace pilcrow::indexer {

class Flow {
 public:
  Flow() : frames_(1) {}

  /// A paragraph is complete.
  void add(BlockKind kind, std::string text, int level = 0);

  /// Rows and cells in between. A cell's paragraphs are joined, the cells of a row as well (" | "), empty ones are left
  /// out. A table in a cell is text of it. A table that holds headings, or only one cell a row with several paragraphs,
  /// is there for the layout, and its cells are read one after the other.
  void begin_table();
  void begin_row();
  void begin_cell();
  void end_table();
  bool in_table() const { return frames_.back().is_table; }

  /// What is added in between comes after the paragraph, or the outermost table, that is not complete yet.
  void begin_aside() { frames_.emplace_back(); }
  void end_aside();

  /// More than a document may have: a reader should end.
  bool full() const { return piece_count_ > most_blocks; }

  bool empty() const { return frames_.front().pieces.empty() && frames_.front().later.empty(); }
  /// The first heading so far, for a document without a title; may be empty.
  const std::string& first_heading() const { return first_heading_; }

  /// Adds all of it, and begins anew. Whatever is open is closed.
  void write(Extraction& out);

 private:
  struct Piece {
    BlockKind kind = BlockKind::paragraph;
    std::string text;
    int level = 0;
    unsigned group = 0;
  };
  using Pieces = std::vector<Piece>;
  struct Frame {
    bool is_table = false;
    Pieces pieces;                          ///< Not of a table.
    Pieces later;                           ///< What stands beside the text.
    std::vector<std::vector<Pieces>> rows;  ///< Of a table: its cells.
  };

  Pieces& target();
  void close_table(Frame&& table);
  static bool is_layout(const Frame& table);

  std::vector<Frame> frames_;
  std::size_t piece_count_ = 0;
  unsigned last_group_ = 0;
  std::string first_heading_;
};

/// A slide of a presentation.
struct Slide {
  std::string title;
  Flow body;
  std::vector<std::string> comments;
  Flow notes;
};

/// Adds a slide: its title as a heading ("Slide 3" where it has none, so that it does not go under that of the slide
/// before), what stands on it, comments, and the speaker's notes under a heading of their own. All on page `number`.
void add_slide(Extraction& out, std::uint32_t number, Slide&& slide);

}  // namespace pilcrow::indexer
