// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 6: the languages of a document: the one that most of it is in, by CLD2, and those of the paragraphs that
// clearly are in another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/paragraphs.h"

namespace pilcrow::indexer {

/// BCP 47 codes.
struct Languages {
  std::string document;
  std::vector<std::string> others;        ///< Each once, as they come in the text.
  std::vector<std::uint32_t> paragraphs;  ///< One each: 0 is the document's, n is others[n - 1].
};

/// The document's language is the one that most of the paragraphs are in. `declared` (what the document says of itself,
/// may be empty) is a hint that breaks ties. Looks at 64 KiB at most, taken from all over the document. Where CLD2 is
/// not sure, the script decides; Latin letters alone are taken for English, the language most identifiers and short
/// notes are in; nothing at all is "und".
///
/// A paragraph is in another language where most of its letters are of a script that the document's language is not
/// written in, or where CLD2 is sure of it and the stop words bear it out: a wrong switch loses matches, a missed one
/// only stems. So headings, names, tables and code stay in the document's. Linear; CLD2 is asked only about paragraphs
/// that lack the stop words of the document's language and have those of another.
Languages detect_languages(const std::vector<Paragraph>& paragraphs, std::string_view declared);

/// The same where the document's language is known, say from its exporter: that is believed, without its region ("pt-BR"
/// is "pt"), and only paragraphs that clearly are in another have that. What says nothing ("und", "mul") is detected.
Languages detect_other_languages(const std::vector<Paragraph>& paragraphs, std::string_view language);

}  // namespace pilcrow::indexer
