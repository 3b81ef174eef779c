// SPDX-License-Identifier: GPL-3.0-or-later
// Stemmers for languages that Xapian has none for: a list of endings a language, of which the longest that fits is
// taken off. They know no roots and no exceptions, and what they leave need not be a word; it only has to be the same
// for the forms of one word most of the time, and for two words seldom.
#pragma once

#include <string>
#include <string_view>

namespace pilcrow::text {

struct LightRules;

/// The rules of that name ("greek"); nullptr where there are none. They live for ever.
const LightRules* light_rules(std::string_view name);

/// The stem of a folded word. Linear in the word for the fixed rules of a language.
std::string light_stem(const LightRules& rules, std::string_view word);

}  // namespace pilcrow::text
