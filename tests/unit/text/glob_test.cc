// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/glob.h"

#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

using test::values;

struct Case {
  std::string pattern;
  std::string path;
  bool expected;
};

TEST_CASE("glob: the whole of a path") {
  const auto c = GENERATE(values<Case>({
      {"", "", true},
      {"", "a", false},
      {"a", "", false},
      {"a.txt", "a.txt", true},
      {"a.txt", "b/a.txt", false},
      {"*.txt", "a.txt", true},
      {"*.txt", ".txt", true},
      {"*.txt", "a.txt.gz", false},
      {"*.txt", "b/a.txt", false},
      {"*", "a/b", false},
      {"a*b*c", "a__b__c", true},
      {"a*b*c", "a__b__", false},
      {"a**b", "axxb", true},
      {"a**b", "a/b", false},
      {"?", "\u00E9", true},
      {"?", "ab", false},
      {"a?b", "a/b", false},
      {"?", "\xff", true},
      {"\xff", "\xff", true},
      {"\xfe", "\xff", false},
      {"**", "a/b/c", true},
      {"**/c", "c", true},
      {"**/c", "a/b/c", true},
      {"**/c", "abc", false},
      {"a/**", "a/b/c", true},
      {"a/**", "a", false},
      {"a/**/c", "a/c", true},
      {"a/**/c", "a/b/b/c", true},
      {"a/**/c", "ab/c", false},
      {"[a-c]x", "bx", true},
      {"[a-c]x", "dx", false},
      {"[!a-c]x", "dx", true},
      {"[^a-c]x", "bx", false},
      {"[!a]", "/", false},
      {"[]a]", "]", true},
      {"[\u00E0-\u00F6]", "\u00E9", true},
      {"[a-]", "-", true},
      {"[\\]]", "]", true},
      {"[a", "[a", true},
      {"[", "[", true},
      {"[!", "[!", true},
      {"{a,b}", "a", true},
      {"{a,b}", "b", true},
      {"{a,b}", "c", false},
      {"{a,b}", "ab", false},
      {"x{,y}z", "xz", true},
      {"x{,y}z", "xyz", true},
      {"{a,{b,c}d}e", "cde", true},
      {"{a,{b,c}d}e", "ae", true},
      {"{a,{b,c}d}e", "be", false},
      {"*.{md,[hH]tml}", "x.Html", true},
      {"{src,docs}/**", "docs/a/b", true},
      {"{a", "{a", true},
      {"a}", "a}", true},
      {"a,b", "a,b", true},
      {"{[}],a}", "}", true},
      {"{a,{b}", "{a,b", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\{a,b}", "{a,b}", true},
      {"a\\", "a\\", true},
      {"new\nline*", "new\nline 2", true},
  }));
  CAPTURE(c.pattern, c.path);
  CHECK(Glob(c.pattern).matches(c.path) == c.expected);
}

TEST_CASE("glob: anywhere in a path, as users mean it") {
  const auto c = GENERATE(values<Case>({
      {"*.md", "/srv/kb/a.md", true},
      {"*.md", "a.md", true},
      {"*.md", "/srv/kb/a.md.txt", false},
      {"kb", "/srv/kb/a.md", true},
      {"k", "/srv/kb/a.md", false},
      {"kb/*.md", "/srv/kb/a.md", true},
      {"kb/*.md", "/srv/kb/x/a.md", false},
      {"kb/**/*.md", "/srv/kb/x/a.md", true},
      {"b/a.md", "/srv/kb/a.md", false},
      {"srv/kb", "/srv/kb/a.md", true},
      {"/srv", "/srv/kb/a.md", true},
      {"/kb", "/srv/kb/a.md", false},
      {"/srv/kb/a.md", "/srv/kb/a.md", true},
      {"kb/", "/srv/kb/a.md", true},
      {"a.md/", "/srv/kb/a.md", false},
  }));
  CAPTURE(c.pattern, c.path);
  CHECK(Glob(c.pattern).matches_anywhere(c.path) == c.expected);
}

TEST_CASE("glob: hostile patterns take no more than the product of the lengths") {
  std::string stars;
  std::string braces;
  for (int i = 0; i < 200; ++i) {
    stars += "*a";
    braces += "{a,aa}";
  }
  const std::string path(400, 'a');
  CHECK_FALSE(Glob(stars + "b").matches(path));
  CHECK_FALSE(Glob(braces + "b").matches(path));
  CHECK(Glob(braces).matches(path));

  std::string folders;
  for (int i = 0; i < 200; ++i) folders += "**/";
  CHECK(Glob(folders + "a").matches("x/y/z/a"));

  const std::string open(20000, '[');
  CHECK(Glob(open).matches(open));
  const std::string nested = std::string(20000, '{') + "a" + std::string(20000, '}');
  CHECK(Glob(nested).matches("a"));
}

}  // namespace
}  // namespace pilcrow::text
