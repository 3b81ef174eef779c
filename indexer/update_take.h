// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of an update, in the order of the files: what the workers made of each is counted and written.
#pragma once

#include <cstdint>

#include "indexer/build.h"
#include "indexer/file_task.h"
#include "indexer/update_run.h"

namespace pilcrow::indexer {

class ResultTaker {
 public:
  /// `builder` is this thread's own; nullptr in a dry run.
  ResultTaker(UpdateRun& run, DocumentBuilder* builder) : run_(run), builder_(builder) {}

  void take(FileResult&& result);

 private:
  void take_same_content(FileResult& result);
  void take_unreadable(const FileResult& result);
  void take_new_content(FileResult& result);
  bool take_move(const FileResult& result);
  void report_problem(const FileTask& task, const store::FileEntry& entry);
  PlaceTerms places_of(const store::FileEntry& entry);

  UpdateRun& run_;
  DocumentBuilder* builder_;
};

}  // namespace pilcrow::indexer
