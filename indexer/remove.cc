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
#include "indexer/run_roots.h"
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

/// What was named of the documents that exporters handed over, and what else.
struct NamedDocuments {
  std::vector<std::uint32_t> numbers;
  std::vector<std::string> others;
};

Result<NamedDocuments> documents_among(const store::Snapshot& snapshot, const std::vector<std::string>& typed) {
  NamedDocuments named;
  const auto& roots = snapshot.facts().settings.roots;
  std::unordered_set<std::string> uris;
  const bool all = std::find(typed.begin(), typed.end(), handed_over_root) != typed.end();
  if (holds_documents(snapshot.facts().settings)) {
    const std::unordered_set<std::string> wanted(typed.begin(), typed.end());
    auto read = snapshot.each_file_head([&](store::FileHead&& file) {
      if (file.root >= roots.size() || roots[file.root].path != handed_over_root) return true;
      const bool is_named = wanted.contains(file.path);
      if (is_named || all) named.numbers.push_back(file.number);
      if (is_named) uris.insert(std::move(file.path));
      return true;
    });
    if (!read) return tl::unexpected<Error>(read.error());
  }
  for (const std::string& path : typed) {
    if (!uris.contains(path)) named.others.push_back(path);
  }
  return named;
}

Result<Named> absolute(const std::vector<std::string>& typed) {
  std::vector<std::string> paths;
  for (const std::string& path : typed) {
    paths.push_back(path == handed_over_root ? path : store::full_path(path));
    if (paths.back().empty()) return failure(ErrorCode::invalid_argument, "what is removed needs a path");
  }
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

/// An entry to be removed.
struct Removal {
  std::uint32_t file = 0;    ///< Number of the file that it is, or is inside of.
  bool is_file = true;       ///< After all that is inside it.
  std::uint32_t number = 0;  ///< Of the entry.
  auto operator<=>(const Removal&) const = default;
};

/// What is to be done, decided before anything is written.
struct Plan {
  std::vector<Removal> files;         ///< What is inside a file before it.
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
    const bool comes_again = path == handed_over_root;  // by being handed over, not by a walk
    if (stays_below_root || (for_good && !comes_again)) plan.excluded.push_back(path);
    if (stays_below_root) below_roots_left.push_back(path);
  }
  auto read = snapshot.each_file_head([&](store::FileHead&& file) {
    // What is inside a file goes with it.
    const bool is_file = file.holder == 0;
    if (named.each_holding(store::file_path(facts, file), is_known)) {
      plan.files.push_back({is_file ? file.number : file.holder, is_file, file.number});
    }
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
  if (paths.empty()) return failure(ErrorCode::invalid_argument, "nothing to remove: name a file, a folder or a root");
  const auto snapshot = store::Snapshot::open(run.index());
  if (!snapshot) return tl::unexpected<Error>(snapshot.error());
  const auto documents = documents_among(*snapshot, paths);
  if (!documents) return tl::unexpected<Error>(documents.error());
  const auto named = absolute(documents->others);
  if (!named) return tl::unexpected<Error>(named.error());
  auto planned = plan(*snapshot, *named, for_good, run);
  if (!planned) return tl::unexpected<Error>(planned.error());
  for (const std::uint32_t number : documents->numbers) planned->files.push_back({number, true, number});
  std::sort(planned->files.begin(), planned->files.end());

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
  const auto stored = [&](std::uint32_t number) {
    auto entry = writer.file(number);
    if (!entry) throw Xapian::DatabaseCorruptError(entry.error().message);
    return std::move(*entry);
  };
  std::uint32_t begun = 0;
  for (const Removal& removal : planned->files) {
    // Without what was inside it, the file is not whole.
    if (!removal.is_file && removal.file != std::exchange(begun, removal.file)) {
      writer.put_entry(unfinished(stored(removal.file)));
    }
    const store::FileEntry entry = stored(removal.number);
    writer.remove_file(entry);
    if (!entry.paragraphs.empty()) ++report.files;
    report.paragraphs += entry.paragraphs.size();
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
