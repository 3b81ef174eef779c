// SPDX-License-Identifier: GPL-3.0-or-later
// What is read and matched without Xapian is what Xapian finds. A search of two indexes is always Xapian's, so one of an
// index beside an empty one says what the same search of the index alone must say.
#include "searcher/words.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "pilcrow/search.h"
#include "searcher/match.h"
#include "tests/support/catch.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/searcher/sample_index.h"

namespace pilcrow::searcher {
namespace {

using test::below;
using test::Random;
using test::SampleFile;
using test::TemporaryFolder;

/// PILCROW_ROUNDS: how many times as many queries as usual.
std::size_t rounds() {
  const char* const value = std::getenv("PILCROW_ROUNDS");
  return value == nullptr ? 1 : static_cast<std::size_t>(std::max(std::atoi(value), 1));
}

/// Few words are frequent and many are rare; stems and forms of several languages among them.
std::string random_word(Random& random) {
  static const std::vector<std::string> frequent = {
      "wind", "winds", "windy",  "storage",     "storages", "power",   "powers", "generator",
      "the",  "of",    "e-mail", "config_file", "news",     "Energie", "città",  "Übertragung"};
  if (below(random, 3) > 0) return frequent[std::min(below(random, frequent.size()), below(random, frequent.size()))];
  std::string word = "w";
  std::size_t number = 1 + below(random, 40) * below(random, 40);
  for (; number > 0; number /= 26) word += static_cast<char>('a' + number % 26);
  return word;
}

std::string random_words(Random& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += below(random, 9) == 0 ? ". " : " ";
    text += random_word(random);
  }
  return text;
}

std::vector<SampleFile> random_documents(Random& random, std::size_t paragraphs) {
  static const std::vector<std::string> languages = {"en", "en", "en", "en", "en", "en", "de", "it", "zh"};
  std::vector<SampleFile> files;
  while (paragraphs > 0) {
    SampleFile file;
    file.name = std::to_string(files.size()) + (below(random, 2) == 0 ? ".md" : ".txt");
    file.language = languages[below(random, languages.size())];
    file.updated = below(random, 4) == 0;
    if (below(random, 2) == 0) file.headings = {random_words(random, 2)};
    const std::size_t count = std::min<std::size_t>(1 + below(random, 60), paragraphs);
    for (std::size_t i = 0; i < count; ++i) {
      // Some stand twice.
      if (!file.paragraphs.empty() && below(random, 12) == 0) {
        file.paragraphs.push_back(file.paragraphs[below(random, file.paragraphs.size())]);
      } else {
        file.paragraphs.push_back(random_words(random, 1 + below(random, 40)));
      }
    }
    paragraphs -= count;
    files.push_back(std::move(file));
  }
  return files;
}

std::string random_query(Random& random) {
  std::string query;
  const std::size_t words = 1 + below(random, 6);
  for (std::size_t i = 0; i < words; ++i) {
    if (i > 0) query += ' ';
    switch (below(random, 24)) {
      case 0:
        query += '"' + random_word(random) + ' ' + random_word(random) + '"';
        break;
      case 1:
        query += '+' + random_word(random);
        break;
      case 2:
        query += '-' + random_word(random);
        break;
      case 3:
        query += "type:md";
        break;
      case 4:
        query += "lang:en";
        break;
      case 5:
        query += "win*";
        break;
      default:
        query += random_word(random);
    }
  }
  return query;
}

std::string dump(const Hit& hit) {
  std::string line = hit.path + ':' + std::to_string(hit.paragraph) + ' ' + hit.text + " lacks";
  for (const std::string& word : hit.lacks) line += ' ' + word;
  for (const OtherPlace& place : hit.also_in) {
    line += (place.identical ? " = " : " ~ ") + place.path + ':' + std::to_string(place.paragraph);
  }
  for (const ByteRange& range : hit.highlights)
    line += ' ' + std::to_string(range.begin) + '-' + std::to_string(range.end);
  return line;
}

std::string dump(const Summary& summary) {
  std::string line = std::to_string(summary.matches) + (summary.matches_estimated ? " guessed, " : ", ") +
                     std::to_string(summary.all_words) + " hold all; missing";
  for (const std::string& word : summary.missing) line += ' ' + word;
  for (const Correction& correction : summary.corrections) line += ' ' + correction.typed + '>' + correction.used;
  return line;
}

template <class T>
T checked(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

TEST_CASE("words: a search reads an index directly and finds what Xapian finds, score by score") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const TemporaryFolder folder;
  test::make_index(folder, "index", random_documents(random, 3000));
  test::make_index(folder, "empty", {});
  Searcher directly = checked(Searcher::open({folder / "index"}));
  Searcher by_xapian = checked(Searcher::open({folder / "index", folder / "empty"}));
  for (std::size_t i = 0; i < 150 * rounds(); ++i) {
    const std::string query = random_query(random);
    SearchOptions options;
    if (below(random, 8) == 0) options.limit = 1 + below(random, 300);
    if (below(random, 8) == 0) options.offset = below(random, 100);
    if (below(random, 12) == 0) options.types = {"md"};
    if (below(random, 12) == 0) options.group_by_file = true;
    if (below(random, 12) == 0) options.correct = false;
    INFO("query: " << query << ", from " << options.offset << ", " << options.limit);
    const SearchResult one = checked(directly.search(query, options));
    const SearchResult other = checked(by_xapian.search(query, options));
    CHECK(dump(one.summary) == dump(other.summary));
    REQUIRE(one.hits.size() == other.hits.size());
    for (std::size_t hit = 0; hit < one.hits.size(); ++hit) {
      CHECK(dump(one.hits[hit]) == dump(other.hits[hit]));
      CHECK(one.hits[hit].score == other.hits[hit].score);
    }
  }
}

TEST_CASE("words: the best documents of any forms are Xapian's, to the last bit") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const TemporaryFolder folder;
  test::make_index(folder, "index", random_documents(random, 3000));
  const test::OpenIndexes indexes(folder, {"index"});
  const store::Snapshot& snapshot = indexes.snapshots.front();
  REQUIRE(snapshot.direct() != nullptr);
  std::vector<std::string> terms;
  for (auto term = snapshot.database().allterms_begin("Z"); term != snapshot.database().allterms_end("Z"); ++term) {
    terms.push_back(*term);
  }
  terms.emplace_back("Znowhere");
  const auto some_terms = [&](std::size_t most) {
    std::set<std::string> some;
    const std::size_t count = 1 + below(random, most);
    // Those of many documents are rare among the terms.
    while (some.size() < count) {
      std::string best = terms[below(random, terms.size())];
      for (int tries = 0; tries < 3; ++tries) {
        const std::string& other = terms[below(random, terms.size())];
        if (snapshot.database().get_termfreq(other) > snapshot.database().get_termfreq(best)) best = other;
      }
      some.insert(best);
    }
    return std::vector<std::string>(some.begin(), some.end());
  };
  for (std::size_t i = 0; i < 300 * rounds(); ++i) {
    Forms forms;
    std::vector<Xapian::Query> queries;
    const std::size_t count = 1 + below(random, below(random, 10) == 0 ? 40 : 6);
    for (std::size_t form = 0; form < count; ++form) {
      WordForm one{some_terms(below(random, 3) == 0 ? 4 : 1)};
      if (below(random, 3) == 0) one.factor = 0.05 * static_cast<double>(1 + below(random, 30));
      if (one.terms.size() == 1 && below(random, 4) == 0) one.count = 1 + static_cast<std::uint32_t>(below(random, 3));
      if (below(random, 4) == 0) one.scope = {"Lde", "Lit"};
      Xapian::Query query(Xapian::Query::OP_SYNONYM, one.terms.begin(), one.terms.end());
      if (one.terms.size() == 1) query = Xapian::Query(one.terms.front(), one.count);
      if (one.factor != 1) query = query * one.factor;
      if (!one.scope.empty()) {
        query = {Xapian::Query::OP_FILTER, query,
                 Xapian::Query(Xapian::Query::OP_OR, one.scope.begin(), one.scope.end())};
      }
      queries.push_back(query);
      forms.push_back(std::move(one));
    }
    const Xapian::Query any(Xapian::Query::OP_OR, queries.begin(), queries.end());
    const std::size_t wanted = 1 + below(random, below(random, 4) == 0 ? 500 : 60);
    INFO(any.get_description() << ", " << wanted);
    const MatchList one = indexes.matcher.best(any, wanted, forms);
    const MatchList other = indexes.matcher.best(any, wanted);
    CHECK(one.count == other.count);
    CHECK(one.count_estimated == other.count_estimated);
    CHECK(std::equal(one.matches.begin(), one.matches.end(), other.matches.begin(), other.matches.end(),
                     [](const Match& a, const Match& b) { return a.place == b.place && a.score == b.score; }));
    CHECK(indexes.matcher.any(any) == (other.count > 0));
  }
}

}  // namespace
}  // namespace pilcrow::searcher
