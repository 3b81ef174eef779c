// SPDX-License-Identifier: GPL-3.0-or-later
// Queries whose meaning is known before any parser has seen them: text and meaning are made together, by the rules of
// docs/query-syntax.md. What is asked for at one place is a leaf; what it means is a set of paragraphs, or of imagined
// worlds where no index is needed.
#pragma once

#include <bitset>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/random_text.h"

namespace pilcrow::test {

using Set = std::bitset<1024>;

struct Leaf {
  std::string text = {};  ///< As typed, without a sign.
  bool required = false;  ///< Without a sign, too: a phrase, words near each other.
  bool filter = false;    ///< A field: must pass, and leaves the words beside it what they are.
  Set loose = {};         ///< Where it holds without a sign: any of several words joined as one ("e-mail").
  Set whole = {};         ///< With a sign: all of them.
};

struct Wish {
  enum class Kind { leaf, sequence, both, either };
  Kind kind = Kind::leaf;
  char sign = ' ';  ///< In a sequence: "+", "-" or none.
  Leaf leaf = {};
  std::vector<Wish> parts = {};
};

/// `next_leaf` gives the leaves. One that means another thing with a sign never stands alone in parentheses or beside an
/// operator, since nobody could say whether it has the sign of these.
Wish random_wish(Random& random, const std::function<Leaf()>& next_leaf);

/// As a person could type it; the same wish in several ways.
std::string text_of(const Wish& wish, Random& random);

/// Which of `all` are meant.
Set meaning_of(const Wish& wish, const Set& all);

/// Wishes a little smaller than this, to find the smallest that still is answered wrongly.
std::vector<Wish> smaller(const Wish& wish);

}  // namespace pilcrow::test
