// SPDX-License-Identifier: GPL-3.0-or-later
// The published generation copied without its free space: when somebody asks for it, and at the end of an update that
// finds that the index has grown too much. docs/decisions/0012-compaction.md has the figures.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "core/store/snapshot.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// Copies the published generation into the next one, compares and checks the copy, publishes it and deletes the old
/// one. The caller holds the lock, and has no writer open. Where that fails, for want of room on the disk, say, or
/// `cancelled` ends it, the index is as it was.
Result<CompactionReport> compact(const std::filesystem::path& index, const std::function<bool()>& cancelled);

/// Whether a generation of `bytes` on disk takes over one and a half times what it would if it were built afresh.
bool has_grown(const store::State& state, std::uint64_t bytes);

/// For the end of an update: compacts where has_grown(). Gives what there is to say about it; empty where nothing was
/// done. Cannot fail, since the index is none the worse without: the next update tries again.
std::string compact_if_grown(const std::filesystem::path& index, const store::State& state,
                             const std::function<bool()>& cancelled);

}  // namespace pilcrow::indexer
