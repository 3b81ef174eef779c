// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/relieve.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace pilcrow::searcher {
namespace {

/// The words of a phrase, or those near each other, wherever they stand.
std::vector<Clause> words_of(const Clause& clause) {
  std::vector<Clause> words;
  const auto add = [&](std::string_view text) {
    for (std::size_t end = 0; !text.empty(); text.remove_prefix(std::min(end + 1, text.size()))) {
      end = std::min(text.find(' '), text.size());
      words.push_back({ClauseKind::words, Occurrence::must, std::string(text.substr(0, end))});
    }
  };
  add(clause.text);
  for (const Clause& part : clause.parts) add(part.text);
  return words;
}

std::optional<Relief> take_out(std::vector<Clause>& clauses, std::size_t& number) {
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const auto at = clauses.begin() + static_cast<std::ptrdiff_t>(i);
    const bool excludes = at->occurrence == Occurrence::must_not;
    if ((is_required(*at) || is_filter(*at) || excludes) && number-- == 0) {
      Relief relief{std::move(*at), {}};
      const auto next = clauses.erase(at);
      const bool of_words = relief.part.kind == ClauseKind::phrase || relief.part.kind == ClauseKind::near;
      if (of_words && !excludes && !is_filter(relief.part)) relief.instead = words_of(relief.part);
      clauses.insert(next, relief.instead.begin(), relief.instead.end());
      return relief;
    }
    if (at->kind != ClauseKind::group) continue;
    if (auto relief = take_out(at->parts, number)) return relief;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Relief> relieve(Query& query, std::size_t number) {
  return take_out(query.clauses, number);
}

}  // namespace pilcrow::searcher
