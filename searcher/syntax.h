// SPDX-License-Identifier: GPL-3.0-or-later
// What query text is made of, for those who read and write it: characters, and the names of fields.
#pragma once

#include <array>
#include <string_view>

#include "searcher/query.h"

namespace pilcrow::searcher {

struct FieldName {
  std::string_view name;
  Field field;
};
inline constexpr std::array<FieldName, 7> field_names = {{{"title", Field::title},
                                                          {"heading", Field::heading},
                                                          {"path", Field::path},
                                                          {"type", Field::type},
                                                          {"lang", Field::language},
                                                          {"date", Field::date},
                                                          {"root", Field::root}}};

inline bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

inline bool is_quote(char32_t c) {
  return c == '"' || c == U'“' || c == U'”' || c == U'„' || c == U'«' || c == U'»';
}

/// A letter or digit, as far as syntax is concerned: beyond ASCII everything that is not a space or a quote. What of it
/// is a word the analyser decides.
inline bool is_word_character(char32_t c) {
  if (c >= 0x80) return !is_space(c) && !is_quote(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace pilcrow::searcher
