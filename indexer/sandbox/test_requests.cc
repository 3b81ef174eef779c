// SPDX-License-Identifier: GPL-3.0-or-later
//   format            with the bytes         tries
//   test:open         a path                 fopen()
//   test:stream       a path                 std::ifstream
//   test:library      a path                 to say what it is, by libmagic
//   test:write        a path                 std::ofstream
//   test:change       a path                 remove(), rename(), mkdir(), chmod(), symlink()
//   test:socket       any                    a socket of each family that there is
//   test:resolve      a host                 getaddrinfo()
//   test:process      any                    fork(), execve()
//   test:signal       a process              kill() and ptrace()
//   test:code         any                    memory that can be written to and executed
//   test:limits       any                    to raise them
//   test:descriptors  any                    nothing: how many are open
//   test:relapse      any                    to crash, but for the first request of the process
//   test:crash, test:abort, test:exit, test:hang, test:spin, test:memory, test:flood, test:lie
#include "indexer/sandbox/test_requests.h"

#ifdef PILCROW_TEST_POINTS

#include <fcntl.h>
#include <netdb.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <new>
#include <tuple>
#include <utility>
#include <vector>

#include <magic.h>

#include "indexer/file_system.h"
#include "indexer/sandbox/protocol.h"

namespace pilcrow::indexer {
namespace {

/// "done", or why not.
std::string outcome(bool done) {
  return done ? "done" : reason_of(errno);
}

std::string open_file(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "r");
  const std::string result = outcome(file != nullptr);
  if (file != nullptr) std::fclose(file);
  return result;
}

std::string read_as_stream(const std::string& path) {
  std::ifstream file(path);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  return file.good() || !content.empty() ? "done" : "nothing";
}

std::string read_by_library(const std::string& path) {
  const std::unique_ptr<magic_set, decltype(&::magic_close)> magic(::magic_open(MAGIC_NONE), ::magic_close);
  if (!magic || ::magic_load(magic.get(), nullptr) != 0) return "no table";
  const char* found = ::magic_file(magic.get(), path.c_str());
  return found != nullptr ? found : ::magic_error(magic.get());
}

std::string write_file(const std::string& path) {
  std::ofstream file(path);
  return outcome(file.is_open() && (file << "written").flush().good());
}

std::string change(const std::string& path) {
  std::string results;
  const auto add = [&](const char* what, int result) {
    results += (results.empty() ? "" : "; ") + std::string(what) + " " + outcome(result == 0);
  };
  add("rename", std::rename(path.c_str(), (path + ".moved").c_str()));
  add("chmod", ::chmod(path.c_str(), 0777));
  add("truncate", ::truncate(path.c_str(), 0));
  add("mkdir", ::mkdir((path + ".folder").c_str(), 0777));
  add("symlink", ::symlink(path.c_str(), (path + ".link").c_str()));
  add("remove", std::remove(path.c_str()));
  return results;
}

std::string make_sockets() {
  std::string results;
  for (const auto& [name, family, type] : {std::tuple{"inet", AF_INET, SOCK_STREAM},
                                           {"inet6", AF_INET6, SOCK_DGRAM},
                                           {"unix", AF_UNIX, SOCK_STREAM},
                                           {"netlink", AF_NETLINK, SOCK_RAW}}) {
    results += (results.empty() ? "" : "; ") + std::string(name) + " " + outcome(::socket(family, type, 0) >= 0);
  }
  return results;
}

std::string resolve(const std::string& host) {
  addrinfo* found = nullptr;
  const int result = ::getaddrinfo(host.c_str(), "80", nullptr, &found);
  if (found != nullptr) ::freeaddrinfo(found);
  return result == 0 ? "done" : "not resolved";
}

std::string make_processes() {
  std::string results;
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  results += "fork " + outcome(child > 0);
  const std::array<char*, 1> nothing{nullptr};
  ::execve("/bin/true", nothing.data(), nothing.data());
  return results + "; execve " + outcome(false);
}

std::string touch_process(const std::string& process) {
  const auto id = static_cast<pid_t>(std::strtol(process.c_str(), nullptr, 10));
  std::string results = "kill " + outcome(::kill(id, 0) == 0);
  return results + "; ptrace " + outcome(::ptrace(PTRACE_ATTACH, id, nullptr, nullptr) == 0);
}

std::string make_code() {
  constexpr std::size_t page = 4096;
  void* code = ::mmap(nullptr, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  std::string results = "mmap " + outcome(code != MAP_FAILED);
  void* data = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return results + "; mprotect " + outcome(::mprotect(data, page, PROT_READ | PROT_EXEC) == 0);
}

std::string raise_limits() {
  const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
  return outcome(::setrlimit(RLIMIT_CPU, &more) == 0);
}

std::string count_descriptors() {
  int open = 0;
  for (int number = 0; number < 64; ++number) open += ::fcntl(number, F_GETFD) >= 0 ? 1 : 0;
  return std::to_string(open);
}

volatile std::uint64_t sink = 0;

[[noreturn]] void spin() {
  for (;;) sink = sink + 1;
}

void take_memory() {
  constexpr std::size_t piece = 16U << 20;
  std::vector<std::unique_ptr<char[]>> pieces;
  for (;;) {
    pieces.push_back(std::make_unique<char[]>(piece));
    pieces.back()[piece / 2] = 1;
  }
}

/// Says more than anybody can want to hear.
[[noreturn]] void flood() {
  const std::string head = message_head(Mark::part, SIZE_MAX / 2);
  const std::string much(1U << 20, 'x');
  ::send(reader_socket, head.data(), head.size(), MSG_NOSIGNAL);
  for (;;) ::send(reader_socket, much.data(), much.size(), MSG_NOSIGNAL);
}

/// A part that is none, and all is well.
void lie() {
  const std::string message = message_head(Mark::part, 3) + "lie" + message_head(Mark::done, 0);
  ::send(reader_socket, message.data(), message.size(), MSG_NOSIGNAL);
}

}  // namespace

std::optional<std::string> try_as_asked(std::string_view format, std::string_view bytes) {
  static bool is_used = false;
  const bool was_used = std::exchange(is_used, true);
  if (!format.starts_with("test:")) return {};
  const std::string_view what = format.substr(5);
  const std::string subject(bytes);
  if (what == "open") return open_file(subject);
  if (what == "stream") return read_as_stream(subject);
  if (what == "library") return read_by_library(subject);
  if (what == "write") return write_file(subject);
  if (what == "change") return change(subject);
  if (what == "socket") return make_sockets();
  if (what == "resolve") return resolve(subject);
  if (what == "process") return make_processes();
  if (what == "signal") return touch_process(subject);
  if (what == "code") return make_code();
  if (what == "limits") return raise_limits();
  if (what == "descriptors") return count_descriptors();
  if (what == "relapse" && !was_used) return "done";
  if (what == "crash" || what == "relapse") std::raise(SIGSEGV);
  if (what == "abort") std::abort();
  if (what == "exit") ::_exit(7);
  if (what == "hang") {
    for (;;) ::pause();
  }
  if (what == "spin") spin();
  if (what == "memory") take_memory();
  if (what == "flood") flood();
  if (what == "lie") lie();
  return "no such test";
}

}  // namespace pilcrow::indexer

#endif  // PILCROW_TEST_POINTS
