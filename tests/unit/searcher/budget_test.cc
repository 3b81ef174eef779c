// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/budget.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/analyzer.h"
#include "tests/support/catch.h"
#include "tests/support/random_text.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::below;
using pilcrow::test::Random;
using pilcrow::test::values;

namespace {

/// Paragraph 10 of its file; what stands in brackets is marked.
Hit hit_of(std::string_view marked, std::size_t rank = 1) {
  Hit hit;
  hit.rank = rank;
  hit.paragraph = 10;
  for (const char c : marked) {
    if (c == '[') {
      hit.highlights.push_back({hit.text.size(), 0});
    } else if (c == ']') {
      hit.highlights.back().end = hit.text.size();
    } else {
      hit.text += c;
    }
  }
  return hit;
}

Neighbor neighbor_of(std::string text, std::uint32_t paragraph, std::vector<std::string> headings = {}) {
  Neighbor neighbor;
  neighbor.text = std::move(text);
  neighbor.paragraph = paragraph;
  neighbor.headings = std::move(headings);
  return neighbor;
}

/// A text with what was kept: "Two three.{5-15/30}".
template <class Paragraph>
std::string dump(const Paragraph& paragraph) {
  if (!paragraph.kept) return paragraph.text;
  return paragraph.text + "{" + std::to_string(paragraph.kept->begin) + "-" + std::to_string(paragraph.kept->end) +
         "/" + std::to_string(paragraph.kept_of) + "}";
}

/// "1: (before) text (after)", a line a hit.
std::string dump(const std::vector<Hit>& hits) {
  std::string out;
  for (const Hit& hit : hits) {
    out += std::to_string(hit.rank) + ":";
    for (const Neighbor& neighbor : hit.before) out += " (" + dump(neighbor) + ")";
    out += " " + dump<Hit>(hit);
    for (const Neighbor& neighbor : hit.after) out += " (" + dump(neighbor) + ")";
    out += "\n";
  }
  return out;
}

std::string kept(std::vector<Hit> hits, std::size_t words) {
  const std::size_t used = keep_within(hits, words);
  return std::to_string(used) + " words\n" + dump(hits);
}

}  // namespace

TEST_CASE("budget: how words are counted") {
  struct Case {
    std::string name;
    std::string text;
    std::size_t words;
  };
  const auto c = GENERATE(values<Case>({
      {"between white space", "wind and\tsun\r\nrain\u00A0snow\u3000ice", 6},
      {"separators that only some take for white space", "wind\x1Csun", 2},
      {"several in one piece", "e-mail snake_case ann@site.org", 7},
      {"one, however written", "don't C++ v1.2.3 3.14", 4},
      {"none for the analyser, but a piece", "wind -- & — sun", 5},
      {"each ideograph", "東京都", 3},
      {"Thai, by its words", "ภาษาไทย", 2},
      {"Hangul, between white space", "중앙정부는 왔다", 2},
      {"nothing", "", 0},
      {"nothing but white space", " \n ", 0},
  }));
  INFO(c.name);
  std::vector<Hit> hits = {hit_of("x")};
  hits.front().title = c.text;
  CHECK(keep_within(hits, 100) == c.words + 1);
}

TEST_CASE("budget: of a hit the best sentence and those around it") {
  // Words: 4, 3, 5, 2, 4
  const Hit hit =
      hit_of("Here the wind blows. [Wind] is free. The [pumps] store the [wind]. Rain falls. Nobody knows it yet.");
  struct Case {
    std::string name;
    std::size_t words;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"all", 18,
       "18 words\n1: " +
           std::string("Here the wind blows. Wind is free. The pumps store the wind. Rain "
                       "falls. Nobody knows it yet.") +
           "\n"},
      {"but one; of two that are as long the one behind stays", 17,
       "14 words\n1: Wind is free. The pumps store the wind. Rain falls. Nobody knows it yet.{21-93/93}\n"},
      {"the shorter side first", 10, "10 words\n1: Wind is free. The pumps store the wind. Rain falls.{21-72/93}\n"},
      {"one side only", 9, "7 words\n1: The pumps store the wind. Rain falls.{35-72/93}\n"},
      {"the best alone", 6, "5 words\n1: The pumps store the wind.{35-60/93}\n"},
      {"the best that fits", 4, "3 words\n1: Wind is free.{21-34/93}\n"},
      {"one that fits, though nothing is marked", 2, "2 words\n1: Rain falls.{61-72/93}\n"},
      {"none", 1, "0 words\n"},
  }));
  INFO(c.name);
  CHECK(kept({hit}, c.words) == c.expected);
}

TEST_CASE("budget: marks count in what is left, and those that are not there are gone") {
  std::vector<Hit> hits = {hit_of("The [wind] blows. The [pumps] store the [wind] at night. All is [wind].")};
  CHECK(keep_within(hits, 8) == 7);
  CHECK(dump(hits) == "1: The pumps store the wind at night.{16-50/63}\n");
  CHECK(hits.front().highlights == std::vector<ByteRange>{{4, 9}, {20, 24}});
}

TEST_CASE("budget: inflections of a word are one") {
  CHECK(kept({hit_of("The [turbine] and [turbines], [Turbines]. Some [wind] and [sun].")}, 5) ==
        "4 words\n1: Some wind and sun.{36-54/54}\n");
}

TEST_CASE("budget: title and headings are paid for once a hit, those of neighbours where they differ") {
  Hit hit = hit_of("One two.");
  hit.title = "About energy";
  hit.headings = {"Energy", "Wind power"};
  hit.before = {neighbor_of("Three.", 8, {"Energy"}), neighbor_of("Four.", 9, hit.headings)};
  hit.after = {neighbor_of("Five.", 11, {"Energy", "Solar power"})};
  CHECK(kept({hit}, 100) == "14 words\n1: (Three.) (Four.) One two. (Five.)\n");
  CHECK(kept({hit}, 13) == "12 words\n1: (Four.) One two. (Five.)\n");
  CHECK(kept({hit}, 11) == "8 words\n1: (Four.) One two.\n");
  CHECK(kept({hit}, 7) == "7 words\n1: One two.\n");
  CHECK(kept({hit}, 6) == "0 words\n");
}

TEST_CASE("budget: neighbours from the nearest outward, their sentences likewise") {
  Hit hit = hit_of("A hit.");
  hit.before = {neighbor_of("Far up. Less far up.", 7), neighbor_of("Up there. Near the hit.", 9)};
  hit.after = {neighbor_of("Right below. Some words more.", 11), neighbor_of("Far below.", 12)};
  struct Case {
    std::size_t words;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {19,
       "19 words\n1: (Far up. Less far up.) (Up there. Near the hit.) A hit. (Right below. Some words more.) "
       "(Far below.)\n"},
      {18,
       "17 words\n1: (Less far up.{8-20/20}) (Up there. Near the hit.) A hit. (Right below. Some words more.) "
       "(Far below.)\n"},
      {15, "14 words\n1: (Up there. Near the hit.) A hit. (Right below. Some words more.) (Far below.)\n"},
      {11, "9 words\n1: (Up there. Near the hit.) A hit. (Right below.{0-12/29})\n"},
      {8, "7 words\n1: (Up there. Near the hit.) A hit.\n"},
      {6, "5 words\n1: (Near the hit.{10-23/23}) A hit.\n"},
      {4, "2 words\n1: A hit.\n"},
  }));
  CAPTURE(c.words);
  CHECK(kept({hit}, c.words) == c.expected);
}

TEST_CASE("budget: a hit that does not fit is left out, others keep their ranks and may still fit") {
  const std::vector<Hit> hits = {hit_of("One two three.", 1), hit_of("A sentence of far too many words.", 2),
                                 hit_of("Four five.", 3)};
  CHECK(kept(hits, 12) == "12 words\n1: One two three.\n2: A sentence of far too many words.\n3: Four five.\n");
  CHECK(kept(hits, 5) == "5 words\n1: One two three.\n3: Four five.\n");
  CHECK(kept(hits, 4) == "3 words\n1: One two three.\n");
  CHECK(kept(hits, 2) == "2 words\n3: Four five.\n");
  CHECK(kept({}, 10) == "0 words\n");
}

namespace {

/// A text and where its sentences begin and end, known without splitting it.
struct Known {
  std::string text;
  std::set<std::size_t> begins;
  std::set<std::size_t> ends;
};

Known random_known(Random& random) {
  static constexpr std::array<std::string_view, 16> words = {
      "wind", "storage", "e-mail", "snake_case", "naïve",  "東京都", "don't", "3.14",
      "C++",  "--",      "pumps",  "ภาษาไทย",    "정부의", "&",      "ветер", "turbines"};
  Known known;
  for (std::size_t sentences = below(random, 7); sentences > 0; --sentences) {
    if (!known.text.empty()) known.text += below(random, 4) == 0 ? "\n" : " ";
    known.begins.insert(known.text.size());
    known.text += "The";
    for (std::size_t left = below(random, 9); left > 0; --left)
      known.text += " " + std::string(words[below(random, words.size())]);
    known.text += " ends.";
    known.ends.insert(known.text.size());
  }
  return known;
}

std::vector<ByteRange> random_marks(Random& random, const std::string& text) {
  std::vector<ByteRange> marks;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    if (begin < end && below(random, 4) == 0) marks.push_back({begin, end});
    begin = end + 1;
  }
  return marks;
}

std::vector<std::string> random_headings(Random& random) {
  std::vector<std::string> headings;
  for (std::size_t left = below(random, 3); left > 0; --left)
    headings.push_back(below(random, 2) == 0 ? "Wind at sea" : "東京");
  return headings;
}

/// All that is known of the hits before they are cut, by paragraph; no number stands twice.
using Originals = std::map<std::uint32_t, Known>;

std::vector<Hit> random_hits(Random& random, Originals& originals) {
  std::vector<Hit> hits;
  std::uint32_t paragraph = 0;
  for (std::size_t rank = 1 + below(random, 3), last = rank + below(random, 4); rank <= last; ++rank) {
    paragraph += 10;
    Hit hit;
    hit.rank = rank;
    hit.title = below(random, 2) == 0 ? "" : "All about pumps";
    hit.headings = random_headings(random);
    const auto neighbor = [&] {
      Neighbor one;
      one.paragraph = ++paragraph;
      one.headings = below(random, 2) == 0 ? hit.headings : random_headings(random);
      one.text = (originals[paragraph] = random_known(random)).text;
      return one;
    };
    for (std::size_t left = below(random, 4); left > 0; --left) hit.before.push_back(neighbor());
    hit.paragraph = ++paragraph;
    hit.text = (originals[paragraph] = random_known(random)).text;
    hit.highlights = random_marks(random, hit.text);
    for (std::size_t left = below(random, 4); left > 0; --left) hit.after.push_back(neighbor());
    hits.push_back(std::move(hit));
  }
  return hits;
}

/// The two ways to count, and what the larger of them makes of each piece between white space.
struct Count {
  std::size_t by_space = 0;
  std::size_t by_analyzer = 0;
  std::size_t together = 0;

  void add(const std::string& text) {
    static text::Analyzer analyzer("en");
    std::istringstream pieces(text);
    for (std::string piece; pieces >> piece;) {
      const auto tokens = text::tokens(analyzer, piece);
      const auto words = static_cast<std::size_t>(std::count_if(tokens.begin(), tokens.end(), [](const auto& token) {
        return token.kind != text::TokenKind::compound && token.kind != text::TokenKind::bigram;
      }));
      by_space += 1;
      by_analyzer += words;
      together += std::max<std::size_t>(1, words);
    }
  }
};

Count count_of(const Hit& hit) {
  Count count;
  count.add(hit.title);
  for (const std::string& heading : hit.headings) count.add(heading);
  count.add(hit.text);
  for (const auto* neighbors : {&hit.before, &hit.after}) {
    for (const Neighbor& neighbor : *neighbors) {
      if (neighbor.headings != hit.headings) {
        for (const std::string& heading : neighbor.headings) count.add(heading);
      }
      count.add(neighbor.text);
    }
  }
  return count;
}

template <class Paragraph>
void check_cut(const Paragraph& paragraph, const Originals& originals) {
  const Known& known = originals.at(paragraph.paragraph);
  if (!paragraph.kept) {
    CHECK(paragraph.text == known.text);
    return;
  }
  const auto begin = static_cast<std::size_t>(paragraph.kept->begin);
  const auto end = static_cast<std::size_t>(paragraph.kept->end);
  CHECK(known.begins.count(begin) == 1);
  CHECK(known.ends.count(end) == 1);
  CHECK(end - begin < known.text.size());
  CHECK(paragraph.kept_of == known.text.size());
  REQUIRE(begin < end);
  CHECK(paragraph.text == known.text.substr(begin, end - begin));
}

/// The marks of a kept text, moved to where they stood in the whole.
std::vector<ByteRange> marks_in_the_whole(const Hit& hit) {
  std::vector<ByteRange> marks = hit.highlights;
  const std::uint64_t begin = hit.kept ? hit.kept->begin : 0;
  for (ByteRange& mark : marks) mark = {mark.begin + begin, mark.end + begin};
  return marks;
}

std::vector<ByteRange> marks_kept(const Hit& whole, const Hit& cut) {
  std::vector<ByteRange> marks = whole.highlights;
  const auto is_gone = [&](const ByteRange& mark) {
    return cut.kept && (mark.end <= cut.kept->begin || mark.begin >= cut.kept->end);
  };
  marks.erase(std::remove_if(marks.begin(), marks.end(), is_gone), marks.end());
  return marks;
}

std::vector<std::uint32_t> numbers_of(const std::vector<Neighbor>& neighbors) {
  std::vector<std::uint32_t> numbers;
  for (const Neighbor& neighbor : neighbors) numbers.push_back(neighbor.paragraph);
  return numbers;
}

}  // namespace

TEST_CASE("property: a budget is never exceeded, cuts only between sentences, and more words show no less") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  for (int round = 0; round < 1500; ++round) {
    Originals originals;
    const std::vector<Hit> all = random_hits(random, originals);
    std::size_t shown_of_first = 0;
    std::size_t words = 0;
    std::size_t whole_words = 0;
    for (const Hit& hit : all) whole_words += count_of(hit).together;
    for (int step = 0; step < 8; ++step) {
      words += 1 + below(random, 30);
      CAPTURE(round, words);
      std::vector<Hit> hits = all;
      const std::size_t used = keep_within(hits, words);
      Count count;
      auto whole = all.begin();
      for (const Hit& hit : hits) {
        while (whole != all.end() && whole->rank != hit.rank) ++whole;
        REQUIRE(whole != all.end());
        const Count one = count_of(hit);
        count.by_space += one.by_space;
        count.by_analyzer += one.by_analyzer;
        count.together += one.together;
        check_cut(hit, originals);
        CHECK(marks_in_the_whole(hit) == marks_kept(*whole, hit));
        for (const Neighbor& neighbor : hit.before) check_cut(neighbor, originals);
        for (const Neighbor& neighbor : hit.after) check_cut(neighbor, originals);
        // The nearest ones, without a gap; none beside a hit that is cut itself.
        const auto before = numbers_of(whole->before);
        const auto after = numbers_of(whole->after);
        const auto before_kept = numbers_of(hit.before);
        const auto after_kept = numbers_of(hit.after);
        REQUIRE(before_kept.size() <= before.size());
        CHECK(std::equal(before_kept.rbegin(), before_kept.rend(), before.rbegin()));
        REQUIRE(after_kept.size() <= after.size());
        CHECK(std::equal(after_kept.begin(), after_kept.end(), after.begin()));
        CHECK((!hit.kept || (before_kept.empty() && after_kept.empty())));
      }
      CHECK(count.by_space <= words);
      CHECK(count.by_analyzer <= words);
      CHECK(count.together == used);
      CHECK(used <= words);
      if (words >= whole_words) CHECK(used == whole_words);
      const bool has_first = !hits.empty() && hits.front().rank == all.front().rank;
      const std::size_t shown = has_first ? count_of(hits.front()).together : 0;
      CHECK(shown >= shown_of_first);
      shown_of_first = shown;
    }
  }
}
