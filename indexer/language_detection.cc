// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/language_detection.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/uscript.h>

#include "core/text/language.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t sample_size = 64 << 10;
constexpr std::size_t sample_pieces = 64;
/// In a text longer than this, the language of half of it is that of the text, though CLD2 is not sure (many names).
constexpr int short_text = 200;

/// The text of all paragraphs, each with a line end, its heading before it where that is a new one; at most sample_size
/// bytes of it, in pieces from all over.
std::string sampled(const std::vector<Paragraph>& paragraphs) {
  std::vector<std::string_view> texts;
  std::size_t total = 0;
  std::string_view heading_before;
  const auto add = [&](std::string_view text) {
    texts.push_back(text);
    total += text.size() + 1;
  };
  for (const Paragraph& paragraph : paragraphs) {
    const std::string_view heading = paragraph.headings.empty() ? "" : std::string_view(paragraph.headings.back());
    if (!heading.empty() && heading != heading_before) add(heading);
    heading_before = heading;
    add(paragraph.text);
  }
  // A text that is not too long is taken whole, one piece for each of its texts.
  const std::size_t distance = total / sample_pieces;
  const std::size_t piece_size = total <= sample_size ? total : sample_size / sample_pieces - 1;
  std::string sample;
  std::size_t next = 0;  // Where the next piece begins, in all texts as one.
  std::size_t begin = 0;
  for (const std::string_view text : texts) {
    const std::size_t end = begin + text.size() + 1;
    while (next < end) {
      const std::size_t from = text::floor_to_character(text, std::min(next - begin, text.size()));
      const std::size_t to = text::floor_to_character(text, std::min(from + piece_size, text.size()));
      sample.append(text.substr(from, to - from)) += '\n';
      next = total <= sample_size ? end : next + distance;
    }
    begin = end;
  }
  return sample;
}

/// CLD2's code as BCP 47 has it today.
std::string modern_code(std::string code) {
  std::transform(code.begin(), code.end(), code.begin(),
                 [](char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte; });
  constexpr std::array<std::array<std::string_view, 2>, 6> renamed = {
      {{"iw", "he"}, {"jw", "jv"}, {"in", "id"}, {"ji", "yi"}, {"mo", "ro"}, {"zh-tw", "zh-hant"}}};
  for (const auto& [old_code, new_code] : renamed) {
    if (code == old_code) return std::string(new_code);
  }
  return code;
}

/// A language code in lower case; empty where `declared` is none.
std::string well_formed(std::string_view declared) {
  std::string code = modern_code(std::string(declared));
  std::replace(code.begin(), code.end(), '_', '-');
  const std::size_t primary = std::min(code.find('-'), code.size());
  const bool letters = std::all_of(code.begin(), code.end(), [](char byte) {
    return byte == '-' || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
  });
  return letters && (primary == 2 || primary == 3) && code.size() <= 35 ? code : std::string();
}

struct ScriptLanguage {
  UScriptCode script;
  std::string_view language;
};

/// The language that most text in a script is in.
constexpr std::array script_languages = {
    ScriptLanguage{USCRIPT_LATIN, "en"},      ScriptLanguage{USCRIPT_HAN, "zh"},
    ScriptLanguage{USCRIPT_HIRAGANA, "ja"},   ScriptLanguage{USCRIPT_KATAKANA, "ja"},
    ScriptLanguage{USCRIPT_HANGUL, "ko"},     ScriptLanguage{USCRIPT_BOPOMOFO, "zh-hant"},
    ScriptLanguage{USCRIPT_CYRILLIC, "ru"},   ScriptLanguage{USCRIPT_GREEK, "el"},
    ScriptLanguage{USCRIPT_ARABIC, "ar"},     ScriptLanguage{USCRIPT_HEBREW, "he"},
    ScriptLanguage{USCRIPT_THAI, "th"},       ScriptLanguage{USCRIPT_LAO, "lo"},
    ScriptLanguage{USCRIPT_KHMER, "km"},      ScriptLanguage{USCRIPT_MYANMAR, "my"},
    ScriptLanguage{USCRIPT_DEVANAGARI, "hi"}, ScriptLanguage{USCRIPT_BENGALI, "bn"},
    ScriptLanguage{USCRIPT_GURMUKHI, "pa"},   ScriptLanguage{USCRIPT_GUJARATI, "gu"},
    ScriptLanguage{USCRIPT_ORIYA, "or"},      ScriptLanguage{USCRIPT_TAMIL, "ta"},
    ScriptLanguage{USCRIPT_TELUGU, "te"},     ScriptLanguage{USCRIPT_KANNADA, "kn"},
    ScriptLanguage{USCRIPT_MALAYALAM, "ml"},  ScriptLanguage{USCRIPT_SINHALA, "si"},
    ScriptLanguage{USCRIPT_TIBETAN, "bo"},    ScriptLanguage{USCRIPT_GEORGIAN, "ka"},
    ScriptLanguage{USCRIPT_ARMENIAN, "hy"},   ScriptLanguage{USCRIPT_ETHIOPIC, "am"},
};

std::string_view language_by_script(std::string_view text) {
  std::array<std::size_t, script_languages.size()> counts{};
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint character = text::code_point_at(text, at);
    at += character.size;
    if (!is_letter(character.value)) continue;
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(character.value), &status);
    for (std::size_t i = 0; i < script_languages.size(); ++i) counts[i] += script_languages[i].script == script;
  }
  // Japanese has more Han than Kana in many a text, Chinese has no Kana at all.
  constexpr std::size_t han = 1;
  constexpr std::size_t hiragana = 2;
  constexpr std::size_t katakana = 3;
  if ((counts[hiragana] + counts[katakana]) * 10 > counts[han]) counts[hiragana] += std::exchange(counts[han], 0);
  const auto most = static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  return counts[most] == 0 ? text::unknown_language : script_languages[most].language;
}

}  // namespace

std::string detect_language(const std::vector<Paragraph>& paragraphs, std::string_view declared) {
  const std::string sample = sampled(paragraphs);
  const std::string hint = well_formed(declared);
  const std::string_view script = language_by_script(sample);
  if (script == text::unknown_language) return hint.empty() ? std::string(script) : hint;

  const CLD2::CLDHints hints{hint.empty() ? nullptr : hint.c_str(), nullptr, CLD2::UNKNOWN_ENCODING,
                             CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percent{};
  std::array<double, 3> scores{};
  int text_bytes = 0;
  bool sure = false;
  int valid_bytes = 0;
  const CLD2::Language found = CLD2::ExtDetectLanguageSummaryCheckUTF8(
      sample.data(), static_cast<int>(sample.size()), /*is_plain_text=*/true, &hints, /*flags=*/0, languages.data(),
      percent.data(), scores.data(), /*resultchunkvector=*/nullptr, &text_bytes, &sure, &valid_bytes);
  const bool likely = text_bytes > short_text && percent[0] >= 50;
  const CLD2::Language language = sure ? found : likely ? languages[0] : CLD2::UNKNOWN_LANGUAGE;
  const std::string code = modern_code(CLD2::LanguageCode(language));
  // "un" and its extended codes ("xx-Latn", "zzb") stand for scripts and jokes, not for languages.
  if (language != CLD2::UNKNOWN_LANGUAGE && code.substr(0, 2) != "xx" && code.substr(0, 2) != "zz") return code;
  return hint.empty() ? std::string(script) : hint;
}

}  // namespace pilcrow::indexer
