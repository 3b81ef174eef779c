// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "core/text/ascii.h"

namespace pilcrow::indexer {
namespace {

constexpr int first_free = 16;  // no child's descriptors are there

/// What is set in every child. UTC0: no file needs to be read for it.
constexpr std::array<const char*, 4> environment{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC0",
                                                 "HOME=/"};

/// In builds for tests, sanitizers are told in the environment what to do.
constexpr std::array<const char*, 4> sanitizers{"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"};

std::vector<std::string> child_environment() {
  std::vector<std::string> variables(environment.begin(), environment.end());
#ifdef PILCROW_TEST_POINTS
  for (const char* name : sanitizers) {
    if (const char* value = std::getenv(name)) variables.push_back(std::string(name) + "=" + value);
  }
#else
  static_cast<void>(sanitizers);
#endif
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  out.reserve(strings.size() + 1);
  for (std::string& string : strings) out.push_back(string.data());
  out.push_back(nullptr);
  return out;
}

/// posix_spawn()'s two objects.
class SpawnSettings {
 public:
  SpawnSettings() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
};

tl::expected<DescriptorPair, int> pair_of(int result, const std::array<int, 2>& ends) {
  if (result != 0) return tl::unexpected<int>(errno);
  return DescriptorPair{Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace

tl::expected<DescriptorPair, int> socket_pair() {
  std::array<int, 2> ends{};
  const int result = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data());
  return pair_of(result, ends);
}

tl::expected<DescriptorPair, int> pipe_pair() {
  std::array<int, 2> ends{};
  const int result = ::pipe2(ends.data(), O_CLOEXEC);
  return pair_of(result, ends);
}

std::string describe(const ChildEnd& end) {
  if (end.signal < 0) return "it is not known how";
  if (end.signal == 0) return "status " + std::to_string(end.status);
  const char* known = ::sigdescr_np(end.signal);
  std::string name = known != nullptr ? known : "signal " + std::to_string(end.signal);
  name[0] = text::lower(name[0]);
  return name;
}

tl::expected<Child, int> Child::start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                                      const std::vector<Handed>& descriptors) {
  SpawnSettings settings;
  // Out of the way first: one of ours may have the number that another gets.
  std::vector<Descriptor> moved;
  int last = STDERR_FILENO;
  for (const auto& [ours, theirs] : descriptors) {
    const int number = moved.emplace_back(::fcntl(ours, F_DUPFD_CLOEXEC, first_free)).number();
    if (number < 0) return tl::unexpected<int>(errno);
    ::posix_spawn_file_actions_adddup2(&settings.actions, number, theirs);
    last = std::max(last, theirs);
  }
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    const bool handed = std::any_of(descriptors.begin(), descriptors.end(),
                                    [&](const Handed& descriptor) { return descriptor.second == number; });
    if (!handed) ::posix_spawn_file_actions_addopen(&settings.actions, number, "/dev/null", O_RDWR, 0);
  }
  ::posix_spawn_file_actions_addclosefrom_np(&settings.actions, last + 1);

  // Neither what this program does with signals nor what the terminal sends is meant for it.
  sigset_t all;
  sigset_t none;
  sigfillset(&all);
  sigemptyset(&none);
  ::posix_spawnattr_setsigdefault(&settings.attributes, &all);
  ::posix_spawnattr_setsigmask(&settings.attributes, &none);
  ::posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = child_environment();
  pid_t id = 0;
  const int error = ::posix_spawn(&id, program.c_str(), &settings.actions, &settings.attributes, pointers(words).data(),
                                  pointers(variables).data());
  if (error != 0) return tl::unexpected<int>(error);
  return Child(id);
}

bool Child::ends_before(std::chrono::steady_clock::time_point deadline) const {
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)));
  for (;;) {
    const auto left = deadline - std::chrono::steady_clock::now();
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
    pollfd end{process.number(), POLLIN, 0};
    const int ready = ::poll(&end, 1, static_cast<int>(std::clamp<std::int64_t>(milliseconds + 1, 0, 60'000)));
    if (ready > 0 || milliseconds <= 0) return ready > 0;
  }
}

ChildEnd Child::end() {
  if (id_ == 0) return {-1, -1};
  // As long as it is not reaped, no other process group has its number. If it has ended before, this does not change how.
  ::kill(-id_, SIGKILL);
  siginfo_t ended{};
  while (::waitid(P_PID, static_cast<id_t>(id_), &ended, WEXITED | WNOWAIT) != 0 && errno == EINTR) continue;
  ::kill(-id_, SIGKILL);  // What it started meanwhile.
  int status = 0;
  pid_t reaped = 0;
  while ((reaped = ::waitpid(id_, &status, 0)) < 0 && errno == EINTR) continue;
  const bool known = reaped == std::exchange(id_, 0);
  if (!known) return {-1, -1};  // Somebody else in this program waits for all children.
  if (WIFSIGNALED(status)) return {WTERMSIG(status), 0};
  return {0, WEXITSTATUS(status)};
}

}  // namespace pilcrow::indexer
