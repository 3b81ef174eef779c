// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

namespace pilcrow::cli {
namespace {

/// Empty where the variable is not set: https://no-color.org takes the two for the same.
std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::size_t columns_of(int descriptor) {
  const std::string_view wanted = environment("COLUMNS");
  std::size_t columns = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), columns);
  if (error == std::errc{} && end == wanted.data() + wanted.size() && columns > 0) return columns;
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace

std::optional<ColorChoice> parse_color_choice(std::string_view word) {
  if (word == "auto") return ColorChoice::automatic;
  if (word == "always") return ColorChoice::always;
  if (word == "never") return ColorChoice::never;
  return std::nullopt;
}

Terminal look_at(int descriptor, ColorChoice choice) {
  Terminal terminal;
  terminal.interactive = ::isatty(descriptor) == 1;
  terminal.columns = columns_of(descriptor);
  const std::string_view type = environment("TERM");
  switch (choice) {
    case ColorChoice::always:
      terminal.color = terminal.hyperlinks = true;
      break;
    case ColorChoice::never:
      break;
    case ColorChoice::automatic:
      terminal.color = terminal.interactive && environment("NO_COLOR").empty() && !type.empty() && type != "dumb";
      terminal.hyperlinks = terminal.color && type != "linux";
      break;
  }
  return terminal;
}

}  // namespace pilcrow::cli
