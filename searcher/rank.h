// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 5: what is shown, in which order: the matches, the best of them reranked; paragraphs that say the same once, or
// files by their best paragraph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <xapian.h>

#include "pilcrow/error.h"
#include "searcher/load.h"
#include "searcher/match.h"
#include "searcher/rerank.h"

namespace pilcrow::searcher {

/// The same paragraph in another place.
struct Twin {
  Place place;
  bool identical = true;  ///< Word for word; else nearly.
};

struct Ranked {
  double score = 0;   ///< That of the match and what the rerank adds.
  RerankParts parts;  ///< All zero behind most_reranked.
  Place place;
  std::uint32_t file = 0;   ///< files(): its number in its index.
  std::vector<Twin> twins;  ///< paragraphs(): in source order.
};

struct RankedList {
  std::vector<Ranked> shown;  ///< Those from `begin` to `end`, as far as there are.
  std::uint64_t count = 0;    ///< Of all matches, twins each.
  bool count_estimated = false;
};

/// Ranks the matches of one query. Equal scores stand in source order, unless thousands tie.
class Ranker {
 public:
  /// `forms` as Matcher::best() takes them.
  Ranker(const Matcher& matcher, HitLoader& loader, Reranker& reranker, Xapian::Query query,
         std::vector<WordForm> forms = {})
      : matcher_(matcher), loader_(loader), reranker_(reranker), query_(std::move(query)), forms_(std::move(forms)) {}

  /// Paragraphs `begin` to `end` of the ranking, from 0, identical ones as one; among those reranked nearly
  /// identical ones as well. Throws Xapian's exceptions.
  Result<RankedList> paragraphs(std::size_t begin, std::size_t end);

  /// Files, each by its best paragraph. Their count is exact.
  Result<RankedList> files(std::size_t begin, std::size_t end);

 private:
  struct Entry;
  struct Group;
  Result<std::vector<Entry>> ranking(std::size_t wanted, RankedList& list);
  Result<void> rerank(std::vector<Entry>& entries);
  Result<void> sort_ties(std::vector<Entry>& entries, std::size_t begin, std::size_t end);
  std::vector<Group> grouped(const std::vector<Entry>& entries, std::size_t wanted) const;
  Result<std::vector<Twin>> twins_of(const Group& group);

  const Matcher& matcher_;
  HitLoader& loader_;
  Reranker& reranker_;
  const Xapian::Query query_;
  const std::vector<WordForm> forms_;
};

}  // namespace pilcrow::searcher
