// SPDX-License-Identifier: GPL-3.0-or-later
// What tests ask of a confined reader: to try what it may not do. In what users get, there is no such thing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pilcrow::indexer {

/// What came of a request whose format is "test:…", for the file's bytes are what it is about; nothing for any other.
std::optional<std::string> try_as_asked(std::string_view format, std::string_view bytes);

}  // namespace pilcrow::indexer
