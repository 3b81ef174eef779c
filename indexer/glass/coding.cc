// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/coding.h"

namespace pilcrow::indexer::glass {

void append_sortable(std::string& out, std::uint32_t value) {
  // The first byte's leading ones tell how many bytes there are, so that longer ones, which are greater, sort behind.
  if (value < 0x8000) {
    append_big_endian_16(out, value);
  } else if (value < 0x400000) {
    out += static_cast<char>(0x80 | value >> 16);
    append_big_endian_16(out, value);
  } else if (value < 0x20000000) {
    append_big_endian_32(out, 0xC0000000 | value);
  } else {
    out += static_cast<char>(0xE0);
    append_big_endian_32(out, value);
  }
}

void append_key_string(std::string& out, std::string_view term) {
  for (auto zero = term.find('\0'); zero != std::string_view::npos; zero = term.find('\0')) {
    out.append(term, 0, zero + 1);
    out += '\xFF';
    term.remove_prefix(zero + 1);
  }
  out += term;
}

void append_last(std::string& out, std::uint64_t value) {
  for (; value != 0; value >>= 8) out += static_cast<char>(value & 0xFF);
}

}  // namespace pilcrow::indexer::glass
