// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/query_lines.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace pilcrow;
using namespace pilcrow::searcher::cli;
using pilcrow::test::values;

namespace {

/// "id=query|id=query|"
std::string dump(const std::string& content) {
  const test::TemporaryFolder folder;
  folder.write("queries", content);
  auto lines = QueryLines::open((folder / "queries").string());
  if (!lines) return lines.error().message;
  std::string out;
  for (auto line = lines->next();; line = lines->next()) {
    if (!line) return out + line.error().message;
    if (!*line) return out;
    out += (*line)->id + "=" + (*line)->query + "|";
  }
}

}  // namespace

TEST_CASE("query lines: an id and a query, or a query") {
  struct Case {
    std::string name;
    std::string content;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", "", ""},
      {"queries are numbered by their lines", "wind\npower\n", "1=wind|2=power|"},
      {"ids", "q1\twind\nq2\tpower\n", "q1=wind|q2=power|"},
      {"the last line needs no end", "wind\npower", "1=wind|2=power|"},
      {"empty lines are passed over, but counted", "\nwind\n\n\npower\n", "2=wind|5=power|"},
      {"an id without a query is an empty query", "q1\t\n", "q1=|"},
      {"the first tab counts", "q1\twind\tpower\n", "q1=wind\tpower|"},
      {"Windows line ends", "wind\r\n\r\npower\r\n", "1=wind|3=power|"},
      {"a byte order mark", "\xEF\xBB\xBFwind\n", "1=wind|"},
  }));
  INFO(c.name);
  CHECK(dump(c.content) == c.expected);
}

TEST_CASE("query lines: a line over the buffer, and one without end") {
  const std::string long_query(100'000, 'a');
  CHECK(dump(long_query + "\nwind\n") == "1=" + long_query + "|2=wind|");
  const std::string endless(3 * QueryLines::longest_line, 'a');
  CHECK(dump(endless + "\nwind\n") == "1=" + endless.substr(0, QueryLines::longest_line) + "|2=wind|");
}

TEST_CASE("query lines: what cannot be read") {
  const test::TemporaryFolder folder;
  const std::string nowhere = (folder / "nowhere").string();
  CHECK(QueryLines::open(nowhere).error().message == "cannot read '" + nowhere + "': no such file or directory");
  auto folder_itself = QueryLines::open(folder.path().string());
  REQUIRE(folder_itself);
  CHECK(folder_itself->next().error().message == "cannot read '" + folder.path().string() + "': is a directory");
}
