// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/table_writer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "indexer/glass/format.h"
#include "indexer/glass/output_file.h"

namespace pilcrow::indexer::glass {

namespace {

// Part of Xapian's format: docs/glass-format.md, "Blocks" and "Tags in pieces".
constexpr std::size_t header_size = 11;
constexpr std::size_t directory_entry_size = 2;
constexpr std::size_t largest_item = (block_size - header_size - 4 * directory_entry_size) / 4;
constexpr std::size_t leaf_item_overhead = 3;    // its size and flags, the size of its key
constexpr std::size_t branch_item_overhead = 7;  // the child's number, the size of its key, a component's number
constexpr std::size_t component_number_size = 2;
constexpr std::size_t most_components = 65535;
constexpr unsigned compressed_flag = 0x8000;
constexpr unsigned last_flag = 0x4000;
constexpr unsigned first_flag = 0x2000;

constexpr std::size_t write_size = 32 * block_size;

void put_16(char* at, std::size_t value) {
  at[0] = static_cast<char>(value >> 8);
  at[1] = static_cast<char>(value);
}

void put_32(char* at, std::uint32_t value) {
  put_16(at, value >> 16);
  put_16(at + 2, value & 0xFFFF);
}

/// A block that is being filled: the directory grows from the front, items from the end.
class Block {
 public:
  std::size_t free() const { return lowest_ - directory_end_; }
  bool empty() const { return directory_end_ == header_size; }

  /// Space for an item, which is the greatest so far; free() says that there is enough.
  char* add(std::size_t size) {
    lowest_ -= size;
    put_16(&bytes_[directory_end_], lowest_);
    directory_end_ += directory_entry_size;
    return &bytes_[lowest_];
  }

  /// The key of the item that was added last, in a leaf.
  std::string_view last_leaf_key() const {
    const char* item = &bytes_[lowest_];
    return {item + leaf_item_overhead, static_cast<unsigned char>(item[2])};
  }

  std::string_view bytes(std::uint32_t level) {
    put_32(bytes_.data(), revision);
    bytes_[4] = static_cast<char>(level);
    put_16(&bytes_[5], free());
    put_16(&bytes_[7], free());
    put_16(&bytes_[9], directory_end_);
    // What a former block left there is nobody's.
    std::memset(&bytes_[directory_end_], 0, free());
    return {bytes_.data(), bytes_.size()};
  }

  void clear() {
    directory_end_ = header_size;
    lowest_ = block_size;
  }

 private:
  std::array<char, block_size> bytes_;
  std::size_t directory_end_ = header_size;
  std::size_t lowest_ = block_size;
};

/// What is between two neighbours: greater than the last item of the left one, not greater than the first of the right.
struct Separator {
  std::string key;
  std::size_t component = 0;
};

/// The shortest there is.
Separator between(std::string_view left, std::string_view right, std::size_t component) {
  const auto differs = std::mismatch(right.begin(), right.end(), left.begin(), left.end()).first;
  const auto same = static_cast<std::size_t>(differs - right.begin());
  return {std::string(right.substr(0, same + 1)), component};
}

/// A level of branches: the block that is being filled, and what separates it from the one before.
struct Branch {
  Block block;
  Separator separator;
};

}  // namespace

class TableWriter::Impl {
 public:
  explicit Impl(std::filesystem::path file) : path_(std::move(file)) {}

  void add(std::string_view key, std::string_view tag, bool compressed) {
    if (key.empty() || key.size() > 255) throw std::length_error("a key of " + std::to_string(key.size()) + " bytes");
    if (!file_.is_open()) start();
    assert(leaf_.last_leaf_key() < key);

    const auto whole = largest_item - leaf_item_overhead - component_number_size - key.size();  // of a later component
    auto piece = std::min(tag.size(), first_piece(key.size(), tag.size(), whole));
    const unsigned flags = compressed ? compressed_flag : 0;
    put(key, 1, tag.substr(0, piece), flags | first_flag | (piece == tag.size() ? last_flag : 0));
    for (std::size_t component = 2; piece < tag.size(); ++component) {
      if (component > most_components) throw std::overflow_error("too large for an entry of " + path_.string());
      tag.remove_prefix(piece);
      piece = std::min(tag.size(), whole);
      put(key, component, tag.substr(0, piece), flags | (piece == tag.size() ? last_flag : 0));
    }
    ++entries_;
  }

  TableFacts finish() {
    TableFacts facts;
    if (entries_ == 0) return facts;
    facts.root_block = emit(leaf_, 0);
    std::uint32_t level = 0;
    // Each child that is left is hung into the level above, where there is one: the last block is the root.
    auto separator = std::move(leaf_separator_);
    while (level < branches_.size()) {
      hang(level, std::move(separator), facts.root_block);
      facts.root_block = emit(branches_[level]->block, level + 1);
      separator = std::move(branches_[level]->separator);
      ++level;
    }
    facts.level = level;
    facts.entries = entries_;
    facts.blocks = blocks_;
    write_buffer();
    file_.close();
    return facts;
  }

 private:
  void start() {
    file_ = create_file(path_);
    buffer_.reserve(write_size);
    // The null item, which every table begins with.
    char* item = leaf_.add(leaf_item_overhead);
    put_16(item, first_flag | last_flag);
    item[2] = 0;
  }

  /// How many bytes of a tag the first component takes at most. As many as fit an item, or, where that makes no more
  /// items, only what fills the leaf up.
  std::size_t first_piece(std::size_t key_size, std::size_t tag_size, std::size_t whole) const {
    const auto most = whole + component_number_size;
    if (tag_size <= most) return most;
    const auto overhead = key_size + leaf_item_overhead + component_number_size + directory_entry_size;
    const auto room = leaf_.free() % (largest_item + directory_entry_size);
    if (room <= overhead) return most;
    const auto rest = (tag_size - component_number_size) % whole;
    return rest > 0 && room - overhead >= rest ? room - overhead + component_number_size : most;
  }

  void put(std::string_view key, std::size_t component, std::string_view piece, unsigned flags) {
    const auto number_size = component == 1 ? 0 : component_number_size;
    const auto size = leaf_item_overhead + key.size() + number_size + piece.size();
    if (leaf_.free() < size + directory_entry_size) {
      auto next = between(leaf_.last_leaf_key(), key, component);
      const auto number = emit(leaf_, 0);
      hang(0, std::move(leaf_separator_), number);
      leaf_separator_ = std::move(next);
    }
    char* at = leaf_.add(size);
    put_16(at, flags | (size - leaf_item_overhead));
    at[2] = static_cast<char>(key.size());
    at = std::copy(key.begin(), key.end(), at + leaf_item_overhead);
    if (number_size > 0) {
      put_16(at, component);
      at += number_size;
    }
    std::copy(piece.begin(), piece.end(), at);
  }

  /// Makes `child` the last one of the branch at `index` (whose level is one more), and hangs that one up if it is full.
  void hang(std::size_t index, Separator separator, std::uint32_t child) {
    for (;; ++index) {
      if (index == branches_.size()) branches_.push_back(std::make_unique<Branch>());
      auto& branch = *branches_[index];
      if (branch.block.free() >= branch_item_overhead + separator.key.size() + directory_entry_size) {
        put_branch(branch, separator, child);
        return;
      }
      const auto full = emit(branch.block, static_cast<std::uint32_t>(index) + 1);
      // The first item of a branch has no key: it moves up, as what separates this block from the one before.
      std::swap(branch.separator, separator);
      put_branch(branch, {}, child);
      child = full;
    }
  }

  static void put_branch(Branch& branch, const Separator& separator, std::uint32_t child) {
    const bool first = branch.block.empty();
    const std::string_view key = first ? std::string_view() : std::string_view(separator.key);
    char* at = branch.block.add(branch_item_overhead + key.size());
    put_32(at, child);
    at[4] = static_cast<char>(key.size());
    at = std::copy(key.begin(), key.end(), at + 5);
    put_16(at, first ? 0 : separator.component);
  }

  std::uint32_t emit(Block& block, std::uint32_t level) {
    if (blocks_ == std::numeric_limits<std::uint32_t>::max())
      throw std::overflow_error("too many blocks in " + path_.string());
    buffer_ += block.bytes(level);
    block.clear();
    if (buffer_.size() >= write_size) write_buffer();
    return blocks_++;
  }

  void write_buffer() {
    write_at(file_, written_, buffer_, path_);
    written_ += buffer_.size();
    buffer_.clear();
  }

  std::filesystem::path path_;
  Descriptor file_;
  std::uint64_t written_ = 0;
  std::string buffer_;
  Block leaf_;
  Separator leaf_separator_;
  std::vector<std::unique_ptr<Branch>> branches_;  // from level 1 on
  std::uint64_t entries_ = 0;
  std::uint32_t blocks_ = 0;
};

TableWriter::TableWriter(std::filesystem::path file) : impl_(std::make_unique<Impl>(std::move(file))) {}
TableWriter::~TableWriter() = default;
void TableWriter::add(std::string_view key, std::string_view tag, bool compressed) {
  impl_->add(key, tag, compressed);
}
TableFacts TableWriter::finish() {
  return impl_->finish();
}

}  // namespace pilcrow::indexer::glass
