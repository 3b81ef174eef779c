// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/document_terms.h"

#include <algorithm>
#include <functional>

#include "indexer/glass/coding.h"

namespace pilcrow::indexer {

void DocumentTerms::clear() {
  terms_.clear();
  found_.clear();
  order_.clear();
  if (++document_ != 0) return;
  // Counted round: what was seen long ago must not look like this one.
  seen_.clear();
  document_ = 1;
}

DocumentTerms::Term& DocumentTerms::term(std::uint32_t number) {
  if (number >= seen_.size()) seen_.resize(std::max<std::size_t>(number + 1U, 2 * seen_.size()));
  Seen& seen = seen_[number];
  if (seen.document != document_) {
    seen = {document_, static_cast<std::uint32_t>(terms_.size())};
    terms_.push_back({number, 0, 0});
  }
  return terms_[seen.index];
}

void DocumentTerms::add(std::uint32_t number, std::uint32_t wdf, std::uint32_t position) {
  Term& found = term(number);
  found.wdf += wdf;
  ++found.position_count;
  found_.push_back({static_cast<std::uint32_t>(&found - terms_.data()), position});
}

void DocumentTerms::sort(const Vocabulary& vocabulary) {
  order_.resize(terms_.size());
  for (std::uint32_t i = 0; i < terms_.size(); ++i) order_[i] = {vocabulary.beginning(terms_[i].number), i};
  std::sort(order_.begin(), order_.end(), [&](const Place& one, const Place& other) {
    if (one.beginning != other.beginning) return one.beginning < other.beginning;
    return vocabulary.term(terms_[one.index].number) < vocabulary.term(terms_[other.index].number);
  });
  ends_.resize(terms_.size());
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    ends_[i] = end;
    end += terms_[i].position_count;
  }
  positions_.resize(end);
  for (const Found& found : found_) positions_[ends_[found.index]++] = found.position;
}

void DocumentTerms::append_positions(std::size_t place, std::string& out) {
  const std::uint32_t index = order_[place].index;
  const auto end = positions_.begin() + ends_[index];
  const auto begin = end - terms_[index].position_count;
  // A compound comes after its parts and stands where the first of them does.
  if (!std::is_sorted(begin, end)) std::sort(begin, end);
  std::uint32_t last = 0;
  for (auto position = begin; position != end; ++position) {
    if (*position == last) continue;
    glass::append_unsigned(out, *position - last);
    last = *position;
  }
}

}  // namespace pilcrow::indexer
