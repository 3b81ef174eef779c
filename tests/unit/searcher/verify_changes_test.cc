// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/verify_changes.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/random_text.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

namespace {

/// "[was>now]" of each change.
std::string dump(const std::string& was, const std::string& now, bool part = false) {
  std::string out;
  for (const Change& change : changes_between(was, compared_words(was), now, compared_words(now), part)) {
    out += "[" + change.was + ">" + change.now + "]";
  }
  return out;
}

std::string random_words(test::Random& random, std::size_t longest) {
  std::string text;
  for (std::size_t left = test::below(random, longest + 1); left > 0; --left) {
    text += std::string(1, static_cast<char>('a' + test::below(random, 4))) + " ";
  }
  return text;
}

/// The plain way.
std::size_t common_slowly(const std::vector<ComparedWord>& one, const std::vector<ComparedWord>& other) {
  std::vector<std::vector<std::size_t>> length(one.size() + 1, std::vector<std::size_t>(other.size() + 1));
  for (std::size_t i = 1; i <= one.size(); ++i) {
    for (std::size_t j = 1; j <= other.size(); ++j) {
      length[i][j] = one[i - 1].hash == other[j - 1].hash ? length[i - 1][j - 1] + 1
                                                          : std::max(length[i - 1][j], length[i][j - 1]);
    }
  }
  return length[one.size()][other.size()];
}

}  // namespace

TEST_CASE("changes: word by word") {
  struct Case {
    std::string name;
    std::string was;
    std::string now;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"none", "wind is cheap", "wind is  cheap", ""},
      {"a word", "wind is cheap", "wind is dear", "[cheap>dear]"},
      {"the first", "wind is cheap", "sun is cheap", "[wind>sun]"},
      {"one more", "wind is cheap", "wind is very cheap", "[>very]"},
      {"one less", "wind is very cheap", "wind is cheap", "[very>]"},
      {"two places", "one two three four five", "one 2 three four 5", "[two>2][five>5]"},
      {"all", "one two", "three", "[one two>three]"},
      {"to nothing", "one two", "", "[one two>]"},
      {"line ends within are spaces", "a b c", "a x\ny c", "[b>x y]"},
      {"characters of scripts without spaces", "風が強い", "風が弱い", "[強>弱]"},
      {"typographic marks are none", "it's", "it’s", ""},
  }));
  INFO(c.name);
  CHECK(dump(c.was, c.now) == c.expected);
}

TEST_CASE("changes: what stands around a part is none") {
  CHECK(dump("wind is cheap", "so they say wind is dear these days", true) == "[cheap>dear]");
  CHECK(dump("wind is cheap", "so they say that wind is cheap these days", true).empty());
  CHECK(dump("the wind is", "all a wind is now", true) == "[the>a]");
  CHECK(dump("wind is very cheap", "here wind is", true) == "[very cheap>]");
}

TEST_CASE("changes: rewritten beyond telling is one change") {
  std::string was;
  std::string now;
  for (int i = 0; i < 3000; ++i) {
    was += "a" + std::to_string(i) + " same ";
    now += "b" + std::to_string(i) + " same ";
  }
  CHECK(changes_between(was, compared_words(was), now, compared_words(now), false).size() == 1);
  CHECK(changes_between(was.substr(0, 2000), compared_words(was.substr(0, 2000)), now.substr(0, 2000),
                        compared_words(now.substr(0, 2000)), false)
            .size() == 1);
}

TEST_CASE("changes: random texts, made of each other by the changes that are told") {
  INFO("seed " << test::seed());
  test::Random random(test::seed());
  for (int round = 0; round < 2000; ++round) {
    const std::string was = random_words(random, 30);
    const std::string now = random_words(random, 30);
    INFO("'" << was << "' '" << now << "'");
    const auto was_words = compared_words(was);
    const auto now_words = compared_words(now);
    Effort effort(1'000'000);
    REQUIRE(common_words(was_words, now_words, effort) == common_slowly(was_words, now_words));
    // The shortest script: what is common is not told.
    std::size_t gone = 0;
    std::size_t come = 0;
    for (const Change& change : changes_between(was, was_words, now, now_words, false)) {
      gone += compared_words(change.was).size();
      come += compared_words(change.now).size();
    }
    const std::size_t common = common_slowly(was_words, now_words);
    REQUIRE(gone == was_words.size() - common);
    REQUIRE(come == now_words.size() - common);
  }
}

TEST_CASE("changes: more than 64 words, and words that come often") {
  test::Random random(test::seed());
  for (int round = 0; round < 50; ++round) {
    const auto one = compared_words(random_words(random, 400));
    const auto other = compared_words(random_words(random, 400));
    Effort effort(10'000'000);
    REQUIRE(common_words(one, other, effort) == common_slowly(one, other));
  }
}

TEST_CASE("changes: the stretch of a long text that is likest") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "filler" + std::to_string(i) + " ";
  text.insert(2000, " wind is very cheap in winter ");
  const auto stretch = likest_stretch(compared_words("wind is cheap in the winter"), compared_words(text));
  CHECK(stretch.size() == 19);  // half as long again and four, and as many behind
  std::string words;
  for (const ComparedWord& word : stretch) words += std::string(word.place.of(text)) + " ";
  CHECK(words.find("wind is very cheap in winter ") != std::string::npos);
  CHECK(likest_stretch({}, compared_words("a b")).size() == 2);
}

TEST_CASE("changes: what replaced the last words of a quotation is told, wherever it stands") {
  const std::string quote = "the canteen closes at two sharp";
  for (const std::size_t fillers : {0U, 5U, 8U, 50U}) {
    std::string text;
    for (std::size_t i = 0; i < fillers; ++i) text += "filler" + std::to_string(i) + " ";
    text += "the canteen closes at three precisely on every day of the week";
    const auto was = compared_words(quote);
    const auto changes = changes_between(quote, was, text, likest_stretch(was, compared_words(text)), true);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].was == "two sharp");
    CHECK(changes[0].now == "three precisely");
  }
}
