// SPDX-License-Identifier: GPL-3.0-or-later
// Random texts for property tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace pilcrow::test {

/// The seed of this run: PILCROW_SEED, else always the same.
inline std::uint64_t seed() {
  constexpr std::uint64_t usual = 20240607;
  const char* given = std::getenv("PILCROW_SEED");
  return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

/// Up to `longest` pieces drawn from `pieces`, one behind the other.
inline std::string random_text(Random& random, std::span<const std::string_view> pieces, std::size_t longest) {
  std::string out;
  for (std::size_t left = below(random, longest + 1); left > 0; --left) out += pieces[below(random, pieces.size())];
  return out;
}

inline std::string random_bytes(Random& random, std::size_t longest) {
  std::string out(below(random, longest + 1), '\0');
  for (char& c : out) c = static_cast<char>(below(random, 256));
  return out;
}

}  // namespace pilcrow::test
