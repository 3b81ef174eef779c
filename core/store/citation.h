// SPDX-License-Identifier: GPL-3.0-or-later
// Names of paragraphs that outlive edits elsewhere in their file.
//
// "pc1:" index id ":" path hash ":" content hash [":" ordinal]
//   pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10          the paragraph with this content in this file
//   pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10:2        the second of several equal ones
// The hashes are the first 8 and 12 hexadecimal digits of XXH3 over the absolute path and over the text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pilcrow::store {

struct Citation {
  std::string index_id;
  std::string path_hash;
  std::string content_hash;
  std::uint32_t ordinal = 1;  ///< Among the paragraphs of the file with the same content, from 1.
  bool operator==(const Citation&) const = default;
};

std::uint64_t content_hash(std::string_view text);
std::string format_citation(std::string_view index_id, std::string_view absolute_path, std::uint64_t content,
                            std::uint32_t ordinal);
std::optional<Citation> parse_citation(std::string_view text);

/// Whether a citation's hashes are those of this path, of this content.
bool names_path(const Citation& citation, std::string_view absolute_path);
bool names_content(const Citation& citation, std::uint64_t content);

}  // namespace pilcrow::store
