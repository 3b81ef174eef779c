// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/context.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include "core/store/schema.h"

namespace pilcrow::searcher {
namespace {

/// Whether a paragraph is worth no second reading. "exit(0);" is: without it the lines around it say something else.
bool says_something(const LoadedParagraph& paragraph) {
  std::size_t words = 0;
  bool in_word = false;
  for (const char c : paragraph.text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space && !in_word) ++words;
    in_word = !space;
  }
  return words >= store::words_of_their_own;
}

class ContextFinder {
 public:
  ContextFinder(HitLoader& loader, const Context& context)
      : loader_(loader),
        section_(context.section),
        most_(context.section ? most_context : std::min(context.paragraphs, most_context)) {}

  Result<const LoadedParagraph*> take_hit(Place place) {
    auto hit = loader_.paragraph(place);
    if (hit) {
      places_.insert(place);
      if (says_something(**hit)) words_.insert((*hit)->words);
    }
    return hit;
  }

  /// What stands on one side of a hit, the nearest first.
  Result<std::vector<const LoadedParagraph*>> beside(const LoadedParagraph& hit, bool after) {
    const auto all = loader_.rows(hit);
    if (!all) return tl::unexpected<Error>(all.error());
    const auto& rows = *all;
    const std::size_t there = after ? rows.size() - hit.number - 1 : hit.number;
    std::vector<const LoadedParagraph*> found;
    for (std::size_t distance = 1; distance <= std::min(most_, there); ++distance) {
      const store::ParagraphRow& row = rows[after ? hit.number + distance : hit.number - distance];
      if (section_ && row.trail != hit.row.trail) break;
      const Place place{hit.place.database, row.document};
      if (!places_.insert(place).second) break;
      const auto paragraph = loader_.paragraph(place);
      if (!paragraph) return tl::unexpected<Error>(paragraph.error());
      if (!says_something(**paragraph) || words_.insert((*paragraph)->words).second) found.push_back(*paragraph);
    }
    return found;
  }

 private:
  HitLoader& loader_;
  const bool section_;
  const std::size_t most_;
  std::set<Place> places_;       ///< Of the hits, and of all that was looked at beside them.
  std::set<std::string> words_;  ///< LoadedParagraph::words of what is in the result.
};

}  // namespace

Result<void> add_context(std::vector<Hit>& hits, const std::vector<Place>& places, HitLoader& loader,
                         const Context& context) {
  if (!context.section && context.paragraphs == 0) return {};
  ContextFinder finder(loader, context);
  std::vector<const LoadedParagraph*> paragraphs;
  for (const Place place : places) {
    const auto paragraph = finder.take_hit(place);
    if (!paragraph) return tl::unexpected<Error>(paragraph.error());
    paragraphs.push_back(*paragraph);
  }
  for (std::size_t i = 0; i < hits.size(); ++i) {
    auto before = finder.beside(*paragraphs[i], false);
    if (!before) return tl::unexpected<Error>(std::move(before.error()));
    auto after = finder.beside(*paragraphs[i], true);
    if (!after) return tl::unexpected<Error>(std::move(after.error()));
    std::reverse(before->begin(), before->end());
    hits[i].before = loader.neighbors(*before);
    hits[i].after = loader.neighbors(*after);
  }
  return {};
}

}  // namespace pilcrow::searcher
