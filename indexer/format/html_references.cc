// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/html_references.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/format/html_reference_table.h"

namespace pilcrow::indexer {
namespace {

using text::is_digit;
using text::is_letter;

constexpr std::size_t longest_name = 31;
/// Of a name that works without ";".
constexpr std::size_t longest_open_name = 6;

constexpr std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash ^ hash >> 15U;
}

/// Where each name begins in the table; 0xFFFF where there is none.
constexpr std::uint16_t nothing = 0xFFFF;
constexpr std::size_t slots = 8192;
static_assert(html_reference_table.size() < nothing && html_reference_count * 2 < slots);

constexpr std::string_view word_at(std::size_t begin) {
  return html_reference_table.substr(begin, html_reference_table.find(' ', begin) - begin);
}

constexpr std::string_view name_at(std::size_t begin) {
  const std::string_view word = word_at(begin);
  return word.substr(0, word.size() - (word.back() == '?' ? 1U : 0U));
}

constexpr auto index = [] {
  std::array<std::uint16_t, slots> begins{};
  for (auto& begin : begins) begin = nothing;
  for (std::size_t at = 0; at < html_reference_table.size();) {
    std::size_t slot = hash_of(name_at(at)) % slots;
    while (begins[slot] != nothing) slot = (slot + 1) % slots;
    begins[slot] = static_cast<std::uint16_t>(at);
    at = html_reference_table.find(' ', at) + 1;
    at = html_reference_table.find(' ', at) + 1;
  }
  return begins;
}();

/// What a name stands for; empty where it is none, or needs a ";" and has none.
std::string_view value_of(std::string_view name, bool ended) {
  for (std::size_t slot = hash_of(name) % slots; index[slot] != nothing; slot = (slot + 1) % slots) {
    if (name_at(index[slot]) != name) continue;
    const std::string_view word = word_at(index[slot]);
    if (!ended && word.back() != '?') return {};
    return word_at(index[slot] + word.size() + 1);
  }
  return {};
}

/// What a number stands for: bytes of Windows-1252 where there are control characters in Unicode.
char32_t character_of(std::uint32_t number) {
  constexpr std::array<char32_t, 32> windows_1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (number >= 0x80 && number < 0x80 + windows_1252.size()) return windows_1252[number - 0x80];
  return number == 0 ? U'\uFFFD' : char32_t{number};
}

int digit_of(char c, bool hexadecimal) {
  if (is_digit(c)) return c - '0';
  const char small = text::lower(c);
  return hexadecimal && small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

std::size_t read_number(std::string_view source, std::size_t offset, std::string& out) {
  constexpr std::uint32_t too_large = 0x110000;
  std::size_t at = offset + 2;
  const bool hexadecimal = at < source.size() && text::lower(source[at]) == 'x';
  if (hexadecimal) ++at;
  const std::size_t digits = at;
  std::uint32_t number = 0;
  for (; at < source.size(); ++at) {
    const int digit = digit_of(source[at], hexadecimal);
    if (digit < 0) break;
    number = std::min(number * (hexadecimal ? 16U : 10U) + static_cast<std::uint32_t>(digit), too_large);
  }
  if (at == digits) return offset;
  text::append_utf8(out, character_of(number));
  return at < source.size() && source[at] == ';' ? at + 1 : at;
}

}  // namespace

std::size_t read_html_reference(std::string_view source, std::size_t offset, HtmlPlace place, std::string& out) {
  const std::size_t begin = offset + 1;
  if (begin < source.size() && source[begin] == '#') return read_number(source, offset, out);
  std::size_t end = begin;
  const auto goes_on = [&](std::size_t at) {
    return at < source.size() && (is_letter(source[at]) || is_digit(source[at]));
  };
  while (end - begin <= longest_name && goes_on(end)) ++end;
  const std::string_view run = source.substr(begin, end - begin);
  if (end < source.size() && source[end] == ';') {
    if (const std::string_view value = value_of(run, true); !value.empty()) {
      out += value;
      return end + 1;
    }
  }
  for (std::size_t size = std::min(run.size(), longest_open_name); size >= 2; --size) {
    const std::string_view value = value_of(run.substr(0, size), false);
    if (value.empty()) continue;
    const std::size_t behind = begin + size;
    if (place == HtmlPlace::attribute && (goes_on(behind) || (behind < source.size() && source[behind] == '='))) break;
    out += value;
    return behind;
  }
  return offset;
}

std::string resolve_html_references(std::string_view source, HtmlPlace place) {
  std::string out;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t reference = std::min(source.find('&', at), source.size());
    out.append(source, at, reference - at);
    at = reference;
    if (at == source.size()) break;
    const std::size_t end = read_html_reference(source, at, place, out);
    if (end == at) out += source[at++];
    at = std::max(at, end);
  }
  return out;
}

}  // namespace pilcrow::indexer
