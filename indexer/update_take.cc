// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update_take.h"

#include <memory>
#include <string>
#include <utility>

#include "core/store/paths.h"
#include "indexer/update_walk.h"

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

/// A stored entry at the place, and with the stamp, at which its content was found.
FileEntry found_again(FileEntry entry, const FileEntry& found) {
  entry.root = found.root;
  entry.path = found.path;
  set_stamp(entry, stamp_of(found));
  return entry;
}

}  // namespace

void ResultTaker::take(FileResult&& result) {
  if (run_.writer) run_.writer->learn(result.news);
  run_.report.bytes_read += result.bytes_read;
  const FileTask& task = *result.task;
  if (result.same_content && task.before) return take_same_content(result);
  if (result.same_content) {
    if (take_move(result)) return;
    // Others with the same content came first: this one is new.
    auto again = std::make_shared<FileTask>(task);
    again->reread = true;
    result = do_file_task(std::move(again), run_.root(task.root), run_.lost, reader_, builder_);
    if (run_.writer) run_.writer->learn(result.news);
  }
  const bool was_read = task.before && (task.before->outcome == FileOutcome::indexed || !task.members_before.empty());
  if (result.unreadable && was_read) return take_unreadable(result);
  take_new_content(result);
}

/// The content that was indexed, under a new stamp, or below another root.
void ResultTaker::take_same_content(const FileResult& result) {
  const FileTask& task = *result.task;
  FileEntry entry = found_again(*task.before, result.entry);
  if (entry.outcome == FileOutcome::indexed) entry.problem.clear();
  count(run_.report, entry.outcome, &UpdateReport::files_touched);
  // Also where only the time of the update is new: from now on the stamp can be trusted.
  const bool says_more = entry != *task.before || is_trusted(stamp_of(entry), run_.began_ns);
  if (!says_more) return;
  // The file comes last: where the run ends before, the next one finds all this again.
  for (const FileEntry& member : task.members_before) put_found_again(member, found_again(member, result.entry));
  put_found_again(*task.before, std::move(entry));
}

void ResultTaker::put_found_again(const FileEntry& before, FileEntry entry) {
  if (!run_.writer) return;
  entry.read_unix_seconds = now();
  if (entry.root == before.root && entry.path == before.path) return run_.writer->put_entry(entry);
  run_.writer->move_file(entry, places_of(before), places_of(entry));
}

/// What was indexed stays until the file can be read again: the trouble may be the disk's or the network's.
void ResultTaker::take_unreadable(const FileResult& result) {
  const FileEntry& before = *result.task->before;
  FileEntry kept = before;
  kept.problem = result.entry.problem;
  ++run_.report.files_failed;
  report_problem(kept, &before);
  if (!run_.writer || kept == before) return;
  kept.read_unix_seconds = now();
  run_.writer->put_entry(kept);
}

/// A new file with the content of one that is gone: the same paragraphs under another name.
bool ResultTaker::take_move(const FileResult& result) {
  const FileEntry& found = result.entry;
  for (const auto& content : run_.lost.find(found.hash, run_.path_of(found.root, found.path))) {
    KnownFile& known = run_.known.at(content.position);
    if (known.seen || run_.root(known.root).language != run_.root(found.root).language) continue;
    known.seen = true;
    // The file comes last: where the run ends before, the next one moves it again.
    for (const KnownMember& member : run_.known.members_of(known.number)) {
      const FileEntry inside = run_.stored(member.number);
      put_found_again(inside, found_again(inside, found));
    }
    const FileEntry before = run_.stored(known.number);
    put_found_again(before, found_again(before, found));
    ++run_.report.files_moved;
    run_.tell(FileChange::Kind::moved, run_.path_of(found.root, found.path), run_.path_of(before.root, before.path));
    return true;
  }
  return false;
}

void ResultTaker::take_new_content(FileResult& result) {
  const FileTask& task = *result.task;
  const bool holds_others = result.documents.size() > 1 || !task.members_before.empty();
  // Until all inside it is written, the file is one that must be read again.
  if (holds_others && run_.writer) begin_members(result);
  std::unordered_set<std::uint32_t> found;
  for (DocumentResult& document : result.documents) {
    if (holds_others && run_.cancelled()) return;
    if (document.before != nullptr) found.insert(document.before->number);
    const bool is_file = &document == &result.documents.back();
    if (is_file && !remove_members(task, found)) return;
    if (!take_document(task, document, holds_others)) return;
  }
  const FileEntry& entry = result.entry;
  count(run_.report, entry.outcome, task.before ? &UpdateReport::files_changed : &UpdateReport::files_added);
  if (entry.outcome == FileOutcome::indexed || holds_others) {
    run_.tell(task.before ? FileChange::Kind::changed : FileChange::Kind::added, run_.path_of(task.root, entry.path));
  }
}

void ResultTaker::begin_members(const FileResult& result) {
  FileEntry entry = result.task->before ? *result.task->before : result.entry;
  entry.root = result.entry.root;
  entry.path = result.entry.path;
  run_.writer->put_entry(unfinished(std::move(entry)));
}

/// What was inside the file and is not any more. False where the run ends.
bool ResultTaker::remove_members(const FileTask& task, const std::unordered_set<std::uint32_t>& found) {
  for (const FileEntry& member : task.members_before) {
    if (found.contains(member.number)) continue;
    if (run_.cancelled()) return false;
    run_.report.paragraphs_removed += member.paragraphs.size();
    if (run_.writer) run_.writer->remove_file(member);
  }
  return true;
}

/// False where the run ends within it: it is as it was then, and its turn comes in the next run.
bool ResultTaker::take_document(const FileTask& task, DocumentResult& document, bool holds_others) {
  FileEntry& entry = document.document.entry;
  const FileEntry nothing;
  const FileEntry& before = document.before != nullptr ? *document.before : nothing;
  const bool known_trouble = document.before != nullptr && !holds_others && !entry.problem.empty() &&
                             before.problem == entry.problem && stamp_of(before) == stamp_of(entry) &&
                             before.readers == entry.readers && task.same_place;
  entry.read_unix_seconds = now();
  std::size_t kept = 0;
  for (const RowToWrite& row : document.rows) kept += row.kept != 0 ? 1U : 0U;
  if (run_.writer && !known_trouble) {
    if (entry.number == 0) entry.number = run_.writer->new_file_number();
    RowDrafter drafter(*run_.writer, *builder_, entry, place_name(run_.root(entry.root), entry));
    const auto draft = [&](std::size_t i) { return drafter.draft(entry.paragraphs[i], document.document.texts[i]); };
    if (!run_.writer->put_file(entry, before, document.rows, draft, [&] { return run_.cancelled(); })) return false;
  }
  report_problem(entry, document.before);
  if (known_trouble) return true;
  run_.report.paragraphs_added += document.rows.size() - kept;
  run_.report.paragraphs_kept += kept;
  run_.report.paragraphs_removed += before.paragraphs.size() - kept;
  return true;
}

void ResultTaker::report_problem(const FileEntry& entry, const FileEntry* before) {
  if (entry.problem.empty() || (before != nullptr && before->problem == entry.problem)) return;
  const std::string path = store::path_of_member(run_.path_of(entry.root, entry.path), entry.member);
  run_.add_problem({path, entry.problem, entry.outcome == FileOutcome::skipped});
}

PlaceTerms ResultTaker::places_of(const FileEntry& entry) {
  return builder_->place_terms(entry, place_name(run_.root(entry.root), entry));
}

std::int64_t ResultTaker::now() const {
  return run_.began_ns / 1'000'000'000;
}

}  // namespace pilcrow::indexer
