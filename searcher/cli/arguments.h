// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of pilcrow-search: what was typed → what it means.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/cli/terminal.h"
#include "pilcrow/error.h"
#include "pilcrow/search.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {

struct Arguments {
  enum class Mode { help, version, query, queries, similar, verify, open, mcp };
  Mode mode = Mode::query;
  std::vector<std::filesystem::path> indexes;
  std::string query;
  std::string citation;                   ///< Of the paragraph whose like is wanted.
  std::string queries_file;               ///< "-" is standard input.
  std::vector<std::string> verify_files;  ///< Likewise.
  std::string open_place;                 ///< Empty: the hit that `search` asks for is opened.
  SearchOptions search;
  Format format = Format::text;
  Shape shape = Shape::hits;
  pilcrow::cli::ColorChoice color = pilcrow::cli::ColorChoice::automatic;
  std::string hyperlink_format;  ///< Empty: no links.
};

/// `words` are those after the program's name. invalid_argument says what is wrong with them.
Result<Arguments> read_arguments(const std::vector<std::string>& words);

/// What --help prints.
extern const char* const help_text;

}  // namespace pilcrow::searcher::cli
