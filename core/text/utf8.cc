// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>

#include "core/text/hash.h"

namespace pilcrow::text {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::string_view replacement_bytes = "\xEF\xBF\xBD";

std::uint8_t byte_at(std::string_view text, std::size_t offset) {
  return static_cast<std::uint8_t>(text[offset]);
}

/// How many of the bytes from `offset` on are ASCII, in steps of eight.
std::size_t ascii_stretch(std::string_view text, std::size_t offset) {
  std::size_t at = offset;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return at - offset;
}

bool is_trail(std::uint8_t byte) {
  return (byte & 0xC0) == 0x80;
}

struct Sequence {
  bool well_formed = false;
  CodePoint character;  ///< Where ill-formed, its size is that of the maximal ill-formed subsequence.
};

/// The sequence at `offset`. Table 3-7 of the Unicode standard: the lead byte decides how many follow, and narrows the
/// second one so that overlong forms, surrogates and values beyond U+10FFFF are ill-formed at that byte.
Sequence sequence_at(std::string_view text, std::size_t offset) {
  const std::uint8_t lead = byte_at(text, offset);
  if (lead < 0x80) return {true, {lead, 1}};
  if (lead < 0xC2 || lead > 0xF4) return {};
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const std::uint8_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  char32_t value = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (offset + i >= text.size()) return {false, {replacement, i}};
    const std::uint8_t byte = byte_at(text, offset + i);
    if (i == 1 ? byte < lowest || byte > highest : !is_trail(byte)) return {false, {replacement, i}};
    value = (value << 6) | (byte & 0x3FU);
  }
  return {true, {value, size}};
}

bool is_bidirectional_control(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// The character that ends where `offset` begins; 0 where there is none, or it is ill-formed.
UChar32 character_before(std::string_view text, std::size_t offset) {
  std::size_t begin = offset;
  while (begin > 0 && offset - begin < 4) {
    --begin;
    if (!is_trail(byte_at(text, begin))) break;
  }
  if (begin == offset) return 0;
  const Sequence sequence = sequence_at(text, begin);
  return sequence.well_formed && begin + sequence.character.size == offset
             ? static_cast<UChar32>(sequence.character.value)
             : 0;
}

bool is_virama(UChar32 c) {
  constexpr int virama = 9;
  return u_getCombiningClass(c) == virama;
}

bool is_indic(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_ALPHABETIC) &&
         u_getIntPropertyValue(c, UCHAR_INDIC_SYLLABIC_CATEGORY) != U_INSC_OTHER;
}

/// Letters of cursive scripts.
bool is_joining(UChar32 c) {
  const auto type = u_getIntPropertyValue(c, UCHAR_JOINING_TYPE);
  return type == U_JT_DUAL_JOINING || type == U_JT_LEFT_JOINING || type == U_JT_RIGHT_JOINING;
}

/// Whether what ends at `offset` is such a letter, with a few marks on it or none.
bool ends_in_joining(std::string_view text, std::size_t offset) {
  constexpr int most_marks = 4;
  for (int marks = 0; marks <= most_marks; ++marks) {
    const UChar32 c = character_before(text, offset);
    if (c == 0 || (U_GET_GC_MASK(c) & U_GC_MN_MASK) == 0) return is_joining(c);
    offset -= static_cast<std::size_t>(U8_LENGTH(c));
  }
  return false;
}

constexpr UChar32 non_joiner = 0x200C;
constexpr UChar32 joiner = 0x200D;
constexpr UChar32 text_variant = 0xFE0E;
constexpr UChar32 emoji_variant = 0xFE0F;

/// Whether `c` at `offset`, of which nobody sees anything, has its effect before `after` (0: nothing stands there).
bool has_effect(std::string_view text, std::size_t offset, UChar32 c, UChar32 after) {
  const UChar32 before = character_before(text, offset);
  if (c == non_joiner || c == joiner) {
    if (is_virama(before) || (is_indic(before) && is_virama(after))) return true;
    // Such letters join of themselves.
    if (c == non_joiner) return is_joining(after) && ends_in_joining(text, offset);
    const bool emoji = u_hasBinaryProperty(before, UCHAR_EXTENDED_PICTOGRAPHIC) || before == emoji_variant ||
                       u_hasBinaryProperty(before, UCHAR_EMOJI_MODIFIER);
    return c == joiner && emoji && u_hasBinaryProperty(after, UCHAR_EXTENDED_PICTOGRAPHIC);
  }
  if (c == text_variant || c == emoji_variant) {
    constexpr UChar32 keycap = 0x20E3;
    return u_hasBinaryProperty(before, UCHAR_EXTENDED_PICTOGRAPHIC) ||
           (after == keycap && u_hasBinaryProperty(before, UCHAR_EMOJI));
  }
  if (c >= 0x180B && c <= 0x180F) return before >= 0x1820 && before <= 0x18AA;  // Mongolian
  // The three standardized ones. The 240 beyond the first plane would carry a byte each, and are seldom seen.
  return c >= 0xFE00 && c <= 0xFE02 && u_hasBinaryProperty(before, UCHAR_UNIFIED_IDEOGRAPH);
}

std::size_t columns(UChar32 c) {
  const auto category = U_GET_GC_MASK(c);
  if ((category & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CC_MASK)) != 0) return 0;
  const auto syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  if (syllable == U_HST_VOWEL_JAMO || syllable == U_HST_TRAILING_JAMO) return 0;  // they join the jamo before them
  const auto width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

CodePoint code_point_beyond_ascii(std::string_view text, std::size_t offset) {
  assert(offset < text.size());
  const Sequence sequence = sequence_at(text, offset);
  return sequence.well_formed ? sequence.character : CodePoint{replacement, 1};
}

void append_utf8(std::string& out, char32_t value) {
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) value = replacement;
  const auto trail = [&](int shift) { return static_cast<char>(0x80 | ((value >> shift) & 0x3F)); };
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += {static_cast<char>(0xC0 | (value >> 6)), trail(0)};
  } else if (value < 0x10000) {
    out += {static_cast<char>(0xE0 | (value >> 12)), trail(6), trail(0)};
  } else {
    out += {static_cast<char>(0xF0 | (value >> 18)), trail(12), trail(6), trail(0)};
  }
}

bool is_ascii(std::string_view text) {
  const std::string_view rest = text.substr(ascii_stretch(text, 0));
  return std::all_of(rest.begin(), rest.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = ascii_stretch(text, 0); at < text.size();) {
    const Sequence sequence = sequence_at(text, at);
    if (!sequence.well_formed) return false;
    at += sequence.character.size;
    at += ascii_stretch(text, at);
  }
  return true;
}

std::string to_valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Sequence sequence = sequence_at(text, at);
    out.append(sequence.well_formed ? text.substr(at, sequence.character.size) : replacement_bytes);
    at += sequence.character.size;
  }
  return out;
}

std::size_t floor_to_character(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return text.size();
  while (offset > 0 && is_trail(byte_at(text, offset))) --offset;
  return offset;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    at += c.size;
    if (c.value < 0x80) {
      width += c.value >= 0x20 && c.value != 0x7F ? 1 : 0;
    } else {
      width += columns(static_cast<UChar32>(c.value));
    }
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    const std::string_view bytes = text.substr(at, c.size);
    at += c.size;
    // A carriage return alone would let a document overwrite the line it is shown on.
    const bool line_end = c.value == '\n' || (c.value == '\r' && at < text.size() && text[at] == '\n');
    const bool ill_formed = c.size == 1 && c.value == replacement;
    if (c.value == '\t' || line_end) {
      out += bytes;
    } else if (c.value < 0x20 || c.value == 0x7F || ill_formed) {
      out += "\\x" + hex(std::uint64_t{byte_at(bytes, 0)} << 56, 2);
    } else if ((c.value >= 0x80 && c.value < 0xA0) || is_bidirectional_control(c.value)) {
      out += "\\u" + hex(std::uint64_t{c.value} << 48, 4);
    } else {
      out += bytes;
    }
  }
  return out;
}

bool is_hidden(std::string_view text, std::size_t offset) {
  const CodePoint character = code_point_at(text, offset);
  const auto c = static_cast<UChar32>(character.value);
  if (c < 0x80) return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
  if (c == replacement && character.size == 1) return true;
  constexpr std::uint32_t breaking = U_GC_CC_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK;
  if ((U_GET_GC_MASK(c) & breaking) != 0 || u_hasBinaryProperty(c, UCHAR_NONCHARACTER_CODE_POINT)) return true;
  if (!u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
    // Of the other format characters these are seen: they stand below or before numbers.
    return (U_GET_GC_MASK(c) & U_GC_CF_MASK) != 0 && !u_hasBinaryProperty(c, UCHAR_PREPENDED_CONCATENATION_MARK);
  }
  const std::size_t end = offset + character.size;
  const auto after = end < text.size() ? static_cast<UChar32>(code_point_at(text, end).value) : 0;
  return !has_effect(text, offset, c, after);
}

std::string fold_space(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool pending = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    if (u_isUWhiteSpace(static_cast<UChar32>(c.value))) {
      pending = !out.empty();
    } else {
      if (pending) out += ' ';
      pending = false;
      out += text.substr(at, c.size);
    }
    at += c.size;
  }
  return out;
}

}  // namespace pilcrow::text
