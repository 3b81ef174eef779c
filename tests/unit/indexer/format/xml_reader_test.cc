// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/xml_reader.h"

#include "indexer/format/package.h"
#include "tests/support/catch.h"

using namespace pilcrow::indexer;

namespace {

/// "<a b>text</a>", as events, and what is wrong with it.
std::string dump(std::string_view text) {
  XmlReader xml(text);
  std::string all;
  while (xml.next() != XmlReader::Event::finish) {
    if (xml.event() == XmlReader::Event::text) {
      all += "'" + std::string(xml.text()) + "' ";
    } else {
      all += (xml.event() == XmlReader::Event::start ? "+" : "-") + std::string(xml.name()) + " ";
    }
  }
  return all + xml.damage();
}

std::string attribute(std::string_view tag, std::string_view name) {
  XmlReader xml(tag);
  xml.next();
  return xml.attribute(name).value_or("none");
}

}  // namespace

TEST_CASE("xml reader: events") {
  struct Case {
    std::string name, xml, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"elements, without prefixes", "<?xml version='1.0'?><w:a><b>x</b></w:a>", "+a +b 'x' -b -a "},
      {"an empty element starts and ends", "<a><b/><c /></a>", "+a +b -b +c -c -a "},
      {"references", "<a>1 &lt; 2 &amp;amp; &#x41;&#66;</a>", "+a '1 < 2 &amp; AB' -a "},
      {"what is no reference stays", "<a>AT&T &nbsp; &#xZ;</a>", "+a 'AT&T &nbsp; &#xZ;' -a "},
      {"CDATA", "<a><![CDATA[<b>&amp;]]></a>", "+a '<b>&amp;' -a "},
      {"comments and instructions", "<a><!-- <b> --><?x <c> ?>y</a>", "+a 'y' -a "},
      {"a document type with what it declares", "<!DOCTYPE a [<!ENTITY x \"]>\"> <!-- -->]><a>&x;</a>", "+a '&x;' -a "},
      {"text outside of everything is none", "x<a/>y", "+a -a "},
      {">: in a value it ends nothing", "<a b='>'>x</a>", "+a 'x' -a "},
      {"cut off in text: all that is open ends", "<a><b>x", "+a +b 'x' -b -a ends too early"},
      {"cut off in a tag", "<a><b c=\"", "+a -a ends too early"},
      {"cut off in a comment", "<a><!-- ", "+a -a ends too early"},
      {"the wrong end", "<a><b></a>", "+a +b -b -a not well-formed"},
      {"an end of nothing", "</a>", "not well-formed"},
      {"no name", "<a>< b></a>", "+a -a not well-formed"},
      {"nothing", "", ""},
  }));
  INFO(c.name);
  CHECK(dump(c.xml) == c.expected);
}

TEST_CASE("xml reader: attributes by their names, with any prefix") {
  struct Case {
    std::string tag, name, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"<a val='x'/>", "val", "x"},
      {"<a w:val=\"a &amp; b\">", "val", "a & b"},
      {"<a id='1' r:id='2'/>", "id", "1"},
      {"<a id='1' r:id='2'/>", ":id", "2"},
      {"<a xmlns:id='1'/>", "id", "none"},
      {"<a b = 'c'  id\n=\n'1'/>", "id", "1"},
      {"<a id/>", "id", "none"},
      {"<a id=1/>", "id", "none"},
      {"<a/>", "id", "none"},
  }));
  INFO(c.tag);
  CHECK(attribute(c.tag, c.name) == c.expected);
}

TEST_CASE("xml reader: depth and entities cost nothing") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  CHECK(dump(deep).ends_with("-a nested more than 512 deep"));
  std::string laughs = "<!DOCTYPE a [<!ENTITY l0 \"ha\">";
  for (int i = 1; i < 10; ++i) {
    laughs += "<!ENTITY l" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) laughs += "&l" + std::to_string(i - 1) + ";";
    laughs += "\">";
  }
  CHECK(dump(laughs + "]><a>&l9;</a>") == "+a '&l9;' -a ");
}

TEST_CASE("package: a target is resolved where it is written") {
  struct Case {
    std::string base, target, expected;
  };
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"word/document.xml", "styles.xml", "word/styles.xml"},
      {"word/document.xml", "/word/notes.xml", "word/notes.xml"},
      {"ppt/slides/slide1.xml", "../media/a.png", "ppt/media/a.png"},
      {"", "word/document.xml", "word/document.xml"},
      {"book.opf", "ch%201.xhtml#part", "ch 1.xhtml"},
      {"a/b", "../../../../etc/passwd", "etc/passwd"},
      {"a/b", "./c//d", "a/c/d"},
      {"a/b", "%zz%4", "a/%zz%4"},
      {"a/b", "", "a"},
  }));
  INFO(c.target);
  CHECK(resolve_path(c.base, c.target) == c.expected);
}
