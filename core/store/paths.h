// SPDX-License-Identifier: GPL-3.0-or-later
// Files as both programs name, order and compare them.
#pragma once

#include <sys/stat.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace pilcrow::store {

/// Absolute path of what lies at `below` under `root`; the root itself where `below` is empty. Under
/// handed_over_root it is the URI as it is.
std::string path_below(std::string_view root, std::string_view below);

/// Path of a document inside a file: "/srv/a.zip!/notes/b.md"; the file's own where `member` is empty.
std::string path_of_member(std::string file, std::string_view member);

/// What was typed as an absolute path, without "." and "..", and without "/" at its end; links stay as they are. Empty
/// where it is empty, or nobody can tell what the current folder is.
std::string full_path(const std::string& typed);

/// Whether an absolute path lies below a folder; both without "/" at the end, but for the root of all.
bool is_below(std::string_view path, std::string_view folder);

/// Source order: paths are compared name by name, so that what is in a folder comes before "folder-2".
std::strong_ordering compare_paths(std::string_view left, std::string_view right);

/// What the name of a file says: its last part without the extension; empty where that is a name that says nothing,
/// such as "index" or "README".
std::string_view name_words(std::string_view path);

/// Time of the last modification in nanoseconds since 1970. A forged one that no 64 bits hold wraps around, always to
/// the same value.
std::int64_t mtime_ns(const struct stat& status);

}  // namespace pilcrow::store
