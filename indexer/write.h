// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 8: documents and file entries → one generation of an index. All writing to Xapian is here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "core/store/file_entry.h"
#include "core/store/snapshot.h"
#include "indexer/build.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// A row of a file as it shall be: a document that is there already, or one to be added.
struct RowToWrite {
  Xapian::docid kept = 0;                 ///< 0: to be added.
  std::optional<Xapian::Document> built;  ///< Ahead of its turn; else it is built when it is written.
};

/// The entry of a file while documents inside it are written or removed: a run that ends meanwhile leaves a file that the
/// next one reads again.
store::FileEntry unfinished(store::FileEntry entry);

/// Writes one generation. The caller holds the WriterLock. Files and their paragraphs are written in transactions: kill
/// -9 at any moment leaves the last commit. Every method throws Xapian's exceptions; update_index() translates them.
class IndexWriter {
 public:
  /// Makes a new, empty generation folder; it is not published. `dictionary`: of its texts; empty for none.
  static IndexWriter create(const std::filesystem::path& index, std::uint64_t generation,
                            const store::Settings& settings, const std::string& dictionary);
  /// Opens the published generation, whose snapshot is `snapshot`.
  static IndexWriter open(const store::Snapshot& snapshot);

  const store::State& state() const { return state_; }
  /// Goes with the next commit of anything else, or with commit_state().
  store::State& state() { return state_; }
  std::uint32_t new_file_number() { return state_.next_file++; }

  /// The stored entry; index_corrupt where it is damaged.
  Result<store::FileEntry> file(std::uint32_t number) const;

  /// Writes a file's entry and documents: `rows` correspond to entry.paragraphs, whose `document`s are set here;
  /// `build(i)` makes the document of row i where that was not done ahead. `before` is the stored entry, or one without
  /// paragraphs: its documents that are not kept are deleted. `cancelled` is polled between documents; where it says
  /// so, all is as it was before, and the answer is false.
  bool put_file(store::FileEntry& entry, const store::FileEntry& before, std::vector<RowToWrite>& rows,
                const std::function<Xapian::Document(std::size_t)>& build, const std::function<bool()>& cancelled);

  /// Writes an entry whose documents stay, but now stand elsewhere: `old_places` become `new_places`.
  void move_file(const store::FileEntry& entry, const PlaceTerms& old_places, const PlaceTerms& new_places);

  /// Writes an entry whose documents stay as they are.
  void put_entry(const store::FileEntry& entry);

  void remove_file(const store::FileEntry& entry);

  /// All but the index id, which never changes.
  void set_settings(const store::Settings& settings);

  /// Makes everything so far durable and visible. Nothing written: nothing done, and no reader is disturbed.
  void commit();
  /// The same where nothing but state() has changed.
  void commit_state();

 private:
  IndexWriter(std::filesystem::path folder, Xapian::WritableDatabase database, store::State state);
  void count(const store::FileEntry& entry, bool add);
  void wrote(std::size_t paragraphs);
  void sync_names();

  std::filesystem::path folder_;  ///< Of the generation.
  Xapian::WritableDatabase database_;
  store::State state_;
  std::size_t uncommitted_ = 0;
};

}  // namespace pilcrow::indexer
