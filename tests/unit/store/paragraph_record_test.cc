// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/paragraph_record.h"

#include <random>

#include "tests/support/catch.h"

namespace pilcrow::store {
namespace {

/// Sentences from a small vocabulary: what a dictionary can learn.
std::vector<std::string> sentences(std::size_t count) {
  static const char* words[] = {"battery", "module", "torque", "the",    "vehicle",
                                "update",  "of",     "plant",  "signed", "is"};
  std::mt19937 random(1);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    std::string sentence;
    for (int word = 0; word < 40; ++word) sentence.append(words[random() % std::size(words)]).append(" ");
    out.push_back(sentence);
  }
  return out;
}

TEST_CASE("record: text and file come back, with a dictionary and without") {
  const std::string dictionary = train_dictionary(sentences(2000));
  REQUIRE_FALSE(dictionary.empty());
  for (const std::string& used : {std::string(), dictionary}) {
    TextCodec codec(used);
    for (const std::string& text :
         {std::string(), std::string("one"), std::string(8193, 'a'), sentences(1)[0], std::string("\0\xFF bytes", 8)}) {
      const auto decoded = codec.decode(codec.encode({300, text}));
      REQUIRE(decoded);
      CHECK(decoded->file == 300);
      CHECK(decoded->text == text);
    }
  }
}

TEST_CASE("record: a dictionary shrinks short texts") {
  const auto samples = sentences(2001);
  TextCodec plain("");
  TextCodec trained(train_dictionary({samples.begin(), samples.end() - 1}));
  CHECK(trained.encode({1, samples.back()}).size() < plain.encode({1, samples.back()}).size());
}

TEST_CASE("record: too few samples give no dictionary") {
  CHECK(train_dictionary({}).empty());
  CHECK(train_dictionary(sentences(3)).empty());
}

TEST_CASE("record: damage is an error") {
  TextCodec codec("");
  const std::string bytes = codec.encode({5, "a paragraph about batteries and what they weigh"});
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(codec.decode(bytes.substr(0, size)));
  std::string other_version = bytes;
  other_version[0] = 99;
  CHECK_FALSE(codec.decode(other_version));
}

TEST_CASE("record: a text longer than any paragraph is refused before memory is taken for it") {
  TextCodec codec("");
  CHECK(codec.decode(codec.encode({1, std::string(longest_text, 'a')})));
  CHECK_FALSE(codec.decode(codec.encode({1, std::string(longest_text + 1, 'a')})));
}

}  // namespace
}  // namespace pilcrow::store
