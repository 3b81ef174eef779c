// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/relatives.h"

#include <algorithm>
#include <tuple>

#include "core/store/schema.h"
#include "core/text/utf8.h"
#include "searcher/spelling.h"

namespace pilcrow::searcher {
namespace {

constexpr std::size_t shared_letters = 5;
constexpr std::size_t most_relatives = 16;
constexpr std::size_t most_terms = 2000;

/// Bytes of the first letters of a word; none where there are no more letters than these.
std::size_t beginning(std::string_view word) {
  std::size_t end = 0;
  for (std::size_t letters = 0; letters < shared_letters && end < word.size(); ++letters) {
    end += text::code_point_at(word, end).size;
  }
  return end < word.size() ? end : 0;
}

}  // namespace

bool matches_little(const Xapian::Database& index, const std::vector<std::string>& terms) {
  std::size_t paragraphs = 0;
  for (const std::string& term : terms) paragraphs += index.get_termfreq(term);
  return paragraphs <= few_paragraphs;
}

std::vector<std::string> related_terms(const Xapian::Database& index, std::string_view word,
                                       const std::vector<std::string>& own_terms) {
  const std::size_t begin = beginning(word);
  if (begin == 0 || !may_be_misspelt(word)) return {};
  const std::string prefix = std::string(store::prefix_stem).append(word.substr(0, begin));
  struct Relative {
    std::size_t shared;  // Bytes.
    Xapian::doccount paragraphs;
    std::string term;
    bool operator<(const Relative& other) const {
      return std::tie(other.shared, other.paragraphs, term) < std::tie(shared, paragraphs, other.term);
    }
  };
  std::vector<Relative> found;
  const auto end = index.allterms_end(prefix);
  std::size_t read = 0;
  for (auto term = index.allterms_begin(prefix); term != end && read < most_terms; ++term, ++read) {
    std::string one = *term;
    if (std::find(own_terms.begin(), own_terms.end(), one) != own_terms.end()) continue;
    const std::string_view stem = std::string_view(one).substr(store::prefix_stem.size());
    const auto differ = std::mismatch(stem.begin(), stem.end(), word.begin(), word.end());
    const auto shared = static_cast<std::size_t>(differ.first - stem.begin());
    found.push_back({shared, term.get_termfreq(), std::move(one)});
  }
  std::sort(found.begin(), found.end());
  if (found.size() > most_relatives) found.resize(most_relatives);
  std::vector<std::string> terms;
  terms.reserve(found.size());
  for (Relative& relative : found) terms.push_back(std::move(relative.term));
  return terms;
}

}  // namespace pilcrow::searcher
