// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/query_lines.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "core/text/ascii.h"

namespace pilcrow::searcher::cli {
namespace {

constexpr std::size_t buffer_size = 1U << 16;

tl::unexpected<Error> cannot_read(const std::string& name) {
  std::string reason = std::generic_category().message(errno);
  reason[0] = text::lower(reason[0]);
  return failure(ErrorCode::input_output, "cannot read '" + name + "': " + reason);
}

}  // namespace

Result<QueryLines> QueryLines::open(const std::string& file) {
  if (file == "-") return QueryLines(STDIN_FILENO, "standard input");
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor == -1) return cannot_read(file);
  return QueryLines(descriptor, file);
}

QueryLines::QueryLines(QueryLines&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      buffer_(std::move(other.buffer_)),
      at_(other.at_),
      number_(other.number_),
      at_end_(other.at_end_) {}

QueryLines::~QueryLines() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

Result<bool> QueryLines::read_line(std::string& line) {
  line.clear();
  bool any = false;
  for (;;) {
    if (at_ == buffer_.size()) {
      if (at_end_) return any;
      buffer_.resize(buffer_size);
      const ssize_t count = ::read(descriptor_, buffer_.data(), buffer_.size());
      const int error = errno;
      buffer_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
      at_ = 0;
      if (count < 0 && error == EINTR) continue;
      if (count < 0 && (error == EAGAIN || error == EWOULDBLOCK)) {
        // Whoever shares the stream may have set it so that nobody waits.
        pollfd stream{descriptor_, POLLIN, 0};
        ::poll(&stream, 1, -1);
        continue;
      }
      errno = error;
      if (count < 0) return cannot_read(name_);
      if (count == 0) at_end_ = true;
      continue;
    }
    any = true;
    const std::size_t end = std::min(buffer_.find('\n', at_), buffer_.size());
    const std::size_t room = longest_line - std::min(line.size(), longest_line);
    line.append(buffer_, at_, std::min(end - at_, room));
    const bool whole = end < buffer_.size();
    at_ = whole ? end + 1 : end;
    if (whole) return true;
  }
}

Result<std::optional<QueryLine>> QueryLines::next() {
  std::string line;
  for (;;) {
    const auto read = read_line(line);
    if (!read) return tl::unexpected<Error>(read.error());
    if (!*read) return std::nullopt;
    if (++number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) return QueryLine{std::to_string(number_), std::move(line)};
    return QueryLine{line.substr(0, tab), line.substr(tab + 1)};
  }
}

}  // namespace pilcrow::searcher::cli
