// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of Markdown, on cmark-gfm with GitHub's tables, strikethrough, autolinks, task lists and footnotes.
//
// cmark parses; where things stand in the source is found here. Its positions of blocks are taken as bounds only (they
// are wrong for setext headings and around tables), those of inlines not at all (they are wrong after the first line of
// a paragraph). Instead each inline node is walked in parallel with the source, and what a node has of markup (a
// link's destination, a code span's backticks, the ">" of the next line) is stepped over.
//
// A block's source begins at the first character of its inline content, markup of that content included ("**a** b" from
// the first "*"), and ends after the last one; markers of blocks ("# ", "- ", "> ", "| ", closing "#") stay outside,
// except where they lie between the lines of a block.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "indexer/format/bounded_memory.h"
#include "indexer/format/document_date.h"
#include "indexer/format/format.h"
#include "indexer/format/rendering.h"

namespace pilcrow::indexer {
namespace {

using text::is_digit;

// cmark's tree of a real document takes some 20 times its size; that of a table of 2,000 columns with one cell in each
// row, a hundred thousand times.
constexpr std::size_t parser_memory = std::size_t{512} << 20U;
constexpr std::size_t deepest_nesting = 200;
// How far ahead the end of some markup is looked for.
constexpr std::size_t markup_window = 4096;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}
bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}
bool is_space(char c) {
  return is_blank(c) || is_line_end(c);
}
bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Where the line end at `offset` ends; `offset` where none is.
std::size_t skip_line_end(std::string_view text, std::size_t offset) {
  if (text.substr(offset, 2) == "\r\n") return offset + 2;
  return offset < text.size() && is_line_end(text[offset]) ? offset + 1 : offset;
}

// Lines of a text, without their ends.
std::vector<text::Span> lines_of(std::string_view text) {
  std::vector<text::Span> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    lines.push_back({begin, end});
    begin = skip_line_end(text, end);
  }
  return lines;
}

// ── Before parsing ──────────────────────────────────────────────────────────────────────────────────────────────────

// A cheap estimate of the steps for which cmark-gfm 0.29.0.gfm.6 is known to take more than linear time: containers
// nested deeply, "![" left open before many links, cells of a table's head, lines of a paragraph before a table,
// parentheses and "@" in what may become an automatic link. Real documents stay far below a hundred a byte.
class CostEstimate {
 public:
  bool exceeds_limit(std::string_view text, const std::vector<text::Span>& lines) {
    for (const text::Span& line : lines) add_line(line.of(text));
    end_paragraph();
    return too_deep_ || steps_ > 10'000'000 + 100 * text.size();
  }

 private:
  void add_line(std::string_view line) {
    if (trimmed(line).empty()) return end_paragraph();
    too_deep_ = too_deep_ || nesting(line) > deepest_nesting;
    const bool delimiter = line.find_first_not_of(" \t>|:-") == std::string_view::npos;
    if (delimiter && line.find('-') != std::string_view::npos && line.find_first_of("|:") != std::string_view::npos &&
        !delimiter_seen_) {
      steps_ += line_count_ * line_count_ / 4;
      delimiter_seen_ = true;
    }
    std::size_t pipes = 0;
    std::size_t word_begin = 0;
    std::size_t parentheses = 0;  // ")" in the punctuation that ends the word
    std::size_t at_signs = 0;     // in the word
    for (std::size_t i = 0; i <= line.size(); ++i) {
      const char c = i < line.size() ? line[i] : ' ';
      if (is_blank(c) || c == '<') {
        steps_ += (i - word_begin) * (parentheses + at_signs);
        word_begin = i + 1;
        parentheses = at_signs = 0;
      } else if (!is_one_of(c, "?!.,:;*_~'\"()")) {
        parentheses = 0;
      }
      parentheses += c == ')' ? 1U : 0U;
      at_signs += c == '@' ? 1U : 0U;
      paragraph_at_signs_ += c == '@' ? 1U : 0U;
      pipes += c == '|' ? 1U : 0U;
      images_ += c == '!' && i + 1 < line.size() && line[i + 1] == '[' ? 1U : 0U;
    }
    steps_ += pipes * pipes;
    ++line_count_;
  }

  void end_paragraph() {
    steps_ += images_ * images_ + paragraph_at_signs_ * paragraph_at_signs_ / 8;
    images_ = paragraph_at_signs_ = line_count_ = 0;
    delimiter_seen_ = false;
  }

  // How many containers a line may open or continue.
  static std::size_t nesting(std::string_view line) {
    std::size_t markers = 0;
    std::size_t indentation = 0;
    for (std::size_t i = 0; i < line.size();) {
      const auto ends_marker = [&](std::size_t at) { return at >= line.size() || is_blank(line[at]); };
      std::size_t digits_end = i;
      while (digits_end < line.size() && is_digit(line[digits_end])) ++digits_end;
      if (is_blank(line[i])) {
        indentation += line[i] == '\t' ? 4U : 1U;
        ++i;
      } else if (line[i] == '>' || (is_one_of(line[i], "-+*") && ends_marker(i + 1))) {
        ++markers;
        ++i;
      } else if (digits_end > i && digits_end < line.size() && is_one_of(line[digits_end], ".)") &&
                 ends_marker(digits_end + 1)) {
        ++markers;
        i = digits_end + 1;
      } else {
        break;
      }
    }
    return markers == 0 ? 0 : markers + indentation / 2;
  }

  std::size_t steps_ = 0;
  std::size_t line_count_ = 0;
  std::size_t images_ = 0;
  std::size_t paragraph_at_signs_ = 0;
  bool delimiter_seen_ = false;
  bool too_deep_ = false;
};

// ── Front matter ────────────────────────────────────────────────────────────────────────────────────────────────────

std::string unquoted(std::string_view value) {
  value = trimmed(value);
  if (value.size() >= 2 && value.front() == value.back() && is_one_of(value.front(), "\"'")) {
    value = value.substr(1, value.size() - 2);
  }
  return std::string(value);
}

// A value that holds no quote and no "#", without its own quotes and a comment behind it.
std::string_view without_comment(std::string_view value) {
  value = trimmed(value);
  if (!value.empty() && is_one_of(value.front(), "\"'")) value.remove_prefix(1);
  return trimmed(value.substr(0, value.find_first_of("\"'#")));
}

// Whether a line of YAML could be one of front matter, so that a text between two rules is not taken for it.
bool is_yaml(std::string_view line) {
  if (trimmed(line).empty() || is_blank(line[0]) || line[0] == '#') return true;
  if (line[0] == '-') return line.size() > 1 && is_blank(line[1]);
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos &&
         line.substr(0, colon).find_first_of(" \t[]()<>*`") == std::string_view::npos &&
         (colon + 1 == line.size() || is_blank(line[colon + 1]));
}

// Reads "---" (YAML) or "+++" (TOML) front matter into `document`; how many lines it takes, 0 where there is none.
std::size_t read_front_matter(std::string_view text, const std::vector<text::Span>& lines, Document& document) {
  if (lines.empty()) return 0;
  constexpr std::string_view byte_order_mark = "\uFEFF";
  std::string_view opening = lines[0].of(text);
  if (opening.substr(0, byte_order_mark.size()) == byte_order_mark) opening.remove_prefix(byte_order_mark.size());
  while (!opening.empty() && is_blank(opening.back())) opening.remove_suffix(1);
  const bool yaml = opening == "---";
  if (!yaml && opening != "+++") return 0;
  Document found;
  DocumentDate date;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = lines[i].of(text);
    const std::string_view content = trimmed(line);
    if (line.substr(0, 3) == opening || (yaml && line.substr(0, 3) == "...")) {
      if (content.size() != 3 || i == 1) return 0;
      document = std::move(found);
      document.date = date.day();
      return i + 1;
    }
    if (yaml && (!is_yaml(line) || (i == 1 && content.empty()))) return 0;
    const std::size_t separator = line.find(yaml ? ':' : '=');
    if (separator == std::string_view::npos || is_space(line[0])) continue;
    const std::string_view key = trimmed(line.substr(0, separator));
    const std::string_view value = line.substr(separator + 1);
    if (key == "title") found.title = unquoted(value);
    if (key == "lang" || key == "language") found.language = unquoted(value);
    date.offer(key, without_comment(value));
  }
  return 0;
}

// ── The tree ────────────────────────────────────────────────────────────────────────────────────────────────────────

// Calls enter(node) and leave(node) for `root` and all below it, without recursion; below only where enter() says true.
template <typename Enter, typename Leave>
void walk(cmark_node* root, const Enter& enter, const Leave& leave) {
  for (cmark_node* node = root; node != nullptr;) {
    if (enter(node) && cmark_node_first_child(node) != nullptr) {
      node = cmark_node_first_child(node);
      continue;
    }
    while (true) {
      leave(node);
      if (node == root) return;
      if (cmark_node* const next = cmark_node_next(node); next != nullptr) {
        node = next;
        break;
      }
      node = cmark_node_parent(node);
    }
  }
}

std::string_view literal_of(cmark_node* node) {
  const char* const literal = cmark_node_get_literal(node);
  return literal == nullptr ? std::string_view() : std::string_view(literal);
}

// The extensions' node types have names, but no public constants.
bool is_extension(cmark_node* node, std::string_view name) {
  return cmark_node_get_syntax_extension(node) != nullptr && cmark_node_get_type_string(node) == name;
}

// Line number or column of cmark as an index.
std::size_t index_of(int number) {
  return number > 0 ? static_cast<std::size_t>(number) - 1 : 0;
}

constexpr Rendering::Syntax verbatim;
// An escaped bar is the one thing that changes inside code, in a table.
constexpr Rendering::Syntax code_span = {[](std::string_view source, std::size_t offset) -> std::size_t {
                                           return source.substr(offset, 2) == "\\|" ? 1 : 0;
                                         },
                                         false};
constexpr Rendering::Syntax inline_text = {[](std::string_view source, std::size_t offset) -> std::size_t {
                                             return is_one_of(source[offset], "\\*_~`[]!<>") ? 1 : 0;
                                           },
                                           true};

// The text and place of the inline nodes of one block (or of the cells of one row).
class InlineReader {
 public:
  InlineReader(std::string_view source, text::Span bounds, std::size_t quote_depth)
      : source_(source), bounds_(bounds), offset_(bounds.begin), quote_depth_(quote_depth), rendering_(source) {
    skip_white_space();
  }

  void skip_heading_marker() {
    const std::size_t end = std::min(source_.find_first_not_of('#', offset_), bounds_.end);
    if (end - offset_ > 6 || (end < bounds_.end && !is_space(source_[end]))) return;
    offset_ = end;
    skip_white_space();
  }

  // Link definitions before a paragraph's text are no part of it: "[label]: destination", a line each.
  void skip_link_definitions(cmark_node* paragraph) {
    cmark_node* const first = cmark_node_first_child(paragraph);
    cmark_node* const second = first == nullptr ? nullptr : cmark_node_next(first);
    const bool link_and_colon = first != nullptr && cmark_node_get_type(first) == CMARK_NODE_LINK &&
                                second != nullptr && literal_of(second).substr(0, 1) == ":";
    if (first == nullptr || literal_of(first).substr(0, 1) == "[" || link_and_colon) return;
    while (at('[')) {
      const std::size_t label_end = end_of("]", offset_);
      const std::size_t line_end = source_.substr(0, bounds_.end).find_first_of("\r\n", offset_);
      if (source_.substr(label_end, 1) != ":" || line_end == std::string_view::npos) return;
      offset_ = line_end;
      skip_white_space();
    }
  }

  // Leaves the reader behind the nodes below `root`.
  void read(cmark_node* root) {
    walk(
        root, [&](cmark_node* node) { return node == root || enter(node); },
        [&](cmark_node* node) {
          if (node != root) leave(node);
        });
    rendering_.add_space();
  }

  void begin_cell() {
    skip_white_space();
    while (offset_ < bounds_.end && (source_[offset_] == '|' || is_space(source_[offset_]))) {
      ++offset_;
      skip_white_space();
    }
    if (!rendering_.empty()) {
      rendering_.add_space();
      rendering_.add("| ");
    }
  }

  // Where the last node ended.
  std::size_t offset() const { return offset_; }

  // Nothing where the nodes have no text.
  std::optional<Block> finish() {
    Block block = rendering_.finish();
    if (block.text.empty() || !begin_) return std::nullopt;
    std::size_t end = lost_ ? bounds_.end : std::max(offset_, block.source.end);
    while (end > *begin_ && is_space(source_[end - 1])) --end;
    block.source = {*begin_, end};
    return block;
  }

 private:
  bool at(char c) const { return offset_ < bounds_.end && source_[offset_] == c; }

  // White space and what the containers of this block put before its next line.
  void skip_white_space() {
    std::size_t quotes = 0;
    bool line_begins = offset_ == bounds_.begin;
    for (; offset_ < bounds_.end; ++offset_) {
      if (is_line_end(source_[offset_])) {
        line_begins = true;
        quotes = 0;
      } else if (line_begins && source_[offset_] == '>' && quotes < quote_depth_) {
        ++quotes;
      } else if (!is_blank(source_[offset_])) {
        break;
      }
    }
  }

  void align(std::string_view shown, const Rendering::Syntax& syntax) {
    const bool first = rendering_.empty();
    const std::size_t from = offset_;
    offset_ = rendering_.align(shown, offset_, bounds_.end, syntax);
    lost_ = !rendering_.found();
    if (first && !rendering_.empty() && begin_ && rendering_.extent().begin > from) {
      // Link definitions may stand before a paragraph's text: they are no part of it, the markup around its text is.
      std::size_t begin = rendering_.extent().begin;
      while (begin > *begin_ && is_one_of(source_[begin - 1], "*_~`[!<\\")) --begin;
      begin_ = begin;
    }
  }

  // Steps over `count` of the characters in `set`.
  void skip(std::string_view set, std::size_t count) {
    for (; count > 0 && offset_ < bounds_.end && is_one_of(source_[offset_], set); --count) ++offset_;
  }

  bool enter(cmark_node* node) {
    if (!begin_) begin_ = offset_;
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT) {
      align(literal_of(node), inline_text);
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
      const std::size_t line_end = source_.substr(0, bounds_.end).find_first_of("\r\n", offset_);
      if (line_end != std::string_view::npos) offset_ = line_end;
      skip_white_space();
      if (type == CMARK_NODE_SOFTBREAK) rendering_.add_space();
      if (type == CMARK_NODE_LINEBREAK) rendering_.add_line_break();
    } else if (type == CMARK_NODE_CODE) {
      read_code(literal_of(node));
    } else if (type == CMARK_NODE_HTML_INLINE) {
      read_tag(literal_of(node));
    } else if (type == CMARK_NODE_FOOTNOTE_REFERENCE) {
      if (at('[')) offset_ = end_of("]", offset_);
    } else if (type == CMARK_NODE_EMPH) {
      skip("*_", 1);
    } else if (type == CMARK_NODE_STRONG) {
      skip("*_", 2);
    } else if (is_extension(node, "strikethrough")) {
      skip("~", 2);
    } else if (type == CMARK_NODE_LINK) {
      skip("[<", 1);
    } else if (type == CMARK_NODE_IMAGE) {
      skip("!", 1);
      skip("[", 1);
    }
    return true;
  }

  void leave(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_EMPH) {
      skip("*_", 1);
    } else if (type == CMARK_NODE_STRONG) {
      skip("*_", 2);
    } else if (is_extension(node, "strikethrough")) {
      skip("~", 2);
    } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
      skip_link_end(node);
    }
  }

  // Behind the next `mark` at or after `from`, or `from` where none is near.
  std::size_t end_of(std::string_view mark, std::size_t from) const {
    const std::size_t found = source_.substr(0, bounds_.end).substr(from, markup_window).find(mark);
    return found == std::string_view::npos ? from : from + found + mark.size();
  }

  void read_code(std::string_view code) {
    const std::size_t opening = end_of("`", offset_);
    if (opening > offset_) offset_ = opening - 1;
    const std::size_t fence = std::min(source_.find_first_not_of('`', offset_), bounds_.end) - offset_;
    offset_ += fence;
    // Line by line, since a line of the source may begin with what its containers put there. In the node, a line end
    // is a space; so words are what both have.
    while (!code.empty()) {
      const std::size_t space = std::min(code.find(' '), code.size());
      const std::size_t end = std::min(code.find_first_not_of(' ', space), code.size());
      if (space > 0) {
        if (offset_ < bounds_.end && is_space(source_[offset_])) skip_white_space();
        align(code.substr(0, space), code_span);
      }
      if (end > space) {
        const bool blanks = offset_ < bounds_.end && is_blank(source_[offset_]);
        if (blanks && source_.substr(offset_, end - space) == code.substr(space, end - space)) {
          align(code.substr(space, end - space), verbatim);
        } else {
          rendering_.add_space();
        }
      }
      code.remove_prefix(end);
    }
    if (offset_ < bounds_.end && is_space(source_[offset_])) skip_white_space();
    skip("`", fence);
  }

  void read_tag(std::string_view tag) {
    if (source_.substr(offset_, tag.size()) == tag) {
      offset_ += tag.size();
    } else if (at('<')) {  // it goes over lines
      offset_ = end_of(">", offset_);
    }
    std::string name(tag.substr(0, 4));
    for (char& c : name) c = text::lower(c);
    if (name == "<br>" || name == "<br/" || name == "<br ") rendering_.add_line_break();
  }

  // From "]" over "(destination "title")" or "[label]", from the ">" of an automatic link over that.
  void skip_link_end(cmark_node* link) {
    if (at('>')) ++offset_;
    if (!at(']')) return;
    ++offset_;
    if (at('(')) {
      const std::size_t end = inline_destination_end(offset_);
      if (end > offset_) {
        offset_ = end;
        return;
      }
    }
    cmark_node* const next = cmark_node_next(link);
    const bool bracket_is_text = next != nullptr && literal_of(next).substr(0, 1) == "[";
    if (at('[') && !bracket_is_text) offset_ = end_of("]", offset_);
  }

  // Where "(destination "title")" at `from` ends, `from` where there is none.
  std::size_t inline_destination_end(std::size_t from) const {
    std::size_t parentheses = 0;
    char quote = '\0';
    for (std::size_t i = from; i < bounds_.end; ++i) {
      const char c = source_[i];
      if (c == '\\') {
        ++i;
      } else if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '<' && is_one_of(source_[i - 1], "( \t\n")) {
        quote = '>';
      } else if (is_one_of(c, "\"'") && is_space(source_[i - 1])) {
        quote = c;
      } else if (c == '(') {
        ++parentheses;
      } else if (c == ')' && --parentheses == 0) {
        return i + 1;
      }
    }
    return from;
  }

  std::string_view source_;
  text::Span bounds_;
  std::size_t offset_;
  std::size_t quote_depth_;
  Rendering rendering_;
  std::optional<std::size_t> begin_;
  bool lost_ = false;
};

// One tree into blocks.
class TreeReader {
 public:
  // `lines` of `text` from the one on which cmark calls the first.
  TreeReader(std::string_view text, const std::vector<text::Span>& lines, std::size_t first_line)
      : text_(text),
        lines_(lines),
        first_line_(first_line),
        offset_(first_line < lines.size() ? lines[first_line].begin : text.size()) {}

  std::vector<Block> read(cmark_node* root) {
    walk(
        root, [&](cmark_node* node) { return enter(node); }, [&](cmark_node* node) { leave(node); });
    order_by_source(blocks_, text_);
    return std::move(blocks_);
  }

 private:
  bool enter(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_BLOCK_QUOTE) {
      ++quote_depth_;
    } else if (type == CMARK_NODE_LIST) {
      if (list_depth_++ == 0) list_group_ = ++group_;
    } else if (type == CMARK_NODE_FOOTNOTE_DEFINITION) {
      offset_ = bounds_of(node).begin;  // cmark puts these at the end of the tree
    } else if (is_extension(node, "table")) {
      ++group_;
    } else if (is_extension(node, "table_row") || is_extension(node, "table_header")) {
      read_row(node);
      return false;
    } else if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
      read_paragraph(node);
      return false;
    } else if (type == CMARK_NODE_CODE_BLOCK) {
      read_code(node);
    } else if (type == CMARK_NODE_HTML_BLOCK) {
      read_html_block(node);
    }
    return true;
  }

  void leave(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_BLOCK_QUOTE) --quote_depth_;
    if (type == CMARK_NODE_LIST) --list_depth_;
  }

  text::Span line(std::size_t number) const {
    const std::size_t index = first_line_ + number;
    return index < lines_.size() ? lines_[index] : text::Span{text_.size(), text_.size()};
  }

  // As cmark says, but never before the last block's end.
  text::Span bounds_of(cmark_node* node) const {
    const text::Span first = line(index_of(cmark_node_get_start_line(node)));
    const bool knows_end = cmark_node_get_end_line(node) >= std::max(cmark_node_get_start_line(node), 1);
    const std::size_t end = knows_end ? line(index_of(cmark_node_get_end_line(node))).end : text_.size();
    std::size_t begin = std::min(first.begin + index_of(cmark_node_get_start_column(node)), first.end);
    while (begin < first.end && (static_cast<unsigned char>(text_[begin]) & 0xC0U) == 0x80) ++begin;  // a wrong column
    return {begin, std::max(begin, end)};
  }

  void add(std::optional<Block> block, cmark_node* node) {
    if (!block) return;
    cmark_node* const parent = cmark_node_parent(node);
    const cmark_node_type parent_type = parent == nullptr ? CMARK_NODE_DOCUMENT : cmark_node_get_type(parent);
    if (parent_type == CMARK_NODE_ITEM) {
      block->group = list_group_;
      if (cmark_node_previous(node) == nullptr) {
        block->kind = BlockKind::list_item;
        block->level = static_cast<int>(list_depth_);
      }
    } else if (parent_type == CMARK_NODE_BLOCK_QUOTE) {
      block->kind = BlockKind::quote;
    } else if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
      // Only here: a heading inside an item or a quotation heads nothing outside of it.
      block->kind = BlockKind::heading;
      block->level = cmark_node_get_heading_level(node);
    }
    blocks_.push_back(*std::move(block));
  }

  void read_paragraph(cmark_node* node) {
    text::Span bounds = bounds_of(node);
    bounds.begin = std::max(bounds.begin, offset_);
    bounds.end = std::max(bounds.begin, bounds.end);
    InlineReader reader(text_, bounds, quote_depth_);
    if (cmark_node_get_type(node) == CMARK_NODE_HEADING) reader.skip_heading_marker();
    reader.skip_link_definitions(node);
    reader.read(node);
    offset_ = reader.offset();
    add(reader.finish(), node);
  }

  void read_row(cmark_node* row) {
    text::Span bounds = bounds_of(row);
    if (cmark_node_previous(row) == nullptr) {
      // cmark puts a head that ends a paragraph on that paragraph's first line.
      bounds.end = bounds_of(cmark_node_parent(row)).end;
    } else {
      // Its column follows that of the head, wherever this row begins.
      bounds.begin = line(index_of(cmark_node_get_start_line(row))).begin;
    }
    bounds.begin = std::max(bounds.begin, offset_);
    bounds.end = std::max(bounds.begin, bounds.end);
    InlineReader reader(text_, bounds, quote_depth_);
    for (cmark_node* cell = cmark_node_first_child(row); cell != nullptr; cell = cmark_node_next(cell)) {
      if (cmark_node_first_child(cell) == nullptr) continue;
      reader.begin_cell();
      reader.read(cell);
    }
    offset_ = reader.offset();
    if (std::optional<Block> block = reader.finish()) {
      block->kind = BlockKind::table_row;
      block->group = group_;
      blocks_.push_back(*std::move(block));
    }
  }

  // Where a line of a block's content stands in the line of the source, which has what containers put before it.
  std::optional<std::size_t> place_of(std::string_view content, text::Span source_line) const {
    const std::string_view whole = source_line.of(text_);
    if (content.size() > whole.size() || whole.substr(whole.size() - content.size()) != content) return std::nullopt;
    return source_line.end - content.size();
  }

  void read_code(cmark_node* node) {
    int length = 0;
    int indentation = 0;
    char fence = '\0';
    const bool fenced = cmark_node_get_fenced(node, &length, &indentation, &fence) != 0;
    const std::size_t first = index_of(cmark_node_get_start_line(node)) + (fenced ? 1 : 0);
    const std::string_view code = literal_of(node);
    const std::vector<text::Span> code_lines = lines_of(code);
    Rendering rendering(text_);
    rendering.keep_space(true);
    for (std::size_t i = 0; i < code_lines.size(); ++i) {
      const text::Span source_line = line(first + i);
      std::string_view content = code_lines[i].of(code);
      std::optional<std::size_t> place = place_of(content, source_line);
      if (!place) {  // a tab may have been taken apart
        const std::size_t indent = std::min(content.find_first_not_of(" \t"), content.size());
        rendering.add_indentation(content.substr(0, indent));
        content.remove_prefix(indent);
        place = place_of(content, source_line);
      }
      const std::size_t end = skip_line_end(text_, source_line.end);
      rendering.align(std::string(content) + '\n', place.value_or(end), end, verbatim);
    }
    Block block = rendering.finish();
    if (block.source.empty()) return;
    block.kind = BlockKind::code;
    offset_ = std::max(offset_, block.source.end);
    blocks_.push_back(std::move(block));
  }

  void read_html_block(cmark_node* node) {
    const std::string_view html = literal_of(node);
    const std::size_t first = index_of(cmark_node_get_start_line(node));
    const std::vector<text::Span> html_lines = lines_of(html);
    const auto place_in_text = [&](std::size_t offset) {
      const auto after = std::upper_bound(html_lines.begin(), html_lines.end(), offset,
                                          [](std::size_t value, const text::Span& line) { return value < line.begin; });
      const auto index = static_cast<std::size_t>(after - html_lines.begin()) - 1;
      // The ends of the lines are the same; what containers put at their beginnings is not.
      const text::Span source_line = line(first + index);
      const std::size_t to_end = html_lines[index].end - std::min(offset, html_lines[index].end);
      return source_line.end - std::min(to_end, source_line.size());
    };
    auto document = read_html(html);
    if (!document) return;
    unsigned highest_group = 0;
    for (Block& block : document->blocks) {
      block.source = {place_in_text(block.source.begin), place_in_text(block.source.end - 1) + 1};
      for (Anchor& anchor : block.anchors) anchor.source = place_in_text(anchor.source);
      highest_group = std::max(highest_group, block.group);
      if (block.group != 0) block.group += group_;
      offset_ = std::max(offset_, block.source.end);
      blocks_.push_back(std::move(block));
    }
    group_ += highest_group;
  }

  std::string_view text_;
  const std::vector<text::Span>& lines_;
  std::size_t first_line_;
  std::size_t offset_;  // behind the last block
  std::size_t quote_depth_ = 0;
  std::size_t list_depth_ = 0;
  unsigned group_ = 0;
  unsigned list_group_ = 0;
  std::vector<Block> blocks_;
};

// ── Parsing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

// cmark's allocator has no context; parses exclude each other anyway.
BoundedMemory* current_memory = nullptr;
cmark_mem bounded_allocator = {
    [](std::size_t count, std::size_t size) { return current_memory->allocate_zeroed(count, size); },
    [](void* old, std::size_t byte_count) { return current_memory->reallocate(old, byte_count); },
    [](void* memory) { current_memory->release(memory); },
};

// Fills `memory` with the tree of `text`; nullptr where it would not fit.
cmark_node* parse(std::string_view text, BoundedMemory& memory) {
  // The extensions change tables that all parsers share while inlines are parsed.
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  cmark_gfm_core_extensions_ensure_registered();
  current_memory = &memory;
  cmark_node* volatile root = nullptr;
  const bool fits = memory.run([&] {
    cmark_parser* const parser = cmark_parser_new_with_mem(CMARK_OPT_FOOTNOTES, &bounded_allocator);
    for (const char* const name : {"table", "strikethrough", "autolink", "tasklist"}) {
      cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
    }
    cmark_parser_feed(parser, text.data(), text.size());
    root = cmark_parser_finish(parser);
    // A node's literal is copied when it is first asked for: that, too, must happen in here.
    walk(
        static_cast<cmark_node*>(root),
        [](cmark_node* node) {
          literal_of(node);
          return true;
        },
        [](cmark_node* /*node*/) {});
  });
  current_memory = nullptr;
  return fits ? root : nullptr;
}

}  // namespace

tl::expected<Document, std::string> read_markdown(std::string_view text) {
  Document document;
  const std::vector<text::Span> lines = lines_of(text);
  const std::size_t first_line = read_front_matter(text, lines, document);
  const std::size_t begin = first_line < lines.size() ? lines[first_line].begin : text.size();
  if (CostEstimate().exceeds_limit(text, lines)) return read_plain_text(text);
  BoundedMemory memory(parser_memory);
  cmark_node* const root = parse(text.substr(begin), memory);
  if (root == nullptr) return read_plain_text(text);
  document.blocks = TreeReader(text, lines, first_line).read(root);
  if (document.title.empty()) {
    const auto heading = std::find_if(document.blocks.begin(), document.blocks.end(),
                                      [](const Block& block) { return block.kind == BlockKind::heading; });
    if (heading != document.blocks.end() && heading->level == 1) document.title = heading->text;
  }
  return document;
}

}  // namespace pilcrow::indexer
