// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/characters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

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

bool is_right_to_left(char32_t character) {
  if (character < 0x590) return false;
  const UCharDirection direction = u_charDirection(for_icu(character));
  return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

char32_t mirrored(char32_t character) {
  return static_cast<char32_t>(u_charMirror(for_icu(character)));
}

std::string without_presentation_forms(std::string_view text) {
  // All of them begin with 0xEF in UTF-8, and so do few others.
  if (text.find('\xEF') == std::string_view::npos) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint character = text::code_point_at(text, at);
    const char32_t value = character.value;
    icu::UnicodeString plain;
    const bool form = (value >= 0xFB00 && value <= 0xFDFF) || (value >= 0xFE70 && value <= 0xFEFC);
    if (form && U_SUCCESS(status) && nfkc->getDecomposition(for_icu(value), plain)) {
      plain.toUTF8String(out);
    } else {
      out.append(text, at, character.size);
    }
    at += character.size;
  }
  return out;
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
