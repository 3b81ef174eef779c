// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/glass_reader.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "tests/support/temporary_folder.h"

namespace pilcrow::test {

namespace {

constexpr std::size_t block_size = 8192;
constexpr std::size_t largest_item = 2043;

void require(bool holds, const std::string& rule) {
  if (!holds) throw std::runtime_error("glass: " + rule);
}

/// Takes numbers and strings from the front; the end is checked.
class Input {
 public:
  explicit Input(std::string_view bytes) : rest_(bytes) {}

  std::string_view take(std::size_t size) {
    require(size <= rest_.size(), "the input is too short");
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::uint64_t big_endian(std::size_t size) {
    std::uint64_t value = 0;
    for (const char c : take(size)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = big_endian(1);
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) {
        require(byte != 0 || shift == 0, "a number is not written in its shortest form");
        return value;
      }
    }
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// A key and the number of a piece: what items are ordered by.
using Place = std::pair<std::string, std::uint64_t>;

struct Item {
  Place place;
  std::string_view content;  // of a leaf: its piece of the tag
  std::uint64_t child = 0;
  bool compressed = false;
  bool first = false;
  bool last = false;
};

class Table {
 public:
  Table(std::string bytes, std::uint64_t blocks) : bytes_(std::move(bytes)), used_(blocks, false) {
    require(bytes_.size() == blocks * block_size, "the file is not as long as its blocks are");
  }

  std::vector<GlassEntry> read(std::uint64_t root, std::uint64_t level) {
    walk(root, level, true, {}, nullptr);
    require(std::find(used_.begin(), used_.end(), false) == used_.end(), "a block is not in the tree");
    require(!open_, "the last tag has no end");
    return std::move(entries_);
  }

 private:
  std::vector<Item> items_of(std::uint64_t number, std::uint64_t level) {
    require(number < used_.size() && !used_[number], "a block is used twice, or is not there");
    used_[number] = true;
    const auto block = std::string_view(bytes_).substr(number * block_size, block_size);
    Input header(block.substr(0, 11));
    require(header.big_endian(4) == 1, "a block is not of the first revision");
    require(header.big_endian(1) == level, "a block is of another level than its place in the tree");
    const auto max_free = header.big_endian(2);
    const auto total_free = header.big_endian(2);
    const auto directory_end = header.big_endian(2);
    require(directory_end > 11 && directory_end % 2 == 1 && directory_end <= block_size, "a directory's end");
    require(max_free == total_free, "a new block has no holes");
    require(directory_end + total_free <= block_size, "more is free than there is");
    const auto gap = block.substr(directory_end, total_free);
    require(gap.find_first_not_of('\0') == std::string_view::npos, "free bytes are not zero");

    std::vector<Item> items;
    std::uint64_t expected = block_size;  // where the item before begins: each ends there
    Input directory(block.substr(11, directory_end - 11));
    while (!directory.at_end()) {
      const auto offset = directory.big_endian(2);
      require(offset < expected && offset >= directory_end + total_free, "an item's offset");
      items.push_back(level == 0 ? leaf_item(block.substr(offset, expected - offset))
                                 : branch_item(block.substr(offset, expected - offset)));
      expected = offset;
    }
    require(expected == directory_end + total_free, "the free bytes are not those between directory and items");
    return items;
  }

  static Item leaf_item(std::string_view bytes) {
    require(bytes.size() <= largest_item, "an item is too large");
    Input in(bytes);
    Item item;
    const auto head = in.big_endian(2);
    require((head & 0x1FFF) + 3 == bytes.size(), "an item's size");
    item.compressed = (head & 0x8000) != 0;
    item.last = (head & 0x4000) != 0;
    item.first = (head & 0x2000) != 0;
    item.place.first = in.take(in.big_endian(1));
    item.place.second = item.first ? 1 : in.big_endian(2);
    require(item.first || item.place.second > 1, "only a first piece has number 1");
    item.content = bytes.substr(3 + item.place.first.size() + (item.first ? 0 : 2));
    return item;
  }

  static Item branch_item(std::string_view bytes) {
    Input in(bytes);
    Item item;
    item.child = in.big_endian(4);
    item.place.first = in.take(in.big_endian(1));
    item.place.second = in.big_endian(2);
    require(in.at_end(), "a branch's item has no more than child, key and piece");
    return item;
  }

  /// `low`: what all items of this block are not below of; `high`: what they are below of, if there is a block behind it.
  void walk(std::uint64_t number, std::uint64_t level, bool is_root, const Place& low, const Place* high) {
    const auto items = items_of(number, level);
    if (level == 0) {
      walk_leaf(number, items, low, high);
      return;
    }
    require(level < 10, "the tree is too high");
    require(!is_root || items.size() > 1, "a root has two children");
    require(items.front().place == Place("", 0), "a branch's first item has a key");
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) {
        const auto& place = items[i].place;
        require(i == 1 || items[i - 1].place < place, "separators do not ascend");
        require(low < place && (high == nullptr || place < *high), "a separator is outside of its block's range");
      }
      const Place& begin = i == 0 ? low : items[i].place;
      walk(items[i].child, level - 1, false, begin, i + 1 < items.size() ? &items[i + 1].place : high);
    }
  }

  void walk_leaf(std::uint64_t number, const std::vector<Item>& items, const Place& low, const Place* high) {
    require(!any_leaf_ || number > last_leaf_, "leaves are not in the order of their keys");
    const bool is_first = !any_leaf_;
    any_leaf_ = true;
    last_leaf_ = number;
    std::size_t begin = 0;
    if (is_first) {
      const auto& null = items.front();
      require(null.place.first.empty() && null.first && null.last && null.content.empty() && !null.compressed,
              "the table does not begin with the null item");
      begin = 1;
    } else {
      check_separator(items.front().place, low);
    }
    for (std::size_t i = begin; i < items.size(); ++i) {
      const auto& item = items[i];
      require(!item.place.first.empty(), "a key is empty");
      require(last_place_ < item.place, "items do not ascend");
      require(!(item.place < low) && (high == nullptr || item.place < *high),
              "an item is outside of its block's range");
      take(item);
      last_place_ = item.place;
    }
  }

  /// The shortest key that is greater than what is before it.
  void check_separator(const Place& first, const Place& separator) const {
    const auto& [left, left_piece] = last_place_;
    const auto& [right, right_piece] = first;
    require(separator.second == right_piece, "a separator has not the number of the piece behind it");
    require(right.starts_with(separator.first), "a separator is not the beginning of the key behind it");
    if (left == right) {
      require(separator.first == right, "a separator within a tag is not the whole key");
    } else {
      require(left < separator.first, "a separator is not greater than what is before it");
      const auto shorter = separator.first.substr(0, separator.first.size() - 1);
      require(!(left < shorter), "a separator could be shorter");
    }
  }

  void take(const Item& item) {
    require(item.first != open_, open_ ? "a tag has no end" : "a tag has no beginning");
    if (item.first) {
      entries_.push_back({item.place.first, std::string(item.content), item.compressed, 1});
    } else {
      auto& entry = entries_.back();
      require(item.place.first == entry.key && item.place.second == entry.pieces + 1,
              "pieces are not one after the other");
      require(item.compressed == entry.compressed, "pieces of one tag differ in whether they are compressed");
      require(!item.content.empty(), "a later piece is empty");
      entry.tag += item.content;
      ++entry.pieces;
    }
    open_ = !item.last;
  }

  std::string bytes_;
  std::vector<bool> used_;
  std::vector<GlassEntry> entries_;
  Place last_place_;
  bool open_ = false;
  bool any_leaf_ = false;
  std::uint64_t last_leaf_ = 0;
};

GlassTable read_root(Input& in) {
  GlassTable table;
  table.root = in.number();
  const auto level_and_flags = in.number();
  table.level = level_and_flags >> 2;
  table.sequential = (level_and_flags & 2) != 0;
  table.without_blocks = (level_and_flags & 1) != 0;
  table.entries = in.number();
  table.block_size = in.number() << 11;
  table.compressed_from = in.number();
  table.free_list = in.take(in.number());
  return table;
}

}  // namespace

GlassVersion read_glass_version(const std::filesystem::path& folder) {
  const auto bytes = read_file(folder / "iamglass");
  require(bytes.size() <= 256, "iamglass is too long");
  Input in(bytes);
  GlassVersion version;
  version.magic = in.take(16);
  version.identity = in.take(16);
  version.revision = in.number();
  for (int i = 0; i < 6; ++i) version.tables.push_back(read_root(in));
  version.documents = in.number();
  version.more_numbers = in.number();
  version.shortest = in.number();
  version.wdf_bound = in.number();
  version.longest = version.wdf_bound + in.number();
  version.oldest_changeset = in.number();
  version.total_length = in.number();
  version.spelling_bound = in.number();
  require(in.at_end(), "iamglass goes on behind its end");
  return version;
}

std::vector<GlassEntry> read_glass_table(const std::filesystem::path& file, std::uint64_t root, std::uint64_t level,
                                         std::uint64_t blocks) {
  return Table(read_file(file), blocks).read(root, level);
}

std::vector<std::vector<GlassEntry>> read_glass_database(const std::filesystem::path& folder) {
  static constexpr std::array<const char*, 6> names{"postlist", "docdata",  "termlist",
                                                    "position", "spelling", "synonym"};
  static constexpr std::array<std::uint64_t, 6> compressed_from{0, 18, 18, 0, 18, 18};
  const auto version = read_glass_version(folder);
  std::vector<std::vector<GlassEntry>> tables;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& table = version.tables[i];
    const auto file = folder / (std::string(names[i]) + ".glass");
    require(table.sequential, "a new table is sequential");
    require(table.block_size == block_size && table.compressed_from == compressed_from[i], "a table's settings");
    std::vector<GlassEntry> entries;
    if (table.without_blocks) {
      require(table.root == 0 && table.level == 0 && table.free_list.empty(), "a table without blocks");
      const bool lazy = i != 0 && i != 2;
      require(std::filesystem::exists(file) == !lazy && (lazy || std::filesystem::is_empty(file)),
              "the file of a table without blocks");
    } else {
      Input free_list(table.free_list);
      require(free_list.number() == 1, "the free list's revision");
      const auto blocks = free_list.number();
      require(free_list.take(4) == std::string_view("\0\0\0\0", 4) && free_list.at_end(), "something is free");
      entries = read_glass_table(file, table.root, table.level, blocks);
    }
    require(entries.size() == table.entries, "the number of entries");
    require(i < 4 || entries.empty(), "a table that nobody writes");
    if (i < 4) tables.push_back(std::move(entries));
  }
  return tables;
}

}  // namespace pilcrow::test
