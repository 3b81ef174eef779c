// SPDX-License-Identifier: GPL-3.0-or-later
// Building an index and keeping it up to date.
//
//   auto report = pilcrow::update_index("/var/lib/pilcrow/kb", {{.path = "/srv/kb"}});
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pilcrow/error.h"

namespace pilcrow {

/// A file or folder to index, and how. The settings are remembered with it.
struct Root {
  std::string path = {};                  ///< The file system's bytes; made absolute, links in it kept as they are.
  std::vector<std::string> include = {};  ///< Globs; when there are any, a file must match one.
  std::vector<std::string> exclude = {};  ///< Globs; what matches is skipped, folders with all they hold.
  bool hidden = false;                    ///< Also names that begin with a dot.
  bool ignore_files = true;               ///< Honour .gitignore, .ignore and .pilcrowignore.
  bool follow_links = false;              ///< Follow symbolic links, never out of the root.
  std::uint64_t max_file_size = 256ULL << 20;  ///< Bytes; larger files are skipped with a reason.
  std::string language = {};                   ///< BCP 47 of every paragraph; empty: detected for each.
  bool operator==(const Root&) const = default;
};

/// What happened to a file that is not searchable, and why.
struct Problem {
  std::string path;      ///< Absolute.
  std::string reason;    ///< "permission denied", "binary file", …
  bool skipped = false;  ///< By design (a type nobody reads, over the size limit), not by failure.
};

/// What an update did.
struct UpdateReport {
  // The files that the walk found, each counted once:
  std::uint64_t files_seen = 0;
  std::uint64_t files_added = 0;
  std::uint64_t files_changed = 0;
  std::uint64_t files_moved = 0;
  std::uint64_t files_touched = 0;    ///< Read again, and found to have the content that was indexed.
  std::uint64_t files_unchanged = 0;  ///< Not even opened.
  std::uint64_t files_skipped = 0;    ///< By design: a type nobody reads, too large.
  std::uint64_t files_failed = 0;     ///< Could not be read.
  // And the others:
  std::uint64_t files_removed = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t paragraphs_added = 0;
  std::uint64_t paragraphs_removed = 0;
  std::uint64_t paragraphs_kept = 0;        ///< Of changed files, those that did not have to be indexed again.
  std::uint64_t paragraphs = 0;             ///< In the index afterwards.
  std::uint64_t files = 0;                  ///< In the index afterwards, with at least one paragraph.
  std::vector<Problem> new_problems;        ///< Met in this run, not known before. Source order.
  std::vector<std::string> refused_purges;  ///< One sentence for each root whose loss was not believed.
  bool interrupted = false;                 ///< UpdateOptions::cancelled said so; what was whole is in the index.
  std::string note;  ///< Something the operator should know ("rebuilt because …"); may be empty.
  double seconds = 0;
};

/// Called from the calling thread, now and then; cheap to ignore.
struct Progress {
  std::uint64_t files_done = 0;
  std::uint64_t files_total = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t paragraphs = 0;
};

struct UpdateOptions {
  bool rebuild = false;       ///< Build afresh beside the old index, then switch.
  bool allow_purge = false;   ///< Believe that a root is gone, empty, or has lost more than a fifth of its files.
  bool dry_run = false;       ///< Say what would change; change nothing.
  unsigned jobs = 0;          ///< Threads that read and analyse; 0: as many as there are processors.
  unsigned wait_seconds = 0;  ///< How long to wait for another writer.
  std::function<void(const Progress&)> on_progress = {};
  std::function<bool()> cancelled = {};  ///< Polled between files; true commits what is whole and ends the run.
};

/// Brings the index in `index` up to date with `roots`; without roots, with those it remembers. Creates it where there
/// is none. Readers are never disturbed. Cost: a stat for each unchanged file, a read for each touched one, and a parse
/// for each that changed. Fails with index_locked, index_corrupt, invalid_argument or input_output; the index is then
/// as it was at its last commit.
Result<UpdateReport> update_index(const std::filesystem::path& index, const std::vector<Root>& roots,
                                  const UpdateOptions& options = {});

/// A file that the index knows.
struct FileStatus {
  std::string path;  ///< Absolute.
  std::uint64_t paragraphs = 0;
  std::string type;      ///< Reader, or empty where nobody read it.
  std::string language;  ///< That of most paragraphs.
  std::string encoding;
  std::string problem;  ///< Why it is not searchable; empty where it is.
};

struct IndexStatus {
  std::string index_id;
  std::uint64_t generation = 0;
  std::uint64_t revision = 0;
  std::string fingerprint;
  std::vector<Root> roots;
  std::uint64_t files = 0;
  std::uint64_t paragraphs = 0;
  std::uint64_t problems = 0;
  std::vector<std::pair<std::string, std::uint64_t>> languages;  ///< Code and paragraphs, most first.
  std::uint64_t size_bytes = 0;                                  ///< Of the published generation on disk.
  std::int64_t updated_unix_seconds = 0;                         ///< When the last complete update began; 0: never.
};

/// Fails with index_missing, index_version or index_corrupt.
Result<IndexStatus> index_status(const std::filesystem::path& index);

/// Every file that the index knows, in source order.
Result<std::vector<FileStatus>> list_files(const std::filesystem::path& index);

}  // namespace pilcrow
