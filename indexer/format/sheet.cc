// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/text/ascii.h"
#include "core/text/day.h"
#include "core/text/utf8.h"
#include "indexer/format/table_header.h"

namespace pilcrow::indexer {
namespace {

using text::lower;

constexpr std::size_t most_header_columns = 1000;
constexpr std::size_t longest_cell = 100'000;  // bytes; Excel allows 32,767 characters
constexpr std::size_t longest_row = 1U << 20U;

std::optional<double> parse_number(std::string_view stored) {
  double value = 0;
  const auto [stop, error] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (error != std::errc() || stop != stored.data() + stored.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_header(const std::vector<SheetRow::Cell>& cells) {
  const std::uint32_t first = cells.front().column;
  const std::size_t width = cells.back().column - first + std::size_t{1};
  if (width > most_header_columns) return false;
  std::vector<std::string> names(width);
  for (const auto& cell : cells) names[cell.column - first] = cell.text;
  return names_columns(names);
}

}  // namespace

NumberForm form_of_format(std::string_view code) {
  code = code.substr(0, 1000);
  std::string letters;  // that mean something
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = lower(code[i]);
    if (c == '"' || c == '[') {
      const std::size_t end = std::min(code.find(c == '"' ? '"' : ']', i + 1), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      // "[h]", "[mm]": time beyond a day. "[Red]", "[$-409]", "[>100]": not.
      if (c == '[' && !inside.empty() && inside.find_first_not_of("hHmMsS") == inside.npos) return NumberForm::duration;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;  // the next character stands for itself, its width, or is repeated
    } else if (c == 'g') {
      i += 6;  // "General"
    } else {
      letters += c;
    }
  }
  if (letters.find_first_of("0#?") != letters.npos && letters.find_first_of("ydhs") == letters.npos) {
    return NumberForm::number;
  }
  if (letters.find_first_of("yd") != letters.npos) return NumberForm::date;
  if (letters.find_first_of("hs") != letters.npos) return NumberForm::time;
  return letters.find('m') != letters.npos ? NumberForm::date : NumberForm::number;
}

NumberForm form_of_format(long long built_in) {
  const auto is_within = [built_in](long long first, long long last) { return first <= built_in && built_in <= last; };
  if (built_in == 46) return NumberForm::duration;
  if (is_within(18, 21) || built_in == 45 || built_in == 47) return NumberForm::time;
  if (is_within(14, 22) || is_within(27, 36) || is_within(50, 58)) return NumberForm::date;
  return NumberForm::number;
}

std::string shown_number(std::string_view stored) {
  const std::optional<double> value = parse_number(stored);
  return value ? fmt::format("{:.15g}", *value + 0.0) : std::string(stored);
}

std::string shown_date(std::string_view stored, NumberForm form, bool from_1904) {
  constexpr long long day_seconds = 86'400;
  constexpr double last_day = 2'958'466;  // the beginning of the year 10000
  const std::optional<double> value = parse_number(stored);
  if (form == NumberForm::number || !value || *value < 0 || *value >= last_day) return shown_number(stored);
  const long long seconds = std::llround(*value * day_seconds);
  const long long in_day = seconds % day_seconds;
  const long long hours = form == NumberForm::duration ? seconds / 3600 : in_day / 3600;
  std::string time = fmt::format("{:02}:{:02}", hours, in_day / 60 % 60);
  if (in_day % 60 != 0) time += fmt::format(":{:02}", in_day % 60);
  if (form != NumberForm::date || seconds < day_seconds) return in_day == 0 && form == NumberForm::date ? "0" : time;
  long long day = seconds / day_seconds;
  if (from_1904) {
    day += 1462;
  } else if (day < 60) {
    ++day;
  }
  const text::Day date{static_cast<std::int32_t>(day - 25'569)};
  if (date > text::last_day) return shown_number(stored);
  return in_day == 0 ? text::format(date) : text::format(date) + " " + time;
}

void SheetRow::add(std::uint32_t column, std::string_view text) {
  if (size_ >= longest_row || (!cells_.empty() && column <= cells_.back().column)) return;
  std::string folded = text::fold_space(text.substr(0, longest_cell));
  if (folded.empty()) return;
  size_ += folded.size();
  cells_.push_back({column, std::move(folded)});
}

void SheetWriter::begin_sheet(std::string name) {
  ++sheet_;
  name_ = std::move(name);
  begun_ = false;
  group_ = 0;
  header_known_ = false;
  header_.clear();
}

void SheetWriter::add_row(LineRange rows, SheetRow cells) {
  if (full() || cells.cells().empty()) return;
  Row row{rows, std::move(cells)};
  if (const auto header = std::exchange(possible_header_, std::nullopt)) {
    for (const auto& cell : header->row.cells()) header_.emplace(cell.column, cell.text);
  } else if (!header_known_ && row.row.cells().size() > 1) {
    header_known_ = true;
    if (is_header(row.row.cells())) {
      possible_header_ = std::move(row);
      return;
    }
  }
  write(row);
}

void SheetWriter::write(const Row& row) {
  std::string text;
  for (const auto& cell : row.row.cells()) {
    if (!text.empty()) text += cell_separator;
    if (const auto name = header_.find(cell.column); name != header_.end())
      text.append(name->second).append(name_separator);
    text += cell.text;
    if (out_.text_size() + text.size() > most_text_) break;
  }
  if (group_ == 0) group_ = out_.new_group();
  add(row.rows, BlockKind::table_row, text, group_);
}

void SheetWriter::add(LineRange rows, BlockKind kind, std::string_view text, unsigned group) {
  if (!std::exchange(begun_, true)) {
    out_.begin_page(sheet_, name_);
    out_.set_lines(rows);
    out_.add(BlockKind::heading, name_.empty() ? "Sheet " + std::to_string(sheet_) : name_, 1);
  }
  out_.set_lines(rows);
  out_.add(kind, text, 0, group);
}

void SheetWriter::add_comment(std::uint32_t row, std::string_view cell, std::string_view text) {
  const std::string folded = text::fold_space(text);
  if (folded.empty() || comments_.size() > most_blocks) return;
  comments_.push_back({row, std::string(cell).append(": ").append(folded)});
}

void SheetWriter::end_sheet() {
  if (const auto row = std::exchange(possible_header_, std::nullopt)) write(*row);
  for (const Comment& comment : comments_) add({comment.row, comment.row}, BlockKind::paragraph, comment.text, 0);
  comments_.clear();
  out_.set_lines(std::nullopt);
}

std::string SheetWriter::trouble() const {
  return out_.text_size() > most_text_ ? "its cells say far more than the file holds" : "";
}

}  // namespace pilcrow::indexer
