// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text → blocks. There is no markup, so the text itself must say which habit it follows:
//
//   wrapped      lines broken at some 50 to 120 columns, paragraphs parted by blank lines or an indented first line
//   line         each paragraph on one long line, headings as short lines between
//   code         source code, configuration: lines as they are, parts parted by blank lines
//   table, log   columns or records: lines as they are
//
// The text is read in regions, runs of lines with no blank line inside. Habits are judged by region; where a region
// alone does not show, the whole file decides. When in doubt a line is part of a paragraph, never a heading. Each block
// is its source to the letter, from its first to its last character that is not white space; a lone rule ("-----") is
// no part of any. Linear in the text; beside the blocks no more than one region and the next are held.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"
#include "indexer/format/format.h"
#include "indexer/paragraphs.h"

namespace pilcrow::indexer {
namespace {

using text::is_digit;

/// A line with more columns than this is a paragraph of its own; nobody wraps there.
constexpr std::size_t long_line = 200;
/// A line with more than this is one if it also holds more than one sentence.
constexpr std::size_t wide_line = 100;
/// No heading is longer (columns); a document's title may be.
constexpr std::size_t longest_heading_line = 80;
constexpr std::size_t longest_title_line = 120;
/// Scripts without spaces and full stops (Thai, Lao, Khmer, Burmese): only a very short line is surely no sentence.
constexpr std::size_t longest_unspaced_heading = 40;
constexpr std::size_t most_heading_words = 16;
/// A title on several lines has no more lines than this.
constexpr std::size_t most_title_lines = 4;
/// Enough of a line to see what it is.
constexpr std::size_t line_prefix_bytes = 1024;
/// A region with more lines is taken in parts, so that a file of short lines needs no memory for all of them at once.
constexpr std::size_t most_region_lines = 1U << 16U;
constexpr std::size_t tab_width = 8;

struct Line {
  text::Span span;          ///< Without white space at its ends; empty for a blank line.
  std::size_t next = 0;     ///< Where the next line begins.
  std::size_t indent = 0;   ///< Columns.
  std::size_t columns = 0;  ///< Exact in lines of up to line_prefix_bytes; longer ones have more than long_line.
  bool rule = false;        ///< Three or more characters, none of them a letter or digit.
  bool ends_page = false;   ///< A form feed follows.
};

using Region = std::vector<Line>;

std::string_view prefix_of(std::string_view line) {
  return line.size() <= line_prefix_bytes ? line : line.substr(0, text::floor_to_character(line, line_prefix_bytes));
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [text](std::string_view beginning) { return text.substr(0, beginning.size()) == beginning; });
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t count_digits(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

// ---------------------------------------------------------------------------------------------------------------------
// How a line begins and ends.

bool is_closing(char32_t character) {
  constexpr std::u32string_view closing = U"\"')]}*_\u2019\u201D\u00BB\u203A\u300D\u300F\u3011\uFF09\uFF02";
  return closing.find(character) != std::u32string_view::npos;
}

bool is_opening(char32_t character) {
  constexpr std::u32string_view opening =
      U"\"'([{*_\u2018\u201C\u201E\u201A\u00AB\u2039\u300C\u300E\u3010\uFF08\u00BF\u00A1";
  return opening.find(character) != std::u32string_view::npos;
}

/// Its last character that is no closing quote, bracket or reference ("[12]").
char32_t significant_end(std::string_view line) {
  if (line.size() > 3 && line.back() == ']') {
    const std::size_t open = line.rfind('[');
    if (open != std::string_view::npos && open > 0 && count_digits(line, open + 1) + open + 2 == line.size()) {
      line = line.substr(0, open);
    }
  }
  char32_t last = last_character(line);
  // Two or three closing signs may follow one another, not more.
  for (int i = 0; i < 3 && is_closing(last); ++i) {
    std::string next;
    text::append_utf8(next, last);
    if (line.size() <= next.size()) break;
    line.remove_suffix(next.size());
    last = last_character(line);
  }
  return last;
}

bool ends_sentence(std::string_view line) {
  constexpr std::u32string_view ends =
      U".!?\u2026\u3002\uFF0E\uFF01\uFF1F\uFF61\u061F\u06D4\u0964\u0965\u0589\u1362\u17D4\u104B";
  return ends.find(significant_end(line)) != std::u32string_view::npos;
}

bool ends_with_colon(std::string_view line) {
  const char32_t last = last_character(line);
  return last == U':' || last == U'\uFF1A';
}

/// A comma, semicolon, dash …: something must follow.
bool ends_open(std::string_view line) {
  constexpr std::u32string_view open = U",;-/\\=\u2013\u2014\u3001\uFF0C\uFF1B\u060C\u061B";
  return open.find(last_character(line)) != std::u32string_view::npos;
}

/// Its first character that is no opening quote or bracket.
char32_t significant_begin(std::string_view line) {
  std::size_t at = 0;
  for (int i = 0; i < 3; ++i) {
    const text::CodePoint character = text::code_point_at(line, at);
    if (!is_opening(character.value) || at + character.size >= line.size()) return character.value;
    at += character.size;
  }
  return text::code_point_at(line, at).value;
}

bool starts_lower(std::string_view line) {
  return is_lower_case(significant_begin(line));
}

bool is_caseless_letter(char32_t character) {
  return is_letter(character) && !is_lower_case(character) && !is_upper_case(character);
}

bool is_unspaced(char32_t character) {
  return (character >= 0x0E00 && character <= 0x0EFF) || (character >= 0x1000 && character <= 0x109F) ||
         (character >= 0x1780 && character <= 0x17FF);
}

// ---------------------------------------------------------------------------------------------------------------------
// What a line looks like.

/// How long the sign is that makes the line a list item ("- ", "2. ", "(a) "), with the space after it; 0 where it is
/// none.
std::size_t item_marker(std::string_view line) {
  constexpr std::array<std::string_view, 14> bullets = {"-", "*", "+", "•", "‣", "◦", "▪",
                                                        "▸", "●", "○", "■", "–", "·", "・"};
  std::size_t size = 0;
  for (const std::string_view bullet : bullets) {
    if (line.substr(0, bullet.size()) == bullet) size = bullet.size();
  }
  if (size == 0) {
    const bool open = line[0] == '(';
    std::size_t at = open ? 1 : 0;
    const std::size_t digits = count_digits(line, at);
    if (digits >= 1 && digits <= 3) {
      at += digits;
    } else if (at < line.size() && ((line[at] >= 'a' && line[at] <= 'z') || (line[at] >= 'A' && line[at] <= 'Z'))) {
      ++at;
      while (at < line.size() && at < 6 && (line[at] == 'i' || line[at] == 'v' || line[at] == 'x')) ++at;
    } else {
      return 0;
    }
    if (at >= line.size()) return 0;
    // "A. Smith" is a name, so a letter needs the bracket.
    if (line[at] != ')' && (open || digits == 0 || line[at] != '.')) return 0;
    size = at + 1;
  }
  if (size >= line.size() || (line[size] != ' ' && line[size] != '\t' && line.substr(size, 2) != "\u00A0")) return 0;
  return size + 1;
}

bool is_numbered_item(std::string_view line) {
  return is_digit(line[0]) && item_marker(line) > 0;
}

/// 3 for "3. call"; 0 where there is no such number.
int item_number(std::string_view line) {
  if (!is_numbered_item(line)) return 0;
  int number = 0;
  for (std::size_t i = 0; i < count_digits(line, 0); ++i) number = number * 10 + (line[i] - '0');
  return number;
}

/// Depth of a section number at the beginning: 1 for "3 Scope" and "Chapter 3", 2 for "3.1 Scope"; 0 for none.
int number_depth(std::string_view line) {
  if (starts_with_any(line, {"Chapter ", "CHAPTER ", "Part ", "PART ", "Appendix ", "APPENDIX ", "Kapitel ", "Teil ",
                             "Chapitre ", "Capitolo ", "Capítulo "})) {
    return 1;
  }
  int depth = 0;
  std::size_t at = 0;
  for (;;) {
    const std::size_t digits = count_digits(line, at);
    if (digits == 0 || digits > 3) break;
    ++depth;
    at += digits;
    if (at >= line.size() || line[at] != '.') break;
    ++at;
  }
  return at < line.size() && line[at] == ' ' ? depth : 0;
}

/// Date, time, level or address at the beginning: a record of a log.
bool starts_record(std::string_view line) {
  if (line.front() == '{' && line.back() == '}' && line.size() > 2) return true;  // JSON Lines
  while (!line.empty() && (line[0] == '[' || line[0] == '<' || line[0] == ' ')) line.remove_prefix(1);
  if (starts_with_any(line, {"TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "ERROR", "FATAL", "CRITICAL", "SEVERE"})) {
    const std::size_t end = line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return end != std::string_view::npos && contains(" :]|\t", line.substr(end, 1));
  }
  if (starts_with_any(
          line, {"Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "})) {
    const std::size_t day = line.find_first_not_of(' ', 3);
    return day != std::string_view::npos && count_digits(line, day) > 0 && contains(line.substr(0, 16), ":");
  }
  // Groups of digits with - / . : between: 2024-03-01, 01.03.2024, 14:05:09, 10.0.0.1; also 12345.678901.
  std::size_t groups = 0;
  std::size_t at = 0;
  std::size_t longest = 0;
  for (;;) {
    const std::size_t digits = count_digits(line, at);
    if (digits == 0) break;
    ++groups;
    longest = std::max(longest, digits);
    at += digits;
    if (at >= line.size() || !contains("-/.:", line.substr(at, 1))) break;
    ++at;
  }
  const bool ended = at >= line.size() || !is_letter_or_digit(text::code_point_at(line, at).value) || line[at] == 'T';
  return ended &&
         (groups >= 3 || (groups == 2 && (longest >= 6 || (line.size() > 2 && contains(line.substr(0, 5), ":")))));
}

/// Ends or begins as lines of programs and of their settings do.
bool looks_like_code(std::string_view line) {
  const char first = line.front();
  const char last = line.back();
  if (last == '{' || last == '}' || last == ';' || first == '{' || first == '}' || first == '@') return true;
  if (first == '<' && last == '>') return true;
  if (starts_with_any(line, {"//", "/*", "*/", "#include", "#define", "#if", "#endif", "import ", "from ", "def ",
                             "return", "$ ", "<?", "<!"})) {
    return true;
  }
  if (first == '"' && contains(line, "\":")) return true;
  const std::size_t equals = line.find('=');
  if (equals != std::string_view::npos && equals > 0) {
    const std::string_view name = line.substr(0, equals);
    if (name.find_first_of(" \t") == std::string_view::npos || contains(line, " = ") || contains(line, "=="))
      return true;
  }
  return contains(line, "::") || contains(line, "->") || contains(line, "()") || contains(line, "):");
}

/// Cells with tabs, bars, dots or wide gaps between them, or at least two commas or semicolons with no space after.
bool looks_like_row(std::string_view line) {
  if (contains(line, "\t") || contains(line, "....") || contains(line, ". . . ")) return true;
  std::size_t bars = 0;
  std::size_t tight = 0;
  std::size_t spaces = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char byte = line[i];
    spaces = byte == ' ' ? spaces + 1 : 0;
    if (spaces == 3) return true;
    bars += byte == '|';
    tight += (byte == ',' || byte == ';') && i + 1 < line.size() && line[i + 1] != ' ' && !is_digit(line[i + 1]);
  }
  return bars >= 2 || tight >= 2;
}

/// A full stop, question or exclamation mark after a word in lower case, with a word after it that is not.
bool holds_sentence_end(std::string_view line) {
  line = prefix_of(line);
  std::size_t letters = 0;
  for (std::size_t at = 0; at < line.size();) {
    const text::CodePoint character = text::code_point_at(line, at);
    at += character.size;
    if (character.value == U'\u3002' || character.value == U'\uFF01' || character.value == U'\uFF1F') {
      if (at < line.size()) return true;
    } else if (character.value == U'.' || character.value == U'!' || character.value == U'?') {
      const std::size_t after = line.find_first_not_of(' ', at);
      if (letters >= 3 && after != std::string_view::npos && after > at && !starts_lower(line.substr(after)))
        return true;
    }
    letters = is_lower_case(character.value) || is_caseless_letter(character.value) ? letters + 1 : 0;
  }
  return false;
}

struct WordShape {
  std::size_t words = 0;
  std::size_t long_words = 0;   ///< With four letters or more, the first word not counted.
  std::size_t upper_words = 0;  ///< Of these, those that begin upper case.
  std::size_t letters = 0;
  bool any_lower = false;
  bool unspaced = false;
};

WordShape word_shape(std::string_view line) {
  WordShape shape;
  std::size_t letters = 0;
  bool upper = false;
  const auto end_word = [&] {
    if (letters >= 4 && shape.words > 1) {
      ++shape.long_words;
      shape.upper_words += upper;
    }
    letters = 0;
  };
  bool in_word = false;
  for (std::size_t at = 0; at < line.size();) {
    const text::CodePoint character = text::code_point_at(line, at);
    at += character.size;
    if (is_white_space(character.value)) {
      if (in_word) end_word();
      in_word = false;
      continue;
    }
    if (!in_word) ++shape.words;
    in_word = true;
    if (!is_letter(character.value)) continue;
    if (letters++ == 0) upper = is_upper_case(character.value);
    ++shape.letters;
    shape.any_lower = shape.any_lower || !is_upper_case(character.value);
    shape.unspaced = shape.unspaced || is_unspaced(character.value);
  }
  if (in_word) end_word();
  return shape;
}

bool is_all_capitals(std::string_view line) {
  const WordShape shape = word_shape(line);
  return shape.letters >= 3 && !shape.any_lower;
}

/// Most of the longer words begin upper case: "The Circulation Analysis of Serial Use", not "The analysis of it".
bool is_title_case(std::string_view line) {
  const WordShape shape = word_shape(line);
  return shape.long_words > 0 && shape.upper_words * 4 >= shape.long_words * 3;
}

/// Short, no sentence, no item, begins as headings do.
bool has_heading_shape(std::string_view line, std::size_t columns, std::size_t limit) {
  if (columns > limit || ends_sentence(line) || ends_with_colon(line) || ends_open(line)) return false;
  const char32_t first = significant_begin(line);
  if (line[0] == '[' || line[0] == '(' || !is_letter_or_digit(first) || is_lower_case(first)) return false;
  if (item_marker(line) > 0 && !is_numbered_item(line)) return false;
  const WordShape shape = word_shape(line);
  if (shape.letters == 0 || shape.words > most_heading_words) return false;
  if (shape.unspaced && columns > longest_unspaced_heading) return false;
  return !holds_sentence_end(line) && !contains(line, "://");
}

/// One sign over and over, about as wide as the line above it.
bool underlines(std::string_view rule, std::size_t rule_columns, std::size_t title_columns) {
  return contains("=-~^*#+\"'`:._", rule.substr(0, 1)) &&
         rule.find_first_not_of(rule.front()) == std::string_view::npos && rule_columns * 10 >= title_columns * 7 &&
         rule_columns * 2 <= title_columns * 3 + 8;
}

int underline_level(char sign) {
  switch (sign) {
    case '=':
    case '#':
    case '*':
      return 1;
    case '-':
      return 2;
    case '~':
      return 3;
    default:
      return 4;
  }
}

// ---------------------------------------------------------------------------------------------------------------------

class PlainTextReader {
 public:
  explicit PlainTextReader(std::string_view text)
      : text_(text), line_end_(text.find('\n') != std::string_view::npos ? '\n' : '\r') {}

  Document read() {
    study();
    Region region;
    Region next;
    std::size_t at = read_region(0, region);
    while (!region.empty() && document_.blocks.size() <= most_blocks) {
      at = read_region(at, next);
      read_blocks(region, next);
      std::swap(region, next);
    }
    if (!document_.blocks.empty() && document_.blocks.front().kind == BlockKind::heading) {
      document_.title = text::fold_space(document_.blocks.front().text);
    }
    return std::move(document_);
  }

 private:
  std::string_view of(const Line& line) const { return line.span.of(text_); }

  // --- Lines and regions ---

  Line read_line(std::size_t begin) {
    Line line;
    // Remembered, since a line may be one of many that form feeds part.
    if (begin < looked_from_ || begin > found_at_) found_at_ = std::min(text_.find(line_end_, begin), text_.size());
    looked_from_ = begin;
    std::size_t end = found_at_;
    line.next = std::min(end + 1, text_.size());
    // A page's end is a line's end too. Looked for inside the line only, so that all lines together cost one look.
    const std::size_t page_end = text_.substr(begin, end - begin).find('\f');
    if (page_end != std::string_view::npos) {
      end = begin + page_end;
      line.next = end + 1;
      line.ends_page = true;
    }
    line.span = trimmed(text_, {begin, end});
    if (line.span.empty()) return line;
    for (std::size_t i = begin; i < line.span.begin; ++i) {
      const auto byte = static_cast<unsigned char>(text_[i]);
      if (byte == '\t') {
        line.indent += tab_width - line.indent % tab_width;
      } else if ((byte & 0xC0U) != 0x80U) {
        ++line.indent;
      }
    }
    const std::string_view text = of(line);
    line.columns = text.size() <= line_prefix_bytes ? text::display_width(text) : long_line + 1;
    line.rule = text.size() >= 3 && !has_letter_or_digit(text);
    return line;
  }

  /// The next run of lines that are not blank, and where it ends.
  std::size_t read_region(std::size_t at, Region& region) {
    region.clear();
    while (at < text_.size() && region.size() < most_region_lines) {
      const Line line = read_line(at);
      if (line.span.empty() && !region.empty()) break;
      at = line.next;
      if (!line.span.empty()) region.push_back(line);
      if (line.ends_page && !region.empty()) break;
    }
    if (region.size() == most_region_lines) {
      // Cut where a sentence ends, if one does in the second half.
      std::size_t keep = region.size();
      while (keep > region.size() / 2 && !ends_sentence(of(region[keep - 1]))) --keep;
      if (keep > region.size() / 2) region.resize(keep);
      at = region.back().next;
    }
    return at;
  }

  // --- Habits ---

  /// Looks at all lines for what the file as a whole is.
  void study() {
    std::size_t lines = 0;
    std::size_t code_lines = 0;
    std::size_t bytes = 0;
    std::size_t bytes_in_long_lines = 0;
    for (std::size_t at = 0; at < text_.size();) {
      const Line line = read_line(at);
      at = line.next;
      if (line.span.empty() || line.rule) continue;
      ++lines;
      bytes += line.span.size();
      if (line.columns > long_line) bytes_in_long_lines += line.span.size();
      if (line.columns <= long_line) code_lines += looks_like_code(of(line));
    }
    is_code_ = lines >= 4 && code_lines * 3 >= lines;
    has_long_lines_ = bytes_in_long_lines * 2 > bytes;
  }

  enum class Habit { wrapped, line, code, log };

  /// Whether a sentence flows from one line into the next.
  bool flows(const Line& line, const Line& next, std::size_t width) const {
    if (ends_sentence(of(line)) || ends_with_colon(of(line)) || item_marker(of(next)) > 0) return false;
    const char32_t first = significant_begin(of(next));
    if (is_lower_case(first)) return true;
    // Without case, only a line that is full shows that it was broken for want of room.
    return is_caseless_letter(first) && line.columns * 10 >= std::min(width, long_line) * 8;
  }

  Habit habit_of(const Region& region) {
    std::size_t lines = 0;
    std::size_t code = 0;
    std::size_t rows = 0;
    std::size_t records = 0;
    std::size_t indented = 0;
    std::size_t items = 0;
    width_ = 0;
    base_indent_ = region.front().indent;
    for (const Line& line : region) {
      if (line.rule) continue;
      ++lines;
      width_ = std::max(width_, line.indent + line.columns);
      base_indent_ = std::min(base_indent_, line.indent);
      const std::string_view text = of(line);
      const bool starts = starts_record(text);
      records += starts;
      indented += line.indent > region.front().indent && !starts;
      if (line.columns > long_line) continue;
      items += item_marker(text) > 0;
      code += looks_like_code(text);
      rows += looks_like_row(item_marker(text) > 0 ? text.substr(item_marker(text)) : text);
    }
    if (records >= 3 && (records + indented) * 3 >= lines * 2 && starts_record(of(region.front()))) return Habit::log;
    if (is_code_ && lines > items * 2) return Habit::code;
    if (lines >= 3 && code * 2 >= lines && items * 2 < lines) return Habit::code;
    if (lines >= 2 && rows * 4 >= lines * 3) return Habit::code;

    std::size_t joints = 0;
    flows_ = 0;
    std::size_t wide = 0;
    std::size_t whole = 0;
    std::size_t sentence_ends = 0;
    for (std::size_t i = 0; i < region.size(); ++i) {
      const Line& line = region[i];
      if (line.rule) continue;
      if (i + 1 < region.size() && !region[i + 1].rule) {
        ++joints;
        flows_ += flows(line, region[i + 1], width_);
      }
      sentence_ends += ends_sentence(of(line));
      if (line.columns <= wide_line || item_marker(of(line)) > 0) continue;
      ++wide;
      whole += line.columns > long_line || holds_sentence_end(of(line));
    }
    if (joints > 0 && flows_ * 4 >= joints) return Habit::wrapped;
    if (whole > 0 && whole * 2 >= wide) return Habit::line;
    return has_long_lines_ && (sentence_ends * 2 > lines || lines == 1) ? Habit::line : Habit::wrapped;
  }

  // --- Blocks ---

  void add(BlockKind kind, int level, text::Span span, unsigned group = 0) {
    Block block;
    block.kind = kind;
    block.level = level;
    block.text = span.of(text_);
    block.source = span;
    block.group = group;
    document_.blocks.push_back(std::move(block));
    if (kind != BlockKind::list_item) list_indents_.clear();
  }

  void add_heading(int level, text::Span span) {
    flush();
    add(BlockKind::heading, std::clamp(level, 1, 6), span);
  }

  void open_paragraph(const Line& line) {
    flush();
    open_ = line.span;
    open_indent_ = line.indent;
    open_level_ = 0;
  }

  void open_item(const Line& line) {
    flush();
    if (list_indents_.empty()) {
      ++group_;
      // The sentence that leads in belongs to its list.
      if (!document_.blocks.empty()) {
        Block& before = document_.blocks.back();
        if (before.kind == BlockKind::paragraph && ends_with_colon(before.text)) before.group = group_;
      }
    }
    while (!list_indents_.empty() && list_indents_.back() >= line.indent) list_indents_.pop_back();
    // Deeper levels than six are one.
    if (list_indents_.size() < 6) list_indents_.push_back(line.indent);
    open_ = line.span;
    open_indent_ = line.indent;
    open_level_ = static_cast<int>(list_indents_.size());
  }

  void extend(const Line& line) { open_.end = line.span.end; }

  void flush() {
    if (open_.empty()) return;
    const bool item = open_level_ > 0;
    add(item ? BlockKind::list_item : BlockKind::paragraph, open_level_, open_, item ? group_ : 0);
    open_ = {};
  }

  void read_blocks(const Region& region, const Region& next) {
    const Habit habit = habit_of(region);
    switch (habit) {
      case Habit::log:
        read_log(region);
        break;
      case Habit::code:
        add(BlockKind::code, 0, {region.front().span.begin, region.back().span.end});
        break;
      case Habit::line:
      case Habit::wrapped:
        read_prose(region, next, habit == Habit::line);
        break;
    }
  }

  /// Neighbouring records stand together up to the size of a paragraph; a record keeps the lines that follow it.
  void read_log(const Region& region) {
    text::Span span = region.front().span;
    text::Span record = span;
    for (std::size_t i = 1; i <= region.size(); ++i) {
      const bool ends = i == region.size() || starts_record(of(region[i]));
      if (!ends) {
        record.end = region[i].span.end;
        continue;
      }
      if (record.end - span.begin > gathered_paragraph && record.begin > span.begin) {
        add(BlockKind::code, 0, trimmed(text_, {span.begin, record.begin}));
        span.begin = record.begin;
      }
      span.end = record.end;
      if (i < region.size()) record = region[i].span;
    }
    add(BlockKind::code, 0, span);
  }

  void read_prose(const Region& region, const Region& next, bool line_habit) {
    std::size_t i = read_title(region, next);
    for (; i < region.size(); ++i) {
      const Line& line = region[i];
      if (line.rule) {
        if (const std::size_t taken = read_overlined(region, i); taken > 0) {
          i += taken - 1;
        } else {
          flush();
          list_indents_.clear();
        }
        continue;
      }
      if (is_underlined(region, i)) {
        add_heading(underline_level(text_[region[i + 1].span.begin]), line.span);
        deepest_underline_ = std::max(deepest_underline_, document_.blocks.back().level);
        ++i;
        continue;
      }
      const bool first = i == 0 || region[i - 1].rule;
      if (is_item(region, next, i, line_habit)) {
        open_item(line);
      } else if (!open_.empty() && continues(region, i, line_habit)) {
        extend(line);
      } else if (const int level = heading_level(region, next, i, first, line_habit); level > 0) {
        add_heading(level, heading_text(line));
      } else if (first && !list_indents_.empty() && line.indent > list_indents_.back()) {
        // A further paragraph of the item above.
        flush();
        open_ = line.span;
        open_indent_ = line.indent;
        open_level_ = static_cast<int>(list_indents_.size());
      } else {
        open_paragraph(line);
      }
    }
    flush();
  }

  /// The file's first lines, where they are a title on several lines or one that ends like a sentence: before hard
  /// wrapped text only, since elsewhere it may well be the first paragraph. Gives the number of lines taken.
  std::size_t read_title(const Region& region, const Region& next) {
    if (!document_.blocks.empty() || !open_.empty() || region.size() > most_title_lines || next.empty()) return 0;
    const text::Span span{region.front().span.begin, region.back().span.end};
    const std::string_view whole = span.of(text_);
    for (const Line& line : region) {
      if (line.rule || line.columns > longest_heading_line || line.indent > 3 || item_marker(of(line)) > 0) return 0;
    }
    if (!is_letter_or_digit(significant_begin(whole)) || holds_sentence_end(whole)) return 0;
    if (ends_with_colon(whole) || ends_open(whole)) return 0;
    // A sentence begins upper case and has few capitals; a line that does not, is a title though it ends like one.
    const bool no_sentence = starts_lower(whole) || is_title_case(whole) || !ends_sentence(whole);
    if (!no_sentence || (region.size() == 1 && !ends_sentence(whole) && !starts_lower(whole))) return 0;
    if (next.size() < 2 || next.front().columns > long_line ||
        next.back().span.end - next.front().span.begin < whole.size()) {
      return 0;
    }
    bool wrapped = false;
    for (std::size_t i = 0; i + 1 < next.size() && !wrapped; ++i) wrapped = flows(next[i], next[i + 1], long_line);
    if (!wrapped) return 0;
    add_heading(1, span);
    return region.size();
  }

  bool is_underlined(const Region& region, std::size_t i) const {
    if (i + 1 >= region.size() || !region[i + 1].rule) return false;
    const Line& line = region[i];
    const Line& rule = region[i + 1];
    if (line.columns > longest_title_line || !underlines(of(rule), rule.columns, line.columns)) return false;
    // Under a paragraph, the same signs part it from the next.
    return open_.empty() || has_heading_shape(of(line), line.columns, longest_heading_line);
  }

  /// A title between two rules: how many lines it took, or 0.
  std::size_t read_overlined(const Region& region, std::size_t i) {
    if (i + 2 >= region.size() || region[i + 1].rule || !region[i + 2].rule) return 0;
    const Line& title = region[i + 1];
    if (of(region[i]) != of(region[i + 2]) || !underlines(of(region[i]), region[i].columns, title.columns)) return 0;
    add_heading(underline_level(text_[region[i].span.begin]), title.span);
    deepest_underline_ = std::max(deepest_underline_, document_.blocks.back().level);
    return 3;
  }

  bool is_item(const Region& region, const Region& next, std::size_t i, bool line_habit) const {
    const Line& line = region[i];
    const std::string_view text = of(line);
    if (item_marker(text) == 0) return false;
    const bool after_item = !open_.empty() && open_level_ > 0;
    if (is_numbered_item(text) && !after_item && !counts_on(text) && is_numbered_heading(region, next, i, line_habit))
      return false;
    if (open_.empty() || line_habit) return true;
    const Line& before = region[i - 1];
    if (ends_sentence(of(before)) || ends_with_colon(of(before)) || line.indent > before.indent) return true;
    if (after_item) return !is_digit(text[0]) || line.indent <= open_indent_;
    return i + 1 < region.size() && item_marker(of(region[i + 1])) > 0;
  }

  /// Whether its number is the one after that of the item above, with blank lines between.
  bool counts_on(std::string_view text) const {
    return open_.empty() && !list_indents_.empty() &&
           item_number(text) == item_number(document_.blocks.back().text) + 1;
  }

  /// "2. Terms" with its text below, and not one item of a list.
  bool is_numbered_heading(const Region& region, const Region& next, std::size_t i, bool line_habit) const {
    const Line& line = region[i];
    if (!has_heading_shape(of(line), line.columns, longest_heading_line)) return false;
    if (starts_lower(of(line).substr(item_marker(of(line))))) return false;
    const bool alone = i + 1 == region.size();
    if (alone && (i > 0 || next.empty())) return false;
    const Line& below = alone ? next.front() : region[i + 1];
    if (item_marker(of(below)) > 0 || below.indent > line.indent) return false;
    return alone || (line_habit ? below.columns > longest_heading_line : is_early_break(line, below));
  }

  /// Whether the next line's first word would have had room on this one.
  bool is_early_break(const Line& line, const Line& next) const {
    const std::string_view text = prefix_of(of(next));
    const std::size_t word = std::min(text.find_first_of(" \t"), text.size());
    return line.indent + line.columns + 1 + word < width_;
  }

  bool continues(const Region& region, std::size_t i, bool line_habit) const {
    const Line& line = region[i];
    const Line& before = region[i - 1];
    const bool ended = ends_sentence(of(before)) || ends_with_colon(of(before));
    const bool goes_on = !ended && starts_lower(of(line));
    if (goes_on) return true;
    if (open_level_ > 0) return line.indent > open_indent_ || (!line_habit && !ended && !is_early_break(before, line));
    if (line_habit) return false;
    if (!ended) return true;
    // An indented first line, or the way back from a hanging indent.
    const bool last = i + 1 == region.size();
    if (line.indent > before.indent && (last ? flows_ > 0 : region[i + 1].indent < line.indent)) return false;
    if (line.indent > base_indent_ && before.indent == line.indent && open_indent_ == line.indent && !last &&
        region[i + 1].indent < line.indent) {
      return false;
    }
    return !(line.indent == base_indent_ && before.indent > base_indent_ && open_indent_ == base_indent_);
  }

  /// 0 where the line is no heading.
  int heading_level(const Region& region, const Region& next, std::size_t i, bool first, bool line_habit) const {
    const Line& line = region[i];
    const std::string_view text = of(line);
    const bool top = document_.blocks.empty() && open_.empty();
    const std::size_t hashes = std::min(text.find_first_not_of('#'), text.size());
    const bool isolated = first && i + 1 == region.size();
    if (hashes >= 1 && hashes <= 6 && hashes < text.size() && text[hashes] == ' ' && line.indent <= 3 &&
        (isolated || hashes > 1)) {
      return line.columns <= longest_title_line && !ends_sentence(text) ? static_cast<int>(hashes) : 0;
    }
    if (!has_heading_shape(text, line.columns, top ? longest_title_line : longest_heading_line)) return 0;
    if (line.indent > 3 && !is_title_case(text) && !is_all_capitals(text)) return 0;
    if (!has_text_below(region, next, i, first, line_habit)) return 0;
    // One that begins with a number is the first of several, not the title.
    if (top && !is_digit(text[0])) return 1;
    const int plain = std::max(2, deepest_underline_ + 1);
    const int depth = number_depth(text);
    return depth > 0 ? plain - 1 + depth : plain;
  }

  bool has_text_below(const Region& region, const Region& next, std::size_t i, bool first, bool line_habit) const {
    const Line& line = region[i];
    if (i + 1 < region.size()) {
      const Line& below = region[i + 1];
      if (below.rule) return false;
      // At the very top a title may have a subtitle, a date or a name below it.
      if (line_habit) return is_text(below) || (document_.blocks.empty() && open_.empty());
      if (!first) return false;
      if (is_all_capitals(of(line))) return !is_all_capitals(of(below));
      // A wrapped paragraph has no short first line.
      return width_ >= 50 && flows_ > 0 && line.columns * 3 < width_ * 2 && is_early_break(line, below) &&
             !starts_lower(of(below)) && item_marker(of(below)) == 0;
    }
    if (next.empty() || !(first || line_habit)) return false;
    const Line& below = next.front();
    return next.size() > 1 || is_text(below) || has_heading_shape(of(below), below.columns, longest_heading_line);
  }

  /// Surely more than a heading.
  bool is_text(const Line& line) const {
    return line.columns > longest_heading_line || ends_sentence(of(line)) || ends_with_colon(of(line)) ||
           item_marker(of(line)) > 0;
  }

  /// The line without Markdown's signs.
  text::Span heading_text(const Line& line) const {
    text::Span span = line.span;
    if (text_[span.begin] != '#') return span;
    while (text_[span.begin] == '#') ++span.begin;
    while (text_[span.end - 1] == '#') --span.end;
    return trimmed(text_, span);
  }

  std::string_view text_;
  char line_end_;
  std::size_t looked_from_ = 0;
  std::size_t found_at_ = 0;  ///< The first line end from there on.
  Document document_;

  // The file.
  bool is_code_ = false;
  bool has_long_lines_ = false;
  int deepest_underline_ = 0;

  // The region.
  std::size_t width_ = 0;        ///< Of its widest line.
  std::size_t base_indent_ = 0;  ///< Of the line that is least indented.
  std::size_t flows_ = 0;        ///< How many of its lines flow into the next.

  // The block being read, and the list it stands in.
  text::Span open_;
  std::size_t open_indent_ = 0;
  int open_level_ = 0;  ///< Of a list item; 0 for a paragraph.
  std::vector<std::size_t> list_indents_;
  unsigned group_ = 0;
};

}  // namespace

tl::expected<Document, std::string> read_plain_text(std::string_view text) {
  return PlainTextReader(text).read();
}

}  // namespace pilcrow::indexer
