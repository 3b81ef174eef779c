// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/paths.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace pilcrow::test {

TEST_CASE("name words: what the name of a file says") {
  struct Case {
    std::string path;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"", ""},
      {"pump.txt", "pump"},
      {"/srv/kb/engine room/pump list.v2.txt", "pump list.v2"},
      {"pump", "pump"},
      {"old.d/pump", "pump"},
      {".profile", ".profile"},
      {"pump.", "pump"},
      {"pumps/", ""},
      {"index.html", ""},
      {"docs/README.md", ""},
      {"Default.HTM", ""},
      {"untitled", ""},
      {"index of pumps.html", "index of pumps"},
      {"readme2.txt", "readme2"},
      {"\xff\xfe.txt", "\xff\xfe"},
  }));
  INFO(c.path);
  CHECK(store::name_words(c.path) == c.expected);
}

TEST_CASE("compare paths: name by name, so that a folder comes before what only begins like it") {
  const std::vector<std::string> ordered = {"",   "a",   "a/b",   "a/b/c", "a/c", "a b",
                                            "a!", "a-2", "a.txt", "a0",    "b",   "\xff"};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      INFO(ordered[i] << " and " << ordered[j]);
      CHECK((store::compare_paths(ordered[i], ordered[j]) <=> 0) == (i <=> j));
    }
  }
}

TEST_CASE("path below: the root itself, or what lies under it") {
  CHECK(store::path_below("/srv/kb", "") == "/srv/kb");
  CHECK(store::path_below("/srv/kb", "a/b") == "/srv/kb/a/b");
  CHECK(store::path_below("/", "a") == "/a");
}

}  // namespace pilcrow::test
