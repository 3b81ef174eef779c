// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/store/errors.h"

namespace fs = std::filesystem;

namespace pilcrow::store {
namespace {

constexpr std::size_t longest_small_file = 64U << 20;

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

std::optional<std::string> read_small_file(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (file < 0) return {};
  std::string content;
  std::size_t size = 0;
  ssize_t got = 0;
  do {
    size += static_cast<std::size_t>(got);
    content.resize(std::max<std::size_t>(4096, 2 * size));
    got = ::read(file, content.data() + size, content.size() - size);
  } while (got > 0 && size < longest_small_file);
  const int saved = got > 0 ? EFBIG : errno;
  ::close(file);
  errno = saved;
  if (got != 0) return {};
  content.resize(size);
  return content;
}

Result<void> replace_small_file(const fs::path& path, std::string_view content) {
  const fs::path beside = path.string() + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  // Whoever may read the folder may read this, whatever the umask.
  struct stat folder {};
  if (file >= 0 && ::stat(path.parent_path().c_str(), &folder) == 0) ::fchmod(file, folder.st_mode & 0666);
  const bool written = file >= 0 && write_all(file, content) && ::fsync(file) == 0;
  std::string why = written ? std::string() : reason_of(errno);
  if (file >= 0) ::close(file);
  if (written && ::rename(beside.c_str(), path.c_str()) != 0) why = reason_of(errno);
  if (!why.empty()) {
    ::unlink(beside.c_str());
    return failure(ErrorCode::input_output, "cannot write '" + path.string() + "': " + why);
  }
  return sync_folder(path.parent_path());
}

Result<void> sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // Some network file systems know no fsync() of a folder: they need none, or have none.
  const bool synced = descriptor >= 0 && (::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP);
  const std::string why = synced ? std::string() : reason_of(errno);
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) return failure(ErrorCode::input_output, "cannot sync '" + folder.string() + "': " + why);
  return {};
}

}  // namespace pilcrow::store
