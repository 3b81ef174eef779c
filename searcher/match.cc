// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/match.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/store/schema.h"
#include "searcher/document_list.h"
#include "searcher/readable.h"

namespace pilcrow::searcher {
namespace {

/// Up to so many matches are counted, which costs next to nothing; beyond, Xapian may skip what cannot be among the
/// best and estimates.
constexpr std::size_t cheaply_counted = 1000;

/// So many more than are wanted are fetched, to see where scores change.
constexpr std::size_t first_beyond = 8;

/// Each document looks at all forms, Xapian's tree at the logarithm of so many.
constexpr std::size_t most_direct_forms = 64;

Xapian::doccount as_count(std::size_t number, const Xapian::Database& database) {
  return static_cast<Xapian::doccount>(std::min<std::size_t>(number, database.get_doccount()));
}

/// Cuts a list behind `wanted` where scores change. Whether it shows where that is.
bool end_where_scores_change(MatchList& list, std::size_t wanted) {
  if (list.matches.size() <= wanted) return true;
  const double last = list.matches[wanted - 1].score;
  const auto end = std::find_if(list.matches.begin() + static_cast<std::ptrdiff_t>(wanted), list.matches.end(),
                                [&](const Match& match) { return !same_score(match.score, last); });
  const bool shows = end != list.matches.end();
  list.matches.erase(end, list.matches.end());
  return shows;
}

/// Adds the terms of which the query matches any; false where it is more than that.
bool add_terms(const Xapian::Query& query, std::vector<std::string>& terms) {
  if (query.empty()) return false;
  switch (query.get_type()) {
    case Xapian::Query::LEAF_TERM:
      terms.push_back(*query.get_terms_begin());
      return true;
    case Xapian::Query::OP_OR:
    case Xapian::Query::OP_SYNONYM:
    case Xapian::Query::OP_SCALE_WEIGHT:
      for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
        if (!add_terms(query.get_subquery(i), terms)) return false;
      }
      return true;
    default:
      return false;
  }
}

/// `query` is readable there.
std::uint64_t count_in(const Xapian::Database& database, const Xapian::Query& query) {
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated();
}

/// Shows each match to a function. Not Xapian's own spy that counts values: it makes strings of them, and takes twice the
/// time.
template <class Visit>
class Visitor : public Xapian::MatchSpy {
 public:
  explicit Visitor(const Visit& visit) : visit_(visit) {}
  void operator()(const Xapian::Document& document, double) override {
    visit_(document.get_docid(), store::file_number(document.get_value(store::slot_file)));
  }

 private:
  const Visit& visit_;
};

/// `visit` is told the document and the number of its file.
template <class Visit>
void each_match_in(const Xapian::Database& database, const Xapian::Query& query, const Visit& visit) {
  Visitor<Visit> visitor(visit);
  Xapian::Enquire enquire(database);
  enquire.set_query(readable(query, {database}, false));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.add_matchspy(&visitor);
  enquire.get_mset(0, 0, database.get_doccount());
}

/// To look up a file takes as long as to read the numbers of so many documents.
constexpr std::size_t documents_a_look_up = 100;

/// The documents of some files, given by ascending numbers.
std::vector<Xapian::docid> documents_of(const Xapian::Database& database, const std::vector<std::uint32_t>& files) {
  std::vector<Xapian::docid> documents;
  if (files.size() < database.get_doccount() / documents_a_look_up) {
    for (const std::uint32_t file : files) {
      const std::string term = store::boolean_term(store::prefix_file, std::to_string(file));
      documents.insert(documents.end(), database.postlist_begin(term), database.postlist_end(term));
    }
    std::sort(documents.begin(), documents.end());
    return documents;
  }
  // Paragraphs of a file mostly stand together.
  std::uint32_t last = 0;
  bool last_chosen = false;
  const auto end = database.valuestream_end(store::slot_file);
  for (auto value = database.valuestream_begin(store::slot_file); value != end; ++value) {
    const std::uint32_t file = store::file_number(*value);
    if (file != last) {
      last = file;
      last_chosen = std::binary_search(files.begin(), files.end(), file);
    }
    if (last_chosen) documents.push_back(value.get_docid());
  }
  return documents;
}

}  // namespace

Place place_of(Xapian::docid combined, std::size_t databases) {
  const std::size_t from_zero = combined - 1;
  return {from_zero % databases, static_cast<Xapian::docid>(from_zero / databases + 1)};
}

bool same_score(double one, double other) {
  return std::abs(one - other) <= 1e-9 * std::max(std::abs(one), std::abs(other));
}

Matcher::Matcher(std::vector<Xapian::Database> databases, std::shared_ptr<store::GlassReader> direct)
    : databases_(std::move(databases)), direct_(std::move(direct)) {
  for (const Xapian::Database& database : databases_) combined_.add_database(database);
}

/// Nothing where that needs Xapian.
std::optional<MatchList> Matcher::best_directly(const std::vector<WordForm>& forms, std::size_t wanted) const {
  if (direct_ == nullptr || forms.empty() || forms.size() > most_direct_forms) return {};
  const Xapian::doccount counted = as_count(std::max(wanted + first_beyond, cheaply_counted), combined_);
  try {
    auto best = best_documents(*direct_, forms, wanted, counted);
    if (!best) return {};
    MatchList list{{}, best->guess.estimate, best->guess.least != best->guess.most};
    if (best->count && (*best->count < counted || counted == combined_.get_doccount())) {
      list.count = *best->count;
      list.count_estimated = false;
    } else if (best->count == std::uint64_t{counted}) {
      return {};  // Xapian may count or guess here.
    }
    list.matches.reserve(best->documents.size());
    for (const ScoredDocument& one : best->documents) list.matches.push_back({one.score, {0, one.document}});
    return list;
  } catch (const store::UnreadableTable&) {
    return {};
  }
}

MatchList Matcher::best(const Xapian::Query& query, std::size_t wanted, const std::vector<WordForm>& forms) const {
  if (auto list = best_directly(forms, wanted)) {
    end_where_scores_change(*list, wanted);
    return std::move(*list);
  }
  MatchList list;
  Xapian::Enquire enquire(combined_);
  enquire.set_query(readable(query, databases_, true));
  enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
  for (std::size_t beyond = first_beyond;; beyond *= 8) {
    const std::size_t fetched = wanted + beyond;
    const Xapian::MSet found =
        enquire.get_mset(0, as_count(fetched, combined_), as_count(std::max(fetched, cheaply_counted), combined_));
    list.count = found.get_matches_estimated();
    list.count_estimated = found.get_matches_lower_bound() != found.get_matches_upper_bound();
    if (list.count_estimated || list.count > std::max(fetched, cheaply_counted)) {
      // What a match that skips makes of it depends on the order of the documents, and so on how the index was built.
      const Xapian::MSet unseen = enquire.get_mset(0, 0, Xapian::doccount{0});
      list.count = unseen.get_matches_estimated();
      list.count_estimated = unseen.get_matches_lower_bound() != unseen.get_matches_upper_bound();
    }
    list.matches.clear();
    for (auto match = found.begin(); match != found.end(); ++match) {
      list.matches.push_back({match.get_weight(), place_of(*match, databases_.size())});
    }
    if (end_where_scores_change(list, wanted) || list.matches.size() < fetched || beyond >= most_ties) return list;
  }
}

std::vector<Place> Matcher::twins(const Xapian::Query& query, const std::string& words,
                                  const std::vector<WordForm>& forms) const {
  if (words.empty()) return {};
  const std::string term = store::twins_term(words);
  if (frequency(term) < 2) return {};
  if (direct_ != nullptr && !forms.empty()) {
    try {
      std::vector<Place> places;
      for (const std::uint32_t document : documents_of(*direct_, term, most_ties + 1)) places.push_back({0, document});
      if (places.size() <= most_ties) {
        const std::set<Place> matching = among(query, forms, places);
        return {matching.begin(), matching.end()};
      }
    } catch (const store::UnreadableTable&) {  // Xapian, then.
    }
  }
  Xapian::Enquire enquire(combined_);
  enquire.set_query(readable({Xapian::Query::OP_FILTER, query, Xapian::Query(term)}, databases_, false));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  const Xapian::MSet found = enquire.get_mset(0, as_count(most_ties, combined_));
  std::vector<Place> places;
  for (auto match = found.begin(); match != found.end(); ++match) {
    places.push_back(place_of(*match, databases_.size()));
  }
  return places;
}

std::string Matcher::words_of(Place place) const {
  return value(place, store::slot_twins);
}

std::map<Place, double> Matcher::scores(const Xapian::Query& query, const std::vector<Place>& places) const {
  Xapian::Enquire enquire(combined_);
  enquire.set_query(readable({Xapian::Query::OP_FILTER, query, these(places)}, databases_, true));
  enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
  std::map<Place, double> scores;
  const Xapian::MSet found = enquire.get_mset(0, as_count(places.size(), combined_));
  for (auto match = found.begin(); match != found.end(); ++match) {
    scores[place_of(*match, databases_.size())] = match.get_weight();
  }
  return scores;
}

std::set<Place> Matcher::among(const Xapian::Query& query, const Forms& word, const std::vector<Place>& places) const {
  if (direct_ == nullptr || word.empty()) return among(query, places);
  std::vector<std::uint32_t> documents;
  documents.reserve(places.size());
  for (const Place place : places) documents.push_back(place.document);
  std::sort(documents.begin(), documents.end());
  try {
    const std::vector<bool> holds = holding(*direct_, word, documents);
    std::set<Place> matching;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      if (holds[i]) matching.insert({0, documents[i]});
    }
    return matching;
  } catch (const store::UnreadableTable&) {
    return among(query, places);
  }
}

std::set<Place> Matcher::among(const Xapian::Query& query, const std::vector<Place>& places) const {
  Xapian::Enquire enquire(combined_);
  enquire.set_query(readable({Xapian::Query::OP_FILTER, query, these(places)}, databases_, false));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  std::set<Place> matching;
  const Xapian::MSet found = enquire.get_mset(0, as_count(places.size(), combined_));
  for (auto match = found.begin(); match != found.end(); ++match) {
    matching.insert(place_of(*match, databases_.size()));
  }
  return matching;
}

Xapian::Query Matcher::these(const std::vector<Place>& places) const {
  DocumentsByDatabase documents;
  for (const Place place : places) documents[databases_[place.database].get_uuid()].push_back(place.document);
  for (auto& [uuid, numbers] : documents) std::sort(numbers.begin(), numbers.end());
  return only(std::move(documents));
}

Xapian::Query Matcher::in_files(const FileNumbers& files) const {
  DocumentsByDatabase documents;
  for (std::size_t i = 0; i < databases_.size(); ++i) {
    documents[databases_[i].get_uuid()] = documents_of(databases_[i], files[i]);
  }
  return only(std::move(documents));
}

std::uint32_t Matcher::file_of(Place place) const {
  return store::file_number(value(place, store::slot_file));
}

std::uint64_t Matcher::count(const Xapian::Query& query) const {
  return count_in(combined_, readable(query, databases_, false));
}

std::uint64_t Matcher::count(const Xapian::Query& query, const std::vector<Forms>& words) const {
  if (direct_ == nullptr) return count(query);
  try {
    return count_holding(*direct_, words);
  } catch (const store::UnreadableTable&) {
    return count(query);
  }
}

std::uint64_t Matcher::frequency(const std::string& term) const {
  if (direct_ == nullptr) return combined_.get_termfreq(term);
  try {
    return direct_->frequency(term);
  } catch (const store::UnreadableTable&) {
    return combined_.get_termfreq(term);
  }
}

std::uint64_t Matcher::count_files(const Xapian::Query& query) const {
  std::uint64_t count = 0;
  for (const std::vector<FileCount>& files : census(query)) count += files.size();
  return count;
}

Census Matcher::census(const Xapian::Query& query) const {
  Census census;
  for (const Xapian::Database& database : databases_) {
    std::unordered_map<std::uint32_t, std::uint64_t> counts;
    // Paragraphs of a file mostly stand together.
    std::uint32_t last = 0;
    std::uint64_t* last_count = nullptr;
    each_match_in(database, query, [&](Xapian::docid, std::uint32_t file) {
      if (last_count == nullptr || file != last) {
        last = file;
        last_count = &counts[file];
      }
      ++*last_count;
    });
    std::vector<FileCount>& files = census.emplace_back();
    files.reserve(counts.size());
    for (const auto& [file, matches] : counts) files.push_back({file, matches});
    std::sort(files.begin(), files.end(), [](const FileCount& a, const FileCount& b) { return a.file < b.file; });
  }
  return census;
}

void Matcher::each_match(const Xapian::Query& query,
                         const std::function<void(Place, std::uint32_t file)>& visit) const {
  for (std::size_t i = 0; i < databases_.size(); ++i) {
    each_match_in(databases_[i], query, [&](Xapian::docid document, std::uint32_t file) {
      visit({i, document}, file);
    });
  }
}

std::uint64_t Matcher::count_in_file(const Xapian::Query& query, std::size_t database, std::uint32_t file) const {
  const Xapian::Query in_file(store::boolean_term(store::prefix_file, std::to_string(file)));
  return count_in(databases_[database],
                  readable({Xapian::Query::OP_FILTER, query, in_file}, {databases_[database]}, false));
}

std::string Matcher::value(Place place, unsigned slot) const {
  if (direct_ != nullptr) {
    try {
      return direct_->value(slot, place.document);
    } catch (const store::UnreadableTable&) {  // Xapian, then.
    }
  }
  return databases_[place.database].get_document(place.document, Xapian::DOC_ASSUME_VALID).get_value(slot);
}

bool Matcher::any(const Xapian::Query& query) const {
  // Most that is asked is terms, and those can be looked up.
  if (!query.empty()) {
    switch (query.get_type()) {
      case Xapian::Query::LEAF_TERM:
        return frequency(*query.get_terms_begin()) > 0;
      case Xapian::Query::OP_OR:
      case Xapian::Query::OP_SYNONYM:
      case Xapian::Query::OP_SCALE_WEIGHT:
        for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
          if (any(query.get_subquery(i))) return true;
        }
        return false;
      case Xapian::Query::OP_FILTER:
      case Xapian::Query::OP_AND_NOT:
        if (const auto found = any_directly(query)) return *found;
        break;
      default:
        break;
    }
  }
  Xapian::Enquire enquire(combined_);
  enquire.set_query(readable(query, databases_, false));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return !enquire.get_mset(0, 1).empty();
}

/// Of any of some terms, within or without others; nothing where the query is more than that.
std::optional<bool> Matcher::any_directly(const Xapian::Query& query) const {
  if (direct_ == nullptr || query.get_num_subqueries() != 2) return {};
  std::vector<std::string> terms;
  std::vector<std::string> others;
  if (!add_terms(query.get_subquery(0), terms) || !add_terms(query.get_subquery(1), others)) return {};
  try {
    return any_document(*direct_, terms, others, query.get_type() == Xapian::Query::OP_FILTER);
  } catch (const store::UnreadableTable&) {
    return {};
  }
}

}  // namespace pilcrow::searcher
