// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 8: drafts and file entries → one generation of an index.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "core/store/file_entry.h"
#include "core/store/snapshot.h"
#include "indexer/build.h"
#include "indexer/document_store.h"
#include "indexer/draft.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// A row of a file as it shall be: a document that is there already, or one to be added.
struct RowToWrite {
  Xapian::docid kept = 0;      ///< 0: to be added.
  std::optional<Draft> draft;  ///< Made ahead of its turn; else it is made when it is written.
};

/// The entry of a file while documents inside it are written or removed: a run that ends meanwhile leaves a file that the
/// next one reads again.
store::FileEntry unfinished(store::FileEntry entry);

/// Writes one generation. The caller holds the WriterLock. Files and their paragraphs are written in transactions: kill
/// -9 at any moment leaves the last commit; of a generation that is built in bulk there is only one, finish_build().
/// Every method throws Xapian's and std's exceptions; update_index() translates them.
class IndexWriter {
 public:
  struct Building {
    std::string dictionary;  ///< Of its texts; empty for none.
    std::size_t memory = 0;  ///< Bytes that may be held; see UpdateOptions::memory.
  };
  /// Begins a new, empty generation; it is not published. Built in bulk wherever the format of the linked Xapian is the
  /// one that we write.
  static IndexWriter create(const std::filesystem::path& index, std::uint64_t generation,
                            const store::Settings& settings, const Building& building);
  /// Opens the published generation, whose snapshot is `snapshot`.
  static IndexWriter open(const store::Snapshot& snapshot);

  /// Nothing is there before finish_build(), and nothing can be committed or moved.
  bool is_bulk() const { return bulk_ != nullptr; }
  /// What is built in bulk becomes a database, durable when it is published. From then on this is like any other writer;
  /// nothing is done where it is one already.
  void finish_build();

  const store::State& state() const { return state_; }
  /// Goes with the next commit of anything else, or with commit_state().
  store::State& state() { return state_; }
  std::uint32_t new_file_number() { return state_.next_file++; }

  /// The stored entry; index_corrupt where it is damaged.
  Result<store::FileEntry> file(std::uint32_t number) const;

  /// The terms of drafts that follow: of each drafter in the order in which it told them.
  void learn(const TermNews& news) { store_->learn(news); }

  /// Writes a file's entry and documents: `rows` correspond to entry.paragraphs, whose `document`s are set here;
  /// `drafter(i)` makes the draft of row i where that was not done ahead, and learn()s its terms. `before` is the stored entry, or one without
  /// paragraphs: its documents that are not kept are deleted. `cancelled` is polled between documents; where it says
  /// so, all is as it was before, and the answer is false.
  bool put_file(store::FileEntry& entry, const store::FileEntry& before, std::vector<RowToWrite>& rows,
                const std::function<Draft(std::size_t)>& drafter, const std::function<bool()>& cancelled);

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
  /// The same, with the size on disk of what was just built: what it grows from.
  void commit_fresh_size();

 private:
  IndexWriter(std::filesystem::path folder, std::unique_ptr<DocumentStore> store, store::State state);
  void count(const store::FileEntry& entry, bool add);
  void wrote(std::size_t paragraphs);

  std::filesystem::path folder_;  ///< Of the generation.
  std::unique_ptr<DocumentStore> store_;
  BulkStore* bulk_ = nullptr;  ///< store_, while it is built in bulk.
  store::State state_;
  std::size_t uncommitted_ = 0;
};

/// Drafts single rows of an entry as they are written; does nothing before the first.
class RowDrafter {
 public:
  /// `name`: see DocumentBuilder::begin(). All of them outlive this.
  RowDrafter(IndexWriter& writer, DocumentBuilder& builder, const store::FileEntry& entry, std::string name)
      : writer_(writer), builder_(builder), entry_(entry), name_(std::move(name)) {}

  Draft draft(const store::ParagraphRow& row, std::string_view text);

 private:
  IndexWriter& writer_;
  DocumentBuilder& builder_;
  const store::FileEntry& entry_;
  std::string name_;
  bool begun_ = false;
};

}  // namespace pilcrow::indexer
