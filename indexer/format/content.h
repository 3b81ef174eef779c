// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is, by what it begins with: for names that do not tell, or do not tell the truth. Nothing here believes a
// size that a file claims, and nothing looks further than a bounded beginning or end of it, but for one search of a
// word.
#pragma once

#include <string>
#include <string_view>

namespace pilcrow::indexer {

/// One of the two is set, or none where the bytes have no signature that is known here.
struct Signature {
  std::string_view format;  ///< Name of a reader.
  std::string_view reason;  ///< Why nobody reads it.
};

/// Only what no text begins with by chance.
Signature signature_of(std::string_view bytes);

/// Whether a PDF begins somewhere in its first 1,024 bytes, as viewers accept it.
bool looks_like_pdf(std::string_view bytes);
/// Whether the first line is one of a head: "Name: value".
bool begins_with_header(std::string_view bytes);
/// A message: header lines from the beginning on, several of them those that every message has.
bool looks_like_mail(std::string_view bytes);
/// Many of them: the line "From address date" before the first.
bool looks_like_mbox(std::string_view bytes);
/// A manual page: requests of man(7) or mdoc(7) from the beginning on.
bool looks_like_man_page(std::string_view text);
/// The first thing in it, after an XML declaration and comments, is HTML's.
bool looks_like_html(std::string_view text);
/// A zero byte near the beginning.
bool looks_binary(std::string_view bytes);

/// What libmagic calls the bytes ("SQLite 3.x database"); empty where it does not know. Costs milliseconds: for what
/// turned out to be no text only.
std::string name_of_binary(std::string_view bytes);

/// `text` begins with these letters, in any case. `lower_case` is in lower case.
bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case);

}  // namespace pilcrow::indexer
