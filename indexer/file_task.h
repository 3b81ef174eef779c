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
#include "indexer/file_queue.h"
#include "indexer/known_files.h"
#include "indexer/prepare.h"
#include "indexer/walk.h"
#include "indexer/write.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// A file that must be looked at, with what is stored of it. The number is that of its entry, old or new.
struct FileTask : QueuedFile {
  std::optional<store::FileEntry> before;
};

/// What became of it.
struct FileResult {
  FileTask task;
  PreparedFile prepared;
  std::vector<RowToWrite> rows;  ///< One for each paragraph; empty where the content is known.
};

/// Does the task. `builder` builds ahead what is new, as long as that is not too much to hold; nullptr in a dry run.
/// What goes wrong with the file is in the outcome.
FileResult do_file_task(const FileTask& task, const Root& root, const LostContents& lost, DocumentBuilder* builder);

/// The name by which a file is found in its root: its path below it, or its own name where the root is the file.
std::string place_name(const Root& root, const std::string& path);

}  // namespace pilcrow::indexer
