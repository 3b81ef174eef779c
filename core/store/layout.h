// SPDX-License-Identifier: GPL-3.0-or-later
// The files of an index folder: generations, the stub that names the published one, and the writer's lock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/error.h"

namespace pilcrow::store {

/// A spare copy of the settings: see keep_settings().
inline constexpr std::string_view settings_name = "settings.json";
/// How the last run of a writer ended.
inline constexpr std::string_view last_run_name = "last-run.json";

/// A file in a generation that was never published: publish_generation() removes it.
inline constexpr std::string_view building_name = "building";

/// $PILCROW_INDEX, else $XDG_DATA_HOME/pilcrow/default, else $HOME/.local/share/pilcrow/default; empty where none of
/// them is set.
std::filesystem::path default_index();

/// "gen-000007".
std::string generation_name(std::uint64_t number);

/// Number of the generation that the stub names. index_missing where there is no index (the message says which of: no
/// such folder, not a folder, a folder without an index, somebody else's Xapian database); index_corrupt where the stub
/// is broken.
Result<std::uint64_t> published_generation(const std::filesystem::path& index);

/// Makes `number` the published generation: syncs all its files, then replaces the stub durably.
Result<void> publish_generation(const std::filesystem::path& index, std::uint64_t number);

/// Highest number in use by any generation folder, published or not, set aside or not; 0 where there is none.
std::uint64_t newest_generation(const std::filesystem::path& index);

/// The number of a new generation: one that no folder has, nor the published one, which may be gone.
std::uint64_t next_generation(const std::filesystem::path& index);

/// The numbers of all generation folders that were not set aside, ascending.
std::vector<std::uint64_t> generations(const std::filesystem::path& index);

/// Removes what killed runs left behind: generations that are neither published nor the one before it, and files that
/// were to replace others. What cannot be removed is left. Nothing is removed where the published generation is not
/// there: then others may be all that is left of the index.
void remove_leftovers(const std::filesystem::path& index);

/// Removes one generation as far as it can be removed; not the one that the stub names.
void remove_generation(const std::filesystem::path& index, std::uint64_t number);

/// Removes all generations but the published one; input_output.
Result<void> remove_previous_generations(const std::filesystem::path& index);

/// "damaged-000007": what generation_name() becomes when it is set aside.
std::string set_aside_name(std::uint64_t number);
/// Renames a generation that cannot be read, so that nothing but forget() removes it: "damaged-000007".
Result<void> set_aside(const std::filesystem::path& index, std::uint64_t number);
/// The folders that were set aside, sorted.
std::vector<std::filesystem::path> all_set_aside(const std::filesystem::path& index);
Result<void> remove_set_aside(const std::filesystem::path& index);

/// Bytes on disk of the files of a folder, one level deep; 0 where there is none.
std::uint64_t size_of_folder(const std::filesystem::path& folder);

/// The one writer's lock, held while this lives. The kernel drops it with the process.
class WriterLock {
 public:
  /// Creates the index folder where it is missing and `create`; adopts an empty one; mode 0700. index_locked after `wait_seconds`,
  /// or when `cancelled` says so, naming who holds it and since when; invalid_argument where the path is something
  /// other than an index or an empty or missing folder; index_missing where there is none and not `create`.
  static Result<WriterLock> acquire(const std::filesystem::path& index, unsigned wait_seconds,
                                    const std::function<bool()>& cancelled = {}, bool create = true);

  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace pilcrow::store
