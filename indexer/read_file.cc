// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <span>
#include <utility>

#include "indexer/file_system.h"

namespace pilcrow::indexer {
namespace {

/// At most this much in one read(): a few calls a file, and far from the kernel's limit of 2 GiB.
constexpr std::size_t longest_read = 64 << 20;

/// Fills `bytes`, which have room for one more than there should be, from the file's beginning. How many there were; less
/// at the end of the file; -1: see errno.
std::int64_t fill(int file, std::span<char> bytes) {
  std::size_t filled = 0;
  while (true) {
    const auto got =
        ::pread(file, bytes.data() + filled, std::min(bytes.size() - filled, longest_read), static_cast<off_t>(filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    filled += static_cast<std::size_t>(got);
    // Where all are there that should be, but not one more, that was the end.
    if (got == 0 || filled + 1 >= bytes.size()) return static_cast<std::int64_t>(filled);
  }
}

}  // namespace

tl::expected<FileBytes, std::string> read_file(const std::filesystem::path& path, std::uint64_t max_size,
                                               bool follow_links) {
  const auto file = open_at(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (follow_links ? 0 : O_NOFOLLOW));
  // ENXIO: a socket, or a device without a driver; ELOOP: a link, where none is to be followed.
  if (!file.is_open() && (errno == ENXIO || errno == ELOOP))
    return tl::unexpected<std::string>("not a regular file any more");
  if (!file.is_open()) return tl::unexpected(reason_of(errno));

  for (int attempt = 0; attempt < 2; ++attempt) {
    struct stat before {};
    if (::fstat(file.number(), &before) != 0) return tl::unexpected(reason_of(errno));
    if (!S_ISREG(before.st_mode)) return tl::unexpected<std::string>("not a regular file any more");
    const FileStamp stamp = stamp_of(before);
    if (stamp.size > max_size) return tl::unexpected(larger_than(max_size));
    // One byte more than there should be, to see that there is none.
    const std::size_t most = static_cast<std::size_t>(stamp.size) + 1;
    auto bytes = MemoryFile::create(most);
    if (!bytes) return tl::unexpected<std::string>("not enough memory");
    const auto filled = fill(file.number(), {bytes->data(), most});
    if (filled < 0) return tl::unexpected(reason_of(errno));
    struct stat after {};
    if (::fstat(file.number(), &after) != 0) return tl::unexpected(reason_of(errno));
    if (static_cast<std::uint64_t>(filled) != stamp.size || stamp_of(after) != stamp) continue;
    if (auto sealed = bytes->seal(stamp.size); !sealed) return tl::unexpected(reason_of(sealed.error()));
    return FileBytes{std::move(*bytes), stamp};
  }
  return tl::unexpected<std::string>("changed while it was read");
}

}  // namespace pilcrow::indexer
