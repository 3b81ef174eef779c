// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update_take.h"

#include <string>
#include <utility>

#include "indexer/update_walk.h"

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

/// Of failures, and of skips: a report is for people.
constexpr std::uint64_t most_problems_told = 1000;

/// A stored entry at the place, and with the stamp, at which its content was found.
FileEntry found_again(FileEntry entry, const FileEntry& found) {
  entry.root = found.root;
  entry.path = found.path;
  entry.size = found.size;
  entry.mtime_ns = found.mtime_ns;
  entry.inode = found.inode;
  return entry;
}

}  // namespace

void ResultTaker::take(FileResult&& result) {
  result.prepared.entry.read_unix_seconds = run_.began_ns / 1'000'000'000;
  run_.report.bytes_read += result.prepared.bytes_read;
  const auto& before = result.task.before;
  if (result.prepared.same_content && before) return take_same_content(result);
  if (result.prepared.same_content) {
    if (take_move(result)) return;
    // Others with the same content came first: this one is new.
    FileTask task = std::move(result.task);
    task.reread = true;
    result = do_file_task(task, run_.root(task.root), run_.lost, builder_);
    result.prepared.entry.read_unix_seconds = run_.began_ns / 1'000'000'000;
  }
  if (result.prepared.unreadable && before && before->outcome == FileOutcome::indexed) return take_unreadable(result);
  take_new_content(result);
}

/// The content that was indexed, under a new stamp, or below another root.
void ResultTaker::take_same_content(FileResult& result) {
  const FileEntry& before = *result.task.before;
  FileEntry entry = found_again(before, result.prepared.entry);
  if (entry.outcome == FileOutcome::indexed) entry.problem.clear();
  count(run_.report, entry.outcome, &UpdateReport::files_touched);
  if (!run_.writer) return;
  // Also where only the time of the update is new: from now on the stamp can be trusted.
  const bool says_more = entry != before || is_trusted(stamp_of(entry), run_.began_ns);
  entry.read_unix_seconds = result.prepared.entry.read_unix_seconds;
  if (!result.task.same_place) {
    run_.writer->move_file(entry, places_of(before), places_of(entry));
  } else if (says_more) {
    run_.writer->put_entry(entry);
  }
}

/// What was indexed stays until the file can be read again: the trouble may be the disk's or the network's.
void ResultTaker::take_unreadable(const FileResult& result) {
  FileEntry kept = *result.task.before;
  kept.problem = result.prepared.entry.problem;
  ++run_.report.files_failed;
  report_problem(result.task, kept);
  if (!run_.writer || kept == *result.task.before) return;
  kept.read_unix_seconds = result.prepared.entry.read_unix_seconds;
  run_.writer->put_entry(kept);
}

/// A new file with the content of one that is gone: the same paragraphs under another name.
bool ResultTaker::take_move(const FileResult& result) {
  const FileEntry& found = result.prepared.entry;
  for (const auto& content : run_.lost.find(found.hash, run_.path_of(found.root, found.path))) {
    KnownFile& known = run_.known.at(content.position);
    if (known.seen || run_.root(known.root).language != run_.root(found.root).language) continue;
    known.seen = true;
    const FileEntry before = run_.stored(known.number);
    FileEntry entry = found_again(before, found);
    entry.read_unix_seconds = found.read_unix_seconds;
    if (run_.writer) run_.writer->move_file(entry, places_of(before), places_of(entry));
    ++run_.report.files_moved;
    run_.tell(FileChange::Kind::moved, run_.path_of(found.root, found.path), run_.path_of(before.root, before.path));
    return true;
  }
  return false;
}

void ResultTaker::take_new_content(FileResult& result) {
  const FileTask& task = result.task;
  FileEntry& entry = result.prepared.entry;
  const FileEntry nothing;
  const FileEntry& before = task.before ? *task.before : nothing;
  const bool known_trouble = task.before && !entry.problem.empty() && before.problem == entry.problem &&
                             stamp_of(before) == stamp_of(entry) && before.readers == entry.readers && task.same_place;
  std::size_t kept = 0;
  for (const RowToWrite& row : result.rows) kept += row.kept != 0 ? 1U : 0U;
  if (run_.writer && !known_trouble) {
    const auto places = places_of(entry);
    const auto build = [&](std::size_t i) {
      return builder_->build(entry, entry.paragraphs[i], result.prepared.texts[i], places);
    };
    // Where the run ends within it, the file is as it was, and its turn comes in the next run.
    if (!run_.writer->put_file(entry, before, result.rows, build, [&] { return run_.cancelled(); })) return;
  }
  count(run_.report, entry.outcome, task.before ? &UpdateReport::files_changed : &UpdateReport::files_added);
  report_problem(task, entry);
  if (entry.outcome == FileOutcome::indexed) {
    run_.tell(task.before ? FileChange::Kind::changed : FileChange::Kind::added, run_.path_of(task.root, entry.path));
  }
  if (known_trouble) return;
  run_.report.paragraphs_added += result.rows.size() - kept;
  run_.report.paragraphs_kept += kept;
  run_.report.paragraphs_removed += before.paragraphs.size() - kept;
}

void ResultTaker::report_problem(const FileTask& task, const FileEntry& entry) {
  if (entry.problem.empty() || (task.before && task.before->problem == entry.problem)) return;
  const bool skipped = entry.outcome == FileOutcome::skipped;
  UpdateReport& report = run_.report;
  if (++(skipped ? report.new_skips : report.new_failures) > most_problems_told) return;
  report.new_problems.push_back({run_.path_of(task.root, entry.path), entry.problem, skipped});
}

PlaceTerms ResultTaker::places_of(const FileEntry& entry) {
  return builder_->place_terms(entry, place_name(run_.root(entry.root), entry.path));
}

}  // namespace pilcrow::indexer
