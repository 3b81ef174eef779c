// SPDX-License-Identifier: GPL-3.0-or-later
// Character references of HTML: "&eacute;", "&#233;", "&#xE9;", and "&copy" without an end.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pilcrow::indexer {

enum class HtmlPlace { text, attribute };

/// Appends what the reference at `offset`, where a "&" stands, stands for, and returns where it ends; `offset` where the
/// "&" is itself. In an attribute "&copy=1" is none.
std::size_t read_html_reference(std::string_view source, std::size_t offset, HtmlPlace place, std::string& out);

/// A stretch of text or the value of an attribute with its references resolved.
std::string resolve_html_references(std::string_view source, HtmlPlace place);

}  // namespace pilcrow::indexer
