// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update_walk.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace pilcrow::indexer {
namespace {

using store::FileOutcome;

/// A file changed this soon after an update began may carry the time stamp it was indexed with: file systems round, to
/// a timer tick or, where nanoseconds are missing, to as much as two seconds.
constexpr std::int64_t stamp_grain_ns = 20'000'000;
constexpr std::int64_t coarse_stamp_grain_ns = 2'000'000'000;

/// The walk of one root, file by file.
class Survey {
 public:
  Survey(UpdateRun& run, FileQueue& queue, std::uint32_t root) : run_(run), queue_(queue), root_(root) {
    below_ = run.root(root).path;
    if (!below_.ends_with('/')) below_ += '/';
    if (!run.snapshot) return;
    const auto& looked = run.snapshot->facts().state.looked_unix_ns;
    if (root < looked.size()) looked_ns_ = looked[root];
  }

  void take(const WalkedFile& file) {
    if (error_) return;
    run_.tell({Stage::walking, ++run_.report.files_seen, 0, 0, 0, 0});
    if (!file.problem.empty()) --run_.report.files_seen;  // no file that could be looked at
    path_ = file.path.empty() ? run_.root(root_).path : below_ + file.path;
    const auto known = run_.known.find(path_);
    if (known.empty()) return queue_.push({root_, file, 0, true, run_.roots.relanguaged.contains(root_)});
    for (KnownFile& candidate : known) {
      if (is_unchanged(candidate, file)) return count(candidate);
    }
    for (KnownFile& candidate : known) {
      if (is_it(candidate)) return look_again(candidate, file);
    }
    if (!error_) queue_.push({root_, file, 0, true, run_.roots.relanguaged.contains(root_)});
  }

  /// What ended it early.
  const std::optional<Error>& error() const { return error_; }

 private:
  /// By two hashes of 64 bits: that another path has both, nobody needs to fear.
  bool is_unchanged(const KnownFile& known, const WalkedFile& file) const {
    const bool try_again = known.outcome == FileOutcome::failed && known.never_read;
    const bool was_kept_out = known.outcome == FileOutcome::skipped && run_.roots.resettled.contains(root_);
    const bool is_kept_out = known.outcome == FileOutcome::indexed && !file.problem.empty();
    return known.root == root_ && known.stamp_hash == hash_of(file.stamp) && is_trusted(file.stamp, looked_ns_) &&
           !known.outdated && !try_again && !was_kept_out && !is_kept_out && !run_.roots.relanguaged.contains(root_);
  }

  void count(KnownFile& known) {
    known.seen = true;
    indexer::count(run_.report, known.outcome, &UpdateReport::files_unchanged);
  }

  /// Whether the known file is the one at path_, and not another whose path has the same hash.
  bool is_it(const KnownFile& known) {
    const auto head = run_.snapshot->head(known.number);
    if (!head) error_ = head.error();
    return head && store::absolute_path(run_.snapshot->facts(), *head) == path_;
  }

  void look_again(KnownFile& known, const WalkedFile& file) {
    known.seen = true;
    const bool same_place = known.root == root_;
    const bool other_language =
        run_.roots.relanguaged.contains(root_) || run_.root(known.root).language != run_.root(root_).language;
    queue_.push({root_, file, known.number, same_place, known.outdated || other_language});
  }

  UpdateRun& run_;
  FileQueue& queue_;
  const std::uint32_t root_;
  std::int64_t looked_ns_ = 0;  ///< See State::looked_unix_ns.
  std::string below_;           ///< The root's path, with "/" at its end.
  std::string path_;            ///< Of the file, absolute.
  std::optional<Error> error_;
};

/// Whether one of the folders above `path` (absolute paths, folders with "/" at their end) is among `folders`.
bool lies_in_one_of(const std::unordered_set<std::string>& folders, std::string_view path) {
  for (auto slash = path.rfind('/'); slash != path.npos; slash = slash == 0 ? path.npos : path.rfind('/', slash - 1)) {
    if (folders.contains(std::string(path.substr(0, slash + 1)))) return true;
  }
  return false;
}

}  // namespace

bool is_trusted(const FileStamp& stamp, std::int64_t update_began_ns) {
  const std::int64_t grain = stamp.mtime_ns % 1'000'000'000 == 0 ? coarse_stamp_grain_ns : stamp_grain_ns;
  return stamp.mtime_ns < update_began_ns - grain;
}

Result<void> walk_roots(UpdateRun& run, FileQueue& queue) {
  for (const std::uint32_t number : run.roots.selected) {
    Survey survey(run, queue, number);
    const Root& root = run.root(number);
    WalkResult found = walk(
        root, passed_over(run.index, run.roots.settings, root), [&](const WalkedFile& file) { survey.take(file); },
        [&] { return survey.error() || run.cancelled(); });
    if (survey.error()) return tl::unexpected<Error>(*survey.error());
    run.walked.push_back({number, std::move(found)});
  }
  return {};
}

Result<void> look_at_lost(UpdateRun& run) {
  std::unordered_set<std::uint32_t> roots;
  std::unordered_set<std::string> unread_folders;
  for (const auto& [number, found] : run.walked) {
    // A root that is gone and may be dropped may have been renamed.
    if (found.state == RootState::present || run.options.allow_purge) roots.insert(number);
    for (const auto& folder : found.unread_folders) unread_folders.insert(run.path_of(number, folder));
  }
  std::optional<Error> error;
  run.known.each_lost([&](KnownFile& known) {
    const bool may_have_moved = known.has_paragraphs && !known.outdated;
    if (error || !roots.contains(known.root) || (!may_have_moved && unread_folders.empty())) return;
    const auto head = run.snapshot->head(known.number);
    if (!head) {
      error = head.error();
      return;
    }
    const std::string path = store::absolute_path(run.snapshot->facts(), *head);
    known.seen = lies_in_one_of(unread_folders, path);
    if (!known.seen && may_have_moved) run.lost.add(head->hash, path, run.known.position(known));
  });
  if (error) return tl::unexpected<Error>(*error);
  run.lost.sort();
  return {};
}

}  // namespace pilcrow::indexer
