// SPDX-License-Identifier: GPL-3.0-or-later
// All files of the indexes, without their paragraphs: what filters by file, counts by file and orders by file look at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "core/text/day.h"
#include "pilcrow/error.h"
#include "searcher/match.h"

namespace pilcrow::searcher {

struct File {
  std::uint32_t number = 0;  ///< In its index.
  std::uint32_t root = 0;    ///< Files::root_path() knows it.
  text::Day day;             ///< As store::day_of().
  std::string path;          ///< Absolute.
  std::size_t outer = 0;     ///< Of a document inside a file: how much of its path is that file's; else 0.
};

/// A file in which something matches. The pointer lives as long as the Files.
struct MatchingFile {
  std::size_t database = 0;
  const File* file = nullptr;
  std::uint64_t matches = 0;  ///< How many of its paragraphs.
};

/// Read once for a state of the indexes; good for any number of searches on it. Memory: a path a file.
class Files {
 public:
  /// Throws Xapian's exceptions. Cost: reads all entries of files, but decodes only their heads.
  static Result<Files> read(const std::vector<store::Snapshot>& snapshots);

  /// The files that a predicate chooses; see Matcher::in_files().
  FileNumbers those(const std::function<bool(const File&)>& chosen) const;
  /// Those whose path matches one of the globs, anywhere (see text::Glob).
  FileNumbers with_path(const std::vector<std::string>& globs) const;
  /// Those of roots whose path matches one of the globs, anywhere. A root is a folder, or a file alone: a "/" at the
  /// end of a glob says nothing.
  FileNumbers under_root(const std::vector<std::string>& globs) const;
  /// Those of a day within one of the ranges.
  FileNumbers of_days(const std::vector<text::DayRange>& ranges) const;

  /// The files of a census, in the order of their numbers, one database after the other. index_corrupt where the index
  /// has no entry for one.
  Result<std::vector<MatchingFile>> matching(const Census& census) const;

  const std::string& root_path(const File& file) const { return roots_[file.root]; }

 private:
  std::vector<std::vector<File>> files_;  ///< By database; ascending numbers.
  std::vector<std::string> roots_;        ///< Of all databases, one after the other.
};

}  // namespace pilcrow::searcher
