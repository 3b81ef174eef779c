// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indexed_as.h"

#include "core/text/hash.h"

namespace pilcrow::indexer {

std::uint64_t indexed_as(const store::FileEntry& entry, const store::ParagraphRow& row, const std::string& text) {
  const std::vector<std::string>& headings = entry.trails[row.trail];
  std::uint64_t hash = text::hash64(entry.language, text::hash64(entry.type));
  hash = text::hash64(store::language_of(entry, row), hash);
  hash = text::hash64(entry.title, hash);
  for (const auto& heading : headings) hash = text::hash64(heading, hash);
  return text::hash64(text, hash + headings.size() + (row.minor ? 1ULL << 32 : 0));
}

}  // namespace pilcrow::indexer
