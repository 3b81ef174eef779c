// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/language.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pilcrow::text {
namespace {

// The stemmers of Xapian 1.4. It calls a few by names of its own: "norwegian" is Bokmål, and serves Nynorsk as well.
constexpr std::array<std::pair<std::string_view, std::string_view>, 28> stemmers = {{
    {"ar", "arabic"},     {"ca", "catalan"},    {"da", "danish"},     {"de", "german"},     {"en", "english"},
    {"es", "spanish"},    {"eu", "basque"},     {"fi", "finnish"},    {"fr", "french"},     {"ga", "irish"},
    {"hu", "hungarian"},  {"hy", "armenian"},   {"id", "indonesian"}, {"in", "indonesian"}, {"it", "italian"},
    {"lt", "lithuanian"}, {"nb", "norwegian"},  {"ne", "nepali"},     {"nl", "dutch"},      {"nn", "norwegian"},
    {"no", "norwegian"},  {"pt", "portuguese"}, {"ro", "romanian"},   {"ru", "russian"},    {"sv", "swedish"},
    {"ta", "tamil"},      {"tr", "turkish"},    {"mo", "romanian"},
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

bool folds_diacritics(std::string_view language) {
  return primary(language) != "vi";
}

}  // namespace pilcrow::text
