// SPDX-License-Identifier: GPL-3.0-or-later
// What the rooms of one update share: the state that was published, the one that is written, and what is reported.
//
//   update_past.h    what is published, or why all is built afresh
//   run_roots.h      which roots this run is about
//   update_walk.h    walk them: what is unchanged is counted, the rest queued; what is lost is known
//   file_task.h      in parallel: read, compare the hash, parse, split, build the documents that are new
//   update_take.h    in order: write each file; what was found under a new name is moved
//   update_losses.h  what is gone is removed, if that is believable
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "indexer/known_files.h"
#include "indexer/run_roots.h"
#include "indexer/walk.h"
#include "indexer/write.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// A root, and what the walk found out about it.
struct WalkedRoot {
  std::uint32_t root = 0;
  WalkResult found;
};

/// Counts a file, `indexed` if it is read, by its outcome else.
void count(UpdateReport& report, store::FileOutcome outcome, std::uint64_t UpdateReport::*indexed);

/// Belongs to the thread that writes; workers see none of it but `root()` and `lost`.
struct UpdateRun {
  UpdateRun(std::filesystem::path folder, const UpdateOptions& run_options)
      : index(std::move(folder)), options(run_options) {}

  /// Whether the run shall end; once it is true, it stays so.
  bool cancelled();
  /// Passed on every thousand calls or 50 ms.
  void tell(const Progress& progress);

  void tell(FileChange::Kind kind, std::string path, std::string moved_from = {}) const;

  /// Counts a problem that is new, and tells it, if it is among the first.
  void add_problem(Problem problem);

  /// Something that the operator should know, behind what was noted before.
  void note(const std::string& what);

  /// The last thing that a complete run does: ends the writer, and takes out free space where that has become much.
  void compact_if_grown();

  const Root& root(std::uint32_t number) const { return roots.settings.roots[number]; }
  std::string path_of(std::uint32_t root_number, const std::string& below) const;
  /// The entry as it is now. Throws where it cannot be read.
  store::FileEntry stored(std::uint32_t number);

  const std::filesystem::path index;
  const UpdateOptions& options;
  UpdateReport report;

  RunRoots roots;
  std::vector<WalkedRoot> walked;
  std::optional<store::Snapshot> snapshot;  ///< The published state; none in a first build or after damage.
  std::optional<IndexWriter> writer;        ///< None in a dry run.
  KnownFiles known;                         ///< Of the state that is brought up to date; none when built afresh.
  LostContents lost;
  std::int64_t began_ns = now_unix_ns();

 private:
  static std::int64_t now_unix_ns();

  std::chrono::steady_clock::time_point told_ = {};
  std::uint64_t untold_ = 0;
};

}  // namespace pilcrow::indexer
