// SPDX-License-Identifier: GPL-3.0-or-later
// Whether it is believed that files are gone. An unmounted share looks like an empty folder: nobody wants its
// paragraphs gone from the index the morning after.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "indexer/walk.h"

namespace pilcrow::indexer {

/// What a run would take out of the index for one root. Files are counted that have paragraphs.
struct RootLoss {
  std::string path;
  RootState state = RootState::present;
  std::string reason;            ///< Why the root is not present.
  std::uint64_t found = 0;       ///< Files that the walk found.
  std::uint64_t indexed = 0;     ///< Files that were indexed.
  std::uint64_t lost = 0;        ///< Of those, how many would go.
  bool new_settings = false;     ///< The user has just said otherwise what is to be indexed.
  bool no_folder_more = false;   ///< It was a folder when it was indexed, and is a file.
  bool on_other_device = false;  ///< Than at the last run.
};

/// Nothing: the loss is believed. Else a sentence for the operator. A root that is missing, unreadable, empty, or no
/// longer a folder loses nothing, nor does one that would lose more than 10 files and more than a fifth of them.
std::optional<std::string> refuse_loss(const RootLoss& loss);

/// The same of a rebuild, which takes nothing over: what it does not find is lost, and without the index that it
/// replaces (`past_unknown`) it only believes in roots that hold something.
std::optional<std::string> refuse_rebuild(const RootLoss& loss, bool past_unknown);

/// And of a rebuild after which `lost` of the files that were there, of `indexed` in all, would not be.
std::optional<std::string> refuse_unread(std::uint64_t lost, std::uint64_t indexed);

}  // namespace pilcrow::indexer
