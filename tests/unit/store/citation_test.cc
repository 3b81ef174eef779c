// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/citation.h"

#include "tests/support/catch.h"

namespace pilcrow::store {
namespace {

TEST_CASE("citation: what is formatted parses back") {
  for (const std::uint32_t ordinal : {1U, 2U, 4'000'000'000U}) {
    const std::string text = format_citation("k3f9a2zq", "/srv/kb/a.md", content_hash("text"), ordinal);
    const auto citation = parse_citation(text);
    REQUIRE(citation);
    CHECK(citation->index_id == "k3f9a2zq");
    CHECK(citation->ordinal == ordinal);
    CHECK(citation->path_hash.size() == 8);
    CHECK(citation->content_hash.size() == 12);
  }
}

TEST_CASE("citation: the first of equal paragraphs has no number") {
  const std::string text = format_citation("i", "/a", 0x0123456789abcdefULL, 1);
  CHECK(text.ends_with(":0123456789ab"));
}

TEST_CASE("citation: what is none is refused") {
  for (const char* text : {"", "pc1", "pc2:a:01234567:0123456789ab", "pc1::01234567:0123456789ab",
                           "pc1:a:0123456:0123456789ab", "pc1:a:01234567:0123456789aX", "pc1:a:01234567:0123456789ab:1",
                           "pc1:a:01234567:0123456789ab:0", "pc1:a:01234567:0123456789ab:2x",
                           "pc1:a:01234567:0123456789ab:99999999999", "pc1:a:01234567:0123456789ab:2:3"}) {
    INFO(text);
    CHECK_FALSE(parse_citation(text));
  }
}

}  // namespace
}  // namespace pilcrow::store
