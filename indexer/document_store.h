// SPDX-License-Identifier: GPL-3.0-or-later
// Where a generation's documents and metadata go: into a Xapian database by its API, or, when a generation is built
// afresh, into new tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <xapian.h>

#include "indexer/build.h"
#include "indexer/draft.h"
#include "indexer/vocabulary.h"

namespace pilcrow::indexer {

/// Throws Xapian's exceptions, or std's where the disk fails.
class DocumentStore {
 public:
  virtual ~DocumentStore() = default;

  /// The terms of drafts that follow.
  virtual void learn(const TermNews& news) = 0;
  /// Adds a document of the file of this number; gives its own.
  virtual Xapian::docid add(const Draft& draft, std::uint32_t file) = 0;
  virtual void remove(Xapian::docid document) = 0;
  /// Puts another document of its file in the place of one that is there: far cheaper than to add and remove, since only
  /// the terms are written that differ. False, and nothing is done, where that one is not older than this store, so that
  /// what is built afresh is the same in every store.
  virtual bool replace(Xapian::docid document, const Draft& draft, std::uint32_t file) = 0;
  /// Makes a document of a file that stood at `from` one of the file at `to`.
  virtual void move(Xapian::docid document, const PlaceTerms& from, const PlaceTerms& to) = 0;

  /// An empty value removes the key.
  virtual void set_metadata(std::string_view key, const std::string& value) = 0;
  virtual std::string metadata(std::string_view key) const = 0;

  /// Whether commit() makes anything durable.
  virtual bool commits() const = 0;
  /// Makes all so far durable and visible at once.
  virtual void commit() = 0;
};

/// Opens a Xapian database for writing, or makes an empty one of it.
std::unique_ptr<DocumentStore> open_xapian_store(const std::filesystem::path& folder);
std::unique_ptr<DocumentStore> make_xapian_store(const std::filesystem::path& folder);

/// Builds a new database, which is there after finish(). Until then nothing can be committed, and nothing moved.
class BulkStore : public DocumentStore {
 public:
  /// The end of all; deletes what was removed meanwhile.
  virtual void finish() = 0;
};

/// `folder` is there and empty; `memory`: bytes for all that is held.
std::unique_ptr<BulkStore> make_bulk_store(const std::filesystem::path& folder, std::size_t memory);

}  // namespace pilcrow::indexer
