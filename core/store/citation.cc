// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/citation.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/text/hash.h"

namespace pilcrow::store {
namespace {

constexpr int path_digits = 8;
constexpr int content_digits = 12;

bool is_hex(std::string_view text, int digits) {
  return text.size() == static_cast<std::size_t>(digits) && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

std::uint64_t content_hash(std::string_view text) {
  return text::hash64(text);
}

std::string format_citation(std::string_view index_id, std::string_view absolute_path, std::uint64_t content,
                            std::uint32_t ordinal) {
  std::string out = "pc1:";
  out.append(index_id).append(":").append(text::hex(text::hash64(absolute_path), path_digits));
  out.append(":").append(text::hex(content, content_digits));
  if (ordinal > 1) out.append(":").append(std::to_string(ordinal));
  return out;
}

std::optional<Citation> parse_citation(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size() && parts.size() < 6;) {
    const std::size_t end = std::min(text.find(':', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  if (parts.size() < 4 || parts.size() > 5 || parts[0] != "pc1" || parts[1].empty()) return {};
  if (!is_hex(parts[2], path_digits) || !is_hex(parts[3], content_digits)) return {};
  Citation citation{std::string(parts[1]), std::string(parts[2]), std::string(parts[3]), 1};
  if (parts.size() == 5) {
    const auto [end, error] = std::from_chars(parts[4].data(), parts[4].data() + parts[4].size(), citation.ordinal);
    // The first has no number, so that every paragraph has one name only.
    if (error != std::errc() || end != parts[4].data() + parts[4].size() || citation.ordinal < 2) return {};
  }
  return citation;
}

bool names_path(const Citation& citation, std::string_view absolute_path) {
  return citation.path_hash == text::hex(text::hash64(absolute_path), path_digits);
}

bool names_content(const Citation& citation, std::uint64_t content) {
  return citation.content_hash == text::hex(content, content_digits);
}

}  // namespace pilcrow::store
