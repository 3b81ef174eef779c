// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/remove.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/store/errors.h"
#include "core/store/paths.h"
#include "core/store/snapshot.h"
#include "core/test_point.h"
#include "indexer/write.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

using store::Settings;

/// What was named, absolute; asked whether it holds a path.
class Named {
 public:
  explicit Named(std::vector<std::string> paths) : paths_(std::move(paths)), set_(paths_.begin(), paths_.end()) {}

  const std::vector<std::string>& paths() const { return paths_; }

  /// The named paths that are `path`, or a folder above it. Cost: its depth, however many are named.
  template <class Visit>
  bool each_holding(std::string_view path, const Visit& visit) const {
    bool any = false;
    for (std::size_t end = path.size(); end != path.npos; end = end <= 1 ? path.npos : parent_end(path, end)) {
      const auto found = set_.find(std::string(path.substr(0, end)));
      if (found == set_.end()) continue;
      any = true;
      visit(*found);
    }
    return any;
  }
  bool holds(std::string_view path) const {
    return each_holding(path, [](const auto&) {});
  }

 private:
  /// Of "/a/b" that of "/a", of "/a" that of "/".
  static std::size_t parent_end(std::string_view path, std::size_t end) {
    const std::size_t slash = path.rfind('/', end - 1);
    return slash == 0 ? 1 : slash;
  }

  std::vector<std::string> paths_;  ///< Sorted, each once.
  std::unordered_set<std::string> set_;
};

Result<Named> absolute(const std::vector<std::string>& typed) {
  std::vector<std::string> paths;
  for (const std::string& path : typed) {
    paths.push_back(store::full_path(path));
    if (paths.back().empty()) return failure(ErrorCode::invalid_argument, "what is removed needs a path");
  }
  if (paths.empty()) return failure(ErrorCode::invalid_argument, "nothing to remove: name a file, a folder or a root");
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return Named(std::move(paths));
}

std::vector<std::string> paths_of(const std::vector<Root>& roots) {
  std::vector<std::string> paths;
  for (const Root& root : roots) {
    if (!root.path.empty()) paths.push_back(root.path);
  }
  return paths;
}

/// `excluded` and `more`, sorted. What lies below something excluded stays in the list: naming the folder again must
/// not bring back a file that was taken out by itself.
std::vector<std::string> joined(std::vector<std::string> excluded, const std::vector<std::string>& more) {
  excluded.insert(excluded.end(), more.begin(), more.end());
  std::sort(excluded.begin(), excluded.end());
  excluded.erase(std::unique(excluded.begin(), excluded.end()), excluded.end());
  return excluded;
}

/// What is to be done, decided before anything is written.
struct Plan {
  std::vector<std::uint32_t> files;   ///< Their numbers, ascending.
  std::vector<std::string> roots;     ///< That go.
  std::vector<std::string> excluded;  ///< Of the named paths.
  Settings before;                    ///< Until all is removed: the exclusions below roots that stay are in already.
  Settings after;
};

Result<Plan> plan(const store::Snapshot& snapshot, const Named& named, bool for_good, Run& run) {
  Plan plan;
  const store::IndexFacts& facts = snapshot.facts();
  plan.before = plan.after = facts.settings;
  std::unordered_set<std::string> known;
  const auto is_known = [&](const std::string& path) { known.insert(path); };
  for (Root& root : plan.after.roots) {
    if (root.path.empty() || !named.each_holding(root.path, is_known)) continue;
    plan.roots.push_back(root.path);
    root = Root();
  }
  const Named roots(paths_of(facts.settings.roots));
  const Named roots_left(paths_of(plan.after.roots));
  const Named excluded(facts.settings.excluded);
  std::vector<std::string> below_roots_left;
  for (const std::string& path : named.paths()) {
    const bool stays_below_root = roots_left.holds(path);
    if (roots.holds(path) || excluded.holds(path)) known.insert(path);
    if (stays_below_root || for_good) plan.excluded.push_back(path);
    if (stays_below_root) below_roots_left.push_back(path);
  }
  auto read = snapshot.each_file_head([&](store::FileHead&& file) {
    if (named.each_holding(store::absolute_path(facts, file), is_known)) plan.files.push_back(file.number);
    return !run.cancelled();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  for (const std::string& path : named.paths()) {
    if (!known.contains(path)) return failure(ErrorCode::invalid_argument, "nothing is indexed of '" + path + "'");
  }
  plan.before.excluded = joined(plan.before.excluded, below_roots_left);
  plan.after.excluded = joined(plan.after.excluded, plan.excluded);
  return plan;
}

}  // namespace

Result<RemovalReport> remove_paths(Run& run, const std::vector<std::string>& paths, bool for_good) {
  const auto named = absolute(paths);
  if (!named) return tl::unexpected<Error>(named.error());
  const auto snapshot = store::Snapshot::open(run.index());
  if (!snapshot) return tl::unexpected<Error>(snapshot.error());
  auto planned = plan(*snapshot, *named, for_good, run);
  if (!planned) return tl::unexpected<Error>(planned.error());

  RemovalReport report;
  if (run.cancelled()) {
    report.interrupted = true;
    return report;
  }
  // What a kill between two commits leaves must be true. Exclusions below roots that stay come first: what is gone
  // already is not read again by the next update. Roots go last, together with the exclusion of what they held: no
  // entry ever refers to a root that is not there, and until then the next update puts back what was removed. The spare
  // copy comes before all, so that what was to be forgotten stays excluded even in an index that has to be rebuilt.
  if (auto kept = store::keep_settings(run.index(), planned->after); !kept) return tl::unexpected<Error>(kept.error());
  test_point("remove.settings");
  IndexWriter writer = IndexWriter::open(*snapshot);
  writer.set_settings(planned->before);
  for (const std::uint32_t number : planned->files) {
    const auto entry = writer.file(number);
    if (!entry) throw Xapian::DatabaseCorruptError(entry.error().message);
    writer.remove_file(*entry);
    if (!entry->paragraphs.empty()) ++report.files;
    report.paragraphs += entry->paragraphs.size();
    run.report({.stage = Stage::removing,
                .files_done = report.files,
                .files_total = planned->files.size(),
                .paragraphs = report.paragraphs});
  }
  test_point("remove.roots");
  auto& devices = writer.state().devices;  // A number without a root is given to the next new one.
  for (std::size_t i = 0; i < devices.size() && i < planned->after.roots.size(); ++i) {
    if (planned->after.roots[i].path.empty()) devices[i] = 0;
  }
  writer.set_settings(planned->after);
  writer.commit();
  if (planned->files.empty() && planned->roots.empty()) report.note = "nothing was indexed of it";
  report.roots = std::move(planned->roots);
  report.excluded = std::move(planned->excluded);
  return report;
}

}  // namespace pilcrow::indexer

namespace pilcrow {

Result<RemovalReport> remove_from_index(const fs::path& index, const std::vector<std::string>& paths,
                                        const RunOptions& options) {
  return indexer::run_alone<RemovalReport>(index, options, "remove",
                                           "cannot remove anything from the index '" + index.string() + "'",
                                           [&](indexer::Run& run) { return indexer::remove_paths(run, paths, false); });
}

}  // namespace pilcrow
