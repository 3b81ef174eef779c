// SPDX-License-Identifier: GPL-3.0-or-later
// All that an index holds, as text, so that two can be compared: equal content, equal dump, whatever the order in which
// it was written.
#pragma once

#include <filesystem>
#include <string>

namespace pilcrow::test {

/// One line a file, a paragraph, a term. Without what may differ: document and file numbers, inodes, index id,
/// revision.
std::string dump_index(const std::filesystem::path& index);

/// The same of the documents alone, wherever they came from: without what files are to the system, without those that
/// were not read, and without the terms of the names in a path.
std::string dump_documents(const std::filesystem::path& index);

}  // namespace pilcrow::test
