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
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/index_state.h"
#include "pilcrow/source.h"

namespace pilcrow {

/// Whether the file still is what was indexed, by a stat at the time of the search.
enum class Freshness {
  current,   ///< Size and modification time are those that were indexed.
  modified,  ///< The file has changed since; text and place are those of the indexed state.
  missing,   ///< The file is gone.
  unknown,   ///< Could not be looked at (a permission, a path that left the machine).
};

/// Where else the same paragraph stands.
struct OtherPlace {
  std::string path;             ///< Absolute.
  std::string root;             ///< The root under which it was indexed.
  std::uint32_t paragraph = 0;  ///< Which paragraph of its file, from 1.
  LineRange lines;
  bool identical = true;  ///< Word for word, whatever the case, punctuation and line ends; false: nearly.
  std::optional<PageRange> page = {};
  std::string type = {};  ///< As Hit::type.
};

/// A form in which a word was looked for.
struct ExplainedForm {
  std::string form;                         ///< The stem; the folded words of a phrase.
  std::vector<std::string> languages = {};  ///< Whose form it is; empty where it is that of all.
};

/// A word or phrase that was looked for, and what it is worth to one hit. Frequencies are of all its forms. Headings
/// are those that rank: not a title that stands among the headings, nor a file name that says nothing ("index",
/// "README").
struct ExplainedWord {
  std::string typed;      ///< As in the query, where it stands first; corrected, where it was.
  std::size_t count = 1;  ///< How often it was typed; a word counts as often.
  bool required = false;  ///< Quoted or with a "+".
  bool phrase = false;
  std::vector<ExplainedForm> forms = {};
  std::vector<std::string> relatives = {};  ///< Stems of its family, which count for it, but less.
  std::uint64_t paragraphs = 0;             ///< In the indexes searched that hold it or a relative.
  std::size_t in_text = 0;
  std::size_t in_title = 0;
  std::size_t in_headings = 0;
  std::size_t in_file_name = 0;
  std::size_t of_relatives = 0;  ///< How often those stand there, in text and headings together.
  double weight = 0;             ///< Its part of the score: 0 where neither it nor a relative is there.
  /// Whether it is lacking itself.
  bool absent() const { return in_text + in_title + in_headings + in_file_name == 0; }
};

/// What the text of a paragraph adds to the score of its words, if it is one of the fifty of the best words. None is
/// negative. "Worth" of a word is log2((paragraphs + 1) / (those that hold it + 1/2)).
struct RerankParts {
  double run = 0;       ///< Words of the longest row of query words, stop words too, that stands in the text as typed.
  double sentence = 0;  ///< 0.2 of the worth of the query's words that the best sentence holds.
  double nearness = 0;  ///< 0.3 of the sum, over pairs of query words, of the lesser worth / distance².
  double exact = 0;     ///< 0.2 of the worth of words that stand there in the form in which they were typed.
  double file = 0;      ///< 0.2 of what other paragraphs of the same file among the fifty say better of each word.
  double grams = 0;     ///< For words that are not there: 0.08 of their worth for each four letters that are.
  double sum() const { return run + sentence + nearness + exact + file + grams; }
};

/// Why a hit has its score: the weights of the words and the parts of the rerank add up to it.
struct Explanation {
  std::vector<ExplainedWord> words;  ///< Those required first, each in the order of the query.
  RerankParts rerank;
};

/// A paragraph beside a hit, with its own source; the file is the hit's.
struct Neighbor {
  std::uint32_t paragraph = 0;  ///< Which of its file, from 1.
  std::vector<std::string> headings;
  LineRange lines;
  ByteRange bytes;  ///< As Hit::bytes.
  std::optional<PageRange> page;
  std::string text;
  std::optional<ByteRange> kept = {};  ///< As Hit::kept.
  std::uint64_t kept_of = 0;           ///< As Hit::kept_of.
  std::string citation;
};

/// One paragraph that answers, with its source.
struct Hit {
  std::size_t rank = 0;  ///< From 1, over the whole result, so the first of `offset = 10` has 11.
  double score = 0;      ///< Comparable within one result only.
  /// Absolute, the file system's bytes (not always UTF-8); of a document inside a file that of the file, "!/" and its
  /// path in it ("/srv/a.zip!/b.md"); of a document that was handed over its URI.
  std::string path;
  std::string root;                   ///< Under which it was indexed: a prefix of `path`, or handed_over_root.
  std::string title;                  ///< Of the document; may be empty. UTF-8.
  std::vector<std::string> headings;  ///< From the outermost heading to the one right above. UTF-8.
  std::uint32_t paragraph = 0;        ///< Which paragraph of its file, from 1.
  LineRange lines;
  ByteRange bytes;  ///< Into the original file. Plain text: exactly the paragraph. Markup: what encloses it.
  bool bytes_of_extracted = false;  ///< The format has no bytes for this text: `bytes` counts in the extracted text.
  std::optional<PageRange> page;
  std::string encoding;               ///< Of the file, as an IANA name in lower case ("utf-8", "windows-1252").
  std::string language;               ///< Of the paragraph: BCP 47 ("en", "zh-hant"), "und" where unknown.
  std::string type;                   ///< The reader that read it: "text", "markdown", "html".
  std::string date;                   ///< "2026-03-31": what the document gives as its date, else the file's (UTC).
  std::string text;                   ///< UTF-8. Plain text: to the letter, line ends included. Markup: as rendered.
  std::vector<ByteRange> highlights;  ///< Bytes of `text` that matched, ascending, not overlapping.
  Freshness freshness = Freshness::unknown;
  std::string citation;  ///< "pc1:…": names this paragraph; survives edits elsewhere in the file.
  /// Not in a result by files. In source order, at most most_places.
  std::vector<OtherPlace> also_in = {};
  std::size_t paragraphs_in_file = 0;  ///< With SearchOptions::group_by_file: how many of the file's paragraphs match.
  /// Words and phrases of the query, as typed, that neither the text nor title, headings or file name hold. None: the
  /// hit is whole, else it is partial.
  std::vector<std::string> lacks = {};
  /// With SearchOptions::context, in the order of the document. No paragraph stands twice in a result.
  std::vector<Neighbor> before = {};
  std::vector<Neighbor> after = {};
  /// With SearchOptions::budget, where not all of the paragraph was affordable: the bytes of its text that `text` holds,
  /// whole sentences. `highlights` count in what is left.
  std::optional<ByteRange> kept = {};
  std::uint64_t kept_of = 0;                    ///< With `kept`: how many bytes the whole text has.
  std::optional<Explanation> explanation = {};  ///< With SearchOptions::explain.
  std::string meta = {};  ///< A JSON object that an exporter gave with the document (docs/documents.md); may be empty.
};

/// The paragraphs that one read() gives at most.
inline constexpr std::size_t most_read = 200;

/// A licence may stand in thousands of files.
inline constexpr std::size_t most_places = 100;

/// Something worth saying about how the query was read. Never an error.
struct Note {
  std::string message;
  std::size_t column = 0;  ///< Byte offset into the query text that the note is about.
};

/// A word that occurs nowhere in the index, and what was looked for instead.
struct Correction {
  std::string typed;  ///< As in the query.
  std::string used;   ///< A word of the index, or two that ran together; folded.
};

/// A word that occurs nowhere in the index, and those nearest to it that do.
struct NearestWords {
  std::string typed;
  std::vector<std::string> words;  ///< At most three, the most frequent first; folded.
};

/// A part of the query, or a filter, without which there would be hits. Of a phrase and of words near each other the
/// words are looked for instead.
struct Hindrance {
  std::string part;           ///< In the query's canonical form ("+storage", "type:pdf"), or the option ("--path").
  std::uint64_t matches = 0;  ///< Paragraphs that match without it, or with `instead`.
  std::string instead = {};   ///< What was looked for in its place: the words of a phrase. Empty: nothing.
};

/// What matches can be counted by.
enum class FacetField {
  path,      ///< The names below the innermost folder that holds all matches; folders end in "/".
  type,      ///< Extension of the file's name, without the dot.
  language,  ///< Of the paragraph.
  root,      ///< Under which it was indexed.
};

struct FacetCount {
  std::string value;  ///< Paths are absolute, the file system's bytes.
  std::uint64_t matches = 0;
};

/// Exact counts over all matches, not just those shown; the largest first, equal ones by value.
struct Facet {
  FacetField field = FacetField::type;
  std::vector<FacetCount> counts;
};

/// What was done to get the hits, and why there are none.
struct Summary {
  std::string query;                 ///< The query as read, in canonical form.
  std::uint64_t matches = 0;         ///< Paragraphs (files, when grouped) that match.
  bool matches_estimated = false;    ///< `matches` is the engine's estimate, not a count.
  std::uint64_t all_words = 0;       ///< Paragraphs that hold every word of the query.
  double milliseconds = 0;           ///< Wall time of the search, loading included.
  std::vector<std::string> missing;  ///< Words of the query that occur nowhere in the index, and were not corrected.
  std::vector<Correction> corrections = {};  ///< In the order of the query, each word once.
  std::vector<std::string> stopped = {};     ///< Stop words that were not looked for, folded, each once.
  std::vector<std::string> languages = {};   ///< For which words were stemmed, that of most paragraphs first.
  std::string similar_to = {};               ///< Of Searcher::similar(): the citation.
  std::vector<NearestWords> nearest = {};    ///< For those of `missing` that have any.
  std::vector<std::string> closed = {};      ///< On zero hits: the filters that no paragraph of the index passes.
  std::string emptied_by;                    ///< On zero hits: the first of `closed`, else of `hindrances`.
  std::vector<Hindrance> hindrances = {};    ///< On zero hits: what alone stands between the query and some.
  std::vector<Facet> facets = {};            ///< As asked for by SearchOptions::facets.
  std::size_t words_shown = 0;               ///< With SearchOptions::budget: what of it was used.
  std::string index_id;                      ///< pilcrow's own, kept across generations.
  std::uint64_t generation = 0;              ///< Which build of the index; of several, of the first.
  std::uint64_t revision = 0;                ///< Likewise: which commit within the build.
  std::string fingerprint;                   ///< Likewise: of the analyser that built it.
  std::vector<IndexState> indexes = {};      ///< All that were searched, in the order in which they were named.
  std::uint64_t paragraphs = 0;              ///< In the indexes searched.
};

struct SearchResult {
  std::vector<Hit> hits;
  Summary summary;
  std::vector<Note> notes;
};

enum class SortBy {
  relevance,  ///< Best first.
  date,       ///< Youngest document first, within one as in `path`.
  path,       ///< Source order: path, then place.
};

/// What to show around a hit.
struct Context {
  std::size_t paragraphs = 0;  ///< So many before and after it, at most most_context.
  bool section = false;        ///< Instead: all that stands under the same heading, at most most_context each way.
};
inline constexpr std::size_t most_context = 100;

// Of verify.h.
struct Claim;
struct VerifyOptions;
struct VerifyReport;

/// What to answer. The defaults are what a person at a terminal wants. Of each filter one value must match; none given
/// is no filter. The same can be asked in the query itself, see docs/query-syntax.md.
struct SearchOptions {
  std::size_t limit = 10;
  std::size_t offset = 0;
  std::vector<std::string> paths = {};      ///< Globs, tried on the path as "path:" does.
  std::vector<std::string> types = {};      ///< Extensions without the dot, or MIME types ("text/html").
  std::vector<std::string> languages = {};  ///< "en"; "zh" also takes "zh-hant".
  std::vector<std::string> roots = {};      ///< Globs, tried on the root's path.
  std::vector<std::string> headings = {};   ///< Words that all stand in the heading trail.
  std::string since = {};                   ///< A day, as "date:" reads it; documents of that day and younger.
  SortBy sort = SortBy::relevance;          ///< Otherwise nothing is reranked, and no paragraphs are taken as one.
  std::vector<FacetField> facets = {};
  Context context = {};
  /// Words of the whole answer: texts, neighbours, and their titles and headings. 0: no limit. A paragraph that does not
  /// fit is cut between sentences or left out.
  std::size_t budget = 0;
  bool group_by_file = false;  ///< Only the best paragraph of each file.
  bool hits_wanted = true;     ///< false: the summary only, with an exact `matches`.
  /// false: all is looked for as it is typed. Words that occur nowhere are not taken for near ones that do, phrases
  /// that stand nowhere are not read as words, and rare words are looked for without others of their family.
  bool correct = true;
  bool explain = false;  ///< Hits say how they came by their scores.
  /// What state_name() gave with an earlier answer: any other state is refused with other_revision. Empty: the newest.
  std::string state = {};
  /// Polled between the steps of a search, from the calling thread; true ends it with `cancelled`. Calls nothing of the
  /// Searcher.
  std::function<bool()> cancelled = {};
};

/// How a place is shown by Searcher::read().
struct ReadOptions {
  Context context = {};
  std::string state = {};  ///< As SearchOptions::state.
};

/// A heading and what stands directly under it.
struct OutlineEntry {
  std::vector<std::string> headings;  ///< The trail, outermost first; empty: what stands before the first heading.
  std::uint32_t first_paragraph = 1;  ///< Of the file, from 1.
  std::uint32_t paragraphs = 0;       ///< That stand under just this trail, in a row.
  LineRange lines;                    ///< Of those paragraphs.
  std::optional<PageRange> page;
  std::string citation;  ///< Of the first of them.
};

/// The headings of a document, in its order.
struct Outline {
  std::string path;  ///< As Hit::path.
  std::string root;
  std::string title;
  std::string type;
  std::string language;
  std::string date;
  std::uint64_t paragraphs = 0;
  Freshness freshness = Freshness::unknown;
  std::vector<OutlineEntry> entries;
  std::vector<IndexState> indexes;
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
  /// Fails as open() does where an index has gone meanwhile, with invalid_argument where SearchOptions::since is no day,
  /// and with index_busy, index_corrupt or input_output.
  Result<SearchResult> search(std::string_view query, const SearchOptions& options = {});

  /// What is like the paragraph of a hit's citation, by the words that set it apart from others: those are made a
  /// query, which the summary shows. Without the paragraph itself and those identical to it. Fails with
  /// invalid_argument where `citation` is none or one of another index, with paragraph_gone where the file is not in
  /// the index any more or has no such paragraph, and as search() does. Cost: reads the entries of files until it has
  /// found the one.
  Result<SearchResult> similar(std::string_view citation, const SearchOptions& options = {});

  /// What stands at a place: a citation, "PATH" (its first paragraphs, at most most_read), "PATH:LINE" or
  /// "PATH:FIRST-LAST" (every paragraph that has a line of these, at most most_read). A path is absolute, or as much of
  /// the end of one as belongs to one document alone ("energy.md", "kb/energy.md"), or a URI. The hits have no score and
  /// stand in the order of the document. Fails with invalid_argument where `place` is none of these or the end of several
  /// paths (the message names some), with paragraph_gone where nothing known is there, and as search() does. Cost: reads
  /// the heads of all files' entries; for a citation, entries until it has found the one.
  Result<SearchResult> read(std::string_view place, const ReadOptions& options = {});

  /// The headings of the document in which a place is, named as in read(); lines say nothing here. Fails as read().
  Result<Outline> outline(std::string_view path, std::string_view state = {});

  /// Whether what is claimed of the documents still is so: a verdict for each claim, in their order (verify.h). Fails as
  /// search(); what is wrong with a claim is its verdict.
  Result<VerifyReport> verify(const std::vector<Claim>& claims, const VerifyOptions& options);

  Searcher(Searcher&&) noexcept;
  Searcher& operator=(Searcher&&) noexcept;
  ~Searcher();

 private:
  class Impl;
  explicit Searcher(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pilcrow
