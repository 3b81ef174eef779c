// SPDX-License-Identifier: GPL-3.0-or-later
// External filters: programs that turn a document which no reader of ours reads into one that a reader reads. Each is
// run in a process of its own that can read the document and write its answer, and little else.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "indexer/memory_file.h"
#include "indexer/sandbox/confine.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// The filters of a run: those that are named, then our own for what is left and where their programs are installed.
/// Commands become absolute paths. Fails with invalid_argument where a named one makes no sense, is not there, or lies
/// below one of `roots`: what is indexed never says what is run.
Result<std::vector<Filter>> usable_filters(const std::vector<Filter>& named, const std::vector<Root>& roots);

/// The filters for files of this name; the next is for documents at which the one before fails. What is compressed counts
/// as what it was before ("a.doc.gz").
std::vector<const Filter*> filters_for(const std::vector<Filter>& filters, std::string_view name);

/// Whether a file or folder is one of the roots or below one, links followed.
bool lies_in_a_root(const std::filesystem::path& path, const std::vector<Root>& roots);

struct FilterRun {
  std::filesystem::path reader;  ///< The program that confines the command: pilcrow-reader.
  FilterLimits limits;
  std::chrono::milliseconds wall_clock{0};
  std::uint64_t output_bytes = 0;
};

/// What the filter's command makes of a document, or why it does not: "the filter 'antiword' failed (status 1): not a
/// Word document".
tl::expected<MemoryFile, std::string> run_filter(const Filter& filter, const MemoryFile& document,
                                                 const FilterRun& run);

}  // namespace pilcrow::indexer
