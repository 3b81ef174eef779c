// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that another process can be handed without a copy and without a name: a sealed file in memory (memfd_create).
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

#include "indexer/file_system.h"

namespace pilcrow::indexer {

class MemoryFile {
 public:
  /// Room for so many bytes, all zero, or errno. Cost: memory as it is written to.
  static tl::expected<MemoryFile, int> create(std::size_t size);
  /// With these bytes, sealed.
  static tl::expected<MemoryFile, int> of(std::string_view bytes);

  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&& other) noexcept;
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  /// To be written to, before seal().
  char* data() { return data_; }
  /// Gives back what lies behind `size`, and ends all writing, by anybody, for good. errno where that fails.
  tl::expected<void, int> seal(std::size_t size);

  std::string_view bytes() const { return {data_, size_}; }
  int descriptor() const { return file_.number(); }

 private:
  MemoryFile(Descriptor file, char* data, std::size_t size)
      : file_(std::move(file)), data_(data), size_(size), mapped_(size) {}

  Descriptor file_;
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t mapped_ = 0;
};

}  // namespace pilcrow::indexer
