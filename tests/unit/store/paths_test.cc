// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/paths.h"

#include <algorithm>
#include <filesystem>
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

TEST_CASE("full path: absolute, without detours, links as they are") {
  const std::string here = std::filesystem::current_path().string();
  struct Case {
    std::string typed;
    std::string expected;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"", ""},
      {"/", "/"},
      {"/srv/kb", "/srv/kb"},
      {"/srv/kb/", "/srv/kb"},
      {"/srv//kb/./old/../notes", "/srv/kb/notes"},
      {"/..", "/"},
      {"kb", here + "/kb"},
      {"./kb/", here + "/kb"},
      {".", here},
      {"\xff\n", here + "/\xff\n"},
  }));
  INFO(c.typed);
  CHECK(store::full_path(c.typed) == c.expected);
}

TEST_CASE("is below: by whole names, and not the folder itself") {
  struct Case {
    std::string path;
    std::string folder;
    bool expected;
  };
  const auto c = GENERATE(values<Case>({
      {"/srv/kb/notes.md", "/srv/kb", true},
      {"/srv/kb/old/notes.md", "/srv/kb", true},
      {"/srv/kb", "/srv/kb", false},
      {"/srv/kb-2/notes.md", "/srv/kb", false},
      {"/srv", "/srv/kb", false},
      {"/srv", "/", true},
      {"/", "/", false},
  }));
  INFO(c.path << " below " << c.folder);
  CHECK(store::is_below(c.path, c.folder) == c.expected);
}

}  // namespace pilcrow::test
