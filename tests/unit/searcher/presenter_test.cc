// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/presenter.h"

#include <algorithm>
#include <string>

#include "pilcrow/json.h"
#include "tests/support/catch.h"
#include "tests/support/sample_result.h"

using namespace pilcrow;
using namespace pilcrow::searcher::cli;
using pilcrow::test::sample_hit;
using pilcrow::test::sample_result;
using pilcrow::test::values;

namespace {

PresenterOptions text_options() {
  PresenterOptions options;
  options.base = "/srv/kb";
  return options;
}

std::string shown(const SearchResult& result, const PresenterOptions& options,
                  const std::optional<std::string>& query_id = std::nullopt) {
  return make_presenter(options)->present(result, query_id);
}

}  // namespace

TEST_CASE("text: source, then what matters; nothing is added where there is no colour") {
  CHECK(shown(sample_result(), text_options()) ==
        "notes/energy.txt:41  Energy › Wind › Storage\n"
        "  The wind blows at night. Storage takes up what the wind makes.\n"
        "\n");
}

TEST_CASE("text: where a hit stands, as the format has it") {
  struct Case {
    const char* name;
    const char* type;
    std::optional<PageRange> page;
    const char* place;
  };
  const auto c = GENERATE(values<Case>({
      {"a text has lines", "text", {}, "notes/energy.txt:41"},
      {"markup, too", "markdown", {}, "notes/energy.txt:41"},
      {"a page without a label of its own", "pdf", PageRange{7, 8, "7", 8, "8"}, "notes/energy.txt, p. 8"},
      {"a page with one", "pdf", PageRange{7, 8, "vii", 7, "vii"}, "notes/energy.txt, p. 7 (vii)"},
      {"a slide", "pptx", PageRange{3, 3, "3", 3, "3"}, "notes/energy.txt, slide 3"},
      {"rows of a sheet", "xlsx", PageRange{2, 2, "Costs", 2, "Costs"}, "notes/energy.txt, sheet Costs, rows 41-44"},
      {"lines of what was extracted are nobody's", "docx", {}, "notes/energy.txt"},
      {"a document handed over with pages", "document", PageRange{4, 4, "4", 4, "4"}, "notes/energy.txt, p. 4"},
  }));
  INFO(c.name);
  SearchResult result = sample_result();
  result.hits[0].type = c.type;
  result.hits[0].page = c.page;
  result.hits[0].also_in = {{"/srv/kb/b", "/srv/kb", 1, {41, 44}, true, c.page, c.type}};
  const std::string page = shown(result, text_options());
  CHECK(page.substr(0, page.find("  Energy")) == c.place);
  const std::string other = std::string(c.place).replace(0, std::string("notes/energy.txt").size(), "b");
  CHECK(page.find("also in " + other + "\n") != std::string::npos);
}

TEST_CASE("text: a label cannot speak to the terminal") {
  SearchResult result = sample_result();
  result.hits[0].type = "pdf";
  result.hits[0].page = PageRange{7, 7, "\x1b[31m\n", 7, "\x1b[31m\n"};
  CHECK(shown(result, text_options()).starts_with("notes/energy.txt, p. 7 (\\x1b[31m)  Energy"));
}

TEST_CASE("text: a document that was handed over is shown by its URI, and nobody wonders whether it is stale") {
  SearchResult result = sample_result();
  Hit& hit = result.hits[0];
  hit.path = "https://wiki.example/Gr\xC3\xBC n";
  hit.root = "documents:";
  hit.type = GENERATE("document", "text");  // a line behind a web address would be part of it
  hit.freshness = Freshness::unknown;
  CHECK(shown(result, text_options()).starts_with("https://wiki.example/Gr\xC3\xBC n  Energy › Wind › Storage\n"));
  PresenterOptions options = text_options();
  options.terminal.hyperlinks = true;
  options.hyperlink_format = "file://{host}{path}";
  CHECK(shown(result, options).starts_with("\x1b]8;;https://wiki.example/Gr%C3%BC%20n\x1b\\"));
  hit.path = "ticket:7";
  CHECK(shown(result, options).starts_with("ticket:7  Energy"));
}

TEST_CASE("text: a document inside a file links to the file") {
  SearchResult result = sample_result();
  result.hits[0].path = "/srv/kb/a.zip!/b.md";
  result.hits[0].type = "markdown";
  PresenterOptions options = text_options();
  options.terminal.hyperlinks = true;
  options.hyperlink_format = "file://{path}";
  CHECK(shown(result, options).starts_with("\x1b]8;;file:///srv/kb/a.zip\x1b\\a.zip!/b.md:41"));
}

TEST_CASE("text: in the order of dates each hit has its own") {
  SearchResult result = sample_result();
  result.hits[0].date = "2026-03-31";
  PresenterOptions options = text_options();
  CHECK(shown(result, options).find("2026") == std::string::npos);
  options.dates = true;
  CHECK(shown(result, options).starts_with("notes/energy.txt:41  2026-03-31  Energy › Wind › Storage\n"));
  options.terminal.columns = 50;
  CHECK(shown(result, options).starts_with("notes/energy.txt:41  2026-03-31  … › Storage\n"));
}

TEST_CASE("text: on a terminal, colours, a link and one quiet line at the end") {
  PresenterOptions options = text_options();
  options.terminal = {true, true, true, 80};
  options.hyperlink_format = "file://{host}{path}#{line}";
  options.host = "desk";
  SearchResult result = sample_result();
  result.hits[0].path = "/srv/kb/a b.txt";
  CHECK(shown(result, options) ==
        "\x1b]8;;file://desk/srv/kb/a%20b.txt#41\x1b\\\x1b[35ma b.txt\x1b[0m:\x1b[32m41\x1b[0m\x1b]8;;\x1b\\"
        "  \x1b[2mEnergy › Wind › Storage\x1b[0m\n"
        "  The \x1b[1;31mwind\x1b[0m blows at night. Storage takes up what the \x1b[1;31mwind\x1b[0m makes.\n"
        "\n"
        "\x1b[2m1 of about 1,234 paragraphs · 12 hold every word · 4 ms\x1b[0m\n");
}

TEST_CASE("text: the summary says what is missing") {
  PresenterOptions options = text_options();
  options.terminal.interactive = true;
  SearchResult result = sample_result();
  result.summary.matches = 1;
  result.summary.matches_estimated = false;
  result.summary.all_words = 0;
  result.summary.missing = {"wnid", "powr"};
  result.hits[0].lacks = {"wnid", "powr"};
  const std::string page = shown(result, options);
  CHECK(page.substr(page.find("\n\n") + 2) ==
        "1 of 1 paragraph · none holds every word · nowhere: 'wnid' and 'powr' · 4 ms\n");
}

TEST_CASE("text: explanations, of the query first, of each hit below it") {
  PresenterOptions options = text_options();
  options.explain = true;
  SearchResult result = sample_result();
  result.hits[0].explanation = {{{.typed = "wind", .forms = {{"wind"}}, .paragraphs = 9, .in_text = 2, .weight = 8}},
                                {.exact = 0.5}};
  const std::string explanation =
      "  score 8.312: words 8.000, text 0.500\n"
      "    8.000  wind   wind  text 2 · 9 paragraphs\n"
      "    0.500  exact        words in the form that was typed\n";
  CHECK(shown(result, options) ==
        "query      wind -draft\n"
        "\n"
        "notes/energy.txt:41  Energy › Wind › Storage\n"
        "  The wind blows at night. Storage takes up what the wind makes.\n" +
            explanation + "\n");
  options.shape = Shape::files;
  result.hits[0].paragraphs_in_file = 3;
  CHECK(shown(result, options) == "query      wind -draft\n\nnotes/energy.txt\t3\n" + explanation);
}

TEST_CASE("text: of what is like a paragraph, nobody asks whether it holds every word") {
  PresenterOptions options = text_options();
  options.terminal.interactive = true;
  SearchResult result = sample_result();
  result.summary.similar_to = "pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10";
  const std::string page = shown(result, options);
  CHECK(page.substr(page.find("\n\n") + 2) == "1 of about 1,234 paragraphs · 4 ms\n");
}

TEST_CASE("text: a trail that is too long gives way in its middle, then at its outer end, then moves below the path") {
  struct Case {
    std::size_t columns;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {59, "notes/energy.txt:41  Energy › Wind › Storage at sea › Pumps"},
      {58, "notes/energy.txt:41  Energy › … › Storage at sea › Pumps"},
      {55, "notes/energy.txt:41  Energy › … › Pumps"},
      {39, "notes/energy.txt:41  Energy › … › Pumps"},
      {38, "notes/energy.txt:41  … › Pumps"},
      {30, "notes/energy.txt:41  … › Pumps"},
      {29, "notes/energy.txt:41  Pumps"},
      {26, "notes/energy.txt:41  Pumps"},
      {25, "notes/energy.txt:41\n  Energy › … › Pumps"},
      {10, "notes/energy.txt:41\n  Pumps"},
      {1, "notes/energy.txt:41\n  Pumps"},
  }));
  CAPTURE(c.columns);
  PresenterOptions options = text_options();
  options.terminal.columns = c.columns;
  SearchResult result = sample_result();
  result.hits[0].headings = {"Wind", "Storage at sea", "Pumps"};
  const std::string page = shown(result, options);
  CHECK(page.substr(0, page.find("\n  The")) == c.expected);
}

TEST_CASE("text: what nothing else can shorten is cut") {
  PresenterOptions options = text_options();
  options.terminal.columns = 20;
  SearchResult result = sample_result();
  result.hits[0].headings = {"Can the wind be refused for good?"};
  const std::string page = shown(result, options);
  CHECK(page.substr(0, page.find("\n  The")) == "notes/energy.txt:41\n  Can the wind be…");
}

TEST_CASE("text: the trail does not say a thing twice") {
  struct Case {
    std::string name;
    std::string title;
    std::vector<std::string> headings;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing to say", "", {}, ""},
      {"a title alone", "Energy", {}, "  Energy"},
      {"a title that is a heading", "Energy", {"Energy", "Wind"}, "  Energy › Wind"},
      {"in another case", "ENERGY", {"Energy", "Wind"}, "  Energy › Wind"},
      {"a title that a heading begins with",
       "Energy",
       {"Energy: wind and sun", "Wind"},
       "  Energy: wind and sun › Wind"},
      {"a title that names the site too", "Energy - Our Site", {"Energy", "Wind"}, "  Energy › Wind"},
      {"a heading that the next begins with", "", {"Energy", "Wind", "Wind at sea"}, "  Energy › Wind at sea"},
      {"the beginning of a word is no word", "Win", {"Winter"}, "  Win › Winter"},
      {"an empty heading", "", {" ", "Wind"}, "  Wind"},
  }));
  INFO(c.name);
  SearchResult result = sample_result();
  result.hits[0].title = c.title;
  result.hits[0].headings = c.headings;
  const std::string page = shown(result, text_options());
  CHECK(page.substr(0, page.find('\n')) == "notes/energy.txt:41" + c.expected);
}

TEST_CASE("text: the line is that of the first mark shown, where the text stands in the file to the letter") {
  PresenterOptions options = text_options();
  options.terminal = {false, false, true, 80};
  options.hyperlink_format = "x:{path}:{line}";
  SearchResult result = sample_result();
  Hit& hit = result.hits[0];
  hit.text = "- sun\n- rain\n- wind\n- coal\n- gas\n- oil\n- tide";
  hit.highlights = {{15, 19}};
  const auto first_line = [&] {
    const std::string page = shown(result, options);
    return page.substr(0, page.find("  Energy"));
  };
  CHECK(first_line() == "\x1b]8;;x:/srv/kb/notes/energy.txt:43\x1b\\notes/energy.txt:43\x1b]8;;\x1b\\");
  hit.type = "markdown";
  CHECK(first_line() == "\x1b]8;;x:/srv/kb/notes/energy.txt:41\x1b\\notes/energy.txt:41\x1b]8;;\x1b\\");
}

TEST_CASE("text: what is stale says so") {
  SearchResult result = sample_result();
  const auto first_line = [&](Freshness freshness) {
    result.hits[0].freshness = freshness;
    const std::string page = shown(result, text_options());
    return page.substr(0, page.find('\n'));
  };
  CHECK(first_line(Freshness::modified) == "notes/energy.txt:41  Energy › Wind › Storage  (changed since indexed)");
  CHECK(first_line(Freshness::missing) == "notes/energy.txt:41  Energy › Wind › Storage  (file is gone)");
  CHECK(first_line(Freshness::unknown) == "notes/energy.txt:41  Energy › Wind › Storage  (file cannot be looked at)");
}

TEST_CASE("text: paths below the current folder are relative, others absolute") {
  SearchResult result = sample_result();
  PresenterOptions options = text_options();
  const auto path = [&](const std::string& base) {
    options.base = base;
    const std::string page = shown(result, options);
    return page.substr(0, page.find(':'));
  };
  CHECK(path("/srv/kb") == "notes/energy.txt");
  CHECK(path("/srv/k") == "/srv/kb/notes/energy.txt");
  CHECK(path("/") == "srv/kb/notes/energy.txt");
  CHECK(path("") == "/srv/kb/notes/energy.txt");
}

TEST_CASE("text: a document cannot speak to the terminal") {
  SearchResult result = sample_result();
  result.hits[0].path = "/srv/kb/a\x1b[2J\nb.txt";
  result.hits[0].headings = {"Wind\x1b]0;x\x07\nand more"};
  result.hits[0].text = "red \x1b[31m wind \xe2\x80\xae back";
  result.hits[0].highlights = {{10, 14}};
  CHECK(shown(result, text_options()) ==
        "a\\x1b[2J\\nb.txt:41  Energy › Wind\\x1b]0;x\\x07 and more\n"
        "  red \\x1b[31m wind \\u202e back\n"
        "\n");
}

TEST_CASE("text: where else the paragraph stands, in one line") {
  struct Case {
    std::string name;
    std::vector<OtherPlace> places;
    std::string expected;
  };
  const auto place = [](const std::string& path, std::uint32_t line, bool identical) {
    return OtherPlace{path, "/srv/kb", 1, {line, line + 2}, identical};
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"nowhere", {}, ""},
      {"once", {place("/srv/kb/old/a.txt", 12, true)}, "  also in old/a.txt:12\n"},
      {"twice", {place("/srv/kb/a", 1, true), place("/srv/kb/b", 2, true)}, "  also in a:1 and 1 other place\n"},
      {"often",
       {place("/srv/kb/a", 1, true), place("/srv/kb/b", 2, true), place("/srv/kb/c", 3, true)},
       "  also in a:1 and 2 other places\n"},
      {"nearly", {place("/mnt/x.txt", 7, false)}, "  nearly the same in /mnt/x.txt:7\n"},
      {"both, the identical first",
       {place("/srv/kb/a", 1, false), place("/srv/kb/b", 2, true), place("/srv/kb/c", 3, false)},
       "  also in b:2; nearly the same in a:1 and 1 other place\n"},
      {"a name that would speak to the terminal", {place("/srv/kb/\x1b[2J\nb", 1, true)}, "  also in \\x1b[2J\\nb:1\n"},
      {"as many as are looked for", std::vector<OtherPlace>(most_places, place("/srv/kb/a", 1, true)),
       "  also in a:1 and 99 other places, at least\n"},
  }));
  INFO(c.name);
  SearchResult result = sample_result();
  result.hits[0].also_in = c.places;
  CHECK(shown(result, text_options()) ==
        "notes/energy.txt:41  Energy › Wind › Storage\n"
        "  The wind blows at night. Storage takes up what the wind makes.\n" +
            c.expected + "\n");
}

TEST_CASE("text: on a terminal the other places are quiet, and the one named is a link") {
  PresenterOptions options = text_options();
  options.terminal = {false, true, true, 80};
  options.hyperlink_format = "x:{path}:{line}";
  SearchResult result = sample_result();
  result.hits[0].highlights.clear();
  result.hits[0].also_in = {{"/srv/kb/a b", "/srv/kb", 1, {5, 6}, true}, {"/srv/kb/c", "/srv/kb", 1, {7, 7}, true}};
  const std::string page = shown(result, options);
  CHECK(page.substr(page.find("  \x1b[2malso")) ==
        "  \x1b[2malso in \x1b]8;;x:/srv/kb/a%20b:5\x1b\\a b:5\x1b]8;;\x1b\\ and 1 other place\x1b[0m\n\n");
}

TEST_CASE("text: files, for people and for programs") {
  SearchResult result = sample_result();
  result.hits[0].paragraphs_in_file = 3;
  PresenterOptions options = text_options();
  options.shape = Shape::files;
  CHECK(shown(result, options) == "notes/energy.txt\t3\n");
  result.hits[0].path = "/srv/kb/a\tb.txt";  // no tab but the one before the number
  CHECK(shown(result, options) == "a\\tb.txt\t3\n");
  result.hits[0].path = "/srv/kb/notes/energy.txt";
  options.terminal.interactive = true;
  CHECK(shown(result, options) ==
        "notes/energy.txt:41  3 paragraphs\n"
        "1 of about 1,234 files · 12 paragraphs hold every word · 4 ms\n");
}

TEST_CASE("text: with many queries each has a headline") {
  SearchResult result = sample_result();
  result.hits.clear();
  CHECK(shown(result, text_options(), "q1") == "[q1] wind -draft\n");
}

TEST_CASE("count: the number and nothing else") {
  PresenterOptions options = text_options();
  options.shape = Shape::count;
  CHECK(shown(sample_result(), options) == "1234\n");
  CHECK(shown(sample_result(), options, "q1") == "q1\t1234\n");
  options.format = Format::vimgrep;
  CHECK(shown(sample_result(), options) == "1234\n");
}

TEST_CASE("trec: what ties falls by a hair, since the tools sort by score") {
  SearchResult result = sample_result();
  result.hits = {sample_hit(), sample_hit(), sample_hit(), sample_hit()};
  for (std::size_t i = 0; i < 4; ++i) {
    result.hits[i].rank = 11 + i;
    result.hits[i].paragraph = static_cast<std::uint32_t>(7 + i);
    result.hits[i].score = i < 3 ? 8.5 : -1;
  }
  PresenterOptions options = text_options();
  options.format = Format::trec;
  CHECK(shown(result, options, "q1") ==
        "q1 Q0 notes/energy.txt#7 11 8.5 pilcrow\n"
        "q1 Q0 notes/energy.txt#8 12 8.499999 pilcrow\n"
        "q1 Q0 notes/energy.txt#9 13 8.499998 pilcrow\n"
        "q1 Q0 notes/energy.txt#10 14 -1 pilcrow\n");
}

TEST_CASE("trec: every place of a paragraph is a line of its own, behind its hit") {
  SearchResult result = sample_result();
  result.hits = {sample_hit(), sample_hit()};
  result.hits[0].rank = 11;
  result.hits[0].score = 8.5;
  result.hits[0].also_in = {{"/srv/kb/a b.txt", "/srv/kb", 3, {5, 6}, true}, {"/mnt/x.txt", "/mnt", 1, {1, 1}, false}};
  result.hits[1].rank = 12;
  result.hits[1].paragraph = 8;
  result.hits[1].score = 8.4999995;
  PresenterOptions options = text_options();
  options.format = Format::trec;
  CHECK(shown(result, options, "q1") ==
        "q1 Q0 notes/energy.txt#7 11 8.5 pilcrow\n"
        "q1 Q0 a%20b.txt#3 12 8.499999 pilcrow\n"
        "q1 Q0 x.txt#1 13 8.499998 pilcrow\n"
        "q1 Q0 notes/energy.txt#8 14 8.499997 pilcrow\n");
}

TEST_CASE("trec: six columns, whatever names and ids hold") {
  struct Case {
    std::string name;
    std::string path;
    std::optional<std::string> id;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"letters of any script stay", "/srv/kb/Rückruf.txt", "q1", "q1 Q0 Rückruf.txt"},
      {"white space", "/srv/kb/a b\tc", "q 1", "q%201 Q0 a%20b%09c"},
      {"white space beyond ASCII", "/srv/kb/a\u202Fb\u3000c", "q1", "q1 Q0 a%E2%80%AFb%E3%80%80c"},
      {"controls", "/srv/kb/a\nb\x1b", "q1", "q1 Q0 a%0Ab%1B"},
      {"bytes that are no UTF-8", "/srv/kb/a\xFF", "q1", "q1 Q0 a%FF"},
      {"the escape itself", "/srv/kb/100%", "q1", "q1 Q0 100%25"},
      {"a root that is a file", "/srv/kb", "q1", "q1 Q0 kb"},
      {"one query only", "/srv/kb/a", std::nullopt, "1 Q0 a"},
      {"an id that is empty", "/srv/kb/a", "", "- Q0 a"},
  }));
  INFO(c.name);
  PresenterOptions options = text_options();
  options.format = Format::trec;
  options.shape = Shape::files;
  SearchResult result = sample_result();
  result.hits[0].path = c.path;
  result.hits[0].score = 8.5;
  CHECK(shown(result, options, c.id) == c.expected + " 1 8.5 pilcrow\n");
}

TEST_CASE("vimgrep: the place of the first mark, where it is known") {
  struct Case {
    std::string name;
    std::string type;
    std::string text;
    std::vector<ByteRange> highlights;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"first line", "text", "the wind", {{4, 8}}, "41:5:the wind"},
      {"second line", "text", "in\nthe wind", {{7, 11}}, "42:5:in the wind"},
      {"Windows line ends", "text", "in\r\nthe wind", {{8, 12}}, "42:5:in the wind"},
      {"old line ends", "text", "in\rthe wind", {{7, 11}}, "42:5:in the wind"},
      {"columns are bytes", "text", "é wind", {{3, 7}}, "41:4:é wind"},
      {"no mark", "text", "in\nthe wind", {}, "41:1:in the wind"},
      {"markup", "html", "in\nthe wind", {{7, 11}}, "41:1:in the wind"},
  }));
  INFO(c.name);
  PresenterOptions options = text_options();
  options.format = Format::vimgrep;
  SearchResult result = sample_result();
  result.hits[0].also_in = {{"/srv/kb/b.txt", "/srv/kb", 3, {7, 8}, true}};  // no line of its own
  result.hits[0].type = c.type;
  result.hits[0].text = c.text;
  result.hits[0].highlights = c.highlights;
  CHECK(shown(result, options) == "/srv/kb/notes/energy.txt:" + c.expected + "\n");
}

TEST_CASE("jsonl: the lines are those of the library") {
  PresenterOptions options;
  options.format = Format::jsonl;
  SearchResult result = sample_result();
  result.hits[0].before = {{5, {"Wind"}, {36, 36}, {}, {}, "Rain.", {}, 0, ""}};
  CHECK(shown(result, options, "q1") == to_json_lines(result, {}, "q1"));
  options.context = true;
  CHECK(shown(result, options) == to_json_lines(result, {.context = {.paragraphs = 1}}));
  options.budget = 9;
  CHECK(shown(result, options) == to_json_lines(result, {.context = {.section = true}, .budget = 9}));
}

TEST_CASE("text: neighbours in the order of the document, each with its own place") {
  PresenterOptions options = text_options();
  options.context = true;
  SearchResult result = sample_result();
  Hit& hit = result.hits[0];
  hit.before = {{5, {"Wind"}, {36, 36}, {}, {}, "Rain.", {}, 0, ""},
                {6, {"Wind", "Storage"}, {38, 39}, {}, {}, "- sun\n- rain\n- \x1b[2J", {}, 0, ""}};
  hit.after = {{8, {"Wind", "Storage"}, {46, 46}, {}, {}, "Snow.", {}, 0, ""}};
  hit.also_in = {{"/srv/kb/b.txt", "/srv/kb", 3, {7, 8}, true}};
  result.hits.push_back(sample_hit());
  const std::string hit_lines =
      "notes/energy.txt:41  Energy › Wind › Storage\n"
      "  The wind blows at night. Storage takes up what the wind makes.\n";
  CHECK(shown(result, options) ==
        "notes/energy.txt-36  Wind\n"
        "  Rain.\n"
        "notes/energy.txt-38\n"
        "  - sun\n"
        "  - rain\n"
        "  - \\x1b[2J\n" +
            hit_lines +
            "  also in b.txt:7\n"
            "notes/energy.txt-46\n"
            "  Snow.\n"
            "\n" +
            hit_lines + "\n");
}

TEST_CASE("text: with neighbours or a budget, texts are shown whole") {
  SearchResult result = sample_result();
  result.hits[0].headings.clear();
  result.hits[0].highlights = {{4, 8}};
  std::string text;
  for (int i = 0; i < 12; ++i) text += "The wind blows at night, and nobody listens. ";
  result.hits[0].text = text;
  PresenterOptions options = text_options();
  CHECK(shown(result, options).find("…") != std::string::npos);
  options.budget = 1000;
  const std::string in_full = shown(result, options);
  CHECK(in_full.find("…") == std::string::npos);
  CHECK(std::count(in_full.begin(), in_full.end(), ',') == 12);
  options.budget = 0;
  options.context = true;
  CHECK(shown(result, options) == in_full);
}

TEST_CASE("text: where a budget cut a text stands an ellipsis") {
  struct Case {
    std::string name;
    ByteRange kept;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"its end", {0, 15}, "notes/energy.txt:42\n  Rain falls. The wind blows. …\n"},
      {"its beginning", {75, 90}, "notes/energy.txt:41\n  … Rain falls. The wind blows.\n"},
      {"both", {60, 75}, "notes/energy.txt:41\n  … Rain falls. The wind blows. …\n"},
  }));
  INFO(c.name);
  SearchResult result = sample_result();
  Hit& hit = result.hits[0];
  hit.title.clear();
  hit.headings.clear();
  hit.text = "Rain falls.\nThe wind blows.";
  hit.highlights = {{16, 20}};
  hit.kept = c.kept;
  hit.kept_of = 90;
  hit.after = {{8, {}, {46, 46}, {}, {}, "Snow.", ByteRange{0, 5}, 12, ""}};
  PresenterOptions options = text_options();
  options.budget = 50;
  options.context = true;
  // The line of the first mark is known only where the text has its beginning.
  CHECK(shown(result, options) == c.expected + "notes/energy.txt-46\n  Snow. …\n\n");
}

TEST_CASE("text: on a terminal neighbours are quiet, and the last line says what of the budget was used") {
  PresenterOptions options = text_options();
  options.terminal = {true, true, true, 80};
  options.hyperlink_format = "x:{path}:{line}";
  options.context = true;
  options.budget = 1000;
  SearchResult result = sample_result();
  result.summary.words_shown = 187;
  Hit& hit = result.hits[0];
  hit.headings.clear();
  hit.title.clear();
  hit.text = "wind";
  hit.highlights = {{0, 4}};
  hit.after = {{8, {"Sea"}, {46, 46}, {}, {}, "Snow.", {}, 0, ""}};
  CHECK(
      shown(result, options) ==
      "\x1b]8;;x:/srv/kb/notes/energy.txt:41\x1b\\\x1b[35mnotes/energy.txt\x1b[0m:\x1b[32m41\x1b[0m\x1b]8;;\x1b\\\n"
      "  \x1b[1;31mwind\x1b[0m\n"
      "\x1b]8;;x:/srv/kb/notes/energy.txt:46\x1b\\\x1b[2mnotes/energy.txt-46\x1b[0m\x1b]8;;\x1b\\  \x1b[2mSea\x1b[0m\n"
      "  \x1b[2mSnow.\x1b[0m\n"
      "\n"
      "\x1b[2m1 of about 1,234 paragraphs · 12 hold every word · 187 of 1,000 words · 4 ms\x1b[0m\n");
}

TEST_CASE("text: where none holds every word, each hit says what it lacks") {
  struct Case {
    std::string name;
    std::vector<std::string> lacks;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing", {}, ""},
      {"one word", {"storage"}, "  (lacks 'storage')"},
      {"two", {"storage", "wind power"}, "  (lacks 'storage' and 'wind power')"},
      {"three", {"a", "b", "c"}, "  (lacks 'a', 'b' and 'c')"},
      {"many", {"a", "b", "c", "d", "e"}, "  (lacks 'a', 'b', 'c' and 2 more)"},
      {"one that would speak to the terminal", {"a\x1b[2J\nb"}, "  (lacks 'a\\x1b[2J b')"},
      {"a long one", {std::string(1000, 'x')}, "  (lacks '" + std::string(31, 'x') + "…')"},
  }));
  INFO(c.name);
  SearchResult result = sample_result();
  result.summary.all_words = 0;
  result.hits[0].headings.clear();
  result.hits[0].title.clear();
  result.hits[0].lacks = c.lacks;
  const auto first_line = [&] {
    const std::string page = shown(result, text_options());
    return page.substr(0, page.find('\n'));
  };
  CHECK(first_line() == "notes/energy.txt:41" + c.expected);
  result.summary.all_words = 1;  // then the others are no news
  CHECK(first_line() == "notes/energy.txt:41");
  result.summary.all_words = 0;
  result.summary.similar_to = "pc1:a";  // nobody expects all the words of a paragraph
  CHECK(first_line() == "notes/energy.txt:41");
}

TEST_CASE("facets: a count and what to add to the query") {
  SearchResult result = sample_result();
  result.summary.facets = {
      {FacetField::type, {{"md", 1234}, {"", 2}, {"x y", 1}}},
      {FacetField::language, {{"zh-hant", 3}}},
      {FacetField::root, {{"/srv/kb", 1}}},
      {FacetField::path,
       {{"/srv/my notes/", 5}, {"/a[1]*{b}\\?", 4}, {"/\"a“ (b)", 3}, {"/\xff\x1b\n\t", 2}, {"/Rückruf", 1}}}};
  PresenterOptions options = text_options();
  options.shape = Shape::facets;
  CHECK(shown(result, options) ==
        "1234\ttype:md\n"
        "2\ttype:\"\"\n"
        "1\ttype:\"x y\"\n"
        "3\tlang:zh-hant\n"
        "1\troot:/srv/kb\n"
        "5\tpath:\"/srv/my notes/\"\n"
        "4\tpath:\"/a\\[1\\]\\*\\{b\\}\\\\\\?\"\n"
        "3\tpath:\"/?a? (b)\"\n"
        "2\tpath:\"/????\"\n"
        "1\tpath:\"/Rückruf\"\n");
  result.summary.facets.resize(1);
  result.summary.facets[0].counts.resize(1);
  CHECK(shown(result, options, "q1") == "q1\t1234\ttype:md\n");
}

TEST_CASE("no hits: why, in one line where that says all") {
  struct Case {
    std::string name;
    std::vector<std::string> missing;
    std::vector<NearestWords> nearest;
    std::vector<Hindrance> hindrances;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"no reason is known", {}, {}, {}, "each part matches something, but no paragraph all that is asked for\n"},
      {"a word", {"wnid"}, {}, {}, "'wnid' occurs nowhere in the index\n"},
      {"and what is near it",
       {"wnid"},
       {{"wnid", {"wind", "winds"}}},
       {},
       "'wnid' occurs nowhere in the index; near: 'wind' and 'winds'\n"},
      {"several words", {"a", "b", "c"}, {}, {}, "'a', 'b' and 'c' occur nowhere in the index\n"},
      {"and what is near some",
       {"wnid", "xyz", "powr"},
       {{"wnid", {"wind"}}, {"powr", {"power", "powers", "tower"}}},
       {},
       "'wnid', 'xyz' and 'powr' occur nowhere in the index\nnear 'wnid': 'wind'\n"
       "near 'powr': 'power', 'powers' and 'tower'\n"},
      {"a filter", {}, {}, {{"type:pdf", 1234}}, "1,234 paragraphs match without type:pdf\n"},
      {"a word that is required", {}, {}, {{"+storage", 1}}, "1 paragraph matches without +storage\n"},
      {"either of them",
       {},
       {},
       {{"type:pdf", 12}, {"+storage", 3}},
       "no paragraph matches all that is asked for\n12 paragraphs match without type:pdf\n"
       "3 paragraphs match without +storage\n"},
      {"a word, and what would help",
       {"wnid"},
       {{"wnid", {"wind"}}},
       {{"+wnid", 3}},
       "'wnid' occurs nowhere in the index; near: 'wind'\n3 paragraphs match without +wnid\n"},
      {"hostile words",
       {"a\nb\x1b"},
       {{"a\nb\x1b", {"c\nd"}}},
       {{"+\"a\nb\"", 3}},
       "'a b\\x1b' occurs nowhere in the index; near: 'c d'\n3 paragraphs match without +\"a b\"\n"},
      {"more than anybody reads",
       std::vector<std::string>(12, "x"),
       {},
       {{std::string(200, 'y'), 1}},
       "'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x' and 2 more occur nowhere in the index\n"
       "1 paragraph matches without " +
           std::string(79, 'y') + "…\n"},
  }));
  INFO(c.name);
  Summary summary;
  summary.paragraphs = 100;
  summary.query = "wind";
  summary.missing = c.missing;
  summary.nearest = c.nearest;
  summary.hindrances = c.hindrances;
  std::string lines;
  for (const std::string& line : why_no_hits(summary)) lines += line + "\n";
  CHECK(lines == c.expected);
  summary.paragraphs = 0;
  CHECK(why_no_hits(summary) == std::vector<std::string>{"the index holds no paragraphs"});
}

TEST_CASE("no hits: a query without a word") {
  Summary summary;
  summary.paragraphs = 100;
  CHECK(why_no_hits(summary) == std::vector<std::string>{"there is nothing to look for"});
}
