// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/layout.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <thread>
#include <utility>
#include <vector>

#include "core/store/errors.h"
#include "core/store/small_file.h"
#include "core/test_point.h"

namespace fs = std::filesystem;

namespace pilcrow::store {
namespace {

constexpr std::string_view stub_name = "XAPIANDB";
constexpr std::string_view lock_name = "lock";
constexpr std::string_view generation_prefix = "gen-";
constexpr std::string_view damaged_prefix = "damaged-";

std::string quoted(const fs::path& path) {
  return "'" + path.string() + "'";
}

std::string reason() {
  return reason_of(errno);
}

/// The number in "gen-000007"; nothing for any other name.
std::optional<std::uint64_t> number_in(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return {};
  name.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size() || number == 0) return {};
  return number;
}

std::string numbered_name(std::string_view prefix, std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return std::string(prefix) + digits;
}

/// Ascending.
std::vector<std::uint64_t> numbered_folders(const fs::path& index, std::string_view prefix) {
  std::vector<std::uint64_t> found;
  std::error_code error;
  for (fs::directory_iterator entry(index, error), end; !error && entry != end; entry.increment(error)) {
    if (const auto number = number_in(entry->path().filename().string(), prefix)) found.push_back(*number);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<void> sync_file(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  const std::string why = synced ? std::string() : reason();
  if (file >= 0) ::close(file);
  if (!synced) return failure(ErrorCode::input_output, "cannot sync " + quoted(path) + ": " + why);
  return {};
}

Result<void> remove_folder(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    files.push_back(file->path());
  }
  for (const fs::path& file : files) {
    test_point("clean.file");
    std::error_code ignored;  // What cannot be removed now fails below.
    fs::remove(file, ignored);
  }
  fs::remove_all(folder, error);
  if (error) {
    return failure(ErrorCode::input_output, "cannot remove " + quoted(folder) + ": " + reason_of(error.value()));
  }
  test_point("clean.folder");
  return {};
}

/// What stands at the place of an index, where it is none.
Error no_index(const fs::path& index) {
  struct stat status {};
  if (::stat(index.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return {ErrorCode::index_missing, "no index at " + quoted(index) + "; build one with 'pilcrow-index'"};
    }
    return {ErrorCode::input_output, "cannot open the index " + quoted(index) + ": " + reason()};
  }
  if (!S_ISDIR(status.st_mode)) {
    return {ErrorCode::index_missing, quoted(index) + " is not an index: it is not a folder"};
  }
  if (::access((index / "iamglass").c_str(), F_OK) == 0 || ::access((index / "iamchert").c_str(), F_OK) == 0) {
    return {ErrorCode::index_missing, quoted(index) + " is a Xapian database, but not a pilcrow index"};
  }
  if (::access(index.c_str(), R_OK | X_OK) != 0) {
    return {ErrorCode::input_output, "cannot open the index " + quoted(index) + ": " + reason()};
  }
  if (::access((index / settings_name).c_str(), F_OK) == 0) {
    return {ErrorCode::index_corrupt, "the index " + quoted(index) +
                                          " is damaged: nothing says which generation is published; rebuild it with "
                                          "'pilcrow-index --rebuild'"};
  }
  return {ErrorCode::index_missing, "no index in the folder " + quoted(index) + "; build one with 'pilcrow-index'"};
}

}  // namespace

fs::path default_index() {
  const auto set = [](const char* name) -> const char* {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
  };
  if (const char* index = set("PILCROW_INDEX")) return index;
  if (const char* home = set("XDG_DATA_HOME")) return fs::path(home) / "pilcrow" / "default";
  if (const char* home = set("HOME")) return fs::path(home) / ".local" / "share" / "pilcrow" / "default";
  return {};
}

std::string generation_name(std::uint64_t number) {
  return numbered_name(generation_prefix, number);
}

Result<std::uint64_t> published_generation(const fs::path& index) {
  const auto stub = read_small_file(index / stub_name);
  if (!stub) {
    if (errno == EACCES) {
      return failure(ErrorCode::input_output, "cannot open the index " + quoted(index) + ": " + reason());
    }
    return tl::unexpected<Error>(no_index(index));
  }
  constexpr std::string_view backend = "glass ";
  std::string_view line = *stub;
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.starts_with(backend)) {
    if (const auto number = number_in(line.substr(backend.size()), generation_prefix)) return *number;
  }
  // Only an index of ours has the lock.
  if (::access((index / lock_name).c_str(), F_OK) != 0) {
    return failure(ErrorCode::index_missing, quoted(index) + " is a Xapian database, but not a pilcrow index");
  }
  return failure(ErrorCode::index_corrupt, "the index " + quoted(index) + " is damaged: its " + std::string(stub_name) +
                                               " names no generation; rebuild it with 'pilcrow-index --rebuild'");
}

Result<void> publish_generation(const fs::path& index, std::uint64_t number) {
  const fs::path generation = index / generation_name(number);
  // Xapian syncs what it commits, but neither what compaction writes nor the names of its files.
  std::error_code error;
  for (fs::directory_iterator file(generation, error), end; !error && file != end; file.increment(error)) {
    if (auto synced = sync_file(file->path()); !synced) return synced;
  }
  if (error) {
    return failure(ErrorCode::input_output, "cannot list " + quoted(generation) + ": " + reason_of(error.value()));
  }
  if (auto synced = sync_folder(generation); !synced) return synced;
  if (auto synced = sync_folder(index); !synced) return synced;
  test_point("publish.synced");
  auto published = replace_small_file(index / stub_name, "glass " + generation_name(number) + "\n");
  test_point("publish.done");
  if (published) fs::remove(generation / building_name, error);
  return published;
}

std::uint64_t next_generation(const fs::path& index) {
  return std::max(newest_generation(index), published_generation(index).value_or(0)) + 1;
}

std::vector<std::uint64_t> generations(const fs::path& index) {
  return numbered_folders(index, generation_prefix);
}

std::uint64_t newest_generation(const fs::path& index) {
  std::uint64_t newest = 0;
  for (const std::string_view prefix : {generation_prefix, damaged_prefix}) {
    for (const std::uint64_t number : numbered_folders(index, prefix)) newest = std::max(newest, number);
  }
  return newest;
}

void remove_leftovers(const fs::path& index) {
  const auto published = published_generation(index);
  if (!published) return;  // nothing is certain: nothing is removed
  std::error_code error;
  if (fs::file_size(index / generation_name(*published) / "iamglass", error) == 0 || error) return;
  const auto found = numbered_folders(index, generation_prefix);
  std::uint64_t before = 0;
  for (const auto number : found) {
    if (number < *published) before = std::max(before, number);
  }
  for (const auto number : found) {
    if (number != *published && number != before) remove_folder(index / generation_name(number));
  }
  fs::remove(index / generation_name(*published) / building_name, error);
  for (const std::string_view name : {stub_name, settings_name, last_run_name}) {
    std::error_code ignored;
    fs::remove(index / std::string(name).append(".new"), ignored);
  }
}

void remove_generation(const fs::path& index, std::uint64_t number) {
  // Publishing may have failed after the stub was renamed: only the stub knows.
  const auto published = published_generation(index);
  if (published && *published == number) return;
  remove_folder(index / generation_name(number));
}

Result<void> remove_previous_generations(const fs::path& index) {
  const auto published = published_generation(index);
  if (!published) return tl::unexpected<Error>(published.error());
  for (const auto number : numbered_folders(index, generation_prefix)) {
    if (number == *published) continue;
    if (auto removed = remove_folder(index / generation_name(number)); !removed) return removed;
  }
  return {};
}

std::string set_aside_name(std::uint64_t number) {
  return numbered_name(damaged_prefix, number);
}

Result<void> set_aside(const fs::path& index, std::uint64_t number) {
  const std::string name = generation_name(number);
  const std::string aside = set_aside_name(number);
  if (::rename((index / name).c_str(), (index / aside).c_str()) != 0 && errno != ENOENT) {
    return failure(ErrorCode::input_output, "cannot rename " + quoted(index / name) + ": " + reason());
  }
  return sync_folder(index);
}

std::vector<fs::path> all_set_aside(const fs::path& index) {
  std::vector<fs::path> folders;
  for (const std::uint64_t number : numbered_folders(index, damaged_prefix)) {
    folders.push_back(index / set_aside_name(number));
  }
  return folders;
}

Result<void> remove_set_aside(const fs::path& index) {
  for (const fs::path& folder : all_set_aside(index)) {
    if (auto removed = remove_folder(folder); !removed) return removed;
  }
  return {};
}

std::uint64_t size_of_folder(const fs::path& folder) {
  std::uint64_t size = 0;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    std::error_code gone;
    const std::uint64_t bytes = fs::file_size(file->path(), gone);
    if (!gone) size += bytes;
  }
  return size;
}

Result<WriterLock> WriterLock::acquire(const fs::path& index, unsigned wait_seconds,
                                       const std::function<bool()>& cancelled, bool create) {
  const auto refused = [&](std::string_view why) {
    return failure(ErrorCode::input_output, "cannot create the index " + quoted(index) + ": " + std::string(why));
  };
  if (!create && ::access((index / lock_name).c_str(), F_OK) != 0) {
    // A copy of an index may have been made without the lock.
    if (const auto published = published_generation(index); !published) return tl::unexpected<Error>(published.error());
  }
  std::error_code error;
  if (index.has_parent_path()) fs::create_directories(index.parent_path(), error);
  if (error) return refused(reason_of(error.value()));
  if (::mkdir(index.c_str(), 0700) != 0) {
    if (errno != EEXIST) return refused(reason());
    const bool has_lock = fs::exists(index / lock_name, error);
    if (error) {
      return failure(ErrorCode::input_output,
                     "cannot open the index " + quoted(index) + ": " + reason_of(error.value()));
    }
    if (!has_lock && !published_generation(index)) {
      if (!fs::is_directory(index, error)) {
        return failure(ErrorCode::invalid_argument, quoted(index) + " is not an index: it is not a folder");
      }
      // Never scatter an index into somebody's folder of documents.
      if (!fs::is_empty(index, error) || error) {
        return failure(ErrorCode::invalid_argument, quoted(index) + " is neither an index nor an empty folder");
      }
      // Whoever made it may not have thought of what it will hold: the text of all documents.
      if (::chmod(index.c_str(), 0700) != 0) return refused(reason());
    }
  }

  const fs::path name = index / lock_name;
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return failure(ErrorCode::input_output, "cannot lock the index " + quoted(index) + ": " + reason());
  WriterLock lock(file);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(wait_seconds);
  while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return failure(ErrorCode::input_output, "cannot lock the index " + quoted(index) + ": " + reason());
    }
    if (std::chrono::steady_clock::now() >= deadline || (cancelled && cancelled())) {
      std::string holder = read_small_file(name).value_or("");
      if (holder.ends_with('\n')) holder.pop_back();
      return failure(ErrorCode::index_locked, "the index " + quoted(index) + " is being written" +
                                                  (holder.empty() ? std::string() : " by " + holder));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }

  // For whoever finds the lock held; the lock itself is the kernel's.
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char line[96];
  const int size = std::snprintf(line, sizeof line, "process %ld since %04d-%02d-%02d %02d:%02d:%02d UTC\n",
                                 static_cast<long>(::getpid()), utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                                 utc.tm_hour, utc.tm_min, utc.tm_sec);
  if (::ftruncate(file, 0) == 0 && size > 0) {
    // A full disk must not keep the run from freeing space; then the lock only has no holder's name.
    [[maybe_unused]] const ssize_t written = ::pwrite(file, line, static_cast<std::size_t>(size), 0);
  }
  return lock;
}

WriterLock::WriterLock(WriterLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriterLock::~WriterLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace pilcrow::store
