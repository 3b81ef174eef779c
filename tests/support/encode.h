// SPDX-License-Identifier: GPL-3.0-or-later
// Text ↔ bytes by ICU in one call, to hold the decoding stage against.
#pragma once

#include <string>
#include <string_view>

namespace pilcrow::test {

/// UTF-8 → bytes by the converter that ICU knows by this name; fails the test where a character has no bytes there.
std::string encode(const char* converter, std::string_view text);

/// Bytes → UTF-8; what is ill-formed becomes U+FFFD.
std::string decode_at_once(const char* converter, std::string_view bytes);

}  // namespace pilcrow::test
