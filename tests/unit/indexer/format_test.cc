// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/format.h"

#include <string>

#include "tests/support/catch.h"

namespace pilcrow::test {
namespace {

struct Case {
  std::string name;
  std::string path;
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("format: by the name's extension, then by how the text begins") {
  const auto c = GENERATE(values<Case>({
      {"Markdown", "notes/plan.md", "", "markdown"},
      {"case does not matter", "PLAN.MarkDown", "", "markdown"},
      {"HTML", "a/index.htm", "", "html"},
      {"text", "a.txt", "<!doctype html>", "text"},
      {"source code", "a/main.cc", "", "text"},
      {"no extension", "README", "", "text"},
      {"no extension, HTML", "page", "\n<!DOCTYPE HTML>\n<p>", "html"},
      {"HTML after a declaration and a comment", "page.unknown", "<?xml version='1.0'?><!-- x --><HTML>", "html"},
      {"a comment that never ends", "page", "<!-- <html>", "text"},
      {"a folder's dot is no extension", "site.html/notes", "", "text"},
      {"nor is a leading one", ".md", "", "text"},
      {"image", "a/photo.JPG", "", "- image"},
      {"archive", "a.tar.gz", "", "- compressed file"},
      {"PDF", "a.pdf", "", "- no reader for PDF files"},
      {"office", "a.docx", "", "- no reader for office documents"},
  }));
  INFO(c.name);
  std::string reason = "stale";
  const indexer::Format* format = indexer::format_for(c.path, c.text, reason);
  CHECK((format != nullptr ? std::string(format->name) : "- " + reason) == c.expected);
  CHECK(indexer::unread_by_name(c.path) == reason);
}

TEST_CASE("format: the encoding that a file declares") {
  const auto c = GENERATE(values<Case>({
      {"none", "a.html", "<p>charset=latin1</p>", ""},
      {"meta charset", "a.html", "<head><meta charset=\"ISO-8859-1\">", "iso-8859-1"},
      {"without quotes", "a.html", "<META CHARSET = Shift_JIS >", "shift_jis"},
      {"http-equiv", "a.html", "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">",
       "windows-1251"},
      {"in a comment it does not count", "a.html", "<!-- <meta charset=\"koi8-r\"> --><meta charset='utf-8'>", "utf-8"},
      {"XML declaration", "a.xml", "<?xml version=\"1.0\" encoding=\"EUC-JP\"?>", "euc-jp"},
      {"XHTML has both; the declaration comes first", "a.xhtml",
       "<?xml version=\"1.0\" encoding='utf-8'?><meta charset='koi8-r'>", "utf-8"},
      {"text that speaks of it", "a.txt", "<meta charset=\"koi8-r\">", ""},
      {"cut off", "a.html", "<meta charset=", ""},
  }));
  INFO(c.name);
  CHECK(indexer::declared_encoding(c.path, c.text) == c.expected);
}

}  // namespace pilcrow::test
