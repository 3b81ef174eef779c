// SPDX-License-Identifier: GPL-3.0-or-later
// What the runs that keep an index have in common: the writer's lock, the wish to end, the clock, and how far they are.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/snapshot.h"
#include "indexer/last_run.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

class Run {
 public:
  Run(std::filesystem::path index, const RunOptions& options) : index_(std::move(index)), options_(options) {}

  const std::filesystem::path& index() const { return index_; }

  /// Takes the lock of an index that is there. False where cancelled() ended the waiting.
  Result<bool> lock() {
    auto lock = store::WriterLock::acquire(
        index_, options_.wait_seconds, [this] { return cancelled(); }, false);
    if (!lock && cancelled_) return false;
    if (!lock) return tl::unexpected<Error>(std::move(lock.error()));
    lock_ = std::move(*lock);
    return true;
  }

  /// The same, and removes what killed runs left.
  Result<bool> begin_writing() {
    auto locked = lock();
    if (locked && *locked) store::remove_leftovers(index_);
    return locked;
  }

  /// Once it is true, it stays so.
  bool cancelled() {
    cancelled_ = cancelled_ || (options_.cancelled && options_.cancelled());
    return cancelled_;
  }

  /// Passed on ten times a second at most, and when a stage begins.
  void report(const Progress& progress) {
    if (!options_.on_progress) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_report_ && progress.stage == stage_) return;
    stage_ = progress.stage;
    next_report_ = now + std::chrono::milliseconds(100);
    options_.on_progress(progress);
  }

  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(); }

 private:
  const std::filesystem::path index_;
  const RunOptions& options_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point next_report_ = {};
  std::optional<store::WriterLock> lock_;
  std::optional<Stage> stage_;  ///< That was reported last.
  bool cancelled_ = false;
};

/// One run from the lock to the record of how it ended. `work` is given the run, which holds the lock; a report of an
/// interrupted run where the lock was not waited for to the end. `action` and `where`: see recording().
template <class Report>
Result<Report> run_alone(const std::filesystem::path& index, const RunOptions& options, const std::string& action,
                         const std::string& where, const std::function<Result<Report>(Run&)>& work) {
  return store::translating_errors(where, [&]() -> Result<Report> {
    Run run(index, options);
    const auto begun = run.begin_writing();
    if (!begun) return tl::unexpected<Error>(begun.error());
    Result<Report> report;
    if (*begun) {
      report = recording(index, action, where, [&] { return work(run); });
    } else {
      report->interrupted = true;
    }
    if (report && *begun) report->state = store::published_state(index);
    if (report) report->seconds = run.seconds();
    return report;
  });
}

}  // namespace pilcrow::indexer
