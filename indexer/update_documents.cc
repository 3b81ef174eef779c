// SPDX-License-Identifier: GPL-3.0-or-later
// update_documents(): lines of documents that an exporter hands over → the index, in the order in which they come, so
// that of two lines with one URI the later one counts.
//
//   LineCutter → batches → (workers) read_lines → (here, in order) compare with what is stored, build, write
#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/test_point.h"
#include "indexer/build.h"
#include "indexer/document_lines.h"
#include "indexer/file_task.h"
#include "indexer/file_types.h"
#include "indexer/known_documents.h"
#include "indexer/last_run.h"
#include "indexer/memory_budget.h"
#include "indexer/parallel.h"
#include "indexer/sandbox/reader_process.h"
#include "indexer/update_past.h"
#include "indexer/update_run.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

constexpr std::size_t most_members_told = 5;
constexpr std::size_t sample_bytes = 1U << 20;

unsigned worker_count(const UpdateOptions& options) {
  return options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
}

struct BatchResult {
  std::shared_ptr<const LineBatch> batch;
  std::vector<LineReading> readings;          ///< One a line; of those that are known, empty.
  std::vector<std::vector<RowToWrite>> rows;  ///< Of each reading, drafted; empty where none were to be.
  TermNews news;                              ///< Of the drafts.
};

/// `builder` drafts all that is read; nullptr: it is not known yet what will be needed.
BatchResult read_batch(std::shared_ptr<const LineBatch> batch, DocumentReader& reader, DocumentBuilder* builder) {
  test_point("parse.begin");
  std::vector<std::size_t> unknown;
  for (std::size_t i = 0; i < batch->lines.size(); ++i) {
    const DocumentLine& line = batch->lines[i];
    if (!line.known && line.size != 0) unknown.push_back(i);
  }
  std::vector<LineReading> readings = read_lines(*batch, unknown, reader);
  BatchResult result{std::move(batch), {}, {}, {}};
  result.readings.resize(result.batch->lines.size());
  result.rows.resize(result.batch->lines.size());
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    LineReading& reading = result.readings[unknown[i]] = std::move(readings[i]);
    if (builder == nullptr || !reading.part) continue;
    const FileEntry& entry = reading.part->entry;
    if (size_of(reading.part->texts) > builder->most_text()) continue;
    std::vector<RowToWrite>& rows = result.rows[unknown[i]];
    rows.resize(entry.paragraphs.size());
    draft_rows(*builder, entry, entry.path, reading.part->texts, rows);
  }
  if (builder != nullptr) result.news = builder->take_news();
  test_point("parse.end");
  return result;
}

/// One run of update_documents(). The caller holds the lock, but for a dry run.
class DocumentsUpdate {
 public:
  DocumentsUpdate(const fs::path& index, const ReadLines& read, const UpdateOptions& options)
      : run_(index, options), memory_(memory_to_use(options.memory)), cutter_(read) {}

  Result<UpdateReport> run();
  /// What was built and not published is gone.
  void clean_up();

 private:
  Result<void> open();
  void find_root();
  Result<void> begin_writing();
  Result<void> create_generation();
  Result<void> publish();
  std::vector<std::string> sample();
  std::optional<std::shared_ptr<const LineBatch>> next_batch();
  std::optional<LineBatch> cut();
  void process();
  void take(BatchResult&& result);
  void take_line(const LineBatch& batch, const DocumentLine& line, LineReading&& reading,
                 std::vector<RowToWrite>&& drafted);
  void take_part(const DocumentLine& line, ReadPart&& part, std::vector<RowToWrite>&& drafted);
  void remove(const std::string& uri);
  void put(const DocumentLine& line, ReadPart&& part, std::vector<RowToWrite>&& drafted);
  std::optional<FileEntry> stored(const std::string& uri);
  void report_problem(const DocumentLine& line, std::string uri, std::string reason);
  void report_unknown_members();
  Result<void> finish();

  UpdateRun run_;
  std::size_t memory_;  ///< Bytes to use.
  LineCutter cutter_;
  Past past_;
  std::uint32_t root_ = 0;        ///< Its number.
  std::uint64_t generation_ = 0;  ///< Of a first build; 0 before it is there.
  bool published_ = false;
  KnownDocuments documents_;
  std::deque<LineBatch> first_batches_;                   ///< That the dictionary was trained on.
  std::vector<std::unique_ptr<ReaderProcess>> readers_;   ///< One a worker, and one for this thread.
  std::vector<DocumentBuilder> builders_;                 ///< Likewise; none in a dry run.
  std::map<std::string, std::uint64_t> unknown_members_;  ///< And the line of the first.
};

Result<void> DocumentsUpdate::open() {
  auto past = open_past(run_.index, false, !run_.options.dry_run);
  if (!past) return tl::unexpected<Error>(past.error());
  past_ = std::move(*past);
  if (past_.unknown) {
    return failure(ErrorCode::index_version, past_.trouble + "; bring it up to date with 'pilcrow-index' first");
  }
  run_.snapshot = std::exchange(past_.snapshot, std::nullopt);
  find_root();
  if (!run_.snapshot) return {};
  run_.report.files = run_.snapshot->facts().state.files;
  run_.report.paragraphs = run_.snapshot->facts().state.paragraphs;
  return store::translating_errors("cannot read the index '" + run_.index.string() + "'",
                                   [&] { return documents_.load(*run_.snapshot, root_); });
}

/// The root that all of them lie below; a new one has the number of one that was removed, if there is any.
void DocumentsUpdate::find_root() {
  run_.roots.settings = past_.settings;
  auto& roots = run_.roots.settings.roots;
  const auto find = [&](std::string_view path) {
    const auto found = std::find_if(roots.begin(), roots.end(), [&](const Root& root) { return root.path == path; });
    root_ = static_cast<std::uint32_t>(found - roots.begin());
    return found != roots.end();
  };
  if (!find(handed_over_root) && !find("")) roots.emplace_back();
  roots[root_].path = handed_over_root;
  run_.report.of_all_roots = std::none_of(roots.begin(), roots.end(), is_walked);
}

/// Texts of what comes first: more than that nobody holds.
std::vector<std::string> DocumentsUpdate::sample() {
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  while (bytes < sample_bytes) {
    auto batch = cutter_.next([&] { return run_.cancelled(); });
    if (!batch) break;
    bytes += batch->bytes.size();
    first_batches_.push_back(std::move(*batch));
    BatchResult read = read_batch(std::make_shared<const LineBatch>(first_batches_.back()), *readers_.back(), nullptr);
    for (LineReading& reading : read.readings) {
      if (!reading.part) continue;
      for (std::string& text : reading.part->texts) texts.push_back(std::move(text));
    }
  }
  return texts;
}

Result<void> DocumentsUpdate::create_generation() {
  const std::string dictionary = store::train_dictionary(sample());
  if (run_.cancelled()) return {};
  generation_ = store::next_generation(run_.index);
  run_.writer = IndexWriter::create(run_.index, generation_, run_.roots.settings, {dictionary, memory_ / 2});
  test_point("rebuild.created");
  builders_ = make_builders(readers_.size(), dictionary, memory_);
  // Where it has commits, it can be searched, and resumed after a kill, from the first of them on.
  return run_.writer->is_bulk() ? Result<void>() : publish();
}

Result<void> DocumentsUpdate::publish() {
  if (auto published = publish_over(past_, run_.index, generation_); !published) {
    return tl::unexpected<Error>(published.error());
  }
  published_ = true;
  return store::keep_settings(run_.index, run_.roots.settings);
}

Result<void> DocumentsUpdate::begin_writing() {
  auto readers = make_readers(worker_count(run_.options) + 1, {}, run_.roots.settings.roots);
  if (!readers) return tl::unexpected<Error>(readers.error());
  readers_ = std::move(*readers);
  // That nothing can be read is no fault of the first lines.
  if (auto started = readers_.back()->start(); !started) return started;
  if (run_.options.dry_run) return {};
  if (!run_.snapshot) return create_generation();
  // The spare copy comes before any commit.
  if (auto kept = store::keep_settings(run_.index, run_.roots.settings); !kept) return kept;
  run_.writer = IndexWriter::open(*run_.snapshot);
  run_.writer->set_settings(run_.roots.settings);
  builders_ = make_builders(readers_.size(), run_.snapshot->database().get_metadata(std::string(store::key_dictionary)),
                            memory_);
  return {};
}

std::optional<LineBatch> DocumentsUpdate::cut() {
  if (first_batches_.empty()) return cutter_.next([&] { return run_.cancelled(); });
  LineBatch batch = std::move(first_batches_.front());
  first_batches_.pop_front();
  return batch;
}

std::optional<std::shared_ptr<const LineBatch>> DocumentsUpdate::next_batch() {
  if (run_.cancelled()) return {};
  auto batch = cut();
  if (!batch) return {};
  for (DocumentLine& line : batch->lines) {
    if (line.size != 0) line.known = documents_.of_line(line.hash);
  }
  return std::make_shared<const LineBatch>(std::move(*batch));
}

void DocumentsUpdate::process() {
  using Batch = std::shared_ptr<const LineBatch>;
  // Readers are faster than the one that writes: what waits for it is memory.
  const std::size_t workers = readers_.size() - 1;
  const ParallelLimits limits{
      .threads = static_cast<unsigned>(workers), .items = 4 * workers, .cost = bytes_under_way(memory_)};
  // In a first build all is needed. Later, most of a document that has changed is indexed already.
  const bool drafts = !run_.snapshot && !builders_.empty();
  parallel_in_order<Batch, BatchResult>(
      limits, [&] { return next_batch(); }, [](const Batch& batch) { return batch->bytes.size(); },
      [&](unsigned worker, const Batch& batch) {
        return read_batch(batch, *readers_[worker], drafts ? &builders_[worker] : nullptr);
      },
      [&](BatchResult&& result) { take(std::move(result)); });
}

void DocumentsUpdate::take(BatchResult&& result) {
  if (run_.writer) run_.writer->learn(result.news);
  const LineBatch& batch = *result.batch;
  for (std::size_t i = 0; i < batch.lines.size(); ++i) {
    if (run_.cancelled()) return;
    ++run_.report.files_seen;
    run_.report.bytes_read += batch.lines[i].size;
    take_line(batch, batch.lines[i], std::move(result.readings[i]), std::move(result.rows[i]));
    run_.tell({Stage::reading, run_.report.files_seen, 0, run_.report.bytes_read, 0, run_.report.paragraphs_added});
  }
}

void DocumentsUpdate::take_line(const LineBatch& batch, const DocumentLine& line, LineReading&& reading,
                                std::vector<RowToWrite>&& drafted) {
  if (line.size == 0) return report_problem(line, {}, "longer than " + std::to_string(longest_line >> 20) + " MiB");
  if (line.known) {
    if (documents_.is_as_it_was(*line.known)) {
      ++run_.report.files_unchanged;
      return;
    }
    // Another line with its URI came before it in this run.
    const auto position = static_cast<std::size_t>(&line - batch.lines.data());
    reading = std::move(read_lines(batch, {position}, *readers_.back()).front());
  }
  if (!reading.part) return report_problem(line, {}, std::move(reading.failure));
  take_part(line, std::move(*reading.part), std::move(drafted));
}

void DocumentsUpdate::take_part(const DocumentLine& line, ReadPart&& part, std::vector<RowToWrite>&& drafted) {
  FileEntry& entry = part.entry;
  for (const std::string& member : part.unknown_members) unknown_members_.emplace(member, line.number);
  if (entry.outcome != FileOutcome::indexed) {
    return report_problem(line, std::move(entry.path), std::move(entry.problem));
  }
  if (part.deleted) return remove(entry.path);
  put(line, std::move(part), std::move(drafted));
}

/// The entry of this URI, if there is one.
std::optional<FileEntry> DocumentsUpdate::stored(const std::string& uri) {
  std::optional<FileEntry> entry;
  documents_.find(uri, [&](std::uint32_t number) {
    FileEntry candidate = run_.stored(number);
    const bool is_it = candidate.path == uri;
    if (is_it) entry = std::move(candidate);
    return is_it;
  });
  return entry;
}

void DocumentsUpdate::remove(const std::string& uri) {
  const auto entry = stored(uri);
  if (!entry) {
    ++run_.report.files_unchanged;  // It is as it shall be.
    return;
  }
  if (run_.writer) run_.writer->remove_file(*entry);
  documents_.removed(uri, entry->number);
  ++run_.report.files_removed;
  run_.report.paragraphs_removed += entry->paragraphs.size();
  run_.tell(FileChange::Kind::removed, uri);
}

void DocumentsUpdate::put(const DocumentLine& line, ReadPart&& part, std::vector<RowToWrite>&& drafted) {
  const auto before = stored(part.entry.path);
  FileEntry& entry = part.entry;
  entry.number = before ? before->number : run_.writer ? run_.writer->new_file_number() : 0;
  entry.root = root_;
  entry.size = line.size;
  entry.mtime_ns = run_.began_ns;  // Its day, where it has none of its own.
  entry.hash = line.hash;
  entry.readers = readers_version;
  entry.read_unix_seconds = run_.began_ns / 1'000'000'000;
  const FileEntry nothing;
  std::vector<RowToWrite> rows = match_rows(entry, before ? &*before : nullptr);
  for (std::size_t i = 0; i < drafted.size(); ++i) {
    if (rows[i].kept == 0) rows[i].draft = std::move(drafted[i].draft);
  }
  const auto kept = static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const RowToWrite& row) { return row.kept != 0; }));
  const bool same_rows = before && kept == rows.size() && kept == before->paragraphs.size();
  if (same_rows) {
    FileEntry same = entry;
    for (std::size_t i = 0; i < rows.size(); ++i) same.paragraphs[i].document = rows[i].kept;
    same.mtime_ns = before->mtime_ns;
    FileEntry other = *before;
    other.size = same.size;
    other.hash = same.hash;
    other.readers = same.readers;
    other.read_unix_seconds = same.read_unix_seconds;
    if (same == other) {
      // The same in other words.
      if (run_.writer) run_.writer->put_entry(same);
      documents_.changed(entry.path, entry.number);
      ++run_.report.files_touched;
      return;
    }
  }
  if (run_.writer) {
    RowDrafter drafter(*run_.writer, builders_.back(), entry, place_name(run_.root(root_), entry));
    const auto draft = [&](std::size_t i) { return drafter.draft(entry.paragraphs[i], part.texts[i]); };
    // Where the run ends within it, the document is as it was.
    if (!run_.writer->put_file(entry, before ? *before : nothing, rows, draft, [&] { return run_.cancelled(); }))
      return;
  }
  if (before) {
    documents_.changed(entry.path, entry.number);
  } else if (run_.writer) {
    documents_.added(entry.path, entry.number);
  }
  ++(before ? run_.report.files_changed : run_.report.files_added);
  run_.report.paragraphs_added += rows.size() - kept;
  run_.report.paragraphs_kept += kept;
  run_.report.paragraphs_removed += (before ? before->paragraphs.size() : 0) - kept;
  run_.tell(before ? FileChange::Kind::changed : FileChange::Kind::added, entry.path);
}

void DocumentsUpdate::report_problem(const DocumentLine& line, std::string uri, std::string reason) {
  ++run_.report.files_failed;
  run_.add_problem({std::move(uri), std::move(reason), false, line.number});
}

/// Nothing is wrong with the line; but who writes "titel" misses the title.
void DocumentsUpdate::report_unknown_members() {
  if (unknown_members_.empty()) return;
  std::vector<std::pair<std::uint64_t, std::string>> members;
  for (const auto& [name, line] : unknown_members_) members.emplace_back(line, name);
  std::sort(members.begin(), members.end());
  std::string note = "passed over, as nothing is known by that name: ";
  for (std::size_t i = 0; i < std::min(members.size(), most_members_told); ++i) {
    if (i > 0) note += ", ";
    note += '"' + members[i].second + "\" (line " + std::to_string(members[i].first) + ")";
  }
  if (members.size() > most_members_told)
    note += " and " + std::to_string(members.size() - most_members_told) + " more";
  run_.note(note);
}

Result<void> DocumentsUpdate::finish() {
  report_unknown_members();
  if (!run_.writer) return {};
  IndexWriter& writer = *run_.writer;
  const bool changed = run_.report.files_added + run_.report.files_changed + run_.report.files_removed > 0;
  if (!run_.report.interrupted && !cutter_.error() && changed) writer.state().updated_unix_ns = run_.began_ns;
  writer.finish_build();
  writer.commit();
  if (generation_ != 0) writer.commit_fresh_size();
  if (generation_ != 0 && !published_) {
    if (auto published = publish(); !published) return published;
  }
  run_.report.files = writer.state().files;
  run_.report.paragraphs = writer.state().paragraphs;
  return {};
}

Result<UpdateReport> DocumentsUpdate::run() {
  const auto begin = std::chrono::steady_clock::now();
  auto done = open();
  if (done) done = begin_writing();
  if (!done) return tl::unexpected<Error>(std::move(done.error()));
  if (!run_.cancelled()) process();
  if (auto finished = finish(); !finished) return tl::unexpected<Error>(finished.error());
  if (cutter_.error()) return tl::unexpected<Error>(*cutter_.error());
  if (!published_) run_.compact_if_grown();
  run_.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return std::move(run_.report);
}

void DocumentsUpdate::clean_up() {
  if (generation_ == 0) return;
  run_.writer.reset();
  if (!published_) store::remove_generation(run_.index, generation_);
}

}  // namespace
}  // namespace pilcrow::indexer

namespace pilcrow {

Result<UpdateReport> update_documents(const fs::path& index, const ReadLines& read, const UpdateOptions& options) {
  const std::string where = "cannot update the index '" + index.string() + "'";
  if (options.rebuild) {
    return failure(ErrorCode::invalid_argument, "documents that are handed over cannot rebuild an index");
  }
  const auto update = [&] {
    indexer::DocumentsUpdate run(index, read, options);
    auto report = store::translating_errors(where, [&] { return run.run(); });
    run.clean_up();
    if (report && !options.dry_run) report->state = store::published_state(index);
    return report;
  };
  if (options.dry_run) return update();
  UpdateReport nothing;
  const auto lock = store::WriterLock::acquire(index, options.wait_seconds, [&] {
    nothing.interrupted = nothing.interrupted || (options.cancelled && options.cancelled());
    return nothing.interrupted;
  });
  if (!lock && nothing.interrupted) return nothing;
  if (!lock) return tl::unexpected<Error>(lock.error());
  return indexer::recording(index, "update", where, update);
}

}  // namespace pilcrow
