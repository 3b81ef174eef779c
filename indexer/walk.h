// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 1: a root → the files below it, one by one in source order, with what a stat says of each. The same rules tell
// why a path is not among them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// What identifies a file's state without opening it.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileStamp&) const = default;
};

/// A file, or what the walk could not look into or passed over in a way that someone may wonder about.
struct WalkedFile {
  /// Below the root, "/" between names; empty where it is the root itself. Only a folder's ends in "/".
  std::string path;
  FileStamp stamp;           ///< Of a problem: only where the file is over the size limit; else zero.
  std::string problem = {};  ///< Why nobody can read it; empty: it may be tried.
  bool skipped = false;      ///< The problem is by design.
  bool operator==(const WalkedFile&) const = default;
};

/// State of the root itself, which decides whether missing files are believed to be gone.
enum class RootState { present, missing, unreadable };

struct WalkResult {
  RootState state = RootState::present;
  std::string reason;        ///< Why the root is missing or unreadable.
  std::uint64_t device = 0;  ///< st_dev of the root.
  bool is_file = false;      ///< The root is no folder.
  std::uint64_t files = 0;   ///< Handed over, problems not counted.
  /// Folders that could not be read, or not wholly, as they were handed over: what is below them is not missing.
  std::vector<std::string> unread_folders;
};

/// Walks one root and hands over each file as it is found: sorted bytewise, names compared part by part ("a/b" before
/// "a-b"), no path twice. Only regular files are tried; pipes, sockets and devices are problems by design; links are
/// followed only when asked, never out of the root, and never twice into one folder. Ignore files: .gitignore, .ignore,
/// .pilcrowignore, in each folder from the root down, the last match winning; also a ".git/info/exclude". ".git" and a
/// pilcrow index (a folder with an XAPIANDB stub and a "lock") are never entered. An exclude glob that begins with "/"
/// is tried on the absolute path, any other on the path below the root. A root that is a file is handed over whatever
/// the filters say, but for the size limit. `passed_over`: absolute paths that belong to somebody else (other roots, the
/// index, what was taken out): neither handed over nor entered, by whatever link. `cancelled` is polled once a folder
/// and ends the walk. Cost: one stat a file, no file opened but ignore files; memory for the names in the folders on
/// the way; a bounded number of descriptors, at any depth. Never fails: what goes wrong is in the result.
WalkResult walk(const Root& root, const std::vector<std::string>& passed_over,
                const std::function<void(const WalkedFile&)>& on_file, const std::function<bool()>& cancelled = {});

/// What keeps a path out of a walk.
struct KeptOut {
  /// "hidden", "ignored", "excluded", "not included", "link", "kind", "size", "index"; empty: nothing does.
  std::string by;
  std::string file;        ///< "ignored": the ignore file, absolute.
  std::uint64_t line = 0;  ///< Its line, from 1.
  std::string rule;        ///< The line, the glob, the hidden name, or in words: the limit, the kind, the link.
};

/// Why walk() does not hand over the path `below` the root as a file to be tried, by the same rules; of several on the
/// way from the root, the first. What does not exist or cannot be looked at is judged by its name alone. A folder that
/// the walk enters only by another way (a second link to it) is not told of, nor what it passes over.
KeptOut why_not_walked(const Root& root, const std::string& below);

}  // namespace pilcrow::indexer
