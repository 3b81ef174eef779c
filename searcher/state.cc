// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/state.h"

namespace pilcrow {

std::string state_name(const std::vector<IndexState>& indexes) {
  std::string name;
  for (const IndexState& index : indexes) {
    if (!name.empty()) name += ',';
    name += index.index_id + '@' + std::to_string(index.generation) + '.' + std::to_string(index.revision);
  }
  return name;
}

namespace searcher {

std::vector<IndexState> states_of(const std::vector<store::Snapshot>& snapshots) {
  std::vector<IndexState> states;
  states.reserve(snapshots.size());
  for (const store::Snapshot& snapshot : snapshots) states.push_back(store::state_of(snapshot.facts()));
  return states;
}

Result<void> expect_state(const std::vector<store::Snapshot>& snapshots, std::string_view name) {
  if (name.empty()) return {};
  const std::string now = state_name(states_of(snapshots));
  if (now == name) return {};
  return failure(ErrorCode::other_revision, "the index is in the state " + now + ", not in '" + std::string(name) +
                                                "'; that answer cannot be given again: search without a state");
}

}  // namespace searcher
}  // namespace pilcrow
