// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/positions.h"

#include <fmt/format.h>

#include <bit>
#include <set>
#include <string>
#include <vector>

#include "indexer/glass/coding.h"
#include "tests/support/catch.h"
#include "tests/support/random_text.h"

namespace pilcrow::indexer::glass {
namespace {

using test::below;
using test::Random;
using Positions = std::vector<std::uint64_t>;

std::string varints(const Positions& positions) {
  std::string out;
  std::uint64_t last = 0;
  for (const auto position : positions) {
    append_unsigned(out, position - last);
    last = position;
  }
  return out;
}

std::string tag_of(const Positions& positions) {
  PositionCoder coder;
  const std::string bytes = varints(positions);
  return std::string(coder.tag(bytes));
}

/// Reads a tag as docs/glass-format.md has it.
class Decoder {
 public:
  explicit Decoder(std::string_view tag) : tag_(tag) {}

  Positions positions() {
    const char* at = tag_.data();
    const std::uint64_t last = read_unsigned(at);
    bit_ = 8 * static_cast<std::size_t>(at - tag_.data());
    if (bit_ == 8 * tag_.size()) return {last};
    const std::uint64_t first = number_below(last);
    const std::uint64_t count = number_below(last - first) + 2;
    positions_.assign(count, 0);
    positions_.front() = first;
    positions_.back() = last;
    between(0, count - 1);
    REQUIRE((bit_ + 7) / 8 == tag_.size());
    return positions_;
  }

 private:
  std::uint64_t bits(int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i, ++bit_) {
      const std::uint64_t bit = (std::uint64_t{static_cast<unsigned char>(tag_.at(bit_ / 8))} >> (bit_ % 8)) & 1;
      value |= bit << i;
    }
    return value;
  }

  std::uint64_t number_below(std::uint64_t limit) {
    const auto width = static_cast<int>(std::bit_width(limit - 1));
    const std::uint64_t spare = (std::uint64_t{1} << width) - limit;
    if (spare == 0) return bits(width);
    const std::uint64_t middle = (limit - spare) / 2;
    std::uint64_t value = bits(width - 1);
    if (value < middle && bits(1) == 1) value += middle + spare;
    return value;
  }

  void between(std::size_t first, std::size_t last) {
    if (last - first < 2) return;
    const std::size_t middle = first + (last - first) / 2;
    const std::uint64_t room = positions_[last] - positions_[first] + first - last + 1;
    positions_[middle] = positions_[first] + (middle - first) + number_below(room);
    between(first, middle);
    between(middle, last);
  }

  std::string_view tag_;
  std::size_t bit_ = 0;
  Positions positions_;
};

std::string dump(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("{}{:02X}", out.empty() ? "" : " ", static_cast<unsigned char>(c));
  return out;
}

TEST_CASE("positions: the last as it is, the others in just enough bits") {
  struct Case {
    std::string name;
    Positions positions;
    std::string expected;
  };
  const auto c = GENERATE(test::values<Case>({
      {"one is a number", {5}, "05"},
      {"of any size", {0xFFFFFFFF}, "FF FF FF FF 0F"},
      // 1 of {0, 1} is a bit; how many are between is no question.
      {"1 and 2 are one bit", {1, 2}, "02 01"},
      // 1 of {0, 1, 2}: the middle one has one bit, 1. 0 of {0, 1}: 0.
      {"the middle of three has a bit less", {1, 3}, "03 01"},
      // 1 of three: 1. 1 of {0, 1}: 1. Where the middle one is needs none.
      {"without a gap", {1, 2, 3}, "03 03"},
      // 10 of 40 in 5 bits, 1 of 30 in 5, 20 - 11 of 29 in 5: 01001 00001 01010.
      {"with gaps", {10, 20, 40}, "28 2A 24"},
  }));
  INFO(c.name);
  CHECK(dump(tag_of(c.positions)) == c.expected);
  CHECK(Decoder(tag_of(c.positions)).positions() == c.positions);
}

TEST_CASE("positions: what is written is read again") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  PositionCoder coder;
  for (int round = 0; round < 3000; ++round) {
    const std::size_t count = round % 100 == 0 ? 10'000 : 1 + below(random, 40);
    // Dense, sparse, and anywhere.
    const std::uint64_t most = std::uint64_t{1} << (14 + below(random, 19));
    const std::uint64_t highest = below(random, 2) == 0 ? count + below(random, 10) : most - 1;
    std::set<std::uint64_t> positions;
    for (std::size_t i = 0; i < count; ++i) positions.insert(1 + below(random, highest));
    const Positions expected(positions.begin(), positions.end());
    const std::string bytes = varints(expected);
    REQUIRE(Decoder(coder.tag(bytes)).positions() == expected);
  }
}

TEST_CASE("positions: any of few, all sets of them") {
  for (unsigned set = 1; set < 1U << 11; ++set) {
    Positions positions;
    for (unsigned i = 0; i < 11; ++i) {
      if ((set >> i & 1U) != 0) positions.push_back(i + 1);
    }
    REQUIRE(Decoder(tag_of(positions)).positions() == positions);
  }
}

}  // namespace
}  // namespace pilcrow::indexer::glass
