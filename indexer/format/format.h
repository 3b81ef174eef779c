// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 4: decoded text → blocks. Which reader reads what, and the readers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "indexer/block.h"

namespace pilcrow::indexer {

/// Raise it whenever a reader, or what is done with its blocks (paragraphs, languages), gives something else of the same
/// bytes: then the next update reads every file again, and indexes the paragraphs that differ.
inline constexpr std::uint32_t readers_version = 1;

/// A reader of one format. A plain value: adding a format is adding a row to the table in format.cc.
struct Format {
  std::string_view name;       ///< Hit::type: "markdown".
  std::string_view mime_type;  ///< "text/markdown".
  /// The document in a well-formed UTF-8 text, or the reason why it cannot be read. Spans and anchors are offsets into
  /// `text`.
  tl::expected<Document, std::string> (*read)(std::string_view text);
};

/// MIME type of what the reader of this name reads; empty where there is no such reader.
std::string_view mime_type(std::string_view format_name);

/// The reader for a file, by its name's extension, else by what its decoded text begins with ("<!doctype html", …);
/// plain text where nothing else is known. nullptr where nobody reads it by design, and `reason` says why ("image",
/// "archive").
const Format* format_for(std::string_view path, std::string_view text, std::string& reason);

/// The reason why files of this name are not even opened ("image", "archive", "compiled program"); empty where they
/// are. By extension only.
std::string_view unread_by_name(std::string_view path);

/// Encoding that the first bytes of the file declare (HTML's meta charset, XML's encoding); empty where none.
std::string declared_encoding(std::string_view path, std::string_view head);

tl::expected<Document, std::string> read_plain_text(std::string_view text);
tl::expected<Document, std::string> read_markdown(std::string_view text);
tl::expected<Document, std::string> read_html(std::string_view text);

}  // namespace pilcrow::indexer
