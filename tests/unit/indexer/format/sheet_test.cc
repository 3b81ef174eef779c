// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/sheet.h"

#include "tests/support/blocks.h"
#include "tests/support/catch.h"

using namespace pilcrow::indexer;

namespace {

std::string name_of(NumberForm form) {
  switch (form) {
    case NumberForm::number:
      return "number";
    case NumberForm::date:
      return "date";
    case NumberForm::time:
      return "time";
    case NumberForm::duration:
      return "duration";
  }
  return "?";
}

using Rows = std::vector<std::vector<std::string>>;

/// What a sheet of these rows says; an empty cell is none.
std::string dump(const Rows& rows) {
  Extraction out;
  SheetWriter writer(out, 1U << 20U);
  writer.begin_sheet("Sheet");
  std::uint32_t number = 0;
  for (const auto& cells : rows) {
    SheetRow row;
    std::uint32_t column = 0;
    for (const auto& cell : cells) row.add(++column, cell);
    ++number;
    writer.add_row({number, number}, std::move(row));
  }
  writer.end_sheet();
  std::string all;
  for (const Block& block : out.finish().blocks) all.append(all.empty() ? "" : " / ").append(block.text);
  return all;
}

}  // namespace

TEST_CASE("sheet: a format code says what its numbers mean") {
  struct Case {
    std::string code, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"General", "number"},
      {"0.00", "number"},
      {"#,##0.00 \"days\"", "number"},
      {"0.0\\h", "number"},
      {"[Red]0.00", "number"},
      {"[$-409]#,##0", "number"},
      {"0.00E+00", "number"},
      {"@", "number"},
      {"yyyy\\-mm\\-dd", "date"},
      {"[$-F800]dddd, mmmm dd, yyyy", "date"},
      {"mmm", "date"},
      {"d.m.yy h:mm", "date"},
      {"h:mm AM/PM", "time"},
      {"mm:ss.0", "time"},
      {"[h]:mm", "duration"},
      {"[mm]:ss", "duration"},
      {"\"unclosed", "number"},
      {"[unclosed", "number"},
      {"\\", "number"},
      {"", "number"},
  }));
  INFO(c.code);
  CHECK(name_of(form_of_format(c.code)) == c.expected);
}

TEST_CASE("sheet: built-in formats") {
  const auto [id, expected] = GENERATE(pilcrow::test::values<std::pair<long long, std::string>>({{0, "number"},
                                                                                                 {9, "number"},
                                                                                                 {13, "number"},
                                                                                                 {14, "date"},
                                                                                                 {18, "time"},
                                                                                                 {22, "date"},
                                                                                                 {37, "number"},
                                                                                                 {45, "time"},
                                                                                                 {46, "duration"},
                                                                                                 {49, "number"},
                                                                                                 {57, "date"},
                                                                                                 {-1, "number"}}));
  INFO(id);
  CHECK(name_of(form_of_format(id)) == expected);
}

TEST_CASE("sheet: numbers are shown as they are stored, without noise") {
  struct Case {
    std::string stored, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"42", "42"},
      {"-0.5", "-0.5"},
      {"0.30000000000000004", "0.3"},
      {"1E-05", "1e-05"},
      {"1.0E+10", "10000000000"},
      {"123456789012345", "123456789012345"},
      {"-0", "0"},
      {"1e999", "1e999"},
      {"nan", "nan"},
      {"12 apples", "12 apples"},
      {"", ""},
  }));
  INFO(c.stored);
  CHECK(shown_number(c.stored) == c.expected);
}

TEST_CASE("sheet: days and times by the number of days") {
  struct Case {
    std::string stored;
    NumberForm form;
    bool from_1904;
    std::string expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"46188", NumberForm::date, false, "2026-06-15"},
      {"44726", NumberForm::date, true, "2026-06-15"},
      {"46188.395833333336", NumberForm::date, false, "2026-06-15 09:30"},
      {"46188.99999999999", NumberForm::date, false, "2026-06-16"},
      {"46188.5", NumberForm::time, false, "12:00"},
      {"0.000011574074", NumberForm::time, false, "00:00:01"},
      {"2.0416666666666665", NumberForm::duration, false, "49:00"},
      {"1", NumberForm::date, false, "1900-01-01"},
      {"59", NumberForm::date, false, "1900-02-28"},
      {"61", NumberForm::date, false, "1900-03-01"},
      {"2958465", NumberForm::date, false, "9999-12-31"},
      {"2958466", NumberForm::date, false, "2958466"},
      {"2957100", NumberForm::date, true, "2957100"},
      {"-1", NumberForm::date, false, "-1"},
      {"1e300", NumberForm::duration, false, "1e+300"},
      {"soon", NumberForm::date, false, "soon"},
  }));
  INFO(c.stored);
  CHECK(shown_date(c.stored, c.form, c.from_1904) == c.expected);
}

TEST_CASE("sheet: the first row that names columns names the cells below") {
  struct Case {
    std::string name;
    Rows rows;
    std::string expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"a header", {{"Ship", "Fee"}, {"Anna", "3"}}, "Sheet / Ship: Anna | Fee: 3"},
      {"nothing below: a row like others", {{"Ship", "Fee"}}, "Sheet / Ship | Fee"},
      {"numbers name nothing", {{"Ship", "7"}, {"Anna", "3"}}, "Sheet / Ship | 7 / Anna | 3"},
      {"a title above it",
       {{"All fees"}, {}, {"Ship", "Fee"}, {"Anna", "3"}},
       "Sheet / All fees / Ship: Anna | Fee: 3"},
      {"empty cells are left out", {{"Ship", "Fee", "Day"}, {"Anna", "", "today"}}, "Sheet / Ship: Anna | Day: today"},
      {"cells beyond the header have no name",
       {{"Ship", "Fee"}, {"Anna", "3", "x"}},
       "Sheet / Ship: Anna | Fee: 3 | x"},
      {"line ends in a cell", {{"a\nb"}}, "Sheet / a b"},
      {"no rows, no heading", {}, ""},
  }));
  INFO(c.name);
  CHECK(dump(c.rows) == c.expected);
}

TEST_CASE("sheet: text that grows beyond its bound is given up") {
  Extraction out;
  SheetWriter writer(out, 10'000);
  writer.begin_sheet("Sheet");
  for (std::uint32_t number = 1; number < 100 && !writer.full(); ++number) {
    SheetRow row;
    row.add(1, std::string(1000, 'a'));
    writer.add_row({number, number}, std::move(row));
  }
  CHECK(writer.full());
  CHECK(writer.trouble() == "its cells say far more than the file holds");
  CHECK(out.text_size() < 12'000);
}
