// SPDX-License-Identifier: GPL-3.0-or-later
// A small index on disk, made by hand, so that the searcher is tested without the indexer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace pilcrow::test {

struct SampleFile {
  std::string name;  ///< Below the root, which is `folder / "docs"`.
  std::string language = "en";
  std::vector<std::string> paragraphs = {};
  std::vector<std::string> headings = {};
};

/// Writes the files (a paragraph a line, a blank line between) below `folder / "docs"` and their index to
/// `folder / name`, as generation `generation`, and publishes it.
void make_index(const TemporaryFolder& folder, const std::string& name, const std::vector<SampleFile>& files,
                std::uint64_t generation = 1);

}  // namespace pilcrow::test
