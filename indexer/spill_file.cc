// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/spill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

[[noreturn]] void fail(const fs::path& folder, int error) {
  throw fs::filesystem_error("temporary file", folder / "a temporary file",
                             std::error_code(error, std::generic_category()));
}

/// A file that is gone with its descriptor. Not O_TMPFILE, which some file systems do not have.
Descriptor nameless_file(const fs::path& folder) {
  if (folder.empty()) {
    std::FILE* const file = std::tmpfile();
    if (file == nullptr) fail(folder, errno);
    Descriptor descriptor(::fcntl(::fileno(file), F_DUPFD_CLOEXEC, 0));
    std::fclose(file);
    if (!descriptor.is_open()) fail(folder, errno);
    return descriptor;
  }
  // One name for all: what a kill between the two calls leaves behind is taken by the next run.
  const fs::path name = folder / "spill.new";
  Descriptor descriptor(::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!descriptor.is_open() || ::unlink(name.c_str()) != 0) fail(folder, errno);
  return descriptor;
}

}  // namespace

std::uint64_t SpillFile::append(std::string_view bytes) {
  if (!file_.is_open()) file_ = nameless_file(folder_);
  const std::uint64_t begin = size_;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(folder_, written < 0 ? errno : ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
  return begin;
}

void SpillFile::read(std::uint64_t offset, char* into, std::size_t size) const {
  while (size > 0) {
    const ssize_t count = ::pread(file_.number(), into, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail(folder_, count < 0 ? errno : EIO);  // 0: a failing disk has made it shorter
    into += count;
    size -= static_cast<std::size_t>(count);
    offset += static_cast<std::uint64_t>(count);
  }
}

}  // namespace pilcrow::indexer
