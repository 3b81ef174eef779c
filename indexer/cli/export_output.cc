// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/export_output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <filesystem>

#include "core/store/errors.h"
#include "core/store/small_file.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer::cli {
namespace {

/// A signal that comes just before the waiting begins must not be slept through.
constexpr int look_after_ms = 200;
constexpr std::size_t piece_size = 64U << 10;

tl::unexpected<Error> refused(const std::string& name, int error) {
  return failure(ErrorCode::input_output, "cannot write the export to " + name + ": " + store::reason_of(error));
}

}  // namespace

Result<ExportOutput> ExportOutput::open(const std::string& path) {
  if (path == "-") return ExportOutput("standard output", Descriptor(), STDOUT_FILENO);
  const std::string name = "'" + path + "'";
  struct stat there {};
  const bool exists = ::stat(path.c_str(), &there) == 0;
  if (exists && S_ISDIR(there.st_mode)) return refused(name, EISDIR);
  if (exists && !S_ISREG(there.st_mode)) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!file.is_open()) return refused(name, errno);
    const int number = file.number();
    return ExportOutput(name, std::move(file), number);
  }
  // What a link names is replaced, not the link.
  std::error_code error;
  const fs::path place = exists ? fs::canonical(path, error) : fs::absolute(path, error);
  if (error) return refused(name, error.value());
  std::string beside = place.string() + ".XXXXXX";
  Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
  if (!file.is_open()) return refused(name, errno);
  const int number = file.number();
  ExportOutput output(name, std::move(file), number);
  output.beside_ = std::move(beside);
  output.place_ = place.string();
  if (exists && ::fchmod(number, there.st_mode & 0777) != 0) return refused(name, errno);
  return output;
}

ExportOutput::ExportOutput(ExportOutput&& other) noexcept
    : name_(std::move(other.name_)),
      file_(std::move(other.file_)),
      number_(other.number_),
      beside_(std::exchange(other.beside_, {})),
      place_(std::move(other.place_)) {}

ExportOutput::~ExportOutput() {
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

Result<void> ExportOutput::write(std::string_view lines, const std::function<bool()>& cancelled) const {
  while (!lines.empty()) {
    if (cancelled && cancelled()) return failure(ErrorCode::cancelled, "cancelled");
    pollfd wanted{number_, POLLOUT, 0};
    const int ready = ::poll(&wanted, 1, look_after_ms);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const ssize_t count = ::write(number_, lines.data(), std::min(lines.size(), piece_size));
    if (count >= 0) {
      lines.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR && errno != EAGAIN) {
      return refused(name_, errno);
    }
  }
  return {};
}

Result<void> ExportOutput::finish() {
  if (beside_.empty()) return {};
  if (::fsync(number_) != 0 || ::rename(beside_.c_str(), place_.c_str()) != 0) return refused(name_, errno);
  beside_.clear();
  return store::sync_folder(fs::path(place_).parent_path());
}

}  // namespace pilcrow::indexer::cli
