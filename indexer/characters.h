// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of character it is, as Unicode says: what readers need to see lines, words and headings.
#pragma once

#include <string>
#include <string_view>

#include "core/text/span.h"

namespace pilcrow::indexer {

bool is_white_space(char32_t character);
bool is_letter(char32_t character);
bool is_letter_or_digit(char32_t character);
bool is_lower_case(char32_t character);
bool is_upper_case(char32_t character);
/// A letter of a script that is written from right to left.
bool is_right_to_left(char32_t character);
/// What is printed for it in text from right to left: ")" for "(".
char32_t mirrored(char32_t character);

/// Whether any letter or digit stands in the text. Ends at the first.
bool has_letter_or_digit(std::string_view text);

/// Ligatures and other forms of letters that only printing needs ("\uFB01", the joined forms of Arabic) as the letters
/// that they are made of. Nothing else is changed. `text` is well-formed.
std::string without_presentation_forms(std::string_view text);

/// The span without white space at its ends; empty, at its beginning, where there is nothing else.
text::Span trimmed(std::string_view text, text::Span span);

/// The last character of a text that is not empty.
char32_t last_character(std::string_view text);

}  // namespace pilcrow::indexer
