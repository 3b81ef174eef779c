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

enum class Format { text, jsonl, vimgrep, trec };
enum class Shape { hits, files, count };

struct PresenterOptions {
  Format format = Format::text;
  Shape shape = Shape::hits;
  bool explain = false;  ///< In the text form.
  pilcrow::cli::Terminal terminal;
  std::string hyperlink_format;  ///< With {path}, {line} and {host}; empty: no links.
  std::string host;              ///< For {host}.
  std::string base;              ///< Paths below this folder are shown relative to it, in the text form.
};

/// Turns one query's result into text. `query_id` is set with --queries. Writes nothing itself.
class Presenter {
 public:
  virtual ~Presenter() = default;
  virtual std::string present(const SearchResult& result, const std::optional<std::string>& query_id) = 0;
};

std::unique_ptr<Presenter> make_presenter(const PresenterOptions& options);

// One for each format; a count looks the same in all but jsonl.
std::unique_ptr<Presenter> make_text_presenter(const PresenterOptions& options);
std::unique_ptr<Presenter> make_jsonl_presenter();
std::unique_ptr<Presenter> make_vimgrep_presenter();
std::unique_ptr<Presenter> make_trec_presenter(Shape shape);
std::unique_ptr<Presenter> make_count_presenter();

/// Why there are no hits, in one line for people: "'wnid' occurs nowhere in the index".
std::string why_no_hits(const Summary& summary);

/// "; nowhere in the index: 'a' and 'b'", or nothing where every word occurs.
std::string nowhere(const Summary& summary);

/// A place in a file, both from 1; the column counts bytes of the hit's text.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Where byte `offset` of the hit's text stands. Plain text is shown to the letter, so its lines can be counted; of
/// markup only the place of the paragraph is known.
Position position_of(const Hit& hit, std::size_t offset);

/// `text` on one line and harmless: white space folded, controls visible.
std::string one_line(std::string_view text);
/// A path on one line and harmless: like one_line(), but white space stays as it is.
std::string shown_path(std::string_view path);

}  // namespace pilcrow::searcher::cli
