// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace pilcrow::indexer {

tl::expected<MemoryFile, int> MemoryFile::create(std::size_t size) {
  Descriptor file(::memfd_create("pilcrow", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.is_open() || ::ftruncate(file.number(), static_cast<off_t>(size)) != 0) return tl::unexpected<int>(errno);
  // Nothing can be mapped to nothing.
  void* data = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.number(), 0);
  if (data == MAP_FAILED) return tl::unexpected<int>(errno);
  return MemoryFile(std::move(file), static_cast<char*>(data), size);
}

tl::expected<MemoryFile, int> MemoryFile::of(std::string_view bytes) {
  auto file = create(bytes.size());
  if (!file) return file;
  std::copy(bytes.begin(), bytes.end(), file->data());
  if (auto sealed = file->seal(bytes.size()); !sealed) return tl::unexpected<int>(sealed.error());
  return file;
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept
    : file_(std::move(other.file_)),
      data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, 0)) {}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
  file_ = std::move(other.file_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  return *this;
}

MemoryFile::~MemoryFile() {
  if (data_ != nullptr) ::munmap(data_, mapped_);
}

tl::expected<void, int> MemoryFile::seal(std::size_t size) {
  // Our own mapping could still write; nobody else can get one that does.
  constexpr int seals = F_SEAL_FUTURE_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (size < size_ && ::ftruncate(file_.number(), static_cast<off_t>(size)) != 0) return tl::unexpected<int>(errno);
  if (::fcntl(file_.number(), F_ADD_SEALS, seals) != 0) return tl::unexpected<int>(errno);
  if (data_ != nullptr) ::mprotect(data_, mapped_, PROT_READ);
  size_ = std::min(size, size_);
  return {};
}

}  // namespace pilcrow::indexer
