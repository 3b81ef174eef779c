// SPDX-License-Identifier: GPL-3.0-or-later
// What the golden files of office documents do not show: rules one by one, and hostile packages.
#include <string>
#include <vector>

#include "indexer/format/format.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"
#include "tests/support/zip.h"

using namespace pilcrow::indexer;
using pilcrow::test::docx;
using pilcrow::test::opendocument;
using pilcrow::test::pptx;
using pilcrow::test::xlsx;
using pilcrow::test::zip;

namespace {

std::string dump(const ReadResult& document) {
  if (!document) return "failed: " + document.error();
  std::string all;
  for (const Block& block : document->blocks) {
    all.append(all.empty() ? "" : " | ").append(pilcrow::test::name_of(block.kind));
    if (block.level > 0) all += " " + std::to_string(block.level);
    all += ": " + pilcrow::test::on_one_line(block.text);
  }
  return all;
}

using Reader = ReadResult (*)(std::string_view bytes, Members& members);

std::string read(Reader reader, const std::string& bytes) {
  NoMembers none;
  return dump(reader(bytes, none));
}

std::string repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

std::string document(const std::string& body) {
  return "<w:document><w:body>" + body + "</w:body></w:document>";
}

std::string text(const std::string& words) {
  return "<w:p><w:r><w:t>" + words + "</w:t></w:r></w:p>";
}

/// The names of the members it is offered.
class Names final : public Members {
 public:
  bool wants(std::string_view) override { return true; }
  std::uint64_t room() const override { return 10; }
  bool read(std::string_view name, std::string_view bytes, std::string_view) override {
    names += std::string(name) + "=" + std::string(bytes) + " ";
    return true;
  }
  bool give_up(std::string_view name, std::string_view reason) override {
    names += std::string(name) + ": " + std::string(reason) + " ";
    return true;
  }
  bool skip(std::string_view, std::string_view) override { return true; }
  std::string names;
};

}  // namespace

TEST_CASE("docx: paragraphs") {
  struct Case {
    std::string name, body, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"a style of styles in a circle still has its name",
       "<w:p><w:pPr><w:pStyle w:val='D'/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "heading 2: a"},
      {"the paragraph's own level counts before its style's",
       "<w:p><w:pPr><w:pStyle w:val='H2'/><w:outlineLvl w:val='9'/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
       "paragraph: a"},
      {"level 9 of 9 is the deepest there is",
       "<w:p><w:pPr><w:outlineLvl w:val='8'/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "heading 6: a"},
      {"numbering 0 is none",
       "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
       "paragraph: a"},
      {"tab stops are no tabs",
       "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>",
       "paragraph: a b"},
      {"soft hyphens are not there", "<w:p><w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t></w:r></w:p>", "paragraph: ab"},
      {"a number in a million",
       "<w:p><w:pPr><w:outlineLvl w:val='99999999999999999999'/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "heading 1: a"},
      {"text outside of paragraphs is none", "<w:t>a</w:t>" + text("b"), "paragraph: b"},
      {"a note of which there is none", "<w:p><w:r><w:footnoteReference w:id='7'/><w:t>a</w:t></w:r></w:p>",
       "paragraph: a"},
      {"one cell a row with several paragraphs is layout",
       "<w:tbl><w:tr><w:tc>" + text("a") + text("b") + "</w:tc></w:tr></w:tbl>", "paragraph: a | paragraph: b"},
      {"rows without a table", "<w:tr><w:tc>" + text("a") + "</w:tc></w:tr>", "paragraph: a"},
  }));
  INFO(c.name);
  CHECK(read(read_docx, docx(document(c.body))) == c.expected);
}

TEST_CASE("pptx: shapes") {
  struct Case {
    std::string name, slide, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"a title in two paragraphs", "<p:sp><p:ph type='title'/><a:p><a:t>a</a:t></a:p><a:p><a:t>b</a:t></a:p></p:sp>",
       "heading 1: a b | heading 2: Notes | paragraph: Said."},
      {"cells in a placeholder are cells",
       "<p:graphicFrame><p:ph/><a:tbl><a:tr><a:tc><a:p><a:t>a</a:t></a:p></a:tc></a:tr></a:tbl>"
       "</p:graphicFrame>",
       "heading 1: Slide 1 | row: a | heading 2: Notes | paragraph: Said."},
  }));
  INFO(c.name);
  CHECK(read(read_pptx, pptx("<p:sld>" + c.slide + "</p:sld>")) == c.expected);
}

TEST_CASE("xlsx: cells") {
  struct Case {
    std::string name, row, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"a shared text that is not there", "<c t='s'><v>99</v></c><c><v>1</v></c>", "heading 1: One | row: 1"},
      {"a date", "<c s='1'><v>46188</v></c>", "heading 1: One | row: 2026-06-15"},
      {"a format that is not there", "<c s='77'><v>46188</v></c>", "heading 1: One | row: 46188"},
      {"a format below all", "<c s='-1'><v>46188</v></c>", "heading 1: One | row: 46188"},
      {"errors are left out", "<c t='e'><v>#N/A</v></c>", ""},
      {"an ISO date", "<c t='d'><v>2026-06-15</v></c>", "heading 1: One | row: 2026-06-15"},
      {"a column beyond all", "<c r='ZZZZZZZZZZZZZZ1'><v>1</v></c><c r='A1'><v>2</v></c>", ""},
      {"escapes", "<c t='inlineStr'><is><t>a_x0041_b_x00_c_x0042</t></is></c>",
       "heading 1: One | row: aAb_x00_c_x0042"},
  }));
  INFO(c.name);
  CHECK(read(read_xlsx, xlsx("<worksheet><row r='5'>" + c.row + "</row></worksheet>")) == c.expected);
}

TEST_CASE("pptx: a speaker writes notes into the body and into boxes of their own") {
  const std::string notes =
      "<p:notes><p:sp><p:ph type='sldNum'/><a:p><a:t>7</a:t></a:p></p:sp>"
      "<p:sp><p:ph type='body'/><a:p><a:t>Said.</a:t></a:p></p:sp><p:sp><a:p><a:t>Boxed.</a:t></a:p></p:sp></p:notes>";
  CHECK(read(read_pptx, zip({{"_rels/.rels", pilcrow::test::relations({{"officeDocument", "p.xml"}})},
                             {"_rels/p.xml.rels", pilcrow::test::relations({{"slide", "s.xml"}})},
                             {"_rels/s.xml.rels", pilcrow::test::relations({{"notesSlide", "n.xml"}})},
                             {"p.xml", "<p:presentation><p:sldId r:id='r1'/></p:presentation>"},
                             {"s.xml", "<p:sld><a:p><a:t>a</a:t></a:p></p:sld>"},
                             {"n.xml", notes}})) ==
        "heading 1: Slide 1 | paragraph: a | heading 2: Notes | paragraph: Said. | paragraph: Boxed.");
}

TEST_CASE("xlsx: dates count from 1904 where the workbook says so") {
  const std::string book =
      "<workbook><workbookPr date1904='1'/><sheets><sheet name='One' r:id='r1'/></sheets></workbook>";
  CHECK(read(read_xlsx, xlsx("<worksheet><row><c s='1'><v>44726</v></c></row></worksheet>", "<sst/>", book)) ==
        "heading 1: One | row: 2026-06-15");
}

TEST_CASE("office: what is inside is handed on") {
  Names members;
  REQUIRE(read_docx(zip({{"_rels/.rels", pilcrow::test::relations({{"officeDocument", "d.xml"}})},
                         {"d.xml", document(text("a"))},
                         {"word/embeddings/b.csv", "1,2"},
                         {"word/embeddings/oleObject1.bin", "x"},
                         {"word/embeddings/large.txt", "more than there is room"}}),
                    members));
  CHECK(members.names == "embeddings/b.csv=1,2 embeddings/large.txt: its parts unpack to more than is safe to read ");
}

TEST_CASE("office: what is no document says so") {
  struct Case {
    std::string name;
    Reader reader;
    std::string bytes, expected;
  };
  const std::string whole = docx(document(text("a")));
  const auto c = GENERATE_COPY(pilcrow::test::values<Case>({
      {"nothing", read_docx, "", "failed: not what its name says: no zip archive"},
      {"text", read_xlsx, "abc", "failed: not what its name says: no zip archive"},
      {"a cut archive", read_docx, whole.substr(0, whole.size() / 2), "failed: damaged: not a whole zip archive"},
      {"another archive", read_pptx, zip({{"a.txt", "a"}}), "failed: damaged: no presentation in it"},
      {"another archive", read_docx, zip({{"a.txt", "a"}}), "failed: damaged: no document in it"},
      {"another archive", read_xlsx, zip({{"a.txt", "a"}}), "failed: damaged: no workbook in it"},
      {"another archive", read_opendocument, zip({{"a.txt", "a"}}), "failed: damaged: no document in it"},
      {"another archive", read_epub, zip({{"a.txt", "a"}}), "failed: damaged: no book in it"},
      {"an older format", read_docx, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more",
       "failed: an older format than its name says"},
      {"a broken part", read_docx, docx("<w:document><w:body>"), "failed: damaged: word/document.xml: ends too early"},
      {"too deep", read_docx, docx(repeated("<w:p>", 100'000)),
       "failed: damaged: word/document.xml: nested more than 512 deep"},
      {"too deep", read_opendocument, opendocument(repeated("<text:list>", 100'000)),
       "failed: damaged: content.xml: nested more than 512 deep"},
      {"a flat one that is something else", read_opendocument, "<?xml version='1.0'?><rss/>",
       "failed: damaged: no document in it"},
  }));
  INFO(c.name);
  CHECK(read(c.reader, c.bytes) == c.expected);
}

TEST_CASE("office: hostile packages end with a reason, or with little") {
  SECTION("a bomb in the clothes of a document") {
    CHECK(read(read_docx, docx(std::string(64U << 20U, ' '), true)) ==
          "failed: its parts unpack to more than is safe to read");
  }
  SECTION("one note, a hundred thousand references") {
    CHECK(read(read_docx, docx(document("<w:p><w:r><w:t>a</w:t>" +
                                        repeated("<w:footnoteReference w:id='1'/>", 100'000) + "</w:r></w:p>"))) ==
          "paragraph: a | paragraph: A note.");
  }
  SECTION("one slide, a hundred thousand times") {
    std::string bytes = "<p:presentation>" + repeated("<p:sldId r:id='r1'/>", 100'000) + "</p:presentation>";
    CHECK(read(read_pptx, zip({{"_rels/.rels", pilcrow::test::relations({{"officeDocument", "p.xml"}})},
                               {"_rels/p.xml.rels", pilcrow::test::relations({{"slide", "s.xml"}})},
                               {"p.xml", bytes},
                               {"s.xml", "<p:sld><a:p><a:t>a</a:t></a:p></p:sld>"}})) ==
          "heading 1: Slide 1 | paragraph: a");
  }
  SECTION("one long text, shared by many cells") {
    const std::string strings = "<sst><si><t>" + std::string(1U << 20U, 'a') + "</t></si></sst>";
    const std::string row = "<row>" + repeated("<c t='s'><v>0</v></c>", 20) + "</row>";
    CHECK(read(read_xlsx, xlsx("<worksheet>" + repeated(row, 100) + "</worksheet>", strings)) ==
          "failed: its cells say far more than the file holds");
  }
  SECTION("a million columns, a billion rows") {
    const std::string found = read(
        read_opendocument,
        opendocument(
            "<office:spreadsheet><table:table table:name='T'><table:table-row table:number-rows-repeated='1000000000'>"
            "<table:table-cell table:number-columns-repeated='1000000'><text:p>a</text:p></table:table-cell>"
            "</table:table-row><table:table-row table:number-rows-repeated='9999999999999'><table:table-cell><text:p>b"
            "</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"));
    CHECK(found.size() < 1000);
    CHECK(found.ends_with("| row: b"));
  }
  SECTION("tables in tables") {
    CHECK(read(read_docx, docx(document(repeated("<w:tbl><w:tr><w:tc>", 160) + text("a") +
                                        repeated("</w:tc></w:tr></w:tbl>", 160)))) == "row: a");
  }
  SECTION("a million empty cells") {
    CHECK(
        read(read_docx, docx(document("<w:tbl><w:tr>" + repeated("<w:tc/>", 1'100'000) + "</w:tr></w:tbl>"))).empty());
  }
}

TEST_CASE("epub: chapters") {
  const auto book = [](const std::string& spine, const std::string& chapter) {
    return zip(
        {{"META-INF/container.xml", "<container><rootfile full-path='b.opf'/></container>"},
         {"b.opf",
          "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine>" +
              spine + "</spine></package>"},
         {"a.xhtml", chapter}});
  };
  CHECK(read(read_epub, book("<itemref idref='a'/>",
                             "<html><head><title/><script src='x'/></head><body><p>a</p></body></html>")) ==
        "paragraph: a");
  CHECK(read(read_epub, book(repeated("<itemref idref='a'/>", 100'000), "<p>a</p>")) == "paragraph: a");
  CHECK(read(read_epub, book("<itemref idref='b'/>", "<p>a</p>")) == "failed: damaged: no chapters in it");
}
