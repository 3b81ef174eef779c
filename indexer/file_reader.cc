// SPDX-License-Identifier: GPL-3.0-or-later
// file_reader(): one file, read as an update reads it, for whoever compares it with what an index holds.
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/store/paths.h"
#include "indexer/prepare.h"
#include "indexer/sandbox/reader_process.h"
#include "indexer/walk.h"
#include "pilcrow/index.h"

namespace pilcrow {
namespace {

DocumentText document_of(const std::string& path, indexer::PreparedDocument&& prepared) {
  const store::FileEntry& entry = prepared.entry;
  DocumentText document;
  document.path = store::path_of_member(path, entry.member);
  document.title = entry.title;
  document.type = entry.type;
  document.language = entry.language;
  document.encoding = entry.encoding;
  document.bytes_of_extracted = entry.bytes_of_extracted;
  document.problem = entry.problem;
  for (std::size_t i = 0; i < prepared.texts.size(); ++i) {
    const store::ParagraphRow& row = entry.paragraphs[i];
    document.paragraphs.push_back({std::move(prepared.texts[i]), entry.trails[row.trail], row.lines, row.bytes,
                                   store::pages_of(entry, row), store::language_of(entry, row)});
  }
  return document;
}

Result<std::vector<DocumentText>> read_documents(const std::string& path, indexer::DocumentReader& reader) {
  // As if it were a root by itself: nothing keeps it out but its kind and its size.
  Root root;
  root.path = store::full_path(path);
  auto file = indexer::prepare_file(root, {}, reader, [](const text::Hash128&) { return false; });
  if (file.unreadable) {
    return failure(ErrorCode::input_output, "cannot read '" + path + "': " + file.entry.problem);
  }
  std::vector<DocumentText> documents;
  std::vector<indexer::PreparedDocument> members = std::move(file.members);
  documents.push_back(document_of(root.path, std::move(file)));
  for (indexer::PreparedDocument& member : members) documents.push_back(document_of(root.path, std::move(member)));
  return documents;
}

}  // namespace

std::function<Result<std::vector<DocumentText>>(const std::string& path)> file_reader(
    const std::vector<Filter>& filters) {
  auto started = std::make_shared<std::vector<std::unique_ptr<indexer::ReaderProcess>>>();
  return [started, filters](const std::string& path) -> Result<std::vector<DocumentText>> {
    if (started->empty()) {
      auto readers = indexer::make_readers(1, filters, {});
      if (!readers) return tl::unexpected<Error>(std::move(readers.error()));
      *started = std::move(*readers);
    }
    return read_documents(path, *started->front());
  };
}

}  // namespace pilcrow
