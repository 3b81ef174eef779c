// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/prepare.h"

#include <exception>
#include <filesystem>
#include <new>
#include <utility>

#include "core/store/paths.h"
#include "indexer/file_types.h"
#include "indexer/known_files.h"
#include "indexer/read_file.h"

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

void give_up(PreparedFile& file, std::string reason, bool try_again) {
  file.texts.clear();
  file.entry.paragraphs.clear();
  file.members.clear();
  file.entry.outcome = FileOutcome::failed;
  file.entry.problem = std::move(reason);
  file.unreadable = try_again;
  // Whatever it holds, the next run takes it for something else.
  if (try_again) file.entry.hash = {};
}

/// What a reader found, with what only we know.
FileEntry completed(FileEntry found, const FileEntry& file) {
  found.path = file.path;
  set_stamp(found, stamp_of(file));
  found.readers = file.readers;
  if (found.member.empty()) found.hash = file.hash;
  return found;
}

void read_documents(const Root& root, const std::string& name, const MemoryFile& bytes, DocumentReader& reader,
                    PreparedFile& file) {
  ReadRequest request;
  request.name = name;
  request.language = root.language;
  request.hidden = root.hidden;
  request.bounds.member_bytes = root.max_file_size;
  const auto done = reader.read(std::move(request), bytes, [&](ReadPart&& part) {
    const bool is_file = part.entry.member.empty();
    PreparedDocument& document = is_file ? file : file.members.emplace_back();
    document.entry = completed(std::move(part.entry), file.entry);
    document.texts = std::move(part.texts);
  });
  if (!done) give_up(file, done.error().reason, done.error().try_again);
}

}  // namespace

PreparedFile unread_file(const WalkedFile& file, std::string reason, bool skipped) {
  PreparedFile prepared;
  FileEntry& entry = prepared.entry;
  entry.path = file.path;
  set_stamp(entry, file.stamp);
  entry.readers = readers_version;
  entry.outcome = skipped ? FileOutcome::skipped : FileOutcome::failed;
  entry.problem = std::move(reason);
  prepared.unreadable = !skipped;
  return prepared;
}

PreparedFile prepare_file(const Root& root, const WalkedFile& file, DocumentReader& reader,
                          const std::function<bool(const text::Hash128&)>& is_known) {
  const std::filesystem::path path = store::path_below(root.path, file.path);
  const std::string name = path.filename().string();
  if (!file.problem.empty()) return unread_file(file, file.problem, file.skipped);
  PreparedFile prepared = unread_file(file, std::string(unread_by_name(name)), true);
  if (!prepared.entry.problem.empty() && !reader.converts(name)) return prepared;
  prepared.entry.problem.clear();
  prepared.entry.outcome = FileOutcome::indexed;
  try {
    // The root itself may be a link: whoever named it meant what it leads to.
    const auto read = read_file(path, root.max_file_size, root.follow_links || file.path.empty());
    if (!read) {
      give_up(prepared, read.error(), true);
      return prepared;
    }
    set_stamp(prepared.entry, read->stamp);
    const std::string_view bytes = read->bytes.bytes();
    prepared.bytes_read = bytes.size();
    prepared.entry.hash = text::hash128(bytes);
    prepared.same_content = is_known(prepared.entry.hash);
    if (!prepared.same_content) read_documents(root, name, read->bytes, reader, prepared);
  } catch (const std::bad_alloc&) {
    // Next time there may be more: what was indexed stays, and the file is tried again.
    give_up(prepared, "too large for the memory there is", true);
  } catch (const std::exception& error) {
    give_up(prepared, error.what(), false);
  }
  return prepared;
}

}  // namespace pilcrow::indexer
