// SPDX-License-Identifier: GPL-3.0-or-later
// Checking citations: does what somebody claims to have read still stand where he says?
//
//   const auto claims = pilcrow::read_claims(answer_in_markdown);
//   const auto report = searcher->verify(claims, {.read_file = pilcrow::file_reader()});
//   if (report->failed > 0) for (const pilcrow::Verification& one : report->verdicts) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "pilcrow/source.h"

namespace pilcrow {

/// What somebody says that a document says.
struct Claim {
  std::string citation;                 ///< "pc1:…"; may be empty where there are path and lines.
  std::string quote = {};               ///< UTF-8; empty: only that the paragraph is there.
  bool whole = false;                   ///< `quote` is all of the paragraph, as of a hit, not a part of it.
  std::string path = {};                ///< Where the paragraph stood, as far as it is known: as Hit::path.
  std::optional<LineRange> lines = {};  ///< Likewise.
  std::uint64_t line = 0;               ///< Of the input that was read, from 1; 0: unknown.
};

/// The claims in an input: JSON Lines (the first character that is not white space is "{"), else Markdown.
///
/// JSON Lines: a hit, as every part of pilcrow prints it, is a claim of its whole text (of a part of it where `kept`
/// says so); {"citation":…,"quote":…} and {"path":…,"lines":…,"quote":…} are claims too; "lines" may be one number.
/// Summaries are passed over. A line that is none of these, or longer than 16 MiB, or in which one of these members is
/// of another type or out of its range, is a claim that is invalid.
/// Markdown: each "pc1:…" is a claim of what is quoted with it: the block quote that it stands in, else the text in
/// quotation marks before it in its paragraph ("…", “…”, „…“, «…», »…«, ‹…›, ›…‹, ‚…‘, 「…」), up to the citation before,
/// else the block quotes right before its paragraph that have no citation of their own. Where none of these stands before
/// the first citation of a paragraph, it is the text in quotation marks behind each, up to the next; and where there is
/// none either, and the paragraph ends with a colon, the block quotes that follow it. Each quotation is a claim by itself.
/// Without one it claims that the paragraph is there.
/// Linear in the input. No more than the first most_claims are read.
std::vector<Claim> read_claims(std::string_view input);
inline constexpr std::size_t most_claims = 1'000'000;

enum class Verdict {
  exact,      ///< It stands there, word for word; lines may be broken elsewhere (`reflowed`).
  moved,      ///< It stands word for word, but elsewhere: under other lines or another path, in another file; or it
              ///< is so short that it stands in many places, and nothing tells which is meant.
  changed,    ///< Something close to it stands there: `changes` says what differs.
  gone,       ///< Neither it nor anything close to it stands there any more.
  misquoted,  ///< The cited paragraph is there, and does not say what is quoted.
  invalid,    ///< No citation, or one of another index, a file that cannot be read: nothing can be said.
};

/// "exact", "moved", …
const char* name_of(Verdict verdict);
/// exact and moved hold.
bool holds(Verdict verdict);

/// Words that stood there and those that stand there now; either may be empty.
struct Change {
  std::string was;
  std::string now;
};

struct Verification {
  Claim claim;
  Verdict verdict = Verdict::invalid;
  std::string message;  ///< One sentence for people.
  // Where it stands now, or, of what has changed or is misquoted, what was compared; all empty of what is gone.
  std::string path;
  std::string root;
  LineRange lines;
  ByteRange bytes;
  std::optional<PageRange> page;
  std::vector<std::string> headings;
  std::string text;                          ///< Of the paragraph.
  std::string citation;                      ///< By which it is named now.
  bool reflowed = false;                     ///< The words are the same, the white space is not.
  std::vector<Change> changes = {};          ///< In the order of the text.
  Freshness freshness = Freshness::unknown;  ///< Of the file, against the index.
  bool from_file = false;  ///< The file has changed since it was indexed, and was read again for this verdict.
};

struct VerifyOptions {
  /// Reads files that have changed since they were indexed; file_reader(). What it cannot read says nothing: claims that
  /// stand nowhere else are invalid. Without it the index is believed, and the verdict's `freshness` says that it is older.
  ReadFile read_file = {};
  std::string state = {};                ///< As SearchOptions::state.
  std::function<bool()> cancelled = {};  ///< As SearchOptions::cancelled.
};

struct VerifyReport {
  std::vector<Verification> verdicts;  ///< One for each claim, in their order.
  std::size_t failed = 0;              ///< Those that do not hold.
  std::vector<IndexState> indexes;
};

}  // namespace pilcrow
