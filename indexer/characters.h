// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of character it is, as Unicode says: what readers need to see lines, words and headings.
#pragma once

#include <string_view>

#include "core/text/span.h"

namespace pilcrow::indexer {

bool is_white_space(char32_t character);
bool is_letter(char32_t character);
bool is_letter_or_digit(char32_t character);
bool is_lower_case(char32_t character);
bool is_upper_case(char32_t character);

/// Whether any letter or digit stands in the text. Ends at the first.
bool has_letter_or_digit(std::string_view text);

/// The span without white space at its ends; empty, at its beginning, where there is nothing else.
text::Span trimmed(std::string_view text, text::Span span);

/// The last character of a text that is not empty.
char32_t last_character(std::string_view text);

}  // namespace pilcrow::indexer
