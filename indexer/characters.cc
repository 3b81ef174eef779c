// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/characters.h"

#include <unicode/uchar.h>

#include "core/text/utf8.h"

namespace pilcrow::indexer {
namespace {

std::size_t last_character_begin(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t at = end - 1;
  while (at > begin && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

UChar32 for_icu(char32_t character) {
  return static_cast<UChar32>(character);
}

}  // namespace

bool is_white_space(char32_t character) {
  if (character < 0x80) return character == ' ' || (character >= '\t' && character <= '\r');
  return u_isUWhiteSpace(for_icu(character)) != 0;
}

bool is_letter(char32_t character) {
  return u_isalpha(for_icu(character)) != 0;
}

bool is_letter_or_digit(char32_t character) {
  if (character < 0x80) {
    return (character >= '0' && character <= '9') || ((character | 0x20U) >= 'a' && (character | 0x20U) <= 'z');
  }
  return u_isalnum(for_icu(character)) != 0;
}

bool is_lower_case(char32_t character) {
  return u_islower(for_icu(character)) != 0;
}

bool is_upper_case(char32_t character) {
  return u_isupper(for_icu(character)) != 0 || u_istitle(for_icu(character)) != 0;
}

bool has_letter_or_digit(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint character = text::code_point_at(text, at);
    if (is_letter_or_digit(character.value)) return true;
    at += character.size;
  }
  return false;
}

text::Span trimmed(std::string_view text, text::Span span) {
  auto [begin, end] = span;
  while (begin < end) {
    const text::CodePoint character = text::code_point_at(text, begin);
    if (!is_white_space(character.value)) break;
    begin += character.size;
  }
  if (begin >= end) return {span.begin, span.begin};
  while (end > begin) {
    const std::size_t last = last_character_begin(text, begin, end);
    if (!is_white_space(text::code_point_at(text, last).value)) break;
    end = last;
  }
  return {begin, end};
}

char32_t last_character(std::string_view text) {
  return text::code_point_at(text, last_character_begin(text, 0, text.size())).value;
}

}  // namespace pilcrow::indexer
