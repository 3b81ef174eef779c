// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes, under any declaration (the input's first line): decoded or refused, and every offset in bounds and in
// order.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/text/utf8.h"
#include "indexer/decode.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  const std::string_view whole(reinterpret_cast<const char*>(input), size);
  const auto line_end = whole.find('\n');
  const auto declared = line_end == std::string_view::npos ? std::string_view() : whole.substr(0, line_end);
  const auto bytes = line_end == std::string_view::npos ? whole : whole.substr(line_end + 1);
  const auto decoded = pilcrow::indexer::decode(bytes, declared);
  if (!decoded) return 0;
  const auto& text = decoded->text();
  require(pilcrow::text::is_utf8(text));
  std::uint64_t offset = decoded->bytes({0, 0}).begin;
  std::uint32_t line = 1;
  for (std::size_t at = 0; at < text.size(); at += pilcrow::text::code_point_at(text, at).size) {
    const auto range = decoded->bytes({at, at + pilcrow::text::code_point_at(text, at).size});
    require(range.begin == offset && range.begin < range.end && range.end <= bytes.size());
    offset = range.end;
    const auto lines = decoded->lines({at, at + 1});
    require(lines.first == lines.last && (lines.first == line || lines.first == line + 1));
    line = lines.first;
  }
  require(offset == bytes.size());
  return 0;
}
