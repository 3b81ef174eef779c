// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/coding.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace pilcrow::indexer::glass {
namespace {

std::string hexadecimal(const std::string& bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

TEST_CASE("glass coding: numbers whose bytes order as they do") {
  struct Case {
    std::string name;
    std::uint32_t value;
    std::string expected;
  };
  const auto c = GENERATE(test::values<Case>({{"zero", 0, "0000"},
                                              {"two bytes", 0x1234, "1234"},
                                              {"the last of two", 0x7FFF, "7fff"},
                                              {"the first of three", 0x8000, "808000"},
                                              {"the last of three", 0x3FFFFF, "bfffff"},
                                              {"the first of four", 0x400000, "c0400000"},
                                              {"the last of four", 0x1FFFFFFF, "dfffffff"},
                                              {"the first of five", 0x20000000, "e020000000"},
                                              {"the greatest", 0xFFFFFFFF, "e0ffffffff"}}));
  INFO(c.name);
  std::string out;
  append_sortable(out, c.value);
  CHECK(hexadecimal(out) == c.expected);
}

TEST_CASE("glass coding: numbers of seven bits a byte") {
  struct Case {
    std::string name;
    std::uint64_t value;
    std::string expected;
  };
  const auto c = GENERATE(test::values<Case>({{"zero", 0, "00"},
                                              {"the last of one byte", 127, "7f"},
                                              {"the first of two", 128, "8001"},
                                              {"the lowest bits come first", 300, "ac02"},
                                              {"64 bits", 0xFFFFFFFFFFFFFFFF, "ffffffffffffffffff01"}}));
  INFO(c.name);
  std::string out;
  append_unsigned(out, c.value);
  CHECK(hexadecimal(out) == c.expected);
  const char* at = out.data();
  CHECK(read_unsigned(at) == c.value);
  CHECK(at == out.data() + out.size());
  std::string buffer(10, '\0');
  buffer.resize(static_cast<std::size_t>(put_unsigned(buffer.data(), c.value) - buffer.data()));
  CHECK(buffer == out);
}

TEST_CASE("glass coding: terms in keys, and numbers at their end") {
  using namespace std::string_literals;
  std::string out;
  append_key_string(out, "plain");
  CHECK(out == "plain");
  out.clear();
  append_key_string(out, "\0a\0\0"s);
  CHECK(out == "\0\xFF"s + "a\0\xFF\0\xFF"s);
  out.clear();
  append_last(out, 0);
  CHECK(out.empty());
  append_last(out, 0x10200);
  CHECK(out == "\0\x02\x01"s);
  append_string(out, "xyz");
  CHECK(out == "\0\x02\x01\x03xyz"s);
}

}  // namespace
}  // namespace pilcrow::indexer::glass
