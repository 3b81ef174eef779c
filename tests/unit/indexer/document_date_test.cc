// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/document_date.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace {

struct Case {
  std::string name;
  std::vector<std::pair<std::string, std::string>> offered;
  std::string expected;
};

}  // namespace

TEST_CASE("document date: the last change, else the date, else publication, else creation") {
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"nothing offered", {}, "none"},
      {"all in order",
       {{"created", "2026-01-01"}, {"published", "2026-02-01"}, {"date", "2026-03-01"}, {"updated", "2026-04-01"}},
       "2026-04-01"},
      {"all in reverse",
       {{"modified", "2026-04-01"}, {"date", "2026-03-01"}, {"published", "2026-02-01"}, {"created", "2026-01-01"}},
       "2026-04-01"},
      {"publication before creation", {{"created", "2026-01-01"}, {"pubdate", "2026-02-01"}}, "2026-02-01"},
      {"the date before publication", {{"datePublished", "2026-02-01"}, {"dc.date", "2026-03-01"}}, "2026-03-01"},
      {"an older change is the last one all the same",
       {{"date", "2026-03-01"}, {"lastmod", "2025-01-01"}},
       "2025-01-01"},
      {"of one kind the first", {{"updated", "2026-01-01"}, {"lastmod", "2026-04-01"}}, "2026-01-01"},
      {"what is no day leaves room for another of its kind",
       {{"updated", "soon"}, {"modified", "2026-04-01"}},
       "2026-04-01"},
      {"and for one of a lower kind", {{"updated", "2026-04-31"}, {"created", "2026-01-01"}}, "2026-01-01"},
      {"names in any case", {{"Article:Modified_Time", "2026-04-01"}}, "2026-04-01"},
      {"other names are none", {{"dates", "2026-04-01"}, {"dat", "2026-04-01"}, {"", "2026-04-01"}}, "none"},
      {"white space around it", {{"date", "\t 2026-04-01\r\n"}}, "2026-04-01"},
      {"no value at all", {{"date", ""}, {"updated", "  "}}, "none"},
      {"the ends of the calendar are days", {{"date", "0001-01-01"}, {"updated", "9999-12-31"}}, "9999-12-31"},
  }));
  INFO(c.name);
  pilcrow::indexer::DocumentDate date;
  for (const auto& [name, value] : c.offered) date.offer(name, value);
  CHECK((date.day() ? pilcrow::text::format(*date.day()) : "none") == c.expected);
}
