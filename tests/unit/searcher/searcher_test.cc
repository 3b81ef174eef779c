// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "core/store/citation.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/unit/searcher/sample_index.h"

using namespace pilcrow;
using pilcrow::test::make_index;
using pilcrow::test::SampleFile;
using pilcrow::test::TemporaryFolder;

namespace {

/// "b.txt:1 a.txt:3 of 2": names and lines of the hits, then the count.
std::string dump(const Result<SearchResult>& result) {
  if (!result) return result.error().message;
  std::string line;
  for (const Hit& hit : result->hits) {
    line += hit.path.substr(hit.root.size() + 1) + ":" + std::to_string(hit.lines.first) + " ";
  }
  return line + "of " + std::to_string(result->summary.matches);
}

Searcher open(const TemporaryFolder& folder, const std::vector<std::string>& names) {
  std::vector<std::filesystem::path> indexes;
  for (const std::string& name : names) indexes.push_back(folder / name);
  auto searcher = Searcher::open(indexes);
  if (!searcher) FAIL(searcher.error().message);
  return std::move(*searcher);
}

}  // namespace

TEST_CASE("searcher: a hit carries its source") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "energy/wind.txt",
               .paragraphs = {"Nothing here.", "Turbines store power.", "TURBINES: store power!"},
               .headings = {"Energy", "Wind"}}});
  auto searcher = open(folder, {"kb"});
  const auto result = searcher.search("storing");
  REQUIRE(result);
  REQUIRE(result->hits.size() == 1);
  const Hit& hit = result->hits[0];
  CHECK(hit.rank == 1);
  CHECK(hit.score > 0);
  CHECK(hit.path == (folder / "docs/energy/wind.txt").string());
  CHECK(hit.root == (folder / "docs").string());
  CHECK(hit.title == "Energy");
  CHECK(hit.headings == std::vector<std::string>{"Energy", "Wind"});
  CHECK(hit.paragraph == 2);
  CHECK(hit.lines == LineRange{3, 3});
  CHECK(hit.bytes == ByteRange{15, 36});
  CHECK(!hit.page);
  CHECK(hit.encoding == "utf-8");
  CHECK(hit.language == "en");
  CHECK(hit.type == "text");
  CHECK(hit.text == "Turbines store power.");
  CHECK(hit.highlights == std::vector<ByteRange>{{9, 14}});
  CHECK(hit.freshness == Freshness::current);
  CHECK(hit.citation == store::format_citation("samplekb", hit.path, store::content_hash(hit.text), 1));
  REQUIRE(hit.also_in.size() == 1);
  CHECK(hit.also_in[0].path == hit.path);
  CHECK(hit.also_in[0].root == hit.root);
  CHECK(hit.also_in[0].paragraph == 3);
  CHECK(hit.also_in[0].lines == LineRange{5, 5});
  CHECK(hit.also_in[0].identical);

  const Summary& summary = result->summary;
  CHECK(summary.query == "storing");
  CHECK(summary.matches == 2);
  CHECK(!summary.matches_estimated);
  CHECK(summary.all_words == 2);
  CHECK(summary.missing.empty());
  CHECK(summary.index_id == "samplekb");
  CHECK(summary.generation == 1);
  CHECK(summary.paragraphs == 3);
  CHECK(summary.milliseconds > 0);
}

TEST_CASE("searcher: equal scores keep source order, on every page") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "c.txt", .paragraphs = {"wind one", "wind two"}},
              {.name = "a.txt", .paragraphs = {"wind three"}},
              {.name = "b.txt", .paragraphs = {"wind four", "sun", "wind five"}}});
  auto searcher = open(folder, {"kb"});
  CHECK(dump(searcher.search("wind")) == "a.txt:1 b.txt:1 b.txt:5 c.txt:1 c.txt:3 of 5");
  CHECK(dump(searcher.search("wind", {.limit = 2})) == "a.txt:1 b.txt:1 of 5");
  CHECK(dump(searcher.search("wind", {.limit = 2, .offset = 1})) == "b.txt:1 b.txt:5 of 5");
  CHECK(dump(searcher.search("wind", {.limit = 2, .offset = 4})) == "c.txt:3 of 5");
  CHECK(dump(searcher.search("wind", {.limit = 2, .offset = 9})) == "of 5");
  CHECK(dump(searcher.search("-sun", {.limit = 3})) == "a.txt:1 b.txt:1 b.txt:5 of 5");
  CHECK(searcher.search("wind", {.limit = 2, .offset = 1})->hits.front().rank == 2);
}

TEST_CASE("searcher: grouping by file") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "b.txt", .paragraphs = {"sun", "wind and sun", "wind", "wind"}},
              {.name = "a.txt", .paragraphs = {"sun", "wind", "wind"}}});
  auto searcher = open(folder, {"kb"});
  const auto result = searcher.search("wind", {.group_by_file = true});
  CHECK(dump(result) == "a.txt:3 b.txt:5 of 2");
  CHECK(result->hits[0].paragraphs_in_file == 2);
  CHECK(result->hits[1].paragraphs_in_file == 3);
  CHECK(dump(searcher.search("wind", {.limit = 1, .offset = 1, .group_by_file = true})) == "b.txt:5 of 2");
  CHECK(dump(searcher.search("wind", {.group_by_file = true, .hits_wanted = false})) == "of 2");
  CHECK(dump(searcher.search("wind", {.hits_wanted = false})) == "of 5");
  // With a filter, what it keeps is what counts.
  CHECK(searcher.search("wind", {.paths = {"b.txt"}, .group_by_file = true})->hits[0].paragraphs_in_file == 3);
}

TEST_CASE("searcher: of equal stems the form that was typed comes first") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"one turbine", "two turbines", "three turbine"}}});
  auto searcher = open(folder, {"kb"});
  CHECK(dump(searcher.search("turbines")) == "a.txt:3 a.txt:1 a.txt:5 of 3");
  CHECK(dump(searcher.search("turbine")) == "a.txt:1 a.txt:5 a.txt:3 of 3");
}

TEST_CASE("searcher: filters, and what emptied the result") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "old/plan.txt", .paragraphs = {"wind power"}},
              {.name = "plan.MD", .paragraphs = {"wind turbine"}},
              {.name = "new/notes.txt", .paragraphs = {"solar power"}}});
  auto searcher = open(folder, {"kb"});
  const auto emptied = [&](const std::string& query, const SearchOptions& options) {
    const auto result = searcher.search(query, options);
    return dump(result) + " " + (result ? result->summary.emptied_by : "");
  };
  CHECK(dump(searcher.search("wind power", {.paths = {"*.txt"}})) == "old/plan.txt:1 new/notes.txt:1 of 2");
  CHECK(dump(searcher.search("wind power", {.paths = {"old/**", "new"}})) == "old/plan.txt:1 new/notes.txt:1 of 2");
  CHECK(dump(searcher.search("wind", {.paths = {"old"}, .hits_wanted = false})) == "of 1");
  CHECK(emptied("wind", {.paths = {"new"}}) == "of 0 --path");
  CHECK(emptied("wind", {.types = {"pdf"}}) == "of 0 --type");
  CHECK(emptied("wind", {.paths = {"new"}, .types = {"txt"}}) == "of 0 --path");
  CHECK(emptied("wind", {.paths = {"new"}, .types = {"pdf"}}) == "of 0 --type");
  CHECK(emptied("\"power wind\" solar", {.correct = false}) == "of 0 \"power wind\"");
  CHECK(emptied("+\"power wind\" solar", {}) == "of 0 +\"power wind\"");
  CHECK(emptied("wind -wind", {}) == "of 0 -wind");
  CHECK(emptied("nowhere", {.paths = {"new"}}) == "of 0 ");
}

TEST_CASE("searcher: zero hits say why") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "old/plan.txt", .paragraphs = {"wind power"}},
              {.name = "new/notes.txt", .paragraphs = {"solar power", "wind mills turn"}}});
  auto searcher = open(folder, {"kb"});
  /// "closed type:pdf; 2 without +solar; 1 with +a +b instead of "a b"".
  const auto why = [&](const std::string& query, const SearchOptions& options = {}) {
    const auto result = searcher.search(query, options);
    REQUIRE(result);
    REQUIRE(result->hits.empty());
    std::string line;
    for (const std::string& filter : result->summary.closed) line += "closed " + filter + "; ";
    for (const Hindrance& one : result->summary.hindrances) {
      line += std::to_string(one.matches) +
              (one.instead.empty() ? " without " : " with " + one.instead + " instead of ") + one.part + "; ";
    }
    return line;
  };
  CHECK(why("+wind +solar") == "1 without +wind; 2 without +solar; ");
  CHECK(why("\"power wind\"") == "1 with +power +wind instead of \"power wind\"; ");
  CHECK(why("mills near/1 turn power near/1 wind -wind") ==
        "");  // What excludes and what is near contradict each other: nothing alone helps.
  CHECK(why("type:pdf wind") == "closed type:pdf; 2 without type:pdf; ");
  CHECK(why("type:pdf +wind +solar") == "closed type:pdf; ");
  CHECK(why("wind", {.types = {"pdf"}, .languages = {"xx"}}) ==
        "closed --type; closed --lang; 2 without the filters together; ");
  CHECK(why("title:nothing OR title:none") == "closed title:nothing; closed title:none; ");
}

TEST_CASE("searcher: a phrase that stands nowhere is read as words, unless nothing else is asked for") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind power", "solar power"}}});
  auto searcher = open(folder, {"kb"});
  const auto answer = [&](const std::string& query) {
    const auto result = searcher.search(query, {});
    std::string notes;
    for (const Note& note : result->notes) notes += " | " + std::to_string(note.column) + " " + note.message;
    return dump(result) + notes;
  };
  CHECK(answer("solar \"power wind\"") ==
        "a.txt:3 a.txt:1 of 2 | 6 this phrase occurs nowhere; its words are looked for");
  CHECK(answer("solar \"wind power\"") == "a.txt:1 of 1");
  CHECK(answer("\"power wind\"") == "of 0");
  CHECK(answer("solar +\"power wind\"") == "of 0");
  CHECK(answer("\"power wind\" -solar") == "of 0");
}

TEST_CASE("searcher: types are the extensions in lower case") {
  const TemporaryFolder folder;
  make_index(
      folder, "kb",
      {{.name = "a.txt", .paragraphs = {"wind"}}, {.name = "b.md", .paragraphs = {"Wind."}, .headings = {"Sun"}}});
  auto searcher = open(folder, {"kb"});
  CHECK(dump(searcher.search("wind", {.types = {"MD"}})) == "b.md:1 of 1");
  CHECK(dump(searcher.search("wind", {.types = {"md", "txt"}})) == "a.txt:1 b.md:1 of 2");
}

TEST_CASE("searcher: missing words are named once, as typed") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind power"}}});
  auto searcher = open(folder, {"kb"});
  const auto result = searcher.search("wind Wnid Wnid \"powr\"", {.correct = false});
  REQUIRE(result);
  CHECK(result->summary.missing == std::vector<std::string>{"Wnid", "powr"});
  CHECK(result->summary.corrections.empty());
  CHECK(result->summary.all_words == 0);
}

TEST_CASE("searcher: a corrected word is looked for, marked and named") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind power", "sun"}}});
  make_index(folder, "other", {{.name = "b.txt", .paragraphs = {"storage of wind"}}});
  auto searcher = open(folder, {"kb", "other"});
  const auto result = searcher.search("+Stroage wnid qqqqq");
  CHECK(dump(result) == "b.txt:1 of 1");
  const Summary& summary = result->summary;
  CHECK(summary.query == "+Stroage wnid qqqqq");
  REQUIRE(summary.corrections.size() == 2);
  CHECK(summary.corrections[0].typed == "Stroage");
  CHECK(summary.corrections[0].used == "storage");
  CHECK(summary.corrections[1].used == "wind");
  CHECK(summary.missing == std::vector<std::string>{"qqqqq"});
  CHECK(result->hits[0].highlights == std::vector<ByteRange>{{0, 7}, {11, 15}});
  REQUIRE(result->notes.size() == 2);
  CHECK(result->notes[0].message == "'Stroage' occurs nowhere, searched for 'storage'");
  CHECK(result->notes[0].column == 1);
}

TEST_CASE("searcher: a query without a word finds nothing and says so") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind power"}}});
  auto searcher = open(folder, {"kb"});
  const auto result = searcher.search("?!");
  CHECK(dump(result) == "of 0");
  REQUIRE(result->notes.size() == 1);
  CHECK(result->notes[0].message == "nothing to look for: the query holds no word");
}

TEST_CASE("searcher: headings are seen by words, not by phrases") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "a.txt", .paragraphs = {"Turbines at sea."}, .headings = {"Draft plan"}},
              {.name = "b.txt", .paragraphs = {"Turbines on land."}}});
  auto searcher = open(folder, {"kb"});
  CHECK(dump(searcher.search("plans")) == "a.txt:1 of 1");
  CHECK(dump(searcher.search("turbine -drafts")) == "b.txt:1 of 1");
  CHECK(dump(searcher.search("\"plan\"")) == "of 0");
}

TEST_CASE("searcher: several indexes, each with its own stems and file numbers") {
  const TemporaryFolder folder;
  make_index(folder, "one",
             {{.name = "a.txt", .paragraphs = {"new plans", "winds"}}, {.name = "c.txt", .paragraphs = {"the news"}}});
  make_index(folder, "two", {{.name = "b.txt", .language = "de", .paragraphs = {"Störungen", "die News"}}});
  auto searcher = open(folder, {"one", "two"});
  CHECK(dump(searcher.search("Störung")) == "b.txt:1 of 1");
  CHECK(dump(searcher.search("winds", {.group_by_file = true})) == "a.txt:3 of 1");
  const auto result = searcher.search("Störung wind", {.paths = {"docs"}});
  CHECK(result->summary.matches == 2);
  CHECK(result->summary.index_id == "sampleone,sampletwo");
  CHECK(result->summary.paragraphs == 5);
  CHECK(dump(searcher.search("Störung wind", {.paths = {"b.txt"}})) == "b.txt:1 of 1");
}

TEST_CASE("searcher: freshness by a stat") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind"}}});
  auto searcher = open(folder, {"kb"});
  const auto freshness = [&] { return searcher.search("wind")->hits.at(0).freshness; };
  CHECK(freshness() == Freshness::current);
  folder.write("docs/a.txt", "wind and more");
  CHECK(freshness() == Freshness::modified);
  std::filesystem::remove(folder / "docs/a.txt");
  CHECK(freshness() == Freshness::missing);
  // A root that is away is no proof that a file is gone.
  std::filesystem::remove(folder / "docs");
  CHECK(freshness() == Freshness::unknown);
}

TEST_CASE("searcher: sees a new generation at the next search") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind"}}});
  auto searcher = open(folder, {"kb"});
  CHECK(dump(searcher.search("wind", {.paths = {"docs"}})) == "a.txt:1 of 1");
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"sun", "wind"}}}, 2);
  CHECK(dump(searcher.search("wind", {.paths = {"docs"}})) == "a.txt:3 of 1");
  CHECK(searcher.search("wind")->summary.generation == 2);
}

TEST_CASE("searcher: what cannot be opened") {
  const TemporaryFolder folder;
  CHECK(Searcher::open({}).error().message == "no index given");
  CHECK(Searcher::open({folder / "nowhere"}).error().code == ErrorCode::index_missing);
}

TEST_CASE("searcher: each value of an option counts, however many there are") {
  const TemporaryFolder folder;
  std::vector<SampleFile> files;
  SearchOptions options;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "a_name-of.several parts " + std::to_string(i) + ".txt";
    files.push_back({.name = name, .paragraphs = {"wind"}});
    if (i % 2 == 0) options.paths.push_back(name);
    options.roots.push_back("no-such-root-" + std::to_string(i));
  }
  make_index(folder, "kb", files);
  auto searcher = open(folder, {"kb"});
  for (int i = 0; i < 20; ++i) options.paths.push_back("none " + std::to_string(i));
  options.paths.push_back(files[59].name);
  CHECK(searcher.search("wind", options)->summary.matches == 0);
  options.roots.push_back("docs/");
  CHECK(searcher.search("wind", options)->summary.matches == 31);
  // Nor do the words of a path take the room of what is looked for.
  std::string query;
  for (int i = 0; i < 30; ++i)
    query += "-path:\"" + std::string(100, 'a') + " b c d e f g h i j k l m n o p q r s t\" ";
  CHECK(searcher.search(query + "wind")->summary.matches == 60);
}

TEST_CASE("searcher: since a day, not a range of them") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind"}, .date = text::parse_day("2026-06-15")}});
  auto searcher = open(folder, {"kb"});
  CHECK(dump(searcher.search("wind", {.since = "2026-06"})) == "a.txt:1 of 1");
  CHECK(dump(searcher.search("wind", {.since = "2026-07"})) == "of 0");
  for (const char* const since : {"..2026-06", "2026-06..", "2025..2026", "soon"}) {
    CHECK(searcher.search("wind", {.since = since}).error().code == ErrorCode::invalid_argument);
  }
}

TEST_CASE("searcher: nothing is like a paragraph without a telling word, whatever the filters") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"12 34", "the and of", "wind"}}});
  auto searcher = open(folder, {"kb"});
  for (const char* const query : {"12", "the"}) {
    const auto hits = searcher.search(query)->hits;
    REQUIRE(hits.size() == 1);
    const std::string& citation = hits[0].citation;
    CHECK(dump(searcher.similar(citation)) == "of 0");
    CHECK(dump(searcher.similar(citation, {.types = {"txt"}})) == "of 0");
    CHECK(dump(searcher.similar(citation, {.sort = SortBy::path})) == "of 0");
    const auto counted = searcher.similar(citation, {.facets = {FacetField::type}});
    REQUIRE(counted->summary.facets.size() == 1);
    CHECK(counted->summary.facets[0].counts.empty());
  }
}

TEST_CASE("searcher: what is not spelt by letters") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "a.txt", .paragraphs = {"code 12345 and foo_bar"}},
              {.name = "b.txt", .language = "ja", .paragraphs = {"東京の天気", "天気"}}});
  auto searcher = open(folder, {"kb"});
  // A fuzzy word finds itself.
  CHECK(dump(searcher.search("12345~")) == "a.txt:1 of 1");
  CHECK(dump(searcher.search("foo_bar~2")) == "a.txt:1 of 1");
  CHECK(dump(searcher.search("東京~")) == "b.txt:1 of 1");
  CHECK(dump(searcher.search("12346~")) == "of 0");
  // A pair of characters has no position: both have to be there.
  const auto near = searcher.search("天気 near/5 東京");
  CHECK(dump(near) == "b.txt:1 of 1");
  REQUIRE(near->notes.size() == 1);
  CHECK(near->notes[0].message == "'near' joins single words, read as words that all must be there");
  CHECK(dump(searcher.search("天 near/3 京")) == "b.txt:1 of 1");
  CHECK(searcher.search("天 near/3 京")->notes.empty());
}

TEST_CASE("searcher: near each other in Arabic, with articles and without") {
  const TemporaryFolder folder;
  make_index(folder, "kb",
             {{.name = "a.txt",
               .language = "ar",
               .paragraphs = {"قرأ الطالب الكتاب الجديد في المكتبة", "اشترى الرجل كتابا جديدا من السوق",
                              "جديد في السوق القديم وليس كتاب"}}});
  auto searcher = open(folder, {"kb"});
  for (const char* const query : {"كتاب near/2 جديد", "الكتاب near/2 الجديد", "كتابا near/2 الجديد"}) {
    CHECK(searcher.search(query)->summary.matches == 2);
  }
  CHECK(dump(searcher.search("\"الكتاب\" near/2 جديد")) == "a.txt:1 of 1");
  CHECK(searcher.search("كتاب near/100 جديد")->summary.matches == 3);
}

TEST_CASE("searcher: a word of a phrase that stands in a title is not missing") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"solar power"}, .headings = {"Windmills"}}});
  auto searcher = open(folder, {"kb"});
  const Summary summary = searcher.search("\"windmills power\"")->summary;
  CHECK(summary.matches == 0);
  CHECK(summary.missing.empty());
  CHECK(summary.nearest.empty());
  REQUIRE(summary.hindrances.size() == 1);
  CHECK(summary.hindrances[0].instead == "+windmills +power");
}

TEST_CASE("searcher: notes are said where they hold, and no more than would be read") {
  const TemporaryFolder folder;
  std::string heading;
  for (int i = 0; i < 300; ++i) heading += "t" + std::to_string(i) + " ";
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"wind"}, .headings = {heading}}});
  auto searcher = open(folder, {"kb"});
  CHECK(searcher.search("heading:none*")->notes.empty());
  CHECK(searcher.search("(heading:t* wind) OR storm")->notes.size() == 1);
  CHECK(searcher.search("...")->notes.size() == 1);
  std::string query = "wind";
  for (int i = 0; i < 1000; ++i) query += " \"phrase " + std::to_string(i) + "\" a" + std::to_string(i) + "/b*";
  CHECK(searcher.search(query)->notes.size() == 32);
}

TEST_CASE("searcher: an answer names its state, and can be asked for in that state alone") {
  const TemporaryFolder folder;
  make_index(folder, "one", {{.name = "a.txt", .paragraphs = {"Wind."}}});
  make_index(folder, "two", {{.name = "b.txt", .paragraphs = {"Wind, too."}}});
  auto searcher = open(folder, {"one", "two"});
  const auto first = searcher.search("wind");
  REQUIRE(first);
  REQUIRE(first->summary.indexes.size() == 2);
  CHECK(first->summary.indexes[0].index_id != first->summary.indexes[1].index_id);
  CHECK(first->summary.indexes[0].fingerprint == first->summary.fingerprint);
  const std::string state = state_name(first->summary.indexes);
  CHECK(state_name({{"k3f9a2zq", 7, 12, ""}, {"other123", 1, 0, ""}}) == "k3f9a2zq@7.12,other123@1.0");

  CHECK(searcher.search("wind", {.state = state}));
  auto alone = open(folder, {"one"});
  const auto other = alone.search("wind", {.state = state});
  REQUIRE(!other);
  CHECK(other.error().code == ErrorCode::other_revision);
  CHECK_THAT(other.error().message, Catch::Contains(state_name(alone.search("wind")->summary.indexes)));
  CHECK(alone.search("wind", {.state = "nonsense"}).error().code == ErrorCode::other_revision);
  CHECK(alone.similar("nonsense", {.state = "nonsense"}).error().code == ErrorCode::other_revision);
}

TEST_CASE("searcher: a search ends where its caller says so, and the next one goes on") {
  const TemporaryFolder folder;
  make_index(folder, "kb", {{.name = "a.txt", .paragraphs = {"Wind.", "Wind again."}}});
  auto searcher = open(folder, {"kb"});
  int polled = 0;
  CHECK(searcher.search("wind", {.cancelled = [&] { return ++polled == 0; }}));
  REQUIRE(polled > 2);
  for (int step = 1; step <= polled; ++step) {
    int now = 0;
    const auto result = searcher.search("wind", {.cancelled = [&] { return ++now == step; }});
    REQUIRE(!result);
    CHECK(result.error().code == ErrorCode::cancelled);
    CHECK(now == step);
  }
  CHECK(dump(searcher.search("wind")) == "a.txt:1 a.txt:3 of 2");
}
