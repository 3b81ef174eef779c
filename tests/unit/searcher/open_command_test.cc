// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/open_command.h"

#include <string>

#include "tests/support/catch.h"

using namespace pilcrow::searcher::cli;
using pilcrow::test::values;

TEST_CASE("open: the program in a command") {
  struct Case {
    std::string command;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"vim", "vim"},
      {"  /usr/bin/vim -R", "vim"},
      {"'/opt/my editor' --wait", "my editor"},
      {"\"/opt/my editor\"", "my editor"},
      {"/opt/my\\ editor", "my editor"},
      {"'unclosed", "unclosed"},
      {"", ""},
      {"/", ""},
      {"a\\", "a\\"},
  }));
  INFO(c.command);
  CHECK(program_of(c.command) == c.expected);
}

TEST_CASE("open: how programs are told the line") {
  struct Case {
    std::string command;
    std::string expected;
  };
  const std::string path = "/a/-odd 'na\nme'.md";
  const auto c = GENERATE_COPY(values<Case>({
      {"vi", "+7|" + path},
      {"emacsclient -t", "+7|" + path},
      {"less -R", "+7|" + path},
      {"subl --wait", path + ":7"},
      {"code --wait", "--goto|" + path + ":7"},
      {"kate", "-l|7|" + path},
      {"unheard-of", path},
  }));
  INFO(c.command);
  const auto words = open_command(c.command, path, 7);
  REQUIRE(words.size() >= 5);
  CHECK(words[0] == "sh");
  CHECK(words[1] == "-c");
  CHECK(words[2] == c.command + " \"$@\"");
  CHECK(words[3] == c.command);
  std::string rest = words[4];
  for (std::size_t i = 5; i < words.size(); ++i) rest += "|" + words[i];
  CHECK(rest == c.expected);
}
