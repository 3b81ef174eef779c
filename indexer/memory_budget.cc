// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/memory_budget.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "core/test_point.h"

namespace pilcrow::indexer {
namespace {

constexpr std::uint64_t least = 64ULL << 20;
constexpr std::uint64_t of_program = 32ULL << 20;
constexpr std::uint64_t most_by_default = 2ULL << 30;

std::uint64_t of_machine() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long size = ::sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) : 4 * least;
}

/// Of the group at the root of what this process sees, which is that of its container.
std::uint64_t of_control_group() {
  std::uint64_t bytes = 0;
  std::ifstream limit("/sys/fs/cgroup/memory.max");  // "max" where there is none
  return limit >> bytes ? bytes : std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

std::size_t memory_to_use(std::uint64_t wanted) {
  if (wanted == 0) wanted = std::min(std::min(of_machine(), of_control_group()) / 4, most_by_default);
  return test_size("PILCROW_TEST_MEMORY", static_cast<std::size_t>(std::max(wanted, least) - of_program));
}

std::size_t bytes_under_way(std::size_t memory) {
  return memory / 16;
}

DraftBudget draft_budget(std::size_t memory, std::size_t drafters) {
  constexpr std::size_t least_terms = std::size_t{1} << 14;
  constexpr std::size_t least_text = std::size_t{256} << 10;
  constexpr std::size_t bytes_of_term = 100;
  const DraftBudget most;
  const std::size_t share = memory / drafters / 16;
  return {std::clamp(2 * share / bytes_of_term, least_terms, most.terms),
          std::clamp(share, least_text, most.text_bytes)};
}

}  // namespace pilcrow::indexer
