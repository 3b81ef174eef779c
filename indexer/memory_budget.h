// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory a run may hold.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pilcrow::indexer {

/// What of UpdateOptions::memory is left for a run's work, in bytes: all but the 32 MiB that the program takes by itself.
/// Where it is 0: of a quarter of what the machine, or the control group that this process is in, has, 2 GiB at most. Less
/// than 64 MiB counts as that.
std::size_t memory_to_use(std::uint64_t wanted);

/// Of what is read, how many bytes may be under way at once: with texts and drafts they take five times that.
std::size_t bytes_under_way(std::size_t memory);

/// What one thread that drafts documents may hold.
struct DraftBudget {
  std::size_t terms = std::size_t{1} << 18;  ///< That it knows; a hundred bytes each.
  std::size_t text_bytes = std::size_t{16}
                           << 20;  ///< Of one file that are drafted ahead; drafts take three times that.
};
/// For each of so many.
DraftBudget draft_budget(std::size_t memory, std::size_t drafters);

}  // namespace pilcrow::indexer
