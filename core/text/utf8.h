// SPDX-License-Identifier: GPL-3.0-or-later
// The few things everyone does to UTF-8: step over it, check it, cut it where a character ends, make it harmless.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pilcrow::text {

/// One decoded character: its code point and how many bytes it took (1 to 4). An ill-formed byte is U+FFFD, 1 byte.
struct CodePoint {
  char32_t value = 0xFFFD;
  std::size_t size = 1;
};

/// The same where no ASCII stands.
CodePoint code_point_beyond_ascii(std::string_view text, std::size_t offset);

/// The character at `offset`, which must be inside `text`. Constant cost.
inline CodePoint code_point_at(std::string_view text, std::size_t offset) {
  const auto byte = static_cast<unsigned char>(text[offset]);
  return byte < 0x80 ? CodePoint{byte, 1} : code_point_beyond_ascii(text, offset);
}

/// Appends `value` (a scalar value; anything else is appended as U+FFFD).
void append_utf8(std::string& out, char32_t value);

/// Whether there is nothing but ASCII.
bool is_ascii(std::string_view text);

/// Whether all of `text` is well-formed UTF-8 (no surrogates, no overlong forms). NUL is a character like any other.
bool is_utf8(std::string_view text);

/// `text` with each maximal ill-formed subsequence replaced by U+FFFD, as Unicode 3.9 recommends.
std::string to_valid_utf8(std::string_view text);

/// The largest character boundary that is not after `offset`. `text` is well-formed.
std::size_t floor_to_character(std::string_view text, std::size_t offset);

/// Columns that the text takes on a terminal: 2 for wide and full-width characters and emoji, 0 for combining marks and
/// controls, 1 for others. Linear.
std::size_t display_width(std::string_view text);

/// `text` fit to be shown: controls (C0, DEL, C1), bidirectional overrides and isolates, and ill-formed bytes become
/// visible escapes such as "\x1b" or "\u202e"; tabs and line ends stay. So a document cannot speak to the terminal.
std::string printable(std::string_view text);

/// Whether the character at `offset` is one that nobody sees, or that moves or breaks what stands around it: controls
/// but tab and line feed, format characters, what Unicode calls ignorable, separators of lines and paragraphs,
/// noncharacters, ill-formed bytes. Not hidden where a script or an emoji needs them: joiners beside a virama and between
/// emoji, a non-joiner between letters that join, one variation selector behind an emoji or in a keycap, behind a
/// Mongolian letter, and one of the first three behind an ideograph. Constant cost.
bool is_hidden(std::string_view text, std::size_t offset);

/// White space folded: every run of spaces, tabs and line ends is one space, none at either end.
std::string fold_space(std::string_view text);

}  // namespace pilcrow::text
