// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/day.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace pilcrow::text {
namespace {

namespace chrono = std::chrono;

constexpr Day to_day(chrono::year_month_day date) {
  return {static_cast<std::int32_t>(chrono::sys_days(date).time_since_epoch().count())};
}
static_assert(to_day({chrono::year(0), chrono::January, chrono::day(1)}) == first_day);
static_assert(to_day({chrono::year(9999), chrono::December, chrono::day(31)}) == last_day);

chrono::year_month_day to_date(Day day) {
  return chrono::sys_days(chrono::days(day.number));
}

/// A number of digits only; nothing where there are none or too many for an int.
std::optional<int> parse_number(std::string_view digits) {
  // from_chars() takes a sign, too.
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc()) return {};
  return value;
}

/// "2026", "2026-06" or "2026-06-15".
std::optional<DayRange> parse_calendar(std::string_view text) {
  const bool has_month = text.size() > 4;
  const bool has_day = text.size() > 7;
  if ((text.size() != 4 && text.size() != 7 && text.size() != 10) || (has_month && text[4] != '-') ||
      (has_day && text[7] != '-')) {
    return {};
  }
  const auto year = parse_number(text.substr(0, 4));
  const auto month = has_month ? parse_number(text.substr(5, 2)) : 1;
  const auto day = has_day ? parse_number(text.substr(8)) : 1;
  if (!year || !month || !day) return {};
  const chrono::year_month_day first(chrono::year(*year), chrono::month(static_cast<unsigned>(*month)),
                                     chrono::day(static_cast<unsigned>(*day)));
  if (!first.ok()) return {};
  if (has_day) return DayRange{to_day(first), to_day(first)};
  const chrono::month last_month = has_month ? first.month() : chrono::December;
  return DayRange{to_day(first), to_day(first.year() / last_month / chrono::last)};
}

/// "7d", "2w", "3m" or "1y".
std::optional<Day> parse_days_ago(std::string_view text, Day today) {
  if (text.size() < 2) return {};
  const auto count = parse_number(text.substr(0, text.size() - 1));
  // That many days lead out of the calendar, and that many of any unit are still counted in an int.
  if (!count || *count > last_day.number - first_day.number) return {};
  const chrono::sys_days now{chrono::days(today.number)};
  chrono::sys_days then;
  switch (text.back()) {
    case 'd':
      then = now - chrono::days(*count);
      break;
    case 'w':
      then = now - chrono::weeks(*count);
      break;
    case 'm':
    case 'y': {
      const chrono::months months(text.back() == 'y' ? *count * 12 : *count);
      if (months > chrono::years(9999)) return {};  // chrono counts years in 16 bits
      const chrono::year_month_day date = to_date(today) - months;
      then = date.ok() ? date : chrono::year_month_day(date.year() / date.month() / chrono::last);
      break;
    }
    default:
      return {};
  }
  const Day day = to_day(then);
  if (day < first_day) return {};
  return day;
}

/// What stands alone, or on one side of "..".
std::optional<DayRange> parse_one(std::string_view text, Day today) {
  if (text == "today") return DayRange{today, today};
  if (text == "yesterday") return parse_one("1d", today);
  if (const auto ago = parse_days_ago(text, today)) return DayRange{*ago, *ago};
  return parse_calendar(text);
}

}  // namespace

Day day_at(std::int64_t unix_ns) {
  const chrono::sys_time<chrono::nanoseconds> time{chrono::nanoseconds(unix_ns)};
  return to_day(chrono::floor<chrono::days>(time));
}

std::string format(Day day) {
  const chrono::year_month_day date = to_date(day);
  std::string out = "0000-00-00";
  const auto put = [&](std::size_t end, unsigned value) {
    for (; value > 0; value /= 10) out[--end] = static_cast<char>('0' + value % 10);
  };
  put(4, static_cast<unsigned>(static_cast<int>(date.year())));
  put(7, static_cast<unsigned>(date.month()));
  put(10, static_cast<unsigned>(date.day()));
  return out;
}

std::optional<Day> parse_day(std::string_view text) {
  const auto day = parse_calendar(text.substr(0, 10));
  if (!day || text.size() < 10) return {};
  const std::string_view rest = text.substr(10);
  const bool before_time =
      rest.size() > 1 && (rest[0] == 'T' || rest[0] == 't' || rest[0] == ' ') && rest[1] >= '0' && rest[1] <= '9';
  if (!rest.empty() && !before_time) return {};
  return day->first;
}

std::optional<DayRange> parse_day_range(std::string_view text, Day today) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return parse_one(text, today);
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + 2);
  if (from.empty() && to.empty()) return {};
  const auto first = from.empty() ? DayRange{} : parse_one(from, today);
  const auto last = to.empty() ? DayRange{} : parse_one(to, today);
  if (!first || !last || last->last < first->first) return {};
  return DayRange{first->first, last->last};
}

}  // namespace pilcrow::text
