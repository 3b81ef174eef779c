// SPDX-License-Identifier: GPL-3.0-or-later
// What everybody who passes on documents of exporters must agree on. docs/documents.md is the contract.
#pragma once

#include <cstddef>
#include <string_view>

namespace pilcrow::indexer {

/// ReadRequest::format of lines that are such documents.
inline constexpr std::string_view documents_format = "documents";

/// FileEntry::type of one that was given as blocks; of one given as a text it is that text's reader.
inline constexpr std::string_view handed_over_type = "document";

// The bounds of the contract.
inline constexpr std::size_t longest_meta = 64U << 10;  // bytes
/// Levels of brackets, those of "meta" included.
inline constexpr int deepest_json = 64;
inline constexpr std::size_t longest_uri = 16U << 10;    // bytes
inline constexpr std::size_t most_unknown_members = 10;  // told of a line

/// Whether an exporter may call a document so: 1 to longest_uri bytes of UTF-8 without control characters.
bool is_uri(std::string_view text);

}  // namespace pilcrow::indexer
