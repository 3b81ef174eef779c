// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/glass_reader.h"

#include <algorithm>
#include <utility>

#include "core/store/bytes.h"
#include "core/store/small_file.h"

namespace pilcrow::store {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view version_magic = "\x0f\x0dXapian Glass\x04\x6e"sv;
constexpr std::size_t uuid_size = 16;
constexpr std::string_view length_key = "\0\xe0"sv;
constexpr std::string_view metadata_prefix = "\0\xc0"sv;
constexpr std::string_view value_prefix = "\0\xd8"sv;

constexpr std::size_t kept_postlist_blocks = 2048;
constexpr std::size_t kept_docdata_blocks = 2048;

/// So that bytes sort as numbers do: the longer, the more ones the first byte begins with.
void append_sortable(std::string& out, std::uint32_t value) {
  const auto bytes = [&](std::uint32_t mark, int count) {
    out += static_cast<char>(mark | (count > 4 ? 0 : value >> (8 * (count - 1))));
    for (int i = count - 2; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  };
  if (value < 0x8000) {
    bytes(0, 2);
  } else if (value < 0x400000) {
    bytes(0x80, 3);
  } else if (value < 0x20000000) {
    bytes(0xC0, 4);
  } else {
    bytes(0xE0, 5);
  }
}

/// The whole of `bytes` as such a number.
std::uint32_t read_sortable(std::string_view bytes) {
  if (bytes.size() < 2 || bytes.size() > 5) throw UnreadableTable();
  static constexpr std::uint32_t masks[] = {0x7F, 0x3F, 0x1F, 0x0F};
  std::uint64_t value = static_cast<unsigned char>(bytes.front()) & masks[bytes.size() - 2];
  for (const char byte : bytes.substr(1)) value = value << 8 | static_cast<unsigned char>(byte);
  if (value > UINT32_MAX) throw UnreadableTable();
  return static_cast<std::uint32_t>(value);
}

std::string key_of(std::string_view term) {
  std::string key;
  key.reserve(term.size() + 8);
  for (const char c : term) {
    key += c;
    if (c == '\0') key += '\xff';
  }
  return key;
}

/// A reader whose errors throw.
std::uint32_t number_from(ByteReader& in) {
  const std::uint32_t value = in.varint32();
  if (!in.ok()) throw UnreadableTable();
  return value;
}

}  // namespace

Postings::Postings(GlassTable& table, std::string_view term) : cursor_(table), key_(key_of(term)), later_(key_) {
  later_ += '\0';
  begin();
}

Postings::Postings(GlassTable& table, OfLengths) : cursor_(table), key_(length_key), later_(key_) {
  begin();
}

void Postings::begin() {
  if (!cursor_.seek(key_)) {
    finish();
    return;
  }
  ByteReader in(cursor_.tag());
  count_ = number_from(in);
  occurrences_ = number_from(in);
  const std::uint32_t before_first = number_from(in);
  if (before_first >= end - 1) throw UnreadableTable();
  read_chunk(in.rest(), before_first + 1);
  most_often_ = count_ < 2 ? occurrences_ : std::max(wdf_, occurrences_ - std::min(occurrences_, wdf_));
}

void Postings::finish() {
  document_ = end;
  last_in_chunk_ = end;
  at_ = stop_ = nullptr;
  last_chunk_ = true;
}

void Postings::next_chunk() {
  if (last_chunk_) {
    finish();
  } else {
    const std::uint32_t last = last_in_chunk_;
    if (!cursor_.next()) throw UnreadableTable();
    read_later_chunk();
    if (document_ <= last) throw UnreadableTable();  // else a damaged table may be walked for ever
  }
}

/// To the chunk that holds this document or what would stand before it; most often it is the next.
void Postings::go_to_chunk(std::uint32_t document) {
  next_chunk();
  if (document <= last_in_chunk_) return;
  if (last_chunk_) {
    finish();
    return;
  }
  std::string key = later_;
  append_sortable(key, document);
  cursor_.seek(key);
  read_later_chunk();
}

void Postings::read_later_chunk() {
  const std::string_view key = cursor_.key();
  if (!key.starts_with(later_)) throw UnreadableTable();
  const std::uint32_t first = read_sortable(key.substr(later_.size()));
  read_chunk(cursor_.tag(), first);
}

/// Leaves it at the first posting of the chunk.
void Postings::read_chunk(std::string_view chunk, std::uint32_t first) {
  if (chunk.empty() || first == 0) throw UnreadableTable();
  last_chunk_ = chunk.front() == '1';
  at_ = reinterpret_cast<const unsigned char*>(chunk.data()) + 1;
  stop_ = at_ + chunk.size() - 1;
  const std::uint32_t span = number();
  if (span >= end - first) throw UnreadableTable();
  last_in_chunk_ = first + span;
  document_ = first;
  wdf_ = number();
}

std::uint32_t Postings::long_number() {
  std::uint64_t value = 0;
  for (int shift = 0; at_ != stop_ && shift < 35; shift += 7) {
    const std::uint32_t byte = *at_++;
    value |= std::uint64_t{byte & 0x7F} << shift;
    if (byte >= 0x80) continue;
    if (value > UINT32_MAX) break;
    return static_cast<std::uint32_t>(value);
  }
  throw UnreadableTable();
}

void Lengths::load(std::uint32_t number) {
  page_ = UINT32_MAX;
  Page& page = kept_[number % kept_.size()];
  if (page.number != number) {
    page.number = UINT32_MAX;
    if (page.lengths == nullptr) page.lengths = std::make_unique_for_overwrite<std::uint32_t[]>(page_size);
    std::fill_n(page.lengths.get(), page_size, 0);
    const std::uint32_t begin = number * page_size;
    const std::uint64_t stop = std::uint64_t{begin} + page_size;
    if (!list_ || list_->document() > begin) list_.emplace(table_, Postings::OfLengths());
    list_->skip_to(begin);
    list_->copy_until(begin, stop, page.lengths.get());
    page.number = number;
  }
  lengths_ = page.lengths.get();
  page_ = number;
}

GlassReader::GlassReader(const std::filesystem::path& folder, const Version& version)
    : statistics_(version.statistics),
      postlist_(folder / "postlist.glass", version.postlist, version.revision, kept_postlist_blocks),
      docdata_(folder / "docdata.glass", version.docdata, version.revision, kept_docdata_blocks),
      lengths_(postlist_) {}

std::shared_ptr<GlassReader> GlassReader::open(const std::filesystem::path& folder, std::uint64_t revision) {
  const auto iamglass = read_small_file(folder / "iamglass");
  if (!iamglass) return nullptr;
  try {
    const Version version = parse(*iamglass);
    if (version.revision != revision) return nullptr;
    return std::shared_ptr<GlassReader>(new GlassReader(folder, version));
  } catch (const UnreadableTable&) {
    return nullptr;
  }
}

GlassReader::Version GlassReader::parse(std::string_view iamglass) {
  if (!iamglass.starts_with(version_magic)) throw UnreadableTable();
  ByteReader in(iamglass.substr(version_magic.size()));
  in.raw(uuid_size);
  Version version;
  version.revision = number_from(in);
  for (const int table : {0, 1, 2, 3, 4, 5}) {
    TableRoot root;
    root.block = number_from(in);
    const std::uint32_t flags = number_from(in);
    root.empty = (flags & 1) != 0;
    root.level = flags >> 2;
    in.varint();  // entries
    root.block_size = std::size_t{number_from(in)} << 11;
    in.varint();  // the least size that is compressed
    in.string();  // free blocks
    if (root.level >= most_levels || root.block_size == 0 || root.block_size > 65536) throw UnreadableTable();
    if (table == 0) version.postlist = root;
    if (table == 1) version.docdata = root;
  }
  GlassStatistics& statistics = version.statistics;
  statistics.documents = number_from(in);
  const std::uint64_t last = std::uint64_t{statistics.documents} + number_from(in);
  statistics.least_length = number_from(in);
  statistics.most_often = number_from(in);
  in.varint();  // greatest length
  in.varint();  // oldest changeset
  statistics.total_length = in.varint();
  if (!in.ok() || last >= Postings::end || statistics.documents == 0) throw UnreadableTable();
  statistics.last_document = static_cast<std::uint32_t>(last);
  return version;
}

std::string GlassReader::metadata(std::string_view key) {
  TableCursor cursor(postlist_);
  return cursor.seek(std::string(metadata_prefix).append(key)) ? std::string(cursor.tag()) : std::string();
}

std::string GlassReader::value(std::uint32_t slot, std::uint32_t document) {
  if (slot >= 0x80) throw UnreadableTable();  // its number would take two bytes
  std::string key(value_prefix);
  key += static_cast<char>(slot);
  const std::size_t prefix = key.size();
  append_sortable(key, document);
  TableCursor cursor(postlist_);
  cursor.seek(key);
  if (cursor.key().substr(0, prefix) != std::string_view(key).substr(0, prefix)) return {};
  std::uint32_t at = read_sortable(cursor.key().substr(prefix));
  std::string_view rest = cursor.tag();
  while (at < document) {
    // The value, and how far it is to the next document: most lengths and distances take a byte.
    const std::size_t size = rest.empty() ? 0x80 : static_cast<unsigned char>(rest.front());
    if (size < 0x80 && size + 1 < rest.size() && static_cast<unsigned char>(rest[size + 1]) < 0x80) {
      at += static_cast<unsigned char>(rest[size + 1]) + 1U;
      rest.remove_prefix(size + 2);
      continue;
    }
    ByteReader in(rest);
    in.raw(in.varint());
    if (!in.ok()) throw UnreadableTable();
    if (in.rest().empty()) return {};
    at += number_from(in) + 1;
    rest = in.rest();
  }
  if (at != document) return {};
  ByteReader in(rest);
  const std::string_view value = in.raw(in.varint());
  if (!in.ok()) throw UnreadableTable();
  return std::string(value);
}

std::string GlassReader::document_key(std::uint32_t document) {
  std::string key;
  append_sortable(key, document);
  return key;
}

}  // namespace pilcrow::store
