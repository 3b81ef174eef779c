// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/bounded_memory.h"

#include <cstdint>
#include <cstdlib>

namespace pilcrow::indexer {

struct alignas(std::max_align_t) BoundedMemory::Header {
  Header* older;
  Header* newer;
  std::size_t byte_count;
};

void BoundedMemory::adopt(Header* header, std::size_t byte_count) {
  header->older = newest_;
  header->newer = nullptr;
  header->byte_count = byte_count;
  if (newest_ != nullptr) newest_->newer = header;
  newest_ = header;
  byte_count_ += byte_count;
}

void* BoundedMemory::allocate(std::size_t byte_count) {
  const bool fits = byte_count <= byte_limit_ && byte_count_ + sizeof(Header) <= byte_limit_ - byte_count;
  void* const raw = fits ? std::malloc(sizeof(Header) + byte_count) : nullptr;
  if (raw == nullptr) std::longjmp(over_limit_, 1);  // NOLINT(cert-err52-cpp): see run()
  auto* const header = static_cast<Header*>(raw);
  adopt(header, sizeof(Header) + byte_count);
  return header + 1;
}

void* BoundedMemory::allocate_zeroed(std::size_t count, std::size_t size) {
  const std::size_t byte_count = size == 0 || count <= SIZE_MAX / size ? count * size : SIZE_MAX;
  void* const memory = allocate(byte_count);
  auto* const bytes = static_cast<unsigned char*>(memory);
  for (std::size_t i = 0; i < byte_count; ++i) bytes[i] = 0;
  return memory;
}

void* BoundedMemory::reallocate(void* old, std::size_t byte_count) {
  void* const memory = allocate(byte_count);
  if (old == nullptr) return memory;
  const std::size_t old_count = (static_cast<Header*>(old) - 1)->byte_count - sizeof(Header);
  const auto* const from = static_cast<const unsigned char*>(old);
  auto* const to = static_cast<unsigned char*>(memory);
  for (std::size_t i = 0; i < old_count && i < byte_count; ++i) to[i] = from[i];
  release(old);
  return memory;
}

void BoundedMemory::release(void* memory) {
  if (memory == nullptr) return;
  Header* const header = static_cast<Header*>(memory) - 1;
  if (header->older != nullptr) header->older->newer = header->newer;
  (header->newer != nullptr ? header->newer->older : newest_) = header->older;
  byte_count_ -= header->byte_count;
  std::free(header);
}

void BoundedMemory::release_all() {
  while (newest_ != nullptr) release(newest_ + 1);
}

}  // namespace pilcrow::indexer
