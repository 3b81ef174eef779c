// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/file_task.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <unordered_map>

#include "core/store/errors.h"
#include "core/store/paths.h"
#include "core/test_point.h"
#include "indexer/format/format.h"

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

/// Documents of a file with more text or more paragraphs than this are built one by one as they are written, so that
/// they are never all in memory: a document takes ten times its text, and never less than a kilobyte.
constexpr std::size_t text_built_ahead = 2U << 20;
constexpr std::size_t rows_built_ahead = 2000;

/// Hands each row of the file a document of the stored state where one was made of the same text and headings.
std::vector<RowToWrite> match_rows(const FileEntry& entry, const FileEntry* before) {
  std::vector<RowToWrite> rows(entry.paragraphs.size());
  if (before == nullptr) return rows;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> free;  // in reverse, so that the first is popped first
  for (auto row = before->paragraphs.rbegin(); row != before->paragraphs.rend(); ++row) {
    free[row->indexed_as].push_back(row->document);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto documents = free.find(entry.paragraphs[i].indexed_as);
    if (documents == free.end() || documents->second.empty()) continue;
    rows[i].kept = documents->second.back();
    documents->second.pop_back();
  }
  return rows;
}

bool is_known(const FileTask& task, const Root& root, const text::Hash128& hash, const LostContents& lost) {
  if (task.reread) return false;
  if (task.before) return task.before->hash == hash;
  return lost.may_hold(hash, store::path_below(root.path, task.file.path));
}

void build_ahead(const Root& root, DocumentBuilder& builder, FileResult& result) {
  const PreparedFile& prepared = result.prepared;
  std::size_t text_bytes = 0;
  for (const auto& text : prepared.texts) text_bytes += text.size();
  if (text_bytes > text_built_ahead || result.rows.size() > rows_built_ahead) return;
  const PlaceTerms places = builder.place_terms(prepared.entry, place_name(root, prepared.entry.path));
  for (std::size_t i = 0; i < result.rows.size(); ++i) {
    if (result.rows[i].kept != 0) continue;
    result.rows[i].built = builder.build(prepared.entry, prepared.entry.paragraphs[i], prepared.texts[i], places);
  }
}

}  // namespace

FileResult do_file_task(const FileTask& task, const Root& root, const LostContents& lost, DocumentBuilder* builder) {
  test_point("parse.begin");
  const auto known = [&](const text::Hash128& hash) { return is_known(task, root, hash, lost); };
  FileResult result{task, prepare_file(root, task.file, known), {}};
  PreparedFile& prepared = result.prepared;
  prepared.entry.number = task.number;
  prepared.entry.root = task.root;
  if (prepared.same_content) return result;
  try {
    result.rows = match_rows(prepared.entry, task.before && task.same_place ? &*task.before : nullptr);
    if (builder != nullptr) build_ahead(root, *builder, result);
  } catch (...) {
    // A bad file never ends a run.
    prepared.entry.problem = store::current_exception_as_error("cannot be indexed").message;
    prepared.entry.outcome = FileOutcome::failed;
    prepared.entry.hash = {};  // For want of memory, most likely: worth another try in the next run.
    prepared.unreadable = true;
    prepared.entry.paragraphs.clear();
    prepared.texts.clear();
    result.rows.clear();
  }
  test_point("parse.end");
  return result;
}

std::string place_name(const Root& root, const std::string& path) {
  return path.empty() ? std::filesystem::path(root.path).filename().string() : path;
}

}  // namespace pilcrow::indexer
