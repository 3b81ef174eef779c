// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 1: a root → the files below it, in source order, with what a stat says of each.
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

struct WalkedFile {
  std::string path;  ///< Below the root, "/" between names; empty where the root itself is a file.
  FileStamp stamp;
  bool operator==(const WalkedFile&) const = default;
};

/// What the walk could not look into, or passed over in a way that someone may wonder about (over the size limit).
struct WalkProblem {
  std::string path;  ///< Below the root; a folder's ends in "/".
  std::string reason;
  bool skipped = false;  ///< By design.
  FileStamp stamp;       ///< Of a file that is over the limit; else zero.
  bool operator==(const WalkProblem&) const = default;
};

/// State of the root itself, which decides whether missing files are believed to be gone.
enum class RootState { present, missing, unreadable };

struct WalkResult {
  RootState state = RootState::present;
  std::string reason;                 ///< Why the root is missing or unreadable.
  std::uint64_t device = 0;           ///< st_dev of the root.
  std::vector<WalkedFile> files;      ///< Sorted by path, bytewise, names compared part by part ("a/b" before "a-b").
  std::vector<WalkProblem> problems;  ///< Sorted likewise.
};

/// Walks one root. Only regular files are listed; pipes, sockets and devices are problems by design; links are followed
/// only when asked, never out of the root, and never twice into one folder. Ignore files: .gitignore, .ignore,
/// .pilcrowignore, in each folder from the root down, the last match winning; also a ".git/info/exclude". ".git" and a
/// pilcrow index (a folder with an XAPIANDB stub and a "lock") are never entered. An exclude glob that begins with "/"
/// is tried on the absolute path, any other on the path below the root. A root that is a file is listed whatever the
/// filters say, but for the size limit. `cancelled` is polled once a folder; what was found until then is returned.
/// Cost: one stat a file, no file opened but ignore files; a bounded number of descriptors, at any depth. Never fails:
/// what goes wrong is in the result.
WalkResult walk(const Root& root, const std::function<bool()>& cancelled = {});

}  // namespace pilcrow::indexer
