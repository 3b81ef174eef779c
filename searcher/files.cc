// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/files.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/text/glob.h"

namespace pilcrow::searcher {
namespace {

tl::unexpected<Error> damaged(const std::string& what) {
  return failure(ErrorCode::index_corrupt,
                 "the index is damaged: " + what + "; rebuild it with 'pilcrow-index --rebuild'");
}

using Globs = std::vector<text::Glob>;

bool matches_any(const Globs& globs, std::string_view path) {
  return std::any_of(globs.begin(), globs.end(), [&](const text::Glob& glob) { return glob.matches_anywhere(path); });
}

/// How much of a path is that of the file in which the document is; 0: it is no document inside a file. One that was
/// handed over may have been in one: its URI then says so as a path would.
std::size_t outer_of(const store::IndexFacts& facts, const store::FileHead& head, std::string_view path) {
  if (!head.member.empty()) return store::file_path(facts, head).size();
  const std::size_t end = facts.settings.roots[head.root].path == handed_over_root ? path.find("!/") : path.npos;
  return end == path.npos ? 0 : end;
}

}  // namespace

Result<Files> Files::read(const std::vector<store::Snapshot>& snapshots) {
  Files all;
  for (const store::Snapshot& snapshot : snapshots) {
    const store::IndexFacts& facts = snapshot.facts();
    const auto first_root = static_cast<std::uint32_t>(all.roots_.size());
    for (const Root& root : facts.settings.roots) all.roots_.push_back(root.path);
    std::vector<File>& files = all.files_.emplace_back();
    bool known_roots = true;
    const auto visited = snapshot.each_file_head([&](store::FileHead&& head) {
      if (head.paragraph_count == 0) return true;
      known_roots = head.root < facts.settings.roots.size();
      if (!known_roots) return false;
      std::string path = store::absolute_path(facts, head);
      const std::size_t outer = outer_of(facts, head, path);
      files.push_back({head.number, first_root + head.root, store::day_of(head), std::move(path), outer});
      return true;
    });
    if (!visited) return tl::unexpected<Error>(visited.error());
    if (!known_roots) return damaged("a file's root is unknown");
  }
  return all;
}

FileNumbers Files::those(const std::function<bool(const File&)>& chosen) const {
  FileNumbers numbers;
  for (const std::vector<File>& files : files_) {
    std::vector<std::uint32_t>& of_database = numbers.emplace_back();
    for (const File& file : files) {
      if (chosen(file)) of_database.push_back(file.number);
    }
  }
  return numbers;
}

FileNumbers Files::with_path(const std::vector<std::string>& globs) const {
  const Globs patterns(globs.begin(), globs.end());
  return those([&](const File& file) {
    if (matches_any(patterns, file.path)) return true;
    // What names a file that holds others takes those, as a folder's name takes what is in it.
    for (std::size_t at = file.outer; at != 0 && at != std::string::npos; at = file.path.find("!/", at + 2)) {
      if (matches_any(patterns, std::string_view(file.path).substr(0, at))) return true;
    }
    return false;
  });
}

FileNumbers Files::under_root(const std::vector<std::string>& globs) const {
  Globs patterns;
  for (const std::string_view glob : globs) {
    const std::size_t last = glob.find_last_not_of('/');
    patterns.emplace_back(last == std::string_view::npos ? glob : glob.substr(0, last + 1));
  }
  std::vector<bool> matching_roots;
  for (const std::string& root : roots_) matching_roots.push_back(matches_any(patterns, root));
  return those([&](const File& file) { return matching_roots[file.root]; });
}

FileNumbers Files::of_days(const std::vector<text::DayRange>& ranges) const {
  return those([&](const File& file) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const text::DayRange& days) { return days.first <= file.day && file.day <= days.last; });
  });
}

Result<std::vector<MatchingFile>> Files::matching(const Census& census) const {
  std::vector<MatchingFile> matching;
  for (std::size_t database = 0; database < census.size(); ++database) {
    const std::vector<File>& files = files_[database];
    auto file = files.begin();
    for (const FileCount& counted : census[database]) {
      file = std::lower_bound(file, files.end(), counted.file,
                              [](const File& one, std::uint32_t number) { return one.number < number; });
      if (file == files.end() || file->number != counted.file) return damaged("a paragraph's file is unknown");
      matching.push_back({database, &*file, counted.matches});
    }
  }
  return matching;
}

}  // namespace pilcrow::searcher
