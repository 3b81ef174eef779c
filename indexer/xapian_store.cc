// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <utility>

#include "core/store/small_file.h"
#include "core/test_point.h"
#include "indexer/document_store.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

/// All between two commits is one transaction.
class XapianStore : public DocumentStore {
 public:
  XapianStore(fs::path folder, int how)
      : folder_(std::move(folder)),
        database_(folder_.string(), how | Xapian::DB_BACKEND_GLASS),
        last_before_(database_.get_lastdocid()) {
    database_.begin_transaction();
  }

  void learn(const TermNews& news) override { terms_.learn(news); }

  Xapian::docid add(const Draft& draft, std::uint32_t file) override {
    return database_.add_document(document_of(draft, file, terms_));
  }

  bool replace(Xapian::docid number, const Draft& draft, std::uint32_t file) override {
    if (number > last_before_) return false;
    database_.replace_document(number, document_of(draft, file, terms_));
    return true;
  }

  void remove(Xapian::docid document) override { database_.delete_document(document); }

  void move(Xapian::docid number, const PlaceTerms& from, const PlaceTerms& to) override {
    Xapian::Document document = database_.get_document(number);
    move_document(document, from, to);
    database_.replace_document(number, document);
  }

  void set_metadata(std::string_view key, const std::string& value) override {
    database_.set_metadata(std::string(key), value);
  }
  std::string metadata(std::string_view key) const override { return database_.get_metadata(std::string(key)); }

  bool commits() const override { return true; }

  void commit() override {
    test_point("commit.begin");
    database_.commit_transaction();
    // Xapian syncs its tables and the new iamglass, then renames that, and leaves it there. Without this, a power cut
    // during the next commit could find the old iamglass, and blocks of its tables overwritten.
    if (!store::sync_folder(folder_)) throw Xapian::DatabaseError("cannot sync " + folder_.string(), errno);
    test_point("commit.end");
    database_.begin_transaction();
  }

 private:
  fs::path folder_;
  Xapian::WritableDatabase database_;
  Xapian::docid last_before_;  ///< Documents up to this one are older than this.
  KnownTerms terms_;
};

}  // namespace

std::unique_ptr<DocumentStore> open_xapian_store(const fs::path& folder) {
  return std::make_unique<XapianStore>(folder, Xapian::DB_OPEN);
}

std::unique_ptr<DocumentStore> make_xapian_store(const fs::path& folder) {
  return std::make_unique<XapianStore>(folder, Xapian::DB_CREATE_OR_OVERWRITE);
}

}  // namespace pilcrow::indexer
