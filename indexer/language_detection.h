// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 6: the document's language, by CLD2, once a document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/paragraphs.h"

namespace pilcrow::indexer {

/// BCP 47 code of the language that most of the paragraphs are in. `declared` (what the document says of itself, may be
/// empty) is a hint that breaks ties. Looks at 64 KiB at most, taken from all over the document. Where CLD2 is not
/// sure, the script decides; Latin letters alone are taken for English, the language most identifiers and short notes
/// are in; nothing at all is "und".
std::string detect_language(const std::vector<Paragraph>& paragraphs, std::string_view declared);

}  // namespace pilcrow::indexer
