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

/// Writes one generation. The caller holds the WriterLock. Files and their paragraphs are written in transactions: kill
/// -9 at any moment leaves the last commit. Every method throws Xapian's exceptions; update_index() translates them.
class IndexWriter {
 public:
  /// What a new generation begins with.
  struct Settings {
    std::string index_id;
    std::string dictionary;  ///< Of the texts; empty for none.
  };
  /// Makes a new, empty generation folder; it is not published.
  static IndexWriter create(const std::filesystem::path& index, std::uint64_t generation, const Settings& settings);
  /// Opens the published generation, whose snapshot is `snapshot`.
  static IndexWriter open(const store::Snapshot& snapshot);

  const store::State& state() const { return state_; }
  std::uint32_t new_file_number() { return state_.next_file++; }

  /// The stored entry; index_corrupt where it is damaged.
  Result<store::FileEntry> file(std::uint32_t number) const;

  /// Writes a file's entry and documents: `rows` correspond to entry.paragraphs, whose `document`s are set here;
  /// `build(i)` makes the document of row i where that was not done ahead. `before` is the stored entry, or one without
  /// paragraphs: its documents that are not kept are deleted.
  void put_file(store::FileEntry& entry, const store::FileEntry& before, std::vector<RowToWrite>& rows,
                const std::function<Xapian::Document(std::size_t)>& build);

  /// Writes an entry whose documents stay, but now stand elsewhere: `old_places` become `new_places`.
  void move_file(const store::FileEntry& entry, const PlaceTerms& old_places, const PlaceTerms& new_places);

  /// Writes an entry whose documents stay as they are.
  void put_entry(const store::FileEntry& entry);

  void remove_file(const store::FileEntry& entry);

  void set_roots(const std::vector<Root>& roots);
  void set_updated(std::int64_t unix_ns) { state_.updated_unix_ns = unix_ns; }

  /// Makes everything so far durable and visible. Nothing written: nothing done, and no reader is disturbed.
  void commit();

 private:
  IndexWriter(Xapian::WritableDatabase database, store::State state);
  void count(const store::FileEntry& entry, bool add);
  void wrote(std::size_t paragraphs);

  Xapian::WritableDatabase database_;
  store::State state_;
  std::size_t uncommitted_ = 0;
};

}  // namespace pilcrow::indexer
