// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/report_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/store/errors.h"
#include "indexer/file_system.h"

namespace pilcrow::indexer::cli {
namespace {

tl::unexpected<Error> refused(const std::string& path, int error) {
  return failure(ErrorCode::input_output, "cannot write the report '" + path + "': " + store::reason_of(error));
}

}  // namespace

Result<ReportFile> ReportFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
  if (descriptor < 0) return refused(path, errno);
  return ReportFile(path, descriptor);
}

ReportFile::~ReportFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> ReportFile::append(std::string_view report) const {
  // What a full disk cut off must not spoil this line, too.
  const std::string line = (ends_in_a_line() ? "" : "\n") + std::string(report);
  const ssize_t written = ::write(descriptor_, line.data(), line.size());
  if (written < 0) return refused(path_, errno);
  // A line cut off is what a full disk leaves.
  if (static_cast<std::size_t>(written) != line.size()) return refused(path_, ENOSPC);
  return {};
}

/// Of a pipe, nobody can tell.
bool ReportFile::ends_in_a_line() const {
  char last = '\n';
  struct stat status {};
  const bool has_end = ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
  if (!has_end) return true;
  const Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  return !file.is_open() || ::pread(file.number(), &last, 1, status.st_size - 1) != 1 || last == '\n';
}

}  // namespace pilcrow::indexer::cli
