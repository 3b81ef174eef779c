// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to one file that must be looked at: read it, split it, tell which of its paragraphs are indexed already,
// and build the documents of the others. Runs in worker threads, on nothing that changes meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/store/file_entry.h"
#include "indexer/build.h"
#include "indexer/known_files.h"
#include "indexer/prepare.h"
#include "indexer/walk.h"
#include "indexer/write.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// A file that must be looked at.
struct FileTask {
  std::uint32_t root = 0;
  WalkedFile file;
  std::uint32_t number = 0;                 ///< Of the entry, old or new.
  std::optional<store::FileEntry> before;   ///< The stored entry.
  std::optional<store::FileEntry> decided;  ///< Nothing to read: the walk found out why nobody can.
  bool reread = false;     ///< Parse it even where the content is known: settings changed, or a move failed.
  bool same_place = true;  ///< `before` stands at the same place: its documents can be kept as they are.
};

/// What became of it.
struct FileResult {
  FileTask task;
  PreparedFile prepared;
  std::vector<RowToWrite> rows;  ///< One for each paragraph; empty where the content is known.
};

/// Does the task. `builder` builds ahead what is new, as long as that is not too much to hold; nullptr in a dry run.
/// What goes wrong with the file is in the outcome.
FileResult do_file_task(const FileTask& task, const Root& root, const MissingContents& missing,
                        DocumentBuilder* builder);

/// The name by which a file is found in its root: its path below it, or its own name where the root is the file.
std::string place_name(const Root& root, const std::string& path);

/// Whether a file that was at `old_path` can be taken over, unparsed, by one of the same content at `new_path`: the
/// same reader would read it.
bool reads_alike(const std::string& old_path, const std::string& new_path);

}  // namespace pilcrow::indexer
