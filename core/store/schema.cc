// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

#include "core/text/analyzer.h"
#include "core/text/hash.h"
#include "core/text/utf8.h"

namespace pilcrow::store {
namespace {

template <class Number>
std::string big_endian(Number number) {
  std::string out;
  for (int shift = 8 * (sizeof(Number) - 1); shift >= 0; shift -= 8) out += static_cast<char>((number >> shift) & 0xFF);
  return out;
}

}  // namespace

std::string file_key(std::uint32_t number) {
  return "f" + big_endian(number);
}

std::string file_value(std::uint32_t number) {
  return big_endian(number);
}

std::string twins_value(std::uint64_t hash) {
  return big_endian(hash);
}

std::string twins_term(std::string_view value) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string term(prefix_twins);
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    term += digits[byte >> 4];
    term += digits[byte & 15];
  }
  return term;
}

std::uint32_t file_number(std::string_view value) {
  if (value.size() != 4) return 0;
  std::uint32_t number = 0;
  for (const char c : value) number = (number << 8) | static_cast<unsigned char>(c);
  return number;
}

std::string boolean_term(std::string_view prefix, std::string_view word) {
  // Xapian: a term over 245 bytes throws, and a NUL counts double.
  static constexpr std::size_t longest_word = 110;
  std::string term(prefix);
  if (word.size() <= longest_word) return term.append(word);
  const std::size_t kept = text::floor_to_character(word, longest_word - 17);
  return term.append(word.substr(0, kept)).append("~").append(text::hex(text::hash64(word)));
}

std::string fingerprint() {
  return "schema/" + std::to_string(schema_version) + " " + text::analyzer_identity();
}

}  // namespace pilcrow::store
