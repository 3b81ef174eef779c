// SPDX-License-Identifier: GPL-3.0-or-later
// "count<TAB>filter" a line: how many paragraphs match, and what to add to the query to see only those.
#include <algorithm>

#include "core/text/utf8.h"
#include "searcher/cli/presenter.h"

namespace pilcrow::searcher::cli {
namespace {

/// How the field is called in a query.
const char* name_of(FacetField field) {
  switch (field) {
    case FacetField::path:
      return "path";
    case FacetField::type:
      return "type";
    case FacetField::language:
      return "lang";
    case FacetField::root:
      return "root";
  }
  return "type";
}

/// A path as a glob that can be typed: what a glob would read as a sign is escaped; "?" stands for any one character,
/// and so for those that cannot stand in a quoted value or on a terminal.
std::string glob_of(std::string_view path) {
  static constexpr std::string_view signs = "*?[]{}\\";
  static constexpr std::string_view quotes = "\"“”„«»";
  std::string glob;
  for (std::size_t at = 0; at < path.size();) {
    const std::string_view character = path.substr(at, text::code_point_at(path, at).size);
    at += character.size();
    const bool typed = shown_path(character) == character && quotes.find(character) == quotes.npos;
    if (typed && signs.find(character) != signs.npos) glob += '\\';
    glob += typed ? character : "?";
  }
  return glob;
}

std::string quoted_if_needed(const std::string& value) {
  const bool plain = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-+/").find(c) != std::string_view::npos;
  });
  return plain ? value : '"' + value + '"';
}

std::string filter_of(FacetField field, const std::string& value) {
  const bool is_glob = field == FacetField::path || field == FacetField::root;
  return std::string(name_of(field)) + ":" + quoted_if_needed(is_glob ? glob_of(value) : shown_path(value));
}

class FacetPresenter : public Presenter {
 public:
  std::string present(const SearchResult& result, const std::optional<std::string>& query_id) override {
    const std::string id = query_id ? one_line(*query_id) + "\t" : "";
    std::string lines;
    for (const Facet& facet : result.summary.facets) {
      for (const FacetCount& count : facet.counts) {
        lines += id + std::to_string(count.matches) + "\t" + filter_of(facet.field, count.value) + "\n";
      }
    }
    return lines;
  }
};

}  // namespace

std::unique_ptr<Presenter> make_facet_presenter() {
  return std::make_unique<FacetPresenter>();
}

}  // namespace pilcrow::searcher::cli
