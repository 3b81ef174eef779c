// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/telling.h"

#include <map>
#include <string>
#include <utility>

#include "core/text/fold.h"
#include "core/text/sentences.h"
#include "core/text/utf8.h"

namespace pilcrow::searcher {
namespace {

using text::Span;

/// What tells marked words apart: their beginnings, since inflections differ at the end; of ideographs each one.
std::vector<std::string> keys_of(std::string_view mark) {
  constexpr std::size_t beginning = 5;
  const bool ideographs = text::display_width(mark.substr(0, text::code_point_at(mark, 0).size)) == 2;
  const std::string word = text::fold_case(mark);
  std::vector<std::string> keys;
  std::size_t characters = 0;
  for (std::size_t i = 0, size = 0; i < word.size() && (ideographs || characters < beginning);
       i += size, ++characters) {
    size = text::code_point_at(word, i).size;
    if (keys.empty() || ideographs) keys.emplace_back();
    keys.back().append(word, i, size);
  }
  return keys;
}

}  // namespace

Parts parts_of(std::string_view text, const std::vector<Span>& spans, const std::vector<ByteRange>& highlights) {
  Parts result;
  std::map<std::string, std::size_t> numbers;
  std::vector<std::size_t> counts;
  auto mark = highlights.begin();
  for (const Span& span : spans) {
    Part part{span, {}};
    for (; mark != highlights.end() && mark->begin < span.end; ++mark) {
      for (const std::string& key : keys_of(text.substr(mark->begin, mark->end - mark->begin))) {
        const auto [number, is_new] = numbers.emplace(key, counts.size());
        if (is_new) counts.push_back(0);
        ++counts[number->second];
        part.words.insert(number->second);
      }
    }
    result.parts.push_back(std::move(part));
  }
  result.weights.resize(counts.size());
  for (const auto& [key, number] : numbers) {
    result.weights[number] = static_cast<double>(key.size()) / static_cast<double>(counts[number]);
  }
  return result;
}

std::set<std::size_t> most_telling(const Parts& parts, std::size_t most) {
  std::vector<double> weights = parts.weights;
  std::set<std::size_t> chosen;
  while (chosen.size() < most) {
    std::size_t best = 0;
    double best_weight = 0;
    for (std::size_t i = 0; i < parts.parts.size(); ++i) {
      double weight = 0;
      for (const std::size_t word : parts.parts[i].words) weight += weights[word];
      if (weight > best_weight) {
        best_weight = weight;
        best = i;
      }
    }
    if (best_weight == 0) break;
    chosen.insert(best);
    for (const std::size_t word : parts.parts[best].words) weights[word] = 0;
  }
  return chosen;
}

std::size_t most_telling_sentence(std::string_view text, const std::vector<ByteRange>& highlights) {
  if (highlights.empty()) return 0;
  const Parts parts = parts_of(text, text::sentences(text), highlights);
  const std::set<std::size_t> best = most_telling(parts, 1);
  return best.empty() ? 0 : parts.parts[*best.begin()].span.begin;
}

}  // namespace pilcrow::searcher
