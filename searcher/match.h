// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 3: Xapian query → document numbers and scores.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "searcher/words.h"

namespace pilcrow::searcher {

/// Where a document of several databases searched as one really is.
struct Place {
  std::size_t database = 0;    ///< Which of them.
  Xapian::docid document = 0;  ///< Its number there.
  auto operator<=>(const Place&) const = default;
};
Place place_of(Xapian::docid combined, std::size_t databases);

struct Match {
  double score = 0;
  Place place;
};

struct MatchList {
  /// Best first, at least as many as wanted if there are. Ends where scores change, so that ties can be put in source
  /// order; only after most_ties equal scores more it ends anywhere.
  std::vector<Match> matches;
  std::uint64_t count = 0;
  bool count_estimated = false;
};

inline constexpr std::size_t most_ties = 4096;

/// Numbers of files: of each database those chosen, ascending.
using FileNumbers = std::vector<std::vector<std::uint32_t>>;

struct FileCount {
  std::uint32_t file = 0;  ///< Its number.
  std::uint64_t matches = 0;
};
/// Of each database the files in which something matches, ascending by number.
using Census = std::vector<std::vector<FileCount>>;

/// Whether two scores differ by no more than the order of additions explains.
bool same_score(double one, double other);

/// The databases searched as one. Each must stay open.
class Matcher {
 public:
  /// `direct`: reads the only one of them without Xapian; nullptr where that cannot be done.
  explicit Matcher(std::vector<Xapian::Database> databases, std::shared_ptr<store::GlassReader> direct = nullptr);

  const Xapian::Database& combined() const { return combined_; }

  /// Ranks by IneB2 (RANKING: +0.0225 nDCG@10 over BM25). Counts exactly where that costs little. Throws Xapian's
  /// exceptions, as all here do. `wanted` is at least 1.
  /// `forms`: of which the query matches any, and nothing else; none where it is more than that.
  MatchList best(const Xapian::Query& query, std::size_t wanted, const std::vector<WordForm>& forms = {}) const;

  /// The matches whose value of store::slot_twins is this one: paragraphs of the same words. At most most_ties.
  /// `forms`: as in best().
  std::vector<Place> twins(const Xapian::Query& query, const std::string& words,
                           const std::vector<WordForm>& forms = {}) const;
  /// That value of a document; empty where it has no words.
  std::string words_of(Place place) const;

  /// Exactly how many documents match. Cost: looks at each.
  std::uint64_t count(const Xapian::Query& query) const;
  /// The same of all words, of which `query` is made.
  std::uint64_t count(const Xapian::Query& query, const std::vector<Forms>& words) const;
  /// How many documents hold a term.
  std::uint64_t frequency(const std::string& term) const;
  std::uint64_t count_files(const Xapian::Query& query) const;
  /// The same by file.
  Census census(const Xapian::Query& query) const;
  /// All matches with the numbers of their files, database by database, by ascending number.
  void each_match(const Xapian::Query& query, const std::function<void(Place, std::uint32_t file)>& visit) const;
  std::uint64_t count_in_file(const Xapian::Query& query, std::size_t database, std::uint32_t file) const;

  /// A query that matches these paragraphs, for use as a filter.
  Xapian::Query these(const std::vector<Place>& places) const;
  /// A query that matches the paragraphs of these files, for use as a filter. Cost: looks up each file or, where they
  /// are many, reads a number for each document; the query then costs what a term with as many postings would.
  Xapian::Query in_files(const FileNumbers& files) const;
  /// What a query scores for each of them; where it does not match, there is no score.
  std::map<Place, double> scores(const Xapian::Query& query, const std::vector<Place>& places) const;

  /// Which of them match.
  std::set<Place> among(const Xapian::Query& query, const std::vector<Place>& places) const;
  /// The same of a word; where it has no forms it is `query` alone.
  std::set<Place> among(const Xapian::Query& query, const Forms& word, const std::vector<Place>& places) const;

  bool any(const Xapian::Query& query) const;

  /// Number of the file that a document belongs to.
  std::uint32_t file_of(Place place) const;

 private:
  std::string value(Place place, unsigned slot) const;
  std::optional<bool> any_directly(const Xapian::Query& query) const;
  std::optional<MatchList> best_directly(const std::vector<WordForm>& forms, std::size_t wanted) const;

  std::vector<Xapian::Database> databases_;
  Xapian::Database combined_;
  std::shared_ptr<store::GlassReader> direct_;
};

}  // namespace pilcrow::searcher
