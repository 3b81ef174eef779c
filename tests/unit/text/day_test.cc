// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/day.h"

#include <cstdint>
#include <limits>
#include <string>

#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

struct Case {
  std::string input;
  std::string expected;
};

std::string dump(const std::optional<Day>& day) {
  return day ? format(*day) : "none";
}

std::string dump(const std::optional<DayRange>& range) {
  return range ? format(range->first) + " to " + format(range->last) : "none";
}

Day day(std::string_view text) {
  const auto parsed = parse_day(text);
  REQUIRE(parsed);
  return *parsed;
}

TEST_CASE("day: what a text begins with") {
  const auto c = GENERATE(test::values<Case>({
      {"2026-06-15", "2026-06-15"},
      {"2026-06-15T10:00:00Z", "2026-06-15"},
      {"2026-06-15t10:00:00.25+02:00", "2026-06-15"},
      {"2026-06-15 10:00", "2026-06-15"},
      {"2026-06-15T23:59:59-11:00", "2026-06-15"},
      {"0000-01-01", "0000-01-01"},
      {"0001-01-01", "0001-01-01"},
      {"9999-12-31", "9999-12-31"},
      {"2024-02-29", "2024-02-29"},
      {"2000-02-29", "2000-02-29"},
      {"2026-02-29", "none"},
      {"1900-02-29", "none"},
      {"2026-02-30", "none"},
      {"2026-04-31", "none"},
      {"2026-13-01", "none"},
      {"2026-00-01", "none"},
      {"2026-01-00", "none"},
      {"", "none"},
      {"2026", "none"},
      {"2026-06", "none"},
      {"2026-06-1", "none"},
      {"2026-6-15", "none"},
      {"20260615", "none"},
      {"2026/06/15", "none"},
      {"15.06.2026", "none"},
      {" 2026-06-15", "none"},
      {"2026-06-15T", "none"},
      {"2026-06-15 ", "none"},
      {"2026-06-155", "none"},
      {"2026-06-15 or so", "none"},
      {"-026-06-15", "none"},
      {"2026-+6-15", "none"},
      {"2026-06--5", "none"},
      {"2026-06-1\xEF\xBC\x95", "none"},
  }));
  INFO(c.input);
  CHECK(dump(parse_day(c.input)) == c.expected);
}

TEST_CASE("day: days are numbered from 1970-01-01, one by one") {
  CHECK(day("1970-01-01").number == 0);
  CHECK(day("1969-12-31").number == -1);
  CHECK(day("2000-03-01").number == 11'017);
  CHECK(day("0000-01-01") == first_day);
  CHECK(day("9999-12-31") == last_day);
  CHECK(day("2023-12-31") < day("2024-01-01"));
  // Each is written as the text that reads as it, and later days as later texts.
  std::string before;
  for (std::int32_t number = first_day.number; number <= last_day.number; number += 17) {
    const std::string written = format(Day{number});
    REQUIRE(written.size() == 10);
    REQUIRE(before < written);
    REQUIRE(parse_day(written) == Day{number});
    before = written;
  }
}

TEST_CASE("day: a time is of a day in UTC") {
  const std::int64_t one_day = 86'400'000'000'000;
  CHECK(format(day_at(0)) == "1970-01-01");
  CHECK(format(day_at(one_day - 1)) == "1970-01-01");
  CHECK(format(day_at(one_day)) == "1970-01-02");
  CHECK(format(day_at(-1)) == "1969-12-31");
  CHECK(format(day_at(-one_day)) == "1969-12-31");
  CHECK(format(day_at(1'781'481'600'000'000'000)) == "2026-06-15");
  CHECK(format(day_at(std::numeric_limits<std::int64_t>::max())) == "2262-04-11");
  CHECK(format(day_at(std::numeric_limits<std::int64_t>::min())) == "1677-09-21");
}

TEST_CASE("day range: what a text asks for") {
  const auto c = GENERATE(test::values<Case>({
      // On Sunday, 2026-11-22.
      {"2026", "2026-01-01 to 2026-12-31"},
      {"2026-06", "2026-06-01 to 2026-06-30"},
      {"2026-12", "2026-12-01 to 2026-12-31"},
      {"2026-02", "2026-02-01 to 2026-02-28"},
      {"2024-02", "2024-02-01 to 2024-02-29"},
      {"2026-06-15", "2026-06-15 to 2026-06-15"},
      {"0000", "0000-01-01 to 0000-12-31"},
      {"9999", "9999-01-01 to 9999-12-31"},
      {"today", "2026-11-22 to 2026-11-22"},
      {"yesterday", "2026-11-21 to 2026-11-21"},
      {"0d", "2026-11-22 to 2026-11-22"},
      {"7d", "2026-11-15 to 2026-11-15"},
      {"007d", "2026-11-15 to 2026-11-15"},
      {"2w", "2026-11-08 to 2026-11-08"},
      {"3m", "2026-08-22 to 2026-08-22"},
      {"11m", "2025-12-22 to 2025-12-22"},
      {"1y", "2025-11-22 to 2025-11-22"},
      {"2026y", "0000-11-22 to 0000-11-22"},
      {"2026-01..2026-06", "2026-01-01 to 2026-06-30"},
      {"2025..2026-06-15", "2025-01-01 to 2026-06-15"},
      {"2026-06-15..2026-06-15", "2026-06-15 to 2026-06-15"},
      {"2026-06..2026", "2026-06-01 to 2026-12-31"},
      {"2026..2026-06", "2026-01-01 to 2026-06-30"},
      {"2026-01..", "2026-01-01 to 9999-12-31"},
      {"..2025", "0000-01-01 to 2025-12-31"},
      {"7d..", "2026-11-15 to 9999-12-31"},
      {"1m..yesterday", "2026-10-22 to 2026-11-21"},
      {"2026..today", "2026-01-01 to 2026-11-22"},
      {"..7d", "0000-01-01 to 2026-11-15"},
      {"2026-06..2026-01", "none"},
      {"2026-06-15..2026-06-14", "none"},
      {"today..7d", "none"},
      {"..", "none"},
      {"", "none"},
      {"2026...", "none"},
      {"2026..2027..2028", "none"},
      {"2026-01.2026-06", "none"},
      {"2026-13", "none"},
      {"2026-00", "none"},
      {"2026-02-30", "none"},
      {"2026-02-30..", "none"},
      {"..2026-13", "none"},
      {"2026-06-15T10:00", "none"},
      {"26", "none"},
      {"20260", "none"},
      {"2026-", "none"},
      {"2026-6", "none"},
      {"2026-06-", "none"},
      {"2026/06", "none"},
      {"2026 ", "none"},
      {"+026", "none"},
      {"-7d", "none"},
      {"7", "none"},
      {"d", "none"},
      {"7D", "none"},
      {"7h", "none"},
      {"1.5d", "none"},
      {"Today", "none"},
      {"tomorrow", "none"},
      {"2027y", "none"},
      {"740312d", "none"},
      {"120000m", "none"},
      {"119988m", "none"},
      {"3652424y", "none"},
      {"99999999999999999999d", "none"},
      {"4294967297d", "none"},
      {"foo", "none"},
  }));
  INFO(c.input);
  CHECK(dump(parse_day_range(c.input, day("2026-11-22"))) == c.expected);
}

TEST_CASE("day range: months and years before a day that they do not have are their last day") {
  struct Relative {
    std::string today;
    std::string input;
    std::string expected;
  };
  const auto c = GENERATE(test::values<Relative>({
      {"2026-03-31", "1m", "2026-02-28"},        {"2024-03-31", "1m", "2024-02-29"},
      {"2026-05-31", "1m", "2026-04-30"},        {"2026-03-30", "1m", "2026-02-28"},
      {"2026-03-28", "1m", "2026-02-28"},        {"2026-03-31", "2m", "2026-01-31"},
      {"2026-01-31", "1m", "2025-12-31"},        {"2024-02-29", "1y", "2023-02-28"},
      {"2024-02-29", "4y", "2020-02-29"},        {"2024-02-29", "12m", "2023-02-28"},
      {"2024-03-01", "1d", "2024-02-29"},        {"2026-01-01", "1d", "2025-12-31"},
      {"2026-01-01", "yesterday", "2025-12-31"}, {"2026-03-07", "1w", "2026-02-28"},
      {"0000-01-01", "0y", "0000-01-01"},        {"0000-01-01", "1d", "none"},
      {"0000-01-01", "yesterday", "none"},       {"9999-12-31", "9999y", "0000-12-31"},
      {"9999-12-31", "3652424d", "0000-01-01"},  {"9999-12-31", "3652425d", "none"},
  }));
  INFO(c.input << " before " << c.today);
  const auto range = parse_day_range(c.input, day(c.today));
  CHECK(dump(range ? std::optional(range->first) : std::nullopt) == c.expected);
  CHECK((!range || range->first == range->last));
}

}  // namespace
}  // namespace pilcrow::text
