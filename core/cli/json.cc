// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/json.h"

#include <cstddef>
#include <cstdint>

namespace pilcrow::cli {

std::string base64(std::string_view bytes) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view three = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = (bits << 8) | (k < three.size() ? static_cast<unsigned char>(three[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) out += k <= three.size() ? digits[(bits >> (18 - 6 * k)) & 63] : '=';
  }
  return out;
}

std::string with_escaped_controls(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto byte = static_cast<unsigned char>(json[i]);
    const auto next = static_cast<unsigned char>(i + 1 < json.size() ? json[i + 1] : 0);
    const bool is_c1 = byte == 0xC2 && next >= 0x80 && next < 0xA0;
    if (is_c1) ++i;
    if (is_c1 || byte == 0x7F) {
      static constexpr std::string_view digits = "0123456789abcdef";
      const unsigned value = is_c1 ? next : byte;
      out += {'\\', 'u', '0', '0', digits[value >> 4], digits[value & 15]};
    } else {
      out += json[i];
    }
  }
  return out;
}

}  // namespace pilcrow::cli
