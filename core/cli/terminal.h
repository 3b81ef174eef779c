// SPDX-License-Identifier: GPL-3.0-or-later
// What the standard streams are connected to, and what may be sent there.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace pilcrow::cli {

enum class ColorChoice { automatic, always, never };
std::optional<ColorChoice> parse_color_choice(std::string_view word);  ///< "auto", "always", "never".

/// What a stream can do.
struct Terminal {
  bool interactive = false;  ///< A person looks at it.
  bool color = false;
  bool hyperlinks = false;   ///< OSC 8. Like colour, but never on the Linux console, which prints them.
  std::size_t columns = 80;  ///< Of the terminal; 80 where it is none or does not say. $COLUMNS overrides.
};

/// Looks at a file descriptor and the environment: NO_COLOR, TERM=dumb, COLUMNS. `always` gives colour, and links, to
/// anything.
Terminal look_at(int descriptor, ColorChoice choice);

}  // namespace pilcrow::cli
