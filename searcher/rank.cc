// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/rank.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/store/paths.h"
#include "searcher/likeness.h"

namespace pilcrow::searcher {

/// A match on its way to the page.
struct Ranker::Entry {
  Match match;
  RerankParts parts;
  std::string words;                ///< Value of store::slot_twins, where it was reranked.
  std::size_t text = not_reranked;  ///< Its number in the rerank.
  static constexpr std::size_t not_reranked = static_cast<std::size_t>(-1);
};

namespace {

/// The file's name, its title and the trail, without what stands there twice: in plain text the title often is the
/// outermost heading.
std::vector<std::string_view> headings_of(const LoadedParagraph& paragraph) {
  std::vector<std::string_view> headings{store::name_words(*paragraph.path)};
  const auto& trail = paragraph.headings;
  const std::string& title = paragraph.entry->title;
  if (!title.empty() && std::find(trail.begin(), trail.end(), title) == trail.end()) headings.emplace_back(title);
  headings.insert(headings.end(), trail.begin(), trail.end());
  return headings;
}

}  // namespace

/// A paragraph and those that say the same.
struct Ranker::Group {
  const Entry* first;
  std::string words;              ///< Of the first: its value of store::slot_twins.
  std::vector<std::string> like;  ///< The values of those that are nearly the same.
  std::vector<Place> like_places;
};

Result<RankedList> Ranker::paragraphs(std::size_t begin, std::size_t end) {
  for (std::size_t wanted = std::max(end, most_reranked);; wanted *= 4) {
    RankedList list;
    auto ranked = ranking(wanted, list);
    if (!ranked) return tl::unexpected<Error>(std::move(ranked.error()));
    const std::vector<Entry>& entries = *ranked;
    const std::vector<Group> groups = grouped(entries, end);
    // A licence may stand in thousands of files.
    if (groups.size() < end && entries.size() >= wanted) continue;
    for (std::size_t i = begin; i < std::min(end, groups.size()); ++i) {
      auto twins = twins_of(groups[i]);
      if (!twins) return tl::unexpected<Error>(std::move(twins.error()));
      const Entry& entry = *groups[i].first;
      list.shown.push_back({entry.match.score, entry.parts, entry.match.place, 0, std::move(*twins)});
    }
    return list;
  }
}

Result<RankedList> Ranker::files(std::size_t begin, std::size_t end) {
  // Not by set_collapse_key(): the same number means another file in another index.
  for (std::size_t paragraphs = std::max(8 * end, most_reranked);; paragraphs *= 4) {
    RankedList list;
    auto ranked = ranking(paragraphs, list);
    if (!ranked) return tl::unexpected<Error>(std::move(ranked.error()));
    const std::vector<Entry>& entries = *ranked;
    const bool whole = entries.size() < paragraphs;
    std::set<std::pair<std::size_t, std::uint32_t>> known;
    std::vector<Ranked> files;
    for (const Entry& entry : entries) {
      const std::uint32_t file = matcher_.file_of(entry.match.place);
      if (!known.emplace(entry.match.place.database, file).second) continue;
      files.push_back({entry.match.score, entry.parts, entry.match.place, file, {}});
    }
    if (!whole && files.size() < end) continue;
    // How matches spread over files, the best of them do not tell.
    list.count = whole ? files.size() : matcher_.count_files(query_);
    list.count_estimated = false;
    for (std::size_t i = begin; i < std::min(end, files.size()); ++i) list.shown.push_back(std::move(files[i]));
    return list;
  }
}

/// At least `wanted` entries if there are, and most_reranked of them reranked. Equal scores are in source
/// order.
Result<std::vector<Ranker::Entry>> Ranker::ranking(std::size_t wanted, RankedList& list) {
  const MatchList found = matcher_.best(query_, wanted, forms_);
  list.count = found.count;
  list.count_estimated = found.count_estimated;
  std::vector<Entry> entries;
  entries.reserve(found.matches.size());
  for (const Match& match : found.matches) entries.push_back({match, {}, {}, Entry::not_reranked});
  // Which of those that tie at its end are reranked must not depend on how the index was built.
  auto done = entries.size() > most_reranked ? sort_ties(entries, most_reranked - 1, most_reranked) : Result<void>();
  if (done) done = rerank(entries);
  if (done) done = sort_ties(entries, 0, wanted);
  if (!done) return tl::unexpected<Error>(std::move(done.error()));
  return entries;
}

/// The first `wanted` groups, if there are so many, in the order of their first entries.
std::vector<Ranker::Group> Ranker::grouped(const std::vector<Entry>& entries, std::size_t wanted) const {
  std::vector<Group> groups;
  std::set<std::string> known;
  std::vector<std::pair<std::size_t, Likeness>> looks;  // Groups that began in the rerank.
  for (const Entry& entry : entries) {
    if (entry.text == Entry::not_reranked && groups.size() >= wanted) break;
    std::string words = entry.text == Entry::not_reranked ? matcher_.words_of(entry.match.place) : entry.words;
    if (!words.empty() && !known.insert(words).second) continue;
    if (entry.text != Entry::not_reranked) {
      Likeness look(reranker_.words_of(entry.text));
      const auto same =
          std::find_if(looks.begin(), looks.end(), [&](const auto& other) { return look.near(other.second); });
      if (same != looks.end()) {
        groups[same->first].like.push_back(std::move(words));
        groups[same->first].like_places.push_back(entry.match.place);
        continue;
      }
      looks.emplace_back(groups.size(), std::move(look));
    }
    groups.push_back({&entry, std::move(words), {}, {}});
  }
  return groups;
}

Result<void> Ranker::rerank(std::vector<Entry>& entries) {
  const std::size_t end = std::min(entries.size(), most_reranked);
  // In the order in which they lie on disk, neighbours share what is read.
  std::vector<Place> places;
  places.reserve(end);
  for (std::size_t i = 0; i < end; ++i) places.push_back(entries[i].match.place);
  std::sort(places.begin(), places.end());
  for (const Place place : places) {
    if (const auto paragraph = loader_.paragraph(place); !paragraph) return tl::unexpected<Error>(paragraph.error());
  }
  std::vector<RerankText> texts;
  texts.reserve(end);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < end; ++i) {
    const Place place = entries[i].match.place;
    const auto paragraph = loader_.paragraph(place);
    if (!paragraph) return tl::unexpected<Error>(paragraph.error());
    const LoadedParagraph& loaded = **paragraph;
    words.push_back(loaded.words);
    texts.push_back({loaded.text,
                     loaded.language(),
                     headings_of(loaded),
                     loaded.entry->language,
                     {place.database, loaded.entry->number}});
  }
  const std::vector<RerankParts> parts = reranker_.rerank(texts);
  for (std::size_t i = 0; i < end; ++i) {
    entries[i].parts = parts[i];
    entries[i].match.score += parts[i].sum();
    entries[i].text = i;
    entries[i].words = words[i];
  }
  std::stable_sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(end),
                   [](const Entry& a, const Entry& b) { return a.match.score > b.match.score; });
  return {};
}

/// Puts equal scores in source order, only where it shows: within [begin, end) and what is equal to its ends.
Result<void> Ranker::sort_ties(std::vector<Entry>& entries, std::size_t begin, std::size_t end) {
  for (std::size_t first = 0; first < std::min(end, entries.size());) {
    std::size_t last = first + 1;
    while (last < entries.size() && same_score(entries[last].match.score, entries[first].match.score)) ++last;
    if (last > begin && last - first > 1) {
      std::vector<std::pair<SourceOrder, Entry>> ties;
      for (std::size_t i = first; i < last; ++i) {
        const Place place = entries[i].match.place;
        auto order = loader_.source_order(place, matcher_.file_of(place));
        if (!order) return tl::unexpected<Error>(std::move(order.error()));
        ties.emplace_back(std::move(*order), std::move(entries[i]));
      }
      std::stable_sort(ties.begin(), ties.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      for (std::size_t i = first; i < last; ++i) entries[i] = std::move(ties[i - first].second);
    }
    first = last;
  }
  return {};
}

/// All paragraphs of the index that are identical to the first, or to one that is nearly the same, in source order.
Result<std::vector<Twin>> Ranker::twins_of(const Group& group) {
  std::map<Place, bool> all;
  all.try_emplace(group.first->match.place, true);
  for (const Place place : matcher_.twins(query_, group.words, forms_)) all.try_emplace(place, true);
  for (const Place place : group.like_places) all.try_emplace(place, false);
  for (const std::string& words : group.like) {
    for (const Place place : matcher_.twins(query_, words, forms_)) all.try_emplace(place, false);
  }
  all.erase(group.first->match.place);
  std::vector<std::pair<SourceOrder, Twin>> ordered;
  for (const auto& [place, identical] : all) {
    auto order = loader_.source_order(place, matcher_.file_of(place));
    if (!order) return tl::unexpected<Error>(std::move(order.error()));
    ordered.emplace_back(std::move(*order), Twin{place, identical});
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Twin> twins;
  twins.reserve(ordered.size());
  for (const auto& [order, twin] : ordered) twins.push_back(twin);
  return twins;
}

}  // namespace pilcrow::searcher
