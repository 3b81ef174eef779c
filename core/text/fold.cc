// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <stdexcept>

namespace pilcrow::text {
namespace {

bool is_ascii(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void require(UErrorCode status) {
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU cannot normalise text: ") + u_errorName(status));
}

icu::UnicodeString normalise(const icu::Normalizer2* (*form)(UErrorCode&), const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normaliser = form(status);
  require(status);
  icu::UnicodeString out = normaliser->normalize(text, status);
  require(status);
  return out;
}

bool is_apostrophe(UChar32 c) {
  return c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0xFF07;
}

bool carries_foldable_marks(UChar32 letter) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(letter, &status);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

bool is_optional_in_arabic(UChar32 c) {
  return (c >= 0x064B && c <= 0x0652) || c == 0x0640;
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

}  // namespace

std::string fold_case(std::string_view word) {
  if (is_ascii(word)) {
    std::string out(word);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
  }
  const icu::UnicodeString folded = normalise(icu::Normalizer2::getNFKCCasefoldInstance, from_utf8(word));
  icu::UnicodeString out;
  for (int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
    const UChar32 c = folded.char32At(at);
    if (c != ' ') out.append(is_apostrophe(c) ? UChar32{'\''} : c);
  }
  return to_utf8(out);
}

std::string fold_diacritics(std::string_view word) {
  if (is_ascii(word)) return std::string(word);
  const icu::UnicodeString decomposed = normalise(icu::Normalizer2::getNFDInstance, from_utf8(word));
  icu::UnicodeString out;
  bool foldable = false;
  for (int32_t at = 0; at < decomposed.length(); at = decomposed.moveIndex32(at, 1)) {
    const UChar32 c = decomposed.char32At(at);
    const bool mark = u_charType(c) == U_NON_SPACING_MARK;
    if (!mark) foldable = carries_foldable_marks(c);
    if ((mark && foldable) || is_optional_in_arabic(c)) continue;
    out.append(c);
  }
  return to_utf8(normalise(icu::Normalizer2::getNFCInstance, out));
}

}  // namespace pilcrow::text
