// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/known_files.h"

#include <algorithm>
#include <utility>

#include "core/store/paths.h"

namespace pilcrow::indexer {

using store::FileEntry;

FileStamp stamp_of(const FileEntry& entry) {
  return {entry.size, entry.mtime_ns, entry.inode};
}

Result<void> KnownFiles::load(const store::Snapshot& snapshot) {
  return snapshot.each_file([&](FileEntry&& entry) {
    KnownFile known;
    known.number = entry.number;
    known.root = entry.root;
    known.stamp = stamp_of(entry);
    known.outcome = entry.outcome;
    known.never_read = entry.hash == text::Hash128{};
    known.has_paragraphs = !entry.paragraphs.empty();
    known.hash = entry.hash;
    files_.emplace(store::absolute_path(snapshot.facts(), entry), known);
    return true;
  });
}

KnownFile* KnownFiles::find(const std::string& path) {
  const auto file = files_.find(path);
  return file == files_.end() ? nullptr : &file->second;
}

std::map<std::uint32_t, std::uint64_t> KnownFiles::count_by_root() const {
  std::map<std::uint32_t, std::uint64_t> counts;
  for (const auto& [path, file] : files_) counts[file.root] += file.has_paragraphs ? 1U : 0U;
  return counts;
}

void KnownFiles::spare(const std::unordered_set<std::string>& folders) {
  if (folders.empty()) return;
  for (auto& [path, file] : files_) {
    for (std::size_t slash = path.rfind('/'); slash != path.npos && !file.seen;
         slash = slash == 0 ? path.npos : path.rfind('/', slash - 1)) {
      file.seen = folders.contains(path.substr(0, slash + 1));
    }
  }
}

std::map<std::uint32_t, std::vector<KnownFiles::Lost>> KnownFiles::lost() const {
  std::map<std::uint32_t, std::vector<Lost>> lost;
  for (const auto& [path, file] : files_) {
    if (!file.seen) lost[file.root].push_back({path, file.number, file.has_paragraphs});
  }
  for (auto& [root, files] : lost) {
    std::sort(files.begin(), files.end(),
              [](const Lost& left, const Lost& right) { return store::compare_paths(left.path, right.path) < 0; });
  }
  return lost;
}

MissingContents::MissingContents(const KnownFiles& known, const std::unordered_set<std::uint32_t>& roots,
                                 const std::unordered_set<std::string>& walked) {
  for (const auto& [path, file] : known.files_) {
    const bool is_missing = roots.contains(file.root) && !file.seen && !walked.contains(path);
    if (is_missing && file.has_paragraphs) paths_[file.hash].push_back(path);
  }
  for (auto& [hash, paths] : paths_) std::sort(paths.begin(), paths.end());
}

const std::vector<std::string>& MissingContents::paths(const text::Hash128& hash) const {
  static const std::vector<std::string> none;
  const auto found = paths_.find(hash);
  return found == paths_.end() ? none : found->second;
}

}  // namespace pilcrow::indexer
