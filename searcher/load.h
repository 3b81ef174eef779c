// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 4: document numbers → hits with their sources.
#pragma once

#include <map>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/search.h"
#include "searcher/match.h"

namespace pilcrow::searcher {

/// Loads hits from one index or several searched as one (document n of a combined database is number (n-1)/k+1 of index
/// (n-1)%k). File entries are read once each. Throws Xapian's exceptions.
class HitLoader {
 public:
  explicit HitLoader(const std::vector<store::Snapshot>& snapshots) : snapshots_(snapshots) {}

  /// All of a hit but rank, highlights and also_in.
  Result<Hit> load(const Match& match);

 private:
  const std::vector<store::Snapshot>& snapshots_;
  std::map<std::pair<std::size_t, std::uint32_t>, store::FileEntry> entries_;
};

/// By a stat of the file.
Freshness freshness(const std::string& path, const store::FileEntry& entry);

}  // namespace pilcrow::searcher
