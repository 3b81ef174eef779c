// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>

#include "indexer/format/format.h"
#include "tests/fuzz/reading.h"

// Any text is read, and what was read keeps what a block promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  pilcrow::test::fuzz_text_reader(pilcrow::indexer::read_log, data, size);
  return 0;
}
