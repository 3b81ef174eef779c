// SPDX-License-Identifier: GPL-3.0-or-later
// Catch2, whichever version the system has: 2 on Debian 12, 3 on newer systems.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace pilcrow::test {
#if __has_include(<catch2/catch_all.hpp>)
using Catch::Generators::values;
#else
using Catch::Generators::values;
#endif
}  // namespace pilcrow::test
