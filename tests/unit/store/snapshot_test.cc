// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/snapshot.h"

#include "tests/support/catch.h"

namespace pilcrow::store {
namespace {

TEST_CASE("roots and counters: what was written is read") {
  Root root;
  root.path = "/srv/\xFF\nkb";
  root.include = {"*.md", "\xFE*"};
  root.exclude = {"draft"};
  root.hidden = true;
  root.ignore_files = false;
  root.follow_links = true;
  root.max_file_size = 1;
  root.language = "de";
  const std::vector<Root> roots{root, Root{}};
  const auto decoded_roots = decode_roots(encode_roots(roots));
  REQUIRE(decoded_roots);
  CHECK(*decoded_roots == roots);

  State state;
  state.files = 3;
  state.paragraphs = 5'000'000'000;
  state.next_file = 4;
  state.updated_unix_ns = 1'700'000'000'123'456'789;
  state.looked_unix_ns = {0, 1'700'000'000'123'456'789};
  state.languages = {{"en", 2}, {"zh-hant", 1}};
  const auto decoded = decode_state(encode(state));
  REQUIRE(decoded);
  CHECK(decoded->files == 3);
  CHECK(decoded->paragraphs == 5'000'000'000);
  CHECK(decoded->next_file == 4);
  CHECK(decoded->updated_unix_ns == state.updated_unix_ns);
  CHECK(decoded->looked_unix_ns == state.looked_unix_ns);
  CHECK(decoded->languages == state.languages);
}

TEST_CASE("roots and counters: anything else is damage") {
  for (const char* bytes : {"", "{", "null", "[1]", "{\"files\":1}", "[{\"path\":3}]"}) {
    INFO(bytes);
    CHECK_FALSE(decode_roots(bytes));
    CHECK_FALSE(decode_state(bytes));
  }
}

}  // namespace
}  // namespace pilcrow::store
