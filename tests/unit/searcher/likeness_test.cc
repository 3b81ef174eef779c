// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/likeness.h"

#include <sstream>
#include <string>
#include <utility>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

namespace {

std::uint32_t look(const std::string& word) {
  return look_of(word);
}

Likeness look_at(const std::string& text) {
  std::vector<std::uint32_t> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(look(word));
  return Likeness(std::move(words));
}

const std::string nineteen = "a b c d e f g h i j k l m n o p q r s ";
const std::string twenty = nineteen + "t ";
const std::string thirty_nine = twenty + "aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp qq rr ss ";
const std::string forty = thirty_nine + "tt ";

}  // namespace

TEST_CASE("likeness: at most one word in twenty differs, and none with a digit") {
  struct Case {
    std::string name;
    std::string one;
    std::string other;
    bool near;
  };
  const auto c = GENERATE(values<Case>({
      {"the same", twenty, twenty, true},
      {"in another order", twenty, "t " + nineteen, true},
      {"one word of twenty is another", twenty, nineteen + "x", true},
      {"two words of twenty are others", twenty, "x y c d e f g h i j k l m n o p q r s t", false},
      {"one word more", twenty, twenty + "x", true},
      {"two words more", twenty, twenty + "x y", false},
      {"a word left out and another one added elsewhere", twenty, "x " + nineteen, true},
      {"two words of forty are others", forty, "x y " + forty.substr(4), true},
      {"two words of thirty-nine are others", thirty_nine, "x y " + thirty_nine.substr(4), false},
      {"three words of forty are others", forty, "x y z " + forty.substr(6), false},
      {"a word once more", twenty, twenty + "a", true},
      {"a number is another", nineteen + "1", nineteen + "2", false},
      {"a word with a digit is another", nineteen + "v1.2", nineteen + "v1.3", false},
      {"a number more", twenty, twenty + "7", false},
      {"a number that is the same", nineteen + "x 7", nineteen + "y 7", true},
      {"a number in another place", "7 " + twenty, twenty + "7", true},
      {"short texts are never near, though they be the same", nineteen, nineteen, false},
      {"one of them is short", nineteen, twenty, false},
      {"nothing", "", "", false},
  }));
  INFO(c.name);
  CHECK(look_at(c.one).near(look_at(c.other)) == c.near);
  CHECK(look_at(c.other).near(look_at(c.one)) == c.near);
}

TEST_CASE("likeness: the look of a word is odd where it holds a digit, of any word the same each time") {
  for (const std::string word : {"a", "pump", "naïve", "東", ""}) CHECK(look(word) % 2 == 0);
  for (const std::string word : {"1", "v1.2", "x86", "h2o"}) CHECK(look(word) % 2 == 1);
  CHECK(look("pump") == look("pump"));
  CHECK(look("pump") != look("pumps"));
}
