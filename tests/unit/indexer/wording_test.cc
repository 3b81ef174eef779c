// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/wording.h"

#include <limits>
#include <string>
#include <utility>

#include "tests/support/catch.h"

using namespace pilcrow::indexer::cli;
using pilcrow::test::values;

TEST_CASE("wording: numbers and sizes") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(counted(1, "file", "files") == "1 file");
  CHECK(counted(1000, "file", "files") == "1,000 files");
  CHECK(size_text(999) == "999 bytes");
  CHECK(size_text(1500) == "1.5 kB");
  CHECK(size_text(2'500'000) == "2.5 MB");
  CHECK(size_text(12'340'000'000) == "12.34 GB");
}

TEST_CASE("wording: how long ago") {
  using Case = std::pair<std::int64_t, std::string>;
  const auto [seconds, expected] = GENERATE(values<Case>({
      {-1, "in the future"},
      {0, "just now"},
      {59, "just now"},
      {60, "1 minute ago"},
      {3599, "59 minutes ago"},
      {3600, "1 hour ago"},
      {47 * 3600, "47 hours ago"},
      {48 * 3600, "2 days ago"},
      {400LL * 86400, "400 days ago"},
  }));
  CHECK(ago_text(seconds) == expected);
}

TEST_CASE("wording: how long") {
  using Case = std::pair<double, std::string>;
  const auto [seconds, expected] = GENERATE(values<Case>({
      {0, "0.0 s"},
      {59.94, "59.9 s"},
      {59.96, "1 min 00 s"},
      {125, "2 min 05 s"},
      {3600, "1 h 00 min"},
      {11'245, "3 h 07 min"},
      {-1, "an unknown time"},
      {std::numeric_limits<double>::quiet_NaN(), "an unknown time"},
      {1e300, "an unknown time"},
  }));
  CHECK(span_text(seconds) == expected);
}

TEST_CASE("wording: times") {
  CHECK(iso_time(1'769'822'100) == "2026-01-31T01:15:00Z");
  CHECK(time_text(0) == "never");
  CHECK(time_text(std::numeric_limits<std::int64_t>::max()) == "at an unknown time");
}
