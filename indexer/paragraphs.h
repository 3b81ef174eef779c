// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 5: blocks → paragraphs, the unit of indexing: each with its heading trail and its exact place.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/text/span.h"
#include "indexer/block.h"

namespace pilcrow::indexer {

struct Paragraph {
  std::string text;
  std::vector<std::string> headings;  ///< From the outermost to the one right above.
  text::Span source;                  ///< In the decoded text.
  bool minor = false;                 ///< See Block::minor.
};

/// A paragraph longer than this is split at a sentence end (bytes).
inline constexpr std::size_t long_paragraph = 3000;
/// Where no sentence ends, it is cut at white space, or in the last resort between two characters, before this many
/// bytes.
inline constexpr std::size_t longest_paragraph = 6000;
/// A heading longer than this is prose in the dress of one (bytes). It must not be repeated in the trail of all that
/// follows.
inline constexpr std::size_t longest_heading = 1000;
/// Short items and rows of one list or table are gathered up to about this size (bytes), a lead-in that ends in ":"
/// with them.
inline constexpr std::size_t gathered_paragraph = 1200;

/// Headings become the trail of what follows; one with nothing under it (no block before the next heading of its level
/// or above, or the end) is a paragraph itself. No sentence is cut in two; two topics are never glued. In plain text
/// (blocks without anchors) each paragraph is `decoded.substr(source)` to the letter; gathered and split ones too.
/// `decoded` is the text the blocks were read from.
std::vector<Paragraph> to_paragraphs(const Document& document, std::string_view decoded);

}  // namespace pilcrow::indexer
