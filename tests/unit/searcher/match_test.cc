// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/match.h"

#include <set>
#include <string>
#include <vector>

#include "core/store/schema.h"
#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;

namespace {

Xapian::WritableDatabase memory_database() {
  return Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY);
}

/// A paragraph with these terms, of a file; `twins` is what identical paragraphs share.
void add(Xapian::WritableDatabase& database, std::uint32_t file, const std::vector<std::string>& terms,
         const std::string& twins = "") {
  Xapian::Document document;
  for (const std::string& term : terms) document.add_term(term);
  document.add_boolean_term(store::boolean_term(store::prefix_file, std::to_string(file)));
  document.add_value(store::slot_file, store::file_value(file));
  if (!twins.empty()) {
    document.add_value(store::slot_twins, twins);
    document.add_boolean_term(store::twins_term(twins));
  }
  database.add_document(document);
}

std::string name_of(Place place) {
  return std::to_string(place.database) + "." + std::to_string(place.document);
}

/// "database.document" of each match, "=" between ties, then the count.
std::string dump(const MatchList& list) {
  std::string line;
  for (std::size_t i = 0; i < list.matches.size(); ++i) {
    const Match& match = list.matches[i];
    const bool tied = i > 0 && same_score(match.score, list.matches[i - 1].score);
    line += tied ? "=" : (i == 0 ? "" : " ");
    line += name_of(match.place);
  }
  return line + " of " + (list.count_estimated ? "about " : "") + std::to_string(list.count);
}

const Xapian::Query wind_or_power(Xapian::Query::OP_OR, Xapian::Query("wind"), Xapian::Query("power"));

}  // namespace

TEST_CASE("match: best first, and ties are never cut") {
  auto database = memory_database();
  add(database, 1, {"wind", "other"});
  add(database, 1, {"wind", "power"});
  add(database, 2, {"wind", "other"});
  add(database, 3, {"wind", "other"});
  add(database, 3, {"sun", "other"});
  const Matcher matcher({database});
  CHECK(dump(matcher.best(wind_or_power, 1)) == "0.2 of 4");
  CHECK(dump(matcher.best(wind_or_power, 2)) == "0.2 0.1=0.3=0.4 of 4");
  CHECK(dump(matcher.best(wind_or_power, 100)) == "0.2 0.1=0.3=0.4 of 4");
  CHECK(dump(matcher.best(Xapian::Query("nowhere"), 5)) == " of 0");
  CHECK(dump(matcher.best(Xapian::Query(), 5)) == " of 0");
}

TEST_CASE("match: more ties than fit in the first try") {
  auto database = memory_database();
  for (std::uint32_t i = 1; i <= 3000; ++i) add(database, i, {"wind"});
  const Matcher matcher({database});
  CHECK(matcher.best(Xapian::Query("wind"), 10).matches.size() == 3000);
  CHECK(matcher.best(Xapian::Query::MatchAll, 10).matches.size() == 3000);
}

TEST_CASE("match: the twins of a paragraph, as far as they match") {
  auto one = memory_database();
  auto two = memory_database();
  add(one, 1, {"wind"}, "a");
  add(one, 1, {"sun"}, "a");
  add(one, 1, {"wind"}, "b");
  add(two, 1, {"wind"}, "a");
  add(two, 1, {"wind"});
  const Matcher matcher({one, two});
  const auto twins = [&](const std::string& words) {
    std::set<std::string> names;
    for (const Place place : matcher.twins(Xapian::Query("wind"), words)) names.insert(name_of(place));
    std::string line;
    for (const std::string& name : names) line += (line.empty() ? "" : " ") + name;
    return line;
  };
  CHECK(twins("a") == "0.1 1.1");
  CHECK(twins("b").empty());  // it has none but itself
  CHECK(twins("c").empty());
  CHECK(twins("").empty());
  CHECK(matcher.words_of({0, 2}) == "a");
  CHECK(matcher.words_of({1, 2}).empty());
}

TEST_CASE("match: several databases are one ranking") {
  auto one = memory_database();
  auto two = memory_database();
  add(one, 1, {"wind", "a"});
  add(one, 1, {"sun", "a"});
  add(one, 1, {"sun", "a"});
  add(two, 1, {"sun", "a"});
  add(two, 1, {"wind", "power"});
  const Matcher matcher({one, two});
  CHECK(dump(matcher.best(wind_or_power, 5)) == "1.2 0.1 of 2");
  // File 1 of one index is not file 1 of the other.
  CHECK(matcher.count_files(wind_or_power) == 2);
  CHECK(matcher.count(Xapian::Query("sun")) == 3);
  CHECK(matcher.count_in_file(Xapian::Query("sun"), 0, 1) == 2);
  CHECK(matcher.count_in_file(Xapian::Query("sun"), 1, 1) == 1);
  CHECK(matcher.file_of({1, 2}) == 1);
}

TEST_CASE("match: numbers of a combined database are shared out in turn") {
  CHECK(place_of(1, 1).document == 1);
  CHECK(place_of(7, 1).document == 7);
  CHECK(place_of(1, 3).database == 0);
  CHECK(place_of(3, 3).database == 2);
  CHECK(place_of(3, 3).document == 1);
  CHECK(place_of(4, 3).database == 0);
  CHECK(place_of(4, 3).document == 2);
}
