// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <system_error>

#include "core/store/paths.h"
#include "core/text/ascii.h"

namespace pilcrow::indexer {

void Descriptor::close() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

Descriptor open_at(int folder, std::string path, int flags) {
  Descriptor step;
  while (path.size() >= PATH_MAX) {
    const auto cut = path.rfind('/', PATH_MAX - 1);
    if (cut == 0 || cut == std::string::npos) break;  // One name of that length: the kernel says so below.
    step = Descriptor(::openat(folder, path.substr(0, cut).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!step.is_open()) return step;
    folder = step.number();
    path.erase(0, path.find_first_not_of('/', cut));
  }
  return Descriptor(::openat(folder, path.c_str(), flags | O_CLOEXEC));
}

FileStamp stamp_of(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_size), store::mtime_ns(status), status.st_ino};
}

std::string reason_of(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return "permission denied";
    case ENOENT:
    case ENOTDIR:
      return "no such file";
    case ENAMETOOLONG:
      return "path too long";
    default: {
      std::string reason = std::generic_category().message(error);
      reason[0] = text::lower(reason[0]);
      return reason;
    }
  }
}

std::string trouble_with(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return errno == ENOENT || errno == ENOTDIR ? "no such file or folder" : reason_of(errno);
  }
  // Opening is what tells: permissions may come from anywhere, and a device may be gone.
  const bool readable = S_ISREG(status.st_mode) || S_ISDIR(status.st_mode);
  if (!readable) return "not a file or folder";
  return open_at(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY).is_open() ? std::string() : reason_of(errno);
}

std::string larger_than(std::uint64_t limit) {
  struct Unit {
    const char* name;
    std::uint64_t size;
  };
  static constexpr std::array<Unit, 3> units{{{" GiB", 1ULL << 30}, {" MiB", 1ULL << 20}, {" KiB", 1ULL << 10}}};
  for (const auto& unit : units) {
    if (limit >= unit.size && limit % unit.size == 0)
      return "larger than " + std::to_string(limit / unit.size) + unit.name;
  }
  return "larger than " + std::to_string(limit) + " bytes";
}

}  // namespace pilcrow::indexer
