// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, sizes, times and spans in words, the same in everything that pilcrow-index says.
#pragma once

#include <cstdint>
#include <string>

namespace pilcrow::indexer::cli {

inline constexpr const char* program = "pilcrow-index";

/// "1,234,567"
std::string grouped(std::uint64_t number);
/// "1 file", "1,234 files"
std::string counted(std::uint64_t number, const char* singular, const char* plural);
/// "12 bytes", "1.2 kB", "3.4 MB", "5.67 GB"; powers of 1,000.
std::string size_text(std::uint64_t bytes);
/// Local time with its zone: "2026-01-31 02:15:00 +0100"; "never" for 0.
std::string time_text(std::int64_t unix_seconds);
/// "2026-01-31T01:15:00Z"
std::string iso_time(std::int64_t unix_seconds);
/// "just now", "5 minutes ago", "3 days ago"; of what is yet to come, because a clock was set back: "in the future".
std::string ago_text(std::int64_t seconds);
/// Of a run: "0.4 s", "2 min 05 s", "3 h 07 min".
std::string span_text(double seconds);

}  // namespace pilcrow::indexer::cli
