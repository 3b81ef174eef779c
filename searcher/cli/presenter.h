// SPDX-License-Identifier: GPL-3.0-or-later
// How results look. A presenter knows hits and nothing of how they were found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cli/terminal.h"
#include "pilcrow/search.h"

namespace pilcrow::searcher::cli {

enum class Format { text, jsonl, vimgrep, llm, trec };
enum class Shape { hits, files, count, facets };

struct PresenterOptions {
  Format format = Format::text;
  Shape shape = Shape::hits;
  bool explain = false;    ///< In the text form.
  bool context = false;    ///< Hits come with their neighbours.
  bool dates = false;      ///< In the text form, with each hit its document's: they are in that order.
  std::size_t budget = 0;  ///< Words that the result was cut to; 0: it was not.
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

/// 128 bits of the kernel's randomness, in hexadecimal digits.
std::string random_mark();

// One for each format; counts look the same in all but jsonl.
std::unique_ptr<Presenter> make_text_presenter(const PresenterOptions& options);
std::unique_ptr<Presenter> make_jsonl_presenter(const PresenterOptions& options);
std::unique_ptr<Presenter> make_vimgrep_presenter();
/// `make_mark` draws what the lines begin with that are not a document's: what no document can know beforehand.
std::unique_ptr<Presenter> make_llm_presenter(std::function<std::string()> make_mark = random_mark);
std::unique_ptr<Presenter> make_trec_presenter(Shape shape);
std::unique_ptr<Presenter> make_count_presenter();
std::unique_ptr<Presenter> make_facet_presenter();

/// Why there are no hits, for people: the reason in one line, "'wnid' occurs nowhere in the index; near: 'wind'", and
/// where one does not say all, a line for each of the others, "3 paragraphs match without +storage".
std::vector<std::string> why_no_hits(const Summary& summary);

/// Whether hits are shown that lack words, and there is none that has them all. What is like a paragraph is not asked for
/// all of its words.
bool all_partial(const SearchResult& result);

/// "; nowhere in the index: 'a' and 'b'", or nothing where every word occurs.
std::string nowhere(const Summary& summary);

/// "'a'", "'a' and 'b'", "'a', 'b' and 3 more": at most `most` of them, harmless, none wider than a column of a table.
std::string enumerate(const std::vector<std::string>& words, std::size_t most);

/// "1 paragraph", "1,234 paragraphs"
std::string counted(std::uint64_t number, const char* thing);
/// "1,234"
std::string grouped(std::uint64_t number);

/// Whether the lines of what a reader read are such that a person can look them up: of a text, not of one that was
/// extracted from something else.
bool has_lines(std::string_view type);
/// Where in a paged document: "p. 7 (vii)", "slide 3", "sheet Costs, rows 12-14"; the page is the cited one. Empty where
/// there are no pages.
std::string spot_of(std::string_view type, const LineRange& lines, const std::optional<PageRange>& page);

/// A place in a file, both from 1; the column counts bytes of the hit's text.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Where byte `offset` of the hit's text stands. Plain text is shown to the letter, so its lines can be counted; of
/// markup only the place of the paragraph is known; of what has no lines nothing.
Position position_of(const Hit& hit, std::size_t offset);

/// `text` on one line and harmless: white space folded, controls visible.
std::string one_line(std::string_view text);
/// The same, cut with "…" where it is wider than `columns`.
std::string short_line(std::string_view text, std::size_t columns);
/// A path on one line and harmless: like one_line(), but white space stays as it is.
std::string shown_path(std::string_view path);

}  // namespace pilcrow::searcher::cli
