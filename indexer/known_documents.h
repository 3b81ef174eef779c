// SPDX-License-Identifier: GPL-3.0-or-later
// What the index knows of the documents that exporters handed over, as far as it takes to tell of a line whether its
// document is new, changed, or as it was: some 40 bytes a document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/store/file_entry.h"
#include "core/store/snapshot.h"
#include "core/text/hash.h"
#include "pilcrow/error.h"

namespace pilcrow::indexer {

/// Only the thread that writes may change it; it is asked for lines by that thread, too.
class KnownDocuments {
 public:
  /// Those of the root of this number. Cost: reads the heads of all entries.
  Result<void> load(const store::Snapshot& snapshot, std::uint32_t root);

  /// The document that this very line made, and that has not changed since: its position.
  std::optional<std::size_t> of_line(const text::Hash128& line) const;
  bool is_as_it_was(std::size_t position) const { return !documents_[position].changed; }

  /// The number of the document of this URI; 0: there is none. `is_it` is asked of each whose URI has the same hash.
  std::uint32_t find(std::string_view uri, const std::function<bool(std::uint32_t)>& is_it) const;

  void added(std::string_view uri, std::uint32_t number);
  void changed(std::string_view uri, std::uint32_t number);
  void removed(std::string_view uri, std::uint32_t number);

 private:
  struct Document {
    std::uint64_t uri = 0;  ///< Its hash.
    text::Hash128 line{};
    std::uint32_t number = 0;
    bool changed = false;  ///< In this run, or read by other readers than ours: its line says nothing.
    bool removed = false;
  };
  using Numbers = std::unordered_multimap<std::uint64_t, std::uint32_t>;

  Document* stored(std::string_view uri, std::uint32_t number);

  std::vector<Document> documents_;     ///< Sorted by the hash of the URI.
  std::vector<std::uint32_t> by_line_;  ///< Positions, sorted by the hash of the line.
  Numbers added_;                       ///< In this run: number by the hash of the URI.
};

}  // namespace pilcrow::indexer
