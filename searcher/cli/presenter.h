// SPDX-License-Identifier: GPL-3.0-or-later
// How results look. A presenter knows hits and nothing of how they were found.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/cli/terminal.h"
#include "pilcrow/search.h"

namespace pilcrow::searcher::cli {

enum class Format { text, jsonl, vimgrep };
enum class Shape { hits, files, count };

struct PresenterOptions {
  Format format = Format::text;
  Shape shape = Shape::hits;
  pilcrow::cli::Terminal terminal;
  std::string hyperlink_format;  ///< "file://{host}{path}", or with {line}; empty: no links.
  std::string base;              ///< Paths below this folder are shown relative to it, in the text form.
};

/// Turns one query's result into text. `query_id` is set with --queries. Writes nothing itself.
class Presenter {
 public:
  virtual ~Presenter() = default;
  virtual std::string present(const SearchResult& result, const std::optional<std::string>& query_id) = 0;
};

std::unique_ptr<Presenter> make_presenter(const PresenterOptions& options);

}  // namespace pilcrow::searcher::cli
