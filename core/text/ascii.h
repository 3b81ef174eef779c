// SPDX-License-Identifier: GPL-3.0-or-later
// What the characters of ASCII are, whatever the locale: for syntax, names and numbers. Words of people are fold.h's.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace pilcrow::text {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A space, a tab or what ends lines and pages.
constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// A letter's small form; everything else, bytes beyond ASCII too, as it is.
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
  return out;
}

}  // namespace pilcrow::text
