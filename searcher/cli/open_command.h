// SPDX-License-Identifier: GPL-3.0-or-later
// How an editor or a pager is told to show a file at a line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::searcher::cli {

/// The name of the program in a command as a shell reads it: `vim` of "/usr/bin/vim -R", `my editor` of
/// "'/opt/my editor' --wait".
std::string program_of(std::string_view command);

/// What to hand to sh, as argv, so that `command`, which may hold arguments, shows the file at the line; programs that
/// nobody knows get the file alone. `path` is absolute, so that no program takes it for an option, and an argument of its
/// own, so that no shell reads it.
std::vector<std::string> open_command(const std::string& command, const std::string& path, std::uint32_t line);

}  // namespace pilcrow::searcher::cli
