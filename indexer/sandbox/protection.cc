// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/protection.h"

#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "pilcrow/index.h"

namespace pilcrow::indexer {
namespace {

// Debian 12's headers may be older than the kernel.
constexpr long sys_landlock_create_ruleset = 444;
constexpr std::uint32_t ask_version = 1;

int landlock_abi() {
  const long version = ::syscall(sys_landlock_create_ruleset, nullptr, 0, ask_version);
  return version < 0 ? 0 : static_cast<int>(version);
}

bool has_seccomp() {
  const std::uint32_t action = SECCOMP_RET_ERRNO;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

}  // namespace

Protection protection() {
  return {landlock_abi(), has_seccomp()};
}

std::string describe(const Protection& protection) {
  std::string text;
  if (protection.landlock_abi > 0) text += "Landlock (interface " + std::to_string(protection.landlock_abi) + "), ";
  if (protection.seccomp) text += "seccomp, ";
  return text + "limits";
}

std::string shortcoming(const Protection& protection) {
  if (protection.landlock_abi > 0 && protection.seccomp) return {};
  if (protection.seccomp) {
    return "this kernel has no Landlock: documents are read without fonts and rare encodings, and filters may read "
           "what "
           "this user may read";
  }
  if (protection.landlock_abi > 0) {
    return "this kernel has no seccomp filters: what reads documents is kept from files, but not from all of the "
           "network";
  }
  return "this kernel offers neither Landlock nor seccomp filters: what reads documents is a process of its own, but "
         "not "
         "confined";
}

}  // namespace pilcrow::indexer

namespace pilcrow {

ReaderProtection reader_protection() {
  const indexer::Protection offered = indexer::protection();
  return {offered.landlock_abi, offered.seccomp, indexer::describe(offered), indexer::shortcoming(offered)};
}

}  // namespace pilcrow
