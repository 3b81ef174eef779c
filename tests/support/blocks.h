// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks and paragraphs as one line each, for tables and golden files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/block.h"
#include "indexer/paragraphs.h"

namespace pilcrow::test {

/// The text with line ends, tabs and the like as "\n", "\t" …, so that it stays on one line.
inline std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    switch (byte) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        out += byte;
    }
  }
  return out;
}

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

inline std::string dump(text::Span span) {
  return "[" + std::to_string(span.begin) + "-" + std::to_string(span.end) + "]";
}

/// "item 1 2 [10-17] - apples": kind, level, group, place, text.
inline std::string dump(const indexer::Block& block) {
  std::string out(name_of(block.kind));
  out += " " + std::to_string(block.level) + " " + std::to_string(block.group) + " " + dump(block.source) + " ";
  return out + on_one_line(block.text);
}

/// "[10-17] Fruit > Apples | They keep.": place, headings, text.
inline std::string dump(const indexer::Paragraph& paragraph) {
  std::string out = dump(paragraph.source) + " ";
  for (std::size_t i = 0; i < paragraph.headings.size(); ++i) {
    out += (i == 0 ? "" : " > ") + on_one_line(paragraph.headings[i]);
  }
  if (!paragraph.headings.empty()) out += " ";
  return out + "| " + on_one_line(paragraph.text);
}

template <class T>
std::vector<std::string> dump(const std::vector<T>& all) {
  std::vector<std::string> out;
  for (const T& one : all) out.push_back(dump(one));
  return out;
}

/// A document, a line a block. A title, a language and a date come first, where there are any.
inline std::string dump(const indexer::Document& document) {
  std::string out;
  if (!document.title.empty()) out += "title " + document.title + "\n";
  if (!document.language.empty()) out += "language " + document.language + "\n";
  if (document.date) out += "date " + text::format(*document.date) + "\n";
  for (const indexer::Block& block : document.blocks) out += dump(block) + "\n";
  return out;
}

}  // namespace pilcrow::test
