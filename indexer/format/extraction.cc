// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/extraction.h"

#include <algorithm>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/utf8.h"

namespace pilcrow::indexer {
namespace {

using text::is_space;

/// Controls that mean nothing in a text. (C1 too: they begin with 0xC2 in UTF-8.)
bool is_stray_control(char32_t value) {
  return (value < 0x20 && value != '\t' && value != '\n') || (value >= 0x7F && value <= 0x9F);
}

/// In ASCII.
bool is_printable(char byte) {
  return byte >= ' ' && byte < 0x7F;
}

}  // namespace

void Extraction::begin_page(std::uint32_t page, std::string_view label) {
  now_.page = page;
  label_page(page, label);
}

void Extraction::set_lines(std::optional<LineRange> lines) {
  now_.lines = lines.value_or(LineRange{0, 0});
}

void Extraction::label_page(std::uint32_t page, std::string_view label) {
  // A page tree that claims a billion pages must not make a billion labels.
  constexpr std::uint32_t most_labels = 100'000;
  if (page == 0 || page > most_labels || label.empty() || label == std::to_string(page)) return;
  auto& labels = document_.page_labels;
  if (labels.size() < page) labels.resize(page);
  labels[page - 1] = text::fold_space(text::to_valid_utf8(label.substr(0, 200)));
}

void Extraction::page_break_in_next(std::size_t text_offset, std::uint32_t page, std::string_view label) {
  breaks_.push_back({text_offset, page});
  label_page(page, label);
}

void Extraction::put_place(std::size_t offset) {
  now_.text = offset;
  const bool same = !document_.places.empty() && document_.places.back().page == now_.page &&
                    document_.places.back().lines == now_.lines;
  const bool nothing = document_.places.empty() && now_.page == 0 && now_.lines.first == 0;
  // Rows that follow each other are places of their own even where they say the same.
  if (!same && !nothing) document_.places.push_back(now_);
}

void Extraction::add(BlockKind kind, std::string_view text, int level, unsigned group) {
  const std::vector<Break> breaks = std::exchange(breaks_, {});
  std::string clean;
  std::vector<Break> kept;
  auto next = breaks.begin();
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    for (; next != breaks.end() && next->text <= at; ++next) kept.push_back({clean.size(), next->page});
    // What nearly all of most texts is, in one go.
    const std::string_view rest = text.substr(at, next == breaks.end() ? text.npos : next->text - at);
    const auto plain =
        static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_printable) - rest.begin());
    if (plain > 0) {
      clean.append(rest.substr(0, plain));
      at += plain;
      continue;
    }
    const text::CodePoint character = text::code_point_at(text, at);
    at += character.size;
    if (character.value == '\r') {
      if (at == text.size() || text[at] != '\n') clean += '\n';
    } else if (!is_stray_control(character.value)) {
      text::append_utf8(clean, character.value);
    }
  }
  for (; next != breaks.end(); ++next) kept.push_back({clean.size(), next->page});
  const auto first = std::find_if_not(clean.begin(), clean.end(), is_space);
  const auto begin = static_cast<std::size_t>(first - clean.begin());
  const auto end = static_cast<std::size_t>(
      std::find_if_not(clean.rbegin(), std::make_reverse_iterator(first), is_space).base() - clean.begin());
  if (begin >= end) {
    if (!kept.empty()) now_.page = kept.back().page;
    return;
  }
  last_group_ = std::max(last_group_, group);
  if (!text_.empty()) {
    text_ += '\n';
    if (group == 0 || document_.blocks.back().group != group) text_ += '\n';
  }
  Block block;
  block.kind = kind;
  block.level = level;
  block.group = group;
  block.minor = minor_;
  block.text = clean.substr(begin, end - begin);
  block.source = {text_.size(), text_.size() + block.text.size()};
  auto broken = kept.begin();
  for (; broken != kept.end() && broken->text <= begin; ++broken) now_.page = broken->page;
  put_place(block.source.begin);
  for (; broken != kept.end(); ++broken) {
    now_.page = broken->page;
    if (broken->text < end) put_place(block.source.begin + (broken->text - begin));
  }
  text_ += block.text;
  document_.blocks.push_back(std::move(block));
}

void Extraction::append(const Document& document, int deeper) {
  const unsigned groups_before = last_group_;
  for (const Block& block : document.blocks) {
    const int level = block.kind == BlockKind::heading ? std::min(block.level + deeper, 6) : block.level;
    const bool minor_before = std::exchange(minor_, minor_ || block.minor);
    add(block.kind, block.text, level, block.group == 0 ? 0 : groups_before + block.group);
    minor_ = minor_before;
  }
}

Document Extraction::finish() {
  document_.extracted = std::move(text_);
  return std::move(document_);
}

}  // namespace pilcrow::indexer
