// SPDX-License-Identifier: GPL-3.0-or-later
// JSON, the same in every output of both programs.
#pragma once

#include <string>
#include <string_view>

#include "core/text/utf8.h"

namespace pilcrow::cli {

/// Base64 with padding (RFC 4648).
std::string base64(std::string_view bytes);

/// JSON text in which DEL and C1 (U+007F to U+009F) are written as escapes.
std::string with_escaped_controls(std::string_view json);

/// A path as a JSON string; one that is not UTF-8, which JSON cannot hold, as {"bytes": base64}.
template <class Json>
Json path_to_json(std::string_view path) {
  if (text::is_utf8(path)) return std::string(path);
  return {{"bytes", base64(path)}};
}

/// One line, with its end. What is not UTF-8, such as a query typed in Latin-1, is replaced rather than refused.
/// Controls are escapes, those beyond ASCII too: JSON may hold them as they are, and a terminal would obey.
template <class Json>
std::string json_line(const Json& json) {
  return with_escaped_controls(json.dump(-1, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace pilcrow::cli
