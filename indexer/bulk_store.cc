// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include "core/store/paragraph_record.h"
#include "core/store/schema.h"
#include "indexer/document_store.h"
#include "indexer/glass/database_builder.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

/// The numbers of the drafters' terms in the inverter, found out when they are met.
class TermNumbers {
 public:
  std::uint32_t of(unsigned drafter, std::uint32_t term, const KnownTerms& terms, glass::Inverter& inverter) {
    if (epoch_ != inverter.epoch()) {
      epoch_ = inverter.epoch();
      drafters_.clear();
    }
    if (drafter >= drafters_.size()) drafters_.resize(drafter + 1);
    Numbers& numbers = drafters_[drafter];
    if (numbers.epoch != terms.epoch(drafter)) numbers = {terms.epoch(drafter), {}};
    if (term >= numbers.by_term.size()) numbers.by_term.resize(terms.size(drafter));
    std::uint32_t& number = numbers.by_term[term];
    if (number == 0) number = inverter.number(terms.term(drafter, term)) + 1;
    return number - 1;
  }

 private:
  struct Numbers {
    std::uint32_t epoch = 0;             ///< Of the drafter.
    std::vector<std::uint32_t> by_term;  ///< Plus 1; 0: not met yet.
  };
  std::uint32_t epoch_ = 0;  ///< Of the inverter.
  std::vector<Numbers> drafters_;
};

class GlassStore : public BulkStore {
 public:
  GlassStore(fs::path folder, std::size_t memory) : folder_(std::move(folder)), builder_(folder_, memory) {}

  void learn(const TermNews& news) override { terms_.learn(news); }

  Xapian::docid add(const Draft& draft, std::uint32_t file) override {
    glass::Inverter& inverter = builder_.inverter();
    const std::uint32_t document = builder_.next_document();
    for (std::string_view rest = draft.postings(); !rest.empty();) {
      const DraftPosting posting = take_posting(rest);
      inverter.add(numbers_.of(draft.drafter, posting.term, terms_, inverter), document, posting.wdf,
                   posting.positions);
    }
    if (file != file_) {
      file_ = file;
      file_term_ = file_term(file);
      file_value_ = store::file_value(file);
      record_head_ = store::record_head(file);
    }
    inverter.add(inverter.number(file_term_), document, 0, {});
    if (!draft.twins.empty()) inverter.add(inverter.number(store::twins_term(draft.twins)), document, 0, {});
    inverter.end_document();

    entries_.assign(draft.term_list());
    glass::insert_term(entries_, file_term_, 0);
    term_list_.clear();
    glass::append_term_list(term_list_, draft.length, draft.term_count + 1, entries_);
    data_ = record_head_;
    data_ += draft.text();
    added_.term_list = term_list_;
    added_.data = data_;
    added_.length = draft.length;
    added_.values.clear();
    added_.values.push_back({store::slot_file, file_value_});
    if (!draft.twins.empty()) added_.values.push_back({store::slot_twins, draft.twins});
    return builder_.add(added_);
  }

  void remove(Xapian::docid document) override { removed_.push_back(document); }

  bool replace(Xapian::docid, const Draft&, std::uint32_t) override { return false; }

  void move(Xapian::docid, const PlaceTerms&, const PlaceTerms&) override {
    throw std::logic_error("nothing is moved in an index that is built afresh");
  }

  void set_metadata(std::string_view key, const std::string& value) override { builder_.set_metadata(key, value); }
  std::string metadata(std::string_view key) const override { return builder_.metadata(key); }

  bool commits() const override { return false; }
  void commit() override {}

  void finish() override {
    builder_.finish();
    if (removed_.empty()) return;
    Xapian::WritableDatabase database(folder_.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
    for (const Xapian::docid document : removed_) database.delete_document(document);
    database.commit();
  }

 private:
  fs::path folder_;
  glass::DatabaseBuilder builder_;
  KnownTerms terms_;
  TermNumbers numbers_;
  std::vector<Xapian::docid> removed_;
  // Of the file that the last document was of.
  std::uint32_t file_ = 0;
  std::string file_term_;
  std::string file_value_;
  std::string record_head_;
  // Buffers that keep their room.
  glass::NewDocument added_;
  std::string entries_;
  std::string term_list_;
  std::string data_;
};

}  // namespace

std::unique_ptr<BulkStore> make_bulk_store(const fs::path& folder, std::size_t memory) {
  return std::make_unique<GlassStore>(folder, memory);
}

}  // namespace pilcrow::indexer
