// SPDX-License-Identifier: GPL-3.0-or-later
// The command line, on top of cxxopts: what both programs need and it does not do by itself. cxxopts is included here
// only, since the two macros must be the same everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A repeatable option is a vector. By default cxxopts also cuts its values at commas, which globs and paths hold.
#define CXXOPTS_VECTOR_DELIMITER '\0'
// std::regex would cost every start of a program, and overflows the stack on a long argument.
#define CXXOPTS_NO_REGEX true
#include <cxxopts.hpp>

#include "pilcrow/error.h"

namespace pilcrow::cli {

/// What was typed. Read a value with options["name"].as<std::string>() (or std::vector<std::string>), after count().
struct CommandLine {
  cxxopts::ParseResult options;
  std::vector<std::string> words;
};

/// Parses `arguments` (without the program's name) with `options`, each of which is a switch (no value declared) or
/// takes a string. The first word that is no option ends the options: it and all that follows are `words`; so does
/// "--", which is dropped. "-" is a word. An option's value is taken as "--name VALUE", "--name=VALUE", "-n VALUE" or
/// "-nVALUE"; switches of one letter may be joined. invalid_argument with a message for people: "unknown option
/// '--foo'", "unknown option '-d'; put -- before words that begin with -", "option '-n' needs a value", "option
/// '--quiet' takes no value".
Result<CommandLine> parse_options_first(cxxopts::Options& options, const std::vector<std::string>& arguments);

/// The same, but options and words may be mixed, as in most programs; after "--" all are words.
Result<CommandLine> parse_mixed(cxxopts::Options& options, const std::vector<std::string>& arguments);

/// "64K", "256M", "2G" (powers of 1,024) or plain bytes.
Result<std::uint64_t> parse_size(std::string_view text);
/// A whole number within [least, most]. `option` is named in the message as it stands: "option '--limit' needs …".
Result<std::uint64_t> parse_count(std::string_view option, std::string_view text, std::uint64_t least,
                                  std::uint64_t most);

}  // namespace pilcrow::cli
