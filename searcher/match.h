// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 3: Xapian query → document numbers and scores.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <xapian.h>

namespace pilcrow::searcher {

/// Where a document of several databases searched as one really is.
struct Place {
  std::size_t database = 0;    ///< Which of them.
  Xapian::docid document = 0;  ///< Its number there.
};
Place place_of(Xapian::docid combined, std::size_t databases);

/// A document, or a file by its best ones.
struct Match {
  double score = 0;
  std::vector<Place> places;  ///< One; of a file all that share its best score, since one of them stands first in it.
  std::uint32_t file = 0;     ///< best_files(): its number in its index.
};

struct MatchList {
  /// Best first, at least as many as wanted if there are. Ends where scores change, so that ties can be put in source
  /// order; only after most_ties equal scores more it ends anywhere.
  std::vector<Match> matches;
  std::uint64_t count = 0;
  bool count_estimated = false;
};

inline constexpr std::size_t most_ties = 4096;

/// Whether two scores differ by no more than the order of additions explains.
bool same_score(double one, double other);

/// The databases searched as one. Each must stay open.
class Matcher {
 public:
  explicit Matcher(std::vector<Xapian::Database> databases);

  const Xapian::Database& combined() const { return combined_; }

  /// Ranks by IneB2 (RANKING: +0.0225 nDCG@10 over BM25). Counts exactly where that costs little. Throws Xapian's
  /// exceptions, as all here do. `wanted` is at least 1.
  MatchList best(const Xapian::Query& query, std::size_t wanted) const;

  /// The same for files, each by its best paragraph.
  MatchList best_files(const Xapian::Query& query, std::size_t wanted) const;

  /// Exactly how many documents match. Cost: looks at each.
  std::uint64_t count(const Xapian::Query& query) const;
  std::uint64_t count_files(const Xapian::Query& query) const;
  std::uint64_t count_in_file(const Xapian::Query& query, std::size_t database, std::uint32_t file) const;

  bool any(const Xapian::Query& query) const;

  /// Number of the file that a document belongs to.
  std::uint32_t file_of(Place place) const;

 private:
  std::vector<Xapian::Database> databases_;
  Xapian::Database combined_;
};

}  // namespace pilcrow::searcher
