// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/pdf_table.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "indexer/format/pdf_marks.h"

namespace pilcrow::indexer {
namespace {

/// Rows are at most so far apart, in sizes of their letters.
constexpr float farthest_row = 3.2F;
/// A line with larger letters than the first one's is a heading below the table.
constexpr float largest_difference = 1.12F;
/// Lines of one cell are closer.
constexpr float farthest_cell_line = 1.7F;
/// White space between two columns, in sizes.
constexpr float narrowest_gutter = 0.7F;
/// Lines in a row that have one cell: further lines of cells, and no table when there are more.
constexpr std::size_t most_single_cells = 8;
/// Two lines with something in common are no table yet unless they have three cells.
constexpr std::size_t fewest_rows = 3;

struct Gutter {
  float left = 0;
  float right = 0;
};

std::vector<Gutter> gaps_of(const PdfLine& line) {
  std::vector<Gutter> gaps;
  for (std::size_t i = 1; i < line.cells.size(); ++i) {
    const Gutter gap{line.cells[i - 1].right, line.cells[i].left};
    if (gap.right - gap.left > narrowest_gutter * line.size) gaps.push_back(gap);
  }
  return gaps;
}

/// What the line leaves of the gutters; none where none lies between two of its cells.
std::vector<Gutter> left_of(const std::vector<Gutter>& gutters, const PdfLine& line) {
  constexpr float far = 1e7F;
  std::vector<Gutter> spaces;  // Between and beside what is printed.
  float behind = -far;
  for (const PdfCell& cell : line.cells) {
    spaces.push_back({behind, cell.left});
    behind = cell.right;
  }
  if (line.cells.empty()) {
    spaces.push_back({behind, line.left});
    behind = line.right;
  }
  spaces.push_back({behind, far});
  std::vector<Gutter> left;
  bool between_cells = line.cells.empty();
  for (const Gutter& gutter : gutters) {
    Gutter widest{0, 0};
    bool inside = false;
    for (std::size_t i = 0; i < spaces.size(); ++i) {
      const Gutter rest{std::max(gutter.left, spaces[i].left), std::min(gutter.right, spaces[i].right)};
      if (rest.right - rest.left <= widest.right - widest.left) continue;
      widest = rest;
      inside = i > 0 && i + 1 < spaces.size();
    }
    if (widest.right - widest.left < narrowest_gutter * line.size) continue;
    left.push_back(widest);
    between_cells = between_cells || inside;
  }
  if (!between_cells) left.clear();
  return left;
}

/// The number of the column that begins here.
std::size_t column_of(float left, const std::vector<Gutter>& gutters) {
  const auto behind = std::find_if(gutters.begin(), gutters.end(),
                                   [&](const Gutter& gutter) { return left < (gutter.left + gutter.right) / 2; });
  return static_cast<std::size_t>(behind - gutters.begin());
}

std::string_view text_of(const PdfLine& line, std::size_t cell) {
  const std::size_t begin = line.cells[cell].text;
  const std::size_t end = cell + 1 < line.cells.size() ? line.cells[cell + 1].text : line.text.size();
  std::string_view text = std::string_view(line.text).substr(begin, end - begin);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// "1.   An item": two cells only to the eye.
bool is_item_alone(const PdfLine& line) {
  return line.cells.size() == 2 && item_mark(line.text) != 0 && line.cells[1].text <= item_mark(line.text);
}

}  // namespace

PdfTable table_at(const std::vector<PdfLine>& lines, std::size_t begin, std::size_t end, Hyphenation& hyphenation) {
  PdfTable table{begin, {}};
  if (lines[begin].cells.empty() || is_item_alone(lines[begin])) return table;
  std::vector<Gutter> gutters = gaps_of(lines[begin]);
  std::size_t rows = 1;
  std::size_t fewest_cells = lines[begin].cells.size();
  std::size_t last_row = begin;
  std::size_t behind = begin + 1;  // the lines that surely belong to it
  for (std::size_t i = begin + 1; i < end && i - last_row <= most_single_cells; ++i) {
    const PdfLine& line = lines[i];
    const float distance = line.bottom - lines[i - 1].bottom;
    const bool other_size = line.size > largest_difference * lines[begin].size;
    if (line.mono || other_size || distance <= 0 || distance > farthest_row * line.size) break;
    std::vector<Gutter> left = left_of(gutters, line);
    if (left.empty()) break;
    if (line.cells.empty()) {
      if (left.size() < gutters.size()) break;
      const bool near = distance < farthest_cell_line * line.size;
      const bool goes_on = near && behind == i && line.left >= gutters.front().right - 0.5F * line.size;
      if (goes_on) behind = i + 1;
      continue;
    }
    if (is_item_alone(line)) break;
    gutters = std::move(left);
    ++rows;
    fewest_cells = std::min(fewest_cells, line.cells.size());
    last_row = i;
    behind = i + 1;
  }
  if (rows < fewest_rows && !(rows == 2 && fewest_cells >= 3)) return table;
  table.end = behind;
  std::vector<std::string> cells;
  const auto end_row = [&] {
    std::string row;
    for (const std::string& cell : cells) {
      if (cell.empty()) continue;
      if (!row.empty()) row += " | ";
      row += cell;
    }
    if (!row.empty()) table.rows.push_back(std::move(row));
    cells.assign(gutters.size() + 1, {});
  };
  cells.assign(gutters.size() + 1, {});
  for (std::size_t i = begin; i < behind; ++i) {
    const PdfLine& line = lines[i];
    if (line.cells.empty()) {
      const std::size_t column = column_of(line.left, gutters);
      if (column == 0) end_row();
      hyphenation.join(cells[column], line.text);
      continue;
    }
    end_row();
    for (std::size_t cell = 0; cell < line.cells.size(); ++cell) {
      const std::size_t column = column_of(line.cells[cell].left, gutters);
      hyphenation.join(cells[column], text_of(line, cell));
    }
  }
  end_row();
  return table;
}

}  // namespace pilcrow::indexer
