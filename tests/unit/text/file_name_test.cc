// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/file_name.h"

#include <string>

#include "tests/support/catch.h"

using namespace pilcrow;
using pilcrow::test::values;

namespace {

struct Case {
  std::string name;
  std::string path;
  std::string expected;
};

}  // namespace

TEST_CASE("extension: what stands behind the last dot of the last name") {
  const auto c = GENERATE(values<Case>({
      {"plain", "/kb/notes.md", "md"},
      {"lower case", "/kb/READ.Me", "me"},
      {"the last of several", "logs.tar.gz", "gz"},
      {"no dot", "/kb/README", ""},
      {"a dot in a folder's name is none", "/kb.d/README", ""},
      {"a leading dot makes no extension", "/home/x/.profile", ""},
      {"nothing behind the dot", "odd.", ""},
      {"bytes that are no text stay", "a.\xC4\x42", "\xC4\x62"},
      {"no name", "", ""},
  }));
  INFO(c.name);
  CHECK(text::extension_of(c.path) == c.expected);
}
