// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/listing.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "core/store/paths.h"

namespace pilcrow::searcher {
namespace {

bool stands_before(const MatchingFile& one, const MatchingFile& other, SortBy sort) {
  if (sort == SortBy::date && one.file->day != other.file->day) return one.file->day > other.file->day;
  const auto paths = store::compare_paths(one.file->path, other.file->path);
  return paths != 0 ? paths < 0 : one.database < other.database;
}

FileNumbers numbers_of(const std::vector<MatchingFile>& files, std::size_t databases) {
  FileNumbers numbers(databases);
  for (const MatchingFile& matching : files) numbers[matching.database].push_back(matching.file->number);
  for (auto& of_database : numbers) std::sort(of_database.begin(), of_database.end());
  return numbers;
}

}  // namespace

Result<RankedList> listing(const Matcher& matcher, HitLoader& loader, const Files& files, const Xapian::Query& query,
                           SortBy sort, std::size_t begin, std::size_t end, bool by_file) {
  const Census census = matcher.census(query);
  auto matching = files.matching(census);
  if (!matching) return tl::unexpected<Error>(std::move(matching.error()));
  RankedList list;
  const auto places_in = [&](const MatchingFile& file) { return by_file ? 1 : file.matches; };
  for (const MatchingFile& file : *matching) list.count += places_in(file);

  // Each file has a match, so no more than the first `end` can be on the page.
  const auto last = matching->begin() + static_cast<std::ptrdiff_t>(std::min(end, matching->size()));
  std::partial_sort(matching->begin(), last, matching->end(), [&](const MatchingFile& one, const MatchingFile& other) {
    return stands_before(one, other, sort);
  });
  std::vector<MatchingFile> on_page;
  std::uint64_t before_page = 0;  // In files that stand before the page altogether.
  std::uint64_t at = 0;
  for (auto file = matching->begin(); file != last && at < end; ++file) {
    at += places_in(*file);
    if (at <= begin) {
      before_page = at;
    } else {
      on_page.push_back(*file);
    }
  }

  std::map<std::pair<std::size_t, std::uint32_t>, std::vector<Xapian::docid>> documents;
  const Xapian::Query in_these = matcher.in_files(numbers_of(on_page, census.size()));
  matcher.each_match({Xapian::Query::OP_FILTER, query, in_these}, [&](Place place, std::uint32_t file) {
    documents[{place.database, file}].push_back(place.document);
  });
  std::vector<Place> places;
  at = before_page;
  for (const MatchingFile& file : on_page) {
    const std::uint32_t number = file.file->number;
    const auto ordered = loader.in_source_order(file.database, number, documents[{file.database, number}]);
    if (!ordered) return tl::unexpected<Error>(ordered.error());
    for (std::size_t i = 0; i < places_in(file) && at < end; ++i, ++at) {
      if (at < begin) continue;
      places.push_back({file.database, (*ordered)[i]});
      list.shown.push_back({0, {}, places.back(), number, {}});
    }
  }
  std::map<Place, double> scores = matcher.scores(query, places);
  for (Ranked& ranked : list.shown) ranked.score = scores[ranked.place];
  return list;
}

}  // namespace pilcrow::searcher
