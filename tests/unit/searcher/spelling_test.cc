// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/spelling.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/store/schema.h"
#include "core/text/analyzer.h"
#include "core/text/utf8.h"
#include "searcher/analyzers.h"
#include "searcher/parse.h"
#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::values;

namespace {

/// An index in memory of these paragraphs, of one language.
Xapian::Database index_of(const std::vector<std::string>& paragraphs, const std::string& heading = "",
                          const std::string& language = "en") {
  Xapian::WritableDatabase index("", Xapian::DB_BACKEND_INMEMORY);
  text::Analyzer analyzer(language);
  for (const std::string& paragraph : paragraphs) {
    Xapian::Document document;
    for (const text::OwnedToken& token : text::tokens(analyzer, paragraph)) {
      document.add_posting(token.surface, token.position + 1);
      document.add_term(std::string(store::prefix_stem) + token.stem);
    }
    for (const text::OwnedToken& token : text::tokens(analyzer, heading)) {
      document.add_term(std::string(store::prefix_heading) + token.surface, 0);
      document.add_term(std::string(store::prefix_stem) + token.stem);
    }
    document.add_boolean_term(store::boolean_term(store::prefix_extension, "stroage"));
    index.add_document(document);
  }
  return index;
}

Respelling respelt(const std::string& text, const Xapian::Database& index, const std::string& language = "en") {
  Analyzers analyzers;
  const Query query = parse(text);
  const CompiledQuery compiled = compile(query,
                                         {{{language, index.get_doccount()}},
                                          [&](const Xapian::Query& asked) {
                                            Xapian::Enquire enquire(index);
                                            enquire.set_query(asked);
                                            return !enquire.get_mset(0, 1).empty();
                                          }},
                                         analyzers);
  return correct_spelling(query, compiled, index);
}

/// "storage 3, storages 1": words and their paragraphs.
std::string near(const std::string& word, std::size_t farthest, const Xapian::Database& index) {
  std::size_t effort = most_terms_read;
  std::string line;
  for (const NearWord& one : nearest_words(index, word, farthest, effort)) {
    line += (line.empty() ? "" : ", ") + one.word + " " + std::to_string(one.paragraphs);
  }
  return line;
}

std::u32string characters(const std::string& word) {
  std::u32string out;
  for (std::size_t at = 0; at < word.size();) {
    const text::CodePoint c = text::code_point_at(word, at);
    out += c.value;
    at += c.size;
  }
  return out;
}

/// Optimal string alignment as the textbooks have it: the whole table.
std::size_t distance(const std::string& from, const std::string& to) {
  const std::u32string a = characters(from);
  const std::u32string b = characters(to);
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

struct Case {
  std::string name;
  std::string text;
  std::vector<std::string> paragraphs;
  std::string expected;
};

}  // namespace

TEST_CASE("spelling: words that occur nowhere become near ones that do") {
  const auto c = GENERATE(values<Case>({
      {"two neighbours swapped", "stroage", {"storage"}, "storage"},
      {"a letter too many", "storrage", {"storage"}, "storage"},
      {"a letter too few", "storge", {"storage"}, "storage"},
      {"another letter", "stotage", {"storage"}, "storage"},
      {"the first letter", "dtorage", {"storage"}, "storage"},
      {"the last letter", "storagr", {"storage"}, "storage"},
      {"known words stay", "storage", {"storage", "storages"}, "storage"},
      {"a word whose stem is known stays", "storages", {"storage"}, "storages"},
      {"nothing near", "hydrogen", {"storage"}, "hydrogen"},
      {"one edit comes before two, however rare", "storaje", {"storage", "strange", "strange"}, "storage"},
      {"two edits from six letters on", "sotrgae", {"storage"}, "storage"},
      {"not in words of five", "sotra", {"store"}, "sotra"},
      {"two edits keep the first letter", "torgae", {"storage"}, "torgae"},
      {"three letters say too little", "wnd", {"wind"}, "wnd"},
      {"four are enough", "wnid", {"wind"}, "wind"},
      {"the more frequent of two", "wint", {"wind", "wins", "wind"}, "wind"},
      {"the first in order of two alike", "wint", {"wins", "wind"}, "wind"},
      {"the one with the same first letter", "wint", {"mint", "mint", "wind"}, "wind"},
      {"the one beside the other words", "wint power", {"wind power", "wins", "wins"}, "wind power"},
      {"each of several words", "wnid stroage", {"wind storage"}, "wind storage"},
      {"each place of a word", "stroage or Stroage", {"storage"}, "storage or storage"},
      {"capitals and punctuation", "(Stroage),", {"storage"}, "storage"},
      {"a possessive goes with its word", "Stroage's cost", {"storage cost"}, "storage cost"},
      {"required words too", "+stroage", {"storage"}, "+storage"},
      {"phrases are meant as they stand", "\"stroage\"", {"storage"}, "\"stroage\""},
      {"excluded words are not looked for", "wind -stroage", {"wind storage"}, "wind -stroage"},
      {"numbers are no words", "1998 x1998", {"1999 x1999"}, "1998 x1998"},
      {"nor are they near to words", "storag", {"storag3"}, "storag"},
      {"parts of hyphenated words", "(wind-stroage).", {"wind storage"}, "wind-storage"},
      {"not of identifiers",
       "wind_stroage windStroage wind.stroage",
       {"wind storage"},
       "wind_stroage windStroage wind.stroage"},
      {"two words that ran together", "windfarm", {"a wind farm"}, "wind farm"},
      {"only where they stand so", "windfarm", {"a farm in the wind"}, "windfarm"},
      {"rather than a word two edits away", "windfarm", {"a wind farm", "windform", "winform"}, "windform"},
      {"two words before two edits", "windfarm", {"a wind farm", "winform"}, "wind farm"},
      {"one edit of a letter beyond ASCII", "энергея", {"энергия"}, "энергия"},
      {"Greek", "ενεργια", {"ενέργειες", "ενεργεια"}, "ενεργεια"},
      {"characters, not bytes", "энергеи", {"энергия"}, "энергия"},
      {"ideographs are left alone", "東京都庁", {"東京都町"}, "東京都庁"},
      {"Korean syllables as well", "안녕하세요", {"안녕하세여"}, "안녕하세요"},
  }));
  INFO(c.name);
  CHECK(canonical(respelt(c.text, index_of(c.paragraphs)).query) == c.expected);
}

TEST_CASE("spelling: what was corrected is said once, where the word stands") {
  const Xapian::Database index = index_of({"wind storage"});
  const Respelling respelling = respelt("wind +Stroage stroage qqqqq", index);
  REQUIRE(respelling.corrections.size() == 1);
  CHECK(respelling.corrections[0].typed == "Stroage");
  CHECK(respelling.corrections[0].used == "storage");
  REQUIRE(respelling.notes.size() == 1);
  CHECK(respelling.notes[0].message == "'Stroage' occurs nowhere, searched for 'storage'");
  CHECK(respelling.notes[0].column == 6);
}

TEST_CASE("spelling: words of headings are known, what else an index has is not") {
  const Xapian::Database index = index_of({"wind", "sun"}, "Storage");
  CHECK(near("stroage", 2, index) == "storage 2");
  CHECK(near("strage", 2, index) == "storage 2");
  CHECK(near("estroage", 1, index).empty());
  CHECK(canonical(respelt("stroage", index).query) == "storage");
}

TEST_CASE("spelling: which words may be corrected") {
  const auto word =
      GENERATE(values<std::string>({"wind", "don't", "windfarm", "энергия", "ενεργεια", "طاقة", "ऊर्जा", "nghiệp"}));
  INFO(word);
  CHECK(may_be_misspelt(word));
  const auto other =
      GENERATE(values<std::string>({"", "sun", "c++x", "x1998", "v1.2.3", "١٢٣٤٥", "東京都庁", "안녕하세요", "ภาษาไทย",
                                    "ab~0123456789abcdef", "\xFF\xFF\xFF\xFF", "a b c d"}));
  INFO(other);
  CHECK_FALSE(may_be_misspelt(other));
}

TEST_CASE("spelling: any word is taken") {
  const std::string longest(text::longest_term, 'a');
  const Xapian::Database index = index_of({longest, "storage wind"});
  CHECK(near(longest.substr(1), 1, index) == longest + " 1");
  CHECK(near(longest, 1, index) == longest + " 1");
  CHECK(near("b" + longest.substr(1), 1, index) == longest + " 1");
  CHECK(near(longest + "a", 2, index).empty());
  CHECK(near("", 2, index).empty());
  CHECK(near("a", 2, index).empty());
  CHECK(near("\xFF\xC3", 2, index).empty());
  std::string marks;
  for (int i = 0; i < 31; ++i) marks += "\u0301";
  CHECK(near(marks, 2, index).empty());
  // Folded it is "stroage"; as typed it is nothing to show.
  std::string dotted = "stroage";
  for (int i = 0; i < 1000; ++i) dotted += "\u0301";
  CHECK(respelt(dotted, index).corrections.empty());
}

TEST_CASE("spelling: work is bounded") {
  std::vector<std::string> paragraphs(1);
  std::string query;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) paragraphs[0] += std::string("stor") + a + b + "ge ";
    query += std::string("zstor") + a + "age ";
  }
  const Xapian::Database index = index_of(paragraphs);
  std::size_t effort = 10;
  CHECK(nearest_words(index, "storage", 1, effort).empty());
  CHECK(effort == 0);
  effort = most_terms_read;
  CHECK_FALSE(nearest_words(index, "storage", 1, effort).empty());
  CHECK(effort > most_terms_read - 200);  // Not all of the 676.
  CHECK(respelt(query, index).corrections.size() == most_corrections);
}

TEST_CASE("spelling: near words are those of the whole vocabulary, measured one by one") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto below = [&](std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random); };
  // Few letters, so that many words are near; of one, two and three bytes.
  const std::vector<std::string> letters = {"a", "b", "c", "é", "д", "ế"};
  const auto word = [&] {
    std::string out;
    for (std::size_t left = 1 + below(9); left > 0; --left) out += letters[below(letters.size())];
    return out;
  };
  Xapian::WritableDatabase index("", Xapian::DB_BACKEND_INMEMORY);
  std::map<std::string, std::uint64_t> vocabulary;
  for (int i = 0; i < 400; ++i) {
    Xapian::Document document;
    const std::string one = word();
    document.add_term((i % 7 == 0 ? std::string(store::prefix_title) : std::string()) + one);
    document.add_boolean_term("Eab");
    index.add_document(document);
    vocabulary[one] = 0;
  }
  for (auto& [known, paragraphs] : vocabulary) {
    paragraphs = std::max(index.get_termfreq(known), index.get_termfreq(std::string(store::prefix_title) + known));
  }
  for (int i = 0; i < 400; ++i) {
    const std::string asked = word();
    CAPTURE(asked);
    std::string expected;
    for (std::size_t within = 0; within <= 2 && expected.empty(); ++within) {
      for (const auto& [known, paragraphs] : vocabulary) {
        if (distance(asked, known) != within) continue;
        if (within == 2 && characters(asked)[0] != characters(known)[0]) continue;
        expected += (expected.empty() ? "" : ", ") + known + " " + std::to_string(paragraphs);
      }
    }
    REQUIRE(near(asked, 2, index) == expected);
  }
}
