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

/// Goes through the rows of an entry.
class StoredFile::Rows {
 public:
  explicit Rows(const StoredFile& file) : Rows(file, file.first_) {}
  Rows(const StoredFile& file, const Before& before)
      : in_(file.from(before.begin)),
        left_(file.row_count_ - before.number),
        trails_(std::max<std::size_t>(file.trail_count_, 1)),
        languages_(file.entry_.other_languages.size()),
        flags_(file.flags_),
        last_line_(before.line) {
    row_.document = before.document;
    row_.bytes.end = before.byte;
  }

  /// Decodes the next row; false where there is none, or where it cannot be read.
  bool next() {
    if (left_ == 0) return false;
    --left_;
    row_.document = static_cast<std::uint32_t>(row_.document + static_cast<std::uint64_t>(in_.signed_varint()));
    row_.bytes.begin = row_.bytes.end + static_cast<std::uint64_t>(in_.signed_varint());
    row_.bytes.end = row_.bytes.begin + in_.varint();
    row_.lines.first = static_cast<std::uint32_t>(last_line_ + static_cast<std::uint64_t>(in_.signed_varint()));
    row_.lines.last = last_line_ = row_.lines.first + in_.varint32();
    row_.trail = in_.varint32();
    row_.language = languages_ > 0 ? in_.varint32() : 0;
    row_.content = in_.fixed64();
    row_.indexed_as = in_.fixed64();
    row_.minor = (flags_ & flag_minor) != 0 && in_.byte() == 1;
    if ((flags_ & flag_pages) != 0) read_pages();
    ok_ = in_.ok() && row_.document != 0 && row_.trail < trails_ && row_.language <= languages_;
    if (!ok_) left_ = 0;
    return ok_;
  }

  const ParagraphRow& row() const { return row_; }
  /// Whether all were read and nothing stands behind them.
  bool is_whole() const { return ok_ && left_ == 0 && in_.rest().empty(); }

 private:
  void read_pages() {
    row_.pages.reset();
    const std::uint32_t page = in_.varint32();
    if (page == 0) return;
    row_.pages = RowPages{page, std::vector<std::uint32_t>(in_.count(1))};
    std::uint32_t offset = 0;
    for (auto& next : row_.pages->breaks) next = offset += in_.varint32();
  }

  ByteReader in_;
  std::size_t left_;
  std::size_t trails_;
  std::size_t languages_;
  std::uint8_t flags_;
  ParagraphRow row_;
  std::uint32_t last_line_ = 0;
  bool ok_ = true;
};

Result<StoredFile> StoredFile::read(std::uint32_t number, std::string bytes) {
  if (bytes.size() < checksum_size) return damaged(number);
  StoredFile file;
  file.end_ = bytes.size() - checksum_size;
  file.bytes_ = std::move(bytes);
  const std::string_view content = file.from(0);
  if (ByteReader(std::string_view(file.bytes_).substr(file.end_)).fixed64() != text::hash64(content)) {
    return damaged(number);
  }
  ByteReader in(content);
  auto [head, flags, ok] = decode_head(number, in);
  FileEntry& entry = file.entry_;
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
  file.flags_ = flags;
  file.trail_count_ = in.count(1);
  file.trails_begin_ = content.size() - in.rest().size();
  for (std::size_t trail = 0; trail < file.trail_count_; ++trail) {
    for (std::size_t left = in.count(1); left > 0; --left) in.raw(in.varint());
  }
  file.row_count_ = head.paragraph_count;
  file.first_.begin = content.size() - in.rest().size();
  file.last_ = file.first_;
  if (!ok || !in.ok()) return damaged(number);
  return file;
}

std::optional<StoredFile::Found> StoredFile::find(std::uint32_t document) {
  const bool languages = !entry_.other_languages.empty();
  const bool pages = (flags_ & flag_pages) != 0;
  const std::size_t fixed = 2 * sizeof(std::uint64_t) + ((flags_ & flag_minor) != 0 ? 1 : 0);
  Before at = last_;
  ByteReader in(from(at.begin));
  for (std::size_t looked_at = 0; looked_at < row_count_; ++looked_at) {
    if (at.number == row_count_) {
      at = first_;
      in = ByteReader(from(at.begin));
    }
    at.begin = end_ - in.rest().size();
    const auto here = static_cast<std::uint32_t>(at.document + static_cast<std::uint64_t>(in.signed_varint()));
    if (here == document) {
      Rows rows(*this, at);
      if (!rows.next()) return {};
      last_ = at;
      return Found{at.number, rows.row()};
    }
    at.document = here;
    at.byte += static_cast<std::uint64_t>(in.signed_varint());
    at.byte += in.varint();
    at.line = static_cast<std::uint32_t>(at.line + static_cast<std::uint64_t>(in.signed_varint()));
    at.line += in.varint32();
    in.varint();  // trail
    if (languages) in.varint();
    in.raw(fixed);
    if (pages && in.varint() != 0) {
      for (std::size_t left = in.count(1); left > 0; --left) in.varint();
    }
    if (!in.ok()) return {};
    ++at.number;
  }
  return {};
}

std::vector<std::uint32_t> StoredFile::ordinals(const std::vector<std::size_t>& numbers) const {
  // The contents that are counted are known when their last rows are: most often there is one.
  std::vector<std::uint64_t> contents;
  std::vector<std::uint64_t> all;
  Rows rows(*this);
  while (contents.size() < numbers.size() && rows.next()) {
    all.push_back(rows.row().content);
    if (all.size() - 1 == numbers[contents.size()]) contents.push_back(all.back());
  }
  std::vector<std::uint32_t> ordinals;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(numbers[i] + 1);
    ordinals.push_back(static_cast<std::uint32_t>(std::count(all.begin(), end, contents[i])));
  }
  ordinals.resize(numbers.size(), 1);
  return ordinals;
}

Result<std::vector<std::string>> StoredFile::trail(std::uint32_t number) const {
  std::vector<std::string> trail;
  if (number >= trail_count_) return damaged(entry_.number);
  ByteReader in(from(trails_begin_));
  for (std::uint32_t before = 0; before < number; ++before) {
    for (std::size_t left = in.count(1); left > 0; --left) in.raw(in.varint());
  }
  trail.resize(in.count(1));
  for (auto& heading : trail) heading = in.string();
  return trail;
}

Result<std::vector<ParagraphRow>> StoredFile::rows() const {
  std::vector<ParagraphRow> all;
  all.reserve(row_count_);
  Rows rows(*this);
  while (rows.next()) all.push_back(rows.row());
  if (!rows.is_whole()) return damaged(entry_.number);
  return all;
}

Result<FileEntry> StoredFile::whole() const {
  auto rows = this->rows();
  if (!rows) return tl::unexpected<Error>(std::move(rows.error()));
  FileEntry entry = entry_;
  entry.paragraphs = std::move(*rows);
  entry.trails.resize(trail_count_);
  ByteReader in(from(trails_begin_));
  for (auto& trail : entry.trails) {
    trail.resize(in.count(1));
    for (auto& heading : trail) heading = in.string();
  }
  return entry;
}

Result<FileEntry> decode_file_entry(std::uint32_t number, std::string_view bytes) {
  const auto file = StoredFile::read(number, std::string(bytes));
  if (!file) return tl::unexpected<Error>(file.error());
  return file->whole();
}

Result<FileHead> decode_file_head(std::uint32_t number, std::string_view bytes) {
  ByteReader in(bytes);
  DecodedHead decoded = decode_head(number, in);
  if (!decoded.ok) return damaged(number);
  return std::move(decoded.head);
}

}  // namespace pilcrow::store
