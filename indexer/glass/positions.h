// SPDX-License-Identifier: GPL-3.0-or-later
// The positions of a term in one document as the position table holds them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::indexer::glass {

/// Makes one tag after the other; keeps its memory.
class PositionCoder {
 public:
  /// `varints`: ascending from 1, the first and the differences, as append_unsigned() makes them; at least one. The tag
  /// is valid until the next call, and as long as `varints` is.
  std::string_view tag(std::string_view varints);

 private:
  std::vector<std::uint64_t> positions_;
  std::string tag_;
};

}  // namespace pilcrow::indexer::glass
