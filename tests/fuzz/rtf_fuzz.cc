// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <string>

#include "indexer/format/format.h"
#include "tests/fuzz/reading.h"

// Any bytes are read to their end, and what is found is well-formed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  pilcrow::test::fuzz_reader(pilcrow::indexer::read_rtf, "{\\rtf1" + std::string(data, data + size));
  return 0;
}
