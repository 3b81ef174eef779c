// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

#include "core/text/analyzer.h"
#include "core/text/hash.h"
#include "core/text/utf8.h"

namespace pilcrow::store {
namespace {

std::string big_endian(std::uint32_t number) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((number >> shift) & 0xFF);
  return out;
}

}  // namespace

std::string file_key(std::uint32_t number) {
  return "f" + big_endian(number);
}

std::string file_value(std::uint32_t number) {
  return big_endian(number);
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
