// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/term_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "indexer/glass/coding.h"
#include "tests/support/catch.h"
#include "tests/support/random_text.h"

namespace pilcrow::indexer::glass {
namespace {

using test::below;
using test::Random;

using Terms = std::vector<std::pair<std::string, std::uint32_t>>;

std::string entries_of(const Terms& terms) {
  TermListWriter writer;
  for (const auto& [term, wdf] : terms) writer.add(term, wdf);
  return std::string(writer.entries());
}

/// Letters as they are, other bytes as numbers.
std::string dump(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const bool letter = c >= 'a' && c <= 'z';
    if (!out.empty() && !(letter && out.back() >= 'a')) out += ' ';
    out += letter ? std::string(1, c) : fmt::format("{}", static_cast<unsigned char>(c));
  }
  return out;
}

/// Reads entries as docs/glass-format.md has them.
Terms read(std::string_view entries) {
  Terms terms;
  const char* at = entries.data();
  const char* const end = at + entries.size();
  while (at != end) {
    std::string term;
    bool packed = false;
    std::uint32_t wdf = 0;
    if (!terms.empty()) {
      const std::string& before = terms.back().first;
      const std::size_t head = static_cast<unsigned char>(*at++);
      packed = head > before.size();
      if (packed) wdf = static_cast<std::uint32_t>(head / (before.size() + 1) - 1);
      term = before.substr(0, packed ? head % (before.size() + 1) : head);
    }
    const std::size_t rest = static_cast<unsigned char>(*at++);
    term.append(at, rest);
    at += rest;
    if (!packed) wdf = static_cast<std::uint32_t>(read_unsigned(at));
    terms.emplace_back(std::move(term), wdf);
  }
  return terms;
}

TEST_CASE("term list: each term shares the beginning of the one before") {
  struct Case {
    std::string name;
    Terms terms;
    std::string expected;
  };
  const std::string y(126, 'y');
  const auto c = GENERATE_COPY(test::values<Case>({
      {"nothing", {}, ""},
      {"the first term has its size, itself, its wdf", {{"wind", 3}}, "4 wind 3"},
      {"a wdf may be large", {{"wind", 300}}, "4 wind 172 2"},
      // (wdf + 1) * (size of the one before + 1) + what is shared: 2 * 5 + 4.
      {"a small wdf is packed with what is shared", {{"wind", 1}, {"winds", 1}}, "4 wind 1 14 1 s"},
      {"nothing shared, wdf 0: 1 * 5 + 0", {{"wind", 1}, {"zero", 0}}, "4 wind 1 5 4 zero"},
      {"packed as long as it fits a byte: 127 * 2 + 1 = 255", {{"a", 1}, {"ab", 126}}, "1 a 1 255 1 b"},
      {"and not when it does not: 51 * 5 + 4 = 259", {{"wind", 1}, {"winds", 50}}, "4 wind 1 4 1 s 50"},
      {"a wdf of 127 is never packed", {{"a", 1}, {"b", 127}}, "1 a 1 0 1 b 127"},
      {"behind a long term: 1 * 127 + 126 = 253", {{y, 0}, {y + "z", 0}}, "126 " + y + " 0 253 1 z"},
      {"and twice that is too much", {{y, 0}, {y + "z", 1}}, "126 " + y + " 0 126 1 z 1"},
  }));
  INFO(c.name);
  CHECK(dump(entries_of(c.terms)) == c.expected);
  CHECK(read(entries_of(c.terms)) == c.terms);
}

TEST_CASE("term list: the head tells length and count") {
  std::string tag;
  append_term_list(tag, 300, 1, entries_of({{"wind", 300}}));
  CHECK(dump(tag) == "172 2 1 4 wind 172 2");
}

TEST_CASE("term list: without terms it is empty") {
  std::string tag;
  append_term_list(tag, 0, 0, "");
  CHECK(tag.empty());
}

TEST_CASE("term list: a writer begins again") {
  TermListWriter writer;
  writer.add("wind", 1);
  writer.add("winds", 1);
  writer.clear();
  writer.add("sun", 1);
  CHECK(dump(writer.entries()) == "3 sun 1");
  CHECK(writer.count() == 1);
}

Terms random_terms(Random& random) {
  static constexpr std::uint32_t wdfs[] = {0, 1, 2, 50, 126, 127, 128, 300, 0xFFFFFFFF};
  std::map<std::string, std::uint32_t> terms;
  const std::size_t letters = 1 + below(random, 4);
  for (std::size_t count = 1 + below(random, 30); count > 0; --count) {
    const std::size_t longest = below(random, 8) == 0 ? 245 : 12;
    std::string term(1 + below(random, longest), '\0');
    for (char& c : term)
      c = "\0a\xFF"
          "b"[below(random, letters)];
    terms[term] = wdfs[below(random, std::size(wdfs))];
  }
  return {terms.begin(), terms.end()};
}

TEST_CASE("term list: what is written is read again") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  for (int round = 0; round < 500; ++round) {
    const Terms terms = random_terms(random);
    REQUIRE(read(entries_of(terms)) == terms);
  }
}

TEST_CASE("term list: a term that is inserted is as if it had been there") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  for (int round = 0; round < 500; ++round) {
    const Terms all = random_terms(random);
    for (std::size_t left_out = 0; left_out < all.size(); ++left_out) {
      Terms others = all;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(left_out));
      std::string entries = entries_of(others);
      insert_term(entries, all[left_out].first, all[left_out].second);
      REQUIRE(entries == entries_of(all));
    }
  }
}

}  // namespace
}  // namespace pilcrow::indexer::glass
