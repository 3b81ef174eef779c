// SPDX-License-Identifier: GPL-3.0-or-later
// Path globs as gitignore and ripgrep have them, for the walk's --include, --exclude and ignore files and for --path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pilcrow::text {

/// A glob over paths with "/" between names: "*" and "?" stay within a name, "**" crosses "/" where it stands alone
/// between slashes, "[a-z]" and "[!a-z]" are classes, "{a,b}" alternatives, "\" takes the next character literally.
/// Bytes are compared, except that "?" and a class take one UTF-8 character. A broken class or brace is literal text,
/// so every string is a glob.
class Glob {
 public:
  explicit Glob(std::string_view pattern);

  /// The whole of `path` against the pattern. Cost: product of the lengths at worst, as the pattern is an automaton
  /// that reads the path once.
  bool matches(std::string_view path) const;

  /// As users mean it on the command line: a pattern without "/" is tried on the last name, one with "/" on every
  /// suffix of the path that begins at a name; an absolute pattern on the whole. A pattern that names a folder takes
  /// all below it; one that ends in "/" takes nothing else.
  bool matches_anywhere(std::string_view path) const;

  const std::string& pattern() const { return pattern_; }

 private:
  class Compiler;
  class Run;
  enum class StepKind : std::uint8_t {
    character,
    any_character,
    character_class,
    star,
    folders,
    everything,
    fork,
    jump,
    end
  };
  struct Step {
    StepKind kind = StepKind::end;
    char32_t character = 0;
    std::size_t other = 0;  ///< Of a fork (0: none) or jump, the step to go on at; of a class, its index.
  };
  struct Class {
    std::vector<std::pair<char32_t, char32_t>> ranges;
    bool negated = false;
    bool holds(char32_t c) const;
  };

  bool matches_from(std::string_view path) const;

  std::string pattern_;
  std::vector<Step> steps_;
  std::vector<Class> classes_;
};

}  // namespace pilcrow::text
