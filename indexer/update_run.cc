// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update_run.h"

#include <ctime>
#include <utility>

#include <xapian.h>

#include "core/store/paths.h"
#include "indexer/compact.h"

namespace pilcrow::indexer {
namespace {

constexpr std::chrono::milliseconds tell_after{50};
constexpr std::uint64_t tell_after_calls = 1000;
/// Of failures, and of skips: a report is for people.
constexpr std::uint64_t most_problems_told = 1000;

}  // namespace

void count(UpdateReport& report, store::FileOutcome outcome, std::uint64_t UpdateReport::*indexed) {
  switch (outcome) {
    case store::FileOutcome::indexed:
      ++(report.*indexed);
      break;
    case store::FileOutcome::skipped:
      ++report.files_skipped;
      break;
    case store::FileOutcome::failed:
      ++report.files_failed;
      break;
  }
}

bool UpdateRun::cancelled() {
  if (!report.interrupted && options.cancelled && options.cancelled()) report.interrupted = true;
  return report.interrupted;
}

void UpdateRun::tell(const Progress& progress) {
  if (!options.on_progress) return;
  const auto now = std::chrono::steady_clock::now();
  if (++untold_ < tell_after_calls && now < told_ + tell_after) return;
  untold_ = 0;
  told_ = now;
  options.on_progress(progress);
}

void UpdateRun::tell(FileChange::Kind kind, std::string path, std::string moved_from) const {
  if (options.on_change) options.on_change({kind, std::move(path), std::move(moved_from)});
}

void UpdateRun::add_problem(Problem problem) {
  if (++(problem.skipped ? report.new_skips : report.new_failures) > most_problems_told) return;
  report.new_problems.push_back(std::move(problem));
}

void UpdateRun::note(const std::string& what) {
  if (!what.empty()) report.note += (report.note.empty() ? "" : "; ") + what;
}

void UpdateRun::compact_if_grown() {
  if (!writer || report.interrupted) return;
  const store::State state = writer->state();
  writer.reset();
  snapshot.reset();
  note(indexer::compact_if_grown(index, state, [&] { return cancelled(); }));
}

std::string UpdateRun::path_of(std::uint32_t root_number, const std::string& below) const {
  return store::path_below(root(root_number).path, below);
}

store::FileEntry UpdateRun::stored(std::uint32_t number) {
  auto entry = writer ? writer->file(number) : snapshot->file(number);
  if (!entry) throw Xapian::DatabaseCorruptError("a file's entry cannot be read");
  return std::move(*entry);
}

std::int64_t UpdateRun::now_unix_ns() {
  // The coarse clock is the one that stamps files: a finer one could be ahead of a stamp given later.
  std::timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

}  // namespace pilcrow::indexer
