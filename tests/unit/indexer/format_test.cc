// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/format.h"
#include "indexer/file_types.h"

#include <string>

#include "indexer/format/content.h"
#include "tests/support/catch.h"

namespace pilcrow::test {
namespace {

using namespace std::string_literals;

struct Case {
  std::string name;
  std::string path;
  std::string text;
  std::string expected;
};

std::string two(std::size_t value) {
  return {static_cast<char>(value & 0xFFU), static_cast<char>(value >> 8U)};
}

std::string four(std::size_t value) {
  return two(value & 0xFFFFU) + two(value >> 16U);
}

/// A zip of one empty, stored member for each name; the first has `content`.
std::string zip_of(const std::vector<std::string>& names, const std::string& content = "") {
  std::string members;
  std::string directory;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string bytes = i == 0 ? content : "";
    const std::string sizes = four(0) + four(bytes.size()) + four(bytes.size()) + two(names[i].size()) + two(0);
    directory += "PK\x01\x02" + two(20) + two(20) + two(0) + two(0) + four(0) + sizes + two(0) + two(0) + two(0) +
                 four(0) + four(members.size()) + names[i];
    members += "PK\x03\x04" + two(20) + two(0) + two(0) + four(0) + sizes + names[i] + bytes;
  }
  return members + directory + "PK\x05\x06" + two(0) + two(0) + two(names.size()) + two(names.size()) +
         four(directory.size()) + four(members.size()) + two(0);
}

std::string tar_block(const std::string& name) {
  std::string block = name;
  block.resize(512);
  block.replace(148, 8, 8, ' ');
  unsigned sum = 0;
  for (const char byte : block) sum += static_cast<unsigned char>(byte);
  std::string digits;
  for (; sum != 0; sum /= 8) digits.insert(digits.begin(), static_cast<char>('0' + sum % 8));
  return block.replace(148, digits.size(), digits);
}

const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(504, '\0');

}  // namespace

TEST_CASE("format: a text is told by its name's extension, then by how it begins") {
  const auto c = GENERATE(values<Case>({
      {"Markdown", "plan.md", "", "markdown"},
      {"case does not matter", "PLAN.MarkDown", "", "markdown"},
      {"HTML", "index.htm", "", "html"},
      {"text", "a.txt", "<!doctype html>", "text"},
      {"source code", "main.cc", "", "code"},
      {"a script without an extension", "configure", "#!/bin/sh\n", "code"},
      {"plain text with marks of its own", "guide.adoc", "= Guide\n", "text"},
      {"XML by another extension", "feed.rss", "", "xml"},
      {"no extension", "README", "", "text"},
      {"no extension, XML", "feed", "<?xml version='1.0'?><feed/>", "xml"},
      {"no extension, HTML", "page", "\n<!DOCTYPE HTML>\n<p>", "html"},
      {"HTML after a declaration and a comment", "page.unknown", "<?xml version='1.0'?><!-- x --><HTML>", "html"},
      {"a comment that never ends", "page", "<!-- <html>", "text"},
      {"a folder's dot is no extension", "site.html/notes", "", "text"},
      {"nor is a leading one", ".md", "", "text"},
      {"a manual page", "ls.1", ".\\\" a comment\n.TH LS 1\n.SH NAME\n", "man"},
      {"of a section with letters", "strict.3pm", ".TH strict 3pm\n", "man"},
      {"that begins with a preprocessor's line", "x.8", "'\\\" t\n.Dd March 3, 2026\n", "man"},
      {"without a section", "page", ".TH LS 1\n", "man"},
      {"a number is no manual page", "notes.1", "Buy bread.\n", "text"},
      {"nor is a text about one", "notes.1", "Write it so:\n.TH LS 1\n", "text"},
      {"JSON without its extension is text", "a", "{}", "text"},
  }));
  INFO(c.name);
  std::string reason = "stale";
  CHECK(indexer::format_of_bytes(c.path, c.text, "", reason) == nullptr);
  CHECK(reason.empty());
  CHECK(indexer::format_of_text(c.path, c.text, "").name == c.expected);
}

TEST_CASE("format: what is no text is told by its bytes, its name's extension deciding where they leave it open") {
  const std::string mail =
      "Return-Path: <a@example.org>\nFrom: A\nDate: Tue, 3 Mar 2026 10:15:00 +0100\nSubject: x\n\nHi\n";
  const std::string mbox = "From a@example.org Tue Mar  3 10:15:00 2026\n" + mail;
  const std::string docx = zip_of({"[Content_Types].xml", "word/document.xml"});
  const auto c = GENERATE_COPY(values<Case>({
      {"PDF", "a.pdf", "%PDF-1.7\n", "pdf"},
      {"PDF behind other bytes, as viewers accept it", "a.pdf", "\r\n\x01%PDF-1.7\n", "pdf"},
      {"PDF under a text's name", "a.txt", "%PDF-1.7\n", "pdf"},
      {"PDF without a name", "a", "%PDF-1.7\n", "pdf"},
      {"a text about PDF", "a", "It begins with %PDF-1.7\n", "-"},
      {"a text under a PDF's name", "a.pdf", "Not found\n", "-"},
      {"a damaged one is left to its reader", "a.pdf", "\0\0\0\0"s, "pdf"},
      {"nothing", "a.pdf", "", "-"},
      {"RTF under an old Word document's name", "a.doc", "{\\rtf1 x}", "rtf"},
      {"HTML under that of an old sheet", "a.xls", "<html><table>", "-"},
      {"a new document under an old name", "a.doc", docx, "docx"},
      {"an old document under its own", "a.doc", ole, "- no reader for old office documents"},
      {"an old document under a new name", "a.docx", ole, "- no reader for old office documents"},
      {"an encrypted one", "a.docx", ole + "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s, "- encrypted"},
      {"a document without an extension", "a", docx, "docx"},
      {"in any order of members", "a.zip", zip_of({"xl/workbook.xml", "a", "[Content_Types].xml"}), "xlsx"},
      {"slides under a document's name", "a.docx", zip_of({"[Content_Types].xml", "ppt/presentation.xml"}), "pptx"},
      {"a binary workbook", "a", zip_of({"[Content_Types].xml", "xl/workbook.bin"}),
       "- no reader for binary workbooks"},
      {"a zip that only holds such a name", "a.zip", zip_of({"word/document.xml"}), "zip"},
      {"a zip under a document's name", "a.docx", zip_of({"a"}), "zip"},
      {"OpenDocument", "a", zip_of({"mimetype"}, "application/vnd.oasis.opendocument.spreadsheet"), "ods"},
      {"an OpenDocument drawing", "a", zip_of({"mimetype"}, "application/vnd.oasis.opendocument.graphics"),
       "- no reader for office documents"},
      {"EPUB", "a.zip", zip_of({"mimetype"}, "application/epub+zip"), "epub"},
      {"an empty zip", "a.zip", zip_of({}), "zip"},
      {"a zip cut off", "a.zip", zip_of({"a.txt"}, std::string(100, 'x')).substr(0, 80), "zip"},
      {"tar", "a.tar", tar_block("a.txt"), "tar"},
      {"tar without an extension", "a", tar_block("a.txt"), "tar"},
      {"gzip", "a.gz", "\x1F\x8B\x08"s, "gzip"},
      {"bzip2", "a.tbz", "BZh91AY&SY", "bzip2"},
      {"a text that begins like it", "a", "BZh is a word", "-"},
      {"mail", "a.eml", mail, "mail"},
      {"mail without a sender", "a.eml", "Subject: x\n\nHi\n", "mail"},
      {"a message of a Maildir", "1699999999.M1P2.host:2,S", mail, "mail"},
      {"whose host looks like an extension", "1699999999.M1P2.mail.example.com", mail, "mail"},
      {"or like that of a source file", "1699999999.123_4.example.pl,S=900:2,RS", mail, "mail"},
      {"memo in a text file", "a.txt", mail, "-"},
      {"header lines that no mail has", "a", "Title: x\nDate: y\nAuthor: z\n\nHi\n", "-"},
      {"bytes under a mail's name", "a.eml", std::string("\x93\0\x01", 3), "-"},
      {"mbox", "a.mbox", mbox, "mbox"},
      {"mbox without an extension", "Inbox", mbox, "mbox"},
      {"one message under an mbox's name", "a.mbox", mail, "mail"},
      {"a sentence", "a", "From here on: go left\n\nand so on\n", "-"},
      {"PostScript", "a", "%!PS-Adobe-3.0\n", "- no reader for PostScript files"},
      {"a text that looks like it", "a.txt", "%!PS-Adobe-3.0\n", "-"},
      {"image by its name", "photo.JPG", "", "- image"},
      {"archive that nobody reads", "a.7z", "", "- archive"},
  }));
  INFO(c.name);
  std::string reason = "stale";
  const indexer::Format* format = indexer::format_of_bytes(c.path, c.text, "", reason);
  const std::string found = format != nullptr ? std::string(format->name) : reason.empty() ? "-" : "- " + reason;
  CHECK(found == c.expected);
}

TEST_CASE("format: a declared type counts where the name says nothing, and the bytes do not contradict") {
  std::string reason;
  const auto name = [&](const char* path, const char* bytes, const char* declared) {
    const indexer::Format* format = indexer::format_of_bytes(path, bytes, declared, reason);
    return format != nullptr ? format->name : indexer::format_of_text(path, bytes, declared).name;
  };
  CHECK(name("part-2", "a,b\n", "text/csv") == "csv");
  CHECK(name("part-2.txt", "a,b\n", "text/csv") == "text");
  CHECK(name("part-2", "Subject: x\n\nHi\n", "message/rfc822") == "mail");
  CHECK(name("part-2", "%PDF-1.7", "text/plain") == "pdf");
  CHECK(name("part-2", "Hello\n", "application/pdf") == "text");
}

TEST_CASE("format: files that are not even opened are told by their names alone") {
  CHECK(indexer::unread_by_name("a/photo.JPG") == "image");
  CHECK(indexer::unread_by_name("lib.so") == "compiled program");
  CHECK(indexer::unread_by_name("a.docx").empty());
  // What it is, its bytes tell: RTF, HTML or the real thing.
  CHECK(indexer::unread_by_name("a.doc").empty());
  CHECK(indexer::unread_by_name("README").empty());
  CHECK(indexer::unread_by_name("Mail/new/1699999999.M1P2.mail.example.com").empty());
  CHECK(indexer::unread_by_name("1699999999.com") == "compiled program");
}

TEST_CASE("format: what is no text and has no reader is called by its name") {
  CHECK(indexer::name_of_binary("SQLite format 3\0\x10\0\x01\x01\0@  "s + std::string(100, '\0')) ==
        "SQLite 3.x database");
  CHECK(indexer::name_of_binary("\x7F"
                                "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0>\0\x01\0\0\0"s)
            .starts_with("ELF 64-bit"));
  CHECK(indexer::name_of_binary("\x01\x02\0\x03nothing known"s).empty());
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
