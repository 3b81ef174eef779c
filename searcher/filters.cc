// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/filters.h"

#include <chrono>
#include <utility>

#include "core/text/day.h"

namespace pilcrow::searcher {
namespace {

OptionFilter option_filter(const char* name, Field field, const std::vector<std::string>& values) {
  OptionFilter filter{name, {}};
  for (const std::string& value : values) {
    Clause& clause = filter.values.emplace_back();
    clause.field = field;
    clause.text = value;
  }
  return filter;
}

text::Day today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return text::day_at(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

}  // namespace

Result<std::vector<OptionFilter>> option_filters(const SearchOptions& options) {
  std::vector<OptionFilter> filters;
  const auto add = [&](const char* name, Field field, const std::vector<std::string>& values) {
    if (!values.empty()) filters.push_back(option_filter(name, field, values));
  };
  add("--path", Field::path, options.paths);
  add("--type", Field::type, options.types);
  add("--lang", Field::language, options.languages);
  add("--root", Field::root, options.roots);
  add("--heading", Field::heading, options.headings);
  if (!options.since.empty()) {
    const bool is_range = options.since.find("..") != std::string::npos;
    const auto days = is_range ? std::nullopt : text::parse_day_range(options.since, today());
    if (!days) {
      return failure(ErrorCode::invalid_argument,
                     "'" + options.since + "' is no day: 2026-03-31, 2026-03, 2026, 7d, 2w, 3m, 1y, today, yesterday");
    }
    add("--since", Field::date, {text::format(days->first) + ".."});
  }
  return filters;
}

Query query_of(const OptionFilter& filter) {
  Query query;
  for (const Clause& value : filter.values) {
    Clause alternative;
    alternative.kind = ClauseKind::group;
    alternative.parts.push_back(value);
    query.clauses.push_back(std::move(alternative));
  }
  return query;
}

bool looks_at_files(const OptionFilter& filter) {
  return is_by_file(filter.values.front().field);
}

bool looks_at_files(const Query& query) {
  bool does = false;
  each_leaf(query, [&](const Clause& leaf, bool) { does = does || is_by_file(leaf.field); });
  return does;
}

Xapian::Query KnownFiles::passing(const std::vector<Clause>& filters, const Matcher& matcher) {
  constexpr std::size_t most_known = 16;
  // What was within seven days is not tomorrow.
  std::vector<std::string> key{text::format(today())};
  for (const Clause& filter : filters) key.push_back(canonical(filter));
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  if (known_.size() == most_known) known_.clear();
  return known_[std::move(key)] = matcher.in_files(numbers_of(filters));
}

FileNumbers KnownFiles::numbers_of(const std::vector<Clause>& filters) const {
  std::vector<std::string> values;
  values.reserve(filters.size());
  for (const Clause& filter : filters) values.push_back(filter.text);
  const Field field = filters.front().field;
  if (field == Field::path) return files_.with_path(values);
  if (field == Field::root) return files_.under_root(values);
  std::vector<text::DayRange> ranges;
  for (const std::string& value : values) {
    if (const auto days = text::parse_day_range(value, today())) ranges.push_back(*days);
  }
  return files_.of_days(ranges);
}

}  // namespace pilcrow::searcher
