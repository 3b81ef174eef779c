// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/document_list.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace pilcrow::searcher {
namespace {

using Documents = std::vector<Xapian::docid>;

class DocumentList : public Xapian::PostingSource {
 public:
  explicit DocumentList(std::shared_ptr<const DocumentsByDatabase> all) : all_(std::move(all)) {}

  Xapian::PostingSource* clone() const override { return new DocumentList(all_); }

  void init(const Xapian::Database& database) override {
    static const Documents none;
    const auto found = all_->find(database.get_uuid());
    documents_ = found == all_->end() ? &none : &found->second;
    at_ = documents_->begin();
    started_ = false;
  }

  Xapian::doccount get_termfreq_min() const override { return size(); }
  Xapian::doccount get_termfreq_est() const override { return size(); }
  Xapian::doccount get_termfreq_max() const override { return size(); }

  void next(double) override {
    if (started_) ++at_;
    started_ = true;
  }
  void skip_to(Xapian::docid document, double) override {
    at_ = std::lower_bound(at_, documents_->end(), document);
    started_ = true;
  }
  bool at_end() const override { return started_ && at_ == documents_->end(); }
  Xapian::docid get_docid() const override { return *at_; }

 private:
  Xapian::doccount size() const { return static_cast<Xapian::doccount>(documents_->size()); }

  std::shared_ptr<const DocumentsByDatabase> all_;
  const Documents* documents_ = nullptr;
  Documents::const_iterator at_;
  bool started_ = false;
};

}  // namespace

Xapian::Query only(DocumentsByDatabase documents) {
  auto all = std::make_shared<const DocumentsByDatabase>(std::move(documents));
  return Xapian::Query((new DocumentList(std::move(all)))->release());
}

}  // namespace pilcrow::searcher
