// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/protocol.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/store/bytes.h"
#include "core/store/citation.h"
#include "core/store/paragraph_record.h"
#include "indexer/format/documents.h"
#include "indexer/indexed_as.h"
#include "tests/support/catch.h"

namespace pilcrow::indexer {
namespace {

/// As a reader sends it of "# Wind\n\nIt blows.\n".
ReadPart sample_part() {
  ReadPart part;
  part.entry.title = "Wind";
  part.entry.language = "en";
  part.entry.type = "markdown";
  part.entry.encoding = "utf-8";
  part.entry.other_languages = {"de"};
  part.entry.trails = {{"Wind"}};
  part.texts = {"It blows.", "Er weht."};
  for (const auto& text : part.texts) {
    store::ParagraphRow row;
    row.bytes = {8, 17};
    row.lines = {3, 3};
    row.content = store::content_hash(text);
    row.indexed_as = indexed_as(part.entry, row, text);
    part.entry.paragraphs.push_back(row);
  }
  return part;
}

/// As if the text were another: with its hashes.
void set_text(ReadPart& part, std::string text) {
  store::ParagraphRow& row = part.entry.paragraphs[0];
  row.content = store::content_hash(text);
  row.indexed_as = indexed_as(part.entry, row, text);
  part.texts[0] = std::move(text);
}

TEST_CASE("protocol: a request arrives as it was sent") {
  ReadRequest request;
  request.name = "notes/ä.md";
  request.language = "pt-br";
  request.format = "text";
  request.hidden = true;
  request.filtered = {"doc", "xls"};
  request.bounds.depth = 2;
  request.bounds.text_bytes = 77;
  const auto arrived = decode_request(encode(request));
  REQUIRE(arrived);
  CHECK(arrived->name == request.name);
  CHECK(arrived->language == request.language);
  CHECK(arrived->format == request.format);
  CHECK(arrived->hidden);
  CHECK(arrived->filtered == request.filtered);
  CHECK(arrived->bounds.depth == 2);
  CHECK(arrived->bounds.members == Bounds().members);
  CHECK(arrived->bounds.text_bytes == 77);
  CHECK_FALSE(decode_request(encode(request) + "x"));
  CHECK_FALSE(decode_request(""));
}

TEST_CASE("protocol: a part arrives as it was sent") {
  ReadPart part = sample_part();
  part.entry.member = "inner/a.md";
  part.to_filter = std::string("\0\xFF", 2);
  ReadPart sent = part;
  const auto arrived = decode_part(encode(sent));
  REQUIRE(arrived);
  CHECK(arrived->entry == part.entry);
  CHECK(arrived->texts == part.texts);
  CHECK(arrived->to_filter == part.to_filter);
}

TEST_CASE("protocol: what is cut off or changed is no part, and never too much to hold") {
  ReadPart part = sample_part();
  const std::string whole = encode(part);
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(decode_part(whole.substr(0, size)));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x81);
    static_cast<void>(decode_part(changed));
  }
  CHECK_FALSE(decode_part(whole + "x"));
}

TEST_CASE("protocol: what is sent takes no more memory than texts that are there") {
  store::ByteWriter out;
  out.string("");
  out.string(store::encode(store::FileEntry()));
  const std::string many(1U << 20, '\0');  // each byte an empty text
  out.varint(many.size());
  out.raw(many);
  CHECK_FALSE(decode_part(out.take()));
}

TEST_CASE("protocol: a member may be larger than the file that it is packed in") {
  ReadPart part = sample_part();
  part.entry.member = "a.md";
  CHECK(AnswerCheck(ReadRequest(), 5).accepts(part));
}

TEST_CASE("protocol: brackets in a string are no depth") {
  ReadPart part = sample_part();
  part.entry.meta = R"({"a\"[":")" + std::string(1000, '[') + "\"}";
  CHECK(AnswerCheck(ReadRequest(), 18).accepts(part));
}

TEST_CASE("protocol: a message says what it is and how long") {
  CHECK(decode_message_head(message_head(Mark::part, 1234))->size == 1234);
  CHECK(decode_message_head(message_head(Mark::done, 0))->mark == Mark::done);
  CHECK_FALSE(decode_message_head(message_head(Mark::done, 1)));
  CHECK_FALSE(decode_message_head(std::string("x\0\0\0\0\0\0\0\0", 9)));
  CHECK_FALSE(decode_message_head("p"));
}

struct Lie {
  const char* name;
  std::function<void(ReadPart&)> tell;
};

TEST_CASE("protocol: no lie about a part is believed") {
  using std::string;
  const auto lie = GENERATE(values<Lie>({
      {"a member that leads out of its file", [](ReadPart& p) { p.entry.member = "../a"; }},
      {"a member with an absolute path", [](ReadPart& p) { p.entry.member = "/etc/passwd"; }},
      {"a member in a folder without a name", [](ReadPart& p) { p.entry.member = "a//b"; }},
      {"a member that is a folder", [](ReadPart& p) { p.entry.member = "a/"; }},
      {"a member with a NUL", [](ReadPart& p) { p.entry.member = string("a\0b", 3); }},
      {"a member that is no UTF-8", [](ReadPart& p) { p.entry.member = "a\xFF"; }},
      {"a path of its own", [](ReadPart& p) { p.entry.path = "other.md"; }},
      {"a root of its own", [](ReadPart& p) { p.entry.root = 1; }},
      {"a holder of its own", [](ReadPart& p) { p.entry.holder = 1; }},
      {"a title that is no UTF-8", [](ReadPart& p) { p.entry.title = "\xFF"; }},
      {"a language that is none", [](ReadPart& p) { p.entry.language = "e n"; }},
      {"a type longer than a word", [](ReadPart& p) { p.entry.type = string(65, 'x'); }},
      {"an encoding with a line end", [](ReadPart& p) { p.entry.encoding = "utf-8\n"; }},
      {"a heading that is no UTF-8", [](ReadPart& p) { p.entry.trails[0][0] = "\xC3"; }},
      {"meta that is no JSON", [](ReadPart& p) { p.entry.meta = "{"; }},
      {"meta that is no object", [](ReadPart& p) { p.entry.meta = "[]"; }},
      {"meta that is too long",
       [](ReadPart& p) { p.entry.meta = "{\"a\":\"" + string(longest_meta + deepest_json, 'x') + "\"}"; }},
      {"meta as deep as no exporter's",
       [](ReadPart& p) {
         const std::size_t depth = deepest_json;
         p.entry.meta = "{\"a\":" + string(depth, '[') + string(depth, ']') + "}";
       }},
      {"more pages than there are numbers",
       [](ReadPart& p) { p.entry.paragraphs[0].pages = store::RowPages{0xFFFFFFFF, {5}}; }},
      {"a problem that is no UTF-8", [](ReadPart& p) { p.entry.problem = "\xFF"; }},
      {"a text that is no UTF-8", [](ReadPart& p) { set_text(p, "\xFF"); }},
      {"a text that is too long", [](ReadPart& p) { set_text(p, string(store::longest_text + 1, 'a')); }},
      {"bytes behind the file's end", [](ReadPart& p) { p.entry.paragraphs[0].bytes.end = 19; }},
      {"bytes that end before they begin", [](ReadPart& p) { p.entry.paragraphs[0].bytes = {5, 4}; }},
      {"lines that end before they begin", [](ReadPart& p) { p.entry.paragraphs[0].lines = {5, 4}; }},
      {"a trail that is not there", [](ReadPart& p) { p.entry.trails.clear(); }},
      {"a page break behind the text", [](ReadPart& p) { p.entry.paragraphs[0].pages = store::RowPages{1, {10}}; }},
      {"page breaks that go back", [](ReadPart& p) { p.entry.paragraphs[0].pages = store::RowPages{1, {5, 4}}; }},
      {"the hash of another text", [](ReadPart& p) { p.entry.paragraphs[0].content ^= 1; }},
      {"the hash of another paragraph", [](ReadPart& p) { p.entry.paragraphs[0].indexed_as ^= 1; }},
      {"bytes to filter where nobody filters", [](ReadPart& p) { p = {}; p.to_filter = "x"; }},
      {"a line of documents that were not handed over", [](ReadPart& p) { p.line = 1; }},
  }));
  INFO(lie.name);
  const ReadRequest request;
  ReadPart part = sample_part();
  REQUIRE(AnswerCheck(request, 18).accepts(part));
  lie.tell(part);
  CHECK_FALSE(AnswerCheck(request, 18).accepts(part));
}

TEST_CASE("protocol: documents handed over have a line and a URI each") {
  ReadRequest request;
  request.format = documents_format;
  ReadPart part = sample_part();
  part.entry.path = "wiki:1";
  part.line = 2;
  part.deleted = true;
  part.unknown_members = {"titel"};
  ReadPart sent = part;
  const auto arrived = decode_part(encode(sent));
  REQUIRE(arrived);
  CHECK(arrived->entry.path == "wiki:1");
  CHECK(arrived->line == 2);
  CHECK(arrived->deleted);
  CHECK(arrived->unknown_members == std::vector<std::string>{"titel"});
  AnswerCheck check(request, 18);
  REQUIRE(check.accepts(part));
  CHECK(check.is_complete());
  SECTION("the next line") {
    part.line = 3;
    CHECK(check.accepts(part));
  }
  SECTION("the same line") {
    CHECK_FALSE(check.accepts(part));
  }
  SECTION("more lines than bytes") {
    part.line = 19;
    CHECK_FALSE(check.accepts(part));
  }
  SECTION("no URI") {
    part.line = 3;
    part.entry.path = GENERATE(as<std::string>(), "", "a\nb", "\xFF");
    CHECK_FALSE(check.accepts(part));
  }
  SECTION("no URI, but a problem") {
    part = {};
    part.line = 3;
    part.entry.outcome = store::FileOutcome::failed;
    part.entry.problem = "no JSON";
    CHECK(check.accepts(part));
  }
  SECTION("a member") {
    part.line = 3;
    part.entry.member = "a";
    CHECK_FALSE(check.accepts(part));
  }
}

TEST_CASE("protocol: the parts of a file are bounded all together, and each is there once") {
  ReadRequest request;
  SECTION("texts") {
    request.bounds.text_bytes = 30;
    AnswerCheck check(request, 18);
    ReadPart part = sample_part();  // 17 bytes of text
    CHECK(check.accepts(part));
    part.entry.member = "a";
    CHECK_FALSE(check.accepts(part));
  }
  SECTION("members") {
    request.bounds.members = 1;
    AnswerCheck check(request, 18);
    ReadPart part = sample_part();
    part.entry.member = "a";
    CHECK(check.accepts(part));
    CHECK_FALSE(check.is_complete());
    part.entry.member = "b";
    CHECK_FALSE(check.accepts(part));
  }
  SECTION("the file itself") {
    AnswerCheck check(request, 18);
    const ReadPart part = sample_part();
    CHECK(check.accepts(part));
    CHECK(check.is_complete());
    CHECK_FALSE(check.accepts(part));
  }
  SECTION("a member") {
    AnswerCheck check(request, 18);
    ReadPart part = sample_part();
    part.entry.member = "a";
    CHECK(check.accepts(part));
    CHECK_FALSE(check.accepts(part));
  }
  SECTION("what is beside the texts") {
    AnswerCheck check(request, 18);
    ReadPart part = sample_part();
    part.entry.page_labels.resize(10'000'000);
    int taken = 0;
    for (; taken < 100; ++taken) {
      part.entry.member = std::to_string(taken);
      if (!check.accepts(part)) break;
    }
    CHECK((taken > 1 && taken < 10));
  }
  SECTION("bytes to filter") {
    request.filtered = {"doc"};
    request.bounds.total_bytes = 10;
    AnswerCheck check(request, 5);
    ReadPart part;
    part.to_filter = std::string(15, 'x');
    CHECK(check.accepts(part));
    part.entry.member = "a.doc";
    CHECK_FALSE(check.accepts(part));
  }
}

}  // namespace
}  // namespace pilcrow::indexer
