// SPDX-License-Identifier: GPL-3.0-or-later
// Where a text came from, in units that can be checked against the file.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace pilcrow {

/// Half-open range of byte offsets. Unless said otherwise, into the bytes of the original file.
struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  auto operator<=>(const ByteRange&) const = default;
};

/// Lines of the original file, counted from 1, both ends included.
/// A line ends at "\n" or "\r\n"; in a file without any "\n", at "\r".
struct LineRange {
  std::uint32_t first = 1;
  std::uint32_t last = 1;
  auto operator<=>(const LineRange&) const = default;
};

/// Pages of a paged document, counted from 1, both ends included. `label` is what is printed on the first ("vii").
struct PageRange {
  std::uint32_t first = 1;
  std::uint32_t last = 1;
  std::string label;
  auto operator<=>(const PageRange&) const = default;
};

}  // namespace pilcrow
