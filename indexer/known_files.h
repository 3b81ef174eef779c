// SPDX-License-Identifier: GPL-3.0-or-later
// What the index knows of the files, as far as it takes to tell which of them changed, moved or went: 32 bytes a file,
// whatever their names. A path is known by its hash; where two share one, the stored entries tell which is which.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "core/store/file_entry.h"
#include "core/store/snapshot.h"
#include "indexer/walk.h"

namespace pilcrow::indexer {

FileStamp stamp_of(const store::FileEntry& entry);
void set_stamp(store::FileEntry& entry, const FileStamp& stamp);

struct KnownFile {
  std::uint64_t path_hash = 0;   ///< Of its absolute path.
  std::uint64_t stamp_hash = 0;  ///< hash_of() its stamp.
  std::uint32_t number = 0;
  std::uint32_t root = 0;
  store::FileOutcome outcome = store::FileOutcome::indexed;
  bool has_paragraphs = false;  ///< It, or a document inside it.
  bool never_read = false;      ///< The system did not give us its bytes: tried again in every run.
  bool outdated = false;        ///< Read by other readers than ours.
  bool seen = false;            ///< Found again in this run, or not to be missed in it.
  bool is_root = false;         ///< The root is the file itself.
};
static_assert(sizeof(KnownFile) == 32);

std::uint64_t hash_of(const FileStamp& stamp);

/// A document inside a file.
struct KnownMember {
  std::uint32_t holder = 0;  ///< Number of the file's own entry.
  std::uint32_t number = 0;
  auto operator<=>(const KnownMember&) const = default;
};

/// The files of an index, and what is inside them, 8 bytes a document. Only the thread that writes may change it.
class KnownFiles {
 public:
  /// What the index has of a root.
  struct OfRoot {
    std::uint64_t indexed = 0;  ///< Files with paragraphs.
    std::uint64_t below = 0;    ///< Of those, how many lie below it: all where it is a folder.
  };

  /// index_corrupt where an entry cannot be read. Cost: reads the heads of all entries.
  Result<void> load(const store::Snapshot& snapshot);
  /// Forgets the files, not what the roots had.
  void clear() {
    files_.clear();
    members_.clear();
  }
  /// Takes one file more; sort() before the next question.
  void add(const KnownFile& file) { files_.push_back(file); }
  void sort();

  /// Those whose path has the hash of `path`: none, or one, or in theory more, and then it need not be one of them.
  std::span<KnownFile> find(std::string_view path);

  /// Those that were not seen, in no order that means anything.
  void each_lost(const std::function<void(KnownFile&)>& visit);

  /// The documents inside the file of this number, by their numbers.
  std::span<const KnownMember> members_of(std::uint32_t number) const;

  KnownFile& at(std::size_t position) { return files_[position]; }
  std::size_t position(const KnownFile& file) const { return static_cast<std::size_t>(&file - files_.data()); }

  OfRoot of_root(std::uint32_t root) const;

 private:
  std::vector<KnownFile> files_;      ///< Sorted by the hash of the path, then by number.
  std::vector<KnownMember> members_;  ///< Sorted.
  std::map<std::uint32_t, OfRoot> roots_;
};

/// Contents of files that are lost: a new file with one of them has been moved. Does not change while workers ask; which
/// of them are taken, KnownFile::seen tells the writing thread. 24 bytes each.
class LostContents {
 public:
  /// `path`: where it was; `position`: in KnownFiles.
  void add(const text::Hash128& hash, std::string_view path, std::size_t position);
  /// After the last add(), before the first question.
  void sort();

  /// Whether a file at `path` with this content may have been moved there: the same reader would read it.
  bool may_hold(const text::Hash128& hash, std::string_view path) const { return !find(hash, path).empty(); }
  struct Content {
    text::Hash128 hash{};
    std::uint32_t extension = 0;  ///< Its hash.
    std::uint32_t position = 0;
    auto operator<=>(const Content&) const = default;
  };
  /// Those of which may_hold() speaks.
  std::span<const Content> find(const text::Hash128& hash, std::string_view path) const;

 private:
  std::vector<Content> contents_;
};

}  // namespace pilcrow::indexer
