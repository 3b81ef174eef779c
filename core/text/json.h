// SPDX-License-Identifier: GPL-3.0-or-later
// What every JSON line of pilcrow is made of (include/pilcrow/json.h), whichever room prints it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "pilcrow/source.h"

namespace pilcrow::text {

/// Members stand in the order in which they were given.
using Json = nlohmann::ordered_json;

/// Base64 with padding (RFC 4648).
std::string base64(std::string_view bytes);

/// JSON text in which DEL, C1 (U+007F to U+009F) and the separators U+2028 and U+2029 are escapes.
std::string with_escaped_controls(std::string_view json);

/// The beginning of every line: its type and the version of the format.
Json begin_json(const char* type, const std::optional<std::string>& query_id = {});

/// A path as a JSON string; one that is not UTF-8, which JSON cannot hold, as {"bytes": base64}.
Json path_json(std::string_view path);
Json paths_json(const std::vector<std::string>& paths);

/// [begin, end) and [first, last].
std::array<std::uint64_t, 2> pair_of(const ByteRange& range);
std::array<std::uint64_t, 2> pair_of(const LineRange& lines);

/// One line, with its end. What is not UTF-8, such as a query typed in Latin-1, is replaced rather than refused.
/// Controls are escapes, those beyond ASCII too: JSON may hold them as they are, and a terminal would obey. Nor is
/// there anything at which a reader of lines, of whichever language, would end the line early.
std::string json_line(const Json& json);

}  // namespace pilcrow::text
