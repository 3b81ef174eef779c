// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <string>

#include "indexer/format/format.h"
#include "tests/fuzz/reading.h"

// Any bytes are unpacked to no more than was asked for, or given up; and what they are is told of any bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using pilcrow::test::promise;
  const std::string bytes(data, data + size);
  constexpr std::uint64_t most = 1U << 20;
  const auto unpacked = pilcrow::indexer::unpack(bytes, most);
  promise(!unpacked || unpacked->size() <= most, "no more than was asked for");
  promise(unpacked || (pilcrow::text::is_utf8(unpacked.error()) && !unpacked.error().empty()), "a reason is text");
  for (const char* name : {"a", "a.docx", "a.mbox"}) {
    std::string reason;
    const auto* format = pilcrow::indexer::format_of_bytes(name, bytes, {}, reason);
    promise(format == nullptr || reason.empty(), "a format or a reason");
  }
  return 0;
}
