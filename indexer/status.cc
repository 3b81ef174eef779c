// SPDX-License-Identifier: GPL-3.0-or-later
// What an index says about itself: index_status() and list_files().
#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/paths.h"
#include "core/store/snapshot.h"
#include "indexer/file_system.h"
#include "indexer/last_run.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

/// Opens the index and runs `action` on it, again where a writer's commits overtake it.
template <class Action>
auto with_index(const fs::path& index, Action&& action) {
  std::vector<store::Snapshot> snapshots;
  return store::with_snapshots({index}, snapshots,
                               [&](std::vector<store::Snapshot>& opened) { return action(opened.front()); });
}

/// What the folder tells: sizes, what was set aside, the last run. `generation` is the published one.
void look_at_folder(const fs::path& index, std::uint64_t generation, IndexStatus& status) {
  status.generation = generation;
  const std::string published = generation == 0 ? std::string() : store::generation_name(generation);
  std::error_code error;
  for (fs::directory_iterator entry(index, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_directory(ignored)) continue;
    (entry->path().filename() == published ? status.size_bytes : status.other_bytes) +=
        store::size_of_folder(entry->path());
  }
  for (const fs::path& folder : store::all_set_aside(index)) status.set_aside.push_back(folder.string());
  status.last_run = indexer::last_run(index);
}

/// A root that was removed has no path.
void add_roots(const std::vector<Root>& roots, IndexStatus& status) {
  for (const Root& root : roots) {
    if (root.path.empty()) continue;
    // Where documents came from that were handed over, nobody can look.
    status.roots.push_back({root, 0, 0, root.path == handed_over_root ? "" : indexer::trouble_with(root.path)});
  }
}

}  // namespace

Result<IndexStatus> index_status(const fs::path& index) {
  return with_index(index, [&](const store::Snapshot& snapshot) -> Result<IndexStatus> {
    const store::IndexFacts& facts = snapshot.facts();
    IndexStatus status;
    status.index_id = facts.settings.index_id;
    status.revision = facts.revision;
    status.fingerprint = facts.fingerprint;
    add_roots(facts.settings.roots, status);
    status.excluded = facts.settings.excluded;
    status.files = facts.state.files;
    status.paragraphs = facts.state.paragraphs;
    status.languages.assign(facts.state.languages.begin(), facts.state.languages.end());
    std::stable_sort(status.languages.begin(), status.languages.end(),
                     [](const auto& left, const auto& right) { return left.second > right.second; });
    look_at_folder(index, facts.generation, status);
    status.fresh_size_bytes = store::fresh_size(facts.state);
    status.updated_unix_seconds = facts.state.updated_unix_ns / 1'000'000'000;
    // By number, which status.roots is not.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> counts(facts.settings.roots.size());
    auto read = snapshot.each_file([&](store::FileEntry&& entry) {
      if (!entry.problem.empty() && entry.outcome != store::FileOutcome::skipped) ++status.problems;
      if (!entry.paragraphs.empty() && entry.root < counts.size()) {
        ++counts[entry.root].first;
        counts[entry.root].second += entry.paragraphs.size();
      }
      return true;
    });
    if (!read) return tl::unexpected<Error>(read.error());
    std::size_t shown = 0;
    for (std::size_t number = 0; number < counts.size(); ++number) {
      if (facts.settings.roots[number].path.empty()) continue;
      std::tie(status.roots[shown].files, status.roots[shown].paragraphs) = counts[number];
      ++shown;
    }
    return status;
  });
}

IndexStatus status_of_unreadable(const fs::path& index) {
  IndexStatus status;
  look_at_folder(index, store::published_generation(index).value_or(0), status);
  if (const auto settings = store::remembered_settings(index)) {
    status.index_id = settings->index_id;
    add_roots(settings->roots, status);
    status.excluded = settings->excluded;
  }
  return status;
}

Result<std::vector<FileStatus>> list_files(const fs::path& index) {
  return with_index(index, [&](const store::Snapshot& snapshot) -> Result<std::vector<FileStatus>> {
    std::vector<FileStatus> files;
    auto read = snapshot.each_file([&](store::FileEntry&& entry) {
      files.push_back({store::absolute_path(snapshot.facts(), entry), entry.paragraphs.size(), entry.size, entry.type,
                       entry.language, entry.encoding, entry.problem, entry.outcome == store::FileOutcome::skipped,
                       entry.read_unix_seconds});
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
