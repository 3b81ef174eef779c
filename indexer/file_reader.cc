// SPDX-License-Identifier: GPL-3.0-or-later
// file_reader(): one file, read as an update reads it, for whoever compares it with what an index holds.
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/store/paths.h"
#include "indexer/file_system.h"
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

/// Where below its root a file is; or why an update would not read it there. Since it was indexed it, or a folder above
/// it, may have become a link to what the root does not hold.
tl::expected<std::string, std::string> place_below(const std::string& file, const Root& root) {
  if (file == root.path) return std::string();
  if (!store::is_below(file, root.path)) return tl::unexpected<std::string>("not below its root");
  const std::string below = file.substr(root.path.size() + (root.path.ends_with('/') ? 0 : 1));
  std::error_code error;
  const std::filesystem::path real_root = std::filesystem::canonical(root.path, error);
  const std::filesystem::path real_file = error ? real_root : std::filesystem::canonical(file, error);
  if (error) return tl::unexpected(indexer::reason_of(error.value()));
  if (!store::is_below(real_file.native(), real_root.native())) {
    return tl::unexpected<std::string>("a link leads out of the root");
  }
  if (!root.follow_links && real_file != real_root / below) return tl::unexpected<std::string>("a link leads to it");
  return below;
}

Result<std::vector<DocumentText>> read_documents(const std::string& path, Root root, indexer::DocumentReader& reader) {
  const auto unreadable = [&](const std::string& reason) {
    return failure(ErrorCode::input_output, "cannot read '" + path + "': " + reason);
  };
  root.path = store::full_path(root.path);
  const std::string full = store::full_path(path);
  indexer::WalkedFile place;
  auto below = place_below(full, root);
  if (!below) return unreadable(below.error());
  place.path = std::move(*below);
  auto file = indexer::prepare_file(root, place, reader, [](const text::Hash128&) { return false; });
  if (file.unreadable) return unreadable(file.entry.problem);
  std::vector<DocumentText> documents;
  std::vector<indexer::PreparedDocument> members = std::move(file.members);
  documents.push_back(document_of(full, std::move(file)));
  for (indexer::PreparedDocument& member : members) documents.push_back(document_of(full, std::move(member)));
  return documents;
}

}  // namespace

ReadFile file_reader(const std::vector<Filter>& filters) {
  auto started = std::make_shared<std::vector<std::unique_ptr<indexer::ReaderProcess>>>();
  return [started, filters](const std::string& path, const Root& root) -> Result<std::vector<DocumentText>> {
    if (started->empty()) {
      auto readers = indexer::make_readers(1, filters, {});
      if (!readers) return tl::unexpected<Error>(std::move(readers.error()));
      *started = std::move(*readers);
    }
    return read_documents(path, root, *started->front());
  };
}

}  // namespace pilcrow
