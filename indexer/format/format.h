// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 4: what a file holds → blocks. Which reader reads what, and the readers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "indexer/block.h"
#include "indexer/format/members.h"

namespace pilcrow::indexer {

/// The document, or the reason why it cannot be read ("encrypted"), lower case and without a full stop.
using ReadResult = tl::expected<Document, std::string>;

/// A reader of one format. A plain value: adding a format is adding a row to the table in format.cc. Of the three
/// functions one is set.
struct Format {
  std::string_view name;  ///< Hit::type: "markdown". Its MIME type is in file_types.cc.
  /// Of a well-formed UTF-8 text. Spans and anchors are offsets into it.
  ReadResult (*read_text)(std::string_view text) = nullptr;
  /// Of bytes that are no text. Document::extracted is set, unless there are no blocks; documents inside it go to
  /// `members`.
  ReadResult (*read_bytes)(std::string_view bytes, Members& members) = nullptr;
  /// Of a compressed file: what it was made of, which is then read under its name without the last extension. At most
  /// `most` bytes, else a reason.
  tl::expected<std::string, std::string> (*unpack)(std::string_view bytes, std::uint64_t most) = nullptr;
};

/// The reader of this name; nullptr where there is none.
const Format* format_named(std::string_view format_name);

/// The reader for a file: by its name's extension, where the bytes do not contradict; else by `declared` (a MIME type
/// that a mail or an exporter gave it; may be empty), else by what its bytes begin with. nullptr where it is a text for
/// all that can be told without decoding it, or nobody reads it, and then `reason` says why ("image", "SQLite 3.x
/// database").
const Format* format_of_bytes(std::string_view name, std::string_view bytes, std::string_view declared,
                              std::string& reason);

/// The reader for a file that is a text, by its name's extension, else by what its decoded text begins with ("<!doctype
/// html", …); plain text where nothing else is known.
const Format& format_of_text(std::string_view name, std::string_view text, std::string_view declared);

/// Encoding that the first bytes of the file declare (HTML's meta charset, XML's encoding); empty where none.
std::string declared_encoding(std::string_view path, std::string_view head);

// Texts, each in the file named.
ReadResult read_plain_text(std::string_view text);         // plain_text.cc
ReadResult read_markdown(std::string_view text);           // markdown.cc
ReadResult read_html(std::string_view text);               // html.cc
ReadResult read_csv(std::string_view text);                // csv.cc: comma, semicolon or tab, as the text has it
ReadResult read_json(std::string_view text);               // json.cc
ReadResult read_json_lines(std::string_view text);         // json.cc
ReadResult read_xml(std::string_view text);                // xml.cc
ReadResult read_log(std::string_view text);                // log.cc
ReadResult read_restructured_text(std::string_view text);  // restructured_text.cc
ReadResult read_man_page(std::string_view text);           // man_page.cc
ReadResult read_source_code(std::string_view text);        // source_code.cc

// Others.
ReadResult read_pdf(std::string_view bytes, Members& members);   // pdf.cc
ReadResult read_docx(std::string_view bytes, Members& members);  // ooxml_*.cc
ReadResult read_pptx(std::string_view bytes, Members& members);
ReadResult read_xlsx(std::string_view bytes, Members& members);
ReadResult read_opendocument(std::string_view bytes, Members& members);  // opendocument.cc: odt, odp, ods
ReadResult read_rtf(std::string_view bytes, Members& members);           // rtf.cc
ReadResult read_epub(std::string_view bytes, Members& members);          // epub.cc
ReadResult read_mail(std::string_view bytes, Members& members);          // mail.cc: one message
ReadResult read_mbox(std::string_view bytes, Members& members);          // mbox.cc: many messages
ReadResult read_archive(std::string_view bytes, Members& members);       // archive.cc: zip, tar
tl::expected<std::string, std::string> unpack(std::string_view bytes,
                                              std::uint64_t most);  // archive.cc: gz, xz, zst, bz2

}  // namespace pilcrow::indexer
