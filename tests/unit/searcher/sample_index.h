// SPDX-License-Identifier: GPL-3.0-or-later
// A small index on disk, made by hand, so that the searcher is tested without the indexer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "core/text/day.h"
#include "searcher/files.h"
#include "searcher/match.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::test {

struct SampleFile {
  std::string name;  ///< Below `folder / "docs"`, which is the root where no others are given.
  std::string language = "en";
  std::vector<std::string> paragraphs = {};
  std::vector<std::string> headings = {};
  std::vector<std::size_t> depths = {};  ///< How many of the headings stand above each paragraph; not given: all.
  std::optional<text::Day> date = {};    ///< That the document gives.
  bool updated = false;                  ///< Its documents' numbers do not ascend with its rows, as after an update.
};

/// Writes the files (a paragraph a line, a blank line between) below `folder / "docs"` and their index to
/// `folder / name`, as generation `generation`, and publishes it. A file belongs to the first of the roots, which are
/// names below `docs`, that holds it or is it.
void make_index(const TemporaryFolder& folder, const std::string& name, const std::vector<SampleFile>& files,
                std::uint64_t generation = 1, const std::vector<std::string>& roots = {""});

/// Indexes of a folder, open together, and what stages behind the match ask for.
struct OpenIndexes {
  /// Fails the test where one cannot be opened.
  OpenIndexes(const TemporaryFolder& folder, const std::vector<std::string>& names);
  std::vector<store::Snapshot> snapshots;
  searcher::Matcher matcher;
  searcher::Files files;
  std::map<std::string, std::uint64_t> languages;  ///< Paragraphs of each.
};

/// Files of some folders, extensions, languages and days, with paragraphs of the words "wind", "sun" and "rain".
std::vector<SampleFile> random_files(Random& random, std::size_t count);

}  // namespace pilcrow::test
