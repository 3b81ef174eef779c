// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/paths.h"

#include <algorithm>

namespace pilcrow::store {

std::string path_below(std::string_view root, std::string_view below) {
  std::string path(root);
  if (below.empty()) return path;
  if (!path.ends_with('/')) path += '/';
  return path.append(below);
}

std::strong_ordering compare_paths(std::string_view left, std::string_view right) {
  // "/" ranks before all other bytes.
  const auto rank = [](char c) { return c == '/' ? 0U : static_cast<unsigned char>(c); };
  return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end(),
                                                [rank](char a, char b) { return rank(a) <=> rank(b); });
}

std::int64_t mtime_ns(const struct stat& status) {
  // Unsigned, since overflow is then defined.
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                                   static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
}

}  // namespace pilcrow::store
