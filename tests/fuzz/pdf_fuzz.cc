// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "indexer/format/format.h"
#include "tests/property/markup_promises.h"

// Any bytes are read or refused. A crash inside poppler is poppler's; the process that calls it is confined.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  pilcrow::indexer::NoMembers none;
  const auto document = pilcrow::indexer::read_pdf(bytes, none);
  if (!document) return 0;
  const std::string broken = pilcrow::test::broken_promise(*document, document->extracted.value_or(""));
  if (!broken.empty()) {
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
