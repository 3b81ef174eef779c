// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/message.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <system_error>

#include "core/text/utf8.h"

namespace pilcrow::cli {
namespace {

// A process has one standard output, and so one state of it.
struct Output {
  std::string program = "pilcrow";
  bool closed = false;
  bool failed = false;
};
Output output;

/// Writes everything; 0, or the errno that ended it.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      // Whoever started us may have made the stream non-blocking.
      pollfd waiting{descriptor, POLLOUT, 0};
      ::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

/// "no space left on device"
std::string reason(int error_number) {
  std::string message = std::generic_category().message(error_number);
  if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z')
    message[0] = static_cast<char>(message[0] - 'A' + 'a');
  return message;
}

/// A stream that the caller closed is opened the wrong way round, so that its use still is an error.
void take_standard_streams() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
      // The lowest free number is this one. Nothing can be done where even this fails.
      [[maybe_unused]] const int opened = ::open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
    }
  }
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char character : text::printable(text)) {
    if (character == '\n') {
      line += "\\n";
    } else if (character == '\t') {
      line += "\\t";
    } else {
      line += character;
    }
  }
  return line;
}

void complain(std::string_view program, std::string_view message) {
  complain(program, message, {});
}

void complain(std::string_view program, std::string_view message, const std::vector<std::string>& details) {
  std::string lines = std::string(program) + ": " + on_one_line(message) + "\n";
  for (const std::string& detail : details) lines += "  " + on_one_line(detail) + "\n";
  write_all(STDERR_FILENO, lines);  // Where standard error is gone there is nobody to tell.
}

void note(std::string_view program, std::string_view message) {
  complain(program, "note: " + std::string(message));
}

void note_at(std::string_view program, std::string_view message, std::string_view text, std::size_t column) {
  static constexpr std::size_t shown_before = 60;
  static constexpr std::size_t shown_after = 40;
  const std::size_t begin = column > shown_before ? text::floor_to_character(text, column - shown_before) : 0;
  const std::string before = (begin > 0 ? "…" : "") + on_one_line(text.substr(begin, column - begin));
  std::string_view rest = text.substr(column);
  const bool cut = rest.size() > shown_after;
  if (cut) rest = rest.substr(0, text::floor_to_character(rest, shown_after));
  note(program, message);
  write_all(STDERR_FILENO, "  " + before + on_one_line(rest) + (cut ? "…" : "") + "\n" +
                               std::string(2 + text::display_width(before), ' ') + "^\n");
}

bool write_out(std::string_view text) {
  if (output.closed || output.failed) return false;
  const int error = write_all(STDOUT_FILENO, text);
  if (error == 0) return true;
  if (error == EPIPE) {
    output.closed = true;
  } else {
    output.failed = true;
    complain(output.program, "cannot write to standard output: " + reason(error));
  }
  return false;
}

bool write_error(std::string_view text) {
  return write_all(STDERR_FILENO, text) == 0;
}

bool output_failed() {
  return output.failed;
}

int run_main(std::string_view program, int failure_status, const std::function<int()>& body) {
  take_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  output = Output{std::string(program), false, false};
  try {
    const int status = body();
    return output.failed ? failure_status : status;
  } catch (const std::bad_alloc&) {
    complain(program, "out of memory");
  } catch (const std::exception& error) {
    complain(program, std::string("internal error: ") + error.what());
  } catch (...) {
    complain(program, "internal error");
  }
  return failure_status;
}

}  // namespace pilcrow::cli
