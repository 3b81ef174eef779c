// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/pdf_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "core/text/utf8.h"
#include "indexer/characters.h"

namespace pilcrow::indexer {
namespace {

// ---------------------------------------------------------------------------------------------------------------------
// Words as they are needed.

bool is_odd_space(char32_t c) {
  return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000 || c == '\t';
}

bool is_invisible(char32_t c) {
  return c < 0x20 || c == 0x200B || c == 0x2060 || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFFFD;
}

/// What symbol fonts have for bullets, and nothing for the rest of what only a certain font knows.
char32_t of_private_use(char32_t c) {
  switch (c) {
    case 0xF0A7:
    case 0xF06E:
      return 0x25AA;
    case 0xF0B7:
    case 0xF0A8:
    case 0xF0D8:
    case 0xF0FC:
      return 0x2022;
    default:
      return 0;
  }
}

std::string clean(const std::string& text) {
  if (std::all_of(text.begin(), text.end(), [](char byte) { return byte > ' ' && byte < 0x7F; })) return text;
  const std::string letters = without_presentation_forms(text);
  std::string out;
  for (std::size_t at = 0; at < letters.size();) {
    const text::CodePoint character = text::code_point_at(letters, at);
    at += character.size;
    char32_t value = character.value;
    if (value >= 0xE000 && value <= 0xF8FF) value = of_private_use(value);
    if (is_odd_space(value)) value = ' ';
    // A soft hyphen that is no line's last character is not printed.
    const bool hidden = value == 0xAD && at < letters.size();
    if (value != 0 && !hidden && !is_invisible(value)) text::append_utf8(out, value);
  }
  return text::fold_space(out);
}

/// Turns the page until words of this rotation read from left to right.
void turn(PdfWord& word) {
  const PdfWord old = word;
  const auto place = [&](double left, double top, double right, double bottom) {
    word.left = left;
    word.top = top;
    word.right = right;
    word.bottom = bottom;
  };
  if (word.rotation == 1) place(old.top, -old.right, old.bottom, -old.left);
  if (word.rotation == 2) place(-old.right, -old.bottom, -old.left, -old.top);
  if (word.rotation == 3) place(-old.bottom, old.left, -old.top, old.right);
}

/// Whether the word stands anywhere. Makes its size one that fits its box.
bool make_sensible(PdfWord& word) {
  constexpr double farthest = 1e6;  // a page measures 14,400 points at most
  for (const double edge : {word.left, word.top, word.right, word.bottom}) {
    if (!(std::abs(edge) < farthest)) return false;
  }
  if (word.left > word.right) std::swap(word.left, word.right);
  if (word.top > word.bottom) std::swap(word.top, word.bottom);
  const double height = word.bottom - word.top;
  if (!(height > 0.1)) return false;
  if (!(word.size > 0.4 * height && word.size < 2.5 * height)) word.size = 0.8 * height;
  return true;
}

// ---------------------------------------------------------------------------------------------------------------------
// Pieces: words of one line without a wide gap between them.

/// Columns of text may be this close (in widths of an "m"): what is farther apart is for the columns to decide.
constexpr double piece_gap = 0.8;

struct Piece {
  std::size_t first = 0;  // words[first, end)
  std::size_t end = 0;
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
  double size = 0;

  double height() const { return bottom - top; }
  double middle() const { return (top + bottom) / 2; }
};

double overlap(double a_begin, double a_end, double b_begin, double b_end) {
  return std::min(a_end, b_end) - std::max(a_begin, b_begin);
}

std::vector<Piece> pieces_of(const std::vector<PdfWord>& words) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const PdfWord& word = words[i];
    if (i > 0) {
      const PdfWord& before = words[i - 1];
      Piece& piece = pieces.back();
      const double em = std::max(word.size, before.size);
      const double gap = word.left - before.right;
      const double common = overlap(word.top, word.bottom, before.top, before.bottom);
      const double lower = std::min(word.bottom - word.top, before.bottom - before.top);
      const bool drop_cap = std::max(word.size, piece.size) > 1.8 * std::min(word.size, piece.size) &&
                            (word.bottom - word.top > 1.8 * lower || before.bottom - before.top > 1.8 * lower) &&
                            before.text.size() == 1 && piece.end - piece.first == 1;
      if (common >= 0.4 * lower && gap <= piece_gap * em && gap >= -0.3 * em && word.left >= before.left && !drop_cap) {
        piece.end = i + 1;
        piece.right = std::max(piece.right, word.right);
        if (word.size > piece.size * 1.05) {  // raised and lowered figures do not say where a line stands
          piece.top = word.top;
          piece.bottom = word.bottom;
          piece.size = word.size;
        }
        continue;
      }
    }
    pieces.push_back({i, i + 1, word.left, word.right, word.top, word.bottom, word.size});
  }
  return pieces;
}

// ---------------------------------------------------------------------------------------------------------------------
// Columns: a region is cut at the white space between two columns, wherever there is text beside each other for some
// lines; what crosses it stands before and after these.

using Region = std::vector<const Piece*>;

/// Deeper than columns within columns within columns nobody lays out a page.
constexpr int deepest_cut = 12;
constexpr std::size_t fewest_lines_of_column = 3;
constexpr double narrowest_gutter = 0.6;  // em
/// A line of a column of text is wider than most cells of a table.
constexpr double wide_line = 9.0;  // em
/// And there is little white space in it.
constexpr double least_filled = 0.55;
constexpr std::size_t most_gutters_tried = 6;

/// White space between columns: x from left to right, and how high the text is that stands on either side.
struct Gutter {
  double left = 0;
  double right = 0;
  double height = 0;
};

/// The white space on the right of each piece, up to the next one beside it. `region` is sorted by height.
std::vector<Gutter> gaps_in(const Region& region) {
  // Beside a line stand at most its neighbours in the order of height, unless a page is full of columns.
  constexpr std::size_t neighbours = 16;
  std::vector<Gutter> gaps;
  for (std::size_t i = 0; i < region.size(); ++i) {
    const Piece& piece = *region[i];
    double nearest = std::numeric_limits<double>::infinity();
    const std::size_t end = std::min(region.size(), i + neighbours + 1);
    for (std::size_t j = i - std::min(i, neighbours); j < end; ++j) {
      const Piece& other = *region[j];
      const bool beside = overlap(piece.top, piece.bottom, other.top, other.bottom) > 0.3 * piece.height();
      if (beside && other.left >= piece.right) nearest = std::min(nearest, other.left);
    }
    if (nearest < std::numeric_limits<double>::infinity()) gaps.push_back({piece.right, nearest, piece.height()});
  }
  return gaps;
}

/// Where most of these gaps stand below each other.
Gutter highest_gutter(const std::vector<Gutter>& gaps) {
  struct Edge {
    double x;
    double height;
  };
  std::vector<Edge> edges;
  edges.reserve(2 * gaps.size());
  for (const Gutter& gap : gaps) {
    edges.push_back({gap.left, gap.height});
    edges.push_back({gap.right, -gap.height});
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.x < b.x; });
  Gutter highest;
  double height = 0;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    height += edges[i].height;
    if (height > highest.height && edges[i + 1].x > edges[i].x) highest = {edges[i].x, edges[i + 1].x, height};
  }
  return highest;
}

/// Where there may be columns on either side, the highest first.
std::vector<Gutter> find_gutters(const Region& region, double em) {
  std::vector<Gutter> gaps = gaps_in(region);
  std::vector<Gutter> gutters;
  for (std::size_t tried = 0; tried < most_gutters_tried; ++tried) {
    const Gutter highest = highest_gutter(gaps);
    if (highest.height < static_cast<double>(fewest_lines_of_column) * em) break;
    if (highest.right - highest.left > narrowest_gutter * em) gutters.push_back(highest);
    std::erase_if(gaps, [&](const Gutter& gap) { return gap.left <= highest.left && gap.right >= highest.right; });
  }
  return gutters;
}

struct Cut {
  /// In the order of reading; every second one is a left column, the one behind it the right column beside it.
  std::vector<Region> parts;
  double height = 0;  // Of text beside text.
};

double height_of(const Region& side) {
  double top = side.front()->top;
  double bottom = side.front()->bottom;
  for (const Piece* piece : side) {
    top = std::min(top, piece->top);
    bottom = std::max(bottom, piece->bottom);
  }
  return bottom - top;
}

class ColumnFinder {
 public:
  explicit ColumnFinder(const std::vector<PdfWord>& words) : words_(words) {}

  /// Regions without columns, in the order of reading.
  std::vector<Region> columns(Region page, double em, bool right_to_left) {
    em_ = em;
    right_to_left_ = right_to_left;
    std::stable_sort(page.begin(), page.end(),
                     [](const Piece* a, const Piece* b) { return a->middle() < b->middle(); });
    divide(std::move(page), deepest_cut);
    return std::move(columns_);
  }

 private:
  void divide(Region region, int deepest) {
    Cut best;
    if (deepest > 0 && region.size() >= 2 * fewest_lines_of_column) {
      for (const Gutter& gutter : find_gutters(region, em_)) {
        Cut cut = cut_at(region, gutter);
        if (cut.height > best.height) best = std::move(cut);
      }
    }
    if (best.parts.empty()) {
      columns_.push_back(std::move(region));
      return;
    }
    for (Region& part : best.parts) {
      if (!part.empty()) divide(std::move(part), deepest - 1);
    }
  }

  /// No parts where the gutter parts no columns. `region` is sorted by height.
  Cut cut_at(const Region& region, const Gutter& gutter) const {
    Cut cut;
    Region across;
    Region left;
    Region right;
    double last_bottom = -1e9;  // Of what crosses.
    const auto end_band = [&] {
      if (are_columns(left, right)) {
        cut.height += std::min(height_of(left), height_of(right));
        cut.parts.push_back(std::exchange(across, {}));
        if (right_to_left_) std::swap(left, right);
        cut.parts.push_back(std::exchange(left, {}));
        cut.parts.push_back(std::exchange(right, {}));
        return;
      }
      Region both(left);
      both.insert(both.end(), right.begin(), right.end());
      std::inplace_merge(both.begin(), both.begin() + static_cast<std::ptrdiff_t>(left.size()), both.end(),
                         [](const Piece* a, const Piece* b) { return a->middle() < b->middle(); });
      across.insert(across.end(), both.begin(), both.end());
      left.clear();
      right.clear();
    };
    const double middle = (gutter.left + gutter.right) / 2;
    for (const Piece* piece : region) {
      // One that only reaches into it leaves room enough.
      const bool crosses =
          piece->left < gutter.left + narrowest_gutter * em_ && piece->right > gutter.right - narrowest_gutter * em_;
      // The last line of a paragraph that crosses may be too short to cross itself.
      const bool goes_on = left.empty() && right.empty() && piece->top - last_bottom < 0.5 * piece->height() &&
                           piece->top > last_bottom - piece->height() && piece->right < middle;
      if (crosses || goes_on) {
        if (crosses) end_band();
        across.push_back(piece);
        last_bottom = piece->bottom;
      } else {
        (piece->left + piece->right < 2 * middle ? left : right).push_back(piece);
      }
    }
    end_band();
    if (cut.parts.empty()) return cut;
    cut.parts.push_back(std::move(across));
    return cut;
  }

  bool are_columns(const Region& left, const Region& right) const {
    const std::vector<Row> left_rows = rows_of(left);
    const std::vector<Row> right_rows = rows_of(right);
    if (left_rows.size() < fewest_lines_of_column || right_rows.size() < fewest_lines_of_column) return false;
    const bool text = reads_as_text(left_rows) && reads_as_text(right_rows);
    const bool index = reads_as_index(left_rows) && reads_as_index(right_rows);
    if (!text && !index && !is_margin(left_rows, right_rows) && !is_margin(right_rows, left_rows)) return false;
    // Not one below the other.
    const auto top = [](const Region& side) { return side.front()->top; };
    const auto bottom = [](const Region& side) { return side.back()->bottom; };
    return overlap(top(left), bottom(left), top(right), bottom(right)) >
           0.4 * std::min(height_of(left), height_of(right));
  }

  /// A line of one side of a gutter.
  struct Row {
    const Piece* first = nullptr;  // the piece on the left
    const Piece* last = nullptr;
    double ink = 0;  // width of what is printed
  };

  static std::vector<Row> rows_of(const Region& side) {
    std::vector<Row> rows;
    for (const Piece* piece : side) {
      const bool beside = !rows.empty() && overlap(piece->top, piece->bottom, rows.back().first->top,
                                                   rows.back().first->bottom) > 0.5 * piece->height();
      if (!beside) rows.push_back({piece, piece, 0});
      Row& row = rows.back();
      row.ink += piece->right - piece->left;
      if (piece->left < row.first->left) row.first = piece;
      if (piece->right > row.last->right) row.last = piece;
    }
    return rows;
  }

  /// Notes beside the text, in smaller letters.
  static bool is_margin(const std::vector<Row>& notes, const std::vector<Row>& text) {
    const auto size = [](const std::vector<Row>& rows) {
      double sum = 0;
      for (const Row& row : rows) sum += row.first->size;
      return sum / static_cast<double>(rows.size());
    };
    return size(notes) < 0.9 * size(text) && text.size() >= 2 * fewest_lines_of_column && reads_as_text(text);
  }

  static bool reads_as_text(const std::vector<Row>& rows) {
    double left = rows.front().first->left;
    double right = rows.front().last->right;
    for (const Row& row : rows) {
      left = std::min(left, row.first->left);
      right = std::max(right, row.last->right);
    }
    const auto filled = std::count_if(rows.begin(), rows.end(), [&](const Row& row) {
      return row.ink > wide_line * row.first->size && row.ink > least_filled * (right - left);
    });
    return 2 * static_cast<std::size_t>(filled) >= rows.size();
  }

  /// Entries of an index: words, and at the end where they are found.
  bool reads_as_index(const std::vector<Row>& rows) const {
    constexpr std::size_t fewest_entries = 10;
    if (rows.size() < fewest_entries) return false;
    const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
    const auto entries = std::count_if(rows.begin(), rows.end(), [&](const Row& row) {
      const std::string& first = words_[row.first->first].text;
      const std::string& last = words_[row.last->end - 1].text;
      return &first != &last && is_digit(last.back()) && !is_digit(first.front());
    });
    return 5 * static_cast<std::size_t>(entries) >= 2 * rows.size();
  }

  const std::vector<PdfWord>& words_;
  double em_ = 0;
  bool right_to_left_ = false;
  std::vector<Region> columns_;
};

// ---------------------------------------------------------------------------------------------------------------------
// Lines of a column.

enum class Direction { neutral, left_to_right, right_to_left };

Direction direction_of(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint character = text::code_point_at(text, at);
    if (is_right_to_left(character.value)) return Direction::right_to_left;
    if (is_letter(character.value)) return Direction::left_to_right;
    at += character.size;
  }
  return Direction::neutral;
}

/// A word as it is spoken, from one as it is printed from left to right.
std::string reversed(std::string_view printed) {
  std::string out;
  for (std::size_t end = printed.size(); end > 0;) {
    const std::size_t begin = text::floor_to_character(printed, end - 1);
    text::append_utf8(out, mirrored(text::code_point_at(printed, begin).value));
    end = begin;
  }
  return out;
}

bool is_figure(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

std::string superscript(std::string_view figures) {
  constexpr std::array<char32_t, 10> raised = {0x2070, 0xB9,   0xB2,   0xB3,   0x2074,
                                               0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
  std::string out;
  for (const char figure : figures) text::append_utf8(out, raised[static_cast<std::size_t>(figure - '0')]);
  return out;
}

/// Dots that lead the eye from a heading to its page.
bool is_leader(std::string_view text) {
  const bool dots = std::all_of(text.begin(), text.end(), [](char byte) { return byte == '.'; });
  return dots && !text.empty();
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

/// A gap wider than this may be one between cells (em).
constexpr double cell_gap = 1.0;
constexpr std::size_t most_cells = 100;

class LineMaker {
 public:
  explicit LineMaker(const std::vector<PdfWord>& words) : words_(words) {}

  /// The pieces of one line, as they stand from left to right.
  PdfLine line(std::vector<const Piece*>& pieces) {
    row_.clear();
    for (const Piece* piece : pieces) {
      for (std::size_t i = piece->first; i < piece->end; ++i) row_.push_back(&words_[i]);
    }
    // A letter that stands lower or higher than its neighbours is a piece of its own in the middle of another.
    std::stable_sort(row_.begin(), row_.end(), [](const PdfWord* a, const PdfWord* b) { return a->left < b->left; });
    PdfLine line;
    measure(pieces, line);
    order(line.right_to_left);
    find_leaders();
    for (std::size_t i = 0; i < row_.size(); ++i) put(i, line);
    if (line.cells.size() == 1) line.cells.clear();
    if (line.second_word_left == 0) line.second_word_left = line.right;
    return line;
  }

 private:
  void measure(const std::vector<const Piece*>& pieces, PdfLine& line) {
    const Piece& widest = **std::max_element(pieces.begin(), pieces.end(), [](const Piece* a, const Piece* b) {
      return (a->right - a->left) * a->size < (b->right - b->left) * b->size;
    });
    line.top = static_cast<float>(widest.top);
    line.bottom = static_cast<float>(widest.bottom);
    line.left = static_cast<float>(row_.front()->left);
    double right = row_.front()->right;
    std::size_t all = 0;
    std::size_t bold = 0;
    std::size_t mono = 0;
    std::size_t right_to_left = 0;
    std::size_t left_to_right = 0;
    double width = 0;
    std::size_t most = 0;
    for (const PdfWord* word : row_) {
      const std::size_t size = characters_in(word->text);
      all += size;
      width += word->right - word->left;
      right = std::max(right, word->right);
      if (word->bold) bold += size;
      if (word->mono) mono += size;
      const Direction direction = direction_of(word->text);
      if (direction == Direction::right_to_left) right_to_left += size;
      if (direction == Direction::left_to_right) left_to_right += size;
      if (size > most) {
        most = size;
        line.size = static_cast<float>(word->size);
      }
    }
    line.right = static_cast<float>(right);
    line.first_word_right = static_cast<float>(row_.front()->right);
    line.bold = bold * 10 >= all * 9;
    line.mono = mono * 10 >= all * 9;
    line.right_to_left = right_to_left > left_to_right;
    character_width_ = width / static_cast<double>(std::max<std::size_t>(all, 1));
  }

  /// Puts the words of the row into the order in which they are spoken.
  void order(bool right_to_left) {
    if (right_to_left) std::reverse(row_.begin(), row_.end());
    // Runs of words that are read the other way round; those without letters go with what is around them.
    const Direction other = right_to_left ? Direction::left_to_right : Direction::right_to_left;
    for (std::size_t i = 0; i < row_.size();) {
      if (direction_of(row_[i]->text) != other) {
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      for (std::size_t next = end; next < row_.size(); ++next) {
        const Direction direction = direction_of(row_[next]->text);
        if (direction == other) end = next + 1;
        if (direction != other && direction != Direction::neutral) break;
      }
      std::reverse(row_.begin() + static_cast<std::ptrdiff_t>(i), row_.begin() + static_cast<std::ptrdiff_t>(end));
      i = end;
    }
  }

  static bool is_raised(const PdfWord& word, const PdfLine& line) {
    const double height = static_cast<double>(line.bottom - line.top);
    return word.size < 0.85 * static_cast<double>(line.size) &&
           word.bottom < static_cast<double>(line.bottom) - 0.15 * height;
  }

  void put(std::size_t i, PdfLine& line) {
    const PdfWord& word = *row_[i];
    std::string text = direction_of(word.text) == Direction::right_to_left ? reversed(word.text) : word.text;
    if (leads_[i]) {
      leader_ = true;
      return;
    }
    const bool first = line.text.empty();
    double gap = 0;
    bool space = false;
    if (!first) {
      const PdfWord& before = *row_[i - 1];
      gap = std::max(word.left - before.right, before.left - word.right);
      // The space is noted at the word on the left.
      const bool noted = before.left < word.left ? before.space_after : word.space_after;
      space = noted || gap > 0.25 * static_cast<double>(line.size) || leader_;
    }
    if (!space && is_raised(word, line) && is_figure(text)) text = superscript(text);
    if (line.second_word_left == 0 && !first && space) line.second_word_left = static_cast<float>(word.left);
    const bool wide = leader_ || gap > cell_gap * static_cast<double>(line.size);
    const bool new_cell = first || (wide && !line.mono && line.cells.size() < most_cells);
    if (space) {
      const double spaces = line.mono ? std::round(gap / std::max(character_width_, 0.5)) : 1;
      line.text.append(static_cast<std::size_t>(std::clamp(spaces, 1.0, 80.0)), ' ');
    }
    if (new_cell) {
      line.cells.push_back({line.text.size(), static_cast<float>(word.left), static_cast<float>(word.right)});
    }
    PdfCell& cell = line.cells.back();
    cell.left = std::min(cell.left, static_cast<float>(word.left));
    cell.right = std::max(cell.right, static_cast<float>(word.right));
    leader_ = false;
    line.text += text;
  }

  /// One of many dots, or the last one before a page number; neither a full stop nor the dots of an omission.
  void find_leaders() {
    leads_.assign(row_.size(), false);
    for (std::size_t i = 0; i < row_.size(); ++i) {
      std::size_t end = i;
      std::size_t dots = 0;
      while (end < row_.size() && is_leader(row_[end]->text)) dots += row_[end++]->text.size();
      const bool before_number = end > i && i > 0 && end + 1 == row_.size() && is_figure(row_[end]->text) &&
                                 row_[i]->left - row_[i - 1]->right > 0.3 * row_[i]->size;
      constexpr std::size_t fewest_dots = 5;
      if (dots >= fewest_dots || before_number) {
        std::fill(leads_.begin() + static_cast<std::ptrdiff_t>(i), leads_.begin() + static_cast<std::ptrdiff_t>(end),
                  true);
      }
      i = std::max(i, end);
    }
  }

  const std::vector<PdfWord>& words_;
  std::vector<const PdfWord*> row_;
  std::vector<bool> leads_;
  double character_width_ = 1;
  bool leader_ = false;
};

/// The lines of one column, from top to bottom.
void make_lines(const Region& column, unsigned number, LineMaker& maker, std::vector<PdfLine>& lines) {
  std::vector<const Piece*> row;
  const Piece* main = nullptr;  // The widest of the row: where the line stands.
  const auto end_row = [&] {
    if (row.empty()) return;
    lines.push_back(maker.line(row));
    lines.back().column = number;
    if (lines.back().text.empty()) lines.pop_back();
    row.clear();
  };
  for (const Piece* piece : column) {
    if (main != nullptr) {
      const double common = overlap(piece->top, piece->bottom, main->top, main->bottom);
      const double lower = std::min(piece->height(), main->height());
      // A brace several lines high must not gather them.
      if (common < 0.5 * lower || main->height() > 3 * piece->height()) {
        end_row();
        main = nullptr;
      }
    }
    row.push_back(piece);
    if (main == nullptr || piece->right - piece->left > main->right - main->left) main = piece;
  }
  end_row();
}

double size_of_most(const std::vector<PdfWord>& words);

/// An initial several lines high begins the first of them.
void lower_initials(std::vector<PdfWord>& words) {
  const double size = words.empty() ? 0 : size_of_most(words);
  for (PdfWord& word : words) {
    const bool high = word.bottom - word.top > 2.2 * size && word.size > 1.8 * size;
    if (!high || characters_in(word.text) != 1 || !is_upper_case(text::code_point_at(word.text, 0).value)) continue;
    word.bottom = word.top + 1.2 * size;
    word.size = size;
    word.space_after = false;
  }
}

double size_of_most(const std::vector<PdfWord>& words) {
  std::vector<double> sizes;
  sizes.reserve(words.size());
  for (const PdfWord& word : words) sizes.push_back(word.size);
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  return *middle;
}

bool is_right_to_left(const std::vector<PdfWord>& words) {
  const auto count = std::count_if(words.begin(), words.end(), [](const PdfWord& word) {
    return direction_of(word.text) == Direction::right_to_left;
  });
  return 2 * static_cast<std::size_t>(count) > words.size();
}

}  // namespace

std::vector<PdfLine> lines_in_reading_order(std::vector<PdfWord> words) {
  if (words.size() > most_words_of_page) words.resize(most_words_of_page);
  std::array<std::vector<PdfWord>, 4> by_rotation;
  for (PdfWord& word : words) {
    word.text = clean(word.text);
    if (word.text.empty() || word.rotation < 0 || word.rotation > 3) continue;
    turn(word);
    if (make_sensible(word)) by_rotation[static_cast<std::size_t>(word.rotation)].push_back(std::move(word));
  }
  for (std::vector<PdfWord>& turned : by_rotation) lower_initials(turned);
  // What is turned otherwise than most of the page stands beside its text.
  std::stable_sort(by_rotation.begin(), by_rotation.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  std::vector<PdfLine> lines;
  unsigned column = 0;
  for (const std::vector<PdfWord>& turned : by_rotation) {
    if (turned.empty()) break;
    const std::vector<Piece> pieces = pieces_of(turned);
    Region page;
    page.reserve(pieces.size());
    for (const Piece& piece : pieces) page.push_back(&piece);
    ColumnFinder finder(turned);
    LineMaker maker(turned);
    for (const Region& region : finder.columns(std::move(page), size_of_most(turned), is_right_to_left(turned))) {
      make_lines(region, column++, maker, lines);
    }
  }
  return lines;
}

}  // namespace pilcrow::indexer
