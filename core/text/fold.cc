// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/text/ascii.h"
#include "core/text/utf8.h"

namespace pilcrow::text {
namespace {

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

UScriptCode script_of(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status);
}

bool is_mark(UChar32 c) {
  return u_charType(c) == U_NON_SPACING_MARK;
}

/// Whether people leave the mark out on this letter. Both are decomposed.
bool is_optional(UChar32 mark, UChar32 letter, UScriptCode script) {
  constexpr UChar32 grave = 0x0300;
  constexpr UChar32 acute = 0x0301;
  constexpr UChar32 diaeresis = 0x0308;
  constexpr UChar32 nukta = 0x093C;
  switch (script) {
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_HEBREW:
    case USCRIPT_ARABIC:
      return true;
    case USCRIPT_CYRILLIC: {
      // Macedonian has two letters of its own with what elsewhere is the mark of stress.
      constexpr UChar32 ghe = 0x0433;
      constexpr UChar32 ka = 0x043A;
      constexpr UChar32 ie = 0x0435;
      if (mark == grave || mark == acute) return letter != ghe && letter != ka;
      return mark == diaeresis && letter == ie;
    }
    case USCRIPT_DEVANAGARI:
      return mark == nukta;
    default:
      return false;
  }
}

constexpr UChar32 anusvara = 0x0902;

/// The letter that people type instead where they do not care; the letter itself where there is none.
UChar32 plain_letter(UChar32 c) {
  switch (c) {
    case 0x0131:  // dotless i
      return 'i';
    case 0x0671:  // alef wasla
      return 0x0627;
    case 0x0649:  // alef maqsura
    case 0x06CC:  // yeh of Persian
      return 0x064A;
    case 0x06A9:  // kaf of Persian
      return 0x0643;
    case 0x0629:  // teh marbuta
    case 0x06C1:  // heh of Urdu
    case 0x06D5:  // heh of Kurdish
      return 0x0647;
    case 0x0901:  // chandrabindu
      return anusvara;
    default:
      return c;
  }
}

/// Tatweel only stretches a word; geresh and gershayim say that it is short for another.
bool is_dropped(UChar32 c) {
  constexpr UChar32 tatweel = 0x0640;
  constexpr UChar32 geresh = 0x05F3;
  constexpr UChar32 gershayim = 0x05F4;
  return c == tatweel || c == geresh || c == gershayim;
}

/// Whether a nasal consonant of Devanagari without its vowel is also written as anusvara: before the four stops of its
/// own row.
bool sounds_as_anusvara(UChar32 nasal, UChar32 virama, UChar32 next) {
  constexpr std::array<UChar32, 5> nasals = {0x0919, 0x091E, 0x0923, 0x0928, 0x092E};
  constexpr UChar32 stops = 4;  // they stand before their nasal
  if (virama != 0x094D || std::find(nasals.begin(), nasals.end(), nasal) == nasals.end()) return false;
  return next >= nasal - stops && next < nasal;
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
      c = text::lower(c);
    }
    return out;
  }
  const icu::UnicodeString folded = normalise(icu::Normalizer2::getNFKCCasefoldInstance, from_utf8(word));
  icu::UnicodeString out;
  for (int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
    const UChar32 c = folded.char32At(at);
    if (c == ' ') continue;
    if (is_apostrophe(c)) {
      out.append(UChar32{'\''});
    } else if (u_isdigit(c)) {
      out.append(UChar32{'0'} + u_charDigitValue(c));
    } else {
      out.append(c);
    }
  }
  return to_utf8(out);
}

std::string fold_diacritics(std::string_view word) {
  if (is_ascii(word)) return std::string(word);
  const icu::UnicodeString decomposed = normalise(icu::Normalizer2::getNFDInstance, from_utf8(word));
  icu::UnicodeString out;
  UChar32 letter = 0;
  UScriptCode script = USCRIPT_UNKNOWN;
  for (int32_t at = 0; at < decomposed.length(); at = decomposed.moveIndex32(at, 1)) {
    const UChar32 c = decomposed.char32At(at);
    if (is_dropped(c)) continue;
    if (!is_mark(c)) {
      letter = c;
      script = script_of(c);
    } else if (is_optional(c, letter, script)) {
      continue;
    }
    if (script == USCRIPT_DEVANAGARI && at + 2 < decomposed.length() &&
        sounds_as_anusvara(c, decomposed[at + 1], decomposed[at + 2])) {
      out.append(anusvara);
      ++at;
      continue;
    }
    out.append(plain_letter(c));
  }
  return to_utf8(normalise(icu::Normalizer2::getNFCInstance, out));
}

std::string compose(std::string_view text) {
  return is_ascii(text) ? std::string(text) : to_utf8(normalise(icu::Normalizer2::getNFCInstance, from_utf8(text)));
}

}  // namespace pilcrow::text
