// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/vocabulary.h"

#include <string>

#include "tests/support/catch.h"

namespace pilcrow::test {
namespace {

using indexer::KnownTerms;
using indexer::Vocabulary;

std::string many(int i) {
  return "term" + std::to_string(i);
}

}  // namespace

TEST_CASE("vocabulary: each term has one number, in the order in which they came") {
  Vocabulary vocabulary(0);
  CHECK(vocabulary.number("pump") == 0);
  CHECK(vocabulary.number("valve") == 1);
  CHECK(vocabulary.number("pump") == 0);
  CHECK(vocabulary.number("") == 2);
  CHECK(vocabulary.number(std::string("a\0b", 3)) == 3);
  for (int i = 0; i < 20'000; ++i) REQUIRE(vocabulary.number(many(i)) == static_cast<std::uint32_t>(i + 4));
  for (int i = 0; i < 20'000; ++i) REQUIRE(vocabulary.number(many(i)) == static_cast<std::uint32_t>(i + 4));
  CHECK(vocabulary.term(0) == "pump");
  CHECK(vocabulary.term(3) == std::string_view("a\0b", 3));
  CHECK(vocabulary.term(20'003) == "term19999");
}

TEST_CASE("vocabulary: the beginnings order as the terms do") {
  Vocabulary vocabulary(0);
  const std::string terms[] = {"", "A", "Z", "Za", "a", "abcdefg", "abcdefgh", "abcdefgi", "\x7f", "\xc3\xa4", "\xff"};
  for (const std::string& one : terms) {
    for (const std::string& other : terms) {
      const auto first = vocabulary.beginning(vocabulary.number(one));
      const auto second = vocabulary.beginning(vocabulary.number(other));
      INFO(one << " " << other);
      CHECK((first < second) == (one < other));
    }
  }
}

TEST_CASE("vocabulary: who is told the news knows the terms") {
  Vocabulary first(0);
  Vocabulary third(2);
  KnownTerms known;
  first.number("pump");
  third.number("valve");
  known.learn(third.take_news());
  known.learn(first.take_news());
  CHECK(known.term(0, 0) == "pump");
  CHECK(known.term(2, 0) == "valve");
  CHECK(first.take_news().terms.empty());
  first.number("pump");
  first.number(std::string(245, 'x'));
  known.learn(first.take_news());
  CHECK(known.size(0) == 2);
  CHECK(known.term(0, 1) == std::string(245, 'x'));
}

TEST_CASE("vocabulary: a full one begins anew, and so does who is told") {
  Vocabulary vocabulary(0);
  KnownTerms known;
  vocabulary.number("pump");
  CHECK_FALSE(vocabulary.renew());
  CHECK(vocabulary.term(0) == "pump");
  for (int i = 0; i < 1 << 18; ++i) vocabulary.number(many(i));
  known.learn(vocabulary.take_news());
  CHECK(known.size(0) == (1U << 18) + 1);
  REQUIRE(vocabulary.renew());
  CHECK(vocabulary.number("valve") == 0);
  known.learn(vocabulary.take_news());
  CHECK(known.size(0) == 1);
  CHECK(known.term(0, 0) == "valve");
  CHECK(known.epoch(0) == 1);
}

}  // namespace pilcrow::test
