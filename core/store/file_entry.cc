// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/file_entry.h"

#include <algorithm>
#include <utility>

#include "core/store/bytes.h"
#include "core/text/hash.h"

namespace pilcrow::store {
namespace {

// Part of the index format: on any change raise schema_version.
constexpr std::uint8_t entry_version = 5;
constexpr std::uint8_t flag_extracted = 1;
constexpr std::uint8_t flag_pages = 2;
constexpr std::uint8_t flag_dated = 4;
constexpr std::uint8_t flag_member = 8;
constexpr std::uint8_t flag_minor = 16;
constexpr std::uint8_t flag_meta = 32;
constexpr std::uint8_t all_flags = 63;
constexpr std::size_t least_row = 22;  // bytes
constexpr std::size_t checksum_size = 8;

std::int64_t difference(std::uint64_t now, std::uint64_t before) {
  return static_cast<std::int64_t>(now - before);
}

tl::unexpected<Error> damaged(std::uint32_t number) {
  return failure(ErrorCode::index_corrupt, "its entry of file " + std::to_string(number) + " cannot be read");
}

struct DecodedHead {
  FileHead head;
  std::uint8_t flags = 0;
  bool ok = false;
};

DecodedHead decode_head(std::uint32_t number, ByteReader& in) {
  DecodedHead out;
  FileHead& head = out.head;
  head.number = number;
  const bool known_version = in.byte() == entry_version;
  out.flags = in.byte();
  const std::uint8_t outcome = in.byte();
  head.outcome = static_cast<FileOutcome>(outcome);
  head.root = in.varint32();
  head.path = in.string();
  if ((out.flags & flag_member) != 0) {
    head.member = in.string();
    head.holder = in.varint32();
  }
  head.size = in.varint();
  head.mtime_ns = in.signed_varint();
  head.inode = in.varint();
  const std::string_view hash = in.raw(head.hash.size());
  std::copy(hash.begin(), hash.end(), head.hash.begin());
  head.readers = in.varint32();
  const bool dated = (out.flags & flag_dated) != 0;
  const std::int64_t day = dated ? in.signed_varint() : 0;
  if (dated) head.date = text::Day{static_cast<std::int32_t>(day)};
  head.paragraph_count = in.count(least_row);
  out.ok = known_version && out.flags <= all_flags && outcome <= 2 && day >= text::first_day.number &&
           day <= text::last_day.number && in.ok();
  return out;
}

}  // namespace

FileHead head_of(const FileEntry& entry) {
  return {entry.number,   entry.root,  entry.path, entry.member,  entry.holder, entry.outcome,          entry.size,
          entry.mtime_ns, entry.inode, entry.hash, entry.readers, entry.date,   entry.paragraphs.size()};
}

std::optional<PageRange> pages_of(const FileEntry& entry, const ParagraphRow& row, std::size_t offset) {
  if (!row.pages) return {};
  const auto label = [&](std::uint32_t page) {
    const std::size_t at = page - 1U;  // of page 0, which only damage makes, none
    const bool known = at < entry.page_labels.size() && !entry.page_labels[at].empty();
    return known ? entry.page_labels[at] : std::to_string(page);
  };
  const auto& breaks = row.pages->breaks;
  const auto before = std::upper_bound(breaks.begin(), breaks.end(), offset) - breaks.begin();
  PageRange pages;
  pages.first = row.pages->first;
  pages.last = pages.first + static_cast<std::uint32_t>(breaks.size());
  pages.label = label(pages.first);
  pages.cited = pages.first + static_cast<std::uint32_t>(before);
  pages.cited_label = label(pages.cited);
  return pages;
}

text::Day day_of(const FileHead& file) {
  return file.date ? *file.date : text::day_at(file.mtime_ns);
}

text::Day day_of(const FileEntry& file) {
  return file.date ? *file.date : text::day_at(file.mtime_ns);
}

const std::string& language_of(const FileEntry& entry, const ParagraphRow& row) {
  return row.language == 0 || row.language > entry.other_languages.size() ? entry.language
                                                                          : entry.other_languages[row.language - 1];
}

std::string encode(const FileEntry& entry) {
  const bool pages = std::any_of(entry.paragraphs.begin(), entry.paragraphs.end(),
                                 [](const ParagraphRow& row) { return row.pages.has_value(); });
  const bool minor =
      std::any_of(entry.paragraphs.begin(), entry.paragraphs.end(), [](const ParagraphRow& row) { return row.minor; });
  const auto flag = [](bool set, std::uint8_t value) { return set ? value : std::uint8_t{0}; };
  ByteWriter out;
  out.byte(entry_version);
  out.byte(static_cast<std::uint8_t>(flag(entry.bytes_of_extracted, flag_extracted) | flag(pages, flag_pages) |
                                     flag(entry.date.has_value(), flag_dated) | flag(entry.holder != 0, flag_member) |
                                     flag(minor, flag_minor) | flag(!entry.meta.empty(), flag_meta)));
  out.byte(static_cast<std::uint8_t>(entry.outcome));
  out.varint(entry.root);
  out.string(entry.path);
  if (entry.holder != 0) {
    out.string(entry.member);
    out.varint(entry.holder);
  }
  out.varint(entry.size);
  out.signed_varint(entry.mtime_ns);
  out.varint(entry.inode);
  out.raw({reinterpret_cast<const char*>(entry.hash.data()), entry.hash.size()});
  out.varint(entry.readers);
  if (entry.date) out.signed_varint(entry.date->number);
  out.varint(entry.paragraphs.size());
  // So far the head.
  out.string(entry.problem);
  out.signed_varint(entry.read_unix_seconds);
  out.string(entry.title);
  out.string(entry.language);
  out.string(entry.encoding);
  out.string(entry.type);
  out.varint(entry.other_languages.size());
  for (const auto& language : entry.other_languages) out.string(language);
  if (pages) {
    out.varint(entry.page_labels.size());
    for (const auto& label : entry.page_labels) out.string(label);
  }
  if (!entry.meta.empty()) out.string(entry.meta);
  out.varint(entry.trails.size());
  for (const auto& trail : entry.trails) {
    out.varint(trail.size());
    for (const auto& heading : trail) out.string(heading);
  }
  // Documents, bytes and lines ascend almost always, so differences are small.
  ParagraphRow before;
  before.lines = {0, 0};
  for (const ParagraphRow& row : entry.paragraphs) {
    out.signed_varint(difference(row.document, before.document));
    out.signed_varint(difference(row.bytes.begin, before.bytes.end));
    out.varint(row.bytes.end - row.bytes.begin);
    out.signed_varint(difference(row.lines.first, before.lines.last));
    out.varint(row.lines.last - row.lines.first);
    out.varint(row.trail);
    if (!entry.other_languages.empty()) out.varint(row.language);
    out.fixed64(row.content);
    out.fixed64(row.indexed_as);
    if (minor) out.byte(row.minor ? 1 : 0);
    if (pages) {
      out.varint(row.pages ? row.pages->first : 0);
      if (row.pages) {
        out.varint(row.pages->breaks.size());
        std::uint32_t offset = 0;
        for (const std::uint32_t next : row.pages->breaks) out.varint(next - std::exchange(offset, next));
      }
    }
    before = row;
  }
  // Xapian's tables have no checksums, and nothing else says what a place or a time should be.
  std::string bytes = out.take();
  ByteWriter checksum;
  checksum.fixed64(text::hash64(bytes));
  return bytes + checksum.take();
}

Result<FileEntry> decode_file_entry(std::uint32_t number, std::string_view bytes) {
  if (bytes.size() < checksum_size) return damaged(number);
  const std::string_view content = bytes.substr(0, bytes.size() - checksum_size);
  if (ByteReader(bytes.substr(content.size())).fixed64() != text::hash64(content)) return damaged(number);
  ByteReader in(content);
  auto [head, flags, ok] = decode_head(number, in);
  FileEntry entry;
  entry.number = number;
  entry.root = head.root;
  entry.path = std::move(head.path);
  entry.member = std::move(head.member);
  entry.holder = head.holder;
  entry.outcome = head.outcome;
  entry.size = head.size;
  entry.mtime_ns = head.mtime_ns;
  entry.inode = head.inode;
  entry.hash = head.hash;
  entry.readers = head.readers;
  entry.date = head.date;
  entry.bytes_of_extracted = (flags & flag_extracted) != 0;
  entry.problem = in.string();
  entry.read_unix_seconds = in.signed_varint();
  entry.title = in.string();
  entry.language = in.string();
  entry.encoding = in.string();
  entry.type = in.string();
  entry.other_languages.resize(in.count(1));
  for (auto& language : entry.other_languages) language = in.string();
  if ((flags & flag_pages) != 0) entry.page_labels.resize(in.count(1));
  for (auto& label : entry.page_labels) label = in.string();
  if ((flags & flag_meta) != 0) entry.meta = in.string();
  entry.trails.resize(in.count(1));
  for (auto& trail : entry.trails) {
    trail.resize(in.count(1));
    for (auto& heading : trail) heading = in.string();
  }
  std::size_t left = ok ? head.paragraph_count : 0;
  entry.paragraphs.reserve(left);
  // A search decodes the entries of all files that it looks at: rows are made where they stay.
  std::uint32_t document = 0;
  std::uint64_t byte = 0;
  std::uint32_t line = 0;
  for (; left > 0 && in.ok(); --left) {
    ParagraphRow& row = entry.paragraphs.emplace_back();
    row.document = document = static_cast<std::uint32_t>(document + static_cast<std::uint64_t>(in.signed_varint()));
    row.bytes.begin = byte + static_cast<std::uint64_t>(in.signed_varint());
    row.bytes.end = byte = row.bytes.begin + in.varint();
    row.lines.first = static_cast<std::uint32_t>(line + static_cast<std::uint64_t>(in.signed_varint()));
    row.lines.last = line = row.lines.first + in.varint32();
    row.trail = in.varint32();
    if (!entry.other_languages.empty()) row.language = in.varint32();
    row.content = in.fixed64();
    row.indexed_as = in.fixed64();
    if ((flags & flag_minor) != 0) row.minor = in.byte() == 1;
    if (const std::uint32_t page = (flags & flag_pages) != 0 ? in.varint32() : 0; page != 0) {
      row.pages = RowPages{page, std::vector<std::uint32_t>(in.count(1))};
      std::uint32_t offset = 0;
      for (auto& next : row.pages->breaks) next = offset += in.varint32();
    }
    ok = ok && row.document != 0 && row.trail < std::max<std::size_t>(entry.trails.size(), 1) &&
         row.language <= entry.other_languages.size();
  }
  if (!ok || !in.ok() || !in.rest().empty()) return damaged(number);
  return entry;
}

Result<FileHead> decode_file_head(std::uint32_t number, std::string_view bytes) {
  ByteReader in(bytes);
  DecodedHead decoded = decode_head(number, in);
  if (!decoded.ok) return damaged(number);
  return std::move(decoded.head);
}

}  // namespace pilcrow::store
