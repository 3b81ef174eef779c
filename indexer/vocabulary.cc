// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/vocabulary.h"

#include <random>
#include <utility>

#include "core/text/hash.h"

namespace pilcrow::indexer {
namespace {

std::uint64_t beginning_of(std::string_view term) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    value = value << 8 | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0U);
  }
  return value;
}

}  // namespace

Vocabulary::Vocabulary(unsigned drafter, std::size_t most_terms)
    : seed_(std::uint64_t{std::random_device()()} << 32 | std::random_device()()),
      drafter_(drafter),
      most_terms_(most_terms),
      slots_(first_slots) {}

std::uint32_t Vocabulary::number(std::string_view term) {
  const std::uint64_t hash = text::hash64(term, seed_);
  const auto high = static_cast<std::uint32_t>(hash >> 32);
  std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].number != 0; at = (at + 1) & mask) {
    if (slots_[at].hash == high && this->term(slots_[at].number - 1) == term) return slots_[at].number - 1;
  }
  // In this order: where there is no memory for the second, nothing refers to the first.
  const auto offset = static_cast<std::uint32_t>(texts_.size());
  texts_ += term;
  places_.push_back({beginning_of(term), offset, static_cast<std::uint8_t>(term.size())});
  slots_[at] = {high, static_cast<std::uint32_t>(places_.size())};
  if (2 * places_.size() > slots_.size()) grow();
  return static_cast<std::uint32_t>(places_.size() - 1);
}

void Vocabulary::grow() {
  slots_.assign(slots_.size() * 2, Slot{});
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < places_.size(); ++number) {
    const std::uint64_t hash = text::hash64(term(number), seed_);
    std::size_t at = hash & mask;
    while (slots_[at].number != 0) at = (at + 1) & mask;
    slots_[at] = {static_cast<std::uint32_t>(hash >> 32), number + 1};
  }
}

TermNews Vocabulary::take_news() {
  TermNews news{drafter_, epoch_, {}};
  for (; told_ < places_.size(); ++told_) {
    news.terms += static_cast<char>(places_[told_].size);
    news.terms += term(static_cast<std::uint32_t>(told_));
  }
  return news;
}

bool Vocabulary::renew() {
  if (!is_full()) return false;
  ++epoch_;
  told_ = 0;
  slots_.assign(first_slots, Slot{});
  places_.clear();
  texts_.clear();
  return true;
}

void KnownTerms::learn(const TermNews& news) {
  if (news.drafter >= drafters_.size()) drafters_.resize(news.drafter + 1);
  Terms& terms = drafters_[news.drafter];
  if (terms.epoch != news.epoch) terms = {news.epoch, {}, {}, {}};
  for (std::string_view rest = news.terms; !rest.empty();) {
    const auto size = static_cast<unsigned char>(rest.front());
    terms.offsets.push_back(static_cast<std::uint32_t>(terms.texts.size()));
    terms.sizes.push_back(size);
    terms.texts += rest.substr(1, size);
    rest.remove_prefix(size + 1U);
  }
}

}  // namespace pilcrow::indexer
