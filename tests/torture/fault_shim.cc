// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded (LD_PRELOAD), it stands between a program and the file system: it counts what is done to the files of one
// folder, and lets it fail, or kills the program, at a chosen moment. So a test reaches each moment inside Xapian's commit.
//
//   PILCROW_FAULT_FOLDER=DIR      absolute; only what lies in it counts
//   PILCROW_FAULT_LOG=FILE        a line for each call: its name, 0 or the error's number, the path, and where it is renamed to
//   PILCROW_FAULT=N:WHAT[:once]   at the Nth call, from 1, and all that follow unless "once":
//                                   an error's number   the call fails so; those of a full disk let pass what needs no space
//                                   short               half is written; then the disk is full
//                                   kill                the program dies before the call
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

namespace {

/// What a full disk refuses.
enum class Needs { space, nothing };

struct Plan {
  std::string folder;
  int log = -1;
  unsigned long at = 0;  // 0: nothing fails
  int error = 0;
  bool is_short = false;
  bool kills = false;
  bool once = false;
};

Plan read_plan() {
  Plan plan;
  if (const char* folder = std::getenv("PILCROW_FAULT_FOLDER")) plan.folder = folder;
  if (const char* log = std::getenv("PILCROW_FAULT_LOG")) {
    // Not by open(): that is the one below.
    plan.log = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  }
  const char* fault = std::getenv("PILCROW_FAULT");
  if (fault == nullptr) return plan;
  char* end = nullptr;
  plan.at = std::strtoul(fault, &end, 10);
  std::string what = *end == ':' ? end + 1 : "";
  if (const auto colon = what.find(':'); colon != std::string::npos) {
    plan.once = what.substr(colon + 1) == "once";
    what.resize(colon);
  }
  plan.kills = what == "kill";
  plan.is_short = what == "short";
  plan.error = plan.is_short ? ENOSPC : std::atoi(what.c_str());
  if (plan.at != 0 && (plan.kills || plan.error != 0)) return plan;
  std::fprintf(stderr, "PILCROW_FAULT is not N:WHAT[:once]: %s\n", fault);
  std::abort();
}

const Plan& plan() {
  static const Plan read = read_plan();
  return read;
}

template <class Function>
Function* real(const char* name, Function*) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string path_of(int descriptor) {
  char link[64];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  char path[PATH_MAX];
  const ssize_t size = ::readlink(link, path, sizeof path);
  return {path, size > 0 ? static_cast<std::size_t>(size) : 0};
}

std::string path_at(int folder, const char* name) {
  if (name[0] == '/' || folder == AT_FDCWD) return name;
  return path_of(folder) + "/" + name;
}

bool counts(const std::string& path) {
  const std::string& folder = plan().folder;
  return !folder.empty() && path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

/// One call to the file system: decides whether it fails, and logs it.
class Call {
 public:
  Call(const char* name, Needs needs, std::string path, std::string target = {})
      : name_(name), path_(std::move(path)), target_(std::move(target)) {
    if (!counts(path_)) return;
    counted_ = true;
    const std::lock_guard lock(mutex_);
    const unsigned long number = ++number_;
    if (plan().at == 0 || number < plan().at || (plan().once && number > plan().at)) return;
    if (plan().kills) ::kill(::getpid(), SIGKILL);
    is_first_ = number == plan().at;
    const bool disk_is_full = plan().error == ENOSPC || plan().error == EDQUOT;
    if (!disk_is_full || needs == Needs::space) error_ = plan().error;
  }

  bool fails() const { return error_ != 0; }
  bool writes_half() const { return is_first_ && plan().is_short && fails(); }

  /// The answer of a call that fails, or of one that was made.
  template <class Answer>
  Answer answered(Answer answer) {
    const int saved = errno;
    if (counted_ && plan().log >= 0) {
      const std::string line =
          std::string(name_) + "\t" + std::to_string(answer < 0 ? saved : 0) + "\t" + path_ + "\t" + target_ + "\n";
      ::syscall(SYS_write, plan().log, line.data(), line.size());
    }
    errno = saved;
    return answer;
  }
  int failed() {
    errno = error_;
    return answered(-1);
  }

 private:
  static inline std::mutex mutex_;
  static inline unsigned long number_ = 0;

  const char* name_;
  std::string path_;
  std::string target_;
  bool counted_ = false;
  bool is_first_ = false;
  int error_ = 0;
};

template <class Open>
int open_with(int folder, const char* path, int flags, const Open& open) {
  if ((flags & O_CREAT) == 0) return open();
  Call call("create", Needs::space, path_at(folder, path));
  return call.fails() ? call.failed() : call.answered(open());
}

mode_t mode_in(int flags, std::va_list& arguments) {
  return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}

template <class Write>
ssize_t write_with(int file, std::size_t size, const Write& write) {
  Call call("write", Needs::space, path_of(file));
  if (call.writes_half() && size > 1) return call.answered(write(size / 2));
  return call.fails() ? call.failed() : call.answered(write(size));
}

template <class Change>
int change_with(Call call, const Change& change) {
  return call.fails() ? call.failed() : call.answered(change());
}

}  // namespace

#define PILCROW_REAL(function) static const auto next = real(#function, &function)

extern "C" {

int open(const char* path, int flags, ...) {
  PILCROW_REAL(open);
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_with(AT_FDCWD, path, flags, [&] { return next(path, flags, mode); });
}

int open64(const char* path, int flags, ...) {
  PILCROW_REAL(open64);
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_with(AT_FDCWD, path, flags, [&] { return next(path, flags, mode); });
}

int openat(int folder, const char* path, int flags, ...) {
  PILCROW_REAL(openat);
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_with(folder, path, flags, [&] { return next(folder, path, flags, mode); });
}

int openat64(int folder, const char* path, int flags, ...) {
  PILCROW_REAL(openat64);
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_with(folder, path, flags, [&] { return next(folder, path, flags, mode); });
}

ssize_t write(int file, const void* bytes, size_t size) {
  PILCROW_REAL(write);
  return write_with(file, size, [&](std::size_t count) { return next(file, bytes, count); });
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  PILCROW_REAL(pwrite);
  return write_with(file, size, [&](std::size_t count) { return next(file, bytes, count, at); });
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  PILCROW_REAL(pwrite64);
  return write_with(file, size, [&](std::size_t count) { return next(file, bytes, count, at); });
}

ssize_t writev(int file, const iovec* pieces, int count) {
  PILCROW_REAL(writev);
  Call call("write", Needs::space, path_of(file));
  return call.fails() ? call.failed() : call.answered(next(file, pieces, count));
}

int fsync(int file) {
  PILCROW_REAL(fsync);
  return change_with({"fsync", Needs::nothing, path_of(file)}, [&] { return next(file); });
}

int fdatasync(int file) {
  PILCROW_REAL(fdatasync);
  return change_with({"fdatasync", Needs::nothing, path_of(file)}, [&] { return next(file); });
}

int ftruncate(int file, off_t size) noexcept {
  PILCROW_REAL(ftruncate);
  return change_with({"truncate", Needs::nothing, path_of(file)}, [&] { return next(file, size); });
}

int ftruncate64(int file, off64_t size) noexcept {
  PILCROW_REAL(ftruncate64);
  return change_with({"truncate", Needs::nothing, path_of(file)}, [&] { return next(file, size); });
}

int mkdir(const char* path, mode_t mode) noexcept {
  PILCROW_REAL(mkdir);
  return change_with({"mkdir", Needs::space, path}, [&] { return next(path, mode); });
}

int rename(const char* from, const char* to) noexcept {
  PILCROW_REAL(rename);
  return change_with({"rename", Needs::nothing, from, to}, [&] { return next(from, to); });
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  PILCROW_REAL(renameat);
  return change_with({"rename", Needs::nothing, path_at(from_folder, from), path_at(to_folder, to)},
                     [&] { return next(from_folder, from, to_folder, to); });
}

int unlink(const char* path) noexcept {
  PILCROW_REAL(unlink);
  return change_with({"unlink", Needs::nothing, path}, [&] { return next(path); });
}

int unlinkat(int folder, const char* path, int flags) noexcept {
  PILCROW_REAL(unlinkat);
  return change_with({"unlink", Needs::nothing, path_at(folder, path)}, [&] { return next(folder, path, flags); });
}

int rmdir(const char* path) noexcept {
  PILCROW_REAL(rmdir);
  return change_with({"rmdir", Needs::nothing, path}, [&] { return next(path); });
}

// What std::filesystem::remove() calls; inside the C library it would pass by unlink().
int remove(const char* path) noexcept {
  PILCROW_REAL(remove);
  return change_with({"unlink", Needs::nothing, path}, [&] { return next(path); });
}

}  // extern "C"
