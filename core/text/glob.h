// SPDX-License-Identifier: GPL-3.0-or-later
// Path globs as gitignore and ripgrep have them, for the walk's --include, --exclude and ignore files and for --path.
#pragma once

#include <string>
#include <string_view>

namespace pilcrow::text {

/// A glob over paths with "/" between names: "*" and "?" stay within a name, "**" crosses "/" where it stands alone
/// between slashes, "[a-z]" and "[!a-z]" are classes, "{a,b}" alternatives, "\" takes the next character literally.
/// Bytes are compared, except that "?" and a class take one UTF-8 character. A broken class or brace is literal text,
/// so every string is a glob.
class Glob {
 public:
  explicit Glob(std::string_view pattern);

  /// The whole of `path` against the pattern. Cost: product of the lengths at worst, never exponential.
  bool matches(std::string_view path) const;

  /// As users mean it on the command line: a pattern without "/" is tried on the last name, one with "/" on every
  /// suffix of the path that begins at a name; an absolute pattern on the whole. A pattern that names a folder takes
  /// all below it.
  bool matches_anywhere(std::string_view path) const;

  const std::string& pattern() const { return pattern_; }

 private:
  std::string pattern_;
};

}  // namespace pilcrow::text
