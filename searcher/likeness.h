// SPDX-License-Identifier: GPL-3.0-or-later
// Which paragraphs say nearly the same: versions of one text, of which a reader wants to see the best.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace pilcrow::searcher {

/// A word as it is written, for comparison: some bits of its hash, odd where it holds a digit.
std::uint32_t look_of(std::string_view word);

/// The words of one paragraph.
class Likeness {
 public:
  /// From look_of() of each word; the order does not matter.
  explicit Likeness(std::vector<std::uint32_t> words);

  /// Whether at most one word in twenty differs, none with a digit (two rows of a table or two releases that differ in
  /// a number are not the same), in texts of twenty words at least. Linear, but for most texts a few additions.
  bool near(const Likeness& other) const;

 private:
  bool may_be_near(const Likeness& other, std::size_t allowed) const;
  const std::vector<std::uint32_t>& sorted() const;

  // Sorted when they are first needed so: few texts may be near another.
  mutable std::vector<std::uint32_t> words_;
  mutable bool is_sorted_ = false;
  std::array<std::uint16_t, 32> counts_{};  ///< Words by five bits of their hash.
};

}  // namespace pilcrow::searcher
