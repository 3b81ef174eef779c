// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/protocol.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/store/bytes.h"
#include "core/store/citation.h"
#include "core/store/paragraph_record.h"
#include "core/text/utf8.h"
#include "indexer/handed_over.h"
#include "indexer/indexed_as.h"

namespace pilcrow::indexer {
namespace {

using store::ByteReader;
using store::ByteWriter;
using store::FileEntry;

/// What a part takes beside its texts, as it is sent: rows, trails, labels. Far more than any reader makes.
constexpr std::uint64_t entry_bytes = 128ULL << 20;
/// What the parts of a file take beside their texts, in memory, where all are held until the last has come.
constexpr std::uint64_t most_memory = 2ULL << 30;
constexpr std::size_t longest_member = 16U << 10;
constexpr std::size_t longest_heading = 64U << 10;
constexpr std::size_t most_headings = 100;  // in one trail
constexpr std::size_t longest_word = 64;    // the name of a reader, an encoding, a language
// Of all rows of a part, or of a file: each is indexed with its trail.
constexpr std::uint64_t most_trail_bytes = 1ULL << 30;
constexpr std::uint64_t most_trail_bytes_of_file = 8ULL << 30;

bool is_word(std::string_view text) {
  return text.size() <= longest_word &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
}

bool is_line(std::string_view text) {
  return text.size() <= longest_heading && text::is_utf8(text);
}

/// Relative, and without what leads elsewhere.
bool is_harmless(std::string_view path) {
  if (path.size() > longest_member || !text::is_utf8(path) || path.find('\0') != path.npos) return false;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view name = path.substr(0, end);
    if (name.empty() || name == "." || name == "..") return false;
    if (end + 1 == path.size()) return false;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return true;
}

/// An object that everybody can afford to take apart.
bool is_meta(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() > longest_meta + deepest_json || text.front() != '{') return false;
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && (text[i] == '{' || text[i] == '[')) {
      if (++depth > deepest_json) return false;
    } else if (!in_string && (text[i] == '}' || text[i] == ']')) {
      --depth;
    }
  }
  return nlohmann::json::accept(text);
}

std::uint64_t memory_of(const std::vector<std::string>& strings) {
  std::uint64_t size = 0;
  for (const std::string& string : strings) size += sizeof(std::string) + string.size();
  return size;
}

std::uint64_t memory_of(const ReadPart& part) {
  const FileEntry& entry = part.entry;
  std::uint64_t size = sizeof part + entry.member.size() + entry.path.size() + entry.problem.size() +
                       entry.title.size() + entry.meta.size() + memory_of(entry.other_languages) +
                       memory_of(entry.page_labels) + memory_of(part.unknown_members) +
                       part.texts.size() * sizeof(std::string) + entry.paragraphs.size() * sizeof(store::ParagraphRow);
  for (const auto& trail : entry.trails) size += sizeof(std::vector<std::string>) + memory_of(trail);
  for (const auto& row : entry.paragraphs) size += row.pages ? row.pages->breaks.size() * sizeof(std::uint32_t) : 0;
  return size;
}

bool is_plausible(const FileEntry& entry) {
  const auto all = [](const auto& values, auto&& is_good) {
    return std::all_of(values.begin(), values.end(), is_good);
  };
  return is_harmless(entry.member) && is_line(entry.problem) && entry.title.size() <= store::longest_text &&
         text::is_utf8(entry.title) && is_word(entry.language) && is_word(entry.encoding) && is_word(entry.type) &&
         all(entry.other_languages, is_word) && all(entry.page_labels, is_line) &&
         all(entry.trails, [&](const auto& trail) { return trail.size() <= most_headings && all(trail, is_line); }) &&
         is_meta(entry.meta);
}

/// Where the row says that it stands, and that its hashes are those of its text: the update believes them.
bool is_plausible(const FileEntry& entry, const store::ParagraphRow& row, const std::string& text) {
  if (text.size() > store::longest_text || !text::is_utf8(text)) return false;
  if (row.bytes.begin > row.bytes.end || row.lines.first > row.lines.last || row.trail >= entry.trails.size())
    return false;
  if (row.pages) {
    const auto& breaks = row.pages->breaks;
    if (!std::is_sorted(breaks.begin(), breaks.end()) || (!breaks.empty() && breaks.back() > text.size())) return false;
    if (breaks.size() > std::numeric_limits<std::uint32_t>::max() - row.pages->first) return false;
  }
  return row.content == store::content_hash(text) && row.indexed_as == indexed_as(entry, row, text);
}

}  // namespace

std::string encode(const ReadRequest& request) {
  ByteWriter out;
  out.string(request.name);
  out.string(request.language);
  out.string(request.format);
  out.byte(request.hidden ? 1 : 0);
  out.varint(request.filtered.size());
  for (const auto& extension : request.filtered) out.string(extension);
  const Bounds& bounds = request.bounds;
  out.varint(static_cast<std::uint64_t>(bounds.depth));
  for (const std::uint64_t bound : {bounds.members, bounds.member_bytes, bounds.total_bytes, bounds.ratio,
                                    bounds.always_unpacked, bounds.text_bytes}) {
    out.varint(bound);
  }
  return out.take();
}

std::optional<ReadRequest> decode_request(std::string_view bytes) {
  ByteReader in(bytes);
  ReadRequest request;
  request.name = in.string();
  request.language = in.string();
  request.format = in.string();
  request.hidden = in.byte() != 0;
  request.filtered.resize(in.count(1));
  for (auto& extension : request.filtered) extension = in.string();
  Bounds& bounds = request.bounds;
  bounds.depth = static_cast<int>(in.varint());
  for (std::uint64_t* bound : {&bounds.members, &bounds.member_bytes, &bounds.total_bytes, &bounds.ratio,
                               &bounds.always_unpacked, &bounds.text_bytes}) {
    *bound = in.varint();
  }
  if (!in.ok() || !in.rest().empty()) return {};
  return request;
}

std::string encode(ReadPart& part) {
  FileEntry& entry = part.entry;
  ByteWriter out;
  out.string(std::exchange(entry.member, {}));
  // What is stored has documents, which nobody gave it yet.
  for (std::size_t i = 0; i < entry.paragraphs.size(); ++i)
    entry.paragraphs[i].document = static_cast<std::uint32_t>(i + 1);
  out.string(store::encode(entry));
  out.varint(part.texts.size());
  for (const auto& text : part.texts) out.string(text);
  out.string(part.to_filter);
  out.varint(part.line);
  out.byte(part.deleted ? 1 : 0);
  out.varint(part.unknown_members.size());
  for (const auto& member : part.unknown_members) out.string(member);
  return out.take();
}

std::optional<ReadPart> decode_part(std::string_view bytes) {
  ByteReader in(bytes);
  ReadPart part;
  std::string name = in.string();
  const std::string_view encoded = in.raw(in.varint());
  if (encoded.size() > entry_bytes) return {};  // what is decoded takes many times the bytes that say it
  auto entry = store::decode_file_entry(0, encoded);
  if (!entry) return {};
  part.entry = std::move(*entry);
  part.entry.member = std::move(name);
  for (auto& row : part.entry.paragraphs) row.document = 0;
  if (in.count(1) != part.entry.paragraphs.size()) return {};
  part.texts.resize(part.entry.paragraphs.size());
  for (auto& text : part.texts) text = in.string();
  part.to_filter = in.string();
  part.line = in.varint();
  part.deleted = in.byte() != 0;
  const std::size_t unknown = in.count(1);
  if (unknown > most_unknown_members) return {};
  part.unknown_members.resize(unknown);
  for (auto& member : part.unknown_members) member = in.string();
  if (!in.ok() || !in.rest().empty()) return {};
  return part;
}

std::string message_head(Mark mark, std::size_t size) {
  ByteWriter out;
  out.byte(static_cast<std::uint8_t>(mark));
  out.fixed64(size);
  return out.take();
}

std::optional<MessageHead> decode_message_head(std::string_view bytes) {
  ByteReader in(bytes);
  const auto mark = static_cast<Mark>(in.byte());
  const std::uint64_t size = in.fixed64();
  if (!in.ok()) return {};
  switch (mark) {
    case Mark::part:
      return MessageHead{mark, size};
    case Mark::ready:
    case Mark::done:
    case Mark::out_of_memory:
      if (size == 0) return MessageHead{mark, size};
  }
  return {};
}

std::uint64_t AnswerCheck::largest_message() const {
  const Bounds& bounds = request_.bounds;
  // A file that is to be filtered is handed back as it is.
  const std::uint64_t filtered = std::max(bounds.member_bytes, file_size_);
  return entry_bytes + filtered + (bounds.text_bytes - std::min(text_bytes_, bounds.text_bytes));
}

bool AnswerCheck::accepts_bytes_of(const ReadPart& part) {
  for (const auto& text : part.texts) text_bytes_ += text.size();
  filter_bytes_ += part.to_filter.size();
  memory_ += memory_of(part);
  return text_bytes_ <= request_.bounds.text_bytes && filter_bytes_ <= request_.bounds.total_bytes + file_size_ &&
         memory_ <= most_memory;
}

/// A document handed over has a line and a URI of its own, and no member; any other neither.
bool AnswerCheck::accepts_place_of(const ReadPart& part) {
  const FileEntry& entry = part.entry;
  if (request_.format != documents_format) {
    return entry.path.empty() && part.line == 0 && !part.deleted && part.unknown_members.empty() &&
           (entry.member.empty() ? !std::exchange(has_file_, true) : members_.insert(entry.member).second);
  }
  const bool has_uri = is_uri(entry.path) || (entry.path.empty() && entry.outcome == store::FileOutcome::failed);
  const bool is_next = part.line > std::exchange(last_line_, part.line) && part.line <= file_size_;
  return has_uri && is_next && entry.member.empty() && part.to_filter.empty() &&
         std::all_of(part.unknown_members.begin(), part.unknown_members.end(), is_line);
}

bool AnswerCheck::accepts(const ReadPart& part) {
  const FileEntry& entry = part.entry;
  if (!accepts_bytes_of(part) || !is_plausible(entry) || !accepts_place_of(part)) return false;
  if (entry.number != 0 || entry.root != 0 || entry.holder != 0) return false;
  if (!part.to_filter.empty() && (request_.filtered.empty() || !entry.paragraphs.empty())) return false;
  if (members_.size() > request_.bounds.members) return false;
  std::vector<std::uint64_t> trail_bytes;
  for (const auto& trail : entry.trails) {
    std::uint64_t size = entry.title.size();
    for (const auto& heading : trail) size += heading.size();
    trail_bytes.push_back(size);
  }
  std::uint64_t of_part = 0;
  for (std::size_t i = 0; i < part.texts.size(); ++i) {
    const store::ParagraphRow& row = entry.paragraphs[i];
    // Of a document inside it, nobody knows here how many bytes it has, nor of the file that one handed over once was.
    const bool of_file = !entry.bytes_of_extracted && entry.member.empty() && request_.format != documents_format;
    if (of_file && row.bytes.end > file_size_) return false;
    if (row.trail < trail_bytes.size()) of_part += trail_bytes[row.trail];
    if (of_part > most_trail_bytes || !is_plausible(entry, row, part.texts[i])) return false;
  }
  trail_bytes_ += of_part;
  return trail_bytes_ <= most_trail_bytes_of_file;
}

}  // namespace pilcrow::indexer
