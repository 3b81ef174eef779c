// SPDX-License-Identifier: GPL-3.0-or-later
// Where a text came from, in units that can be checked against the file.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

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

/// The root of documents that exporters handed over, as Hit::root and IndexStatus::roots have it: they are no files, and
/// their paths are URIs.
inline constexpr std::string_view handed_over_root = "documents:";

/// Pages of a paged document (slides, sheets), counted from 1, both ends included. A label is what is printed on a page
/// ("vii"), or the sheet's name; where there is none, the number.
struct PageRange {
  std::uint32_t first = 1;
  std::uint32_t last = 1;
  std::string label;        ///< Of the first.
  std::uint32_t cited = 1;  ///< That on which the sentence stands that answers best; the first without a query.
  std::string cited_label;
  auto operator<=>(const PageRange&) const = default;
};

}  // namespace pilcrow
