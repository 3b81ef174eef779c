// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes, mended to UTF-8, become blocks and paragraphs that are the source to the letter, in order, with nothing
// lost.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/text/utf8.h"
#include "indexer/format/format.h"
#include "indexer/paragraphs.h"

namespace {

// Not assert(): fuzzing builds must check even without assertions.
void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = pilcrow::text::to_valid_utf8(std::string_view(reinterpret_cast<const char*>(data), size));
  const auto document = pilcrow::indexer::read_plain_text(text);
  require(document.has_value());
  std::size_t end = 0;
  for (const auto& block : document->blocks) {
    require(!block.text.empty() && block.source.begin >= end && block.source.end <= text.size());
    require(block.text == block.source.of(text));
    end = block.source.end;
  }
  end = 0;
  for (const auto& paragraph : pilcrow::indexer::to_paragraphs(*document, text)) {
    require(!paragraph.text.empty() && paragraph.text.size() <= pilcrow::indexer::longest_paragraph);
    require(paragraph.source.begin >= end && paragraph.text == paragraph.source.of(text));
    end = paragraph.source.end;
  }
  return 0;
}
