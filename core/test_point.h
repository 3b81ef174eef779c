// SPDX-License-Identifier: GPL-3.0-or-later
// Named moments at which a test build can be killed, stopped or run out of memory: what a crash may interrupt. In what
// users get, they are nothing.
#pragma once

#include <cstddef>

namespace pilcrow {

#ifdef PILCROW_TEST_POINTS
/// Counts, and does what the environment asks for at the count that it names: see core/test_point.cc. Thread-safe.
void test_point(const char* name);
/// A size that a small test would never reach: the environment's `variable`, where it is set, instead of `usual`.
std::size_t test_size(const char* variable, std::size_t usual);
#else
inline void test_point(const char*) {}
inline constexpr std::size_t test_size(const char*, std::size_t usual) {
  return usual;
}
#endif

}  // namespace pilcrow
