// SPDX-License-Identifier: GPL-3.0-or-later
// The files of an index folder: generations, the stub that names the published one, and the writer's lock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "pilcrow/error.h"

namespace pilcrow::store {

/// $PILCROW_INDEX, else $XDG_DATA_HOME/pilcrow/default, else $HOME/.local/share/pilcrow/default; empty where none of
/// them is set.
std::filesystem::path default_index();

/// "gen-000007".
std::string generation_name(std::uint64_t number);

/// Number of the generation that the stub names. index_missing where there is no index (the message says which of: no
/// such folder, not a folder, a folder without an index, somebody else's Xapian database); index_corrupt where the stub
/// is broken.
Result<std::uint64_t> published_generation(const std::filesystem::path& index);

/// Makes `number` the published generation: writes a new stub beside the old one, syncs it, renames it, syncs the
/// folder.
Result<void> publish_generation(const std::filesystem::path& index, std::uint64_t number);

/// Highest number in use by any generation folder, published or not; 0 where there is none.
std::uint64_t newest_generation(const std::filesystem::path& index);

/// Removes the generations that are neither published nor the one before it. What cannot be removed is
/// left.
void remove_old_generations(const std::filesystem::path& index);

/// The one writer's lock, held while this lives. The kernel drops it with the process.
class WriterLock {
 public:
  /// Creates the index folder where it is missing; adopts an empty one; mode 0700. index_locked after `wait_seconds`,
  /// or when `cancelled` says so, naming who holds it and since when; invalid_argument where the path is something
  /// other than an index or an empty or missing folder.
  static Result<WriterLock> acquire(const std::filesystem::path& index, unsigned wait_seconds,
                                    const std::function<bool()>& cancelled = {});

  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace pilcrow::store
