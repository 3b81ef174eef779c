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
/// Longer than any hit; what it is read into takes some twenty times as much.
constexpr std::size_t longest_line = 16U << 20;

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

/// A member that is a text; empty where there is none, nothing where it is something else.
std::optional<std::string> text_of(const Json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end()) return std::string();
  if (!member->is_string()) return {};
  return member->get<std::string>();
}

/// As path_json() writes it.
std::optional<std::string> path_of(const Json& object) {
  const auto path = object.find("path");
  if (path == object.end() || !path->is_object()) return text_of(object, "path");
  const auto bytes = text_of(*path, "bytes");
  return bytes && !bytes->empty() ? from_base64(*bytes) : std::nullopt;
}

/// A number, or one or two in a list.
std::optional<LineRange> lines_of(const Json& lines) {
  if (!lines.is_number() && (!lines.is_array() || lines.empty() || lines.size() > 2)) return {};
  std::array<std::uint32_t, 2> numbers{};
  for (std::size_t i = 0; i < 2; ++i) {
    const Json& number = lines.is_array() ? lines[i < lines.size() ? i : 0] : lines;
    if (!number.is_number_unsigned() || number.get<std::uint64_t>() > 0xFFFFFFFF) return {};
    numbers[i] = number.get<std::uint32_t>();
  }
  if (numbers[0] == 0 || numbers[1] < numbers[0]) return {};
  return LineRange{numbers[0], numbers[1]};
}

/// Nothing where the line claims nothing. A claim without anything is invalid, as it should be of what cannot be read:
/// were a member passed over, less would be claimed than somebody wrote.
std::optional<Claim> claim_of(std::string_view line) {
  Claim claim;
  if (line.size() > longest_line || !is_shallow(line)) return claim;
  const Json object = Json::parse(line, nullptr, false);
  if (!object.is_object()) return claim;
  const std::string type = text_of(object, "type").value_or("");
  if (type == "summary") return std::nullopt;
  if (type == "error") return claim;
  const bool has_quote = object.contains("quote");
  auto citation = text_of(object, "citation");
  auto path = path_of(object);
  auto quote = text_of(object, has_quote ? "quote" : "text");
  if (!citation || !path || !quote) return claim;
  if (const auto lines = object.find("lines"); lines != object.end()) {
    claim.lines = lines_of(*lines);
    if (!claim.lines) return claim;
  }
  claim.citation = std::move(*citation);
  claim.path = std::move(*path);
  claim.quote = std::move(*quote);
  claim.whole = !has_quote && !claim.quote.empty() && !object.contains("kept");
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
