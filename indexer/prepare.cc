// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/prepare.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <map>
#include <new>
#include <utility>

#include "core/store/citation.h"
#include "core/store/paths.h"
#include "indexer/decode.h"
#include "indexer/format/format.h"
#include "indexer/language_detection.h"
#include "indexer/paragraphs.h"
#include "indexer/read_file.h"

namespace pilcrow::indexer {
namespace {

using store::FileEntry;
using store::FileOutcome;

constexpr std::size_t declaration_reach = 4096;  // HTML: a meta charset stands in the first 1024 bytes

void set_stamp(FileEntry& entry, const FileStamp& stamp) {
  entry.size = stamp.size;
  entry.mtime_ns = stamp.mtime_ns;
  entry.inode = stamp.inode;
}

void give_up(FileEntry& entry, FileOutcome outcome, std::string reason) {
  entry.outcome = outcome;
  entry.problem = std::move(reason);
}

/// Blocks → paragraphs → rows and texts.
void split(const Root& root, const Document& document, const DecodedText& decoded, PreparedFile& file) {
  FileEntry& entry = file.entry;
  std::vector<Paragraph> paragraphs = to_paragraphs(document, decoded.text());
  entry.title = document.title;
  entry.date = document.date;
  Languages languages = root.language.empty()
                            ? detect_languages(paragraphs, document.language)
                            : Languages{root.language, {}, std::vector<std::uint32_t>(paragraphs.size())};
  entry.language = std::move(languages.document);
  entry.other_languages = std::move(languages.others);
  std::map<std::vector<std::string>, std::uint32_t> trails;
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    Paragraph& paragraph = paragraphs[i];
    store::ParagraphRow row;
    row.bytes = decoded.bytes(paragraph.source);
    row.lines = decoded.lines(paragraph.source);
    row.content = store::content_hash(paragraph.text);
    const auto [trail, is_new] =
        trails.try_emplace(std::move(paragraph.headings), static_cast<std::uint32_t>(entry.trails.size()));
    if (is_new) entry.trails.push_back(trail->first);
    row.trail = trail->second;
    row.language = languages.paragraphs[i];
    row.indexed_as = indexed_as(entry, row, paragraph.text);
    entry.paragraphs.push_back(std::move(row));
    file.texts.push_back(std::move(paragraph.text));
  }
}

void parse(const Root& root, const std::string& name, std::string_view bytes, PreparedFile& file) {
  FileEntry& entry = file.entry;
  auto decoded = decode(bytes, declared_encoding(name, bytes.substr(0, declaration_reach)));
  if (!decoded) return give_up(entry, FileOutcome::skipped, decoded.error());
  entry.encoding = decoded->encoding();
  std::string reason;
  const Format* format = format_for(name, decoded->text(), reason);
  if (format == nullptr) return give_up(entry, FileOutcome::skipped, reason);
  entry.type = format->name;
  const auto document = format->read(decoded->text());
  if (!document) return give_up(entry, FileOutcome::failed, document.error());
  if (document->blocks.size() > most_blocks) {
    return give_up(entry, FileOutcome::failed, "more than " + std::to_string(most_blocks) + " paragraphs");
  }
  split(root, *document, *decoded, file);
}

}  // namespace

std::uint64_t indexed_as(const FileEntry& entry, const store::ParagraphRow& row, const std::string& text) {
  const std::vector<std::string>& headings = entry.trails[row.trail];
  std::uint64_t hash = text::hash64(entry.language, text::hash64(entry.type));
  hash = text::hash64(store::language_of(entry, row), hash);
  hash = text::hash64(entry.title, hash);
  for (const auto& heading : headings) hash = text::hash64(heading, hash);
  return text::hash64(text, hash + headings.size());
}

PreparedFile unread_file(const WalkedFile& file, std::string reason, bool skipped) {
  PreparedFile prepared;
  FileEntry& entry = prepared.entry;
  entry.path = file.path;
  set_stamp(entry, file.stamp);
  entry.readers = readers_version;
  give_up(entry, skipped ? FileOutcome::skipped : FileOutcome::failed, std::move(reason));
  prepared.unreadable = !skipped;
  return prepared;
}

PreparedFile prepare_file(const Root& root, const WalkedFile& file,
                          const std::function<bool(const text::Hash128&)>& is_known) {
  const std::filesystem::path path = store::path_below(root.path, file.path);
  const std::string name = path.filename().string();
  if (!file.problem.empty()) return unread_file(file, file.problem, file.skipped);
  PreparedFile prepared = unread_file(file, std::string(unread_by_name(name)), true);
  if (!prepared.entry.problem.empty()) return prepared;
  prepared.entry.outcome = FileOutcome::indexed;
  try {
    // The root itself may be a link: whoever named it meant what it leads to.
    const auto read = read_file(path, root.max_file_size, root.follow_links || file.path.empty());
    if (!read) {
      give_up(prepared.entry, FileOutcome::failed, read.error());
      prepared.unreadable = true;
      return prepared;
    }
    set_stamp(prepared.entry, read->stamp);
    prepared.bytes_read = read->bytes.size();
    prepared.entry.hash = text::hash128(read->bytes);
    prepared.same_content = is_known(prepared.entry.hash);
    if (!prepared.same_content) parse(root, name, read->bytes, prepared);
  } catch (const std::exception& error) {
    const bool memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    prepared.texts.clear();
    prepared.entry.paragraphs.clear();
    give_up(prepared.entry, FileOutcome::failed, memory ? "too large for the memory there is" : error.what());
    if (memory) {
      // Next time there may be more: what was indexed stays, and the file is tried again.
      prepared.unreadable = true;
      prepared.entry.hash = {};
    }
  }
  return prepared;
}

}  // namespace pilcrow::indexer
