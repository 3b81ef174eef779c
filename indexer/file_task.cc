// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/file_task.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/store/errors.h"
#include "core/store/paths.h"
#include "core/test_point.h"

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

/// Documents of a file with more text or more paragraphs than this are built one by one as they are written, so that
/// they are never all in memory: a document takes ten times its text, and never less than a kilobyte.
constexpr std::size_t text_built_ahead = 2U << 20;
constexpr std::size_t rows_built_ahead = 2000;

bool is_known(const FileTask& task, const Root& root, const text::Hash128& hash, const LostContents& lost) {
  if (task.reread) return false;
  if (task.before) return task.before->hash == hash;
  return lost.may_hold(hash, store::path_below(root.path, task.file.path));
}

void build_ahead(const Root& root, DocumentBuilder& builder, DocumentResult& result) {
  const FileEntry& entry = result.document.entry;
  std::size_t text_bytes = 0;
  for (const auto& text : result.document.texts) text_bytes += text.size();
  if (entry.number == 0 || text_bytes > text_built_ahead || result.rows.size() > rows_built_ahead) return;
  const PlaceTerms places = builder.place_terms(entry, place_name(root, entry));
  for (std::size_t i = 0; i < result.rows.size(); ++i) {
    if (result.rows[i].kept != 0) continue;
    result.rows[i].built = builder.build(entry, entry.paragraphs[i], result.document.texts[i], places);
  }
}

/// The documents of a file, each beside what is stored of it: those inside it by their paths in it. What is new among
/// them has no number yet.
void match_documents(const FileTask& task, PreparedFile& prepared, std::vector<DocumentResult>& documents) {
  std::unordered_map<std::string_view, const FileEntry*> before;
  for (const FileEntry& entry : task.members_before) before.emplace(entry.member, &entry);
  for (PreparedDocument& member : prepared.members) {
    DocumentResult& result = documents.emplace_back();
    result.document = std::move(member);
    FileEntry& entry = result.document.entry;
    const auto known = before.find(entry.member);
    if (known != before.end()) result.before = known->second;
    entry.number = result.before != nullptr ? result.before->number : 0;
    entry.holder = task.number;
  }
  DocumentResult& file = documents.emplace_back();
  static_cast<PreparedDocument&>(file.document) = std::move(prepared);
  if (task.before) file.before = &*task.before;
  file.document.entry.number = task.number;
  for (DocumentResult& result : documents) {
    result.document.entry.root = task.root;
    result.rows = match_rows(result.document.entry, task.same_place ? result.before : nullptr);
  }
}

}  // namespace

FileResult do_file_task(std::shared_ptr<const FileTask> task, const Root& root, const LostContents& lost,
                        DocumentReader& reader, DocumentBuilder* builder) {
  test_point("parse.begin");
  const auto known = [&](const text::Hash128& hash) { return is_known(*task, root, hash, lost); };
  PreparedFile prepared = prepare_file(root, task->file, reader, known);
  FileResult result;
  result.same_content = prepared.same_content;
  result.unreadable = prepared.unreadable;
  result.bytes_read = prepared.bytes_read;
  result.entry = prepared.entry;
  result.entry.number = task->number;
  result.entry.root = task->root;
  result.entry.paragraphs.clear();
  result.task = std::move(task);
  if (result.same_content) return result;
  try {
    match_documents(*result.task, prepared, result.documents);
    for (DocumentResult& document : result.documents) {
      if (builder != nullptr) build_ahead(root, *builder, document);
    }
  } catch (...) {
    // A bad file never ends a run.
    result.documents.clear();
    DocumentResult& failed = result.documents.emplace_back();
    if (result.task->before) failed.before = &*result.task->before;
    FileEntry& entry = failed.document.entry = result.entry;
    entry.problem = store::current_exception_as_error("cannot be indexed").message;
    entry.outcome = FileOutcome::failed;
    entry.hash = {};  // For want of memory, most likely: worth another try in the next run.
    result.entry = entry;
    result.unreadable = true;
  }
  test_point("parse.end");
  return result;
}

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

std::string place_name(const Root& root, const store::FileEntry& entry) {
  return store::path_of_member(entry.path.empty() ? std::filesystem::path(root.path).filename().string() : entry.path,
                               entry.member);
}

}  // namespace pilcrow::indexer
