// SPDX-License-Identifier: GPL-3.0-or-later
// What a process gives up for good before it reads what strangers wrote. Landlock decides which files there are, seccomp
// which calls there are, limits how much of the machine there is.
#pragma once

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

namespace pilcrow::indexer {

/// A sanitizer takes terabytes of addresses, so memory is not limited; and it asks a pipe whether memory can be read.
#if defined(PILCROW_SANITIZED)
inline constexpr bool has_sanitizer = true;
#else
inline constexpr bool has_sanitizer = false;
#endif

/// Confines this process, which reads documents that it is handed through `socket`: from then on it can read from and
/// write to that alone, compute, and open a few files of the system that libraries want (encodings, fonts) for reading;
/// where there is no Landlock, no file at all. Once, before there are threads. The reason where what the kernel offers
/// cannot be had.
tl::expected<void, std::string> confine_reader(int socket);

struct FilterLimits {
  std::uint64_t cpu_seconds = 0;
  std::uint64_t memory_bytes = 0;
};

/// Confines this process, which is about to become the command of a filter: no network, nothing written but to the
/// descriptors that it has, no file but those of the system's programs and libraries and of the command's own folder, no
/// other process. `command` is a path.
tl::expected<void, std::string> confine_filter(const std::string& command, const FilterLimits& limits);

}  // namespace pilcrow::indexer
