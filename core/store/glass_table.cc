// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/glass_table.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace pilcrow::store {
namespace {

// Of a block: its revision (4 bytes), its level, two counts of free bytes (2 each), the end of its directory.
constexpr std::size_t level_at = 4;
constexpr std::size_t directory_end_at = 9;
constexpr std::size_t directory_at = 11;

std::uint32_t read16(const unsigned char* at) {
  return static_cast<std::uint32_t>(at[0]) << 8 | at[1];
}

std::uint32_t read32(const unsigned char* at) {
  return read16(at) << 16 | read16(at + 2);
}

std::string_view text_at(const unsigned char* at, std::size_t size) {
  return {reinterpret_cast<const char*>(at), size};
}

}  // namespace

GlassTable::GlassTable(const std::filesystem::path& file, TableRoot root, std::uint32_t revision,
                       std::size_t kept_blocks)
    : root_(root), revision_(revision), kept_(std::max<std::size_t>(kept_blocks, 1)) {
  if (root_.empty) return;
  file_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) throw UnreadableTable();
}

GlassTable::~GlassTable() {
  if (file_ >= 0) ::close(file_);
}

GlassTable::Block GlassTable::block(std::uint32_t number, unsigned level) {
  Kept& kept = kept_[number % kept_.size()];
  if (kept.block == nullptr || kept.number != number) {
    const auto bytes = std::make_shared_for_overwrite<unsigned char[]>(root_.block_size);
    std::size_t read = 0;
    while (read < root_.block_size) {
      const ssize_t size = ::pread(file_, bytes.get() + read, root_.block_size - read,
                                   static_cast<off_t>(std::uint64_t{number} * root_.block_size + read));
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) throw UnreadableTable();
      read += static_cast<std::size_t>(size);
    }
    // A later one means that a commit has used the block again.
    if (read32(bytes.get()) > revision_) throw UnreadableTable();
    kept = {number, bytes};
  }
  if (kept.block[level_at] != level) throw UnreadableTable();
  return kept.block;
}

void TableCursor::enter(unsigned level, std::uint32_t number) {
  Step& step = path_[level];
  step.block = table_.block(number, level);
  const std::size_t end = read16(&step.block[directory_end_at]);
  if (end <= directory_at || end > table_.root().block_size || (end - directory_at) % 2 != 0) throw UnreadableTable();
  step.items = (end - directory_at) / 2;
  step.item = 0;
}

TableCursor::Item TableCursor::item_at(unsigned level, std::size_t number) const {
  const Step& step = path_[level];
  const unsigned char* const block = step.block.get();
  const std::size_t block_size = table_.root().block_size;
  const std::size_t at = read16(block + directory_at + 2 * number);
  const std::size_t head = level > 0 ? 4 : 2;
  if (at + head + 1 > block_size) throw UnreadableTable();
  std::size_t size = 0;
  Item item;
  const std::size_t key_size = block[at + head];
  if (level > 0) {
    size = head + 1 + key_size + 2;
    item.piece = text_at(block + at, head);
  } else {
    const std::uint32_t flags = read16(block + at);
    size = (flags & 0x1FFF) + 3;
    item.compressed = (flags & 0x8000) != 0;
    item.last = (flags & 0x4000) != 0;
    item.first = (flags & 0x2000) != 0;
  }
  const bool counted = level > 0 || !item.first;
  std::size_t begin = head + 1 + key_size + (counted ? 2 : 0);
  if (at + size > block_size || begin > size) throw UnreadableTable();
  item.key = text_at(block + at + head + 1, key_size);
  if (counted) item.component = read16(block + at + head + 1 + key_size);
  if (level == 0) item.piece = text_at(block + at + begin, size - begin);
  return item;
}

/// To the last item that is not behind the first component of `key`.
void TableCursor::descend(std::string_view key) {
  std::uint32_t number = table_.root().block;
  for (unsigned level = table_.root().level;; --level) {
    // The way down mostly is the way of the last time, in part.
    enter(level, number);
    Step& step = path_[level];
    std::size_t low = 0;  // The first item is before all keys.
    std::size_t high = step.items;
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      const Item item = item_at(level, middle);
      const int order = item.key.compare(key);
      if (order < 0 || (order == 0 && item.component <= 1)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    step.item = low;
    if (level == 0) break;
    number = read32(reinterpret_cast<const unsigned char*>(item_at(level, low).piece.data()));
  }
  item_ = item_at(0, path_[0].item);
  // What parts two leaves may be shorter than the first key behind it, and so before `key` where that key is not.
  if (path_[0].item == 0 && (item_.key > key || (item_.key == key && item_.component > 1))) previous_item();
}

/// From the first item of a leaf to the last of the leaf before it.
void TableCursor::previous_item() {
  unsigned level = 0;
  while (path_[level].item == 0) {
    if (++level > table_.root().level) throw UnreadableTable();
  }
  --path_[level].item;
  while (level > 0) {
    const Item child = item_at(level, path_[level].item);
    enter(--level, read32(reinterpret_cast<const unsigned char*>(child.piece.data())));
    path_[level].item = path_[level].items - 1;
  }
  item_ = item_at(0, path_[0].item);
}

bool TableCursor::seek(std::string_view key) {
  if (table_.root().empty) {
    item_ = {};
    return false;
  }
  descend(key);
  if (!item_.first) {
    wanted_ = item_.key;
    descend(wanted_);
    if (!item_.first || item_.key != wanted_) throw UnreadableTable();
  }
  return item_.key == key;
}

bool TableCursor::next_item() {
  unsigned level = 0;
  while (path_[level].item + 1 >= path_[level].items) {
    if (++level > table_.root().level) return false;
  }
  ++path_[level].item;
  while (level > 0) {
    const Item child = item_at(level, path_[level].item);
    enter(--level, read32(reinterpret_cast<const unsigned char*>(child.piece.data())));
  }
  item_ = item_at(0, path_[0].item);
  return true;
}

bool TableCursor::next() {
  if (table_.root().empty) return false;
  do {
    if (!next_item()) return false;
  } while (!item_.first);
  return true;
}

std::string_view TableCursor::tag() {
  if (item_.compressed) throw UnreadableTable();
  if (item_.last) return item_.piece;
  whole_ = item_.piece;
  wanted_ = item_.key;
  std::uint32_t component = 1;
  do {
    if (!next_item() || item_.first || item_.component != ++component || item_.key != wanted_) throw UnreadableTable();
    whole_ += item_.piece;
  } while (!item_.last);
  return whole_;
}

}  // namespace pilcrow::store
