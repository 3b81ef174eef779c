// SPDX-License-Identifier: GPL-3.0-or-later
// A document in the making, for the readers of formats that are no text: blocks are added one after the other, and what
// they say makes the text that their spans refer to. There a block is a stretch of lines, and an empty line stands
// between two blocks that do not belong together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/block.h"

namespace pilcrow::indexer {

class Extraction {
 public:
  /// What comes next stands on this page (slide, sheet), from 1, with this printed on it where that is not its number.
  void begin_page(std::uint32_t page, std::string_view label = {});
  /// The blocks that come next stand in these rows, until something else is said; nothing: in lines of the text.
  void set_lines(std::optional<LineRange> lines);
  /// The blocks that come next are Block::minor, or are not.
  void set_minor(bool minor) { minor_ = minor; }

  /// Adds a block. The text is made well-formed UTF-8, control characters but tab and line feed go, white space at its
  /// ends as well; where nothing is left, there is no block. `level` and `group`: see Block.
  void add(BlockKind kind, std::string_view text, int level = 0, unsigned group = 0);
  /// A page begins at this byte of the text of the next block (as given to add(), before anything was made of it).
  void page_break_in_next(std::size_t text_offset, std::uint32_t page, std::string_view label = {});

  /// All blocks of another document of text (its text is that which they were read from), headings `deeper` by so many
  /// levels. Groups stay apart from ours.
  void append(const Document& document, int deeper = 0);

  bool full() const { return document_.blocks.size() > most_blocks; }
  std::size_t block_count() const { return document_.blocks.size(); }
  std::size_t text_size() const { return text_.size(); }

  /// Title, language, date, meta.
  Document& document() { return document_; }
  /// A number for a group that no block has yet.
  unsigned new_group() { return ++last_group_; }

  Document finish();

 private:
  struct Break {
    std::size_t text = 0;
    std::uint32_t page = 0;
  };
  void put_place(std::size_t offset);
  void label_page(std::uint32_t page, std::string_view label);

  Document document_;
  std::string text_;
  Place now_;                  ///< Where the next block stands.
  std::vector<Break> breaks_;  ///< In the next block.
  unsigned last_group_ = 0;
  bool minor_ = false;
};

}  // namespace pilcrow::indexer
