// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/ignore.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace pilcrow::indexer {
namespace {

using test::values;

struct Case {
  std::string name;
  std::string rules;
  std::string path;  ///< A folder's ends in "/".
  std::string expected;
};

std::string dump(const std::string& rules, std::string path) {
  const bool is_folder = path.ends_with('/');
  if (is_folder) path.pop_back();
  IgnoreRules parsed;
  parsed.add(0, rules);
  const auto* const rule = parsed.decide(path, is_folder);
  return rule == nullptr ? "no rule" : rule->ignore ? "ignored" : "taken back";
}

TEST_CASE("ignore: a line means what it means to git") {
  const auto c = GENERATE(values<Case>({
      {"no rules", "", "a", "no rule"},
      {"a name matches at any depth", "build", "src/build", "ignored"},
      {"a name is matched whole", "build", "src/builder", "no rule"},
      {"a star stays within a name", "*.o", "src/a.o", "ignored"},
      {"a leading slash anchors", "/build", "build", "ignored"},
      {"an anchored name is not looked for below", "/build", "src/build", "no rule"},
      {"a slash in the middle anchors", "doc/*.txt", "doc/a.txt", "ignored"},
      {"an anchored pattern is not looked for below", "doc/*.txt", "x/doc/a.txt", "no rule"},
      {"a star does not cross a slash", "doc/*.txt", "doc/old/a.txt", "no rule"},
      {"two stars lead to any depth", "**/logs/*.log", "a/b/logs/x.log", "ignored"},
      {"two leading stars match at the top too", "**/logs", "logs", "ignored"},
      {"two stars in the middle stand for no folder too", "a/**/b", "a/b", "ignored"},
      {"two stars at the end take all below", "doc/**", "doc/a/b", "ignored"},
      {"two stars at the end leave the folder itself", "doc/**", "doc/", "no rule"},
      {"a trailing slash means folders", "cache/", "x/cache/", "ignored"},
      {"a trailing slash spares files", "cache/", "cache", "no rule"},
      {"a trailing slash alone does not anchor", "cache/", "x/y/cache/", "ignored"},
      {"an exclamation mark takes back", "*.log\n!keep.log", "keep.log", "taken back"},
      {"the last rule that matches decides", "!keep.log\n*.log", "keep.log", "ignored"},
      {"a comment", "#a\nb", "#a", "no rule"},
      {"a backslash before a number sign", "\\#a", "#a", "ignored"},
      {"a backslash before an exclamation mark", "\\!a", "!a", "ignored"},
      {"spaces at the end do not count", "a  ", "a", "ignored"},
      {"an escaped space at the end counts", "a\\ ", "a ", "ignored"},
      {"an escaped backslash before a space keeps none", "a\\\\ ", "a\\", "ignored"},
      {"a space at the beginning counts", " a", " a", "ignored"},
      {"lines end in CR LF too", "a\r\nb\r\n", "a", "ignored"},
      {"the last line needs no end", "a\nb", "b", "ignored"},
      {"a byte order mark is passed over",
       "\xEF\xBB\xBF"
       "a",
       "a", "ignored"},
      {"empty lines match nothing", "\n\n   \n", "a", "no rule"},
      {"a slash alone matches nothing", "/", "a/", "no rule"},
      {"an exclamation mark alone matches nothing", "a\n!", "a", "ignored"},
      {"braces are plain characters", "{a,b}", "a", "no rule"},
      {"braces match themselves", "{a,b}", "{a,b}", "ignored"},
      {"a class", "[ab].c", "b.c", "ignored"},
      {"a class that is turned round, git's other way", "[^ab].c", "b.c", "no rule"},
      {"a class may hold braces", "[{}]x", "}x", "ignored"},
      {"a question mark is one character", "a?c", "abc", "ignored"},
      {"bytes that are no UTF-8", "caf\xE9", "caf\xE9", "ignored"},
  }));
  INFO(c.name);
  CHECK(dump(c.rules, c.path) == c.expected);
}

TEST_CASE("ignore: a hostile file of rules is read in linear time") {
  const std::string brackets(200'000, '[');
  CHECK(dump(brackets, "a") == "no rule");
  const std::string backslashes(200'001, '\\');
  CHECK(dump(backslashes, "a") == "no rule");
}

}  // namespace
}  // namespace pilcrow::indexer
