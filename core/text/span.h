// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of a text in memory. Not a ByteRange, which counts in the original file.
#pragma once

#include <compare>
#include <cstddef>
#include <string_view>

namespace pilcrow::text {

/// Half-open range of bytes in a UTF-8 text, on character boundaries.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  std::string_view of(std::string_view whole) const { return whole.substr(begin, end - begin); }
  auto operator<=>(const Span&) const = default;
};

}  // namespace pilcrow::text
