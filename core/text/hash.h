// SPDX-License-Identifier: GPL-3.0-or-later
// Content hashes (XXH3): fast, stable between versions and machines, not cryptographic.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace pilcrow::text {

using Hash128 = std::array<std::uint8_t, 16>;

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);
Hash128 hash128(std::string_view bytes);

/// The `digits` (1 to 16) highest hexadecimal digits, lower case.
std::string hex(std::uint64_t value, int digits = 16);

}  // namespace pilcrow::text
