// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/documents_input.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "core/store/errors.h"

namespace pilcrow::indexer::cli {
namespace {

/// A signal that comes just before the waiting begins must not be slept through.
constexpr int look_after_ms = 200;

tl::unexpected<Error> refused(const std::string& name, int error) {
  return failure(ErrorCode::input_output, "cannot read the documents of " + name + ": " + store::reason_of(error));
}

}  // namespace

Result<DocumentsInput> DocumentsInput::open(const std::string& path) {
  if (path == "-") return DocumentsInput("standard input", Descriptor(-1), STDIN_FILENO);
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.is_open()) return refused("'" + path + "'", errno);
  const int number = file.number();
  return DocumentsInput("'" + path + "'", std::move(file), number);
}

Result<std::size_t> DocumentsInput::read(char* buffer, std::size_t size, const std::function<bool()>& cancelled) const {
  while (!cancelled || !cancelled()) {
    pollfd wanted{number_, POLLIN, 0};
    const int ready = ::poll(&wanted, 1, look_after_ms);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const ssize_t count = ::read(number_, buffer, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR && errno != EAGAIN) return refused(name_, errno);
  }
  return 0;
}

}  // namespace pilcrow::indexer::cli
