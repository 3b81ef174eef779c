// SPDX-License-Identifier: GPL-3.0-or-later
// Searching: ranked paragraphs with their sources.
//
//   auto searcher = pilcrow::Searcher::open({"/var/lib/pilcrow/kb"});
//   if (!searcher) return complain(searcher.error());
//   auto result = searcher->search("who signs off a brake software update", {.limit = 5});
//   for (const pilcrow::Hit& hit : result->hits) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/source.h"

namespace pilcrow {

/// Whether the file still is what was indexed, by a stat at the time of the search.
enum class Freshness {
  current,   ///< Size and modification time are those that were indexed.
  modified,  ///< The file has changed since; text and place are those of the indexed state.
  missing,   ///< The file is gone.
  unknown,   ///< Could not be looked at (a permission, a path that left the machine).
};

/// One paragraph that answers, with its source.
struct Hit {
  std::size_t rank = 0;               ///< From 1, over the whole result, so the first of `offset = 10` has 11.
  double score = 0;                   ///< Comparable within one result only.
  std::string path;                   ///< Absolute, the file system's bytes (not always UTF-8).
  std::string root;                   ///< The root under which it was indexed; a prefix of `path`.
  std::string title;                  ///< Of the document; may be empty. UTF-8.
  std::vector<std::string> headings;  ///< From the outermost heading to the one right above. UTF-8.
  std::uint32_t paragraph = 0;        ///< Which paragraph of its file, from 1.
  LineRange lines;
  ByteRange bytes;  ///< Into the original file. Plain text: exactly the paragraph. Markup: what encloses it.
  bool bytes_of_extracted = false;  ///< The format has no bytes for this text: `bytes` counts in the extracted text.
  std::optional<PageRange> page;
  std::string encoding;               ///< Of the file, as an IANA name in lower case ("utf-8", "windows-1252").
  std::string language;               ///< BCP 47 ("en", "zh-Hant"), "und" where unknown.
  std::string type;                   ///< The reader that read it: "text", "markdown", "html".
  std::string text;                   ///< UTF-8. Plain text: to the letter, line ends included. Markup: as rendered.
  std::vector<ByteRange> highlights;  ///< Bytes of `text` that matched, ascending, not overlapping.
  Freshness freshness = Freshness::unknown;
  std::string citation;                ///< "pc1:…": names this paragraph; survives edits elsewhere in the file.
  std::size_t paragraphs_in_file = 0;  ///< With SearchOptions::group_by_file: how many of the file's paragraphs match.
};

/// Something worth saying about how the query was read. Never an error.
struct Note {
  std::string message;
  std::size_t column = 0;  ///< Byte offset into the query text that the note is about.
};

/// What was done to get the hits, and why there are none.
struct Summary {
  std::string query;                 ///< The query as read, in canonical form.
  std::uint64_t matches = 0;         ///< Paragraphs (files, when grouped) that match.
  bool matches_estimated = false;    ///< `matches` is the engine's estimate, not a count.
  std::uint64_t all_words = 0;       ///< Paragraphs that hold every word of the query.
  double milliseconds = 0;           ///< Wall time of the search, loading included.
  std::vector<std::string> missing;  ///< Words of the query that occur nowhere in the index.
  std::string emptied_by;            ///< On zero hits: the filter without which there would be some.
  std::string index_id;              ///< pilcrow's own, kept across generations.
  std::uint64_t generation = 0;      ///< Which build of the index.
  std::uint64_t revision = 0;        ///< Which commit within the build.
  std::string fingerprint;           ///< Of the analyser that built the index.
  std::uint64_t paragraphs = 0;      ///< In the indexes searched.
};

struct SearchResult {
  std::vector<Hit> hits;
  Summary summary;
  std::vector<Note> notes;
};

/// What to answer. The defaults are what a person at a terminal wants.
struct SearchOptions {
  std::size_t limit = 10;
  std::size_t offset = 0;
  std::vector<std::string> paths =
      {};  ///< Globs; a paragraph's path must match one (empty: any). See docs/query-syntax.md.
  std::vector<std::string> types = {};  ///< File name extensions without the dot; must be one of these (empty: any).
  bool group_by_file = false;           ///< Only the best paragraph of each file.
  bool hits_wanted = true;              ///< false: the summary only, with an exact `matches`.
};

/// Answers ranked queries against one index or several as one. Sees what was published at open() or, after an update,
/// what is newest at the next search. Calls on one Searcher must not run concurrently; open one per thread.
class Searcher {
 public:
  /// Fails with index_missing, index_version or index_corrupt. Reads only; creates nothing, locks nothing.
  static Result<Searcher> open(const std::vector<std::filesystem::path>& indexes);

  /// Best hits first; equal scores in source order (path, then place), unless thousands tie at the end of the page.
  /// No hits is a success.
  /// Any text is a valid query: what cannot be read as syntax is read as words, and a note says so.
  /// Fails as open() does where an index has gone meanwhile, and with index_busy, index_corrupt or input_output.
  Result<SearchResult> search(std::string_view query, const SearchOptions& options = {});

  Searcher(Searcher&&) noexcept;
  Searcher& operator=(Searcher&&) noexcept;
  ~Searcher();

 private:
  class Impl;
  explicit Searcher(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pilcrow
