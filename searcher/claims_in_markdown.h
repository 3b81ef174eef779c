// SPDX-License-Identifier: GPL-3.0-or-later
// What a text in Markdown claims: citations, and what is quoted with each.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "pilcrow/verify.h"

namespace pilcrow::searcher {

/// As read_claims() says; the first `most`. Knows of Markdown only what it needs: blank lines, ">", items of lists, rows
/// of tables and headings, which are paragraphs by themselves.
std::vector<Claim> claims_in_markdown(std::string_view input, std::size_t most);

}  // namespace pilcrow::searcher
