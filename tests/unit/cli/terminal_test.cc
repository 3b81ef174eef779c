// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "tests/support/catch.h"

using namespace pilcrow::cli;
using pilcrow::test::values;

namespace {

/// Both ends of a pseudo terminal, 120 columns wide.
struct PseudoTerminal {
  PseudoTerminal() : controller(::posix_openpt(O_RDWR | O_NOCTTY)) {
    REQUIRE(controller != -1);
    REQUIRE(::grantpt(controller) == 0);
    REQUIRE(::unlockpt(controller) == 0);
    terminal = ::open(::ptsname(controller), O_RDWR | O_NOCTTY);
    REQUIRE(terminal != -1);
    winsize size{};
    size.ws_col = 120;
    REQUIRE(::ioctl(terminal, TIOCSWINSZ, &size) == 0);
  }
  ~PseudoTerminal() {
    ::close(terminal);
    ::close(controller);
  }
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  int controller;
  int terminal = -1;
};

void set(const char* name, const std::string& value) {
  if (value == "-") {
    ::unsetenv(name);
  } else {
    ::setenv(name, value.c_str(), 1);
  }
}

std::string dump(const Terminal& terminal) {
  return std::string(terminal.interactive ? "interactive " : "") + (terminal.color ? "color " : "") +
         (terminal.hyperlinks ? "links " : "") + std::to_string(terminal.columns);
}

}  // namespace

TEST_CASE("color choices have three names") {
  CHECK(parse_color_choice("auto") == ColorChoice::automatic);
  CHECK(parse_color_choice("always") == ColorChoice::always);
  CHECK(parse_color_choice("never") == ColorChoice::never);
  CHECK(!parse_color_choice("Always"));
  CHECK(!parse_color_choice(""));
}

TEST_CASE("terminal: what a stream can do") {
  struct Case {
    std::string name;
    bool is_terminal;
    ColorChoice choice;
    std::string term;
    std::string no_color;
    std::string columns;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a terminal", true, ColorChoice::automatic, "xterm", "-", "-", "interactive color links 120"},
      {"a terminal of no known type", true, ColorChoice::automatic, "-", "-", "-", "interactive 120"},
      {"a dumb terminal", true, ColorChoice::automatic, "dumb", "-", "-", "interactive 120"},
      {"the console prints links", true, ColorChoice::automatic, "linux", "-", "-", "interactive color 120"},
      {"NO_COLOR", true, ColorChoice::automatic, "xterm", "1", "-", "interactive 120"},
      {"NO_COLOR, but empty", true, ColorChoice::automatic, "xterm", "", "-", "interactive color links 120"},
      {"NO_COLOR does not overrule what was asked for", true, ColorChoice::always, "xterm", "1", "-",
       "interactive color links 120"},
      {"never", true, ColorChoice::never, "xterm", "-", "-", "interactive 120"},
      {"COLUMNS overrides", true, ColorChoice::automatic, "xterm", "-", "60", "interactive color links 60"},
      {"COLUMNS that is no number", true, ColorChoice::never, "xterm", "-", "wide", "interactive 120"},
      {"COLUMNS of zero", true, ColorChoice::never, "xterm", "-", "0", "interactive 120"},
      {"a file", false, ColorChoice::automatic, "xterm", "-", "-", "80"},
      {"a file, always", false, ColorChoice::always, "-", "-", "-", "color links 80"},
      {"a file, COLUMNS", false, ColorChoice::automatic, "xterm", "-", "100", "100"},
  }));
  INFO(c.name);
  set("TERM", c.term);
  set("NO_COLOR", c.no_color);
  set("COLUMNS", c.columns);
  const PseudoTerminal pseudo;
  const int file = ::open("/dev/null", O_WRONLY);
  CHECK(dump(look_at(c.is_terminal ? pseudo.terminal : file, c.choice)) == c.expected);
  ::close(file);
}
