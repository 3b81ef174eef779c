// SPDX-License-Identifier: GPL-3.0-or-later
// What every document that a reader of markup finds must keep (indexer/block.h). For property tests and fuzzing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "indexer/block.h"

namespace pilcrow::test {

inline bool is_white(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

inline bool is_boundary(std::string_view text, std::size_t offset) {
  return offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0U) != 0x80U;
}

/// The first promise that is broken, in words; empty where all are kept.
inline std::string broken_promise(const indexer::Document& document, std::string_view source) {
  std::size_t behind = 0;
  for (const indexer::Block& block : document.blocks) {
    const std::string where =
        " [" + std::to_string(block.source.begin) + "-" + std::to_string(block.source.end) + "] " + block.text;
    if (block.text.empty()) return "empty text" + where;
    if (is_white(block.text.front()) || is_white(block.text.back())) return "white space at an end" + where;
    if (block.source.begin < behind) return "overlap or disorder" + where;
    if (block.source.end <= block.source.begin || block.source.end > source.size()) return "no source" + where;
    if (!is_boundary(source, block.source.begin) || !is_boundary(source, block.source.end))
      return "cut character" + where;
    if (is_white(source[block.source.begin]) || is_white(source[block.source.end - 1]))
      return "not the smallest source" + where;
    behind = block.source.end;
    const bool heading = block.kind == indexer::BlockKind::heading;
    const bool item = block.kind == indexer::BlockKind::list_item;
    if (heading && (block.level < 1 || block.level > 6)) return "level" + where;
    if (item && block.level < 1) return "level" + where;
    if (!heading && !item && block.level != 0) return "level" + where;
    const indexer::Anchor* previous = nullptr;
    for (const indexer::Anchor& anchor : block.anchors) {
      const std::string which = " " + std::to_string(anchor.text) + ":" + std::to_string(anchor.source) + where;
      if (anchor.text >= block.text.size() || anchor.source < block.source.begin || anchor.source >= block.source.end) {
        return "anchor outside" + which;
      }
      if (block.text[anchor.text] != source[anchor.source]) return "anchor on another character" + which;
      if (!is_boundary(block.text, anchor.text)) return "anchor inside a character" + which;
      if (previous != nullptr && (anchor.text <= previous->text || anchor.source <= previous->source)) {
        return "anchors not ascending" + which;
      }
      previous = &anchor;
    }
  }
  return {};
}

}  // namespace pilcrow::test
