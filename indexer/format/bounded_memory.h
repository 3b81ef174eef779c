// SPDX-License-Identifier: GPL-3.0-or-later
// A parser written in C under a limit of memory. Such parsers know no failure of malloc but abort(), and some inputs
// make them build a tree thousands of times their size; so their memory is counted here, and past the limit the parse
// is left by longjmp() and everything it took is given back.
#pragma once

#include <csetjmp>
#include <cstddef>

namespace pilcrow::indexer {

/// Memory of one parse. Gives back what is left of it when it goes.
class BoundedMemory {
 public:
  explicit BoundedMemory(std::size_t byte_limit) : byte_limit_(byte_limit) {}
  ~BoundedMemory() { release_all(); }
  BoundedMemory(const BoundedMemory&) = delete;
  BoundedMemory& operator=(const BoundedMemory&) = delete;

  /// Calls `parse`; false where the limit was reached. `parse` must own nothing whose destructor matters.
  template <typename Parse>
  bool run(const Parse& parse) {
    if (setjmp(over_limit_) != 0) {  // NOLINT(cert-err52-cpp): only C frames lie between here and the allocator
      release_all();
      return false;
    }
    parse();
    return true;
  }

  /// What malloc, calloc, realloc and free do, but never null. Only inside run(); release too outside of it.
  void* allocate(std::size_t byte_count);
  void* allocate_zeroed(std::size_t count, std::size_t size);
  void* reallocate(void* old, std::size_t byte_count);
  void release(void* memory);

 private:
  struct Header;
  void release_all();
  void adopt(Header* header, std::size_t byte_count);

  std::jmp_buf over_limit_;
  std::size_t byte_limit_;
  std::size_t byte_count_ = 0;
  Header* newest_ = nullptr;  // all that is allocated, as a doubly linked list
};

}  // namespace pilcrow::indexer
