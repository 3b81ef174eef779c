// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/paths.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "pilcrow/source.h"

namespace pilcrow::store {

std::string path_below(std::string_view root, std::string_view below) {
  if (root == handed_over_root && !below.empty()) return std::string(below);
  std::string path(root);
  if (below.empty()) return path;
  if (!path.ends_with('/')) path += '/';
  return path.append(below);
}

std::string path_of_member(std::string file, std::string_view member) {
  if (!member.empty()) file.append("!/").append(member);
  return file;
}

std::string full_path(const std::string& typed) {
  std::error_code error;
  std::string path = typed.empty() ? typed : std::filesystem::absolute(typed, error).lexically_normal().string();
  if (error) return {};
  if (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) &&
         (folder.ends_with('/') || path[folder.size()] == '/');
}

std::strong_ordering compare_paths(std::string_view left, std::string_view right) {
  // "/" ranks before all other bytes.
  const auto rank = [](char c) { return c == '/' ? 0U : static_cast<unsigned char>(c); };
  return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end(),
                                                [rank](char a, char b) { return rank(a) <=> rank(b); });
}

std::string_view name_words(std::string_view path) {
  // Every page of a web site may be called so; its words would be worth nothing in a search for them.
  static constexpr std::array<std::string_view, 4> empty_names = {"index", "readme", "default", "untitled"};
  std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) name = name.substr(0, dot);
  const auto is_name = [&](std::string_view other) {
    return std::equal(name.begin(), name.end(), other.begin(), other.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
  };
  return std::any_of(empty_names.begin(), empty_names.end(), is_name) ? std::string_view() : name;
}

std::int64_t mtime_ns(const struct stat& status) {
  // Unsigned, since overflow is then defined.
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                                   static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
}

}  // namespace pilcrow::store
