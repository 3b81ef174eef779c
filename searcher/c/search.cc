// SPDX-License-Identifier: GPL-3.0-or-later
// Searching, and what else is asked of a Searcher, for C.
#include "pilcrow/search.h"

#include <optional>

#include "pilcrow/json.h"
#include "pilcrow/verify.h"
#include "searcher/c/boundary.h"
#include "searcher/c/callbacks.h"
#include "searcher/c/filters.h"
#include "searcher/c/result.h"

using namespace pilcrow;
using namespace pilcrow::c;

struct pilcrow_searcher {
  Searcher searcher;
};

namespace {

Result<std::string> string_of(pilcrow_string string, const char* name) {
  const auto view = view_of(string, name);
  if (!view) return tl::unexpected<Error>(view.error());
  return std::string(*view);
}

Result<SortBy> sort_of(int sort) {
  switch (sort) {
    case PILCROW_SORT_RELEVANCE:
      return SortBy::relevance;
    case PILCROW_SORT_DATE:
      return SortBy::date;
    case PILCROW_SORT_PATH:
      return SortBy::path;
    default:
      return invalid("there is no way to sort with the number " + std::to_string(sort));
  }
}

Result<std::vector<FacetField>> facets_of(unsigned facets) {
  std::vector<FacetField> fields;
  for (const auto& [bit, field] :
       {std::pair(PILCROW_FACET_PATH, FacetField::path), std::pair(PILCROW_FACET_TYPE, FacetField::type),
        std::pair(PILCROW_FACET_LANGUAGE, FacetField::language), std::pair(PILCROW_FACET_ROOT, FacetField::root)}) {
    if ((facets & static_cast<unsigned>(bit)) != 0) fields.push_back(field);
    facets &= ~static_cast<unsigned>(bit);
  }
  if (facets != 0) return invalid("there are no facets " + std::to_string(facets));
  return fields;
}

Context context_of(std::size_t paragraphs, int section) {
  return {.paragraphs = paragraphs, .section = section != 0};
}

/// All but `cancelled`.
Result<SearchOptions> search_options_of(const pilcrow_search_options& given) {
  SearchOptions options;
  if (given.limit > 0) options.limit = given.limit;
  options.offset = given.offset;
  struct List {
    const pilcrow_strings& given;
    const char* name;
    std::vector<std::string>& taken;
  };
  for (const List& list :
       {List{given.paths, "paths", options.paths}, List{given.types, "types", options.types},
        List{given.languages, "languages", options.languages}, List{given.roots, "roots", options.roots},
        List{given.headings, "headings", options.headings}}) {
    auto taken = list_of(list.given, list.name);
    if (!taken) return tl::unexpected<Error>(std::move(taken.error()));
    list.taken = std::move(*taken);
  }
  auto since = string_of(given.since, "since");
  if (!since) return tl::unexpected<Error>(std::move(since.error()));
  options.since = std::move(*since);
  const auto sort = sort_of(given.sort);
  if (!sort) return tl::unexpected<Error>(sort.error());
  options.sort = *sort;
  auto facets = facets_of(given.facets);
  if (!facets) return tl::unexpected<Error>(std::move(facets.error()));
  options.facets = std::move(*facets);
  options.context = context_of(given.context, given.section);
  options.budget = given.budget;
  options.group_by_file = given.group_by_file != 0;
  options.hits_wanted = given.count_only == 0;
  options.correct = given.exact == 0;
  options.explain = given.explain != 0;
  auto state = string_of(given.state, "state");
  if (!state) return tl::unexpected<Error>(std::move(state.error()));
  options.state = std::move(*state);
  return options;
}

/// search() and similar() alike: `ask` is one of these.
template <class Ask>
pilcrow_code ask_for(pilcrow_searcher* searcher, pilcrow_string text, const char* name,
                     const pilcrow_search_options* options, pilcrow_result** result, pilcrow_error** error,
                     const Ask& ask) {
  return guarded_into(result, "result", error, [&]() -> Result<std::unique_ptr<pilcrow_result>> {
    if (searcher == nullptr) return invalid("'searcher' is NULL");
    const auto view = view_of(text, name);
    if (!view) return tl::unexpected<Error>(view.error());
    const auto given = options_of(options, "pilcrow_search_options");
    if (!given) return tl::unexpected<Error>(given.error());
    auto asked = search_options_of(*given);
    if (!asked) return tl::unexpected<Error>(std::move(asked.error()));
    Wish wish(given->cancelled, given->user);
    asked->cancelled = wish.polled();
    auto found = ask(searcher->searcher, *view, *asked);
    if (!found) return tl::unexpected<Error>(std::move(found.error()));
    asked->cancelled = {};  // It knows this call, which ends here.
    return std::make_unique<pilcrow_result>(std::move(*found), std::move(*asked));
  });
}

}  // namespace

pilcrow_code pilcrow_open(const pilcrow_string* indexes, std::size_t count, pilcrow_searcher** searcher,
                          pilcrow_error** error) {
  return guarded_into(searcher, "searcher", error, [&]() -> Result<std::unique_ptr<pilcrow_searcher>> {
    const auto paths = paths_of(indexes, count, "indexes");
    if (!paths) return tl::unexpected<Error>(paths.error());
    auto opened = Searcher::open({paths->begin(), paths->end()});
    if (!opened) return tl::unexpected<Error>(std::move(opened.error()));
    return std::make_unique<pilcrow_searcher>(pilcrow_searcher{std::move(*opened)});
  });
}

void pilcrow_close(pilcrow_searcher* searcher) {
  delete searcher;
}

pilcrow_code pilcrow_search(pilcrow_searcher* searcher, pilcrow_string query, const pilcrow_search_options* options,
                            pilcrow_result** result, pilcrow_error** error) {
  return ask_for(
      searcher, query, "query", options, result, error,
      [](Searcher& all, std::string_view text, const SearchOptions& asked) { return all.search(text, asked); });
}

pilcrow_code pilcrow_similar(pilcrow_searcher* searcher, pilcrow_string citation, const pilcrow_search_options* options,
                             pilcrow_result** result, pilcrow_error** error) {
  return ask_for(
      searcher, citation, "citation", options, result, error,
      [](Searcher& all, std::string_view text, const SearchOptions& asked) { return all.similar(text, asked); });
}

pilcrow_code pilcrow_read(pilcrow_searcher* searcher, pilcrow_string place, const pilcrow_read_options* options,
                          pilcrow_result** result, pilcrow_error** error) {
  return guarded_into(result, "result", error, [&]() -> Result<std::unique_ptr<pilcrow_result>> {
    if (searcher == nullptr) return invalid("'searcher' is NULL");
    const auto view = view_of(place, "place");
    if (!view) return tl::unexpected<Error>(view.error());
    const auto given = options_of(options, "pilcrow_read_options");
    if (!given) return tl::unexpected<Error>(given.error());
    auto state = string_of(given->state, "state");
    if (!state) return tl::unexpected<Error>(std::move(state.error()));
    SearchOptions asked;
    asked.context = context_of(given->context, given->section);
    auto found = searcher->searcher.read(*view, {.context = asked.context, .state = std::move(*state)});
    if (!found) return tl::unexpected<Error>(std::move(found.error()));
    return std::make_unique<pilcrow_result>(std::move(*found), std::move(asked));
  });
}

pilcrow_code pilcrow_outline(pilcrow_searcher* searcher, pilcrow_string path, pilcrow_string state, pilcrow_json** json,
                             pilcrow_error** error) {
  return guarded_into(json, "json", error, [&]() -> Result<std::unique_ptr<pilcrow_json>> {
    if (searcher == nullptr) return invalid("'searcher' is NULL");
    const auto place = view_of(path, "path");
    if (!place) return tl::unexpected<Error>(place.error());
    const auto wanted = view_of(state, "state");
    if (!wanted) return tl::unexpected<Error>(wanted.error());
    const auto outline = searcher->searcher.outline(*place, *wanted);
    if (!outline) return tl::unexpected<Error>(outline.error());
    return json_handle(to_json(*outline));
  });
}

pilcrow_code pilcrow_verify(pilcrow_searcher* searcher, pilcrow_string claims, const pilcrow_verify_options* options,
                            pilcrow_json** json, pilcrow_error** error) {
  return guarded_into(json, "json", error, [&]() -> Result<std::unique_ptr<pilcrow_json>> {
    if (searcher == nullptr) return invalid("'searcher' is NULL");
    const auto input = view_of(claims, "claims");
    if (!input) return tl::unexpected<Error>(input.error());
    const auto given = options_of(options, "pilcrow_verify_options");
    if (!given) return tl::unexpected<Error>(given.error());
    const auto filters = filters_of(given->filters, given->filter_count);
    if (!filters) return tl::unexpected<Error>(filters.error());
    auto state = string_of(given->state, "state");
    if (!state) return tl::unexpected<Error>(std::move(state.error()));
    Wish wish(given->cancelled, given->user);
    VerifyOptions asked;
    if (given->believe_index == 0) asked.read_file = file_reader(*filters);
    asked.state = std::move(*state);
    asked.cancelled = wish.polled();
    const auto report = searcher->searcher.verify(read_claims(*input), asked);
    if (!report) return tl::unexpected<Error>(report.error());
    return json_handle(to_json_lines(*report), report->failed > 0 ? PILCROW_PROBLEMS : PILCROW_COMPLETE);
  });
}
