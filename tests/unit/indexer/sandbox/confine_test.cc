// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/protection.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <string>

#include "core/test_point.h"
#include "indexer/sandbox/reader_process.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::indexer {
namespace {

struct Case {
  Protection protection;
  const char* description;
  const char* shortcoming;
};

TEST_CASE("protection: what there is, and what should be known where it is less") {
  const auto c = GENERATE(values<Case>({
      {{6, true}, "Landlock (interface 6), seccomp, limits", ""},
      {{1, true}, "Landlock (interface 1), seccomp, limits", ""},
      {{0, true},
       "seccomp, limits",
       "this kernel has no Landlock: documents are read without fonts and rare encodings, and filters may read what "
       "this "
       "user may read"},
      {{6, false},
       "Landlock (interface 6), limits",
       "this kernel has no seccomp filters: what reads documents is kept from files, but not from all of the network"},
      {{0, false},
       "limits",
       "this kernel offers neither Landlock nor seccomp filters: what reads documents is a process of its own, but not "
       "confined"},
  }));
  CHECK(describe(c.protection) == c.description);
  CHECK(shortcoming(c.protection) == c.shortcoming);
}

TEST_CASE("protection: asking changes nothing") {
  const Protection before = protection();
  CHECK(protection() == before);
  CHECK(::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0);
}

/// Makes this kernel an older one for this process and those that it starts.
bool take_away(bool landlock, bool filters) {
  scmp_filter_ctx calls = ::seccomp_init(SCMP_ACT_ALLOW);
  int done = 0;
  if (landlock) {
    for (const int call : {444, 445, 446}) done += ::seccomp_rule_add(calls, SCMP_ACT_ERRNO(ENOSYS), call, 0);
  }
  if (filters) {
    const scmp_arg_cmp set_filter{0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0};
    done += ::seccomp_rule_add(calls, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0);
    done += ::seccomp_rule_add(calls, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, set_filter);
  }
  return done == 0 && ::seccomp_load(calls) == 0;
}

/// What `run` says on such a kernel.
std::string on_older_kernel(bool landlock, bool filters, const std::function<std::string()>& run) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const std::string said = take_away(landlock, filters) ? run() : "cannot take it away";
    [[maybe_unused]] const ssize_t written = ::write(ends[1], said.data(), said.size());
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string said;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(ends[0], buffer.data(), buffer.size())) > 0;) {
    said.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return said;
}

/// What a reader says of a text, and what it tries.
std::string read_and_try([[maybe_unused]] const std::string& path) {
  const auto program = ReaderProcess::locate();
  if (!program) return program.error().message;
  ReaderProcess reader(*program);
  std::string said = describe(protection());
  const auto ask = [&](const std::string& format, std::string_view bytes) {
    const auto file = MemoryFile::of(bytes);
    ReadRequest request;
    request.name = "a.txt";
    request.format = format;
    const auto done = reader.read(request, *file, [&](ReadPart&& part) {
      said += "|" + (part.texts.empty() ? part.entry.problem : part.texts.front());
    });
    if (!done) said += "|" + done.error().reason;
  };
  ask("", "The wind blows.");
#ifdef PILCROW_TEST_POINTS
  ask("test:open", path);
  ask("test:socket", "");
#endif
  return said;
}

TEST_CASE("protection: a kernel that offers less is used for what it offers") {
  if (protection().landlock_abi == 0 || !protection().seccomp) return;  // this one is such a kernel
  const test::TemporaryFolder folder;
  folder.write("secret", "secret");
  const std::string path = (folder / "secret").string();
  const auto said = [&](bool landlock, bool filters) {
    return on_older_kernel(landlock, filters, [&] { return read_and_try(path); });
  };
  const std::string landlock = "Landlock (interface " + std::to_string(protection().landlock_abi) + "), ";
  const std::string text = "limits|The wind blows.";
#ifdef PILCROW_TEST_POINTS
  const std::string no_socket =
      "|inet permission denied; inet6 permission denied; unix permission denied; netlink permission denied";
  const std::string sockets = "|inet done; inet6 done; unix done; netlink done";
  CHECK(said(false, false) == landlock + "seccomp, " + text + "|permission denied" + no_socket);
  CHECK(said(true, false) == "seccomp, " + text + "|permission denied" + no_socket);
  CHECK(said(false, true) == landlock + text + "|permission denied" + sockets);
  CHECK(said(true, true) == text + "|done" + sockets);
#else
  CHECK(said(false, false) == landlock + "seccomp, " + text);
  CHECK(said(true, false) == "seccomp, " + text);
  CHECK(said(false, true) == landlock + text);
  CHECK(said(true, true) == text);
#endif
}

}  // namespace
}  // namespace pilcrow::indexer
