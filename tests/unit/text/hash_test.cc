// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/hash.h"

#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

TEST_CASE("hash64 is XXH3 and stays so, since it is stored") {
  // The published value of XXH3_64bits for no bytes and seed 0.
  CHECK(hash64("") == 0x2D06800538D394C2U);
  CHECK(hash64("a") != hash64("b"));
  CHECK(hash64("a", 1) != hash64("a", 2));
}

TEST_CASE("hash128 is written from its highest byte") {
  // The published value of XXH3_128bits for no bytes and seed 0.
  const Hash128 expected = {0x99, 0xaa, 0x06, 0xd3, 0x01, 0x47, 0x98, 0xd8,
                            0x60, 0x01, 0xc3, 0x24, 0x46, 0x8d, 0x49, 0x7f};
  CHECK(hash128("") == expected);
}

TEST_CASE("hex takes the highest digits") {
  CHECK(hex(0x0123456789ABCDEFU) == "0123456789abcdef");
  CHECK(hex(0x0123456789ABCDEFU, 4) == "0123");
  CHECK(hex(0, 1) == "0");
}

}  // namespace
}  // namespace pilcrow::text
