// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/pdf_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/text/utf8.h"
#include "indexer/characters.h"
#include "indexer/format/pdf_hyphenation.h"
#include "indexer/format/pdf_marks.h"
#include "indexer/format/pdf_running_lines.h"
#include "indexer/format/pdf_table.h"

namespace pilcrow::indexer {
namespace {

/// More than so much larger than most of the text is a heading; so much smaller, a note.
constexpr float heading_size = 1.12F;
constexpr float note_size = 0.93F;
/// A bold line in smaller letters than this is none.
constexpr float smallest_heading = 0.85F;
/// In units of the usual distance of two lines: more is a new paragraph.
constexpr float paragraph_gap = 1.3F;
constexpr std::size_t longest_heading_line = 160;
constexpr std::size_t longest_heading = 300;
/// A style in which so much of the text is set is not that of its headings.
constexpr double most_in_headings = 0.25;

/// What headings are told apart by, and then ranked.
struct Style {
  int size = 0;  // half points
  bool bold = false;
  auto operator<=>(const Style&) const = default;
};

Style style_of(const PdfLine& line) {
  return {static_cast<int>(std::lround(std::min(line.size, 10'000.0F) * 2)), line.bold};
}

bool near(float a, float b, float tolerance) {
  return std::abs(a - b) <= tolerance;
}

bool begins_small(std::string_view text) {
  return is_lower_case(text::code_point_at(text, 0).value);
}

bool ends_sentence(std::string_view text) {
  while (!text.empty()) {
    const char32_t last = last_character(text);
    if (std::u32string_view(U"\"')]»”’").find(last) == std::u32string_view::npos) {
      return std::u32string_view(U".!?:…。！？：؟").find(last) != std::u32string_view::npos;
    }
    text.remove_suffix(text.size() - text::floor_to_character(text, text.size() - 1));
  }
  return true;
}

/// Of a line of a typewriter's font.
float letter_width(const PdfLine& line) {
  const auto letters = std::count_if(line.text.begin(), line.text.end(),
                                     [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
  return std::max(line.width() / static_cast<float>(std::max<std::ptrdiff_t>(letters, 1)), 0.5F);
}

struct Column {
  std::size_t begin = 0;  // lines[begin, end)
  std::size_t end = 0;
  float left = 0;
  float right = 0;
};

// ---------------------------------------------------------------------------------------------------------------------
// What is usual in the document.

class Usual {
 public:
  explicit Usual(const std::vector<PdfPage>& pages) {
    std::map<int, std::size_t> sizes;
    for (const PdfPage& page : pages) {
      for (const PdfLine& line : page.lines) {
        const Style style = style_of(line);
        styles_[style] += line.text.size();
        sizes[style.size] += line.text.size();
        letters_ += line.text.size();
      }
    }
    const auto most = [](const auto& counts) {
      return std::max_element(counts.begin(), counts.end(),
                              [](const auto& a, const auto& b) { return a.second < b.second; });
    };
    if (!sizes.empty()) size_ = static_cast<float>(most(sizes)->first) / 2;
    bold_ = styles_[{static_cast<int>(size_ * 2), true}] > styles_[{static_cast<int>(size_ * 2), false}];
    std::map<int, std::size_t> leadings;
    for (const PdfPage& page : pages) {
      for (std::size_t i = 1; i < page.lines.size(); ++i) {
        const PdfLine& above = page.lines[i - 1];
        const PdfLine& line = page.lines[i];
        const float distance = (line.bottom - above.bottom) / line.size;
        if (above.column == line.column && style_of(above) == style_of(line) && distance > 0.8F && distance < 2) {
          leadings[static_cast<int>(std::lround(distance * 20))] += line.text.size();
        }
      }
    }
    if (!leadings.empty()) leading_ = static_cast<float>(most(leadings)->first) / 20;
  }

  float size() const { return size_; }
  bool bold() const { return bold_; }
  float leading() const { return leading_; }
  /// Whether more of the text is set like this than its headings would be.
  bool is_common(const Style& style) const {
    constexpr std::size_t longest_note = 2000;  // A notice of three lines may well be a third heading.
    const auto found = styles_.find(style);
    return letters_ > longest_note && found != styles_.end() &&
           static_cast<double>(found->second) > most_in_headings * static_cast<double>(letters_);
  }

 private:
  std::map<Style, std::size_t> styles_;
  std::size_t letters_ = 1;
  float size_ = 10;
  float leading_ = 1.2F;  // from line to line, in sizes
  bool bold_ = false;
};

// ---------------------------------------------------------------------------------------------------------------------

class Layout {
 public:
  explicit Layout(std::vector<PdfPage> pages) : pages_(std::move(pages)), usual_(pages_) {}

  std::vector<PdfBlock> run() {
    drop_running_lines(pages_, usual_.size());
    for (const PdfPage& page : pages_) {
      for (const PdfLine& line : page.lines) hyphenation_.learn(line.text);
    }
    for (const PdfPage& page : pages_) {
      lay_out(page);
      if (blocks_.size() > most_blocks) break;  // who takes them gives the file up
    }
    close();
    set_levels();
    return std::move(blocks_);
  }

 private:
  void lay_out(const PdfPage& page) {
    page_ = &page;
    std::vector<const PdfLine*> notes;
    for (std::size_t begin = 0; begin < page.lines.size();) {
      std::size_t end = begin + 1;
      while (end < page.lines.size() && page.lines[end].column == page.lines[begin].column) ++end;
      Column column = measured({begin, end, 0, 0});
      column.end = first_note(column);
      for (std::size_t i = column.end; i < end; ++i) notes.push_back(&page.lines[i]);
      take(column);
      begin = end;
    }
    for (const PdfLine* line : notes) {
      const bool begins = note_mark(line->text) != 0;
      if (begins || notes_.empty() || notes_.back().page != page.number) {
        notes_.push_back({BlockKind::paragraph, 0, line->text, 0, page.number, {}, line->size});
      } else {
        hyphenation_.join(notes_.back().text, line->text);
      }
    }
    if (!open_ || open_->kind == BlockKind::heading || open_->kind == BlockKind::code || ends_sentence(open_->text)) {
      close();
    }
  }

  Column measured(Column column) const {
    const auto edge = [&](std::size_t nth, auto value) {
      std::vector<float> edges;
      for (std::size_t i = column.begin; i < column.end; ++i) edges.push_back(value(page_->lines[i]));
      const auto at = edges.begin() + static_cast<std::ptrdiff_t>(edges.size() * nth / 20);
      std::nth_element(edges.begin(), at, edges.end());
      return *at;
    };
    column.left = edge(1, [](const PdfLine& line) { return line.left; });
    column.right = edge(17, [](const PdfLine& line) { return line.right; });
    return column;
  }

  /// Where the notes at the foot of a column begin; its end where there are none.
  std::size_t first_note(const Column& column) const {
    std::size_t first = column.end;
    for (std::size_t i = column.end; i-- > column.begin;) {
      const PdfLine& line = page_->lines[i];
      if (line.size > note_size * usual_.size()) break;
      if (note_mark(line.text) != 0) first = i;
      if (i == column.begin) return column.end;  // a column of nothing but small print
    }
    return first;
  }

  void take(const Column& column) {
    column_ = column;
    for (std::size_t i = column.begin; i < column.end;) {
      const PdfLine& line = page_->lines[i];
      const PdfLine* above = i > column.begin ? &page_->lines[i - 1] : nullptr;
      const PdfTable table = table_at(page_->lines, i, column.end, hyphenation_);
      if (table.end > i) {
        add_table(table, line);
        i = table.end;
        continue;
      }
      add_line(line, above, i + 1 < column.end ? &page_->lines[i + 1] : nullptr);
      ++i;
    }
  }

  void add_table(const PdfTable& table, const PdfLine& first) {
    close();
    list_.clear();
    const unsigned group = ++last_group_;
    for (const std::string& row : table.rows) {
      blocks_.push_back({BlockKind::table_row, 0, row, group, page_->number, {}, first.size});
    }
  }

  void add_line(const PdfLine& line, const PdfLine* above, const PdfLine* below) {
    if (open_ && goes_on(line, above, below)) return append(line);
    if (is_heading(line, above, below)) return open(BlockKind::heading, line, line.text);
    if (line.mono) return open(BlockKind::code, line, line.text);
    if (const std::size_t mark = item_mark(line.text); mark != 0 && is_item(line, below)) {
      return open_item(line);
    }
    open(BlockKind::paragraph, line, line.text);
  }

  // -------------------------------------------------------------------------------------------------------------------
  // Whether a line belongs to the open block.

  /// From the last line of the open block to this one, in units of what is usual; nothing where this one stands above.
  float distance_to(const PdfLine& line) const {
    return (line.bottom - last_->bottom) / (usual_.leading() * std::max(line.size, last_->size));
  }

  bool goes_on(const PdfLine& line, const PdfLine* above, const PdfLine* below) const {
    if (above != last_ || last_->column != line.column) return goes_on_elsewhere(line, below);
    const float distance = distance_to(line);
    if (distance < 0.3F) return false;
    const bool as_before = lines_ > 1 && near(distance, last_distance_, 0.06F);
    const bool close = distance < paragraph_gap || (as_before && distance < 2);
    switch (open_->kind) {
      case BlockKind::code:
        return line.mono && distance < 3;
      case BlockKind::heading:
        return close && near(line.size, last_->size, 0.4F) && line.bold == last_->bold &&
               open_->text.size() + line.text.size() < longest_heading && numbering_depth(line.text) == 0;
      case BlockKind::paragraph:
      case BlockKind::list_item:
        return close && goes_on_below(line);
      case BlockKind::table_row:
      case BlockKind::quote:
        break;
    }
    return false;
  }

  bool goes_on_below(const PdfLine& line) const {
    if (!same_style(line)) return false;
    const float em = line.size;
    const bool full = last_->right > column_.right - 2 * em || ends_with_hyphen();
    if (line.mono && !last_->mono && !full) return false;
    const std::size_t mark = item_mark(line.text);
    if (mark != 0 &&
        (is_bullet(line.text) || (open_->kind == BlockKind::list_item && near(line.left, first_left_, em)))) {
      return false;
    }
    if (line.right_to_left) return near(line.right, last_->right, 0.7F * em) || lines_ == 1;
    if (open_->kind == BlockKind::list_item) {
      // Its further lines stand below its text, or as far left as its mark.
      if (line.left > first_left_ + 0.3F * em) return true;
      return full && lines_ == 1 && !mark;
    }
    const bool ended = ended_early(line);
    if (ended && (ends_sentence(open_->text) || !begins_small(line.text))) return false;
    if (lines_ == 1) {
      // A first line may stand to the right of the others, or to the left.
      return line.left < last_->left + 0.7F * em || full;
    }
    const bool hanging = first_left_ < left_ - 0.7F * em;
    if (hanging) return line.left > first_left_ + 0.7F * em;
    const bool centred = near(line.left + line.right, last_->left + last_->right, em) && line.left > column_.left + em;
    return line.left < left_ + 0.7F * em || centred;
  }

  /// The first word of the next line would have found room behind the last one.
  bool ended_early(const PdfLine& line) const {
    const float room = column_.right - last_->right;
    return room > line.first_word_right - line.left + 2.5F * line.size;
  }

  bool same_style(const PdfLine& line) const {
    if (line.right_to_left != last_->right_to_left) return false;
    if (!near(line.size, last_->size, 0.15F * last_->size)) return false;
    // One emphasised line of a paragraph is one of its lines.
    return line.bold == last_->bold || !(lines_ == 1 && last_->bold) || !ends_sentence(open_->text);
  }

  bool ends_with_hyphen() const { return open_->text.ends_with('-') || open_->text.ends_with("\u00AD"); }

  /// At the top of the next column or page.
  bool goes_on_elsewhere(const PdfLine& line, const PdfLine* below) const {
    if (open_->kind == BlockKind::code) return false;
    if (open_->kind != BlockKind::paragraph && open_->kind != BlockKind::list_item) return false;
    if (ends_sentence(open_->text) || line.mono || !near(line.size, last_->size, 0.08F * last_->size)) return false;
    if (line.bold != last_->bold || is_caption(line.text) || is_heading(line, nullptr, below)) return false;
    if (is_bullet(line.text)) return false;
    if (begins_small(line.text)) return true;
    const bool full = last_->right > last_column_right_ - 2 * line.size;
    const bool indented = line.left > column_.left + 0.7F * line.size;
    return full && !indented && item_mark(line.text) == 0 && lines_ > 1;
  }

  // -------------------------------------------------------------------------------------------------------------------
  // What a line begins.

  bool is_heading(const PdfLine& line, const PdfLine* above, const PdfLine* below) const {
    if (line.text.size() > longest_heading_line || line.mono || is_bullet(line.text)) return false;
    if (!has_two_letters(line.text) || usual_.is_common(style_of(line))) return false;
    const char32_t last = last_character(line.text);
    if (line.size >= heading_size * usual_.size()) return last != U'.' || line.text.size() < 80;
    const int depth = numbering_depth(line.text);
    const bool ends_open = last == U',' || last == U';' || last == U':' || (last == U'.' && depth == 0);
    if (ends_open || line.size < smallest_heading * usual_.size() || is_caption(line.text)) return false;
    const bool stands_out = (line.bold && !usual_.bold()) || (depth > 0 && is_all_capitals(line.text));
    if (!stands_out) return false;
    const float usual = usual_.leading() * line.size;
    const bool apart_above = above == nullptr || line.bottom - above->bottom > 1.15F * usual;
    const bool apart_below = below == nullptr || below->bottom - line.bottom > 1.15F * usual || !below->bold;
    return depth > 0 ? apart_above || apart_below : apart_above && apart_below;
  }

  /// A number may begin any line; an item is indented, or its text is, or one stands above or below it.
  bool is_item(const PdfLine& line, const PdfLine* below) const {
    if (is_bullet(line.text) || !list_.empty()) return true;
    const float em = line.size;
    if (line.left > column_.left + 0.7F * em) return true;
    if (below == nullptr) return false;
    return item_mark(below->text) != 0 || near(below->left, line.second_word_left, 0.3F * em);
  }

  // -------------------------------------------------------------------------------------------------------------------
  // The open block.

  void open(BlockKind kind, const PdfLine& line, std::string_view text) {
    close();
    if (kind != BlockKind::list_item) list_.clear();
    open_ = PdfBlock{kind, 0, std::string(text), 0, page_->number, {}, line.size};
    lines_ = 1;
    first_left_ = left_ = line.left;
    remember(line);
    if (kind == BlockKind::heading) headings_.push_back({blocks_.size(), style_of(line), numbering_depth(line.text)});
  }

  void open_item(const PdfLine& line) {
    const float tolerance = 0.5F * line.size;
    const bool first = list_.empty();
    while (!list_.empty() && list_.back() > line.left + tolerance) list_.pop_back();
    if (list_.empty() || list_.back() < line.left - tolerance) list_.push_back(line.left);
    std::string_view text = line.text;
    if (is_bullet(text)) text.remove_prefix(std::min(item_mark(text), text.size()));
    open(BlockKind::list_item, line, text);
    open_->level = static_cast<int>(list_.size());
    open_->group = first ? ++last_group_ : last_group_;
  }

  void append(const PdfLine& line) {
    last_distance_ = last_->column == line.column ? distance_to(line) : last_distance_;
    if (open_->kind == BlockKind::code) {
      open_->text.append(distance_to(line) > 1.7F ? 2 : 1, '\n');
      const float indent = std::clamp((line.left - first_left_) / letter_width(line), 0.0F, 80.0F);
      open_->text.append(static_cast<std::size_t>(std::lround(indent)), ' ');
      open_->text += line.text;
    } else {
      hyphenation_.join(open_->text, line.text);
    }
    if (page_->number != last_page_) {
      open_->breaks.push_back({open_->text.size() - line.text.size(), page_->number});
    }
    left_ = lines_ == 1 || last_->column != line.column ? line.left : std::min(left_, line.left);
    if (last_->column != line.column) first_left_ = line.left;
    ++lines_;
    remember(line);
  }

  void remember(const PdfLine& line) {
    last_ = &line;
    last_page_ = page_->number;
    last_column_right_ = column_.right;
  }

  /// The open block is whole, and so notes of the pages that it stands on may follow.
  void close() {
    if (open_) {
      if (!open_->text.empty()) blocks_.push_back(std::move(*open_));
      open_.reset();
    }
    if (notes_.empty()) return;
    for (PdfBlock& note : notes_) blocks_.push_back(std::move(note));
    notes_.clear();
  }

  // -------------------------------------------------------------------------------------------------------------------

  struct Heading {
    std::size_t block = 0;
    Style style;
    int depth = 0;  // Of its number; 0: it has none.
  };

  /// The larger, the higher; of one size the bolder, and of one style by its number.
  void set_levels() {
    std::map<Style, int> first_depth;
    for (const Heading& heading : headings_) {
      if (heading.depth == 0) continue;
      const auto [found, is_new] = first_depth.try_emplace(heading.style, heading.depth);
      if (!is_new) found->second = std::min(found->second, heading.depth);
    }
    std::map<std::tuple<int, int, int>, int> ranks;
    const auto rank_of = [&](const Heading& heading) {
      const auto first = first_depth.find(heading.style);
      const int depth = heading.depth != 0 || first == first_depth.end() ? heading.depth : first->second;
      return std::tuple{-heading.style.size, heading.style.bold ? 0 : 1, depth};
    };
    for (const Heading& heading : headings_) ranks[rank_of(heading)] = 0;
    int level = 0;
    for (auto& [rank, its_level] : ranks) its_level = std::min(++level, 6);
    for (const Heading& heading : headings_) {
      if (heading.block < blocks_.size()) blocks_[heading.block].level = ranks.at(rank_of(heading));
    }
  }

  std::vector<PdfPage> pages_;
  Usual usual_;
  Hyphenation hyphenation_;
  std::vector<PdfBlock> blocks_;
  std::vector<PdfBlock> notes_;  // To come behind the open block.
  std::vector<Heading> headings_;
  unsigned last_group_ = 0;

  const PdfPage* page_ = nullptr;
  Column column_;

  std::optional<PdfBlock> open_;
  std::size_t lines_ = 0;          // Of the open block,
  float first_left_ = 0;           // where the first of them begins
  float left_ = 0;                 // and the others.
  const PdfLine* last_ = nullptr;  // The last of them,
  std::uint32_t last_page_ = 0;    // its page
  float last_column_right_ = 0;    // and the edge of its column.
  float last_distance_ = 0;        // From the one above it.
  std::vector<float> list_;        // Where the marks of the list stand, the outermost first.
};

}  // namespace

std::vector<PdfBlock> lay_out(std::vector<PdfPage> pages) {
  return Layout(std::move(pages)).run();
}

}  // namespace pilcrow::indexer
