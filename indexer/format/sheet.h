// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of a spreadsheet, row by row, and what their cells show: for all readers of spreadsheets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/extraction.h"

namespace pilcrow::indexer {

/// What a number in a cell means.
enum class NumberForm { number, date, time, duration };

/// As Excel's format code says ("yyyy\-mm\-dd", "[h]:mm", "#,##0.00 \d\a\y\s").
NumberForm form_of_format(std::string_view code);
/// As the number says that a format without a code has.
NumberForm form_of_format(long long built_in);

/// What is stored for a number, without the noise of binary fractions: "0.1" for "0.10000000000000001". To the letter
/// where it is no number.
std::string shown_number(std::string_view stored);
/// A number of days as what it means: "2026-06-15", "2026-06-15 09:30", "09:30:05", "49:00". Days count from the end of
/// 1899 (with a February 29, 1900, that never was) or from the beginning of 1904. As a number where there is no such day.
std::string shown_date(std::string_view stored, NumberForm form, bool from_1904);

/// How much text sheets of so many bytes may say, more or less: names of columns and shared texts make more of them.
inline std::size_t most_text_of(std::size_t unpacked) {
  return (std::size_t{32} << 20U) + 4 * unpacked;
}

/// A row in the making. What is beyond any real row is cut off.
class SheetRow {
 public:
  struct Cell {
    std::uint32_t column = 0;  ///< From 1.
    std::string text;          ///< White space folded, not empty.
  };
  /// Columns ascend.
  void add(std::uint32_t column, std::string_view text);
  const std::vector<Cell>& cells() const { return cells_; }

 private:
  std::vector<Cell> cells_;
  std::size_t size_ = 0;
};

/// Writes sheets into an extraction. Each is a page with its name as label and heading; each row a block in the row's
/// lines, cells joined by " | ". Where the first row with more than one cell names the columns, it is left out and
/// names the cells below.
class SheetWriter {
 public:
  /// Gives up where the text grows beyond `most_text`: cells share texts, and names of columns are repeated.
  SheetWriter(Extraction& out, std::size_t most_text) : out_(out), most_text_(most_text) {}

  void begin_sheet(std::string name);
  /// Rows that say the same may be given as one.
  void add_row(LineRange rows, SheetRow cells);
  /// A comment at a cell ("B2"); after the rows.
  void add_comment(std::uint32_t row, std::string_view cell, std::string_view text);
  void end_sheet();

  /// Enough of them: the reader should end.
  bool full() const { return out_.full() || out_.text_size() > most_text_; }
  /// Why the document cannot be taken; empty where it can.
  std::string trouble() const;

 private:
  struct Row {
    LineRange rows;
    SheetRow row;
  };
  struct Comment {
    std::uint32_t row;
    std::string text;
  };
  void write(const Row& row);
  void add(LineRange rows, BlockKind kind, std::string_view text, unsigned group);

  Extraction& out_;
  const std::size_t most_text_;
  std::uint32_t sheet_ = 0;
  std::string name_;
  bool begun_ = false;  ///< Something of the sheet has been written.
  unsigned group_ = 0;
  std::optional<Row> possible_header_;  ///< Until it is known whether a row follows.
  bool header_known_ = false;
  std::map<std::uint32_t, std::string> header_;
  std::vector<Comment> comments_;
};

}  // namespace pilcrow::indexer
