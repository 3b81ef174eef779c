// SPDX-License-Identifier: GPL-3.0-or-later
// Pages drawn with letters, as words with boxes: so that a test of a layout shows the layout.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/pdf_layout.h"
#include "indexer/format/pdf_lines.h"

namespace pilcrow::test {

/// Each line of `drawing` is one of the page, 12 points high; its first character says how it is set: " " in 10 points,
/// "!" bold, "`" in a typewriter's font, "#" in 16 points, "+" in 13 points bold, "~" in 8 points. A character is half as
/// wide as its font is large; a space within a line of 10 points takes as much.
inline std::vector<indexer::PdfWord> drawn_words(std::string_view drawing) {
  std::vector<indexer::PdfWord> words;
  double y = 72;
  while (!drawing.empty()) {
    const std::string_view row = drawing.substr(0, drawing.find('\n'));
    drawing.remove_prefix(row.size() == drawing.size() ? row.size() : row.size() + 1);
    const char style = row.empty() ? ' ' : row.front();
    const double size = style == '#' ? 16 : style == '+' ? 13 : style == '~' ? 8 : 10;
    for (std::size_t at = row.find_first_not_of(' ', 1); at < row.size();) {
      const std::size_t end = std::min(row.find(' ', at), row.size());
      indexer::PdfWord word;
      word.text = row.substr(at, end - at);
      word.left = 50 + static_cast<double>(at) * size / 2;
      word.right = 50 + static_cast<double>(end) * size / 2;
      word.top = y - 0.8 * size;
      word.bottom = y + 0.2 * size;
      word.size = size;
      word.bold = style == '!' || style == '+';
      word.mono = style == '`';
      words.push_back(word);
      at = std::min(row.find_first_not_of(' ', end), row.size());
    }
    y += 12;
  }
  return words;
}

/// Pages end at form feeds.
inline std::vector<indexer::PdfPage> drawn_pages(std::string_view drawing) {
  std::vector<indexer::PdfPage> pages;
  for (bool more = true; more;) {
    const std::string_view page = drawing.substr(0, drawing.find('\f'));
    more = page.size() < drawing.size();
    drawing.remove_prefix(more ? page.size() + 1 : page.size());
    const auto number = static_cast<std::uint32_t>(pages.size() + 1);
    pages.push_back({number, std::to_string(number), indexer::lines_in_reading_order(drawn_words(page))});
  }
  return pages;
}

/// A block a line: "H2 text", "P text", "I1.3 text" (an item of group 3), "R.2 a | b", "C text"; a page break inside as
/// "{2}", a line end as "\n".
inline std::string dump(const std::vector<indexer::PdfBlock>& blocks) {
  std::string out;
  for (const indexer::PdfBlock& block : blocks) {
    out += "HPIRCQ"[static_cast<std::size_t>(block.kind)];
    if (block.level != 0) out += std::to_string(block.level);
    if (block.group != 0) out += "." + std::to_string(block.group);
    out += ' ';
    std::size_t done = 0;
    for (const auto& broken : block.breaks) {
      out += block.text.substr(done, broken.text - done) + "{" + std::to_string(broken.page) + "}";
      done = broken.text;
    }
    for (const char byte : block.text.substr(done)) {
      if (byte == '\n') {
        out += "\\n";
      } else {
        out += byte;
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace pilcrow::test
