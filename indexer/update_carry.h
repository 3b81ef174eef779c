// SPDX-License-Identifier: GPL-3.0-or-later
// What a rebuild takes over. Files are read again; documents that exporters handed over nobody else has.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "indexer/build.h"
#include "indexer/write.h"

namespace pilcrow::indexer {

/// The documents of the state that a rebuild replaces.
class CarryOver {
 public:
  /// `snapshot`: that state, if it can be opened as usual; else it is tried whether it can be read at least. `settings`
  /// are those that are remembered.
  CarryOver(const std::filesystem::path& index, const store::Snapshot* snapshot, const store::Settings& settings);

  /// Texts from all over them, for the dictionary; about a mebibyte.
  std::vector<std::string> sample() const;

  /// Copies them; ends between two documents where `cancelled` says so. What cannot be read is counted and left out.
  void copy(IndexWriter& writer, DocumentBuilder& builder, const std::function<bool()>& cancelled);

  /// For the operator, how many documents are lost; empty where none is.
  std::string loss() const;

 private:
  const store::Snapshot* past_ = nullptr;  ///< Null: nobody can read it.
  std::optional<store::Snapshot> opened_;
  std::optional<std::uint32_t> root_;  ///< None: nothing was handed over.
  std::uint64_t lost_ = 0;
  bool all_seen_ = true;  ///< False: nobody knows how many more there were.
};

}  // namespace pilcrow::indexer
