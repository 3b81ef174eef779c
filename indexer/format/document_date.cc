// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/document_date.h"

#include <algorithm>
#include <array>

#include "core/text/ascii.h"

namespace pilcrow::indexer {
namespace {

struct KnownName {
  std::string_view name;
  int rank;
};

// docs/index-format.md lists them, too.
constexpr std::array<KnownName, 15> known_names = {{
    {"updated", 4},
    {"lastmod", 4},
    {"modified", 4},
    {"last-modified", 4},
    {"article:modified_time", 4},
    {"dcterms.modified", 4},
    {"datemodified", 4},
    {"date", 3},
    {"dc.date", 3},
    {"dcterms.date", 3},
    {"published", 2},
    {"article:published_time", 2},
    {"datepublished", 2},
    {"pubdate", 2},
    {"created", 1},
}};

int rank_of(std::string_view name) {
  const auto same = [](char typed, char known) { return text::lower(typed) == known; };
  for (const KnownName& known : known_names) {
    if (std::equal(name.begin(), name.end(), known.name.begin(), known.name.end(), same)) return known.rank;
  }
  return 0;
}

}  // namespace

void DocumentDate::offer(std::string_view name, std::string_view value) {
  const int rank = rank_of(name);
  if (rank <= rank_) return;
  value.remove_prefix(std::min(value.find_first_not_of(" \t\r\n\f"), value.size()));
  value = value.substr(0, value.find_last_not_of(" \t\r\n\f") + 1);
  const std::optional<text::Day> day = text::parse_day(value);
  if (!day) return;
  day_ = day;
  rank_ = rank;
}

}  // namespace pilcrow::indexer
