// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of manual pages, written with man(7) or mdoc(7): what man(1) shows of them, in its order. Sections are
// headings, tagged paragraphs list items with their tag in front, text that is not filled is code, tables (tbl) go row
// by row. Left out: comments, definitions of macros, conditions that do not hold on a terminal, equations, pictures and
// all requests of roff that show nothing. A page that is only a pointer to another (.so) says so; it is not followed.
#include <algorithm>
#include <array>
#include <set>
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
#include "indexer/format/mdoc.h"
#include "indexer/format/rendering.h"
#include "indexer/format/roff.h"
#include "indexer/format/table_header.h"

namespace pilcrow::indexer {
namespace {

/// A paragraph of one line, no longer than this, is the tag of what stands indented below it.
constexpr std::size_t longest_tag = 200;
constexpr std::size_t deepest_conditions = 64;

bool is_one_of(std::string_view word, std::string_view words) {
  return !word.empty() && words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

/// "January 5, 2024" → "2024-01-05", as mdoc has it.
std::string iso_date(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t month = text.size() < 3 ? std::string_view::npos : months.find(text.substr(0, 3));
  const std::size_t space = text.find(' ');
  const std::size_t comma = text.find(',');
  if (month == std::string_view::npos || month % 3 != 0 || space > comma || comma == std::string_view::npos) {
    return std::string(text);
  }
  const std::string_view day = text.substr(space + 1, comma - space - 1);
  std::string_view year = text.substr(comma + 1);
  year.remove_prefix(std::min(year.find_first_not_of(' '), year.size()));
  const std::string number = std::to_string(month / 3 + 1);
  return std::string(year.substr(0, 4)) + (number.size() == 1 ? "-0" : "-") + number + (day.size() == 1 ? "-0" : "-") +
         std::string(day);
}

class ManPageReader {
 public:
  explicit ManPageReader(std::string_view text)
      : text_(text), lines_(text), rendering_(text), roff_(text, rendering_), mdoc_(text, rendering_, roff_) {}

  Document read() {
    for (text::Span line; document_.blocks.size() <= most_blocks && lines_.next(line);) read_line(line);
    end_block();
    document_.date = date_.day();
    if (!page_name_.empty() && !summary_.empty()) {
      document_.title = page_name_ + (section_.empty() ? "" : "(" + section_ + ")") + ": " + summary_;
    } else if (!page_name_.empty()) {
      document_.title = page_name_ + (section_.empty() ? "" : "(" + section_ + ")");
    }
    return std::move(document_);
  }

 private:
  // --- Lines ---

  void read_line(text::Span line) {
    std::string_view text = line.of(text_);
    // The end of what a condition holds may stand anywhere.
    if (skipped_braces_ > 0) {
      count_braces(text);
      return;
    }
    if (text.empty()) return blank_line();
    if (text[0] != '.' && text[0] != '\'') return text_line(line);
    line.begin += std::min(text.find_first_not_of(" \t", 1), text.size());
    text = line.of(text_);
    if (text.empty() || text.starts_with("\\\"") || text[0] == '.') return;
    if (text.starts_with("\\}")) {
      line.begin += 2;
      if (line.empty()) return;
      return read_line(line);
    }
    std::size_t end = text.find_first_of(" \t\\");
    if (end == 0) return;
    end = std::min(end, text.size());
    macro(text.substr(0, end), {line.begin + end, line.end});
  }

  void count_braces(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] != '\\') continue;
      if (text[i + 1] == '{') ++skipped_braces_;
      if (text[i + 1] == '}' && skipped_braces_ > 0 && --skipped_braces_ == 0) return;
      ++i;
    }
  }

  /// .if and .ie: what holds on a terminal, with groff.
  void condition(text::Span rest, bool remember) {
    std::string_view text = rest.of(text_);
    std::size_t at = std::min(text.find_first_not_of(" \t"), text.size());
    bool negative = false;
    if (at < text.size() && text[at] == '!') {
      negative = true;
      ++at;
    }
    bool holds = false;
    if (at < text.size() && text[at] == 'n') {
      holds = true;
      ++at;
    } else if (at < text.size() && text[at] == '\'') {
      // 'a'b'
      for (int i = 0; i < 3 && at < text.size(); ++i)
        at = std::min(text.find('\'', at + (i == 0 ? 0 : 1)), text.size());
      at = std::min(at + 1, text.size());
    } else {
      holds = text.compare(std::min(at, text.size()), 5, "\\n(.g") == 0;
      at = std::min(text.find_first_of(" \t", at), text.size());
    }
    holds = holds != negative;
    if (remember) {
      if (conditions_.size() < deepest_conditions) conditions_.push_back(holds);
    }
    branch({rest.begin + at, rest.end}, holds);
  }

  void branch(text::Span rest, bool holds) {
    rest = trimmed(text_, rest);
    if (!holds) {
      if (rest.of(text_).starts_with("\\{")) count_braces(rest.of(text_));
      return;
    }
    if (rest.of(text_).starts_with("\\{")) rest.begin += 2;
    rest = trimmed(text_, rest);
    const std::string_view text = rest.of(text_);
    if (text.empty() || text == "\\") return;
    // A condition in a condition in …: as deep as the line is long.
    if (++nested_ < deepest_conditions) read_line(rest);
    --nested_;
  }

  /// Whether a line in between, as one of a macro, shows what the macro is given.
  bool skip_to(std::string_view end) {
    bool shows = false;
    for (text::Span line; lines_.next(line);) {
      const std::string_view text = trimmed(text_, line).of(text_);
      if (text.starts_with(end)) break;
      const std::size_t given = text.find("\\$");
      if (given == std::string_view::npos || given == 0) {
        shows = shows || given == 0;
        continue;
      }
      const std::string_view name = text.substr(1, std::min(text.find(' '), text.size()) - 1);
      // A condition stands before text or before another macro.
      const bool conditional = is_one_of(name, " if ie el ") && text.find(" .") == std::string_view::npos;
      shows = shows || (text[0] != '.' && text[0] != '\'') || conditional ||
              is_one_of(name, " B I BR RB BI IB IR RI SM TP IP nop ");
    }
    return shows;
  }

  void blank_line() {
    if (unfilled_) {
      rendering_.add_indentation("\n");
    } else if (!in_item_head_) {
      end_block();
    }
  }

  void text_line(text::Span line) {
    const std::string_view text = line.of(text_);
    if (text[0] == ' ' && !unfilled_) rendering_.begin_line();
    begin_text();
    show(line);
    end_input_line();
  }

  /// Space before what comes next, as the mode wants it.
  void begin_text() {
    if (std::exchange(tag_open_, false)) separate_tag();
    if (unfilled_) {
      if (!joined_) rendering_.begin_line();
    } else if (!joined_) {
      rendering_.add_space();
    }
    joined_ = false;
  }

  void show(text::Span span) {
    if (!roff_.show(span)) joined_ = true;
  }

  /// After the line that a macro waits for.
  void end_input_line() {
    if (heading_level_ > 0) {
      end_heading();
    } else if (in_item_head_) {
      end_item_head();
    } else {
      ++lines_in_block_;
    }
  }

  // --- Blocks ---

  void end_block() {
    if (heading_level_ > 0) return end_heading();
    in_item_head_ = false;
    tag_open_ = false;
    link_ = {};
    Block block = rendering_.finish();
    rendering_.keep_space(unfilled_);
    lines_in_block_ = 0;
    const int level = std::exchange(item_level_, 0);
    const bool item = level > 0;
    if (block.text.empty() || block.source.empty()) return;
    if (in_name_ && summary_.empty()) take_name(block.text);
    if (unfilled_) {
      block.kind = BlockKind::code;
    } else if (item) {
      block.kind = BlockKind::list_item;
      block.level = level;
      if (!after_item_) ++group_;
      block.group = group_;
    }
    after_item_ = item;
    document_.blocks.push_back(std::move(block));
  }

  void begin_heading(int level, const std::vector<text::Span>& arguments) {
    end_block();
    unfilled_ = false;
    rendering_.keep_space(false);
    depth_ = 0;
    lists_.clear();
    heading_level_ = level;
    for (const text::Span& argument : arguments) {
      begin_text();
      show(argument);
    }
    if (!arguments.empty()) end_heading();
  }

  void end_heading() {
    link_ = {};
    Block block = rendering_.finish();
    block.level = std::exchange(heading_level_, 0);
    block.kind = BlockKind::heading;
    after_item_ = false;
    if (block.text.empty() || block.source.empty()) return;
    in_name_ = block.level == 1 && document_.blocks.empty();
    document_.blocks.push_back(std::move(block));
  }

  /// "ls, dir - list directory contents"
  void take_name(std::string_view text) {
    std::size_t dash = std::string_view::npos;
    std::size_t size = 0;
    for (const std::string_view sign : {" - ", " – ", " — ", " -- ", " − "}) {
      const std::size_t found = text.find(sign);
      if (found < dash) {
        dash = found;
        size = sign.size();
      }
    }
    if (dash == std::string_view::npos) return;
    page_name_ = text::fold_space(text.substr(0, std::min(dash, text.find(','))));
    summary_ = text::fold_space(text.substr(dash + size));
  }

  void begin_item() {
    end_block();
    item_level_ = 1 + depth_;
    in_item_head_ = true;
  }

  void end_item_head() {
    in_item_head_ = false;
    item_level_ = 1 + depth_;
    tag_open_ = true;
  }

  /// "-a: " before what "-a" is about.
  void separate_tag() {
    const std::string_view tag = rendering_.shown();
    if (tag.empty()) return;
    const bool bullet = tag.size() == 1 || !has_letter_or_digit(tag);
    if (!bullet && std::string_view(".:;,").find(tag.back()) == std::string_view::npos) rendering_.add(":");
    rendering_.add_space();
  }

  void set_unfilled(bool unfilled) {
    if (unfilled_ == unfilled) return;
    if (item_level_ == 0) {
      end_block();
    } else {
      rendering_.begin_line();
      // An example in an item stands in the item.
      if (!unfilled) end_block();
    }
    if (unfilled && item_level_ > 0) end_block();
    unfilled_ = unfilled;
    rendering_.keep_space(unfilled);
  }

  // --- Macros ---

  void words(const std::vector<text::Span>& arguments, bool spaced) {
    begin_text();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (spaced && i > 0) rendering_.add_space();
      show(arguments[i]);
    }
    end_input_line();
  }

  void macro(std::string_view name, text::Span rest) {
    if (name == "if" || name == "ie") return condition(rest, name == "ie");
    if (name == "el") {
      const bool holds = !conditions_.empty() && !conditions_.back();
      if (!conditions_.empty()) conditions_.pop_back();
      return branch(rest, holds);
    }
    const std::vector<text::Span> arguments = roff_arguments(text_, rest);
    const auto argument = [&](std::size_t i) {
      return i < arguments.size() ? arguments[i].of(text_) : std::string_view();
    };
    if (name == "de" || name == "de1" || name == "am" || name == "ami") {
      const bool shows = skip_to(arguments.size() > 1 ? "." + std::string(argument(1)) : "..");
      if (shows && !arguments.empty()) defined_.insert(std::string(argument(0)));
      return;
    }
    if (name == "als") {
      if (defined_.find(argument(1)) != defined_.end()) defined_.insert(std::string(argument(0)));
      return;
    }
    if (name == "ig") {
      skip_to(arguments.empty() ? ".." : "." + std::string(argument(0)));
      return;
    }
    if (name == "ds") {
      if (arguments.empty()) return;
      const text::Span value = trimmed(text_, {arguments[0].end, rest.end});
      std::string_view text = value.of(text_);
      if (text.starts_with("\"")) text.remove_prefix(1);
      return roff_.define(argument(0), text);
    }
    if (name == "EQ" || (name == "PS" && defined_.count("PS") == 0)) {
      skip_to(name == "EQ" ? ".EN" : ".PE");
      return;
    }
    if (name == "TS") return table();
    if (name == "so") {
      if (document_.blocks.empty()) words(arguments, true);
      return;
    }
    if (name == "TH" || name == "Dt") {
      if (!arguments.empty()) page_name_ = text::fold_space(argument(0));
      section_ = argument(1);
      if (name == "TH") date_.offer("date", argument(2));
      page_name_ = text::lower(page_name_);
      return;
    }
    if (name == "Dd") {
      mdoc_page_ = true;
      return date_.offer("date", iso_date(trimmed(text_, rest).of(text_)));
    }
    if (name == "SH" || name == "SS") return begin_heading(name == "SH" ? 1 : 2, arguments);
    if (name == "Sh" || name == "Ss") {
      begin_heading(name == "Sh" ? 1 : 2, {});
      mdoc_.show(arguments);
      return end_heading();
    }
    if (is_one_of(name, " B I SM SB R ")) {
      if (!arguments.empty()) words(arguments, true);
      return;
    }
    if (is_one_of(name, " BR RB BI IB IR RI ")) return words(arguments, false);
    if (is_one_of(name, " nf EX Vb ")) return set_unfilled(true);
    if (is_one_of(name, " fi EE Ve ")) return set_unfilled(false);
    if (name == "br") return rendering_.add_line_break();
    if (is_one_of(name, " sp Sp PP LP P Pp HP ")) return paragraph(name);
    if (name == "TP" || name == "TQ") {
      if (name == "TQ" && !rendering_.empty() && item_level_ > 0) {
        in_item_head_ = true;
        return;
      }
      set_unfilled(false);
      return begin_item();
    }
    if (name == "IP") {
      set_unfilled(false);
      end_block();
      if (arguments.empty()) return;
      begin_item();
      show(arguments[0]);
      return end_item_head();
    }
    if (name == "RS") {
      if (!unfilled_ && item_level_ == 0 && lines_in_block_ == 1 && rendering_.size() <= longest_tag) end_item_head();
      ++depth_;
      return;
    }
    if (name == "RE") {
      end_block();
      depth_ = std::max(0, depth_ - 1);
      return;
    }
    if (name == "UR" || name == "MT") {
      link_ = arguments.empty() ? text::Span{} : arguments[0];
      return;
    }
    if (name == "UE" || name == "ME") {
      if (!link_.empty()) {
        begin_text();
        rendering_.add("<");
        show(link_);
        rendering_.add(">");
        link_ = {};
        for (const text::Span& behind : arguments) show(behind);
      }
      return;
    }
    if (name == "SY") {
      end_block();
      return words(arguments, true);
    }
    if (name == "YS") return end_block();
    if (name == "OP" && !mdoc_page_) {
      begin_text();
      rendering_.add("[");
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0) rendering_.add_space();
        show(arguments[i]);
      }
      rendering_.add("]");
      return;
    }
    if (mdoc_page_ && mdoc_macro(name, rest, arguments)) return;
    if (defined_.find(name) != defined_.end() && name != "IX" && !arguments.empty()) words(arguments, true);
  }

  void paragraph(std::string_view name) {
    if (unfilled_) {
      if (name == "sp" || name == "Sp") return rendering_.add_indentation("\n");
    }
    if (!in_item_head_) end_block();
  }

  // --- mdoc ---

  bool mdoc_macro(std::string_view name, text::Span rest, std::vector<text::Span> arguments) {
    if (name == "Bl") {
      end_block();
      lists_.push_back(arguments.empty() ? std::string_view() : arguments[0].of(text_));
      depth_ = static_cast<int>(lists_.size()) - 1;
    } else if (name == "El") {
      end_block();
      if (!lists_.empty()) lists_.pop_back();
      depth_ = std::max(0, static_cast<int>(lists_.size()) - 1);
    } else if (name == "It") {
      begin_item();
      mdoc_.show(arguments);
      if (rendering_.empty()) {
        in_item_head_ = false;
      } else if (!is_one_of("Xo", " " + std::string(rest.of(text_)) + " ")) {
        end_item_head();
      }
    } else if (name == "Bd") {
      const bool literal = std::any_of(arguments.begin(), arguments.end(), [this](text::Span argument) {
        return is_one_of(argument.of(text_), " -literal -unfilled ");
      });
      end_block();
      set_unfilled(literal);
    } else if (name == "Ed") {
      set_unfilled(false);
      end_block();
    } else if (name == "Dl" || name == "D1") {
      end_block();
      begin_text();
      mdoc_.show(arguments);
      end_block();
    } else if (MdocLine::is_inline(name)) {
      if (name == "Nm" && !named_ && !arguments.empty()) {
        mdoc_.set_name(arguments[0]);
        named_ = true;
      }
      if (!mdoc_.joins(name)) begin_text();
      arguments.insert(arguments.begin(), text::Span{rest.begin - name.size(), rest.begin});
      if (in_synopsis() && is_one_of(name, " Nm In Fd Ft Vt ")) rendering_.begin_line();
      if (in_synopsis() && name == "In") rendering_.add("#include");
      mdoc_.show(arguments);
      ++lines_in_block_;
    } else {
      return false;
    }
    return true;
  }

  /// There, names and types begin a line.
  bool in_synopsis() const {
    for (auto block = document_.blocks.rbegin(); block != document_.blocks.rend(); ++block) {
      if (block->kind == BlockKind::heading) return block->text == "SYNOPSIS";
      if (document_.blocks.rend() - block > 3) break;
    }
    return false;
  }

  // --- Tables ---

  void table() {
    end_block();
    const bool unfilled = std::exchange(unfilled_, false);
    rendering_.keep_space(false);
    char separator = '\t';
    bool in_format = true;
    bool in_cell = false;  // T{ … T}
    for (text::Span line; document_.blocks.size() <= most_blocks && lines_.next(line);) {
      const std::string_view text = line.of(text_);
      if (text.starts_with(".TE")) break;
      if (text.starts_with(".T&")) {
        in_format = true;
        continue;
      }
      if (in_format) {
        const std::size_t tab = text.find("tab(");  // of one byte
        if (tab != std::string_view::npos && tab + 4 < text.size() && text[tab + 4] > ' ') separator = text[tab + 4];
        const text::Span shown = trimmed(text_, line);
        if (!shown.empty() && text_[shown.end - 1] == '.') in_format = false;
        continue;
      }
      if (text.empty()) continue;
      if (text[0] == '.' || text[0] == '\'') {
        // Fonts and the like in a cell; requests show nothing.
        const std::size_t end = std::min(text.find_first_of(" \t", 1), text.size());
        if (is_one_of(text.substr(1, end - 1), " B I BR RB BI IB IR RI ")) {
          const std::vector<text::Span> arguments = roff_arguments(text_, {line.begin + end, line.end});
          for (const text::Span& argument : arguments) show_cell(argument);
        }
        continue;
      }
      if (text == "_" || text == "=") continue;
      in_cell = table_line(line, separator, in_cell);
      if (!in_cell) end_row();
    }
    end_row();
    ++group_;
    unfilled_ = unfilled;
    rendering_.keep_space(unfilled);
  }

  /// Whether a cell goes on in the next line.
  bool table_line(text::Span line, char separator, bool in_cell) {
    const std::string_view text = text_.substr(0, line.end);
    bool first = true;
    for (std::size_t at = line.begin; at <= line.end;) {
      const std::size_t end = std::min(text.find(separator, at), line.end);
      text::Span cell = trimmed(text_, {at, end});
      at = end + 1;
      if (cell.of(text_).starts_with("T}")) {
        cell.begin += 2;
        in_cell = false;
      }
      another_cell_ = another_cell_ || !first;
      first = false;
      if (cell.of(text_) == "T{") {
        in_cell = true;
        continue;
      }
      if (cell.empty() || cell.of(text_) == "\\^" || cell.of(text_) == "\\_" || cell.of(text_) == "_") continue;
      show_cell(cell);
    }
    return in_cell;
  }

  void show_cell(text::Span part) {
    if (std::exchange(another_cell_, false) && !rendering_.empty()) {
      rendering_.add(cell_separator);
    } else {
      rendering_.add_space();
    }
    show(part);
  }

  void end_row() {
    Block block = rendering_.finish();
    joined_ = false;
    another_cell_ = false;
    if (block.text.empty() || block.source.empty()) return;
    block.kind = BlockKind::table_row;
    block.group = group_ + 1;
    document_.blocks.push_back(std::move(block));
  }

  std::string_view text_;
  Lines lines_;
  Rendering rendering_;
  RoffText roff_;
  MdocLine mdoc_;
  Document document_;
  DocumentDate date_;
  std::string page_name_;
  std::string section_;
  std::string summary_;

  // roff
  std::set<std::string, std::less<>> defined_;  ///< Macros of the page's own that show what they are given.
  std::vector<bool> conditions_;                ///< What .ie found, for its .el.
  std::size_t skipped_braces_ = 0;
  std::size_t nested_ = 0;

  // The block in the making.
  int heading_level_ = 0;      ///< The next line is a heading of this level.
  bool in_item_head_ = false;  ///< The next line is a tag.
  bool tag_open_ = false;      ///< A tag has been read, and nothing behind it.
  int item_level_ = 0;
  int depth_ = 0;  ///< Of lists.
  bool unfilled_ = false;
  bool joined_ = false;  ///< No space before what comes next.
  std::size_t lines_in_block_ = 0;
  bool in_name_ = false;
  bool after_item_ = false;
  unsigned group_ = 0;
  text::Span link_;
  bool another_cell_ = false;  ///< What comes next is not in the cell of a table before it.

  // mdoc
  bool mdoc_page_ = false;
  bool named_ = false;
  std::vector<std::string_view> lists_;
};

}  // namespace

ReadResult read_man_page(std::string_view text) {
  // Other files are called .1, too.
  Lines lines(text);
  bool any = false;
  text::Span line;
  for (int i = 0; i < 400 && !any && lines.next(line); ++i) {
    const std::string_view begin = line.of(text).substr(0, 4);
    any =
        begin == ".TH " || begin == ".Dd " || begin == ".Dt " || begin == ".so " || begin == ".SH " || begin == ".Sh ";
  }
  if (!any) return read_plain_text(text);
  return ManPageReader(text).read();
}

}  // namespace pilcrow::indexer
