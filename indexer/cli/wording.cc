// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/wording.h"

#include <cmath>
#include <ctime>

#include <fmt/format.h>

namespace pilcrow::indexer::cli {

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::uint64_t number, const char* singular, const char* plural) {
  return grouped(number) + " " + (number == 1 ? singular : plural);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return counted(bytes, "byte", "bytes");
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
  return fmt::format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

std::string time_text(std::int64_t unix_seconds) {
  if (unix_seconds == 0) return "never";
  const std::time_t time = unix_seconds;
  std::tm local{};
  if (::localtime_r(&time, &local) == nullptr) return "at an unknown time";
  char text[64];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &local);
  return {text, size};
}

std::string iso_time(std::int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm utc{};
  if (::gmtime_r(&time, &utc) == nullptr) return "";
  char text[64];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {text, size};
}

std::string ago_text(std::int64_t seconds) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  const auto ago = [&](std::int64_t unit, const char* singular, const char* plural) {
    return counted(static_cast<std::uint64_t>(seconds / unit), singular, plural) + " ago";
  };
  if (seconds < 0) return "in the future";
  if (seconds < minute) return "just now";
  if (seconds < hour) return ago(minute, "minute", "minutes");
  if (seconds < 2 * day) return ago(hour, "hour", "hours");
  return ago(day, "day", "days");
}

std::string span_text(double seconds) {
  if (!(seconds >= 0 && seconds < 1e9)) return "an unknown time";  // NaN too: it was read from a file
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::uint64_t>(std::lround(seconds));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace pilcrow::indexer::cli
