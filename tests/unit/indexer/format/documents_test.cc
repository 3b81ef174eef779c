// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/documents.h"

#include <string>
#include <string_view>
#include <vector>

#include "core/text/day.h"
#include "indexer/handed_over.h"
#include "tests/support/catch.h"
#include "tests/support/parts.h"

namespace pilcrow::indexer {
namespace {

using test::values;

const char* name_of(BlockKind kind) {
  switch (kind) {
    case BlockKind::heading:
      return "h";
    case BlockKind::paragraph:
      return "p";
    case BlockKind::list_item:
      return "li";
    case BlockKind::table_row:
      return "tr";
    case BlockKind::code:
      return "code";
    case BlockKind::quote:
      return "quote";
  }
  return "";
}

/// "uri (type) "title" date lang meta | kind level/group text …", with places as "@page:first-last".
std::string dump(const std::string& line) {
  const auto read = read_handed_over(line);
  if (!read) return "! " + (read.error().uri.empty() ? "" : read.error().uri + ": ") + read.error().reason;
  std::string out = read->uri;
  if (read->deleted) return out + " deleted";
  out += " (" + read->type + ")";
  const Document& document = read->document;
  if (!document.title.empty()) out += " \"" + document.title + '"';
  if (document.date) out += " " + text::format(*document.date);
  if (!document.language.empty()) out += " " + document.language;
  if (!document.meta.empty()) out += " " + document.meta;
  for (const Block& block : document.blocks) {
    out += std::string(" | ") + name_of(block.kind);
    if (block.level != 0) out += std::to_string(block.level);
    if (block.group != 0) out += "/" + std::to_string(block.group);
    out += " " + block.text;
  }
  for (const Place& place : document.places) {
    out += " @" + std::to_string(place.text) + "=" + std::to_string(place.page) + ":" +
           std::to_string(place.lines.first) + "-" + std::to_string(place.lines.last);
  }
  for (const std::string& label : document.page_labels) out += " '" + label + "'";
  if (read->paragraphs) out += " as indexed " + read->encoding + (read->bytes_of_extracted ? "(extracted)" : "");
  for (const IndexedParagraph& paragraph : read->paragraphs.value_or(std::vector<IndexedParagraph>())) {
    out += " |";
    for (const std::string& heading : paragraph.headings) out += " " + heading + " >";
    out += " " + paragraph.text + " " + paragraph.language + (paragraph.minor ? "minor" : "") + "@" +
           std::to_string(paragraph.lines.first) + "-" + std::to_string(paragraph.lines.last) + "[" +
           std::to_string(paragraph.bytes.begin) + "," + std::to_string(paragraph.bytes.end) + ")";
    if (paragraph.page != 0) out += "p" + std::to_string(paragraph.page);
    for (const std::uint32_t offset : paragraph.page_breaks) out += "/" + std::to_string(offset);
  }
  for (const std::string& member : read->unknown_members) out += " ?" + member;
  return out;
}

struct Case {
  const char* name;
  const char* line;
  const char* expected;
};

TEST_CASE("a document handed over: members and what they become") {
  const auto c = GENERATE(values<Case>({
      {"a text", R"({"uri":"w:1","text":"Wind.\n\nSun."})", "w:1 (text) | p Wind. | p Sun."},
      {"all that may be said of it",
       R"({"uri":"w:1","title":" The  wind ","lang":"en","date":"2026-06-15T08:00:00Z","meta":{"a":[1,-2,1.50,null,true],"b":{"c":"d\n"}},"text":"Wind."})",
       R"(w:1 (text) "The wind" 2026-06-15 en {"a":[1,-2,1.50,null,true],"b":{"c":"d\n"}} | p Wind.)"},
      {"members in any order, the format behind the text",
       R"({"text":"# Wind\n\nIt blows.","format":"markdown","uri":"w:1"})",
       R"(w:1 (markdown) "Wind" | h1 Wind | p It blows.)"},
      {"HTML, and the title that the exporter gives counts before its own",
       R"({"uri":"w:1","title":"Mine","format":"html","text":"<title>Yours</title><p>Wind.</p>"})",
       "w:1 (html) \"Mine\" | p Wind."},
      {"blocks of every type",
       R"({"uri":"w:1","blocks":[{"type":"heading","level":2,"text":"H"},{"type":"paragraph","text":"P"},)"
       R"({"type":"list_item","level":1,"text":"A"},{"type":"list_item","level":2,"text":"B"},)"
       R"({"type":"table_row","text":"R"},{"type":"code","text":"C"},{"type":"quote","text":"Q"},{"text":"Plain"}]})",
       "w:1 (document) | h2 H | p P | li1/1 A | li2/1 B | tr/2 R | code C | quote Q | p Plain"},
      {"two lists with a paragraph between them are two",
       R"({"uri":"w","blocks":[{"type":"list_item","text":"A"},{"text":"P"},{"type":"list_item","text":"B"}]})",
       "w (document) | li1/1 A | p P | li1/2 B"},
      {"levels too deep, or none, are what comes nearest",
       R"({"uri":"w","blocks":[{"type":"heading","text":"A"},{"type":"heading","level":9,"text":"B"},{"type":"heading","level":0,"text":"C"}]})",
       "w (document) | h1 A | h6 B | h1 C"},
      {"pages and lines",
       R"({"uri":"w","blocks":[{"text":"A","page":3,"lines":7},{"text":"B","page":{"number":4,"label":"iv"},"lines":[8,9]},{"text":"C"}]})",
       "w (document) | p A | p B | p C @0=3:7-7 @3=4:8-9 @6=0:0-0 '' '' '' 'iv'"},
      {"null is as if it were not there: a database has no better word",
       R"({"uri":"w","title":null,"lang":null,"date":null,"meta":null,"deleted":null,"format":null,"text":"Wind."})",
       "w (text) | p Wind."},
      {"an empty text is a document without paragraphs", R"({"uri":"w","text":""})", "w (document)"},
      {"so is none, where it is said", R"({"uri":"w","text":null})", "w (document)"},
      {"a title may say it all", R"({"uri":"w","title":"Pump leaks","text":" \n "})",
       "w (document) \"Pump leaks\" | h1 Pump leaks"},
      {"blocks without a text are passed over", R"({"uri":"w","blocks":[{"text":""},{"text":null},null,{"text":"A"}]})",
       "w (document) | p A"},
      {"what is deleted is nothing else", R"({"uri":"w","deleted":true,"title":"Gone"})", "w deleted"},
      {"deleted may be denied", R"({"uri":"w","deleted":false,"text":"Sun"})", "w (text) | p Sun"},
      {"unknown members are passed over, each told once",
       R"({"uri":"w","titel":{"a":[{"uri":1}]},"tags":[[]],"blocks":[{"text":"A","x":1},{"text":"B","x":{}}]})",
       "w (document) | p A | p B ?titel ?tags ?blocks.x"},
      {"control characters go", "{\"uri\":\"w\",\"text\":\"A\\u0000\\u0007B\\u001b[1m\"}", "w (text) | p AB[1m"},
      {"letters beyond ASCII", R"({"uri":"wiki/Größe","text":"\u00dcber \ud83d\ude00"})",
       "wiki/Größe (text) | p Über 😀"},
      {"paragraphs as they were indexed: nothing is folded, gathered, split or detected",
       R"({"uri":"w","title":" A  b ","lang":"und","as_indexed":{"type":"pdf","encoding":"utf-16le","bytes_of":"extracted",)"
       R"("page_labels":["","ii"],"paragraphs":[{"text":"  A\u0001\r\n","lines":[2,3],"bytes":[0,7]},)"
       R"({"text":"B","headings":["H ","I"],"lang":"pt-BR","lines":4,"bytes":[7,7],"page":2,"page_breaks":[0,1],"minor":true}]}})",
       "w (pdf) \" A  b \" und '' 'ii' as indexed utf-16le(extracted) |   A\x01\r\n @2-3[0,7) | H  > I > B "
       "pt-BRminor@4-4[7,7)p2/0/1"},
      {"as indexed, what need not be said",
       R"({"uri":"w","as_indexed":{"paragraphs":[null,{"text":"A","lines":1,"bytes":[0,1],"page":null,"minor":false,"headings":null}]},"lang":"en"})",
       "w (document) en as indexed  | A @1-1[0,1)"},
      {"as indexed, and empty", R"({"uri":"w","title":"T","lang":"en","as_indexed":{"paragraphs":[]}})",
       "w (document) \"T\" en as indexed "},
      {"unknown members of what was indexed",
       R"({"uri":"w","lang":"en","as_indexed":{"x":{},"paragraphs":[{"text":"A","lines":1,"bytes":[0,1],"level":[1]}]}})",
       "w (document) en as indexed  | A @1-1[0,1) ?as_indexed.x ?as_indexed.paragraphs.level"},
      {"white space around it", " {\"uri\":\"w\",\"text\":\"Sun\"} \r", "w (text) | p Sun"},
  }));
  INFO(c.name);
  CHECK(dump(c.line) == c.expected);
}

TEST_CASE("a document handed over: what is wrong with a line") {
  const auto c = GENERATE(values<Case>({
      {"no JSON", "wind", "! no JSON, at byte 1"},
      {"an array", "[]", "! no JSON object"},
      {"a number", "1", "! no JSON object"},
      {"null", "null", "! no JSON object"},
      {"cut off", R"({"uri":"w","text":"A)", "! w: no JSON, at byte 21"},
      {"two on a line", R"({"uri":"w","text":"A"}{})", "! w: no JSON, at byte 23"},
      {"Latin-1", "{\"uri\":\"w\",\"text\":\"\xFC\"}", "! not UTF-8"},
      {"half a surrogate pair", R"({"uri":"w","text":"\ud83d"})", "! w: no JSON, at byte 26"},
      {"uri of another type", R"({"uri":7,"text":"A"})", "! \"uri\" must be a string"},
      {"empty uri", R"({"uri":"","text":"A"})", "! \"uri\" must have 1 to 16384 bytes, and no control characters"},
      {"a line end in the uri", R"({"uri":"a\nb","text":"A"})",
       "! \"uri\" must have 1 to 16384 bytes, and no control characters"},
      {"neither text nor blocks", R"({"uri":"w","txt":"A"})", "! w: it has neither \"text\" nor \"blocks\""},
      {"both", R"({"uri":"w","text":"A","blocks":[]})", "! w: it has both \"text\" and \"blocks\""},
      {"a member twice", R"({"uri":"w","text":"A","text":"B"})", "! w: \"text\" is there twice"},
      {"deleted as a number", R"({"uri":"w","deleted":1})", "! w: \"deleted\" must be true or false"},
      {"title of another type", R"({"uri":"w","title":["A"],"text":""})", "! w: \"title\" must be a string"},
      {"no language", R"({"uri":"w","lang":"englisch, glaube ich","text":""})",
       "! w: \"lang\" must be a code such as \"en\" or \"pt-BR\", not \"englisch, glaube ich\""},
      {"no day", R"({"uri":"w","date":"yesterday","text":""})",
       "! w: \"date\" must be a day such as \"2026-06-15\", not \"yesterday\""},
      {"a time stamp", R"({"uri":"w","date":1781510400,"text":""})", "! w: \"date\" must be a string"},
      {"meta is a list", R"({"uri":"w","meta":[1],"text":""})", "! w: \"meta\" must be an object"},
      {"unknown format", R"({"uri":"w","format":"pdf","text":""})",
       "! w: \"format\" must be \"text\", \"markdown\" or \"html\", not \"pdf\""},
      {"a format of blocks", R"({"uri":"w","format":"html","blocks":[]})", "! w: \"format\" goes with \"text\""},
      {"blocks are an object", R"({"uri":"w","blocks":{}})", "! w: \"blocks\" must be an array"},
      {"blocks are texts", R"({"uri":"w","blocks":["A"]})", "! w: \"blocks\" must hold objects"},
      {"a block without text", R"({"uri":"w","blocks":[{"text":"A"},{"type":"code"}]})",
       "! w: block 2 has no \"text\""},
      {"unknown block type", R"({"uri":"w","blocks":[{"type":"para","text":"A"}]})",
       "! w: block 1 has an unknown type, \"para\""},
      {"level is a text", R"({"uri":"w","blocks":[{"level":"1","text":"A"}]})",
       "! w: \"level\" must be a whole number"},
      {"level is negative", R"({"uri":"w","blocks":[{"level":-1,"text":"A"}]})",
       "! w: \"level\" must be a whole number"},
      {"page 0", R"({"uri":"w","blocks":[{"page":0,"text":"A"}]})",
       "! w: \"page\" must be a number from 1, or an object with \"number\" and \"label\""},
      {"a page without a number", R"({"uri":"w","blocks":[{"page":{"label":"iv"},"text":"A"}]})",
       "! w: \"page\" has no \"number\""},
      {"a page beyond all pages", R"({"uri":"w","blocks":[{"page":4294967296,"text":"A"}]})",
       "! w: \"page\" must be a number from 1, or an object with \"number\" and \"label\""},
      {"lines backwards", R"({"uri":"w","blocks":[{"lines":[5,3],"text":"A"}]})",
       "! w: \"lines\" must be a line number, or the first and the last: [3, 5]"},
      {"one line in a list", R"({"uri":"w","blocks":[{"lines":[5],"text":"A"}]})",
       "! w: \"lines\" must be a line number, or the first and the last: [3, 5]"},
      {"three lines", R"({"uri":"w","blocks":[{"lines":[1,2,3],"text":"A"}]})",
       "! w: \"lines\" must be a line number, or the first and the last: [3, 5]"},
      {"a text beside what was indexed", R"({"uri":"w","lang":"en","text":"A","as_indexed":{"paragraphs":[]}})",
       "! w: it has both \"text\" and \"as_indexed\""},
      {"blocks behind it", R"({"uri":"w","lang":"en","as_indexed":{"paragraphs":[]},"blocks":[{"text":"A"}]})",
       "! w: it has both \"blocks\" and \"as_indexed\""},
      {"as indexed without a language", R"({"uri":"w","as_indexed":{"paragraphs":[]}})",
       "! w: \"as_indexed\" goes with \"lang\""},
      {"as indexed without paragraphs", R"({"uri":"w","lang":"en","as_indexed":{"type":"text"}})",
       "! w: \"as_indexed\" has no \"paragraphs\""},
      {"as indexed, and a list", R"({"uri":"w","lang":"en","as_indexed":[]})", "! w: \"as_indexed\" must be an object"},
      {"as indexed of an unknown type", R"({"uri":"w","lang":"en","as_indexed":{"type":"book"}})",
       "! w: \"as_indexed\" has an unknown type, \"book\""},
      {"an encoding that is no name", R"({"uri":"w","lang":"en","as_indexed":{"encoding":"utf 8"}})",
       "! w: \"encoding\" must be a name such as \"utf-8\", not \"utf 8\""},
      {"bytes of something else", R"({"uri":"w","lang":"en","as_indexed":{"bytes_of":"file"}})",
       "! w: \"bytes_of\" must be \"extracted\""},
      {"labels that are numbers", R"({"uri":"w","lang":"en","as_indexed":{"page_labels":[1]}})",
       "! w: \"page_labels\" must be an array of strings"},
      {"paragraphs that are texts", R"({"uri":"w","lang":"en","as_indexed":{"paragraphs":["A"]}})",
       "! w: \"paragraphs\" must hold objects"},
  }));
  INFO(c.name);
  CHECK(dump(c.line) == c.expected);
}

TEST_CASE("a document handed over as it was indexed: what is wrong with a paragraph") {
  const auto c = GENERATE(values<Case>({
      {"without text", R"("lines":1,"bytes":[0,1])", "paragraph 2 has no \"text\""},
      {"an empty one", R"("text":"","lines":1,"bytes":[0,1])", "paragraph 2 has no \"text\""},
      {"without lines", R"("text":"A","bytes":[0,1])", "paragraph 2 has no \"lines\""},
      {"without bytes", R"("text":"A","lines":1)", "paragraph 2 has no \"bytes\""},
      {"bytes backwards", R"("text":"A","lines":1,"bytes":[2,1])",
       "\"bytes\" must be where it begins and where it ends: [0, 5]"},
      {"one byte", R"("text":"A","lines":1,"bytes":[2])",
       "\"bytes\" must be where it begins and where it ends: [0, 5]"},
      {"three bytes", R"("text":"A","lines":1,"bytes":[2,3,4])",
       "\"bytes\" must be where it begins and where it ends: [0, 5]"},
      {"a negative byte", R"("text":"A","lines":1,"bytes":[-1,4])",
       "\"bytes\" must be where it begins and where it ends: [0, 5]"},
      {"more bytes than can be counted", R"("text":"A","lines":1,"bytes":[0,9007199254740993])",
       "\"bytes\" must be where it begins and where it ends: [0, 5]"},
      {"a byte that is null", R"("text":"A","lines":1,"bytes":[0,null])",
       "\"bytes\" must be where it begins and where it ends: [0, 5]"},
      {"line 0", R"("text":"A","lines":[0,1],"bytes":[0,1])",
       "\"lines\" must be a line number, or the first and the last: [3, 5]"},
      {"a page with a label of its own", R"("text":"A","lines":1,"bytes":[0,1],"page":{"number":1})",
       "\"page\" must be a number from 1"},
      {"breaks without a page", R"("text":"AB","lines":1,"bytes":[0,1],"page_breaks":[1])",
       "paragraph 2 has no \"page\""},
      {"breaks beyond the last page", R"("text":"AB","lines":1,"bytes":[0,1],"page":4294967295,"page_breaks":[1])",
       "paragraph 2 has no \"page\""},
      {"breaks backwards", R"("text":"AB","lines":1,"bytes":[0,1],"page":1,"page_breaks":[1,0])",
       "\"page_breaks\" of paragraph 2 must ascend, and lie in its text"},
      {"breaks behind the text", R"("text":"AB","lines":1,"bytes":[0,1],"page":1,"page_breaks":[3])",
       "\"page_breaks\" of paragraph 2 must ascend, and lie in its text"},
      {"headings that are no list", R"("text":"A","lines":1,"bytes":[0,1],"headings":"H")",
       "\"headings\" must be an array of strings"},
      {"a heading in a heading", R"("text":"A","lines":1,"bytes":[0,1],"headings":[["H"]])",
       "\"headings\" must be an array of strings"},
      {"minor as a number", R"("text":"A","lines":1,"bytes":[0,1],"minor":1)", "\"minor\" must be true or false"},
      {"no language", R"("text":"A","lines":1,"bytes":[0,1],"lang":"e")",
       "\"lang\" must be a code such as \"en\" or \"pt-BR\", not \"e\""},
  }));
  INFO(c.name);
  const std::string first =
      R"({"uri":"w","lang":"en","as_indexed":{"paragraphs":[{"text":"A","lines":1,"bytes":[0,1]},{)";
  CHECK(dump(first + c.line + "}]}}") == "! w: " + std::string(c.expected));
}

TEST_CASE("a document handed over: bounds") {
  const auto with_uri = [](std::size_t size) { return R"({"uri":")" + std::string(size, 'u') + R"(","text":"Sun"})"; };
  CHECK(dump(with_uri(longest_uri)).ends_with("(text) | p Sun"));
  CHECK(dump(with_uri(longest_uri + 1)).starts_with("! \"uri\" must have"));
  const auto nested = [](int levels) {
    const auto depth = static_cast<std::size_t>(levels - 1);
    return R"({"uri":"w","text":"Sun","x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  CHECK(dump(nested(deepest_json)) == "w (text) | p Sun ?x");
  CHECK(dump(nested(deepest_json + 1)) == "! w: nested more than 64 deep");
  CHECK(dump(nested(1'000'000)) == "! w: nested more than 64 deep");
  const auto with_meta = [](std::size_t size) {
    return R"({"uri":"w","text":"","meta":{"a":")" + std::string(size - 8, 'm') + "\"}}";
  };
  CHECK(dump(with_meta(longest_meta)).starts_with("w (document) {\"a\":"));
  CHECK(dump(with_meta(longest_meta + 10)) == "! w: \"meta\" has more than 65536 bytes");
  const std::string words = std::string(1999, 'w') + "ü" + std::string(3000, 'w');
  CHECK(dump(R"({"uri":"w","text":"Sun","title":")" + words + "\"}") ==
        "w (text) \"" + words.substr(0, 1999) + "\" | p Sun");
  const auto with_paragraph = [](const std::string& members) {
    return R"({"uri":"w","lang":"en","as_indexed":{"paragraphs":[{"lines":1,"bytes":[0,1],)" + members + "}]}}";
  };
  const auto repeated = [](std::size_t count, const std::string& value) {
    std::string list = "[" + value;
    for (std::size_t i = 1; i < count; ++i) list += "," + value;
    return list + "]";
  };
  const auto quoted = [](std::size_t size) { return '"' + std::string(size, 'a') + '"'; };
  CHECK(dump(with_paragraph("\"text\":" + quoted(6000))).starts_with("w (document) en as indexed  | aaa"));
  CHECK(dump(with_paragraph("\"text\":" + quoted(6001))) ==
        "! w: paragraph 1 has more than 6000 bytes: blocks are split");
  const auto headings = [&](const std::string& list) {
    return dump(with_paragraph(R"("text":"A","headings":)" + list));
  };
  CHECK(headings(repeated(100, "\"H\"")).ends_with("H > H > A @1-1[0,1)"));
  CHECK(headings(repeated(101, "\"H\"")) == "! w: paragraph 1 has more than 100 headings");
  CHECK(headings(repeated(1, quoted(1000))).ends_with("aa > A @1-1[0,1)"));
  CHECK(headings(repeated(1, quoted(1001))) == "! w: a heading of paragraph 1 has more than 1000 bytes");
  const auto breaks = [&](std::size_t count) {
    return dump(with_paragraph(R"("text":"A","page":1,"page_breaks":)" + repeated(count, "1")));
  };
  CHECK(breaks(1000).ends_with("/1/1"));
  CHECK(breaks(1001) == "! w: \"page_breaks\" are more than 1000");
  std::string many = R"({"uri":"w","text":"")";
  for (int i = 0; i < 20; ++i) many += ",\"x" + std::to_string(i) + "\":1";
  CHECK(dump(many + "}") == "w (document) ?x0 ?x1 ?x2 ?x3 ?x4 ?x5 ?x6 ?x7 ?x8 ?x9");
}

TEST_CASE("lines handed over: each is a part, whatever the others are") {
  const std::string lines =
      R"({"uri":"w:1","title":"Wind","lang":"en","blocks":[{"type":"heading","text":"Storage"},)"
      R"({"text":"Batteries take up what the turbines make at night.","page":{"number":7,"label":"vii"}}]})"
      "\n\n  \n"
      "no JSON\n"
      R"({"text":"It has no name."})"
      "\n"
      R"({"uri":"w:2","deleted":true})"
      "\n"
      R"({"uri":"w:3","text":"The last line needs no end.","titel":"x"})";
  ReadRequest request;
  request.format = documents_format;
  std::string out;
  for (const ReadPart& part : test::read_parts("", lines, request)) {
    out += std::to_string(part.line) + " <" + part.entry.path + ">" + (part.deleted ? " deleted" : "");
    for (const std::string& member : part.unknown_members) out += " ?" + member;
    out += "\n" + test::dump(part);
  }
  CHECK(out ==
        "1 <w:1>\n"
        "== the file (document) \"Wind\" en extracted\n"
        "-- 3-3 [9,59) p. 7-7 (vii): Storage\n"
        "   Batteries take up what the turbines make at night.\n"
        "4 <>\n"
        "== the file ()\n"
        "failed: no JSON, at byte 2\n"
        "5 <>\n"
        "== the file ()\n"
        "failed: no \"uri\"\n"
        "6 <w:2> deleted\n"
        "== the file (document) extracted\n"
        "7 <w:3> ?titel\n"
        "== the file (text) en extracted\n"
        "-- 1-1 [0,27):\n"
        "   The last line needs no end.\n");
}

TEST_CASE("lines handed over: paragraphs as they were indexed are rows as they are") {
  const auto read = [](const std::string& line) {
    ReadRequest request;
    request.format = documents_format;
    return test::read_parts("documents.jsonl", line, request).at(0);
  };
  const ReadPart part = read(
      R"({"uri":"w","title":" A  b ","lang":"en","as_indexed":{"type":"markdown","encoding":"utf-8","paragraphs":[)"
      R"({"text":"  Eins","headings":["H"],"lang":"de","lines":[2,3],"bytes":[9,12],"page":4,"page_breaks":[2],"minor":true},)"
      R"({"text":"Two","lang":"en","lines":1,"bytes":[0,3]}]}})");
  CHECK(part.entry.title == " A  b ");
  CHECK(part.entry.type == "markdown");
  CHECK(part.entry.encoding == "utf-8");
  CHECK_FALSE(part.entry.bytes_of_extracted);
  CHECK(part.entry.language == "en");
  CHECK(part.entry.other_languages == std::vector<std::string>{"de"});
  CHECK(part.texts == std::vector<std::string>{"  Eins", "Two"});
  REQUIRE(part.entry.paragraphs.size() == 2);
  const store::ParagraphRow& first = part.entry.paragraphs[0];
  CHECK(first.bytes == ByteRange{9, 12});
  CHECK(first.lines == LineRange{2, 3});
  CHECK(first.pages == store::RowPages{4, {2}});
  CHECK(first.minor);
  CHECK(first.language == 1);
  CHECK(part.entry.trails.at(first.trail) == std::vector<std::string>{"H"});
  const store::ParagraphRow& second = part.entry.paragraphs[1];
  CHECK(second.language == 0);
  CHECK_FALSE(second.pages);
  CHECK(part.entry.trails.at(second.trail).empty());

  const auto in_languages = [&](int count) {
    std::string line = R"({"uri":"w","lang":"en","as_indexed":{"paragraphs":[{"text":"A","lines":1,"bytes":[0,1]})";
    for (int i = 0; i < count; ++i)
      line += R"(,{"text":"A","lines":1,"bytes":[0,1],"lang":"l)" + std::to_string(i) + "\"}";
    return read(line + "]}}").entry.problem;
  };
  CHECK(in_languages(250).empty());
  CHECK(in_languages(251) == "more than 250 languages");
}

}  // namespace
}  // namespace pilcrow::indexer
