// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/ignore.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace pilcrow::indexer {
namespace {

/// Without the spaces at the end, but for one that a backslash keeps.
std::string_view trim_end(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      end = ++i + 1;
    } else if (line[i] != ' ') {
      end = i + 1;
    }
  }
  return line.substr(0, end);
}

/// Where the class that begins at `begin` ends; `begin` where it is not closed, and so no class.
std::size_t class_end(std::string_view pattern, std::size_t begin) {
  std::size_t at = begin + 1;
  if (at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^')) ++at;
  for (std::size_t first = at; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      ++at;
    } else if (pattern[at] == ']' && at != first) {
      return at + 1;
    }
  }
  return begin;
}

/// git's pattern as a text::Glob: braces mean nothing to git, and "[^" is another way to write "[!".
std::string to_glob(std::string_view pattern) {
  std::string glob;
  // Once one class is not closed, neither is any after it: each end is searched for once.
  bool classes = true;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      glob.append(pattern.substr(i++, 2));
    } else if (c == '{' || c == '}') {
      glob.append({'\\', c});
    } else if (const auto end = c == '[' && classes ? class_end(pattern, i) : i; end != i) {
      const auto begin = glob.size();
      glob.append(pattern.substr(i, end - i));
      if (glob[begin + 1] == '^') glob[begin + 1] = '!';
      i = end - 1;
    } else {
      classes = classes && c != '[';
      glob += c;
    }
  }
  return glob;
}

}  // namespace

void IgnoreRules::add(std::uint8_t file, std::string_view content) {
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  for (std::uint32_t number = 1; !content.empty(); ++number) {
    auto line = content.substr(0, content.find('\n'));
    content.remove_prefix(std::min(content.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with('#')) continue;
    line = trim_end(line);
    const bool takes_back = line.starts_with('!');
    if (takes_back) line.remove_prefix(1);
    const bool folders_only = line.ends_with('/');
    if (folders_only) line.remove_suffix(1);
    const bool anchored = line.find('/') != std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) continue;
    rules_.push_back({text::Glob(to_glob(line)), number, file, !takes_back, folders_only, anchored});
  }
}

const IgnoreRules::Rule* IgnoreRules::decide(std::string_view path, bool is_folder) const {
  const auto slash = path.rfind('/');
  const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    if (rule->folders_only && !is_folder) continue;
    if (rule->glob.matches(rule->anchored ? path : name)) return &*rule;
  }
  return nullptr;
}

}  // namespace pilcrow::indexer
