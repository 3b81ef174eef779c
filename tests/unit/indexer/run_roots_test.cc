// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/run_roots.h"

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::indexer {
namespace {

using test::TemporaryFolder;
using test::values;

/// "0:/a 1:- 2:/b | 0 2 | /x": roots, selected, excluded; an error as it is.
std::string dump(const Result<RunRoots>& run) {
  if (!run) return run.error().message;
  std::string out;
  for (std::size_t i = 0; i < run->settings.roots.size(); ++i) {
    const std::string& path = run->settings.roots[i].path;
    out += (i == 0 ? "" : " ") + std::to_string(i) + ":" + (path.empty() ? "-" : path);
  }
  out += " |";
  for (const auto number : run->selected) out += " " + std::to_string(number);
  out += " |";
  for (const auto& path : run->settings.excluded) out += " " + path;
  return out;
}

std::vector<Root> roots(const std::vector<std::string>& paths) {
  std::vector<Root> out;
  for (const auto& path : paths) out.push_back({.path = path});
  return out;
}

TEST_CASE("roots of a run: what is remembered, and what is named") {
  struct Case {
    std::string name;
    std::vector<std::string> remembered;
    std::vector<std::string> excluded;
    std::vector<std::string> named;
    bool all;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing at all", {}, {}, {}, false, " | |"},
      {"a new one", {}, {}, {"/a"}, false, "0:/a | 0 |"},
      {"without names, all", {"/a", "/b"}, {}, {}, false, "0:/a 1:/b | 0 1 |"},
      {"named ones alone", {"/a", "/b"}, {}, {"/b"}, false, "0:/a 1:/b | 1 |"},
      {"named ones among all", {"/a", "/b"}, {}, {"/c"}, true, "0:/a 1:/b 2:/c | 0 1 2 |"},
      {"named twice, written in two ways", {}, {}, {"/a", "/x/../a/"}, false, "0:/a | 0 |"},
      {"a removed one is skipped", {"/a", "", "/b"}, {}, {}, false, "0:/a 1:- 2:/b | 0 2 |"},
      {"nothing but removed ones", {"", ""}, {}, {}, true, "0:- 1:- | |"},
      {"a new one takes the number of a removed one",
       {"/a", "", "/b"},
       {},
       {"/c", "/d"},
       false,
       "0:/a 1:/c 2:/b 3:/d | 1 3 |"},
      {"naming what was excluded brings it back", {"/a"}, {"/a/x", "/a/y"}, {"/a/x"}, false, "0:/a 1:/a/x | 1 | /a/y"},
      {"and naming what lies below it", {"/a"}, {"/a/x", "/a/y"}, {"/a/x/z"}, false, "0:/a 1:/a/x/z | 1 | /a/y"},
      {"naming what lies above does not", {"/a"}, {"/a/x", "/a/y"}, {"/a"}, false, "0:/a | 0 | /a/x /a/y"},
      {"a neighbour that begins alike does not", {"/a"}, {"/a/x"}, {"/a/x2"}, false, "0:/a 1:/a/x2 | 1 | /a/x"},
      {"the root of all", {}, {"/a"}, {"/"}, false, "0:/ | 0 | /a"},
      {"no path", {}, {}, {""}, false, "a root needs a path"},
  }));
  INFO(c.name);
  CHECK(dump(choose_roots("/no/index", {"id", roots(c.remembered), c.excluded}, roots(c.named), c.all)) == c.expected);
}

TEST_CASE("roots of a run: new settings are told from old ones") {
  const Root old{.path = "/a", .language = "de"};
  const auto run = [&](const Root& named) { return choose_roots("/no/index", {"id", {old}, {}}, {named}, false); };
  CHECK(run(old)->resettled.empty());
  CHECK(run({.path = "/a", .hidden = true, .language = "de"})->resettled.contains(0));
  CHECK(run({.path = "/a", .hidden = true, .language = "de"})->relanguaged.empty());
  CHECK(run({.path = "/a"})->relanguaged.contains(0));
  CHECK(run({.path = "/b"})->resettled.empty());
  CHECK(run({.path = "/b"})->named.contains(1));
}

TEST_CASE("roots of a run: none belongs to the index, but the index may lie in one") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "docs/index/gen-000001");
  std::filesystem::create_symlink(folder / "docs/index", folder / "link");
  const auto index = folder / "docs/index";
  for (const char* name : {"docs/index", "docs/index/gen-000001", "link"}) {
    INFO(name);
    const auto run = choose_roots(index, {}, roots({(folder / name).string()}), false);
    REQUIRE_FALSE(run);
    CHECK(run.error().code == ErrorCode::invalid_argument);
  }
  const auto run = choose_roots(index, {}, roots({(folder / "docs").string()}), false);
  REQUIRE(run);
  CHECK(passed_over(index, run->settings, run->settings.roots[0]) == std::vector<std::string>{index.string()});
  CHECK(passed_over(folder / "link", run->settings, run->settings.roots[0]) ==
        std::vector<std::string>{index.string()});
}

TEST_CASE("roots of a run: a walk passes over inner roots and what was excluded") {
  const store::Settings settings{"id", roots({"/a", "/a/inner", "", "/ab", "/"}), {"/a/x", "/b"}};
  const auto below = [&](std::size_t root) { return passed_over("/no/index", settings, settings.roots[root]); };
  CHECK(below(0) == std::vector<std::string>{"/a/x", "/a/inner"});
  CHECK(below(1).empty());
  CHECK(below(4) == std::vector<std::string>{"/a/x", "/b", "/a", "/a/inner", "/ab", "/no/index"});
}

}  // namespace
}  // namespace pilcrow::indexer
