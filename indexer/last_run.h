// SPDX-License-Identifier: GPL-3.0-or-later
// How the last run of a writer ended, in a small file beside the generations: for --status, and for nothing else. It
// is written while the lock is still held, so that of two runs in a row the later one has the last word.
//
//   auto lock = store::WriterLock::acquire(…);
//   if (!lock) return …;                          // no record: who holds the lock writes it
//   return recording(index, "remove", "cannot change the index 'x'", [&] { return the_run(); });
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/store/errors.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// Writes INDEX/last-run.json. `of_all_roots`: an update was about every root. Where that fails nothing is said: the run
/// is what it was.
void record_run(const std::filesystem::path& index, const LastRun& run, bool of_all_roots = true);

/// What it says; nothing where there is none, or anything else than record_run() writes.
std::optional<LastRun> last_run(const std::filesystem::path& index);

/// The last time that anybody looked at all files. An index without a record was changed then at the latest.
std::int64_t up_to_date(const IndexStatus& status);

/// LastRun::outcome of a run that did not fail.
template <class Report>
std::string outcome_of(const Report& report) {
  if (report.interrupted) return "interrupted";
  if constexpr (std::is_same_v<Report, UpdateReport>) {
    if (!report.refused_purges.empty()) return "purge refused";
    if (report.new_failures > 0) return "problems";
  }
  return "complete";
}

/// Runs `run`, which gives a Result and may throw what translating_errors() translates, and records how it ended. Call
/// it with the lock held. `action` and `where`: see LastRun and translating_errors().
template <class Run>
auto recording(const std::filesystem::path& index, std::string action, std::string_view where, Run&& run)
    -> std::invoke_result_t<Run> {
  LastRun record;
  record.action = std::move(action);
  record.began_unix_seconds = std::time(nullptr);
  // What a kill leaves to be read.
  record.outcome = "unfinished";
  record.message = "process " + std::to_string(::getpid());
  record_run(index, record, false);
  const auto begin = std::chrono::steady_clock::now();
  auto result = store::translating_errors(where, std::forward<Run>(run));
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  record.outcome = result ? outcome_of(*result) : "failed";
  record.message = result ? std::string() : result.error().message;
  bool of_all_roots = true;
  if constexpr (std::is_same_v<decltype(result), Result<UpdateReport>>) of_all_roots = result && result->of_all_roots;
  record_run(index, record, of_all_roots);
  return result;
}

}  // namespace pilcrow::indexer
