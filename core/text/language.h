// SPDX-License-Identifier: GPL-3.0-or-later
// What pilcrow knows of a language: the name of its stemmer, its stop words, whether its diacritics are letters.
// Languages are BCP 47 codes in lower case ("en", "zh-hant"), "und" where unknown; only the part before "-" counts
// here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::text {

inline constexpr std::string_view unknown_language = "und";

/// Name of the stemmer: Xapian's ("english"), else one of light_stems.h ("greek"); empty where there is none ("ja",
/// "und").
std::string_view stemmer_name(std::string_view language);

/// Whether the stem of every ASCII word begins with the letter that the word begins with. Not where prefixes are taken
/// off.
bool stems_keep_first_letter(std::string_view language);

/// Whether marks above and below letters are folded away ("naïve" = "naive"). Not for Vietnamese, where they are
/// letters.
bool folds_diacritics(std::string_view language);

/// Whether `surface`, normalised and folded as the analyser does, says nothing about the subject in this language
/// ("the", "wie", "della"). Used on queries only: stop words are indexed like all others. Constant cost.
bool is_stop_word(std::string_view language, std::string_view surface);

/// Languages with a stop list, one bit each.
using StopLanguages = std::uint64_t;

/// The bit of a language; none where it has no stop list.
StopLanguages stop_language(std::string_view language);

/// Whose stop word this is, folded in case with its diacritics left: one look-up, where is_stop_word() would be asked
/// about dozens of languages. Constant cost.
StopLanguages stop_languages_of(std::string_view word);

/// Languages with a stop list, sorted. (Every language with a stemmer, and a few more.)
std::vector<std::string_view> languages_with_stop_words();

}  // namespace pilcrow::text
