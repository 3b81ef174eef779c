// SPDX-License-Identifier: GPL-3.0-or-later
// Small pieces of memory that are all given back at once.
#pragma once

#include <cassert>
#include <cstddef>
#include <memory>
#include <vector>

namespace pilcrow::indexer::glass {

/// Cut from blocks, which are allocated as they are needed.
class BlockPool {
 public:
  explicit BlockPool(std::size_t block_size) : block_size_(block_size) {}

  /// `size` is at most that of a block. Aligned as a pointer is.
  char* take(std::size_t size) {
    size = (size + alignof(char*) - 1) / alignof(char*) * alignof(char*);
    assert(size <= block_size_);
    if (size > left_) begin_block();
    char* piece = next_;
    next_ += size;
    left_ -= size;
    return piece;
  }

  std::size_t memory() const { return blocks_.size() * block_size_; }

 private:
  void begin_block() {
    // Not cleared: what nobody wrote to does not become memory.
    next_ = blocks_.emplace_back(new char[block_size_]).get();
    left_ = block_size_;
  }

  std::size_t block_size_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace pilcrow::indexer::glass
