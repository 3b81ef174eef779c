// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/filters_file.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer::cli {
namespace {

using test::TemporaryFolder;

/// "doc,dot: cat {file} > text; …", or the message with the path taken out.
std::string dump(const TemporaryFolder& folder, const std::vector<Root>& roots = {}) {
  const fs::path path = folder / "filters.json";
  const auto filters = read_filters_file(path, true, roots);
  std::string text;
  if (!filters) {
    text = filters.error().message;
    const std::string begin = "the filters file '" + path.string() + "' ";
    REQUIRE(text.starts_with(begin));
    return text.substr(begin.size());
  }
  for (const Filter& filter : *filters) {
    if (!text.empty()) text += "; ";
    for (const auto& extension : filter.extensions)
      text += (&extension == &filter.extensions[0] ? "" : ",") + extension;
    text += ":";
    for (const auto& word : filter.command) text += " " + word;
    text += " > " + filter.output;
  }
  return text;
}

struct Case {
  const char* name;
  const char* content;
  const char* said;
};

TEST_CASE("filters file: what it says, or what is wrong with it") {
  const auto c = GENERATE(values<Case>({
      {"two filters",
       R"({"filters": [{"extensions": ["doc", "dot"], "command": ["cat", "{file}"]},
                       {"extensions": ["x"], "command": ["/bin/x"], "output": "html"}]})",
       "doc,dot: cat {file} > text; x: /bin/x > html"},
      {"none", R"({"filters": []})", ""},
      {"an empty file", "", "is no JSON: line 1"},
      {"a comma too many", "{\"filters\": [\n{\"command\": [\"a\",]}\n]}", "is no JSON: line 2"},
      {"something else", "[]", "should be {\"filters\": [...]}"},
      {"something besides", R"({"filters": [], "more": 1})", "should be {\"filters\": [...]}"},
      {"no object", R"({"filters": [1]})", "should have an object as filter 1"},
      {"a mistyped member", R"({"filters": [{"extension": ["a"]}]})",
       "says \"extension\" of filter 1, which means nothing"},
      {"a command for the shell", R"({"filters": [{"extensions": ["a"], "command": "cat {file}"}]})",
       "should have strings in [] as \"command\" of filter 1"},
      {"no strings", R"({"filters": [{"extensions": [1], "command": ["a"]}]})",
       "should have strings in [] as \"extensions\" of filter 1"},
      {"no extensions", R"({"filters": [{"extensions": ["a"], "command": ["a"]}, {"command": ["a"]}]})",
       "does not say \"extensions\" of filter 2"},
      {"no command", R"({"filters": [{"extensions": ["a"]}]})", "does not say \"command\" of filter 1"},
      {"an output that is no string", R"({"filters": [{"output": 1}]})",
       "should have a string as \"output\" of filter 1"},
  }));
  INFO(c.name);
  const TemporaryFolder folder;
  folder.write("filters.json", c.content);
  fs::permissions(folder / "filters.json", fs::perms::owner_read | fs::perms::owner_write);
  CHECK(dump(folder) == c.said);
}

TEST_CASE("filters file: one that others may write, or that is indexed, is not believed") {
  const TemporaryFolder folder;
  folder.write("filters.json", R"({"filters": []})");
  const fs::path path = folder / "filters.json";
  fs::permissions(path, fs::perms::owner_all | fs::perms::group_write);
  CHECK(dump(folder) == "may be written by others: it says what is run; take that right away (chmod go-w)");
  fs::permissions(path, fs::perms::owner_all | fs::perms::others_write);
  CHECK(dump(folder) == "may be written by others: it says what is run; take that right away (chmod go-w)");
  fs::permissions(path, fs::perms::owner_read);
  CHECK(dump(folder).empty());
  CHECK(dump(folder, {{.path = folder.path().string()}}) ==
        "lies in what is indexed: what is indexed never says what is run");
  CHECK(dump(folder, {{.path = (folder / "elsewhere").string()}}).empty());
}

TEST_CASE("filters file: only one that was named must be there") {
  const TemporaryFolder folder;
  CHECK(dump(folder) == "cannot be read: no such file");
  CHECK(read_filters_file(folder / "filters.json", false, {})->empty());
}

TEST_CASE("filters file: it is looked for among the user's own settings, then the system's") {
  const TemporaryFolder folder;
  folder.write("own/pilcrow/filters.json", "{}");
  ::setenv("XDG_CONFIG_HOME", (folder / "own").c_str(), 1);
  CHECK(default_filters_file() == folder / "own/pilcrow/filters.json");
  ::setenv("XDG_CONFIG_HOME", (folder / "other").c_str(), 1);
  CHECK(default_filters_file() == "/etc/pilcrow/filters.json");
  ::unsetenv("XDG_CONFIG_HOME");
}

}  // namespace
}  // namespace pilcrow::indexer::cli
