// SPDX-License-Identifier: GPL-3.0-or-later
// One table of a glass database, read without Xapian, as it was at one commit: blocks of items in a tree.
//
// Xapian reads a block from the file whenever it comes by. A search comes by the same ones thousands of times: here they
// are kept. A commit writes to new blocks, so what is kept stays right for as long as the commit is looked at.
//
// Whatever is not as it should be throws UnreadableTable: Xapian is asked then, and says what is wrong.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::store {

class UnreadableTable : public std::exception {
 public:
  const char* what() const noexcept override { return "a table of the index cannot be read directly"; }
};

/// Where the tree of a table begins.
struct TableRoot {
  bool empty = true;  ///< There is no block.
  std::uint32_t block = 0;
  unsigned level = 0;  ///< Of the root; leaves are 0.
  std::size_t block_size = 0;
};

/// The lowest level that no tree reaches.
inline constexpr unsigned most_levels = 10;

class GlassTable {
 public:
  using Block = std::shared_ptr<const unsigned char[]>;

  /// `revision`: of the commit. Keeps up to `kept_blocks` in memory.
  GlassTable(const std::filesystem::path& file, TableRoot root, std::uint32_t revision, std::size_t kept_blocks);
  GlassTable(const GlassTable&) = delete;
  GlassTable& operator=(const GlassTable&) = delete;
  ~GlassTable();

  const TableRoot& root() const { return root_; }
  Block block(std::uint32_t number, unsigned level);

 private:
  struct Kept {
    std::uint32_t number = 0;
    Block block;
  };
  int file_ = -1;
  TableRoot root_;
  std::uint32_t revision_;
  std::vector<Kept> kept_;  ///< A block has one place.
};

/// A place among the entries of a table.
class TableCursor {
 public:
  explicit TableCursor(GlassTable& table) : table_(table) {}

  /// Goes to the entry with this key: true. Or to the last one before it, the null entry if there is no other: false.
  bool seek(std::string_view key);
  /// To the next entry; false where there is none.
  bool next();
  /// Valid until the cursor moves, as is tag().
  std::string_view key() const { return item_.key; }
  /// Once for each entry.
  std::string_view tag();

 private:
  struct Item {
    std::string_view key;
    std::string_view piece;  ///< Of the tag; the number of a child as it is stored.
    std::uint32_t component = 1;
    bool first = true;
    bool last = true;
    bool compressed = false;
  };
  struct Step {
    GlassTable::Block block;
    std::size_t item = 0;
    std::size_t items = 0;
  };
  void enter(unsigned level, std::uint32_t block);
  Item item_at(unsigned level, std::size_t number) const;
  void descend(std::string_view key);
  bool next_item();
  void previous_item();

  GlassTable& table_;
  std::array<Step, most_levels> path_;  ///< By level.
  Item item_;
  std::string whole_;  ///< A tag of several pieces.
  std::string wanted_;
};

}  // namespace pilcrow::store
