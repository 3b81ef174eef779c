// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/guard.h"

namespace pilcrow::indexer {
namespace {

// DESIGN, the guard.
constexpr std::uint64_t believable_loss = 10;
constexpr std::uint64_t believable_fraction = 5;

}  // namespace

std::optional<std::string> refuse_loss(const RootLoss& loss) {
  if (loss.lost == 0) return {};
  const bool gone = loss.state != RootState::present;
  const bool empty = !gone && loss.found == 0;
  const bool too_much = loss.lost > believable_loss && loss.lost * believable_fraction > loss.indexed;
  if (!gone && !empty && (!too_much || loss.new_settings)) return {};
  return "'" + loss.path + "': " +
         (gone    ? loss.reason
          : empty ? "it is empty"
                  : "it has lost many files") +
         "; " + std::to_string(loss.lost) + " of its " + std::to_string(loss.indexed) +
         " files would be lost, so they stay in the index; --allow-purge removes them";
}

}  // namespace pilcrow::indexer
