// SPDX-License-Identifier: GPL-3.0-or-later
// Documents as an exporter hands them over, one JSON object each: docs/documents.md is the contract.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "indexer/block.h"
#include "indexer/handed_over.h"

namespace pilcrow::indexer {

/// A paragraph that is not to be made of blocks, since it is one: what an index held, to the letter.
struct IndexedParagraph {
  std::string text;                   ///< 1 to longest_paragraph bytes.
  std::vector<std::string> headings;  ///< From the outermost.
  std::string language;               ///< Empty: the document's.
  LineRange lines;
  ByteRange bytes;
  std::uint32_t page = 0;                  ///< The first; 0: none.
  std::vector<std::uint32_t> page_breaks;  ///< As store::RowPages::breaks.
  bool minor = false;
};

struct HandedOver {
  std::string uri;       ///< Empty where it has none, which is for the caller to judge.
  bool deleted = false;  ///< Then there is nothing else.
  Document document;     ///< Document::extracted is set.
  std::string type = std::string(handed_over_type);
  /// Given as an index held them; then the document has neither blocks nor a text, and its title and language are to be
  /// believed to the letter.
  std::optional<std::vector<IndexedParagraph>> paragraphs;
  std::string encoding = {};       ///< Goes with `paragraphs`.
  bool bytes_of_extracted = true;  ///< Of others it is true.
  /// Members that mean nothing here and may be mistyped: "titel", "blocks.txt". Each once, the first ten.
  std::vector<std::string> unknown_members;
};

struct NotHandedOver {
  std::string uri;                           ///< As far as it was told.
  std::string reason;                        ///< "\"deleted\" must be true or false"
  std::vector<std::string> unknown_members;  ///< As in HandedOver: one of them may be why.
};

/// The document, or what is wrong with it; all or nothing. Any bytes are safe. Cost: linear; memory: a few times the
/// line.
tl::expected<HandedOver, NotHandedOver> read_handed_over(std::string_view line);

}  // namespace pilcrow::indexer
