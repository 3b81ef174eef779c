// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/facets.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/store/schema.h"
#include "core/text/file_name.h"

namespace pilcrow::searcher {
namespace {

using Counts = std::map<std::string, std::uint64_t, std::less<>>;

Facet largest_first(FacetField field, const Counts& counts) {
  Facet facet{field, {}};
  for (const auto& [value, matches] : counts) facet.counts.push_back({value, matches});
  std::stable_sort(facet.counts.begin(), facet.counts.end(),
                   [](const FacetCount& a, const FacetCount& b) { return a.matches > b.matches; });
  return facet;
}

/// `value_of` gives something like a string for a file.
template <class ValueOf>
Counts count_by(const std::vector<MatchingFile>& files, const ValueOf& value_of) {
  Counts counts;
  for (const MatchingFile& matching : files) counts[std::string(value_of(*matching.file))] += matching.matches;
  return counts;
}

/// What all their paths begin with.
std::string_view common_beginning(const std::vector<MatchingFile>& files) {
  if (files.empty()) return {};
  std::string_view beginning = files.front().file->path;
  for (const MatchingFile& matching : files) {
    const std::string& path = matching.file->path;
    const auto end = std::mismatch(beginning.begin(), beginning.end(), path.begin(), path.end()).first;
    beginning = beginning.substr(0, static_cast<std::size_t>(end - beginning.begin()));
  }
  return beginning;
}

Counts by_path(const std::vector<MatchingFile>& files) {
  // It may go on into the names below the innermost common folder, but not beyond the "/" at the end of one.
  const std::size_t common = common_beginning(files).size();
  return count_by(files, [&](const File& file) {
    const std::size_t slash = file.path.find('/', common);
    return std::string_view(file.path).substr(0, slash == std::string::npos ? slash : slash + 1);
  });
}

Counts by_language(const Xapian::Query& query, const Matcher& matcher,
                   const std::map<std::string, std::uint64_t>& languages) {
  Counts counts;
  for (const auto& [language, paragraphs] : languages) {
    const Xapian::Query in_language(store::boolean_term(store::prefix_language, language));
    const std::uint64_t matches = matcher.count({Xapian::Query::OP_FILTER, query, in_language});
    if (matches > 0) counts[language] = matches;
  }
  return counts;
}

}  // namespace

Result<std::vector<Facet>> facets(const std::vector<FacetField>& fields, const Xapian::Query& query,
                                  const Matcher& matcher, const Files& files,
                                  const std::map<std::string, std::uint64_t>& languages) {
  const bool by_file =
      std::any_of(fields.begin(), fields.end(), [](FacetField field) { return field != FacetField::language; });
  const auto matching = files.matching(by_file ? matcher.census(query) : Census());
  if (!matching) return tl::unexpected<Error>(matching.error());
  const auto count = [&](FacetField field) {
    switch (field) {
      case FacetField::path:
        return by_path(*matching);
      case FacetField::type:
        return count_by(*matching, [](const File& file) { return text::extension_of(file.path); });
      case FacetField::language:
        return by_language(query, matcher, languages);
      case FacetField::root:
        return count_by(*matching, [&](const File& file) -> const std::string& { return files.root_path(file); });
    }
    return Counts();
  };
  std::vector<Facet> all;
  all.reserve(fields.size());
  for (const FacetField field : fields) all.push_back(largest_first(field, count(field)));
  return all;
}

}  // namespace pilcrow::searcher
