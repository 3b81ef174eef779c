// SPDX-License-Identifier: GPL-3.0-or-later
// read_claims(): JSON Lines or Markdown.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/json.h"
#include "pilcrow/verify.h"
#include "searcher/claims_in_markdown.h"

namespace pilcrow {
namespace {

using Json = nlohmann::json;  // Not in the order of the members: finding one of many costs little.

/// Deeper than anything that is a claim.
constexpr std::size_t deepest = 64;

/// Whether brackets nest no deeper, wherever they stand: what is refused for brackets in its texts is no line of ours.
bool is_shallow(std::string_view json) {
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      if (++depth > deepest) return false;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return true;
}

std::optional<std::string> from_base64(std::string_view encoded) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  while (encoded.ends_with('=')) encoded.remove_suffix(1);
  for (const char c : encoded) {
    const std::size_t value = digits.find(c);
    if (value == std::string_view::npos) return {};
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return bytes;
}

std::string text_of(const Json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

/// As path_json() writes it.
std::string path_of(const Json& object) {
  const auto path = object.find("path");
  if (path == object.end()) return {};
  if (path->is_object()) return from_base64(text_of(*path, "bytes")).value_or("");
  return text_of(object, "path");
}

std::optional<LineRange> lines_of(const Json& object) {
  const auto lines = object.find("lines");
  if (lines == object.end() || !lines->is_array() || lines->empty() || lines->size() > 2) return {};
  std::array<std::uint32_t, 2> numbers{};
  for (std::size_t i = 0; i < 2; ++i) {
    const Json& number = (*lines)[i < lines->size() ? i : 0];
    if (!number.is_number_unsigned() || number.get<std::uint64_t>() > 0xFFFFFFFF) return {};
    numbers[i] = number.get<std::uint32_t>();
  }
  if (numbers[0] == 0 || numbers[1] < numbers[0]) return {};
  return LineRange{numbers[0], numbers[1]};
}

/// Nothing where the line claims nothing.
std::optional<Claim> claim_of(std::string_view line) {
  Claim claim;
  // A claim without anything is invalid, as it should be here.
  if (!is_shallow(line)) return claim;
  const Json object = Json::parse(line, nullptr, false);
  if (!object.is_object()) return claim;
  const std::string type = text_of(object, "type");
  if (type == "summary") return std::nullopt;
  if (type == "error") return claim;
  claim.citation = text_of(object, "citation");
  claim.path = path_of(object);
  claim.lines = lines_of(object);
  if (const auto quote = object.find("quote"); quote != object.end()) {
    if (!quote->is_string()) return Claim();
    claim.quote = quote->get<std::string>();
  } else {
    claim.quote = text_of(object, "text");
    claim.whole = !claim.quote.empty() && !object.contains("kept");
  }
  return claim;
}

std::vector<Claim> claims_in_json_lines(std::string_view input) {
  std::vector<Claim> claims;
  std::uint64_t number = 0;
  for (std::size_t begin = 0; begin < input.size() && claims.size() < most_claims;) {
    const std::size_t end = std::min(input.find('\n', begin), input.size());
    const std::string_view line = input.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (std::all_of(line.begin(), line.end(), text::is_space)) continue;
    if (auto claim = claim_of(line)) {
      claim->line = number;
      claims.push_back(std::move(*claim));
    }
  }
  return claims;
}

}  // namespace

std::vector<Claim> read_claims(std::string_view input) {
  if (input.starts_with("\xEF\xBB\xBF")) input.remove_prefix(3);
  const auto first = std::find_if_not(input.begin(), input.end(), text::is_space);
  return first != input.end() && *first == '{' ? claims_in_json_lines(input)
                                               : searcher::claims_in_markdown(input, most_claims);
}

}  // namespace pilcrow
