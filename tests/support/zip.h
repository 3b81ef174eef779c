// SPDX-License-Identifier: GPL-3.0-or-later
// Zip archives made in memory.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <utility>
#include <vector>

namespace pilcrow::test {

using Parts = std::vector<std::pair<std::string, std::string>>;  ///< Names and bytes.

inline std::string zip(const Parts& parts, bool compressed = false) {
  std::string bytes;
  archive* const out = archive_write_new();
  archive_write_set_format_zip(out);
  archive_write_set_options(out, compressed ? "zip:compression=deflate" : "zip:compression=store");
  archive_write_set_bytes_in_last_block(out, 1);
  const auto append = [](archive*, void* to, const void* from, std::size_t size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(from), size);
    return static_cast<la_ssize_t>(size);
  };
  archive_write_open(out, &bytes, nullptr, append, nullptr);
  for (const auto& [name, part] : parts) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(part.size()));
    archive_write_header(out, entry);
    archive_write_data(out, part.data(), part.size());
    archive_entry_free(entry);
  }
  archive_write_close(out);
  archive_write_free(out);
  return bytes;
}

/// The relations part of an OOXML package or of one of its parts: types and targets, with ids r1, r2, …
inline std::string relations(const std::vector<std::pair<std::string, std::string>>& types_and_targets) {
  std::string xml = "<Relationships>";
  int id = 0;
  for (const auto& [type, target] : types_and_targets) {
    xml += "<Relationship Id=\"r" + std::to_string(++id) + "\" Type=\"x/" + type + "\" Target=\"" + target + "\"/>";
  }
  return xml + "</Relationships>";
}

inline std::string docx(const std::string& document, bool compressed = false) {
  return zip(
      {{"_rels/.rels", relations({{"officeDocument", "word/document.xml"}})},
       {"word/_rels/document.xml.rels", relations({{"styles", "styles.xml"}, {"footnotes", "notes.xml"}})},
       {"word/styles.xml",
        "<w:styles><w:style w:styleId=\"H2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"H2\"/></w:style>"
        "<w:style w:styleId=\"D\"><w:basedOn w:val=\"H2\"/></w:style></w:styles>"},
       {"word/notes.xml",
        "<w:footnotes><w:footnote w:id=\"1\"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"},
       {"word/document.xml", document}},
      compressed);
}

inline std::string pptx(const std::string& slide) {
  return zip(
      {{"_rels/.rels", relations({{"officeDocument", "ppt/p.xml"}})},
       {"ppt/_rels/p.xml.rels", relations({{"slide", "s.xml"}})},
       {"ppt/_rels/s.xml.rels", relations({{"notesSlide", "n.xml"}})},
       {"ppt/p.xml", "<p:presentation><p:sldIdLst><p:sldId id=\"2\" r:id=\"r1\"/></p:sldIdLst></p:presentation>"},
       {"ppt/n.xml", "<p:sp><p:ph type=\"body\"/><a:p><a:t>Said.</a:t></a:p></p:sp>"},
       {"ppt/s.xml", slide}});
}

inline std::string xlsx(const std::string& sheet, const std::string& strings = {}, const std::string& workbook = {}) {
  return zip(
      {{"_rels/.rels", relations({{"officeDocument", "xl/w.xml"}})},
       {"xl/_rels/w.xml.rels", relations({{"worksheet", "s.xml"}, {"sharedStrings", "t.xml"}, {"styles", "f.xml"}})},
       {"xl/w.xml",
        workbook.empty() ? "<workbook><sheets><sheet name=\"One\" r:id=\"r1\"/></sheets></workbook>" : workbook},
       {"xl/t.xml", strings},
       {"xl/f.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
       {"xl/s.xml", sheet}});
}

inline std::string opendocument(const std::string& body) {
  return zip(
      {{"content.xml", "<office:document-content><office:body>" + body + "</office:body></office:document-content>"}});
}

}  // namespace pilcrow::test
