// SPDX-License-Identifier: GPL-3.0-or-later
#include "pilcrow/json.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/support/sample_result.h"

using namespace pilcrow;
using pilcrow::test::sample_result;

TEST_CASE("json: a hit and its summary") {
  CHECK(
      to_json_lines(sample_result(), {}) ==
      R"({"type":"hit","format_version":1,"rank":1,"score":8.312346,"path":"/srv/kb/notes/energy.txt","root":"/srv/kb",)"
      R"("title":"Energy","headings":["Wind","Storage"],"paragraph":7,"lines":[41,44],"bytes":[2210,2590],"page":null,)"
      R"("encoding":"utf-8","language":"en","date":"2026-03-31",)"
      R"("text":"The wind blows at night. Storage takes up\nwhat the wind makes.","highlights":[[4,8],[51,55]],)"
      R"("freshness":"current","citation":"pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10","partial":false,"lacks":[],"also_in":[]})"
      "\n"
      R"({"type":"summary","format_version":1,"query":"wind -draft","matches":1234,"matches_estimated":true,)"
      R"("all_words":12,"milliseconds":3.712,"index_id":"k3f9a2zq","generation":7,"revision":42,)"
      R"("fingerprint":"schema/1",)"
      R"("indexes":[{"index_id":"k3f9a2zq","generation":7,"revision":42,"fingerprint":"schema/1"}],"state":"k3f9a2zq@7.42",)"
      R"("paragraphs":96524,"missing":[],"corrections":[],"stopped":[],"languages":[],)"
      R"("nearest":[],"closed":[],"emptied_by":"","hindrances":[],"notes":[]})"
      "\n");
}

TEST_CASE("json: what is not always there") {
  SearchResult result = sample_result();
  Hit& hit = result.hits[0];
  hit.path = "/srv/\xff";
  hit.headings.clear();
  hit.highlights.clear();
  hit.page = PageRange{7, 8, "vii", 8, "viii"};
  hit.bytes_of_extracted = true;
  hit.freshness = Freshness::missing;
  hit.also_in = {{"/srv/kb/b.txt", "/srv/kb", 3, {7, 8}, true}, {"/srv/\xff", "/srv/\xfe", 1, {1, 1}, false}};
  hit.paragraphs_in_file = 5;
  result.summary.query = "w\xff";
  result.summary.corrections = {{"Wnid", "wind"}};
  result.summary.stopped = {"the"};
  result.summary.languages = {"en", "de"};
  result.summary.similar_to = "pc1:a";
  hit.explanation = {{{.typed = "w",
                       .count = 2,
                       .required = true,
                       .forms = {{"w"}, {"v", {"de"}}},
                       .relatives = {"x"},
                       .paragraphs = 7,
                       .in_text = 1,
                       .in_title = 2,
                       .in_headings = 3,
                       .in_file_name = 4,
                       .of_relatives = 5,
                       .weight = 8.25}},
                     {.run = 1, .grams = 0.0000001}};
  result.notes = {{"unclosed quote, read as a plain word", 5}};
  CHECK(
      to_json_lines(result, {}, "q\t1") ==
      R"({"type":"hit","format_version":1,"query_id":"q\t1","rank":1,"score":8.312346,"path":{"bytes":"L3Nydi//"},)"
      R"("root":"/srv/kb","title":"Energy","headings":[],"paragraph":7,"lines":[41,44],"bytes":[2210,2590],)"
      R"("bytes_of":"extracted","page":{"first":7,"last":8,"label":"vii","cited":8,"cited_label":"viii"},"encoding":"utf-8","language":"en","date":"2026-03-31",)"
      R"("text":"The wind blows at night. Storage takes up\nwhat the wind makes.","highlights":[],)"
      R"("freshness":"missing","citation":"pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10","partial":false,"lacks":[],)"
      R"("also_in":[{"path":"/srv/kb/b.txt","root":"/srv/kb","paragraph":3,"lines":[7,8],"identical":true},)"
      R"({"path":{"bytes":"L3Nydi//"},"root":{"bytes":"L3Nydi/+"},"paragraph":1,"lines":[1,1],"identical":false}],)"
      R"("paragraphs_in_file":5,"explanation":{"words":[{"typed":"w","count":2,"required":true,"phrase":false,)"
      R"("forms":[{"form":"w","languages":[]},{"form":"v","languages":["de"]}],"relatives":["x"],"paragraphs":7,"in_text":1,)"
      R"("in_title":2,"in_headings":3,"in_file_name":4,"of_relatives":5,"weight":8.25}],)"
      R"("rerank":{"run":1.0,"sentence":0.0,"nearness":0.0,"exact":0.0,"file":0.0,"grams":0.0}}})"
      "\n"
      R"({"type":"summary","format_version":1,"query_id":"q\t1","query":"w�","matches":1234,)"
      R"("matches_estimated":true,"all_words":12,"milliseconds":3.712,"index_id":"k3f9a2zq","generation":7,)"
      R"("revision":42,"fingerprint":"schema/1",)"
      R"("indexes":[{"index_id":"k3f9a2zq","generation":7,"revision":42,"fingerprint":"schema/1"}],"state":"k3f9a2zq@7.42",)"
      R"("paragraphs":96524,"missing":[],)"
      R"("corrections":[{"typed":"Wnid","used":"wind"}],"stopped":["the"],"languages":["en","de"],)"
      R"("similar_to":"pc1:a","nearest":[],"closed":[],"emptied_by":"","hindrances":[],)"
      R"("notes":[{"message":"unclosed quote, read as a plain word","column":5}]})"
      "\n");
}

TEST_CASE("json: neighbours, what a budget kept, what a hit lacks") {
  SearchResult result = sample_result();
  Hit& hit = result.hits[0];
  hit.lacks = {"storage", "wind power"};
  hit.text = "The wind blows.";
  hit.highlights = {{4, 8}};
  hit.kept = {10, 25};
  hit.kept_of = 90;
  Neighbor before{6, {"Wind"}, {38, 39}, {2100, 2208}, PageRange{2, 2, "", 2, ""}, "Rain\x1b.", {}, 0, "pc1:a"};
  Neighbor after{8, {"Wind", "Storage"}, {46, 46}, {2592, 2600}, {}, "Sun.", ByteRange{0, 4}, 40, "pc1:b"};
  hit.before = {before};
  hit.after = {after};
  SearchOptions asked;
  const auto part = [&] {
    const std::string page = to_json_lines(result, asked);
    const std::size_t begin = page.find("\"text\":");
    return page.substr(begin, page.find('\n') - begin);
  };
  const std::string text = R"("text":"The wind blows.","kept":[10,25],"kept_of":90,"highlights":[[4,8]],)"
                           R"("freshness":"current","citation":"pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10",)"
                           R"("partial":true,"lacks":["storage","wind power"],)";
  CHECK(part() == text + R"("also_in":[]})");
  asked.context.paragraphs = 1;
  CHECK(
      part() ==
      text +
          R"("before":[{"paragraph":6,"lines":[38,39],"bytes":[2100,2208],"page":{"first":2,"last":2,"label":"","cited":2,"cited_label":""},)"
          R"("headings":["Wind"],"text":"Rain\u001b.","citation":"pc1:a"}],)"
          R"("after":[{"paragraph":8,"lines":[46,46],"bytes":[2592,2600],"page":null,)"
          R"("headings":["Wind","Storage"],"text":"Sun.","kept":[0,4],"kept_of":40,"citation":"pc1:b"}],)"
          R"("also_in":[]})");
  hit.before.clear();
  hit.after.clear();
  CHECK(part() == text + R"("before":[],"after":[],"also_in":[]})");
}

TEST_CASE("json: why there are none, counts by field, words of a budget") {
  SearchResult result = sample_result();
  result.hits.clear();
  Summary& summary = result.summary;
  summary.nearest = {{"wnid", {"wind", "winds"}}};
  summary.hindrances = {{"type:pdf", 12}, {"+storage", 3}};
  summary.emptied_by = "type:pdf";
  summary.words_shown = 187;
  summary.facets = {{FacetField::type, {{"md", 12}, {"", 1}}},
                    {FacetField::path, {{"/srv/kb/notes/", 2}, {"/srv/kb/\xff", 1}}},
                    {FacetField::language, {}},
                    {FacetField::root, {{"/srv/kb", 13}}}};
  const std::string page = to_json_lines(result, {.budget = 200});
  CHECK(page.substr(page.find("\"nearest\"")) ==
        R"("nearest":[{"typed":"wnid","words":["wind","winds"]}],"closed":[],"emptied_by":"type:pdf",)"
        R"("hindrances":[{"part":"type:pdf","matches":12},{"part":"+storage","matches":3}],)"
        R"("facets":{"type":[{"value":"md","matches":12},{"value":"","matches":1}],)"
        R"("path":[{"value":"/srv/kb/notes/","matches":2},{"value":{"bytes":"L3Nydi9rYi//"},"matches":1}],)"
        R"("language":[],"root":[{"value":"/srv/kb","matches":13}]},"words_shown":187,"notes":[]})"
        "\n");
}

TEST_CASE("json: what an exporter gave comes back as it was given, and else not at all") {
  struct Case {
    const char* name;
    std::string meta;
    std::string member;
  };
  const auto c = GENERATE(test::values<Case>({
      {"an object", R"({"b":[1.50,{"a":null}],"a":"ü"})", R"("meta":{"b":[1.50,{"a":null}],"a":"ü"},)"},
      {"an empty one", "{}", R"("meta":{},)"},
      {"its controls are escapes", "{\"a\":\"\xC2\x9B\xE2\x80\xA8\"}", R"("meta":{"a":"\u009b\u2028"},)"},
      {"one that tells of another", R"({"a":"\"meta\":null","meta":null})",
       R"("meta":{"a":"\"meta\":null","meta":null},)"},
      {"nothing", "", ""},
      {"no object", "[]", ""},
      {"no JSON", "{\"a\":}", ""},
      {"more than one", "{}{}", ""},
      {"no UTF-8", "{\"a\":\"\xFF\"}", ""},
      {"more than one line", "{\n}", ""},
  }));
  INFO(c.name);
  SearchResult result = sample_result();
  result.hits[0].title = "\"meta\":null";
  result.hits[0].meta = c.meta;
  const std::string line = to_json_lines(result, {});
  const std::string before = R"("citation":"pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10",)";
  const std::size_t begin = line.find(before) + before.size();
  CHECK(line.substr(begin, line.find("\"partial\"") - begin) == c.member);
  CHECK(line.find(R"("title":"\"meta\":null")") != std::string::npos);
}

TEST_CASE("json: an outline") {
  Outline outline;
  outline.path = "/srv/kb/energy.pdf";
  outline.root = "/srv/kb";
  outline.title = "Energy";
  outline.type = "pdf";
  outline.language = "en";
  outline.date = "2026-03-31";
  outline.paragraphs = 9;
  outline.freshness = Freshness::current;
  outline.entries = {{{}, 1, 2, {1, 5}, {}, "pc1:a"},
                     {{"Wind", "Storage"}, 3, 1, {7, 7}, PageRange{2, 2, "ii", 2, "ii"}, "pc1:b"}};
  outline.indexes = {{"k3f9a2zq", 7, 42, "schema/1"}, {"aaaaaaaa", 1, 0, "schema/1"}};
  CHECK(
      to_json(outline) ==
      R"({"type":"outline","format_version":1,"path":"/srv/kb/energy.pdf","root":"/srv/kb","title":"Energy","reader":"pdf",)"
      R"("language":"en","date":"2026-03-31","paragraphs":9,"freshness":"current","entries":[)"
      R"({"headings":[],"first_paragraph":1,"paragraphs":2,"lines":[1,5],"page":null,"citation":"pc1:a"},)"
      R"({"headings":["Wind","Storage"],"first_paragraph":3,"paragraphs":1,"lines":[7,7],)"
      R"("page":{"first":2,"last":2,"label":"ii","cited":2,"cited_label":"ii"},"citation":"pc1:b"}],)"
      R"("indexes":[{"index_id":"k3f9a2zq","generation":7,"revision":42,"fingerprint":"schema/1"},)"
      R"({"index_id":"aaaaaaaa","generation":1,"revision":0,"fingerprint":"schema/1"}],)"
      R"("state":"k3f9a2zq@7.42,aaaaaaaa@1.0"})"
      "\n");
}

TEST_CASE("json: verdicts, and what they come to") {
  Verification moved;
  moved.claim = {
      .citation = "pc1:a", .quote = "Wind\nblows.", .path = "/srv/\xff", .lines = LineRange{4, 5}, .line = 12};
  moved.verdict = Verdict::moved;
  moved.message = "it stands in lines 7-8 now";
  moved.path = "/srv/kb/b.txt";
  moved.root = "/srv/kb";
  moved.lines = {7, 8};
  moved.bytes = {90, 102};
  moved.headings = {"Wind"};
  moved.text = "Wind blows.";
  moved.citation = "pc1:b";
  moved.reflowed = true;
  moved.changes = {{"a", ""}, {"", "b"}};
  moved.freshness = Freshness::modified;
  moved.from_file = true;
  Verification gone;
  gone.claim = {.citation = "pc1:c", .whole = true};
  gone.verdict = Verdict::gone;
  gone.message = "nothing like it is there";
  const VerifyReport report{{moved, gone}, 1, {{"k3f9a2zq", 7, 42, "schema/1"}}};
  CHECK(
      to_json_lines(report) ==
      R"({"type":"verdict","format_version":1,"verdict":"moved","holds":true,"message":"it stands in lines 7-8 now",)"
      R"("claim":{"citation":"pc1:a","quote":"Wind\nblows.","whole":false,"path":{"bytes":"L3Nydi//"},"lines":[4,5],"line":12},)"
      R"("found":{"path":"/srv/kb/b.txt","root":"/srv/kb","lines":[7,8],"bytes":[90,102],"page":null,"headings":["Wind"],)"
      R"("text":"Wind blows.","citation":"pc1:b","freshness":"modified","from_file":true},"reflowed":true,)"
      R"("changes":[{"was":"a","now":""},{"was":"","now":"b"}]})"
      "\n"
      R"({"type":"verdict","format_version":1,"verdict":"gone","holds":false,"message":"nothing like it is there",)"
      R"("claim":{"citation":"pc1:c","quote":"","whole":true,"path":null,"lines":null,"line":0},)"
      R"("found":null,"reflowed":false,"changes":[]})"
      "\n"
      R"({"type":"verification","format_version":1,"claims":2,"failed":1,)"
      R"("verdicts":{"exact":0,"moved":1,"changed":0,"gone":1,"misquoted":0,"invalid":0},)"
      R"("indexes":[{"index_id":"k3f9a2zq","generation":7,"revision":42,"fingerprint":"schema/1"}],"state":"k3f9a2zq@7.42"})"
      "\n");
}
