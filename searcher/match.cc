// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/match.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/store/schema.h"
#include "searcher/document_list.h"

namespace pilcrow::searcher {
namespace {

/// Up to so many matches are counted, which costs next to nothing; beyond, Xapian may skip what cannot be among the
/// best and estimates.
constexpr Xapian::doccount cheaply_counted = 1000;

Xapian::doccount as_count(std::size_t number, const Xapian::Database& database) {
  return static_cast<Xapian::doccount>(std::min<std::size_t>(number, database.get_doccount()));
}

std::uint64_t count_in(const Xapian::Database& database, const Xapian::Query& query) {
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated();
}

}  // namespace

Place place_of(Xapian::docid combined, std::size_t databases) {
  const std::size_t from_zero = combined - 1;
  return {from_zero % databases, static_cast<Xapian::docid>(from_zero / databases + 1)};
}

bool same_score(double one, double other) {
  return std::abs(one - other) <= 1e-9 * std::max(std::abs(one), std::abs(other));
}

Matcher::Matcher(std::vector<Xapian::Database> databases) : databases_(std::move(databases)) {
  for (const Xapian::Database& database : databases_) combined_.add_database(database);
}

MatchList Matcher::best(const Xapian::Query& query, std::size_t wanted) const {
  MatchList list;
  Xapian::Enquire enquire(combined_);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
  for (std::size_t beyond = 8;; beyond *= 8) {
    const std::size_t fetched = wanted + beyond;
    const Xapian::MSet found = enquire.get_mset(0, as_count(fetched, combined_),
                                                as_count(std::max<std::size_t>(fetched, cheaply_counted), combined_));
    list.count = found.get_matches_estimated();
    list.count_estimated = found.get_matches_lower_bound() != found.get_matches_upper_bound();
    if (list.count_estimated || list.count > std::max<std::size_t>(fetched, cheaply_counted)) {
      // What a match that skips makes of it depends on the order of the documents, and so on how the index was built.
      const Xapian::MSet unseen = enquire.get_mset(0, 0, Xapian::doccount{0});
      list.count = unseen.get_matches_estimated();
      list.count_estimated = unseen.get_matches_lower_bound() != unseen.get_matches_upper_bound();
    }
    list.matches.clear();
    for (auto match = found.begin(); match != found.end(); ++match) {
      list.matches.push_back({match.get_weight(), place_of(*match, databases_.size())});
    }
    if (list.matches.size() <= wanted) break;
    const double last = list.matches[wanted - 1].score;
    const auto end = std::find_if(list.matches.begin() + static_cast<std::ptrdiff_t>(wanted), list.matches.end(),
                                  [&](const Match& match) { return !same_score(match.score, last); });
    if (end != list.matches.end() || list.matches.size() < fetched || beyond >= most_ties) {
      list.matches.erase(end, list.matches.end());
      break;
    }
  }
  return list;
}

std::vector<Place> Matcher::twins(const Xapian::Query& query, const std::string& words) const {
  if (words.empty()) return {};
  const std::string term = store::twins_term(words);
  if (combined_.get_termfreq(term) < 2) return {};
  Xapian::Enquire enquire(combined_);
  enquire.set_query({Xapian::Query::OP_FILTER, query, Xapian::Query(term)});
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  const Xapian::MSet found = enquire.get_mset(0, as_count(most_ties, combined_));
  std::vector<Place> places;
  for (auto match = found.begin(); match != found.end(); ++match) {
    places.push_back(place_of(*match, databases_.size()));
  }
  return places;
}

std::string Matcher::words_of(Place place) const {
  const Xapian::Document document = databases_[place.database].get_document(place.document, Xapian::DOC_ASSUME_VALID);
  return document.get_value(store::slot_twins);
}

std::map<Place, double> Matcher::scores(const Xapian::Query& query, const std::vector<Place>& places) const {
  Xapian::Enquire enquire(combined_);
  enquire.set_query({Xapian::Query::OP_FILTER, query, these(places)});
  enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
  std::map<Place, double> scores;
  const Xapian::MSet found = enquire.get_mset(0, as_count(places.size(), combined_));
  for (auto match = found.begin(); match != found.end(); ++match) {
    scores[place_of(*match, databases_.size())] = match.get_weight();
  }
  return scores;
}

Xapian::Query Matcher::these(const std::vector<Place>& places) const {
  DocumentsByDatabase documents;
  for (const Place place : places) documents[databases_[place.database].get_uuid()].push_back(place.document);
  for (auto& [uuid, numbers] : documents) std::sort(numbers.begin(), numbers.end());
  return only(std::move(documents));
}

std::uint32_t Matcher::file_of(Place place) const {
  const Xapian::Document document = databases_[place.database].get_document(place.document, Xapian::DOC_ASSUME_VALID);
  return store::file_number(document.get_value(store::slot_file));
}

std::uint64_t Matcher::count(const Xapian::Query& query) const {
  return count_in(combined_, query);
}

std::uint64_t Matcher::count_files(const Xapian::Query& query) const {
  std::uint64_t count = 0;
  for (const Xapian::Database& database : databases_) {
    Xapian::ValueCountMatchSpy files(store::slot_file);
    Xapian::Enquire enquire(database);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.add_matchspy(&files);
    enquire.get_mset(0, 0, database.get_doccount());
    for (auto file = files.values_begin(); file != files.values_end(); ++file) ++count;
  }
  return count;
}

std::uint64_t Matcher::count_in_file(const Xapian::Query& query, std::size_t database, std::uint32_t file) const {
  const Xapian::Query in_file(store::boolean_term(store::prefix_file, std::to_string(file)));
  return count_in(databases_[database], {Xapian::Query::OP_FILTER, query, in_file});
}

bool Matcher::any(const Xapian::Query& query) const {
  // Most that is asked is one term, and that can be looked up.
  if (query.get_num_subqueries() == 0 && query.get_length() == 1) {
    const std::string term = *query.get_terms_begin();
    if (!term.empty()) return combined_.get_termfreq(term) > 0;
  }
  Xapian::Enquire enquire(combined_);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return !enquire.get_mset(0, 1).empty();
}

}  // namespace pilcrow::searcher
