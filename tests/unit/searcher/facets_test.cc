// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/facets.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using namespace pilcrow::searcher;
using pilcrow::test::below;
using pilcrow::test::make_index;
using pilcrow::test::OpenIndexes;
using pilcrow::test::Random;
using pilcrow::test::random_files;
using pilcrow::test::SampleFile;
using pilcrow::test::TemporaryFolder;

namespace {

/// "a/=3 b.md=1", paths below `docs`.
std::string dump(const Facet& facet, const TemporaryFolder& folder) {
  const std::string docs = (folder / "docs").string() + '/';
  std::string line;
  for (const FacetCount& count : facet.counts) {
    const bool below_docs = count.value.starts_with(docs);
    line += (line.empty() ? "" : " ") + (below_docs ? count.value.substr(docs.size()) : count.value) + "=" +
            std::to_string(count.matches);
  }
  return line;
}

std::string facet_of(const OpenIndexes& indexes, FacetField field, const Xapian::Query& query,
                     const TemporaryFolder& folder) {
  const auto counted = facets({field}, query, indexes.matcher, indexes.files, indexes.languages);
  REQUIRE(counted);
  REQUIRE(counted->size() == 1);
  CHECK(counted->front().field == field);
  return dump(counted->front(), folder);
}

/// A path's folders, each with its "/", and its name.
std::vector<std::string> names_of(const std::string& path) {
  std::vector<std::string> names(1);
  for (const char c : path) {
    names.back() += c;
    if (c == '/') names.emplace_back();
  }
  return names;
}

/// What facets() is to find of a word, by going over all paragraphs.
std::map<std::string, std::uint64_t> expected(FacetField field, const std::vector<std::vector<SampleFile>>& indexes,
                                              const std::string& word, const std::string& docs) {
  std::vector<std::pair<const SampleFile*, std::uint64_t>> matching;
  for (const auto& files : indexes) {
    for (const SampleFile& file : files) {
      const auto count = std::count_if(file.paragraphs.begin(), file.paragraphs.end(), [&](const auto& paragraph) {
        return paragraph.find(word) != std::string::npos;
      });
      if (count > 0) matching.emplace_back(&file, static_cast<std::uint64_t>(count));
    }
  }
  // How many names all paths share; of the last, the file's own, none is a folder.
  std::size_t shared = 100;
  for (const auto& [file, count] : matching) {
    const auto names = names_of(file->name);
    const auto first = names_of(matching.front().first->name);
    std::size_t same = 0;
    while (same + 1 < names.size() && same + 1 < first.size() && names[same] == first[same]) ++same;
    shared = std::min(shared, same);
  }
  std::map<std::string, std::uint64_t> counts;
  for (const auto& [file, count] : matching) {
    const auto names = names_of(file->name);
    std::string value;
    switch (field) {
      case FacetField::path:
        value = docs + '/';
        for (std::size_t i = 0; i <= shared; ++i) value += names[i];
        break;
      case FacetField::type: {
        const std::size_t dot = names.back().rfind('.');
        if (dot != std::string::npos) value = names.back().substr(dot + 1);
        if (value == "TXT") value = "txt";
        break;
      }
      case FacetField::language:
        value = file->language;
        break;
      case FacetField::root:
        value = docs;
        break;
    }
    counts[value] += count;
  }
  return counts;
}

}  // namespace

TEST_CASE("facets: counts over all matches, the largest first") {
  const TemporaryFolder folder;
  make_index(folder, "one",
             {{.name = "wiki/en/a.md", .paragraphs = {"wind", "wind sun", "sun", "wind"}},
              {.name = "wiki/de/b.MD", .language = "de", .paragraphs = {"wind", "sun"}},
              {.name = "wiki/README", .paragraphs = {"wind"}},
              {.name = "wiki/\xFF.txt", .paragraphs = {"wind rain", "rain", "rain"}},
              {.name = "single.txt", .language = "de", .paragraphs = {"sun", "hail"}}},
             1, {"wiki", "single.txt"});
  const OpenIndexes indexes(folder, {"one"});
  const auto facet = [&](FacetField field, const std::string& word) {
    return facet_of(indexes, field, Xapian::Query(word), folder);
  };
  SECTION("path: below the innermost folder that holds all matches") {
    CHECK(facet(FacetField::path, "wind") == "wiki/en/=3 wiki/README=1 wiki/de/=1 wiki/\xFF.txt=1");
    CHECK(facet(FacetField::path, "sun") == "wiki/=3 single.txt=1");
  }
  SECTION("path: a single file is its own") {
    CHECK(facet(FacetField::path, "rain") == "wiki/\xFF.txt=3");
    CHECK(facet(FacetField::path, "hail") == "single.txt=1");
  }
  SECTION("type: the extension, empty where there is none") {
    CHECK(facet(FacetField::type, "wind") == "md=4 =1 txt=1");
  }
  SECTION("language") {
    CHECK(facet(FacetField::language, "wind") == "en=5 de=1");
    CHECK(facet(FacetField::language, "rain") == "en=3");
  }
  SECTION("root, which may be a file") {
    CHECK(facet(FacetField::root, "sun") == "wiki=3 single.txt=1");
  }
  SECTION("nothing of nothing") {
    for (const FacetField field : {FacetField::path, FacetField::type, FacetField::language, FacetField::root}) {
      CHECK(facet(field, "nowhere").empty());
      CHECK(facet_of(indexes, field, Xapian::Query(), folder).empty());
    }
  }
  SECTION("several, in the order in which they are asked for") {
    const auto counted = facets({FacetField::root, FacetField::type}, Xapian::Query("hail"), indexes.matcher,
                                indexes.files, indexes.languages);
    REQUIRE(counted);
    REQUIRE(counted->size() == 2);
    CHECK((*counted)[0].field == FacetField::root);
    CHECK(dump((*counted)[0], folder) == "single.txt=1");
    CHECK((*counted)[1].field == FacetField::type);
    CHECK(dump((*counted)[1], folder) == "txt=1");
  }
}

TEST_CASE("facets: a file that two indexes hold has one path") {
  const TemporaryFolder folder;
  make_index(folder, "one", {{.name = "a/b.md", .paragraphs = {"wind", "rain"}}});
  make_index(folder, "two", {{.name = "a/b.md", .paragraphs = {"wind"}}, {.name = "c.md", .paragraphs = {"rain"}}});
  const OpenIndexes indexes(folder, {"one", "two"});
  CHECK(facet_of(indexes, FacetField::path, Xapian::Query("wind"), folder) == "a/b.md=2");
  CHECK(facet_of(indexes, FacetField::path, Xapian::Query("rain"), folder) == "a/=1 c.md=1");
}

TEST_CASE("facets: what a count of all paragraphs gives") {
  Random random(test::seed());
  INFO("PILCROW_SEED=" << test::seed());
  for (int round = 0; round < 20; ++round) {
    const TemporaryFolder folder;
    const std::vector<std::vector<SampleFile>> samples = {random_files(random, below(random, 12)),
                                                          random_files(random, below(random, 12))};
    make_index(folder, "one", samples[0]);
    make_index(folder, "two", samples[1]);
    const OpenIndexes indexes(folder, {"one", "two"});
    for (const std::string word : {"wind", "sun", "rain"}) {
      const std::vector<FacetField> fields = {FacetField::path, FacetField::type, FacetField::language,
                                              FacetField::root};
      const auto counted = facets(fields, Xapian::Query(word), indexes.matcher, indexes.files, indexes.languages);
      REQUIRE(counted);
      for (const Facet& facet : *counted) {
        std::map<std::string, std::uint64_t> counts;
        for (const FacetCount& count : facet.counts) counts[count.value] = count.matches;
        CHECK(counts.size() == facet.counts.size());
        CHECK(counts == expected(facet.field, samples, word, (folder / "docs").string()));
        CHECK(std::is_sorted(facet.counts.begin(), facet.counts.end(), [](const auto& a, const auto& b) {
          return a.matches != b.matches ? a.matches > b.matches : a.value < b.value;
        }));
      }
    }
  }
}
