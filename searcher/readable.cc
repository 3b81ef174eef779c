// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/readable.h"

#include <algorithm>
#include <string>
#include <utility>

namespace pilcrow::searcher {
namespace {

using Xapian::Query;

/// The documents that hold a term, without weight.
class Holders : public Xapian::PostingSource {
 public:
  explicit Holders(std::string term) : term_(std::move(term)) {}

  Xapian::PostingSource* clone() const override { return new Holders(term_); }

  void init(const Xapian::Database& database) override {
    count_ = database.get_termfreq(term_);
    at_ = database.postlist_begin(term_);
    end_ = database.postlist_end(term_);
    started_ = false;
  }

  Xapian::doccount get_termfreq_min() const override { return count_; }
  Xapian::doccount get_termfreq_est() const override { return count_; }
  Xapian::doccount get_termfreq_max() const override { return count_; }

  void next(double) override {
    if (started_) ++at_;
    started_ = true;
  }
  void skip_to(Xapian::docid document, double) override {
    if (at_ != end_) at_.skip_to(document);
    started_ = true;
  }
  bool at_end() const override { return started_ && at_ == end_; }
  Xapian::docid get_docid() const override { return *at_; }

 private:
  std::string term_;
  Xapian::doccount count_ = 0;
  Xapian::PostingIterator at_;
  Xapian::PostingIterator end_;
  bool started_ = false;
};

class Rewriting {
 public:
  explicit Rewriting(const std::vector<Xapian::Database>& databases) {
    for (const Xapian::Database& database : databases) {
      if (database.get_lastdocid() != database.get_doccount()) with_gaps_.push_back(database);
    }
  }

  bool is_needed() const { return !with_gaps_.empty(); }

  /// No deeper than the query: its depth is bounded where it was read.
  Query of(const Query& query, bool ranks) const {
    if (query.empty()) return query;
    switch (query.get_type()) {
      case Query::LEAF_TERM:
        return ranks ? query : term(query);
      case Query::OP_FILTER:
      case Query::OP_AND_NOT:
        return parts(query, ranks, false);
      case Query::OP_AND:
      case Query::OP_OR:
      case Query::OP_AND_MAYBE:
        return parts(query, ranks, ranks);
      case Query::OP_SYNONYM:
        return ranks ? query : parts(query, false, false);
      case Query::OP_SCALE_WEIGHT:
        return ranks ? query : of(query.get_subquery(0), false);
      default:
        // Phrases and the like need positions, for which Xapian reads the term itself.
        return query;
    }
  }

 private:
  Query term(const Query& query) const {
    const std::string term = *query.get_terms_begin();
    const bool everywhere = std::any_of(with_gaps_.begin(), with_gaps_.end(), [&](const Xapian::Database& database) {
      return database.get_termfreq(term) == database.get_doccount();
    });
    return everywhere ? Query((new Holders(term))->release()) : query;
  }

  Query parts(const Query& query, bool first_ranks, bool others_rank) const {
    std::vector<Query> parts;
    parts.reserve(query.get_num_subqueries());
    for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
      parts.push_back(of(query.get_subquery(i), i == 0 ? first_ranks : others_rank));
    }
    return {query.get_type(), parts.begin(), parts.end()};
  }

  std::vector<Xapian::Database> with_gaps_;
};

}  // namespace

Query readable(const Query& query, const std::vector<Xapian::Database>& databases, bool ranks) {
  const Rewriting rewriting(databases);
  return rewriting.is_needed() ? rewriting.of(query, ranks) : query;
}

}  // namespace pilcrow::searcher
