// SPDX-License-Identifier: GPL-3.0-or-later
// JSON-RPC 2.0 as the Model Context Protocol uses it: one message a line.
//
// What comes in is hostile: a message is parsed only if it is neither deep nor made of very many values, so that what
// it takes in memory is bounded, and no later walk over it goes deep.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

namespace pilcrow::searcher::mcp {

/// Of what comes in. Members are sorted: ordered_json looks for each among all, which a client could make quadratic.
using Json = nlohmann::json;

/// The codes of JSON-RPC, and the one of MCP that this server needs.
enum class ErrorNumber {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  unsupported_version = -32022,
};

/// Why a request has no result.
struct Fault {
  ErrorNumber code = ErrorNumber::internal_error;
  std::string message;
  Json data = nullptr;  ///< Sent where it is not null.
};

inline constexpr std::size_t longest_message = 16U << 20;  ///< Bytes.
inline constexpr std::size_t deepest_message = 64;
inline constexpr std::size_t most_values = 200'000;

/// parse_error where `line` is no JSON, invalid_request where it is deeper or of more values than the bounds above.
tl::expected<Json, Fault> parse_message(std::string_view line);

/// Whether it may name a request: a string, or an integer that is echoed to the digit.
bool is_id(const Json& id);

/// A response without line end. `result` is JSON.
std::string result_message(const Json& id, std::string_view result);
/// Where the request's id cannot be told, `id` is null, and left out: MCP knows no null there.
std::string error_message(const Json& id, const Fault& fault);

/// As a JSON string, in quotes.
std::string json_string(std::string_view text);

/// `text` as a sentence holds it: what ends a line and what nobody sees are escapes ("\\n", "\\u202e"), and of more than
/// `longest` bytes only the beginning is left.
std::string legible(std::string_view text, std::size_t longest);

/// Words of a client as a message repeats them: in quotes, legible, cut where they are long.
std::string named(std::string_view text);

}  // namespace pilcrow::searcher::mcp
