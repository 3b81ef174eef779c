// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/path_filter.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "core/text/glob.h"

namespace pilcrow::searcher {
namespace {

using Documents = std::vector<Xapian::docid>;
/// By the uuid of a database, since a posting source is told no more of where it is used.
using DocumentsByDatabase = std::map<std::string, Documents>;

/// Given documents, in order.
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

Result<Xapian::Query> path_filter(const std::vector<store::Snapshot>& snapshots,
                                  const std::vector<std::string>& globs) {
  const std::vector<text::Glob> patterns(globs.begin(), globs.end());
  auto all = std::make_shared<DocumentsByDatabase>();
  for (const store::Snapshot& snapshot : snapshots) {
    Documents documents;
    const auto visited = snapshot.each_file([&](store::FileEntry&& entry) {
      const std::string path = store::absolute_path(snapshot.facts(), entry);
      const bool matches = std::any_of(patterns.begin(), patterns.end(),
                                       [&](const text::Glob& glob) { return glob.matches_anywhere(path); });
      if (matches) {
        for (const store::ParagraphRow& row : entry.paragraphs) documents.push_back(row.document);
      }
      return true;
    });
    if (!visited) return tl::unexpected<Error>(visited.error());
    std::sort(documents.begin(), documents.end());
    (*all)[snapshot.database().get_uuid()] = std::move(documents);
  }
  return Xapian::Query((new DocumentList(std::move(all)))->release());
}

}  // namespace pilcrow::searcher
