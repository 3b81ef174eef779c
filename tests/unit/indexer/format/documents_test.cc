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
      {"empty uri", R"({"uri":"","text":"A"})", "! \"uri\" must have 1 to 2000 bytes, and no control characters"},
      {"a line end in the uri", R"({"uri":"a\nb","text":"A"})",
       "! \"uri\" must have 1 to 2000 bytes, and no control characters"},
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
  }));
  INFO(c.name);
  CHECK(dump(c.line) == c.expected);
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

}  // namespace
}  // namespace pilcrow::indexer
