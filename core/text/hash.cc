// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/hash.h"

#include <xxhash.h>

namespace pilcrow::text {

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash128(std::string_view bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  Hash128 out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = canonical.digest[i];
  return out;
}

std::string hex(std::uint64_t value, int digits) {
  static constexpr char digit[] = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < digits; ++i) out += digit[(value >> (60 - 4 * i)) & 15];
  return out;
}

}  // namespace pilcrow::text
