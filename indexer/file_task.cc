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

bool is_known(const FileTask& task, const Root& root, const text::Hash128& hash, const LostContents& lost) {
  if (task.reread) return false;
  if (task.before) return task.before->hash == hash;
  return lost.may_hold(hash, store::path_below(root.path, task.file.path));
}

/// False where that would be too much: then they are drafted one by one as they are written.
bool draft_ahead(const Root& root, DocumentBuilder& builder, DocumentResult& result, std::size_t& left) {
  const FileEntry& entry = result.document.entry;
  const std::size_t text_bytes = size_of(result.document.texts);
  if (text_bytes > left) return false;
  left -= text_bytes;
  draft_rows(builder, entry, place_name(root, entry), result.document.texts, result.rows);
  return true;
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
    std::size_t left = builder != nullptr ? builder->most_text() : 0;
    for (DocumentResult& document : result.documents) {
      if (builder == nullptr || !draft_ahead(root, *builder, document, left)) break;
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
  if (builder != nullptr) result.news = builder->take_news();
  test_point("parse.end");
  return result;
}

std::size_t size_of(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const auto& text : texts) bytes += text.size();
  return bytes;
}

void draft_rows(DocumentBuilder& builder, const FileEntry& entry, const std::string& name,
                const std::vector<std::string>& texts, std::vector<RowToWrite>& rows) {
  builder.begin(entry, name);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].kept == 0) rows[i].draft = builder.draft(entry.paragraphs[i], texts[i]);
  }
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
