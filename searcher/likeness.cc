// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/likeness.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/store/schema.h"
#include "core/text/hash.h"

namespace pilcrow::searcher {
namespace {

constexpr std::size_t one_in = 20;

}  // namespace

std::uint32_t look_of(std::string_view word) {
  const bool digit = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return (static_cast<std::uint32_t>(text::hash64(word)) & ~1U) | (digit ? 1U : 0U);
}

Likeness::Likeness(std::vector<std::uint32_t> words) : words_(std::move(words)) {
  for (const std::uint32_t word : words_) ++counts_[word >> 27];
}

/// Each word that differs changes one count by one.
bool Likeness::may_be_near(const Likeness& other, std::size_t allowed) const {
  std::size_t differing = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    differing += static_cast<std::size_t>(std::abs(int{counts_[i]} - int{other.counts_[i]}));
  }
  return differing <= allowed;
}

bool Likeness::near(const Likeness& other) const {
  const std::size_t less = std::min(words_.size(), other.words_.size());
  const std::size_t more = std::max(words_.size(), other.words_.size());
  if (less < store::words_of_their_own) return false;
  const std::size_t allowed = more / one_in;
  if (more - less > allowed || !may_be_near(other, 2 * allowed)) return false;
  // A word replaced is missing on one side and new on the other: it counts once.
  std::size_t missing = 0;
  std::size_t added = 0;
  const std::vector<std::uint32_t>& mine = sorted();
  const std::vector<std::uint32_t>& its = other.sorted();
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < mine.size() || j < its.size()) {
    if (i < mine.size() && j < its.size() && mine[i] == its[j]) {
      ++i;
      ++j;
      continue;
    }
    const bool only_mine = j == its.size() || (i < mine.size() && mine[i] < its[j]);
    const std::uint32_t word = only_mine ? mine[i++] : its[j++];
    if ((word & 1U) != 0 || ++(only_mine ? missing : added) > allowed) return false;
  }
  return true;
}

const std::vector<std::uint32_t>& Likeness::sorted() const {
  if (!is_sorted_) std::sort(words_.begin(), words_.end());
  is_sorted_ = true;
  return words_;
}

}  // namespace pilcrow::searcher
