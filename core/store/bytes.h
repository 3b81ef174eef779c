// SPDX-License-Identifier: GPL-3.0-or-later
// Writing and reading of stored records: varints and strings. A reader never goes past the end: once something is
// wrong, it stays wrong, and ok() says so at the end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pilcrow::store {

class ByteWriter {
 public:
  void byte(std::uint8_t value) { bytes_ += static_cast<char>(value); }
  /// 7 bits a byte, the lowest first.
  void varint(std::uint64_t value) {
    while (value >= 0x80) {
      byte(static_cast<std::uint8_t>(value | 0x80));
      value >>= 7;
    }
    byte(static_cast<std::uint8_t>(value));
  }
  /// Small for small values of either sign.
  void signed_varint(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void fixed64(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
  }
  void string(std::string_view value) {
    varint(value.size());
    bytes_.append(value);
  }
  void raw(std::string_view value) { bytes_.append(value); }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  std::string_view rest() const { return bytes_; }

  std::uint8_t byte() {
    if (bytes_.empty()) return fail();
    const auto value = static_cast<std::uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return value;
  }
  std::uint64_t varint() {
    if (!bytes_.empty() && static_cast<unsigned char>(bytes_.front()) < 0x80) return byte();
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= static_cast<std::uint64_t>(next & 0x7F) << shift;
      if ((next & 0x80) == 0) return value;
    }
    return fail();
  }
  std::uint32_t varint32() {
    const std::uint64_t value = varint();
    return value > UINT32_MAX ? fail() : static_cast<std::uint32_t>(value);
  }
  std::int64_t signed_varint() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  std::uint64_t fixed64() {
    const std::string_view all = raw(8);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(all[i])) << (8 * i);
    }
    return value;
  }
  std::string string() { return std::string(raw(varint())); }
  std::string_view raw(std::uint64_t size) {
    if (size > bytes_.size()) {
      fail();
      return {};
    }
    const std::string_view out = bytes_.substr(0, static_cast<std::size_t>(size));
    bytes_.remove_prefix(out.size());
    return out;
  }
  /// A count of things of which each takes at least `least` bytes: no more than the rest can hold.
  std::size_t count(std::size_t least) {
    const std::uint64_t value = varint();
    return value > bytes_.size() / least ? fail() : static_cast<std::size_t>(value);
  }

 private:
  std::uint8_t fail() {
    ok_ = false;
    bytes_ = {};
    return 0;
  }
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace pilcrow::store
