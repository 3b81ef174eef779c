// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/lines.h"

#include <algorithm>
#include <string>

#include "tests/support/catch.h"

using namespace pilcrow::searcher::mcp;
using pilcrow::test::values;

namespace {

/// "a|b|<too long>|", fed `size` bytes at a time.
std::string dump(std::string_view bytes, std::size_t size) {
  Lines lines(8);
  std::string out;
  const auto take = [&](const std::string* line) { out += (line == nullptr ? "<too long>" : *line) + "|"; };
  for (std::size_t at = 0; at < bytes.size(); at += size) lines.feed(bytes.substr(at, size), take);
  lines.end(take);
  return out;
}

}  // namespace

TEST_CASE("lines: whole ones, in whatever pieces they come") {
  struct Case {
    std::string name;
    std::string bytes;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", "", ""},
      {"two", "ab\ncd\n", "ab|cd|"},
      {"an empty one", "\nab\n\n", "|ab||"},
      {"the last needs no end", "ab\ncd", "ab|cd|"},
      {"as long as may be", "12345678\nab\n", "12345678|ab|"},
      {"longer: only that there was one", "123456789\nab\n", "<too long>|ab|"},
      {"far longer", std::string(100, 'x') + "\nab\n", "<too long>|ab|"},
      {"longer, and without end", "ab\n123456789", "ab|<too long>|"},
  }));
  const std::size_t size = GENERATE(1U, 2U, 3U, 7U, 1000U);
  INFO(c.name << ", " << size << " bytes at a time");
  CHECK(dump(c.bytes, size) == c.expected);
}
