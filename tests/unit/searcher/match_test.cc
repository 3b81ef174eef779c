// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/match.h"

#include <string>

#include "core/store/schema.h"
#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;

namespace {

Xapian::WritableDatabase memory_database() {
  return Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY);
}

/// A paragraph with these terms, of a file.
void add(Xapian::WritableDatabase& database, std::uint32_t file, const std::vector<std::string>& terms) {
  Xapian::Document document;
  for (const std::string& term : terms) document.add_term(term);
  document.add_boolean_term(store::boolean_term(store::prefix_file, std::to_string(file)));
  document.add_value(store::slot_file, store::file_value(file));
  database.add_document(document);
}

/// "database.document" of each match, ties in brackets, then the count.
std::string dump(const MatchList& list) {
  std::string line;
  for (std::size_t i = 0; i < list.matches.size(); ++i) {
    const Match& match = list.matches[i];
    const bool tied = i > 0 && same_score(match.score, list.matches[i - 1].score);
    line += tied ? "=" : (i == 0 ? "" : " ");
    for (std::size_t j = 0; j < match.places.size(); ++j) {
      const Place& place = match.places[j];
      line += (j > 0 ? "," : "") + std::to_string(place.database) + "." + std::to_string(place.document);
    }
  }
  return line + " of " + (list.count_estimated ? "about " : "") + std::to_string(list.count);
}

}  // namespace

TEST_CASE("match: best first, and ties are never cut") {
  auto database = memory_database();
  add(database, 1, {"wind", "other"});
  add(database, 1, {"wind", "power"});
  add(database, 2, {"wind", "other"});
  add(database, 3, {"wind", "other"});
  add(database, 3, {"sun", "other"});
  const Matcher matcher({database});
  const Xapian::Query query(Xapian::Query::OP_OR, Xapian::Query("wind"), Xapian::Query("power"));
  CHECK(dump(matcher.best(query, 1)) == "0.2 of 4");
  CHECK(dump(matcher.best(query, 2)) == "0.2 0.1=0.3=0.4 of 4");
  CHECK(dump(matcher.best(query, 100)) == "0.2 0.1=0.3=0.4 of 4");
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

TEST_CASE("match: several databases are one ranking") {
  auto one = memory_database();
  auto two = memory_database();
  add(one, 1, {"wind", "a"});
  add(one, 1, {"sun", "a"});
  add(one, 1, {"sun", "a"});
  add(two, 1, {"sun", "a"});
  add(two, 1, {"wind", "power"});
  const Matcher matcher({one, two});
  const Xapian::Query query(Xapian::Query::OP_OR, Xapian::Query("wind"), Xapian::Query("power"));
  CHECK(dump(matcher.best(query, 5)) == "1.2 0.1 of 2");
  // File 1 of one index is not file 1 of the other.
  CHECK(dump(matcher.best_files(query, 5)) == "1.2 0.1 of 2");
  CHECK(matcher.count_files(query) == 2);
  CHECK(matcher.count(Xapian::Query("sun")) == 3);
  CHECK(matcher.count_in_file(Xapian::Query("sun"), 0, 1) == 2);
  CHECK(matcher.count_in_file(Xapian::Query("sun"), 1, 1) == 1);
}

TEST_CASE("match: files by their best paragraphs, whatever stands between") {
  auto database = memory_database();
  for (int i = 0; i < 200; ++i) add(database, 7, {"wind", "power"});
  add(database, 8, {"wind", "other"});
  add(database, 8, {"wind", "other"});
  add(database, 9, {"wind"});
  const Matcher matcher({database});
  const Xapian::Query query(Xapian::Query::OP_OR, Xapian::Query("wind"), Xapian::Query("power"));
  const MatchList list = matcher.best_files(query, 3);
  REQUIRE(list.matches.size() == 3);
  CHECK(list.count == 3);
  CHECK(!list.count_estimated);
  CHECK(list.matches[0].file == 7);
  CHECK(list.matches[0].places.size() == 200);
  CHECK(matcher.count_in_file(query, 0, 7) == 200);
  CHECK(matcher.count_files(query) == 3);
  CHECK(matcher.best_files(query, 1).matches.front().file == 7);
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
