// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/positions.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>

#include "indexer/glass/coding.h"

namespace pilcrow::indexer::glass {

namespace {

/// Numbers of some bits each, the lowest first, in a row of bytes.
class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(out) {}
  ~BitWriter() {
    if (count_ > 0) out_ += static_cast<char>(bits_);
  }
  BitWriter(const BitWriter&) = delete;
  BitWriter& operator=(const BitWriter&) = delete;

  /// `value` < `limit`. With just enough bits for all that are possible; those in the middle get one less where not all
  /// patterns are needed.
  void write(std::uint64_t value, std::uint64_t limit) {
    assert(value < limit);
    auto width = static_cast<int>(std::bit_width(limit - 1));
    const std::uint64_t spare = (std::uint64_t{1} << width) - limit;
    if (spare != 0) {
      const std::uint64_t middle = (limit - spare) / 2;
      if (value >= middle + spare) {
        value = (value - middle - spare) | std::uint64_t{1} << (width - 1);
      } else if (value >= middle) {
        --width;
      }
    }
    // At most 7 bits wait, and a position has 32.
    bits_ |= value << count_;
    for (count_ += width; count_ >= 8; count_ -= 8) {
      out_ += static_cast<char>(bits_ & 0xFF);
      bits_ >>= 8;
    }
  }

 private:
  std::string& out_;
  std::uint64_t bits_ = 0;
  int count_ = 0;
};

/// Each between its neighbours: the middle one of all, then that of the first half, and so on. Nothing is to be said of
/// what lies between two that follow each other without a gap.
void interpolate(const std::vector<std::uint64_t>& positions, BitWriter& out) {
  std::array<std::size_t, 64> ends;  // of later parts; each is half as large as the one before
  std::size_t depth = 0;
  std::size_t first = 0;
  std::size_t last = positions.size() - 1;
  for (;;) {
    while (first + 1 < last) {
      const std::size_t middle = first + (last - first) / 2;
      const std::uint64_t lowest = positions[first] + (middle - first);
      const std::uint64_t highest = positions[last] - (last - middle);
      out.write(positions[middle] - lowest, highest - lowest + 1);
      ends[depth++] = last;
      last = middle;
    }
    if (depth == 0) return;
    first = last;
    last = ends[--depth];
  }
}

}  // namespace

std::string_view PositionCoder::tag(std::string_view varints) {
  const char* at = varints.data();
  const char* const end = at + varints.size();
  std::uint64_t position = read_unsigned(at);
  if (at == end) return varints;  // nearly always
  positions_.assign(1, position);
  while (at != end) positions_.push_back(position += read_unsigned(at));

  tag_.clear();
  append_unsigned(tag_, position);
  {
    BitWriter bits(tag_);
    bits.write(positions_.front(), position);
    bits.write(positions_.size() - 2, position - positions_.front());
    interpolate(positions_, bits);
  }
  return tag_;
}

}  // namespace pilcrow::indexer::glass
