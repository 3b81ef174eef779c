// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of the analyser for every text.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/text/analyzer.h"
#include "core/text/utf8.h"
#include "tests/support/catch.h"
#include "tests/support/random_text.h"

namespace pilcrow::text {
namespace {

using test::Random;

// Rich in what UAX #29 and the rules for identifiers look at.
constexpr std::array<std::string_view, 41> ascii_pieces = {
    "a", "b", "c", "C", "s",  "S", "l", "d", "X", "Q", "v", "f",  "0", "1", "23", "9",  "_",    "_",  "'",  "'",   ".",
    ".", ",", ";", ":", "::", "@", "-", "-", "+", "#", "/", "\"", " ", " ", "\n", "\t", "\r\n", "qu", "Aa", "Word"};

// Without the scripts that ICU segments by dictionary: there a word depends on its neighbours.
constexpr std::array<std::string_view, 60> mixed_pieces = {"a",
                                                           "B",
                                                           "s",
                                                           "l",
                                                           "d",
                                                           "C",
                                                           "1",
                                                           "2",
                                                           "_",
                                                           "'",
                                                           ".",
                                                           ",",
                                                           ":",
                                                           "-",
                                                           "+",
                                                           "#",
                                                           " ",
                                                           "\n",
                                                           "\u00E9",
                                                           "e\u0301",
                                                           "\u0301",
                                                           "\u00C9",
                                                           "\u00DF",
                                                           "\u2019",
                                                           "\u02BC",
                                                           "\u2010",
                                                           "\u2011",
                                                           "\u00AD",
                                                           "\u200D",
                                                           "\u200B",
                                                           "\u00A0",
                                                           "\u202F",
                                                           "\u3000",
                                                           "\u0434",
                                                           "\u0416",
                                                           "\u03B1",
                                                           "\u05D0",
                                                           "\u0628",
                                                           "\u0939\u093F",
                                                           "\u6771",
                                                           "\u4EAC",
                                                           "\u30AC",
                                                           "\uFF76\uFF9E",
                                                           "\u30FC",
                                                           "\U0001F600",
                                                           "\u0664",
                                                           "\uD55C",
                                                           "\uAD6D",
                                                           "\uC744",
                                                           "\u1112",
                                                           "\u1161",
                                                           "\u11AB",
                                                           "\u314F",
                                                           "\u0628",
                                                           "\u0640",
                                                           "\u064E",
                                                           "\u0928\u094D",
                                                           "\u0926",
                                                           "\u0131",
                                                           "\u0130"};

std::string dump(const Token& token) {
  return std::string(token.surface) + "/" + std::string(token.stem) + "[" + std::to_string(token.begin) + "-" +
         std::to_string(token.end) + "]@" + std::to_string(token.position) + ":" +
         std::to_string(static_cast<int>(token.kind));
}

/// The first token that is another by ICU; nothing where there is none.
std::string difference(Analyzer& analyzer, std::string_view text) {
  std::vector<std::string> fast;
  std::vector<std::string> by_icu;
  analyzer.analyze(text, [&](const Token& token) { fast.push_back(dump(token)); });
  analyzer.analyze_by_icu(text, [&](const Token& token) { by_icu.push_back(dump(token)); });
  fast.emplace_back("(end)");
  by_icu.emplace_back("(end)");
  const auto [one, other] = std::mismatch(fast.begin(), fast.end(), by_icu.begin(), by_icu.end());
  return one == fast.end() ? "" : *one + ", by ICU " + *other;
}

bool on_boundary(std::string_view text, std::size_t offset) {
  return offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80;
}

void check_tokens(std::string_view text, const std::vector<OwnedToken>& all) {
  std::size_t begin = 0;
  std::uint32_t next_position = 0;
  for (const OwnedToken& token : all) {
    CAPTURE(token.surface, token.begin, token.end, token.position);
    REQUIRE(token.begin < token.end);
    REQUIRE(token.end <= text.size());
    REQUIRE_FALSE(token.surface.empty());
    REQUIRE_FALSE(token.stem.empty());
    REQUIRE(token.surface.size() <= longest_term);
    REQUIRE(token.stem.size() <= longest_term);
    REQUIRE(is_utf8(token.surface));
    REQUIRE(is_utf8(token.stem));
    if (token.kind == TokenKind::compound || token.kind == TokenKind::bigram) {
      REQUIRE(token.position < next_position);
    } else {
      REQUIRE(token.position == next_position);
      REQUIRE(token.begin >= begin);
      ++next_position;
      begin = token.begin;
    }
  }
}

std::vector<std::string> real_texts() {
  constexpr std::size_t most_files = 300;
  constexpr std::size_t most_bytes = 40000;
  std::vector<std::filesystem::path> paths;
  for (const char* name : {"README.md", "CONTRIBUTING.md", "LICENSE"}) {
    paths.emplace_back(std::filesystem::path(PILCROW_SOURCE_DIR) / name);
  }
  const auto add_folder = [&](const std::filesystem::path& folder) {
    std::error_code error;
    auto entry = std::filesystem::recursive_directory_iterator(
        folder, std::filesystem::directory_options::skip_permission_denied, error);
    for (; !error && entry != std::filesystem::recursive_directory_iterator() && paths.size() < most_files;
         entry.increment(error)) {
      if (entry->is_regular_file(error) && entry->path().extension() != ".gz") paths.push_back(entry->path());
    }
  };
  add_folder(std::filesystem::path(PILCROW_SOURCE_DIR) / "corpus");
  add_folder(std::filesystem::path(PILCROW_SOURCE_DIR) / "docs");
  add_folder("/usr/share/doc");

  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    std::string text(most_bytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

TEST_CASE("property: the ASCII short cut gives the tokens of ICU, on random text") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  Analyzer analyzer("en");
  for (int round = 0; round < 8000; ++round) {
    std::string text = test::random_text(random, ascii_pieces, 40);
    if (round % 4 == 0)
      text += test::random_text(random, mixed_pieces, 10) + test::random_text(random, ascii_pieces, 20);
    CAPTURE(text);
    REQUIRE(difference(analyzer, text) == "");
  }
}

TEST_CASE("property: the ASCII short cut gives the tokens of ICU, on real text") {
  Analyzer analyzer("en");
  const std::vector<std::string> texts = real_texts();
  REQUIRE_FALSE(texts.empty());
  for (const std::string& text : texts) {
    CAPTURE(text.substr(0, 200));
    REQUIRE(difference(analyzer, text) == "");
  }
}

TEST_CASE("property: tokens are in order, on characters and within their limits, on any bytes") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  Analyzer analyzer("de");
  for (int round = 0; round < 3000; ++round) {
    const std::string mixed = test::random_text(random, mixed_pieces, 40);
    CAPTURE(mixed);
    const auto all = tokens(analyzer, mixed);
    check_tokens(mixed, all);
    for (const OwnedToken& token : all) REQUIRE((on_boundary(mixed, token.begin) && on_boundary(mixed, token.end)));

    const std::string bytes = test::random_bytes(random, 200);
    check_tokens(bytes, tokens(analyzer, bytes));
  }
}

TEST_CASE("property: the text of a token's range is that token again") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  Analyzer analyzer("en");
  Analyzer again("en");
  for (int round = 0; round < 4000; ++round) {
    const std::string text = test::random_text(random,
                                               round % 2 == 0 ? std::span<const std::string_view>(ascii_pieces)
                                                              : std::span<const std::string_view>(mixed_pieces),
                                               25);
    for (const OwnedToken& token : tokens(analyzer, text)) {
      const std::string part = text.substr(token.begin, token.end - token.begin);
      CAPTURE(text, part, token.surface);
      const auto inside = tokens(again, part);
      const bool found = std::any_of(inside.begin(), inside.end(), [&](const OwnedToken& other) {
        return other.surface == token.surface && other.begin == 0 && other.end == part.size();
      });
      REQUIRE(found);
    }
  }
}

TEST_CASE("property: a text's tokens are those of its pieces between spaces") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  Analyzer analyzer("fr");
  for (int round = 0; round < 2000; ++round) {
    const std::string left = test::random_text(random, mixed_pieces, 12);
    const std::string right = test::random_text(random, mixed_pieces, 12);
    CAPTURE(left, right);
    std::vector<OwnedToken> expected = tokens(analyzer, left);
    std::uint32_t words = 0;
    for (const OwnedToken& token : expected) words = std::max(words, token.position + 1);
    for (OwnedToken token : tokens(analyzer, right)) {
      token.begin += left.size() + 1;
      token.end += left.size() + 1;
      token.position += words;
      expected.push_back(token);
    }
    const auto together = tokens(analyzer, left + " " + right);
    REQUIRE(together.size() == expected.size());
    for (std::size_t i = 0; i < together.size(); ++i) {
      REQUIRE(together[i].surface == expected[i].surface);
      REQUIRE(together[i].begin == expected[i].begin);
      REQUIRE(together[i].position == expected[i].position);
    }
  }
}

TEST_CASE("property: the tokens of two languages correspond one to one") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  std::array<Analyzer, 7> analyzers = {Analyzer("en"), Analyzer("vi"), Analyzer("ja"), Analyzer("tr"),
                                       Analyzer("ko"), Analyzer("ro"), Analyzer("el")};
  for (int round = 0; round < 2000; ++round) {
    const std::string text = test::random_text(random, mixed_pieces, 40);
    CAPTURE(text);
    const auto first = tokens(analyzers[0], text);
    for (Analyzer& analyzer : analyzers) {
      const auto other = tokens(analyzer, text);
      REQUIRE(other.size() == first.size());
      for (std::size_t i = 0; i < first.size(); ++i) {
        REQUIRE(other[i].begin == first[i].begin);
        REQUIRE(other[i].end == first[i].end);
        REQUIRE(other[i].position == first[i].position);
        REQUIRE(other[i].kind == first[i].kind);
      }
    }
  }
}

}  // namespace
}  // namespace pilcrow::text
