// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/progress.h"

#include <cmath>
#include <optional>
#include <string>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::indexer::cli;
using pilcrow::test::values;

TEST_CASE("progress line: what is known, as far as it fits") {
  struct Case {
    std::string name;
    Outlook outlook;
    std::size_t columns;
    std::string expected;
  };
  const Progress walking{Stage::walking, 12'345, 0, 0, 0, 0};
  const Progress half{Stage::reading, 10, 2'870, 50'000'000, 100'000'000, 7};
  const Progress start{Stage::reading, 0, 2'870, 0, 100'000'000, 0};
  const Progress checking{Stage::checking, 1, 4, 0, 0, 9};
  const Progress beyond{Stage::copying, 5, 4, 0, 0, 9};
  const auto c = GENERATE_COPY(values<Case>({
      {"a walk knows no end", {walking, {}, {}}, 80, "looking for files  12,345 files"},
      {"at the start nothing is guessed",
       {start, {}, {}},
       80,
       "reading  [------------------------------]  0 %  0 of 2,870 files"},
      {"bytes decide, not files",
       {half, 12.34e6, 65.4},
       100,
       "reading  [###############---------------]  50 %  10 of 2,870 files  12.3 MB/s  1:05 left"},
      {"hours",
       {half, {}, 7'500.0},
       100,
       "reading  [###############---------------]  50 %  10 of 2,870 files  2 h 05 min left"},
      {"by files where bytes are not known",
       {checking, {}, {}},
       80,
       "checking  [#######-----------------------]  25 %  1 of 4 files"},
      {"never beyond the end", {beyond, {}, {}}, 80, "copying  [##############################]  100 %  5 of 4 files"},
      {"the bar takes what is left",
       {half, 12.34e6, 65.4},
       72,
       "reading  [#######-------]  50 %  10 of 2,870 files  12.3 MB/s  1:05 left"},
      {"no room for a bar", {half, 12.34e6, 65.4}, 60, "reading  50 %  10 of 2,870 files  12.3 MB/s  1:05 left"},
      {"no room for the time", {half, 12.34e6, 65.4}, 50, "reading  50 %  10 of 2,870 files  12.3 MB/s"},
      {"no room for the files", {half, 12.34e6, 65.4}, 20, "reading  50 %"},
      {"hardly any room", {half, 12.34e6, 65.4}, 5, "readi"},
      {"none", {half, 12.34e6, 65.4}, 0, ""},
  }));
  INFO(c.name);
  const std::string line = progress_line(c.outlook, c.columns);
  CHECK(line == c.expected);
  CHECK(line.size() <= c.columns);
}

TEST_CASE("pace: nothing is said at the start") {
  Pace pace;
  CHECK(pace.rate() == std::nullopt);
  pace.see(0.1, 1000);
  CHECK(pace.rate() == std::nullopt);
  pace.see(2.9, 29'000);
  CHECK(pace.rate() == std::nullopt);
  pace.see(3.0, 30'000);
  CHECK(pace.rate().has_value());
}

TEST_CASE("pace: what is steady is told exactly, from the beginning on") {
  Pace pace;
  for (int tenth = 1; tenth <= 50; ++tenth) pace.see(tenth / 10.0, tenth * 100.0);
  REQUIRE(pace.rate());
  CHECK(std::abs(*pace.rate() - 1000) < 0.001);
}

TEST_CASE("pace: a change shows within seconds, and not at once") {
  Pace pace;
  for (int second = 1; second <= 100; ++second) pace.see(second, second * 100.0);
  pace.see(101, 100 * 100 + 1000);  // ten times as fast
  CHECK(*pace.rate() < 250);
  for (int second = 102; second <= 130; ++second) pace.see(second, 100 * 100 + (second - 100) * 1000.0);
  CHECK(*pace.rate() > 900);
}

TEST_CASE("pace: no time, and no progress") {
  Pace pace;
  pace.see(0, 0);
  pace.see(10, 0);
  pace.see(10, 0);
  CHECK(pace.rate() == std::nullopt);
}
