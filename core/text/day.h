// SPDX-License-Identifier: GPL-3.0-or-later
// Days of the calendar, as documents give them and as people ask for them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pilcrow::text {

/// A day of the Gregorian calendar, of the years 0 to 9999: what four digits can write.
struct Day {
  std::int32_t number = 0;  ///< Days since 1970-01-01.
  auto operator<=>(const Day&) const = default;
};
inline constexpr Day first_day{-719'528};  ///< 0000-01-01
inline constexpr Day last_day{2'932'896};  ///< 9999-12-31

/// Both ends included; `first` is not after `last`.
struct DayRange {
  Day first = first_day;
  Day last = last_day;
  bool operator==(const DayRange&) const = default;
};

/// The day in UTC of a time in nanoseconds since 1970.
Day day_at(std::int64_t unix_ns);

/// "2026-06-15".
std::string format(Day day);

/// The day that a text begins with: "2026-06-15", alone or before a time of day ("2026-06-15T10:00:00Z",
/// "2026-06-15 10:00"). It is the day as written, whatever the time zone: that is the day which readers see. Nothing
/// for anything else.
std::optional<Day> parse_day(std::string_view text);

/// The days that a text asks for: those of a year ("2026"), month ("2026-06") or day ("2026-06-15"), "today",
/// "yesterday", a day so many days, weeks, months or years before today ("7d", "2w", "3m", "1y"; of a month too short,
/// the last day); or from one of these to another, either of which may be left out ("2026-01..7d", "2025..", "..2025").
/// Nothing for anything else, and where the end is before the beginning.
std::optional<DayRange> parse_day_range(std::string_view text, Day today);

}  // namespace pilcrow::text
