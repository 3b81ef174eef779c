// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/text/utf8.h"
#include "indexer/format/pdf_layout.h"

namespace {

using namespace pilcrow::indexer;

/// Takes numbers off the input; zeros behind its end.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
  bool empty() const { return left_ == 0; }
  unsigned next() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

/// Mostly places on a page, close to each other; sometimes none at all.
double place(Bytes& bytes) {
  const unsigned value = bytes.next();
  if (value == 255) return std::numeric_limits<double>::quiet_NaN();
  if (value == 254) return 1e308;
  if (value == 253) return -1e5;
  return static_cast<double>(value) * 3 + static_cast<double>(bytes.next() % 8) / 4;
}

const std::array<std::string, 24> texts = {"a",       "Word",   "word-",     "1.", "•",       "12",           ".",
                                           "....",    "iv",     "¹x",        "7",  "\u05D0b", "\u05D0\u05D1", "\u00AD",
                                           "x\u00AD", "(a)",    "Table",     "1:", "-",       "end.",         "T",
                                           "1.2",     "\uFB01", "\U0001F600"};

}  // namespace

// Words anywhere on any pages become blocks; no letter comes from nowhere, and breaks stand where characters begin.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  std::vector<PdfPage> pages;
  while (!bytes.empty()) {
    std::vector<PdfWord> words;
    while (!bytes.empty()) {
      const unsigned kind = bytes.next();
      if (kind == 0) break;
      PdfWord word;
      word.text = texts[kind % texts.size()];
      const unsigned look = bytes.next();
      word.size = 4 + static_cast<double>(look % 16);
      word.bold = (look & 0x10U) != 0;
      word.mono = (look & 0x20U) != 0;
      word.space_after = (look & 0x40U) != 0;
      word.rotation = (look & 0x80U) != 0 ? static_cast<int>(kind % 6) - 1 : 0;
      word.left = place(bytes);
      word.top = place(bytes);
      word.right = word.left + word.size * static_cast<double>(1 + kind % 5) / 2;
      word.bottom = word.top + word.size * 1.1;
      words.push_back(std::move(word));
    }
    const auto number = static_cast<std::uint32_t>(pages.size() + 1);
    pages.push_back({number, std::to_string(number), lines_in_reading_order(std::move(words))});
  }
  std::uint32_t page = 0;
  for (const PdfBlock& block : lay_out(std::move(pages))) {
    if (block.text.empty() || !pilcrow::text::is_utf8(block.text) || block.page == 0) std::abort();
    if (block.kind == BlockKind::heading ? block.level < 1 || block.level > 6 : block.level < 0) std::abort();
    page = block.page;
    std::size_t at = 0;
    for (const PdfBlock::Break& broken : block.breaks) {
      if (broken.text < at || broken.text > block.text.size() || broken.page <= page) std::abort();
      if (pilcrow::text::floor_to_character(block.text, broken.text) != broken.text) std::abort();
      at = broken.text;
      page = broken.page;
    }
  }
  return 0;
}
