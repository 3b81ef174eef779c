// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/guard.h"

namespace pilcrow::indexer {
namespace {

// DESIGN, the guard.
constexpr std::uint64_t believable_loss = 10;
constexpr std::uint64_t believable_fraction = 5;

bool is_too_much(std::uint64_t lost, std::uint64_t indexed) {
  return lost > believable_loss && lost * believable_fraction > indexed;
}

/// What makes the root look as if it were not what it was; empty: it does not.
std::string doubt(const RootLoss& loss) {
  if (loss.state != RootState::present) return loss.reason;
  if (loss.no_folder_more) return "it was a folder and is a file now";
  if (loss.found == 0) return "it is empty";
  return {};
}

}  // namespace

std::optional<std::string> refuse_loss(const RootLoss& loss) {
  if (loss.lost == 0) return {};
  const bool too_much = is_too_much(loss.lost, loss.indexed);
  std::string why = doubt(loss);
  if (why.empty() && (!too_much || loss.new_settings)) return {};
  if (why.empty()) why = "it has lost many files";
  return "'" + loss.path + "': " + why +
         (loss.on_other_device ? ", and it is on another device than at the last run" : "") + "; " +
         std::to_string(loss.lost) + " of its " + std::to_string(loss.indexed) +
         " files would be lost, so they stay in the index; --allow-purge removes them";
}

std::optional<std::string> refuse_rebuild(const RootLoss& loss, bool past_unknown) {
  if (past_unknown) {
    const std::string why = doubt(loss);
    if (why.empty()) return {};
    return "not rebuilt: '" + loss.path + "': " + why + "; what is indexed of it stays; --allow-purge drops it";
  }
  const auto refused = refuse_loss(loss);
  if (!refused) return {};
  return "not rebuilt: " + *refused;
}

std::optional<std::string> refuse_unread(std::uint64_t lost, std::uint64_t indexed) {
  if (!is_too_much(lost, indexed)) return {};
  return "not rebuilt: " + std::to_string(lost) + " of the " + std::to_string(indexed) +
         " files that are indexed could not be indexed again, so they stay in the index; --allow-purge rebuilds "
         "without them";
}

}  // namespace pilcrow::indexer
