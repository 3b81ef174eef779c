// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/handed_over.h"

#include "core/text/utf8.h"

namespace pilcrow::indexer {

bool is_uri(std::string_view text) {
  if (text.empty() || text.size() > longest_uri || !text::is_utf8(text)) return false;
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint character = text::code_point_at(text, at);
    if (character.value < 0x20 || (character.value >= 0x7F && character.value <= 0x9F)) return false;
    at += character.size;
  }
  return true;
}

}  // namespace pilcrow::indexer
