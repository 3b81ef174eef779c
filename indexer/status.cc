// SPDX-License-Identifier: GPL-3.0-or-later
// What an index says about itself: index_status() and list_files().
#include <algorithm>
#include <filesystem>

#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/paths.h"
#include "core/store/snapshot.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

std::uint64_t size_of(const fs::path& folder) {
  std::uint64_t size = 0;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    std::error_code gone;
    const std::uint64_t bytes = fs::file_size(file->path(), gone);
    if (!gone) size += bytes;
  }
  return size;
}

/// Opens the index and runs `action` on it, again where a writer's commits overtake it.
template <class Action>
auto with_index(const fs::path& index, Action&& action) {
  std::vector<store::Snapshot> snapshots;
  return store::with_snapshots({index}, snapshots,
                               [&](std::vector<store::Snapshot>& opened) { return action(opened.front()); });
}

}  // namespace

Result<IndexStatus> index_status(const fs::path& index) {
  return with_index(index, [&](const store::Snapshot& snapshot) -> Result<IndexStatus> {
    const store::IndexFacts& facts = snapshot.facts();
    IndexStatus status;
    status.index_id = facts.index_id;
    status.generation = facts.generation;
    status.revision = facts.revision;
    status.fingerprint = facts.fingerprint;
    status.roots = facts.roots;
    status.files = facts.state.files;
    status.paragraphs = facts.state.paragraphs;
    status.languages.assign(facts.state.languages.begin(), facts.state.languages.end());
    std::stable_sort(status.languages.begin(), status.languages.end(),
                     [](const auto& left, const auto& right) { return left.second > right.second; });
    status.size_bytes = size_of(index / store::generation_name(facts.generation));
    status.updated_unix_seconds = facts.state.updated_unix_ns / 1'000'000'000;
    auto read = snapshot.each_file([&](store::FileEntry&& entry) {
      if (!entry.problem.empty() && entry.outcome != store::FileOutcome::skipped) ++status.problems;
      return true;
    });
    if (!read) return tl::unexpected<Error>(read.error());
    return status;
  });
}

Result<std::vector<FileStatus>> list_files(const fs::path& index) {
  return with_index(index, [&](const store::Snapshot& snapshot) -> Result<std::vector<FileStatus>> {
    std::vector<FileStatus> files;
    auto read = snapshot.each_file([&](store::FileEntry&& entry) {
      files.push_back({store::absolute_path(snapshot.facts(), entry), entry.paragraphs.size(), entry.type,
                       entry.language, entry.encoding, entry.problem});
      return true;
    });
    if (!read) return tl::unexpected<Error>(read.error());
    std::sort(files.begin(), files.end(), [](const FileStatus& left, const FileStatus& right) {
      return store::compare_paths(left.path, right.path) < 0;
    });
    return files;
  });
}

}  // namespace pilcrow
