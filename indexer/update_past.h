// SPDX-License-Identifier: GPL-3.0-or-later
// What is published when an update begins, and what becomes of it. Whatever an index folder has come to, a rebuild gets
// out of it, and deletes nothing that a rebuild cannot replace: what could not be read is set aside.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/error.h"

namespace pilcrow::indexer {

/// The published state, or why there is none to go by.
struct Past {
  std::optional<store::Snapshot> snapshot;  ///< None: all is built afresh.
  store::Settings settings;                 ///< What is remembered, as far as that can be read; else a new id.
  bool unknown = false;  ///< There is a published state, but it cannot be read: the guard does not know what it holds.
  std::string trouble;   ///< Why not.
  std::optional<std::uint64_t> damaged;  ///< The published generation, to be set aside when it was replaced.
  std::vector<std::uint64_t> unclaimed;  ///< Generations, of which nothing tells which was the published one.
};

/// Opens what is published. An index of another version is to be rebuilt; a damaged one as well if `rebuild`, else it is
/// the error. `clean`: removes what killed runs left, as soon as it is certain what that is (the caller holds the lock).
Result<Past> open_past(const std::filesystem::path& index, bool rebuild, bool clean);

/// Takes the published state for unreadable after all: `why` says what was found.
Result<void> give_up_past(Past& past, const std::filesystem::path& index, const Error& why, bool rebuild);

/// Publishes a generation that was built afresh, durably. What it replaces stays as the one before it; what could not be
/// read is set aside, for good. Gives the names of the folders that were set aside.
Result<std::vector<std::string>> publish_over(const Past& past, const std::filesystem::path& index,
                                              std::uint64_t generation);

}  // namespace pilcrow::indexer
