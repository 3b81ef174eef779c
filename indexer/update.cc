// SPDX-License-Identifier: GPL-3.0-or-later
// update_index(): the stages in order, over the files of the roots.
//
//   walk the roots → which files are unchanged (by their stamp), which must be looked at
//   in parallel: read, compare the hash, parse, split, build the documents that are new
//   in order: write each file; what was found under a new name is moved; what is gone is removed, if that is believable
#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <unordered_set>
#include <utility>

#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/paths.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "indexer/build.h"
#include "indexer/file_task.h"
#include "indexer/guard.h"
#include "indexer/known_files.h"
#include "indexer/parallel.h"
#include "indexer/prepare.h"
#include "indexer/walk.h"
#include "indexer/write.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

/// A file changed this soon after an update began may carry the time stamp it was indexed with: file systems round, to
/// a timer tick or, where nanoseconds are missing, to as much as two seconds.
constexpr std::int64_t stamp_grain_ns = 20'000'000;
constexpr std::int64_t coarse_stamp_grain_ns = 2'000'000'000;

/// Texts that the dictionary is trained on, from files all over the roots.
constexpr std::size_t sample_bytes = 2U << 20;
constexpr std::size_t sample_files = 400;

/// Whether a file with this stamp cannot have been changed after an update began without getting another one.
bool trusted(const FileStamp& stamp, std::int64_t update_began_ns) {
  const std::int64_t grain = stamp.mtime_ns % 1'000'000'000 == 0 ? coarse_stamp_grain_ns : stamp_grain_ns;
  return stamp.mtime_ns < update_began_ns - grain;
}

bool is_below(const std::string& path, const std::string& folder) {
  return path.size() > folder.size() && path.starts_with(folder) &&
         (folder.ends_with('/') || path[folder.size()] == '/');
}

/// Without links and dots, as far as it exists.
std::string real_path(const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path.string() : real.string();
}

std::string new_index_id() {
  static constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::random_device random;
  std::string id;
  for (int i = 0; i < 8; ++i) id += letters[random() % letters.size()];
  return id;
}

std::int64_t now_unix_ns() {
  // The coarse clock is the one that stamps files: a finer one could be ahead of a stamp given later.
  std::timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

/// One run of update_index().
class Update {
 public:
  Update(const fs::path& index, const UpdateOptions& options) : index_(index), options_(options) {}

  Result<UpdateReport> run(std::vector<Root> named);
  /// What was built and not published is gone, and the space it took.
  void discard_unpublished();

 private:
  struct WalkedRoot {
    std::uint32_t root = 0;
    WalkResult found;
  };

  Result<void> open(std::vector<Root>& named);
  Result<void> open_published();
  void start_afresh(const Error& why);
  Result<void> take_roots(std::vector<Root>& named);
  void walk_roots();
  Result<void> check_roots();
  void guard_rebuild();
  Result<void> begin_writing();
  std::string sample_dictionary();

  std::optional<FileTask> next_task();
  std::optional<FileTask> task_for(std::uint32_t root, const WalkedFile& file, const std::string* problem);
  void take(FileResult&& result);
  void take_same_content(FileResult& result);
  void take_new_content(FileResult& result);
  bool take_move(const FileResult& result);
  void report_problem(const FileTask& task, const FileEntry& entry);
  void find_missing();
  void process();
  void remove_lost();

  bool cancelled() {
    if (!report_.interrupted && options_.cancelled && options_.cancelled()) report_.interrupted = true;
    return report_.interrupted;
  }
  const Root& root(std::uint32_t number) const { return roots_[number]; }
  std::string path_of(std::uint32_t root_number, const std::string& below) const {
    return store::path_below(root(root_number).path, below);
  }
  PlaceTerms places_of(const FileEntry& entry) {
    return builders_.back().place_terms(entry, place_name(root(entry.root), entry.path));
  }
  FileEntry stored(std::uint32_t number);

  const fs::path index_;
  const UpdateOptions& options_;
  UpdateReport report_;

  std::vector<Root> roots_;              ///< All that are remembered, old ones first: entries refer to them by number.
  std::vector<std::uint32_t> selected_;  ///< Those of this run, ascending.
  std::set<std::uint32_t> named_;        ///< Those that the caller named.
  std::set<std::uint32_t> resettled_;    ///< Those whose settings are new in this run.
  std::set<std::uint32_t> relanguaged_;  ///< Those whose language setting is new.
  std::vector<WalkedRoot> walked_;

  std::optional<store::Snapshot> snapshot_;  ///< The published state; none in a first build or after damage.
  bool afresh_ = false;                      ///< Into a new generation.
  bool past_unknown_ = false;                ///< There is a published state, but it cannot be read.
  std::uint64_t generation_ = 0;
  std::string index_id_;
  std::int64_t last_update_ns_ = 0;
  std::int64_t began_ns_ = 0;
  std::optional<store::WriterLock> lock_;  ///< None in a dry run.
  std::optional<IndexWriter> writer_;      ///< Likewise.

  KnownFiles known_;
  std::map<std::uint32_t, std::uint64_t> indexed_;  ///< Files with paragraphs by root, before the run.
  MissingContents missing_;

  std::size_t walked_at_ = 0;
  std::size_t file_at_ = 0;
  std::size_t problem_at_ = 0;
  std::uint64_t files_done_ = 0;
  std::vector<DocumentBuilder> builders_;  ///< One a worker, and one for this thread.
};

Result<void> Update::open(std::vector<Root>& named) {
  index_id_ = new_index_id();
  afresh_ = options_.rebuild;
  if (auto opened = open_published(); !opened) {
    const Error& why = opened.error();
    const bool can_start_afresh =
        why.code == ErrorCode::index_version || (why.code == ErrorCode::index_corrupt && options_.rebuild);
    if (!can_start_afresh) return opened;
    start_afresh(why);
  }
  return take_roots(named);
}

/// The published state, if there is one.
Result<void> Update::open_published() {
  auto snapshot = store::Snapshot::open(index_);
  if (!snapshot && snapshot.error().code == ErrorCode::index_missing) {
    afresh_ = true;
    return {};
  }
  if (!snapshot) return tl::unexpected<Error>(snapshot.error());
  const auto learned = store::translating_errors("cannot read the index '" + index_.string() + "'",
                                                 [&] { return known_.load(*snapshot); });
  if (!learned) return learned;
  indexed_ = known_.count_by_root();
  snapshot_ = std::move(*snapshot);
  index_id_ = snapshot_->facts().index_id;
  roots_ = snapshot_->facts().roots;
  last_update_ns_ = snapshot_->facts().state.updated_unix_ns;
  report_.files = snapshot_->facts().state.files;
  report_.paragraphs = snapshot_->facts().state.paragraphs;
  return {};
}

/// The published state is of no use: of it only the roots are kept, where they can be read.
void Update::start_afresh(const Error& why) {
  afresh_ = true;
  past_unknown_ = true;
  known_.clear();
  report_.note = "rebuilding: " + why.message.substr(0, why.message.rfind("; rebuild it"));
  if (auto remembered = store::remembered_roots(index_)) {
    roots_ = std::move(remembered->roots);
    if (!remembered->index_id.empty()) index_id_ = remembered->index_id;
  }
}

Result<void> Update::take_roots(std::vector<Root>& named) {
  const std::string index = real_path(index_);
  for (Root& root : named) {
    std::error_code error;
    fs::path path = fs::absolute(root.path, error).lexically_normal();
    if (root.path.empty() || error) return failure(ErrorCode::invalid_argument, "a root needs a path");
    root.path = path.string();
    if (root.path.size() > 1 && root.path.ends_with('/')) root.path.pop_back();
    if (const std::string real = real_path(root.path); real == index || is_below(real, index)) {
      return failure(ErrorCode::invalid_argument, "'" + root.path + "' belongs to the index itself");
    }
    const auto same =
        std::find_if(roots_.begin(), roots_.end(), [&](const Root& old) { return old.path == root.path; });
    const auto number = static_cast<std::uint32_t>(same - roots_.begin());
    if (same == roots_.end()) {
      roots_.push_back(root);
    } else if (*same != root) {
      resettled_.insert(number);
      if (same->language != root.language) relanguaged_.insert(number);
      *same = root;
    }
    selected_.push_back(number);
    named_.insert(number);
  }
  if (roots_.empty()) {
    return failure(ErrorCode::invalid_argument, report_.note.empty()
                                                    ? "nothing to index: name a folder or file"
                                                    : "the damaged index does not tell its roots any more: name them");
  }
  if (named.empty() || afresh_) {
    selected_.clear();
    for (std::uint32_t number = 0; number < roots_.size(); ++number) selected_.push_back(number);
  }
  std::sort(selected_.begin(), selected_.end());
  selected_.erase(std::unique(selected_.begin(), selected_.end()), selected_.end());
  return {};
}

void Update::walk_roots() {
  const std::string index = real_path(index_);
  for (const std::uint32_t number : selected_) {
    WalkedRoot walked{number, walk(root(number), [&] { return cancelled(); })};
    // A file below two roots belongs to the inner one.
    for (const Root& inner : roots_) {
      if (!is_below(inner.path, root(number).path)) continue;
      const auto belongs_to_inner = [&](const auto& found) {
        const std::string path = path_of(number, found.path);
        return path == inner.path || is_below(path, inner.path);
      };
      std::erase_if(walked.found.files, belongs_to_inner);
      std::erase_if(walked.found.problems, belongs_to_inner);
    }
    // The index in a folder that it indexes: a first build's has no mark yet that the walk would know it by.
    if (const std::string real = real_path(root(number).path); is_below(index, real)) {
      const std::string index_below_root = index.substr(real.ends_with('/') ? real.size() : real.size() + 1);
      const auto belongs_to_index = [&](const auto& found) { return is_below(found.path, index_below_root); };
      std::erase_if(walked.found.files, belongs_to_index);
      std::erase_if(walked.found.problems, belongs_to_index);
    }
    report_.files_seen += walked.found.files.size();
    walked_.push_back(std::move(walked));
  }
}

/// Roots that cannot be read and of which nothing is indexed, so that remove_lost() has nothing to say of them. One
/// that was just named is mistyped more often than not.
Result<void> Update::check_roots() {
  for (const auto& walked : walked_) {
    if (walked.found.state == RootState::present) continue;
    if (indexed_[walked.root] > 0) continue;
    if (past_unknown_ && !named_.contains(walked.root)) continue;  // guard_rebuild() has more to say
    const std::string why = "cannot read '" + root(walked.root).path + "': " + walked.found.reason;
    if (named_.contains(walked.root)) return failure(ErrorCode::input_output, why);
    report_.note += (report_.note.empty() ? "" : "; ") + why;
  }
  return {};
}

/// A rebuild takes nothing over, so what it does not find is lost: the guard must look before. Without knowing what was
/// moved, it counts; without knowing what was indexed, it only believes in roots that hold something.
void Update::guard_rebuild() {
  if (options_.allow_purge) return;
  for (const auto& walked : walked_) {
    const std::uint64_t found = walked.found.files.size();
    const std::uint64_t indexed = indexed_[walked.root];
    const bool new_settings = resettled_.contains(walked.root);
    if (past_unknown_ && found == 0) {
      const std::string why = walked.found.state == RootState::present ? "it is empty" : walked.found.reason;
      report_.refused_purges.push_back("not rebuilt: '" + root(walked.root).path + "': " + why +
                                       "; what is indexed of it stays; --allow-purge drops it");
      continue;
    }
    const auto refused = refuse_loss({root(walked.root).path, walked.found.state, walked.found.reason, found, indexed,
                                      indexed > found ? indexed - found : 0, new_settings});
    if (refused) report_.refused_purges.push_back("not rebuilt: " + *refused);
  }
}

/// Texts from files all over the roots, so that the dictionary suits all of them; the same for the same files.
std::string Update::sample_dictionary() {
  std::vector<std::pair<std::uint32_t, const WalkedFile*>> files;
  for (const auto& walked : walked_) {
    for (const auto& file : walked.found.files) files.emplace_back(walked.root, &file);
  }
  std::vector<std::string> samples;
  const std::size_t step = std::max<std::size_t>(1, files.size() / sample_files);
  const std::size_t share = std::max<std::size_t>(1, sample_bytes / std::max<std::size_t>(1, files.size() / step));
  for (std::size_t i = 0; i < files.size() && !cancelled(); i += step) {
    constexpr std::uint64_t quick_to_read = 4U << 20;
    if (files[i].second->stamp.size > quick_to_read) continue;
    PreparedFile file = prepare_file(root(files[i].first), *files[i].second, [](const auto&) { return false; });
    std::size_t taken = 0;
    for (std::string& text : file.texts) {
      if (taken >= share) break;
      taken += text.size();
      samples.push_back(std::move(text));
    }
  }
  return store::train_dictionary(samples);
}

Result<void> Update::begin_writing() {
  if (afresh_) {
    known_.clear();
    last_update_ns_ = 0;
  }
  if (options_.dry_run) return {};
  std::string dictionary;
  if (afresh_) {
    generation_ =
        std::max<std::uint64_t>(store::newest_generation(index_), snapshot_ ? snapshot_->facts().generation : 0) + 1;
    dictionary = sample_dictionary();
    writer_ = IndexWriter::create(index_, generation_, {index_id_, dictionary});
    // A first build can be searched, and resumed after a kill, from its first commit on; a rebuild only replaces what
    // is whole.
    if (!snapshot_ && !options_.rebuild && report_.note.empty()) {
      auto published = store::publish_generation(index_, generation_);
      if (!published) return published;
    }
  } else {
    generation_ = snapshot_->facts().generation;
    writer_ = IndexWriter::open(*snapshot_);
    dictionary = snapshot_->database().get_metadata(std::string(store::key_dictionary));
  }
  writer_->set_roots(roots_);
  const store::TextCodec codec{dictionary};
  const unsigned workers = options_.jobs != 0 ? options_.jobs : std::max(1U, std::thread::hardware_concurrency());
  for (unsigned worker = 0; worker <= workers; ++worker) builders_.emplace_back(codec);
  return {};
}

FileEntry Update::stored(std::uint32_t number) {
  auto entry = writer_ ? writer_->file(number) : snapshot_->file(number);
  if (!entry) throw Xapian::DatabaseCorruptError("a file's entry cannot be read");
  return std::move(*entry);
}

/// Nothing where the file is as it was indexed, by its stamp. `problem`: why the walk says that nobody can read it.
std::optional<FileTask> Update::task_for(std::uint32_t root_number, const WalkedFile& file,
                                         const std::string* problem) {
  FileTask task;
  task.root = root_number;
  task.file = file;
  task.reread = relanguaged_.contains(root_number);
  KnownFile* const known = known_.find(path_of(root_number, file.path));
  if (known == nullptr) {
    task.number = writer_ ? writer_->new_file_number() : 0;
    return task;
  }
  known->seen = true;
  task.same_place = known->root == root_number;
  task.reread = task.reread || (!task.same_place && root(known->root).language != root(root_number).language);
  const bool try_again = known->outcome == FileOutcome::failed && known->never_read;
  const bool was_kept_out = known->outcome == FileOutcome::skipped && resettled_.contains(root_number);
  const bool is_kept_out = problem != nullptr && known->outcome == FileOutcome::indexed;
  const bool unchanged = known->stamp == file.stamp && trusted(file.stamp, last_update_ns_);
  if (unchanged && task.same_place && !task.reread && !try_again && !was_kept_out && !is_kept_out) {
    ++files_done_;
    ++(known->outcome == FileOutcome::indexed   ? report_.files_unchanged
       : known->outcome == FileOutcome::skipped ? report_.files_skipped
                                                : report_.files_failed);
    return {};
  }
  task.number = known->number;
  task.before = stored(task.number);
  return task;
}

/// The next file that must be looked at; unchanged ones are counted on the way.
std::optional<FileTask> Update::next_task() {
  while (walked_at_ < walked_.size() && !cancelled()) {
    const auto& [root_number, found] = walked_[walked_at_];
    std::optional<FileTask> task;
    if (file_at_ < found.files.size()) {
      task = task_for(root_number, found.files[file_at_++], nullptr);
    } else if (problem_at_ < found.problems.size()) {
      const WalkProblem& problem = found.problems[problem_at_++];
      task = task_for(root_number, {problem.path, problem.stamp}, &problem.reason);
      if (task) {
        task->decided = skipped_file(task->file, problem.reason);
        if (!problem.skipped) task->decided->outcome = FileOutcome::failed;
      }
    } else {
      ++walked_at_;
      file_at_ = problem_at_ = 0;
    }
    if (task) return task;
  }
  return {};
}

void Update::report_problem(const FileTask& task, const FileEntry& entry) {
  if (entry.problem.empty() || (task.before && task.before->problem == entry.problem)) return;
  report_.new_problems.push_back(
      {path_of(task.root, entry.path), entry.problem, entry.outcome == FileOutcome::skipped});
}

/// A new file with the content of one that is gone: the same paragraphs under another name.
bool Update::take_move(const FileResult& result) {
  const FileEntry& found = result.prepared.entry;
  for (const std::string& path : missing_.paths(found.hash)) {
    KnownFile& known = *known_.find(path);
    const bool same_language = root(known.root).language == root(found.root).language;
    if (known.seen || !same_language || !reads_alike(path, found.path)) continue;
    known.seen = true;
    FileEntry entry = stored(known.number);
    const FileEntry before = entry;
    entry.root = found.root;
    entry.path = found.path;
    entry.size = found.size;
    entry.mtime_ns = found.mtime_ns;
    entry.inode = found.inode;
    if (writer_) writer_->move_file(entry, places_of(before), places_of(entry));
    ++report_.files_moved;
    return true;
  }
  return false;
}

/// The content that was indexed, under a new stamp, or below another root.
void Update::take_same_content(FileResult& result) {
  const FileEntry& found = result.prepared.entry;
  const FileEntry& before = *result.task.before;
  FileEntry entry = before;
  entry.root = found.root;
  entry.path = found.path;
  entry.size = found.size;
  entry.mtime_ns = found.mtime_ns;
  entry.inode = found.inode;
  if (entry.outcome == FileOutcome::indexed) entry.problem.clear();
  ++(entry.outcome == FileOutcome::indexed   ? report_.files_touched
     : entry.outcome == FileOutcome::skipped ? report_.files_skipped
                                             : report_.files_failed);
  if (!writer_) return;
  if (!result.task.same_place) {
    writer_->move_file(entry, places_of(before), places_of(entry));
  } else if (entry != before || trusted(stamp_of(entry), began_ns_)) {
    // Also where only the time of the update is new: from now on the stamp can be trusted.
    writer_->put_entry(entry);
  }
}

void Update::take_new_content(FileResult& result) {
  const FileTask& task = result.task;
  FileEntry& entry = result.prepared.entry;
  const FileEntry nothing;
  const FileEntry& before = task.before ? *task.before : nothing;
  switch (entry.outcome) {
    case FileOutcome::indexed:
      ++(task.before ? report_.files_changed : report_.files_added);
      break;
    case FileOutcome::skipped:
      ++report_.files_skipped;
      break;
    case FileOutcome::failed:
      ++report_.files_failed;
      break;
  }
  report_problem(task, entry);
  const bool known_trouble = task.before && !entry.problem.empty() && before.problem == entry.problem &&
                             stamp_of(before) == stamp_of(entry) && task.same_place;
  if (known_trouble) return;
  std::size_t kept = 0;
  for (const RowToWrite& row : result.rows) kept += row.kept != 0 ? 1U : 0U;
  report_.paragraphs_added += result.rows.size() - kept;
  report_.paragraphs_kept += kept;
  report_.paragraphs_removed += before.paragraphs.size() - kept;
  if (!writer_) return;
  const auto places = places_of(entry);
  writer_->put_file(entry, before, result.rows, [&](std::size_t i) {
    return builders_.back().build(entry, entry.paragraphs[i], result.prepared.texts[i], places);
  });
}

void Update::take(FileResult&& result) {
  FileTask& task = result.task;
  report_.bytes_read += result.prepared.bytes_read;
  if (result.prepared.same_content && task.before) {
    take_same_content(result);
  } else if (result.prepared.same_content) {
    if (!take_move(result)) {
      // Others with the same content came first: this one is new.
      task.reread = true;
      result = do_file_task(FileTask(task), root(task.root), missing_, builders_.empty() ? nullptr : &builders_.back());
      take_new_content(result);
    }
  } else if (result.prepared.unreadable && task.before && task.before->outcome == FileOutcome::indexed) {
    // What was indexed stays until the file can be read again: the trouble may be the disk's or the network's.
    FileEntry kept = *task.before;
    kept.problem = result.prepared.entry.problem;
    ++report_.files_failed;
    report_problem(task, kept);
    if (writer_ && kept != *task.before) writer_->put_entry(kept);
  } else {
    take_new_content(result);
  }
  ++files_done_;
  if (options_.on_progress) {
    options_.on_progress({files_done_, report_.files_seen, report_.bytes_read, report_.paragraphs_added});
  }
}

/// What cannot be looked into is not missed; what else was not walked may have been moved.
void Update::find_missing() {
  std::unordered_set<std::string> walked_paths;
  std::unordered_set<std::string> unreadable_folders;
  std::unordered_set<std::uint32_t> present;
  for (const auto& [root_number, found] : walked_) {
    if (found.state == RootState::present) present.insert(root_number);
    for (const auto& file : found.files) walked_paths.insert(path_of(root_number, file.path));
    for (const auto& problem : found.problems) {
      const bool is_folder = problem.path.ends_with('/');
      if (is_folder && !problem.skipped) unreadable_folders.insert(path_of(root_number, problem.path));
    }
  }
  known_.spare(unreadable_folders);
  missing_ = MissingContents(known_, present, walked_paths);
}

void Update::process() {
  find_missing();
  const ParallelLimits limits{static_cast<unsigned>(std::max<std::size_t>(builders_.size(), 2) - 1)};
  parallel_in_order<FileTask, FileResult>(
      limits, [&] { return next_task(); }, [](const FileTask& task) { return task.file.stamp.size; },
      [&](unsigned worker, const FileTask& task) {
        return do_file_task(task, root(task.root), missing_, builders_.empty() ? nullptr : &builders_[worker]);
      },
      [&](FileResult&& result) { take(std::move(result)); });
}

/// Removes what is gone, root by root, unless so much is gone that it is not believed.
void Update::remove_lost() {
  const auto lost = known_.lost();
  for (const auto& [root_number, found] : walked_) {
    const auto files = lost.find(root_number);
    if (files == lost.end()) continue;
    const auto indexed_lost = static_cast<std::uint64_t>(std::count_if(
        files->second.begin(), files->second.end(), [](const auto& file) { return file.has_paragraphs; }));
    const auto refused = refuse_loss({root(root_number).path, found.state, found.reason, found.files.size(),
                                      indexed_[root_number], indexed_lost, resettled_.contains(root_number)});
    if (refused && !options_.allow_purge) {
      report_.refused_purges.push_back(*refused);
      continue;
    }
    for (const auto& file : files->second) {
      const FileEntry entry = stored(file.number);
      report_.files_removed += entry.paragraphs.empty() ? 0U : 1U;
      report_.paragraphs_removed += entry.paragraphs.size();
      if (writer_) writer_->remove_file(entry);
    }
  }
}

Result<UpdateReport> Update::run(std::vector<Root> named) {
  const auto begin = std::chrono::steady_clock::now();
  began_ns_ = now_unix_ns();
  if (!options_.dry_run) {
    auto acquired = store::WriterLock::acquire(index_, options_.wait_seconds, [&] { return cancelled(); });
    if (!acquired && report_.interrupted) return std::move(report_);
    if (!acquired) return tl::unexpected<Error>(acquired.error());
    lock_ = std::move(*acquired);
    store::remove_old_generations(index_);  // what a killed run left behind
  }
  if (auto opened = open(named); !opened) return tl::unexpected<Error>(opened.error());
  walk_roots();
  if (auto checked = check_roots(); !checked) return tl::unexpected<Error>(checked.error());
  if (afresh_) guard_rebuild();
  if (report_.refused_purges.empty() && !report_.interrupted) {
    if (auto begun = begin_writing(); !begun) return tl::unexpected<Error>(begun.error());
    process();
    if (!report_.interrupted) remove_lost();
    if (writer_) {
      if (!report_.interrupted) writer_->set_updated(began_ns_);
      writer_->commit();
      report_.files = writer_->state().files;
      report_.paragraphs = writer_->state().paragraphs;
      if (afresh_ && !report_.interrupted) {
        if (auto published = store::publish_generation(index_, generation_); !published) {
          return tl::unexpected<Error>(published.error());
        }
      }
    }
  }
  report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return std::move(report_);
}

void Update::discard_unpublished() {
  if (!lock_ || !afresh_) return;
  writer_.reset();
  store::remove_old_generations(index_);
}

}  // namespace
}  // namespace pilcrow::indexer

namespace pilcrow {

Result<UpdateReport> update_index(const fs::path& index, const std::vector<Root>& roots, const UpdateOptions& options) {
  indexer::Update update(index, options);
  auto report =
      store::translating_errors("cannot update the index '" + index.string() + "'", [&] { return update.run(roots); });
  update.discard_unpublished();
  return report;
}

}  // namespace pilcrow
