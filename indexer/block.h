// SPDX-License-Identifier: GPL-3.0-or-later
// What a format reader finds in a document: blocks, in source order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/text/day.h"
#include "core/text/span.h"
#include "pilcrow/source.h"

namespace pilcrow::indexer {

enum class BlockKind { heading, paragraph, list_item, table_row, code, quote };

/// A place where the block's text is known to come from: from `text` on, byte for byte, from `source` on, up to the
/// next anchor or a difference, whichever comes first.
struct Anchor {
  std::size_t text = 0;    ///< Offset in Block::text.
  std::size_t source = 0;  ///< Offset in the decoded text.
  bool operator==(const Anchor&) const = default;
};

struct Block {
  BlockKind kind = BlockKind::paragraph;
  int level = 0;      ///< Heading: 1 to 6. List item: depth of nesting, from 1. Else 0.
  std::string text;   ///< As rendered, UTF-8, never empty, no white space at either end. Plain text: to the letter.
  text::Span source;  ///< The smallest stretch of the decoded text that encloses it.
  /// Which blocks belong together: equal numbers are items of one list, rows of one table; 0 stands alone.
  unsigned group = 0;
  std::vector<Anchor> anchors;  ///< Ascending. Empty: the text is the source, to the letter.
  /// Of less worth where it stands: what a mail quotes, a signature. It is found, but ranks behind what is said anew.
  bool minor = false;
};

/// Where a stretch of a document stands, for formats that know better than lines of text.
struct Place {
  std::size_t text = 0;    ///< It begins at this offset of the text that the blocks were read from; up to the next one.
  std::uint32_t page = 0;  ///< Page, slide or sheet, from 1; 0: none.
  LineRange lines = {0, 0};  ///< Rows of a sheet, lines as an exporter gives them; 0: those of the text.
};

/// A file with more blocks is no document for people, and no memory is enough for it: a block takes some 150 bytes, the
/// terms of its paragraph thousands. A reader may stop at the first one too many; the file is then given up with a
/// reason.
inline constexpr std::size_t most_blocks = 1'000'000;

/// A document as its reader found it.
struct Document {
  std::string title;               ///< As the document says (<title>, front matter, first heading); may be empty.
  std::string language;            ///< As the document declares (lang attribute, front matter): BCP 47; may be empty.
  bool language_is_given = false;  ///< Not by the document itself, but by somebody who knows.
  std::optional<text::Day> date;   ///< As the document says (front matter, <meta>, <time>), see document_date.h.
  std::vector<Block> blocks;
  /// The text that spans and places refer to, where the file itself is none (PDF, office). See extraction.h.
  std::optional<std::string> extracted;
  std::vector<Place> places;             ///< Ascending; empty: lines of the text say it all.
  std::vector<std::string> page_labels;  ///< What is printed on page n + 1 ("vii"); empty or missing: its number.
  std::string meta;  ///< A JSON object that the exporter of the document gave with it; may be empty.
};

}  // namespace pilcrow::indexer
