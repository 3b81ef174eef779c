// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/message.h"

#include "core/text/hash.h"
#include "core/text/utf8.h"

namespace pilcrow::searcher::mcp {
namespace {

/// Whether the bounds hold. Brackets and commas in strings are none, whatever else is wrong with the text.
bool is_bounded(std::string_view text) {
  std::size_t depth = 0;
  std::size_t values = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '"':
        in_string = !in_string;
        break;
      case '\\':
        if (in_string) ++at;
        break;
      case '[':
      case '{':
        if (!in_string && (++depth > deepest_message || ++values > most_values)) return false;
        break;
      case ']':
      case '}':
        if (!in_string && depth > 0) --depth;
        break;
      case ',':
        if (!in_string && ++values > most_values) return false;
        break;
      default:
        break;
    }
  }
  return true;
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

tl::expected<Json, Fault> parse_message(std::string_view line) {
  if (!is_bounded(line)) {
    return tl::unexpected<Fault>({ErrorNumber::invalid_request, "the message is nested too deeply, or too large"});
  }
  Json message = Json::parse(line, nullptr, false);
  if (message.is_discarded()) {
    return tl::unexpected<Fault>({ErrorNumber::parse_error, "the message is not JSON in UTF-8"});
  }
  return message;
}

bool is_id(const Json& id) {
  return id.is_string() || id.is_number_integer();
}

std::string result_message(const Json& id, std::string_view result) {
  std::string message = R"({"jsonrpc":"2.0","id":)" + dumped(id) + R"(,"result":)";
  message += result;
  message += '}';
  return message;
}

std::string error_message(const Json& id, const Fault& fault) {
  Json error = {{"code", static_cast<int>(fault.code)}, {"message", fault.message}};
  if (!fault.data.is_null()) error["data"] = fault.data;
  const std::string named_by = id.is_null() ? "" : R"("id":)" + dumped(id) + ",";
  return R"({"jsonrpc":"2.0",)" + named_by + R"("error":)" + dumped(error) + "}";
}

std::string json_string(std::string_view text) {
  return dumped(Json(text));
}

std::string legible(std::string_view text, std::size_t longest) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::code_point_at(text, at);
    const std::string_view bytes = text.substr(at, c.size);
    const bool ill_formed = c.size == 1 && c.value > 0x7F;
    std::string shown(bytes);
    if (c.value == '\n') {
      shown = "\\n";
    } else if (c.value == '\t') {
      shown = "\\t";
    } else if (ill_formed) {
      shown = pilcrow::text::printable(bytes);
    } else if (text::is_hidden(text, at)) {
      const std::string digits = text::hex(std::uint64_t{c.value} << 32, 8);
      shown = c.value > 0xFFFF ? "\\U" + digits : "\\u" + digits.substr(4);
    }
    if (out.size() + shown.size() > longest) return out + "…";
    out += shown;
    at += c.size;
  }
  return out;
}

std::string named(std::string_view text) {
  constexpr std::size_t longest = 100;
  return "'" + legible(text, longest) + "'";
}

}  // namespace pilcrow::searcher::mcp
