// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody who holds a citation, or a path and lines, names by it, and what stands there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/error.h"
#include "pilcrow/search.h"
#include "pilcrow/source.h"

namespace pilcrow::searcher {

/// A path with lines behind it: "energy.md:12", "energy.md:12-20".
struct PathAndLines {
  std::string_view path;
  LineRange lines;  ///< As typed: it may begin with 0, or end before it begins.
};

/// Nothing where no lines stand at the end. Behind a path no number is meant of ten digits or more.
std::optional<PathAndLines> split_lines(std::string_view place);

/// Whether `name` is the path, or, where it is not absolute itself, so many of its last names.
bool names_document(std::string_view name, std::string_view path);

/// A document of the indexes, and what of it is meant.
struct NamedPlace {
  std::size_t database = 0;
  std::uint32_t file = 0;       ///< Number of its entry.
  std::uint32_t paragraph = 0;  ///< Xapian's number of the one that is cited; 0: none is.
  std::optional<LineRange> lines = {};
};

/// Fails as Searcher::read(). Of a text that is a name as it stands ("notes:12" is a file), no lines are cut. Cost: reads
/// the heads of all entries; of a citation, as find_cited(). Throws Xapian's exceptions, as the others do.
Result<NamedPlace> find_place(const std::vector<store::Snapshot>& snapshots, std::string_view place);

/// Searcher::read(), without what the summary says of the indexes.
Result<SearchResult> read_place(const std::vector<store::Snapshot>& snapshots, std::string_view place,
                                const Context& context);

/// Searcher::outline(), without its `indexes`.
Result<Outline> outline_of(const std::vector<store::Snapshot>& snapshots, std::string_view path);

}  // namespace pilcrow::searcher
