// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/flow.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/text/utf8.h"

namespace pilcrow::indexer {
namespace {

void move_all(auto& from, auto& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

}  // namespace

/// Where the next paragraph goes: the cell that is open, or the text.
Flow::Pieces& Flow::target() {
  Frame& frame = frames_.back();
  if (!frame.is_table) return frame.pieces;
  if (frame.rows.empty()) frame.rows.emplace_back();
  if (frame.rows.back().empty()) frame.rows.back().emplace_back();
  return frame.rows.back().back();
}

void Flow::add(BlockKind kind, std::string text, int level) {
  if (full()) return;
  Pieces& pieces = target();
  if (text.find_first_not_of(" \t\r\n") != text.npos) {
    ++piece_count_;
    if (kind == BlockKind::heading && first_heading_.empty()) first_heading_ = text::fold_space(text);
    unsigned group = 0;
    if (kind == BlockKind::list_item) {
      group = !pieces.empty() && pieces.back().kind == kind ? pieces.back().group : ++last_group_;
    }
    pieces.push_back({kind, std::move(text), level, group});
  }
  if (!frames_.back().is_table) move_all(frames_.back().later, pieces);
}

void Flow::begin_table() {
  frames_.emplace_back();
  frames_.back().is_table = true;
}

void Flow::begin_row() {
  if (frames_.back().is_table && !full()) frames_.back().rows.emplace_back();
}

void Flow::begin_cell() {
  if (!frames_.back().is_table || full()) return;
  ++piece_count_;
  if (frames_.back().rows.empty()) frames_.back().rows.emplace_back();
  frames_.back().rows.back().emplace_back();
}

void Flow::end_table() {
  if (!frames_.back().is_table) return;
  Frame table = std::move(frames_.back());
  frames_.pop_back();
  close_table(std::move(table));
}

void Flow::close_table(Frame&& table) {
  Pieces& pieces = target();
  if (is_layout(table)) {
    for (auto& row : table.rows) {
      for (Pieces& cell : row) move_all(cell, pieces);
    }
  } else {
    const unsigned group = ++last_group_;
    for (const auto& row : table.rows) {
      std::string line;
      for (const Pieces& cell : row) {
        std::string text;
        for (const Piece& piece : cell) text.append(text.empty() ? "" : " ").append(piece.text);
        text = text::fold_space(text);
        if (!text.empty()) line.append(line.empty() ? "" : " | ").append(text);
      }
      if (!line.empty()) pieces.push_back({BlockKind::table_row, std::move(line), 0, group});
    }
  }
  Frame& around = frames_.back();
  if (!around.is_table) move_all(around.later, pieces);
  move_all(table.later, around.is_table ? around.later : pieces);
}

bool Flow::is_layout(const Frame& table) {
  bool one_cell_a_row = true;
  bool several_in_a_cell = false;
  for (const auto& row : table.rows) {
    std::size_t cells = 0;
    for (const Pieces& cell : row) {
      cells += !cell.empty();
      several_in_a_cell = several_in_a_cell || cell.size() > 1;
      for (const Piece& piece : cell) {
        if (piece.kind == BlockKind::heading) return true;
      }
    }
    one_cell_a_row = one_cell_a_row && cells <= 1;
  }
  return one_cell_a_row && several_in_a_cell;
}

void Flow::end_aside() {
  while (frames_.back().is_table) end_table();
  if (frames_.size() == 1) return;
  Frame aside = std::move(frames_.back());
  frames_.pop_back();
  move_all(aside.pieces, frames_.back().later);
  move_all(aside.later, frames_.back().later);
}

void Flow::write(Extraction& out) {
  while (frames_.size() > 1) frames_.back().is_table ? end_table() : end_aside();
  Frame& all = frames_.front();
  move_all(all.later, all.pieces);
  unsigned group = 0;
  unsigned group_there = 0;
  for (const Piece& piece : all.pieces) {
    if (piece.group != 0 && std::exchange(group, piece.group) != piece.group) group_there = out.new_group();
    out.add(piece.kind, piece.text, piece.level, piece.group == 0 ? 0 : group_there);
  }
  all.pieces.clear();
}

void add_slide(Extraction& out, std::uint32_t number, Slide&& slide) {
  if (slide.title.empty() && slide.body.empty() && slide.comments.empty() && slide.notes.empty()) return;
  out.begin_page(number);
  out.add(BlockKind::heading, slide.title.empty() ? "Slide " + std::to_string(number) : slide.title, 1);
  slide.body.write(out);
  for (const std::string& comment : slide.comments) out.add(BlockKind::paragraph, comment);
  if (slide.notes.empty()) return;
  out.add(BlockKind::heading, "Notes", 2);
  slide.notes.write(out);
}

}  // namespace pilcrow::indexer
