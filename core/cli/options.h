// SPDX-License-Identifier: GPL-3.0-or-later
// The command line, on top of cxxopts: what both programs need and it does not do by itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxxopts.hpp>

#include "pilcrow/error.h"

namespace pilcrow::cli {

/// Parses `arguments` (without the program's name) with `options`. The first word that is no option ends the options:
/// it and all that follows are `words`; so does "--", which is dropped. An option's value is taken as "--name VALUE",
/// "--name=VALUE",
/// "-n VALUE" or "-nVALUE". invalid_argument with a message for people ("unknown option '--foo'", "option '-n' needs a
/// value").
struct CommandLine {
  cxxopts::ParseResult options;
  std::vector<std::string> words;
};
Result<CommandLine> parse_options_first(cxxopts::Options& options, const std::vector<std::string>& arguments);

/// The same, but options and words may be mixed, as in most programs; after "--" all are words.
Result<CommandLine> parse_mixed(cxxopts::Options& options, const std::vector<std::string>& arguments);

/// "64K", "256M", "2G" or plain bytes.
Result<std::uint64_t> parse_size(std::string_view text);
/// A whole number within [least, most].
Result<std::uint64_t> parse_count(std::string_view option, std::string_view text, std::uint64_t least,
                                  std::uint64_t most);

}  // namespace pilcrow::cli
