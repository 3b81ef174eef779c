// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/language.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pilcrow::text {
namespace {

// The stemmers of Xapian 1.4, and those of light_stems.h. Xapian calls a few by names of its own: "norwegian" is
// Bokmål, and serves Nynorsk as well.
constexpr std::array<std::pair<std::string_view, std::string_view>, 36> stemmers = {{
    {"ar", "arabic"},     {"ca", "catalan"},    {"cs", "czech"},      {"da", "danish"},     {"de", "german"},
    {"el", "greek"},      {"en", "english"},    {"es", "spanish"},    {"eu", "basque"},     {"fa", "persian"},
    {"fi", "finnish"},    {"fr", "french"},     {"ga", "irish"},      {"hi", "hindi"},      {"hu", "hungarian"},
    {"hy", "armenian"},   {"id", "indonesian"}, {"in", "indonesian"}, {"it", "italian"},    {"ko", "korean"},
    {"lt", "lithuanian"}, {"mo", "romanian"},   {"nb", "norwegian"},  {"ne", "nepali"},     {"nl", "dutch"},
    {"nn", "norwegian"},  {"no", "norwegian"},  {"pl", "polish"},     {"pt", "portuguese"}, {"ro", "romanian"},
    {"ru", "russian"},    {"sl", "slovene"},    {"sv", "swedish"},    {"ta", "tamil"},      {"tr", "turkish"},
    {"uk", "ukrainian"},
}};

std::string_view primary(std::string_view language) {
  return language.substr(0, language.find('-'));
}

}  // namespace

std::string_view stemmer_name(std::string_view language) {
  const auto* found = std::find_if(stemmers.begin(), stemmers.end(),
                                   [code = primary(language)](const auto& entry) { return entry.first == code; });
  return found == stemmers.end() ? std::string_view{} : found->second;
}

bool stems_keep_first_letter(std::string_view language) {
  const std::string_view name = stemmer_name(language);
  return name != "indonesian" && name != "irish";
}

bool folds_diacritics(std::string_view language) {
  return primary(language) != "vi";
}

}  // namespace pilcrow::text
