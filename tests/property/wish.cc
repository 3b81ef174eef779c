// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/property/wish.h"

#include <algorithm>
#include <utility>

namespace pilcrow::test {
namespace {

Wish random_either(Random& random, const std::function<Leaf()>& next_leaf, std::size_t depth);

Wish random_item(Random& random, const std::function<Leaf()>& next_leaf, std::size_t depth, bool alone) {
  Wish item;
  if (depth > 0 && below(random, 5) == 0) {
    item = random_either(random, next_leaf, depth - 1);
  } else {
    do item.leaf = next_leaf();
    while (alone && item.leaf.loose != item.leaf.whole);
  }
  const std::size_t sign = below(random, 6);
  item.sign = sign == 0 ? '+' : sign == 1 ? '-' : ' ';
  return item;
}

/// Most operators join nothing but one sequence, which is then all there is.
std::size_t few(Random& random) {
  const std::size_t drawn = below(random, 8);
  return drawn < 6 ? 1 : drawn < 7 ? 2 : 3;
}

Wish random_either(Random& random, const std::function<Leaf()>& next_leaf, std::size_t depth) {
  Wish either{.kind = Wish::Kind::either};
  for (std::size_t i = few(random); i > 0; --i) {
    Wish both{.kind = Wish::Kind::both};
    for (std::size_t j = few(random); j > 0; --j) {
      Wish sequence{.kind = Wish::Kind::sequence};
      const std::size_t items = 1 + below(random, 3);
      for (std::size_t k = items; k > 0; --k) {
        sequence.parts.push_back(random_item(random, next_leaf, depth, items == 1));
      }
      both.parts.push_back(std::move(sequence));
    }
    either.parts.push_back(std::move(both));
  }
  return either;
}

std::string space(Random& random) {
  return below(random, 8) == 0 ? "  " : " ";
}

std::string joined(const std::vector<Wish>& parts, const std::string& joint, Random& random) {
  std::string text;
  for (const Wish& part : parts) {
    if (!text.empty()) text += joint + space(random);
    text += text_of(part, random);
  }
  return text;
}

std::string item_text(const Wish& item, Random& random) {
  std::string text;
  if (item.sign == '-') text = below(random, 3) == 0 ? "NOT" + space(random) : "-";
  if (item.sign == '+') text = "+";
  if (item.kind == Wish::Kind::leaf) return text + item.leaf.text;
  const std::string inner = text_of(item, random);
  return text + (below(random, 4) == 0 ? "( " + inner + " )" : "(" + inner + ")");
}

bool all_fields(const Wish& wish) {
  return wish.kind == Wish::Kind::leaf ? wish.leaf.filter
                                       : std::all_of(wish.parts.begin(), wish.parts.end(), all_fields);
}

/// Whether it only takes away, so that in a sequence words beside it still have to match: a field, also with a "+";
/// parentheses around nothing but fields; an exclusion; and what is required of nothing but such.
bool only_filters(const Wish& wish, bool alone) {
  switch (wish.kind) {
    case Wish::Kind::leaf:
      return wish.sign == '-' || wish.leaf.filter;
    case Wish::Kind::sequence:
    case Wish::Kind::both:
      return std::all_of(wish.parts.begin(), wish.parts.end(),
                         [&](const Wish& part) { return only_filters(part, wish.parts.size() == 1); });
    case Wish::Kind::either:
      if (wish.sign == '-' || all_fields(wish)) return true;
      return (alone || wish.sign == '+') && wish.parts.size() == 1 && only_filters(wish.parts[0], true);
  }
  return false;
}

Set sequence_meaning(const Wish& sequence, const Set& all, bool operand) {
  Set required = all;
  Set wanted;
  bool any_required = false;
  bool any_wanted = false;
  for (const Wish& item : sequence.parts) {
    const bool leaf = item.kind == Wish::Kind::leaf;
    const bool whole = item.sign != ' ' || (operand && sequence.parts.size() == 1);
    const Set holds = leaf ? (whole ? item.leaf.whole : item.leaf.loose) : meaning_of(item, all);
    if (item.sign == '-') {
      required &= ~holds;
    } else if (only_filters(item, sequence.parts.size() == 1)) {
      required &= holds;
    } else if (item.sign == '+' || (leaf && item.leaf.required)) {
      required &= holds;
      any_required = true;
    } else {
      wanted |= holds;
      any_wanted = true;
    }
  }
  return any_wanted && !any_required ? required & wanted : required;
}

/// A leaf that means another thing with a sign.
bool needs_company(const Wish& item) {
  return item.kind == Wish::Kind::leaf && item.leaf.loose != item.leaf.whole;
}

}  // namespace

Wish random_wish(Random& random, const std::function<Leaf()>& next_leaf) {
  return random_either(random, next_leaf, 3);
}

std::string text_of(const Wish& wish, Random& random) {
  switch (wish.kind) {
    case Wish::Kind::leaf:
      return wish.leaf.text;
    case Wish::Kind::sequence: {
      std::string text;
      for (const Wish& item : wish.parts) text += (text.empty() ? "" : space(random)) + item_text(item, random);
      return text;
    }
    case Wish::Kind::both:
      return joined(wish.parts, " AND", random);
    case Wish::Kind::either:
      return joined(wish.parts, " OR", random);
  }
  return {};
}

Set meaning_of(const Wish& wish, const Set& all) {
  Set set;
  switch (wish.kind) {
    case Wish::Kind::leaf:
      return wish.leaf.loose;
    case Wish::Kind::sequence:
      return sequence_meaning(wish, all, false);
    case Wish::Kind::both:
      set = all;
      for (const Wish& part : wish.parts) set &= sequence_meaning(part, all, wish.parts.size() > 1);
      return set;
    case Wish::Kind::either:
      for (const Wish& part : wish.parts) set |= meaning_of(part, all);
      return set;
  }
  return set;
}

std::vector<Wish> smaller(const Wish& wish) {
  std::vector<Wish> all;
  for (std::size_t i = 0; i < wish.parts.size(); ++i) {
    const Wish& part = wish.parts[i];
    if (wish.parts.size() > 2 || (wish.parts.size() == 2 && !needs_company(wish.parts[1 - i]))) {
      all.push_back(wish);
      all.back().parts.erase(all.back().parts.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (wish.kind == Wish::Kind::sequence && wish.sign == ' ' && wish.parts.size() == 1 &&
        part.kind == Wish::Kind::either && part.sign == ' ' && part.parts.size() == 1 &&
        part.parts[0].parts.size() == 1) {
      all.push_back(part.parts[0].parts[0]);
    }
    if (part.sign != ' ') {
      all.push_back(wish);
      all.back().parts[i].sign = ' ';
    }
    for (Wish& less : smaller(part)) {
      all.push_back(wish);
      less.sign = part.sign;
      all.back().parts[i] = std::move(less);
    }
  }
  return all;
}

}  // namespace pilcrow::test
