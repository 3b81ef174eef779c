// SPDX-License-Identifier: GPL-3.0-or-later
// What this kernel offers to confine a process with.
#pragma once

#include <string>

namespace pilcrow::indexer {

/// What this kernel offers.
struct Protection {
  int landlock_abi = 0;  ///< Version of Landlock's interface; 0: none.
  bool seccomp = false;  ///< Filters of system calls.
  bool operator==(const Protection&) const = default;
};

/// Asks the kernel; changes nothing. Cheap.
Protection protection();

/// "Landlock (interface 7), seccomp, limits": a line of --status.
std::string describe(const Protection& protection);
/// What an operator should know where the kernel offers less than it should; empty where there is nothing to say.
std::string shortcoming(const Protection& protection);

}  // namespace pilcrow::indexer
