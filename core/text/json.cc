// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/json.h"

#include <cstddef>

#include "core/text/utf8.h"
#include "pilcrow/error.h"
#include "pilcrow/json.h"

namespace pilcrow {
namespace text {
namespace {

/// The character that begins at `at`, if it must not stand in a line as it is, and how many bytes it has; else 0.
struct Escaped {
  unsigned character = 0;
  std::size_t bytes = 0;
};

Escaped escaped_at(std::string_view json, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < json.size() ? static_cast<unsigned char>(json[at + i]) : static_cast<unsigned char>(0);
  };
  if (byte(0) == 0x7F) return {0x7F, 1};
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return {byte(1), 2};
  if (byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9)) return {0x2000U + byte(2) - 0x80, 3};
  return {};
}

}  // namespace

std::string base64(std::string_view bytes) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view three = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = (bits << 8) | (k < three.size() ? static_cast<unsigned char>(three[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) out += k <= three.size() ? digits[(bits >> (18 - 6 * k)) & 63] : '=';
  }
  return out;
}

std::string with_escaped_controls(std::string_view json) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size();) {
    const Escaped escaped = escaped_at(json, i);
    if (escaped.bytes == 0) {
      out += json[i++];
      continue;
    }
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) out += digits[(escaped.character >> shift) & 15];
    i += escaped.bytes;
  }
  return out;
}

Json begin_json(const char* type, const std::optional<std::string>& query_id) {
  Json object = {{"type", type}, {"format_version", json_format_version}};
  if (query_id) object["query_id"] = *query_id;
  return object;
}

Json path_json(std::string_view path) {
  if (is_utf8(path)) return std::string(path);
  return {{"bytes", base64(path)}};
}

Json paths_json(const std::vector<std::string>& paths) {
  Json out = Json::array();
  for (const std::string& path : paths) out.push_back(path_json(path));
  return out;
}

std::array<std::uint64_t, 2> pair_of(const ByteRange& range) {
  return {range.begin, range.end};
}

std::array<std::uint64_t, 2> pair_of(const LineRange& lines) {
  return {lines.first, lines.last};
}

std::string json_line(const Json& json) {
  return with_escaped_controls(json.dump(-1, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace text

const char* name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::index_missing:
      return "index_missing";
    case ErrorCode::index_version:
      return "index_version";
    case ErrorCode::index_corrupt:
      return "index_corrupt";
    case ErrorCode::index_locked:
      return "index_locked";
    case ErrorCode::index_busy:
      return "index_busy";
    case ErrorCode::input_output:
      return "input_output";
    case ErrorCode::paragraph_gone:
      return "paragraph_gone";
    case ErrorCode::other_revision:
      return "other_revision";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

std::string to_json(const Error& error, const std::optional<std::string>& query_id) {
  text::Json object = text::begin_json("error", query_id);
  object["code"] = name_of(error.code);
  object["message"] = error.message;
  return text::json_line(object);
}

}  // namespace pilcrow
