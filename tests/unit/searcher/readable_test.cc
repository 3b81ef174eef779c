// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/readable.h"

#include <string>
#include <vector>

#include "core/store/schema.h"
#include "searcher/match.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using Xapian::Query;

namespace {

constexpr unsigned documents = 3000;

/// A glass database of documents that all hold "all", and every third "third"; one in ten is removed afterwards, so
/// that numbers are missing. What is left: 2,700, and of each thirty consecutive numbers nine hold "third".
Xapian::Database with_gaps(const test::TemporaryFolder& folder, const std::string& name) {
  Xapian::WritableDatabase database((folder / name).string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
  for (unsigned i = 0; i < documents; ++i) {
    Xapian::Document document;
    document.add_term("all");
    if (i % 3 == 0) document.add_term("third");
    document.add_boolean_term("Len");
    document.add_value(store::slot_file, store::file_value(1));
    database.add_document(document);
  }
  for (unsigned number = 10; number <= documents; number += 10) database.delete_document(number);
  database.commit();
  return Xapian::Database((folder / name).string());
}

}  // namespace

TEST_CASE("readable: a term that stands everywhere, where numbers are missing") {
  const test::TemporaryFolder folder;
  const Xapian::Database one = with_gaps(folder, "one");
  const Matcher alone({one});
  const Matcher both({one, with_gaps(folder, "two")});
  const Query all("all"), third("third"), english("Len"), nowhere("nowhere");

  struct Case {
    const char* name;
    Query query;
    std::uint64_t expected;  ///< Of one database.
  };
  const std::vector<Case> cases = {
      {"the term alone", all, 2700},
      {"as a filter", {Query::OP_FILTER, third, english}, 900},
      {"filtered", {Query::OP_FILTER, all, third}, 900},
      {"a filter of several", {Query::OP_FILTER, third, {Query::OP_OR, english, nowhere}}, 900},
      {"excluded", {Query::OP_AND_NOT, third, all}, 0},
      {"what is left of it", {Query::OP_AND_NOT, all, third}, 1800},
      {"nothing but a filter", {Query::OP_FILTER, Query::MatchAll, english}, 2700},
      {"within a filter", {Query::OP_FILTER, all, {Query::OP_AND_NOT, english, third}}, 1800},
      {"scaled away", {Query::OP_FILTER, all, {Query::OP_SCALE_WEIGHT, english, 0.5}}, 2700},
      {"one of synonyms in a filter", {Query::OP_FILTER, third, {Query::OP_SYNONYM, all, nowhere}}, 900},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    CHECK(alone.count(c.query) == c.expected);
    CHECK(both.count(c.query) == 2 * c.expected);
    const MatchList list = both.best(c.query, 5000);
    CHECK(list.matches.size() == 2 * c.expected);
    std::uint64_t visited = 0;
    both.each_match(c.query, [&](Place, std::uint32_t) { ++visited; });
    CHECK(visited == 2 * c.expected);
    CHECK(alone.any(c.query) == (c.expected > 0));
    CHECK(alone.among(c.query, {{0, 1}, {0, 2}, {0, 4}}).size() <= 3);
  }
}

TEST_CASE("readable: what ranks, and what is rare, stays as it is") {
  const test::TemporaryFolder folder;
  const std::vector<Xapian::Database> databases = {with_gaps(folder, "one")};
  for (const bool ranks : {true, false}) {
    for (const Query& query : {Query("third"), Query(Query::OP_PHRASE, Query("all"), Query("third")), Query()}) {
      CHECK(readable(query, databases, ranks).get_description() == query.get_description());
    }
  }
  CHECK(readable(Query("all"), databases, true).get_description() == Query("all").get_description());
  CHECK(readable(Query("all"), databases, false).get_type() == Query::LEAF_POSTING_SOURCE);
}
