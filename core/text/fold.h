// SPDX-License-Identifier: GPL-3.0-or-later
// Folding of one word: what makes "Œuvre" and "œuvre", "naïve" and "naive", "don’t" and "don't" the same. The analyser
// folds what it finds in texts with it, and the stop lists are folded with it too.
#pragma once

#include <string>
#include <string_view>

namespace pilcrow::text {

/// NFKC case folding (Unicode 3.13), typographic apostrophes made plain, without the spaces that a few compatibility
/// characters decompose to. `word` is well-formed UTF-8.
std::string fold_case(std::string_view word);

/// A case-folded word without the nonspacing marks on its Latin, Greek and Cyrillic letters, without Arabic vowel signs
/// and tatweel. The marks of other scripts are part of the spelling and stay. The result is NFC.
std::string fold_diacritics(std::string_view word);

}  // namespace pilcrow::text
