// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a piece of a test as a user without privileges: nothing is forbidden to root, so a test of permissions that runs
// as root proves nothing.
#pragma once

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>

namespace pilcrow::test {

/// What `run` returns in a child process of the user nobody; of the user who runs the test, where that is not root. The
/// temporary folder must be open to everybody (chmod 0755).
inline std::string unprivileged(const std::function<std::string()>& run) {
  constexpr unsigned nobody = 65534;
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no child process");
  if (child == 0) {
    std::string result = "cannot drop privileges";
    if (::geteuid() != 0 || (::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0 && ::setuid(nobody) == 0)) {
      try {
        result = run();
      } catch (const std::exception& exception) {
        result = exception.what();
      }
    }
    const bool written = ::write(ends[1], result.data(), result.size()) == static_cast<ssize_t>(result.size());
    ::_exit(written ? 0 : 1);
  }
  ::close(ends[1]);
  std::string result;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(ends[0], buffer.data(), buffer.size())) > 0;) {
    result.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int status = 0;
  if (::waitpid(child, &status, 0) != child || status != 0) throw std::runtime_error("the child process failed");
  return result;
}

}  // namespace pilcrow::test
