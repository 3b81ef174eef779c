// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of types of files without reading any: names of readers, and of files that nobody opens. For all who do
// not read, and so need none of the libraries that do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pilcrow::indexer {

/// Raise it whenever a reader, or what is done with its blocks (paragraphs, languages), gives something else of the same
/// bytes: then the next update reads every file again, and indexes the paragraphs that differ.
inline constexpr std::uint32_t readers_version = 2;

/// MIME type of what the reader of this name reads; empty where there is no such reader.
std::string_view mime_type(std::string_view reader);
/// The name of the reader of a MIME type; empty where there is none.
std::string_view reader_of_mime_type(std::string_view mime_type);

/// The reason why files of this name are not even opened ("image", "font", "compiled program"); empty where they
/// are. By extension only.
std::string_view unread_by_name(std::string_view path);

/// The extension of a file's name with a space before and after, for lists of extensions; empty where it has none that
/// says something.
std::string extension_word(std::string_view name);

}  // namespace pilcrow::indexer
