// SPDX-License-Identifier: GPL-3.0-or-later
// What the index knows of the files, as far as it takes to tell which of them changed, moved or went.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/store/file_entry.h"
#include "core/store/snapshot.h"
#include "indexer/walk.h"

namespace pilcrow::indexer {

struct KnownFile {
  std::uint32_t number = 0;
  std::uint32_t root = 0;
  FileStamp stamp;
  store::FileOutcome outcome = store::FileOutcome::indexed;
  bool never_read = false;  ///< The system did not give us its bytes: tried again in every run.
  bool has_paragraphs = false;
  bool seen = false;  ///< Found again in this run, or not to be missed in it.
  text::Hash128 hash{};
};

FileStamp stamp_of(const store::FileEntry& entry);

/// The files of an index by absolute path. Only the thread that writes may change it.
class KnownFiles {
 public:
  /// index_corrupt where an entry cannot be read.
  Result<void> load(const store::Snapshot& snapshot);
  void clear() { files_.clear(); }

  KnownFile* find(const std::string& path);

  /// Files with paragraphs, by root.
  std::map<std::uint32_t, std::uint64_t> count_by_root() const;

  /// Takes all below these folders (absolute, "/" at the end) for seen: what cannot be looked into cannot be missed.
  void spare(const std::unordered_set<std::string>& folders);

  struct Lost {
    std::string path;
    std::uint32_t number = 0;
    bool has_paragraphs = false;
  };
  /// What was not seen, by root, in source order.
  std::map<std::uint32_t, std::vector<Lost>> lost() const;

 private:
  friend class MissingContents;
  std::unordered_map<std::string, KnownFile> files_;
};

/// Contents of known files that were not walked: a new file with one of them has been moved. Does not change once made,
/// so that workers can ask while the writing thread takes moves; which of the paths are taken, KnownFile::seen tells
/// that thread.
class MissingContents {
 public:
  MissingContents() = default;
  /// `roots`: those that can be read now. `walked`: absolute paths that were found.
  MissingContents(const KnownFiles& known, const std::unordered_set<std::uint32_t>& roots,
                  const std::unordered_set<std::string>& walked);

  /// Paths with this content, sorted.
  const std::vector<std::string>& paths(const text::Hash128& hash) const;

 private:
  std::map<text::Hash128, std::vector<std::string>> paths_;
};

}  // namespace pilcrow::indexer
