// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of an update, in the order of the files: what the workers made of each is counted and written.
#pragma once

#include <cstdint>
#include <unordered_set>

#include "indexer/build.h"
#include "indexer/file_task.h"
#include "indexer/update_run.h"

namespace pilcrow::indexer {

class ResultTaker {
 public:
  /// `reader` and `builder` are this thread's own; no builder in a dry run.
  ResultTaker(UpdateRun& run, DocumentReader& reader, DocumentBuilder* builder)
      : run_(run), reader_(reader), builder_(builder) {}

  void take(FileResult&& result);

 private:
  void take_same_content(const FileResult& result);
  void take_unreadable(const FileResult& result);
  void take_new_content(FileResult& result);
  bool take_move(const FileResult& result);
  void begin_members(const FileResult& result);
  bool remove_members(const FileTask& task, const std::unordered_set<std::uint32_t>& found);
  bool take_document(const FileTask& task, DocumentResult& document, bool holds_others);
  void put_found_again(const store::FileEntry& before, store::FileEntry entry);
  void report_problem(const store::FileEntry& entry, const store::FileEntry* before);
  std::int64_t now() const;
  PlaceTerms places_of(const store::FileEntry& entry);

  UpdateRun& run_;
  DocumentReader& reader_;
  DocumentBuilder* builder_;
};

}  // namespace pilcrow::indexer
