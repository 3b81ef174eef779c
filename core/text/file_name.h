// SPDX-License-Identifier: GPL-3.0-or-later
// What both programs take for the type of a file, by its name.
#pragma once

#include <string>
#include <string_view>

namespace pilcrow::text {

/// After the last dot of the last name, in lower case; empty where there is none or only a leading one (".profile").
std::string extension_of(std::string_view path);

}  // namespace pilcrow::text
