// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 4: the best matches once more, by their texts.
//
// The match knows how often which stem occurs in a paragraph, not how they stand together: positions of stems are not
// in the index, and asking Xapian for nearness costs ten times the match. So the texts of the best fifty are analysed
// again, and each gains from what only the text can tell. Nothing is taken away, so the order of what lies behind the
// fifty stays right.
//
// Measured parts and weights: docs/ranking.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// How many matches are looked at again. Mean nDCG@10 over fifteen collections, by the number: none 0.7956, 20 0.8125, 50
/// 0.8135, 100 0.8139; each fifty more cost half as much as the match itself.
inline constexpr std::size_t most_reranked = 50;

using pilcrow::RerankParts;

/// A paragraph as the rerank reads it.
struct RerankText {
  std::string_view text;
  std::string_view language;               ///< Of the text.
  std::vector<std::string_view> headings;  ///< The file's name, title and trail, outermost first.
  std::string_view heading_language;
  std::pair<std::size_t, std::uint32_t> file;  ///< Index and number.
};

/// What the indexes say of a query's words.
struct Statistics {
  std::map<std::string, std::uint64_t> languages;              ///< Paragraphs of each.
  std::function<std::uint64_t(const std::string&)> frequency;  ///< Paragraphs that hold a term.
  std::uint64_t paragraphs = 0;
  double average_words = 0;  ///< Of a paragraph with its headings.
};

/// One query's rerank. Not thread-safe.
class Reranker {
 public:
  /// `stopped` are the surfaces of the stop words that the match did not look for.
  Reranker(const Query& query, const std::set<std::string>& stopped, Analyzers& analyzers,
           const Statistics& statistics);
  Reranker(Reranker&&) = delete;
  ~Reranker();

  /// One for each text. Linear in the texts, times the query's length at worst (a text that repeats one word of a query
  /// that repeats it too).
  std::vector<RerankParts> rerank(const std::vector<RerankText>& texts);

  /// Of the last rerank(): look_of() the words of a text.
  const std::vector<std::uint32_t>& words_of(std::size_t text) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pilcrow::searcher
