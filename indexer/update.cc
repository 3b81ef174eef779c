// SPDX-License-Identifier: GPL-3.0-or-later
// update_index(): the rooms of update_run.h, one after the other.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/store/errors.h"
#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "core/test_point.h"
#include "indexer/build.h"
#include "indexer/file_queue.h"
#include "indexer/file_task.h"
#include "indexer/guard.h"
#include "indexer/last_run.h"
#include "indexer/memory_budget.h"
#include "indexer/parallel.h"
#include "indexer/sample.h"
#include "indexer/sandbox/reader_process.h"
#include "indexer/update_carry.h"
#include "indexer/update_losses.h"
#include "indexer/update_past.h"
#include "indexer/update_run.h"
#include "indexer/update_take.h"
#include "indexer/update_walk.h"
#include "indexer/write.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

/// One run of update_index(). The caller holds the lock, but for a dry run.
class Update {
 public:
  Update(const fs::path& index, const UpdateOptions& options)
      : run_(index, options), memory_(memory_to_use(options.memory)), queue_(options.dry_run ? fs::path() : index) {}

  Result<UpdateReport> run(const std::vector<Root>& named);
  /// What was built and not published is gone, or what it replaced long ago, and the space it took.
  void clean_up();

 private:
  Result<void> open(const std::vector<Root>& named);
  Result<void> prepare_readers();
  Result<void> begin_writing();
  Result<void> create_generation();
  Result<void> publish();
  Result<void> update_all();
  std::optional<std::shared_ptr<const FileTask>> next_task(FileQueue::Reader& reader);
  void process();
  Result<void> finish();
  void refuse_failures();

  /// Nothing is published, and nothing was.
  bool is_first_build() const { return !run_.snapshot && !past_.unknown; }

  UpdateRun run_;
  std::size_t memory_;  ///< Bytes to use.
  Past past_;
  bool afresh_ = false;           ///< Into a new generation.
  std::uint64_t generation_ = 0;  ///< Its number; 0 before it is there.
  bool published_ = false;        ///< It is.
  FileQueue queue_;
  std::optional<CarryOver> carried_;                     ///< Of a rebuild.
  std::vector<std::unique_ptr<ReaderProcess>> readers_;  ///< One a worker, and one for this thread.
  std::vector<DocumentBuilder> builders_;                ///< Likewise; none in a dry run.
};

Result<void> Update::open(const std::vector<Root>& named) {
  const bool rebuild = run_.options.rebuild;
  auto past = open_past(run_.index, rebuild, !run_.options.dry_run);
  if (!past) return tl::unexpected<Error>(past.error());
  past_ = std::move(*past);
  if (past_.snapshot) {
    auto loaded = store::translating_errors("cannot read the index '" + run_.index.string() + "'",
                                            [&] { return run_.known.load(*past_.snapshot); });
    if (!loaded) {
      run_.known = {};
      loaded = give_up_past(past_, run_.index, loaded.error(), rebuild);
    }
    if (!loaded) return loaded;
  }
  run_.snapshot = std::exchange(past_.snapshot, std::nullopt);
  afresh_ = rebuild || !run_.snapshot;
  if (run_.snapshot) {
    const store::State& state = run_.snapshot->facts().state;
    run_.report.files = state.files;
    run_.report.paragraphs = state.paragraphs;
  }
  if (afresh_) run_.known.clear();
  if (past_.unknown) run_.report.note = (run_.options.dry_run ? "would rebuild: " : "rebuilding: ") + past_.trouble;

  auto roots = choose_roots(run_.index, past_.settings, named, afresh_);
  if (!roots) return tl::unexpected<Error>(roots.error());
  run_.roots = std::move(*roots);
  const auto& remembered = run_.roots.settings.roots;
  const auto to_walk = static_cast<std::size_t>(std::count_if(remembered.begin(), remembered.end(), is_walked));
  run_.report.of_all_roots = run_.roots.selected.size() == to_walk;
  if (!run_.roots.selected.empty() || holds_documents(run_.roots.settings)) return {};
  return failure(ErrorCode::invalid_argument, past_.unknown
                                                  ? "the damaged index does not tell its roots any more: name them"
                                                  : "nothing to index: name a folder or file");
}

/// A new, empty generation with a dictionary of its own; none where the run ends meanwhile.
Result<void> Update::create_generation() {
  const store::Settings& settings = run_.roots.settings;
  auto samples = sample_texts(queue_, settings.roots, *readers_.back(), [&] { return run_.cancelled(); });
  if (run_.cancelled()) return {};
  carried_.emplace(run_.index, run_.snapshot ? &*run_.snapshot : nullptr, settings);
  for (std::string& sample : carried_->sample()) samples.push_back(std::move(sample));
  std::string dictionary = store::train_dictionary(samples);
  builders_ = make_builders(readers_.size(), dictionary, memory_);
  test_point("rebuild.dictionary");
  // Also where the published one is gone: a number never means two generations.
  generation_ = store::next_generation(run_.index);
  run_.writer = IndexWriter::create(run_.index, generation_, settings, {std::move(dictionary), memory_ / 2});
  test_point("rebuild.created");
  // Where it has commits, a first build can be searched, and resumed after a kill, from the first of them on. A rebuild
  // only replaces what is whole.
  return is_first_build() && !run_.writer->is_bulk() ? publish() : Result<void>();
}

Result<void> Update::publish() {
  const auto set_aside = publish_over(past_, run_.index, generation_);
  if (!set_aside) return tl::unexpected<Error>(set_aside.error());
  published_ = true;
  for (const std::string& name : *set_aside) {
    run_.report.note += "; what could not be read is kept as '" + (run_.index / name).string() + "'";
  }
  return {};
}

Result<void> Update::prepare_readers() {
  const unsigned jobs = run_.options.jobs;
  const unsigned workers = jobs != 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
  auto readers = make_readers(workers + 1, run_.options.filters, run_.roots.settings.roots);
  if (!readers) return tl::unexpected<Error>(readers.error());
  readers_ = std::move(*readers);
  const std::string lacking = reader_protection().note;
  run_.note(lacking);
  // That nothing can be read is no fault of the first files.
  return queue_.to_read() == 0 ? Result<void>() : readers_.front()->start();
}

Result<void> Update::begin_writing() {
  if (run_.options.dry_run) return {};
  const bool first_build = is_first_build();
  // The spare copy comes before any commit; but that of a first build says that something was published.
  Result<void> done = first_build ? Result<void>() : store::keep_settings(run_.index, run_.roots.settings);
  if (done && afresh_) done = create_generation();
  if (done && first_build && published_) done = store::keep_settings(run_.index, run_.roots.settings);
  if (!done || run_.report.interrupted) return done;
  if (!afresh_) {
    run_.writer = IndexWriter::open(*run_.snapshot);
    builders_ = make_builders(readers_.size(),
                              run_.snapshot->database().get_metadata(std::string(store::key_dictionary)), memory_);
  }
  run_.writer->set_settings(run_.roots.settings);
  if (afresh_) {
    carried_->copy(*run_.writer, builders_.back(), [&] { return run_.cancelled(); });
    const std::string loss = carried_->loss();
    run_.note(loss);
  }
  return {};
}

std::optional<std::shared_ptr<const FileTask>> Update::next_task(FileQueue::Reader& reader) {
  if (run_.cancelled()) return {};
  auto queued = reader.next();
  if (!queued) return {};
  auto task = std::make_shared<FileTask>(FileTask{std::move(*queued), {}, {}});
  if (task->number != 0) {
    task->before = run_.stored(task->number);
    for (const KnownMember& member : run_.known.members_of(task->number)) {
      task->members_before.push_back(run_.stored(member.number));
    }
  } else if (run_.writer) {
    task->number = run_.writer->new_file_number();
  }
  return task;
}

/// Looks at the files of the queue, and writes what is new.
void Update::process() {
  const auto builder = [&](std::size_t i) { return builders_.empty() ? nullptr : &builders_[i]; };
  ResultTaker taker(run_, *readers_.back(), builder(builders_.empty() ? 0 : builders_.size() - 1));
  FileQueue::Reader reader(queue_);
  Progress progress{Stage::reading, 0, queue_.files(), 0, queue_.bytes(), 0};
  const ParallelLimits limits{.threads = static_cast<unsigned>(readers_.size() - 1), .cost = bytes_under_way(memory_)};
  using Task = std::shared_ptr<const FileTask>;
  parallel_in_order<Task, FileResult>(
      limits, [&] { return next_task(reader); }, [](const Task& task) { return task->file.stamp.size; },
      [&](unsigned worker, const Task& task) {
        return do_file_task(task, run_.root(task->root), run_.lost, *readers_[worker], builder(worker));
      },
      [&](FileResult&& result) {
        ++progress.files_done;
        if (result.task->file.problem.empty()) progress.bytes_done += result.task->file.stamp.size;
        taker.take(std::move(result));
        progress.paragraphs = run_.report.paragraphs_added;
        run_.tell(progress);
      });
}

/// Makes all durable; a generation that was built afresh replaces what is published once it is whole.
Result<void> Update::finish() {
  if (!run_.writer) return {};
  IndexWriter& writer = *run_.writer;
  const bool complete = !run_.report.interrupted;
  // What a first build came to is kept: the next run goes on from there. Else what was built is dropped.
  if (afresh_ && !complete && !is_first_build()) return {};
  if (complete) writer.state().updated_unix_ns = run_.began_ns;
  writer.finish_build();
  writer.commit();
  if (afresh_ && complete) {
    test_point("rebuild.written");
    writer.commit_fresh_size();
  }
  if (afresh_ && !published_) {
    refuse_failures();
    if (!run_.report.refused_purges.empty()) return {};
    auto published = publish();
    if (published && is_first_build()) published = store::keep_settings(run_.index, run_.roots.settings);
    if (!published) return published;
  }
  run_.report.files = writer.state().files;
  run_.report.paragraphs = writer.state().paragraphs;
  return {};
}

/// A rebuild that could not read what had been indexed would lose it: the walk found the files, so the guard has nothing
/// to say of them before.
void Update::refuse_failures() {
  if (run_.options.allow_purge || !run_.snapshot) return;
  const std::uint64_t before = run_.snapshot->facts().state.files;
  const std::uint64_t now = run_.writer->state().files;
  std::uint64_t lost = before - std::min(before, now);
  // With new settings, fewer files may be what was asked for.
  if (!run_.roots.resettled.empty()) lost = std::min(run_.report.files_failed, lost);
  const auto refused = refuse_unread(lost, before);
  if (refused) run_.report.refused_purges.push_back(*refused);
}

Result<void> Update::update_all() {
  if (auto walked = walk_roots(run_, queue_); !walked) return walked;
  if (auto checked = check_roots(run_, past_.unknown); !checked) return checked;
  if (run_.report.interrupted) return {};  // What the walk did not come to is not missing.
  if (afresh_) guard_rebuild(run_, past_.unknown);
  if (!run_.report.refused_purges.empty()) return {};
  if (auto looked = look_at_lost(run_); !looked) return looked;
  if (auto ready = prepare_readers(); !ready) return ready;
  if (auto begun = begin_writing(); !begun) return begun;
  if (!run_.report.interrupted) process();
  if (!run_.report.interrupted) remove_lost(run_);
  if (auto finished = finish(); !finished) return finished;
  if (!afresh_) run_.compact_if_grown();
  return {};
}

Result<UpdateReport> Update::run(const std::vector<Root>& named) {
  const auto begin = std::chrono::steady_clock::now();
  auto done = open(named);
  if (done) done = update_all();
  if (!done) return tl::unexpected<Error>(std::move(done.error()));
  run_.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return std::move(run_.report);
}

void Update::clean_up() {
  if (generation_ == 0) return;
  run_.writer.reset();
  if (published_) {
    store::remove_leftovers(run_.index);
  } else {
    store::remove_generation(run_.index, generation_);
  }
}

}  // namespace
}  // namespace pilcrow::indexer

namespace pilcrow {

Result<UpdateReport> update_index(const fs::path& index, const std::vector<Root>& roots, const UpdateOptions& options) {
  const std::string where = "cannot update the index '" + index.string() + "'";
  const auto update = [&] {
    indexer::Update run(index, options);
    auto report = store::translating_errors(where, [&] { return run.run(roots); });
    run.clean_up();
    if (report && !options.dry_run) report->state = store::published_state(index);
    return report;
  };
  if (options.dry_run) return update();
  std::error_code error;
  const bool is_nothing = !fs::exists(index, error) || (fs::is_directory(index, error) && fs::is_empty(index, error));
  if (roots.empty() && is_nothing) {
    return failure(ErrorCode::invalid_argument,
                   "no index at '" + index.string() + "', and no folder or file is named to make one of");
  }
  UpdateReport nothing;
  const auto lock = store::WriterLock::acquire(index, options.wait_seconds, [&] {
    nothing.interrupted = nothing.interrupted || (options.cancelled && options.cancelled());
    return nothing.interrupted;
  });
  if (!lock && nothing.interrupted) return nothing;
  if (!lock) return tl::unexpected<Error>(lock.error());
  return indexer::recording(index, options.rebuild ? "rebuild" : "update", where, update);
}

}  // namespace pilcrow
