// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pilcrow {

/// "0.1.0"; kept equal to the project version in CMakeLists.txt by a test.
inline constexpr const char* version = "0.1.0";

}  // namespace pilcrow
