// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/text/utf8.h"
#include "indexer/format/format.h"
#include "tests/property/markup_promises.h"

// Any text is read, and what was read keeps what a block promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text = pilcrow::text::to_valid_utf8(std::string(data, data + size));
  std::erase(text, '\0');

  // As one value, or as one a line.
  const auto document = size % 2 == 0 ? pilcrow::indexer::read_json(text) : pilcrow::indexer::read_json_lines(text);
  if (!document) return 0;
  const std::string broken = pilcrow::test::broken_promise(*document, text);
  if (!broken.empty()) {
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
