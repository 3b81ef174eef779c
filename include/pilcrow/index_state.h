// SPDX-License-Identifier: GPL-3.0-or-later
// In which state an index is: what answers and reports say of themselves.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pilcrow {

/// Which index an answer came from, and in which state it was: with the same state, the same question has the same answer.
struct IndexState {
  std::string index_id;          ///< pilcrow's own, kept across generations.
  std::uint64_t generation = 0;  ///< Which build of the index.
  std::uint64_t revision = 0;    ///< Which commit within the build.
  std::string fingerprint;       ///< Of the analyser that built it.
  bool operator==(const IndexState&) const = default;
};

/// "k3f9a2zq@7.12": id, generation, revision; of several indexes with commas between them. SearchOptions::state takes it.
std::string state_name(const std::vector<IndexState>& indexes);

}  // namespace pilcrow
