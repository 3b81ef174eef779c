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
    const auto in_words = [&block](const char* promise) {
      return promise + (" [" + std::to_string(block.source.begin)) + "-" + std::to_string(block.source.end) + "] " +
             block.text;
    };
    if (block.text.empty()) return in_words("empty text");
    if (is_white(block.text.front()) || is_white(block.text.back())) return in_words("white space at an end");
    if (block.source.begin < behind) return in_words("overlap or disorder");
    if (block.source.end <= block.source.begin || block.source.end > source.size()) return in_words("no source");
    if (!is_boundary(source, block.source.begin) || !is_boundary(source, block.source.end))
      return in_words("cut character");
    if (is_white(source[block.source.begin]) || is_white(source[block.source.end - 1]))
      return in_words("not the smallest source");
    behind = block.source.end;
    const bool heading = block.kind == indexer::BlockKind::heading;
    const bool item = block.kind == indexer::BlockKind::list_item;
    if (heading && (block.level < 1 || block.level > 6)) return in_words("level");
    if (item && block.level < 1) return in_words("level");
    if (!heading && !item && block.level != 0) return in_words("level");
    const indexer::Anchor* previous = nullptr;
    for (const indexer::Anchor& anchor : block.anchors) {
      const auto of_anchor = [&](const char* promise) {
        return in_words(promise) + " anchor " + std::to_string(anchor.text) + ":" + std::to_string(anchor.source);
      };
      if (anchor.text >= block.text.size() || anchor.source < block.source.begin || anchor.source >= block.source.end) {
        return of_anchor("anchor outside");
      }
      if (block.text[anchor.text] != source[anchor.source]) return of_anchor("anchor on another character");
      if (!is_boundary(block.text, anchor.text)) return of_anchor("anchor inside a character");
      if (previous != nullptr && (anchor.text <= previous->text || anchor.source <= previous->source)) {
        return of_anchor("anchors not ascending");
      }
      previous = &anchor;
    }
  }
  return {};
}

}  // namespace pilcrow::test
