// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/excerpt.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/text/sentences.h"
#include "core/text/span.h"
#include "core/text/utf8.h"
#include "searcher/telling.h"

namespace pilcrow::searcher::cli {
namespace {

using text::Span;

constexpr std::string_view gap = "… ";
constexpr std::string_view spaces = " \t\r\n\v\f";
constexpr std::size_t most_lines = 6;        ///< Of a list, a table or code.
constexpr std::size_t most_sentences = 2;    ///< Of running text, and the neighbour of a short one.
constexpr std::size_t short_text = 240;      ///< Columns; such a text is shown whole.
constexpr std::size_t short_sentence = 100;  ///< Bytes; such a one is shown with its neighbour.
constexpr std::size_t longest_part = 400;    ///< Bytes of a sentence or line; longer ones are cut around their marks.
constexpr std::size_t context_before = 80;   ///< Bytes kept before the first mark of what is cut.

std::vector<Span> lines_of(std::string_view text) {
  std::vector<Span> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\n\r", begin), text.size());
    const std::size_t first = std::min(text.find_first_not_of(spaces, begin), end);
    std::size_t last = end;
    while (last > first && spaces.find(text[last - 1]) != spaces.npos) --last;
    if (first < last) lines.push_back({first, last});
    begin = end + 1;
  }
  return lines;
}

bool begins_like_item(std::string_view line) {
  if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ") || line.starts_with("• ")) return true;
  const std::size_t digits = line.find_first_not_of("0123456789");
  return digits > 0 && digits <= 3 && (line.substr(digits).starts_with(". ") || line.substr(digits).starts_with(") "));
}

bool is_row(std::string_view line) {
  return line.find(" | ") != line.npos || line.find('\t') != line.npos || line.find("   ") != line.npos;
}

/// Whether the line ends mean something: at most of them stands an item of a list or a row of a table, or the next
/// line's first word would still have fitted, so that nobody broke the line for want of room.
bool has_structure(std::string_view text, const std::vector<Span>& lines) {
  std::size_t longest = 0;
  for (const Span& line : lines) longest = std::max(longest, line.size());
  std::size_t structured = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i].of(text);
    const std::string_view next = i + 1 < lines.size() ? lines[i + 1].of(text) : std::string_view();
    const bool broken_early = !next.empty() && line.size() + 1 + std::min(next.find(' '), next.size()) <= longest;
    if (begins_like_item(line) || is_row(line) || broken_early) ++structured;
  }
  return structured >= 2 && structured * 2 >= lines.size();
}

std::set<std::size_t> all_of(const Parts& parts) {
  std::set<std::size_t> all;
  for (std::size_t i = 0; i < parts.parts.size(); ++i) all.insert(all.end(), i);
  return all;
}

std::set<std::size_t> chosen_sentences(const Parts& parts, std::string_view text) {
  if (text::display_width(text) <= short_text) return all_of(parts);
  std::set<std::size_t> chosen = most_telling(parts, most_sentences);
  if (chosen.empty()) chosen.insert(0);
  const std::size_t first = *chosen.begin();
  if (chosen.size() == 1 && parts.parts[first].span.size() < short_sentence && parts.parts.size() > 1) {
    chosen.insert(first + 1 < parts.parts.size() ? first + 1 : first - 1);
  }
  return chosen;
}

/// The first line stays where it names a table's columns or introduces a list; a marked line that is neither row nor
/// item (a term that is explained, code) stays with the next. Where nothing is marked, the answer may be in any line.
std::set<std::size_t> chosen_lines(const Parts& parts, std::string_view text) {
  const std::size_t count = parts.parts.size();
  if (count <= most_lines) return all_of(parts);
  std::set<std::size_t> chosen = most_telling(parts, most_lines - 1);
  const std::string_view head = parts.parts[0].span.of(text);
  if (is_row(head) || head.ends_with(':')) chosen.insert(0);
  for (std::size_t i = 0; i < count && chosen.size() < most_lines; ++i) {
    if (!parts.parts[i].words.empty()) chosen.insert(i);
  }
  for (std::size_t i = 0; i + 1 < count && chosen.size() < most_lines; ++i) {
    const std::string_view line = parts.parts[i].span.of(text);
    if (!parts.parts[i].words.empty() && !is_row(line) && !begins_like_item(line)) chosen.insert(i + 1);
  }
  const bool any_marked =
      std::any_of(chosen.begin(), chosen.end(), [&](auto i) { return !parts.parts[i].words.empty(); });
  for (std::size_t i = 0; !any_marked && chosen.size() < most_lines; ++i) chosen.insert(i);
  return chosen;
}

std::vector<ByteRange>::const_iterator first_mark_after(const std::vector<ByteRange>& highlights, std::size_t offset) {
  return std::lower_bound(highlights.begin(), highlights.end(), offset,
                          [](const ByteRange& mark, std::size_t at) { return mark.end <= at; });
}

/// What is shown of a part: all, or of a long one a stretch with as many marks as fit.
Span clipped(std::string_view text, Span span, const std::vector<ByteRange>& highlights) {
  if (span.size() <= longest_part) return span;
  const auto first = first_mark_after(highlights, span.begin);
  std::size_t begin = span.begin;
  std::ptrdiff_t most = 0;
  for (auto from = first, to = first; from != highlights.end() && from->begin < span.end; ++from) {
    while (to != highlights.end() && to->end <= from->begin + longest_part - context_before && to->end <= span.end)
      ++to;
    if (to - from > most) {
      most = to - from;
      begin = from->begin > span.begin + context_before ? from->begin - context_before : span.begin;
    }
  }
  std::size_t end = std::min(begin + longest_part, span.end);
  // Not within a word, if one ends nearby; never within a character.
  constexpr std::size_t nearby = 40;
  if (begin > span.begin) {
    const std::size_t space = text.find_first_of(spaces, begin);
    begin = space < begin + nearby ? space + 1 : text::floor_to_character(text, begin);
  }
  if (end < span.end) {
    const std::size_t space = text.find_last_of(spaces, end);
    end = space != text.npos && space + nearby > end && space > begin ? space : text::floor_to_character(text, end);
  }
  return {begin, end};
}

/// Puts a line together: folds white space over the borders of pieces.
class LineBuilder {
 public:
  void add(std::string_view fragment, bool marked) {
    // Between two letters, so that white space at the ends is folded and not dropped.
    std::string folded = text::fold_space("x" + std::string(fragment) + "x");
    folded = folded.substr(1, folded.size() - 2);
    if (folded.starts_with(' ') && (pieces_.empty() || pieces_.back().text.ends_with(' '))) folded.erase(0, 1);
    if (folded.empty()) return;
    if (pieces_.empty() || pieces_.back().marked != marked) pieces_.push_back({{}, marked});
    pieces_.back().text += text::printable(folded);
  }

  void add(std::string_view text, Span span, const std::vector<ByteRange>& highlights) {
    auto mark = first_mark_after(highlights, span.begin);
    std::size_t at = span.begin;
    for (; mark != highlights.end() && mark->begin < span.end; ++mark) {
      const std::size_t begin = std::max<std::size_t>(mark->begin, at);
      const std::size_t end = std::min<std::size_t>(mark->end, span.end);
      add(text.substr(at, begin - at), false);
      add(text.substr(begin, end - begin), true);
      at = end;
    }
    add(text.substr(at, span.end - at), false);
  }

  void add_gap() {
    if (!pieces_.empty() && pieces_.back().text.ends_with(gap)) return;
    add(" ", false);
    add(gap, false);
  }

  std::vector<Piece> finish() {
    if (!pieces_.empty() && pieces_.back().text.ends_with(' ')) pieces_.back().text.pop_back();
    if (!pieces_.empty() && pieces_.back().text.empty()) pieces_.pop_back();
    return std::exchange(pieces_, {});
  }

 private:
  std::vector<Piece> pieces_;
};

bool is_blank(std::string_view text) {
  return text::fold_space(text).empty();
}

/// A stretch that is not broken, unless it is longer than a line.
struct Word {
  std::vector<Piece> pieces;
  std::size_t width = 0;
  bool after_space = false;
};

bool sticks_to_the_left(std::string_view character) {
  static constexpr std::string_view marks = "、。，．！？：；）」』】〉》ー";
  return marks.find(character) != marks.npos;
}

bool sticks_to_the_right(std::string_view character) {
  static constexpr std::string_view marks = "（「『【〈《";
  return marks.find(character) != marks.npos;
}

std::vector<Word> words_of(const std::vector<Piece>& line) {
  std::vector<Word> words;
  bool after_space = false;
  bool joined = false;         // The next character goes on the last word, unless it is wide,
  bool after_opening = false;  // and even then.
  for (const Piece& piece : line) {
    for (std::size_t i = 0; i < piece.text.size();) {
      const std::size_t size = text::code_point_at(piece.text, i).size;
      const std::string_view character = std::string_view(piece.text).substr(i, size);
      i += size;
      if (character == " ") {
        after_space = true;
        joined = false;
        continue;
      }
      const std::size_t width = text::display_width(character);
      const bool wide = width == 2;
      const bool glued =
          !words.empty() && !after_space && (width == 0 || sticks_to_the_left(character) || after_opening);
      if (!glued && (!joined || wide)) {
        words.push_back({{}, 0, after_space});
        after_space = false;
      }
      Word& word = words.back();
      if (word.pieces.empty() || word.pieces.back().marked != piece.marked) word.pieces.push_back({{}, piece.marked});
      word.pieces.back().text += character;
      word.width += width;
      joined = !wide;
      after_opening = sticks_to_the_right(character);
    }
  }
  return words;
}

class Wrapper {
 public:
  Wrapper(std::size_t columns, std::string_view mark_on, std::string_view mark_off)
      : columns_(columns), mark_on_(mark_on), mark_off_(mark_off) {}

  void add(const Word& word) {
    const std::size_t space = word.after_space && used_ > 0 ? 1 : 0;
    if (used_ > 0 && used_ + space + word.width > columns_) {
      end_line();
    } else if (space == 1) {
      put(" ", 1, false);
    }
    for (const Piece& piece : word.pieces) {
      if (used_ + text::display_width(piece.text) <= columns_) {
        put(piece.text, text::display_width(piece.text), piece.marked);
      } else {
        break_up(piece);
      }
    }
  }

  std::vector<std::string> finish() {
    end_line();
    return std::move(lines_);
  }

 private:
  void break_up(const Piece& piece) {
    for (std::size_t i = 0; i < piece.text.size();) {
      const std::size_t size = text::code_point_at(piece.text, i).size;
      const std::string_view character = std::string_view(piece.text).substr(i, size);
      const std::size_t width = text::display_width(character);
      if (used_ > 0 && used_ + width > columns_) end_line();
      put(character, width, piece.marked);
      i += size;
    }
  }

  void put(std::string_view text, std::size_t width, bool marked) {
    if (marked != marked_) current_ += marked ? mark_on_ : mark_off_;
    marked_ = marked;
    current_ += text;
    used_ += width;
  }

  void end_line() {
    if (marked_) current_ += mark_off_;
    marked_ = false;
    if (!current_.empty()) lines_.push_back(std::exchange(current_, {}));
    used_ = 0;
  }

  std::size_t columns_;
  std::string_view mark_on_;
  std::string_view mark_off_;
  std::vector<std::string> lines_;
  std::string current_;
  std::size_t used_ = 0;
  bool marked_ = false;
};

}  // namespace

Excerpt excerpt(std::string_view text, const std::vector<ByteRange>& highlights) {
  std::vector<Span> spans = lines_of(text);
  const bool in_lines = has_structure(text, spans);
  if (!in_lines) spans = text::sentences(text);
  const Parts parts = parts_of(text, spans, highlights);
  Excerpt result;
  LineBuilder line;
  std::size_t passed = 0;
  for (const std::size_t i : in_lines ? chosen_lines(parts, text) : chosen_sentences(parts, text)) {
    const Span part = spans[i];
    const Span shown = clipped(text, part, highlights);
    const auto mark = first_mark_after(highlights, shown.begin);
    if (result.first_mark == 0 && mark != highlights.end() && mark->begin < shown.end) result.first_mark = mark->begin;
    if (in_lines && passed > 0) result.lines.push_back(line.finish());
    const std::string_view between = text.substr(passed, part.begin - passed);
    if (!is_blank(between) || shown.begin > part.begin) {
      line.add_gap();
    } else {
      line.add(between, false);
    }
    line.add(text, shown, highlights);
    if (shown.end < part.end) line.add_gap();
    passed = part.end;
  }
  if (!is_blank(text.substr(passed))) line.add_gap();
  if (passed > 0) result.lines.push_back(line.finish());
  return result;
}

Excerpt whole(std::string_view text, const std::vector<ByteRange>& highlights) {
  std::vector<Span> spans = lines_of(text);
  if (!has_structure(text, spans)) spans = {{0, text.size()}};
  Excerpt result;
  if (!highlights.empty()) result.first_mark = highlights.front().begin;
  LineBuilder line;
  for (const Span& span : spans) {
    line.add(text, span, highlights);
    result.lines.push_back(line.finish());
  }
  return result;
}

std::vector<std::string> wrap(const std::vector<Piece>& line, std::size_t columns, std::string_view mark_on,
                              std::string_view mark_off) {
  Wrapper wrapper(columns, mark_on, mark_off);
  for (const Word& word : words_of(line)) wrapper.add(word);
  return wrapper.finish();
}

}  // namespace pilcrow::searcher::cli
