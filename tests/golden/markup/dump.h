// SPDX-License-Identifier: GPL-3.0-or-later
// A document as readers see it, a line a block: "kind level group [begin-end] text".
#pragma once

#include <string>
#include <string_view>

#include "indexer/block.h"

namespace pilcrow::test {

inline std::string_view name_of(indexer::BlockKind kind) {
  switch (kind) {
    case indexer::BlockKind::heading:
      return "heading";
    case indexer::BlockKind::paragraph:
      return "paragraph";
    case indexer::BlockKind::list_item:
      return "item";
    case indexer::BlockKind::table_row:
      return "row";
    case indexer::BlockKind::code:
      return "code";
    case indexer::BlockKind::quote:
      return "quote";
  }
  return "?";
}

/// Line ends in a text are shown as "\n". A title and a language come first, where there are any.
inline std::string dump(const indexer::Document& document) {
  std::string out;
  if (!document.title.empty()) out += "title " + document.title + "\n";
  if (!document.language.empty()) out += "language " + document.language + "\n";
  for (const indexer::Block& block : document.blocks) {
    out += std::string(name_of(block.kind)) + " " + std::to_string(block.level) + " " + std::to_string(block.group) +
           " [" + std::to_string(block.source.begin) + "-" + std::to_string(block.source.end) + "] ";
    for (const char c : block.text) out += c == '\n' ? std::string("\\n") : std::string(1, c);
    out += "\n";
  }
  return out;
}

}  // namespace pilcrow::test
