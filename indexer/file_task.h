// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to one file that must be looked at: read it, split it, tell which of its paragraphs are indexed already,
// and build the documents of the others. Runs in worker threads, on nothing that changes meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/store/file_entry.h"
#include "indexer/build.h"
#include "indexer/document_reader.h"
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
  std::vector<store::FileEntry> members_before;  ///< Documents inside it.
};

/// What became of one document: the file itself, or one inside it.
struct DocumentResult {
  PreparedDocument document;
  const store::FileEntry* before = nullptr;  ///< Its entry, in the task; nullptr where it is new.
  std::vector<RowToWrite> rows;              ///< One for each paragraph.
};

/// What became of a file.
struct FileResult {
  TermNews news;  ///< Of the drafts in it, and of others before it.
  std::shared_ptr<const FileTask> task;
  store::FileEntry entry;                 ///< Of the file itself; without paragraphs, which are in `documents`.
  std::vector<DocumentResult> documents;  ///< Those inside it, then the file itself; none where the content is known.
  bool same_content = false;              ///< See PreparedFile.
  bool unreadable = false;
  std::uint64_t bytes_read = 0;
};

/// Does the task. `builder` drafts what is new, as long as that is not too much to hold; nullptr in a dry run.
/// What goes wrong with the file is in the outcome.
FileResult do_file_task(std::shared_ptr<const FileTask> task, const Root& root, const LostContents& lost,
                        DocumentReader& reader, DocumentBuilder* builder);

/// Hands each row of the file a document of the stored state, `before`, where one was made of the same text and
/// headings; nullptr: there is none.
std::vector<RowToWrite> match_rows(const store::FileEntry& entry, const store::FileEntry* before);

/// In bytes, of all of them.
std::size_t size_of(const std::vector<std::string>& texts);

/// Drafts the rows of an entry that are new. `name`: its place_name(); `texts`: one for each row.
void draft_rows(DocumentBuilder& builder, const store::FileEntry& entry, const std::string& name,
                const std::vector<std::string>& texts, std::vector<RowToWrite>& rows);

/// The name by which a document is found in its root: the path below it, or the file's own name where the root is the
/// file; inside the file, the path in it as well.
std::string place_name(const Root& root, const store::FileEntry& entry);

}  // namespace pilcrow::indexer
