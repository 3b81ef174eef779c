// SPDX-License-Identifier: GPL-3.0-or-later
// Folding of one word: what makes "Œuvre" and "œuvre", "naïve" and "naive", "don’t" and "don't" the same. The analyser
// folds what it finds in texts with it, and the stop lists are folded with it too.
#pragma once

#include <string>
#include <string_view>

namespace pilcrow::text {

/// NFKC case folding (Unicode 3.13), typographic apostrophes made plain, the digits of all scripts made ASCII's,
/// without the spaces that a few compatibility characters decompose to. `word` is well-formed UTF-8.
std::string fold_case(std::string_view word);

/// A case-folded word as people type it who leave out what their script lets them leave out. The result is NFC.
///   Latin       without marks; dotless i is i
///   Greek       without marks
///   Cyrillic    without stress marks; ё is е. й, ї and ў are letters and stay
///   Hebrew      without points, accents and gershayim
///   Arabic      without vowel signs and tatweel; alef without hamza and madda; alef maqsura and the yeh of Persian are
///               yeh, the keheh of Persian is kaf, teh marbuta is heh
///   Devanagari  without nukta; a nasal that a consonant of its own row follows, and chandrabindu, are anusvara
/// The marks of other scripts are part of the spelling and stay.
std::string fold_diacritics(std::string_view word);

/// The same text in NFC. `text` is well-formed UTF-8.
std::string compose(std::string_view text);

}  // namespace pilcrow::text
