// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of tables in text (CSV, TSV): each record becomes a row that can be read by itself, "Name: value | Name:
// value". What separates the cells is found from the first records: the sign that gives the most of them the same
// number of cells. Quoted cells may hold the sign, line ends and doubled quotes (RFC 4180). A text in which no sign
// makes a table is plain text.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/text/day.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"
#include "indexer/format/format.h"
#include "indexer/format/rendering.h"
#include "indexer/format/table_header.h"

namespace pilcrow::indexer {
namespace {

/// What separates the cells is judged by so many records and bytes at the beginning.
constexpr std::size_t sample_records = 100;
constexpr std::size_t sample_bytes = 256U << 10U;
/// No column is named in more bytes.
constexpr std::size_t longest_name = 100;
/// Names may add this many times the size of the text; the rows after that go without them.
constexpr std::size_t most_growth = 16;

struct Cell {
  text::Span place;     ///< Without the quotes around it.
  bool quoted = false;  ///< "" is ".
};

/// Goes through the records of a text once, in linear time.
class Records {
 public:
  Records(std::string_view text, char separator, std::size_t begin = 0)
      : text_(text), separator_(separator), at_(begin) {}

  /// The cells of the next record; false at the end. An empty line has one empty cell.
  bool next(std::vector<Cell>& cells) {
    cells.clear();
    if (at_ >= text_.size()) return false;
    for (;;) {
      cells.push_back(read_cell());
      if (at_ >= text_.size()) return true;
      const char end = text_[at_++];
      if (end == separator_) continue;
      if (end == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      return true;
    }
  }

  std::size_t offset() const { return at_; }

 private:
  bool ends_cell(char byte) const { return byte == separator_ || byte == '\n' || byte == '\r'; }

  Cell read_cell() {
    if (at_ < text_.size() && text_[at_] == '"' && quotes_close_) {
      for (std::size_t end = text_.find('"', at_ + 1);; end = text_.find('"', end + 2)) {
        if (end == std::string_view::npos) {
          // It is a sign like others, and so are all that follow: none is looked for again.
          quotes_close_ = false;
          break;
        }
        if (end + 1 < text_.size() && text_[end + 1] == '"') continue;
        if (end + 1 < text_.size() && !ends_cell(text_[end + 1])) break;  // «"so" he said»
        const Cell cell{{at_ + 1, end}, true};
        at_ = end + 1;
        return cell;
      }
    }
    const std::size_t begin = at_;
    while (at_ < text_.size() && !ends_cell(text_[at_])) ++at_;
    return {{begin, at_}, false};
  }

  std::string_view text_;
  char separator_;
  std::size_t at_;
  bool quotes_close_ = true;
};

bool is_blank(const std::vector<Cell>& cells, std::string_view text) {
  return std::all_of(cells.begin(), cells.end(),
                     [text](const Cell& cell) { return trimmed(text, cell.place).empty(); });
}

/// "," → how good a table it makes: the share of records that have the usual number of cells, 0 to 1, and that number.
std::pair<double, std::size_t> judge(std::string_view text, char separator, std::size_t begin) {
  Records records(text.substr(0, std::min(text.size(), begin + sample_bytes)), separator, begin);
  std::map<std::size_t, std::size_t> records_of_size;
  std::vector<Cell> cells;
  std::size_t count = 0;
  std::size_t spaced = 0;
  std::size_t separators = 0;
  while (count < sample_records && records.next(cells)) {
    if (is_blank(cells, text)) continue;
    ++count;
    ++records_of_size[cells.size()];
    for (std::size_t i = 1; i < cells.size(); ++i) {
      ++separators;
      spaced += !cells[i].quoted && !cells[i].place.empty() && text[cells[i].place.begin] == ' ' ? 1U : 0U;
    }
  }
  std::size_t usual = 0;
  std::size_t usual_count = 0;
  for (const auto& [size, its_count] : records_of_size) {
    if (its_count >= usual_count) {
      usual = size;
      usual_count = its_count;
    }
  }
  if (usual < 2) return {0, 0};
  // Prose has a space after each of its commas, and only chance gives few of its lines the same number of them.
  const bool like_prose = spaced * 10 > separators * 9;
  if (like_prose && (count < 4 || usual_count < count)) return {0, 0};
  return {static_cast<double>(usual_count) / static_cast<double>(count), usual};
}

/// The sign between the cells, nothing where this is no table.
std::optional<char> separator_of(std::string_view text, std::size_t begin) {
  constexpr double least_share = 0.6;
  std::optional<char> best;
  std::pair<double, std::size_t> best_judgement{least_share, 0};
  for (const char separator : {',', ';', '\t', '|'}) {
    const auto judgement = judge(text, separator, begin);
    if (judgement > best_judgement) {
      best_judgement = judgement;
      best = separator;
    }
  }
  return best;
}

bool is_number(std::string_view cell) {
  return std::any_of(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         cell.find_first_not_of("0123456789.,+-%$ '/:eE()") == std::string_view::npos;
}

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator, std::size_t begin)
      : text_(text), records_(text, separator, begin), rendering_(text) {}

  Document read() {
    std::vector<Cell> first;
    while (records_.next(first) && is_blank(first, text_)) {
    }
    std::vector<std::string> names;
    names.reserve(first.size());
    for (const Cell& cell : first) names.push_back(rendered(cell));
    std::vector<Cell> cells;
    bool any_below = false;
    while (!any_below && records_.next(cells)) any_below = !is_blank(cells, text_);
    if (any_below && names_columns(names)) {
      names_ = std::move(names);
    } else {
      add_row(first);
    }
    if (!any_below) return std::move(document_);
    do add_row(cells);
    while (document_.blocks.size() <= most_blocks && records_.next(cells));
    return std::move(document_);
  }

 private:
  void take(const Cell& cell) {
    std::size_t from = cell.place.begin;
    while (cell.quoted) {
      const std::size_t quote = text_.find('"', from);
      if (quote >= cell.place.end) break;
      rendering_.take({from, quote});
      rendering_.take_as("\"", {quote, quote + 2});
      from = quote + 2;
    }
    rendering_.take({from, cell.place.end});
  }

  std::string rendered(const Cell& cell) {
    if (cell.place.size() > 2 * longest_name) return std::string(longest_name + 1, ' ');
    take(cell);
    return rendering_.finish().text;
  }

  void add_row(const std::vector<Cell>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Cell cell{trimmed(text_, cells[i].place), cells[i].quoted};
      if (cell.place.empty()) continue;
      if (!rendering_.empty()) rendering_.add(cell_separator);
      if (i < names_.size() && !names_[i].empty() && added_ < most_growth * text_.size()) {
        rendering_.add(names_[i]);
        rendering_.add(name_separator);
        added_ += names_[i].size();
      }
      take(cell);
    }
    Block block = rendering_.finish();
    if (block.text.empty()) return;
    block.kind = BlockKind::table_row;
    block.group = 1;
    document_.blocks.push_back(std::move(block));
  }

  std::string_view text_;
  Records records_;
  Rendering rendering_;
  std::vector<std::string> names_;
  std::size_t added_ = 0;
  Document document_;
};

}  // namespace

bool names_columns(const std::vector<std::string>& cells) {
  std::size_t count = cells.size();
  while (count > 0 && cells[count - 1].empty()) --count;
  if (count < 2) return false;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view cell = cells[i];
    if (cell.empty() ? i > 0 : cell.size() > longest_name || !has_letter_or_digit(cell)) return false;
    if (is_number(cell) || text::parse_day(cell) || !seen.insert(cell).second) return false;
  }
  return true;
}

ReadResult read_csv(std::string_view text) {
  // A first line "sep=;" tells spreadsheets what this reader finds out.
  std::size_t begin = 0;
  if (text.substr(0, 4) == "sep=") begin = std::min(text.find_first_of("\r\n"), text.size());
  const std::optional<char> separator = separator_of(text, begin);
  if (!separator) return read_plain_text(text);
  return CsvReader(text, *separator, begin).read();
}

}  // namespace pilcrow::indexer
