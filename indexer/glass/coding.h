// SPDX-License-Identifier: GPL-3.0-or-later
// The primitive codings of Xapian's glass format, as docs/glass-format.md names them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pilcrow::indexer::glass {

/// U(n): seven bits a byte, the lowest first.
inline void append_unsigned(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

/// The same into a buffer that has room: up to 5 bytes below 2^32, 10 for any. Gives the end.
inline char* put_unsigned(char* at, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
  *at++ = static_cast<char>(value);
  return at;
}

/// Reads what append_unsigned() wrote; the bytes are our own, so nothing is checked.
inline std::uint64_t read_unsigned(const char*& at) {
  std::uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return value;
  }
}

/// S(s): its size, then the bytes.
inline void append_string(std::string& out, std::string_view value) {
  append_unsigned(out, value.size());
  out += value;
}

inline void append_big_endian_16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value >> 8 & 0xFF);
  out += static_cast<char>(value & 0xFF);
}

inline void append_big_endian_32(std::string& out, std::uint32_t value) {
  append_big_endian_16(out, value >> 16);
  append_big_endian_16(out, value);
}

/// SORT(n): its bytes order as the numbers do. For numbers below 2^32.
void append_sortable(std::string& out, std::uint32_t value);

/// STR(t): a term as the beginning of a key.
void append_key_string(std::string& out, std::string_view term);

/// LAST(n): only as the last thing of a key.
void append_last(std::string& out, std::uint64_t value);

}  // namespace pilcrow::indexer::glass
