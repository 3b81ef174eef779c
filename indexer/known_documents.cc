// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/known_documents.h"

#include <algorithm>
#include <tuple>

#include "indexer/file_types.h"

namespace pilcrow::indexer {

Result<void> KnownDocuments::load(const store::Snapshot& snapshot, std::uint32_t root) {
  auto loaded = snapshot.each_file_head([&](store::FileHead&& head) {
    if (head.root == root) {
      documents_.push_back({text::hash64(head.path), head.hash, head.number, head.readers != readers_version, false});
    }
    return true;
  });
  std::sort(documents_.begin(), documents_.end(), [](const Document& left, const Document& right) {
    return std::tie(left.uri, left.number) < std::tie(right.uri, right.number);
  });
  by_line_.resize(documents_.size());
  for (std::size_t i = 0; i < by_line_.size(); ++i) by_line_[i] = static_cast<std::uint32_t>(i);
  std::sort(by_line_.begin(), by_line_.end(),
            [&](std::uint32_t left, std::uint32_t right) { return documents_[left].line < documents_[right].line; });
  return loaded;
}

std::optional<std::size_t> KnownDocuments::of_line(const text::Hash128& line) const {
  const auto found = std::lower_bound(
      by_line_.begin(), by_line_.end(), line,
      [&](std::uint32_t position, const text::Hash128& hash) { return documents_[position].line < hash; });
  if (found == by_line_.end() || documents_[*found].line != line || documents_[*found].changed) return {};
  return *found;
}

std::uint32_t KnownDocuments::find(std::string_view uri, const std::function<bool(std::uint32_t)>& is_it) const {
  const std::uint64_t hash = text::hash64(uri);
  const auto [first, last] = added_.equal_range(hash);
  for (auto known = first; known != last; ++known) {
    if (is_it(known->second)) return known->second;
  }
  auto known = std::lower_bound(documents_.begin(), documents_.end(), hash,
                                [](const Document& document, std::uint64_t value) { return document.uri < value; });
  for (; known != documents_.end() && known->uri == hash; ++known) {
    if (!known->removed && is_it(known->number)) return known->number;
  }
  return 0;
}

KnownDocuments::Document* KnownDocuments::stored(std::string_view uri, std::uint32_t number) {
  const std::pair wanted(text::hash64(uri), number);
  const auto known = std::lower_bound(
      documents_.begin(), documents_.end(), wanted,
      [](const Document& document, const auto& value) { return std::pair(document.uri, document.number) < value; });
  const bool found = known != documents_.end() && std::pair(known->uri, known->number) == wanted;
  return found ? &*known : nullptr;
}

void KnownDocuments::added(std::string_view uri, std::uint32_t number) {
  added_.emplace(text::hash64(uri), number);
}

void KnownDocuments::changed(std::string_view uri, std::uint32_t number) {
  if (Document* document = stored(uri, number)) document->changed = true;
}

void KnownDocuments::removed(std::string_view uri, std::uint32_t number) {
  if (Document* document = stored(uri, number)) document->changed = document->removed = true;
  const auto [first, last] = added_.equal_range(text::hash64(uri));
  const auto gone = std::find_if(first, last, [&](const auto& one) { return one.second == number; });
  if (gone != last) added_.erase(gone);
}

}  // namespace pilcrow::indexer
