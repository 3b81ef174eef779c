// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody claims that documents say, held against what they say now. For each claim, in this order, until one of
// them answers:
//
//   the cited content, in the cited file     exact, or moved where its lines are others; misquoted where it lacks the quote
//   the cited content, in other files        moved
//   its words, in the cited file             exact (reflowed), or moved
//   its words, in other files                moved
//   something like it, in the cited file     changed
//   nothing                                  gone
//
// Its words are the quote's; of a bare citation those that the index still has of a file that has changed since.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/error.h"
#include "pilcrow/verify.h"

namespace pilcrow::searcher {

/// Hits for the words of a text, in a language, where it stands word for word among the first, if anywhere.
using FindLike = std::function<Result<std::vector<Hit>>(const std::string& text, const std::string& language)>;

/// So often the whole index is searched for words, in one run.
inline constexpr std::size_t most_searches = 1000;
/// Bytes of a quotation. No paragraph is longer than 1 MiB.
inline constexpr std::size_t longest_quotation = 4U << 20;

/// Searcher::verify(), without `indexes`. Cost: reads the heads of all entries, and once all entries where the content
/// of a citation is not in its file; files that have changed are read again, each once, where nothing is too large;
/// what comparing costs has a bound, beyond which claims are not looked at (invalid). Throws Xapian's exceptions.
Result<VerifyReport> verify_claims(const std::vector<store::Snapshot>& snapshots, const std::vector<Claim>& claims,
                                   const VerifyOptions& options, const FindLike& find_like);

}  // namespace pilcrow::searcher
