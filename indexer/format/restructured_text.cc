// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of reStructuredText, line by line with a short look ahead. Sections have the levels in which their
// adornments first appear; list, field, definition and option items are items; literal blocks and code directives are
// code; tables go row by row. Of directives, those that only point elsewhere or set something (images, tables of
// contents, includes) are left out with what is in them, as are comments and targets; of all others, notes above all,
// the text is read. Inline markup is taken off.
#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"
#include "indexer/format/document_date.h"
#include "indexer/format/format.h"
#include "indexer/format/lines.h"
#include "indexer/format/rendering.h"
#include "indexer/format/rst_inline.h"
#include "indexer/format/table_header.h"
#include "indexer/paragraphs.h"

namespace pilcrow::indexer {
namespace {

using text::is_digit;
using text::is_letter;

constexpr std::size_t tab_width = 8;
constexpr std::size_t most_columns = 200;  ///< Of a table.
constexpr std::size_t longest_title = 300;
constexpr int deepest_heading = 6;

struct Line {
  text::Span span;         ///< Without white space at its ends; empty for a blank line.
  text::Span whole;        ///< With it.
  std::size_t indent = 0;  ///< Columns.
  bool empty() const { return span.empty(); }
};

bool is_space(char c) {
  return c == ' ' || c == '\t';
}
bool is_one_of(std::string_view word, std::string_view words) {
  return !word.empty() && words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

/// One sign of punctuation over and over.
bool is_adornment(std::string_view line) {
  constexpr std::string_view signs = "=-`:'\"~^_*+#<>.!$%&(),/;?@[\\]{|}";
  return line.size() >= 2 && signs.find(line[0]) != std::string_view::npos &&
         line.find_first_not_of(line[0]) == std::string_view::npos;
}

/// "=====  ===  ====": the border of a simple table.
bool is_simple_border(std::string_view line) {
  return line.size() >= 5 && line[0] == '=' && line.find(' ') != std::string_view::npos &&
         line.find_first_not_of("= ") == std::string_view::npos;
}

/// "+-----+---+"
bool is_grid_border(std::string_view line) {
  return line.size() >= 3 && line[0] == '+' && line.back() == '+' && (line[1] == '-' || line[1] == '=') &&
         line.find_first_not_of("+-=") == std::string_view::npos;
}

/// How long the sign of a list item is, with the space behind it; 0 where there is none.
std::size_t item_marker(std::string_view line) {
  std::size_t size = 0;
  if (line[0] == '-' || line[0] == '*' || line[0] == '+') {
    size = 1;
  } else if (line.starts_with("•")) {
    size = std::string_view("•").size();
  } else {
    std::size_t at = line[0] == '(' ? 1 : 0;
    const std::size_t begin = at;
    if (at < line.size() && line[at] == '#') {
      ++at;
    } else if (at < line.size() && is_digit(line[at])) {
      while (at < line.size() && at < begin + 4 && is_digit(line[at])) ++at;
    } else if (at < line.size() && is_letter(line[at])) {
      ++at;
      while (at < line.size() && at < begin + 5 &&
             std::string_view("ivxIVX").find(line[at]) != std::string_view::npos &&
             std::string_view("ivxIVX").find(line[begin]) != std::string_view::npos) {
        ++at;
      }
    }
    if (at == begin || at >= line.size()) return 0;
    if (line[at] != ')' && (begin > 0 || line[at] != '.')) return 0;
    size = at + 1;
  }
  if (size == line.size()) return size;
  if (!is_space(line[size])) return 0;
  while (size < line.size() && is_space(line[size])) ++size;
  return size;
}

/// How long the name of a field is, with its colons (":Author:"); 0 where this is no field.
std::size_t field_name(std::string_view line) {
  if (line.size() < 3 || line[0] != ':' || is_space(line[1]) || line[1] == ':') return 0;
  for (std::size_t close = line.find(':', 1); close != std::string_view::npos && close < 100;
       close = line.find(':', close + 1)) {
    if (line[close - 1] == '\\') continue;
    if (close + 1 == line.size() || is_space(line[close + 1])) return close + 1;
  }
  return 0;
}

/// "-a, --all  description"
bool is_option(std::string_view line) {
  return line.size() > 2 && line[0] == '-' && (is_letter(line[1]) || (line[1] == '-' && is_letter(line[2])));
}

enum class Directive { body, code, table_of_values, left_out };

Directive directive_of(std::string_view name) {
  if (is_one_of(name,
                " code code-block sourcecode parsed-literal doctest testcode prompt ipython productionlist "
                "console command-output ")) {
    return Directive::code;
  }
  if (name == "csv-table") return Directive::table_of_values;
  if (is_one_of(name,
                " image toctree include contents index highlight raw meta header footer default-role role "
                "literalinclude math sectnum target-notes currentmodule testsetup testcleanup testoutput class "
                "graphviz digraph graph tabularcolumns automodule autoclass autofunction automethod autodata "
                "autoattribute autoexception autosummary highlightlang sectionauthor codeauthor cssclass "
                "program ") ||
      name.starts_with("auto")) {
    return Directive::left_out;
  }
  return Directive::body;
}

class RstReader {
 public:
  explicit RstReader(std::string_view text) : text_(text), lines_(text), rendering_(text) {}

  Document read() {
    while (document_.blocks.size() <= most_blocks && peek(0) != nullptr) read_next();
    end_paragraph();
    document_.date = date_.day();
    return std::move(document_);
  }

 private:
  // --- Lines ---

  /// The line `i` lines ahead; null behind the end.
  const Line* peek(std::size_t i) {
    text::Span span;
    while (ahead_.size() <= i && lines_.next(span)) {
      Line line;
      line.whole = span;
      line.span = trimmed(text_, span);
      for (std::size_t at = span.begin; at < line.span.begin; ++at) {
        line.indent = text_[at] == '\t' ? (line.indent / tab_width + 1) * tab_width : line.indent + 1;
      }
      ahead_.push_back(line);
    }
    return i < ahead_.size() ? &ahead_[i] : nullptr;
  }

  Line take() {
    const Line line = ahead_.front();
    ahead_.pop_front();
    return line;
  }

  std::string_view of(const Line& line) const { return line.span.of(text_); }

  bool blank_ahead(std::size_t i) {
    const Line* const line = peek(i);
    return line == nullptr || line->empty();
  }

  // --- Blocks ---

  void read_next() {
    const Line line = *peek(0);
    const std::string_view text = of(line);
    if (line.empty()) {
      take();
      return end_paragraph();
    }
    if (paragraph_open()) {
      const bool next_item = line.indent <= paragraph_indent_ && paragraph_kind_ == BlockKind::list_item &&
                             (item_marker(text) > 0 || field_name(text) > 0 || is_option(text));
      const bool explicit_markup = line.indent <= paragraph_indent_ && text.starts_with(".. ");
      const bool dedent = line.indent < paragraph_indent_ ||
                          (paragraph_kind_ == BlockKind::list_item && line.indent == paragraph_indent_);
      if (!next_item && !explicit_markup && !dedent) {
        paragraph_.end = line.span.end;
        take();
        return;
      }
      // It may have taken this line, as code.
      return end_paragraph();
    }
    while (!lists_.empty() && lists_.back() > line.indent) lists_.pop_back();
    while (!bodies_.empty() && bodies_.back() >= line.indent) bodies_.pop_back();
    if (heading(line)) return;
    if (is_grid_border(text)) return grid_table();
    if (is_simple_border(text)) return simple_table();
    if (text.starts_with(".. ") || text == ".." || text.starts_with("__ ")) return explicit_markup();
    if (text.starts_with(">>>")) return doctest();
    take();
    if (text.starts_with("| ") || text == "|") {
      if (text.size() > 2) open(BlockKind::paragraph, line, 2);
      end_paragraph();
    } else if (const std::size_t marker = item_marker(text); marker > 0) {
      open_item(line, marker);
    } else if (const std::size_t name = field_name(text); name > 0) {
      open_field(line, name);
    } else if (is_option(text)) {
      open(BlockKind::list_item, line, 0);
    } else if (!blank_ahead(0) && peek(0)->indent > line.indent && !is_adornment(text)) {
      open_definition(line);
    } else {
      const std::size_t around = std::max(lists_.empty() ? 0 : lists_.back(), bodies_.empty() ? 0 : bodies_.back() + 1);
      const bool quoted = line.indent > around && bodies_.empty();
      open(quoted ? BlockKind::quote : BlockKind::paragraph, line, 0);
    }
  }

  bool paragraph_open() const { return !paragraph_.empty(); }

  void open(BlockKind kind, const Line& line, std::size_t skipped) {
    paragraph_kind_ = kind;
    paragraph_level_ = kind == BlockKind::list_item ? static_cast<int>(lists_.size()) + 1 : 0;
    paragraph_ = trimmed(text_, {line.span.begin + skipped, line.span.end});
    paragraph_indent_ = line.indent;
  }

  void open_item(const Line& line, std::size_t marker) {
    const std::size_t content = line.indent + marker;
    std::size_t nested = marker;
    open(BlockKind::list_item, line, marker);
    lists_.push_back(content);
    // "* - a": an item whose text begins with one.
    for (std::size_t again = 1; again > 0 && lists_.size() < 100;) {
      const std::string_view rest = of(line).substr(std::min(nested, line.span.size()));
      again = rest.empty() || !(rest[0] == '-' || rest[0] == '*') ? 0 : item_marker(rest);
      if (again == 0) break;
      nested += again;
      lists_.push_back(line.indent + nested);
      paragraph_.begin = std::min(paragraph_.begin + again, line.span.end);
      paragraph_level_ = static_cast<int>(lists_.size());
    }
  }

  void open_field(const Line& line, std::size_t name) {
    const text::Span label{line.span.begin + 1, line.span.begin + name - 1};
    open(BlockKind::list_item, line, name);
    if (document_.blocks.size() < 12) {
      std::string lower(label.of(text_));
      lower = text::lower(lower);
      date_.offer(lower, paragraph_.of(text_));
    }
    rendering_.take({label.begin, label.end + 1});
    rendering_.add_space();
    if (!paragraph_.empty()) return;
    // The text may stand below.
    if (!blank_ahead(0) && peek(0)->indent > line.indent) {
      paragraph_ = take().span;
      return;
    }
    add(BlockKind::list_item, paragraph_level_);
  }

  void open_definition(const Line& line) {
    open(BlockKind::list_item, line, 0);
    show(paragraph_);
    const std::string_view term = rendering_.shown();
    if (!term.empty() && term.back() != ':') rendering_.add(":");
    rendering_.add_space();
    const Line body = *peek(0);
    // What stands below may be more than text.
    if (item_marker(of(body)) > 0 || of(body).starts_with("..") || is_grid_border(of(body))) {
      paragraph_ = {};
      add(BlockKind::list_item, paragraph_level_);
      return;
    }
    paragraph_ = take().span;
  }

  /// Shows text without its inline markup.
  void show(text::Span span) { show_rst_inline(text_, span, rendering_); }

  void end_paragraph() {
    if (!paragraph_open()) return;
    text::Span span = std::exchange(paragraph_, {});
    const bool literal = span.of(text_).ends_with("::");
    if (literal) {
      span.end -= 2;
      const bool keeps_colon = !span.empty() && !is_space(text_[span.end - 1]) && text_[span.end - 1] != '\n';
      if (keeps_colon) ++span.end;
      span = trimmed(text_, span);
    }
    show(span);
    add(paragraph_kind_, paragraph_level_);
    if (!literal) return;
    const std::size_t around =
        paragraph_kind_ == BlockKind::list_item && !lists_.empty() ? lists_.back() : paragraph_indent_;
    const std::size_t base = std::min(around, paragraph_indent_);
    code(base);
  }

  void add(BlockKind kind, int level = 0) {
    Block block = rendering_.finish();
    const bool item = kind == BlockKind::list_item;
    if (block.text.empty() || block.source.empty()) return;
    block.kind = kind;
    block.level = level;
    if (item) {
      if (!after_item_) ++group_;
      block.group = group_;
    }
    after_item_ = item || (after_item_ && !lists_.empty());
    document_.blocks.push_back(std::move(block));
  }

  // --- Sections ---

  bool heading(const Line& line) {
    const std::string_view text = of(line);
    const Line* const second = peek(1);
    if (line.indent == 0 && is_adornment(text)) {
      const Line* const third = peek(2);
      const bool overlined = third != nullptr && second != nullptr && !second->empty() && third->indent == 0 &&
                             of(*third) == text && second->span.size() <= longest_title && text.size() >= 3;
      if (overlined) {
        take();
        const Line title = take();
        take();
        add_heading(title, text[0], true);
        return true;
      }
      if (text.size() >= 4) {  // a line between paragraphs
        take();
        return true;
      }
      return false;
    }
    if (second == nullptr || line.indent > 0 || second->indent > 0 || second->empty()) return false;
    const std::string_view below = of(*second);
    if (!is_adornment(below) || text.size() > longest_title || below.size() < 3) return false;
    if (below.size() < 4 && text::display_width(text) > below.size()) return false;
    take();
    take();
    add_heading(line, below[0], false);
    return true;
  }

  void add_heading(const Line& line, char sign, bool overlined) {
    lists_.clear();
    bodies_.clear();
    const std::pair<char, bool> style{sign, overlined};
    auto known = std::find(styles_.begin(), styles_.end(), style);
    if (known == styles_.end()) known = styles_.insert(styles_.end(), style);
    const int level = std::min(static_cast<int>(known - styles_.begin()) + 1, deepest_heading);
    show(line.span);
    const std::size_t before = document_.blocks.size();
    add(BlockKind::heading, level);
    if (document_.blocks.size() > before && document_.title.empty()) document_.title = document_.blocks.back().text;
  }

  // --- Code ---

  /// Lines that are deeper than `base`, to the letter.
  void code(std::size_t base) {
    text::Span span;
    for (const Line* line = peek(0); line != nullptr; line = peek(0)) {
      if (!line->empty() && line->indent <= base) break;
      if (!line->empty()) {
        if (span.empty()) span.begin = line->span.begin;
        span.end = line->span.end;
      }
      take();
      if (span.size() > long_paragraph * 10) add_code(std::exchange(span, {}));
    }
    add_code(span);
  }

  void add_code(text::Span span) {
    if (span.empty()) return;
    Block block;
    block.kind = BlockKind::code;
    block.source = span;
    block.text = span.of(text_);
    block.anchors = {{0, span.begin}};
    after_item_ = false;
    document_.blocks.push_back(std::move(block));
  }

  void doctest() {
    text::Span span = peek(0)->span;
    while (!blank_ahead(0)) span.end = take().span.end;
    add_code(span);
  }

  // --- Directives, comments, footnotes ---

  void skip_deeper(std::size_t base) {
    for (const Line* line = peek(0); line != nullptr && (line->empty() || line->indent > base); line = peek(0)) take();
  }

  void explicit_markup() {
    const Line line = take();
    text::Span rest = trimmed(text_, {line.span.begin + 2, line.span.end});
    const std::string_view text = rest.of(text_);
    if (text.empty()) {
      if (!blank_ahead(0)) skip_deeper(line.indent);
      return;
    }
    if (text[0] == '[' && of(line)[0] == '.') {
      const std::size_t close = text.find(']');
      if (close != std::string_view::npos && close > 1) {
        paragraph_kind_ = BlockKind::paragraph;
        paragraph_level_ = 0;
        paragraph_ = rest;
        paragraph_indent_ = line.indent + 1;
        return;
      }
    }
    std::size_t name_end = 0;
    while (name_end < text.size() && (is_letter(text[name_end]) || is_digit(text[name_end]) ||
                                      std::string_view("-_+.:").find(text[name_end]) != std::string_view::npos)) {
      if (text.compare(name_end, 2, "::") == 0) break;
      ++name_end;
    }
    if (name_end == 0 || text.compare(name_end, 2, "::") != 0 || text[0] == '_') return skip_deeper(line.indent);
    directive(line, text.substr(0, name_end), trimmed(text_, {rest.begin + name_end + 2, rest.end}));
  }

  void directive(const Line& line, std::string_view name, text::Span argument) {
    const Directive kind = directive_of(name);
    if (kind == Directive::left_out) return skip_deeper(line.indent);
    const auto skip_options = [&] {
      while (!blank_ahead(0) && peek(0)->indent > line.indent && field_name(of(*peek(0))) > 0) take();
    };
    if (kind == Directive::code) {
      skip_options();
      return code(line.indent);
    }
    // The number of a version says nothing without what happened in it.
    if (is_one_of(name, " versionadded versionchanged deprecated deprecated-removed ")) {
      const std::size_t begin = line.span.begin + of(line).find(name);
      rendering_.take({begin, begin + name.size()});
      rendering_.add_space();
    }
    if (kind == Directive::body && name.starts_with("figure")) argument = {};
    bodies_.push_back(line.indent);
    if (argument.empty()) {
      rendering_.finish();
    } else {
      // It may go on below.
      while (!blank_ahead(0) && peek(0)->indent > line.indent && field_name(of(*peek(0))) == 0 &&
             item_marker(of(*peek(0))) == 0 && !of(*peek(0)).starts_with("..")) {
        argument.end = take().span.end;
      }
      show(argument);
      add(BlockKind::paragraph);
    }
    skip_options();
    if (kind == Directive::table_of_values) {
      for (const Line* row = peek(0); row != nullptr && (row->empty() || row->indent > line.indent); row = peek(0)) {
        show(take().span);
        add_row();
      }
      ++group_;
    }
  }

  // --- Tables ---

  void add_row() {
    after_item_ = false;
    Block block = rendering_.finish();
    if (block.text.empty() || block.source.empty() || !has_letter_or_digit(block.text)) return;
    block.kind = BlockKind::table_row;
    block.group = group_ + 1;
    document_.blocks.push_back(std::move(block));
  }

  /// The byte at which a column of a line begins, counted in characters.
  std::size_t byte_of_column(const Line& line, std::size_t column, std::size_t from_byte,
                             std::size_t from_column) const {
    std::size_t at = from_byte;
    for (std::size_t i = from_column; i < column && at < line.whole.end; ++i) at += text::code_point_at(text_, at).size;
    return std::min(at, line.whole.end);
  }

  /// Cells, each of several lines, as one row.
  void show_cells(std::vector<std::vector<text::Span>>& cells) {
    for (std::vector<text::Span>& cell : cells) {
      if (cell.empty()) continue;
      if (!rendering_.empty()) rendering_.add(cell_separator);
      for (std::size_t i = 0; i < cell.size(); ++i) {
        if (i > 0) rendering_.add_space();
        show(cell[i]);
      }
      cell.clear();
    }
    add_row();
  }

  void grid_table() {
    const Line top = *peek(0);
    std::vector<std::size_t> columns;  // where the "+" stand, in characters of the line
    for (std::size_t i = top.span.begin; i < top.span.end && columns.size() < most_columns; ++i) {
      if (text_[i] == '+') columns.push_back(i - top.whole.begin);
    }
    std::vector<std::vector<text::Span>> cells(columns.size());
    for (const Line* next = peek(0); next != nullptr && !next->empty(); next = peek(0)) {
      const Line line = *next;
      if (is_grid_border(of(line))) {
        show_cells(cells);
        take();
        continue;
      }
      if (text_[line.span.begin] != '|' && text_[line.span.begin] != '+') break;
      take();
      std::size_t begin = line.span.begin + 1;
      std::size_t cell = 0;
      std::size_t byte = line.whole.begin;
      std::size_t column = 0;
      for (std::size_t i = 1; i < columns.size(); ++i) {
        byte = byte_of_column(line, columns[i], byte, column);
        column = columns[i];
        if (byte >= line.span.end || (text_[byte] != '|' && text_[byte] != '+')) continue;
        add_fragment(cells[cell], {std::min(begin, byte), byte});
        begin = byte + 1;
        cell = i;
      }
    }
    show_cells(cells);
    ++group_;
  }

  void add_fragment(std::vector<text::Span>& cell, text::Span fragment) {
    fragment = trimmed(text_, fragment);
    if (fragment.empty() || fragment.of(text_).find_first_not_of("-=+") == std::string_view::npos) return;
    cell.push_back(fragment);
  }

  void simple_table() {
    const Line top = take();
    std::vector<std::size_t> begins;
    for (std::size_t i = top.span.begin; i < top.span.end && begins.size() < most_columns; ++i) {
      if (text_[i] == '=' && (i == top.span.begin || text_[i - 1] == ' ')) begins.push_back(i - top.whole.begin);
    }
    std::vector<std::vector<text::Span>> cells(begins.size());
    for (const Line* next = peek(0); next != nullptr; next = peek(0)) {
      if (!next->empty() && next->indent < top.indent) break;
      const Line line = take();
      const std::string_view text = of(line);
      if (text.empty()) continue;
      if (text.find_first_not_of("= ") == std::string_view::npos) {
        show_cells(cells);
        if (blank_ahead(0)) break;
        continue;
      }
      if (text.find_first_not_of("- ") == std::string_view::npos && text.size() > 2) continue;
      if (line.indent <= begins[0]) show_cells(cells);  // else it goes on with the row above
      std::size_t byte = line.whole.begin;
      std::size_t column = 0;
      for (std::size_t i = 0; i < begins.size(); ++i) {
        byte = byte_of_column(line, begins[i], byte, column);
        column = begins[i];
        const std::size_t end =
            i + 1 == begins.size() ? line.whole.end : byte_of_column(line, begins[i + 1], byte, column);
        add_fragment(cells[i], {byte, end});
      }
    }
    show_cells(cells);
    ++group_;
  }

  std::string_view text_;
  Lines lines_;
  std::deque<Line> ahead_;
  Rendering rendering_;
  Document document_;
  DocumentDate date_;
  std::vector<std::pair<char, bool>> styles_;  ///< Of section titles: the sign, and whether it stands above, too.

  // The paragraph in the making, and the lists and directives (by their indentation) that it stands in.
  text::Span paragraph_;
  BlockKind paragraph_kind_ = BlockKind::paragraph;
  int paragraph_level_ = 0;
  std::size_t paragraph_indent_ = 0;
  std::vector<std::size_t> lists_;
  std::vector<std::size_t> bodies_;
  unsigned group_ = 0;
  bool after_item_ = false;
};

}  // namespace

ReadResult read_restructured_text(std::string_view text) {
  return RstReader(text).read();
}

}  // namespace pilcrow::indexer
