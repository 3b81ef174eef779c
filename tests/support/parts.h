// SPDX-License-Identifier: GPL-3.0-or-later
// What was read of a file, as text: for golden files and tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/read_document.h"

namespace pilcrow::test {

/// What read_document() makes of a file of this name.
std::vector<indexer::ReadPart> read_parts(const std::string& name, std::string_view bytes,
                                          indexer::ReadRequest request = {});

/// "== a.zip!/b.md (markdown) \"Title\" 2026-01-02 en" and its paragraphs:
/// "-- 2-3 [10,20) p. 1-2 (i) minor: Heading > Under it", then the text, its lines indented; page breaks inside the text
/// are shown as "⏎7⏎" where page 7 begins.
std::string dump(const indexer::ReadPart& part);
std::string dump(const std::vector<indexer::ReadPart>& parts);

}  // namespace pilcrow::test
