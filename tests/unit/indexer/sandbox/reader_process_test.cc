// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/reader_process.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "core/test_point.h"
#include "indexer/sandbox/confine.h"
#include "indexer/sandbox/protection.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer {
namespace {

fs::path program() {
  const auto located = ReaderProcess::locate();
  REQUIRE(located);
  return *located;
}

/// What is said of a file, and of each member in brackets; "failed: REASON", with "(again)" where it is worth another
/// try.
std::string read_as(ReaderProcess& reader, const std::string& name, const std::string& format, std::string_view bytes) {
  auto file = MemoryFile::of(bytes);
  REQUIRE(file);
  ReadRequest request;
  request.name = name;
  request.format = format;
  request.language = "en";
  std::string said;
  const auto done = reader.read(request, *file, [&](ReadPart&& part) {
    if (!part.entry.member.empty()) said += "[" + part.entry.member + "]";
    said += part.entry.problem;
    for (const auto& text : part.texts) said += "<" + text + ">";
  });
  if (!done) return "failed: " + done.error().reason + (done.error().try_again ? " (again)" : "");
  return said;
}

int open_descriptors() {
  const fs::directory_iterator all("/proc/self/fd");
  return static_cast<int>(std::distance(begin(all), end(all)));
}

TEST_CASE("reader process: files are read one after the other by one process") {
  ReaderProcess reader(program());
  CHECK(reader.process() == 0);
  CHECK(read_as(reader, "a.txt", "", "The wind blows.") == "<The wind blows.>");
  const pid_t process = reader.process();
  CHECK(process != 0);
  CHECK(read_as(reader, "b.md", "", "# Rain\n\nIt falls.") == "<It falls.>");
  CHECK(read_as(reader, "empty.txt", "", "").empty());
  CHECK(read_as(reader, "b.bin", "", std::string_view("\0\1\2\3", 4)) != "");
  CHECK(reader.process() == process);
}

TEST_CASE("reader process: a text larger than any buffer arrives whole") {
  ReaderProcess reader(program());
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "Line " + std::to_string(i) + " of many.\n\n";
  auto file = MemoryFile::of(text);
  REQUIRE(file);
  ReadRequest request;
  request.name = "a.txt";
  std::size_t paragraphs = 0;
  REQUIRE(reader.read(request, *file, [&](ReadPart&& part) { paragraphs += part.texts.size(); }));
  CHECK(paragraphs == 200'000);
}

TEST_CASE("reader process: each thread may have one") {
  std::vector<std::thread> threads;
  std::vector<std::string> said(4);
  const fs::path found = program();
  for (std::size_t i = 0; i < said.size(); ++i) {
    threads.emplace_back([&, i] {
      ReaderProcess reader(found);
      const auto file = MemoryFile::of("Thread " + std::to_string(i));
      ReadRequest request;
      request.name = "a.txt";
      for (int round = 0; round < 20; ++round) {
        const auto done = reader.read(request, *file, [&](ReadPart&& part) { said[i] = part.texts.at(0); });
        if (!done) said[i] = done.error().reason;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < said.size(); ++i) CHECK(said[i] == "Thread " + std::to_string(i));
}

TEST_CASE("reader process: neither side keeps descriptors of files that were read") {
  ReaderProcess reader(program());
  CHECK(read_as(reader, "a.txt", "", "One.") == "<One.>");
  const int before = open_descriptors();
#ifdef PILCROW_TEST_POINTS
  const std::string there = read_as(reader, "a.txt", "test:descriptors", "");
  CHECK(there == "5");  // three that lead nowhere, the socket, the file at hand
#endif
  for (int i = 0; i < 1000; ++i) REQUIRE(read_as(reader, "a.txt", "", "One.") == "<One.>");
  CHECK(open_descriptors() == before);
#ifdef PILCROW_TEST_POINTS
  CHECK(read_as(reader, "a.txt", "test:descriptors", "") == there);
#endif
}

TEST_CASE("reader process: one that was killed is replaced, and its file is worth another try") {
  ReaderProcess reader(program());
  CHECK(read_as(reader, "a.txt", "", "One.") == "<One.>");
  const pid_t process = reader.process();
  ::kill(process, SIGKILL);
  CHECK(read_as(reader, "a.txt", "", "Two.") == "<Two.>");
  CHECK(reader.process() != process);
}

TEST_CASE("reader process: without its program nothing can be read, and the message names it") {
  ReaderProcess reader("/nowhere/pilcrow-reader");
  CHECK(reader.start().error().message == "cannot start '/nowhere/pilcrow-reader': no such file");
  CHECK(read_as(reader, "a.txt", "", "One.") == "failed: cannot start '/nowhere/pilcrow-reader': no such file (again)");
  ReaderProcess other("/bin/true");
  CHECK(other.start().error().message == "cannot start '/bin/true': it ended before it was confined (status 0)");
}

TEST_CASE("reader process: the operator says where its program is") {
  const std::string usual = program().string();
  ::setenv("PILCROW_READER", "/nowhere/pilcrow-reader", 1);
  CHECK(ReaderProcess::locate().error().message == "cannot start '/nowhere/pilcrow-reader': no such file");
  ::setenv("PILCROW_READER", usual.c_str(), 1);
  CHECK(ReaderProcess::locate()->string() == usual);
}

#ifdef PILCROW_TEST_POINTS

struct Attempt {
  const char* format;
  std::string bytes;
  const char* said;
};

TEST_CASE("reader process: a reader in the hands of a document can do nothing") {
  if (protection().landlock_abi == 0 || !protection().seccomp) return;  // that, confine_test.cc is about
  const test::TemporaryFolder folder;
  folder.write("secret.xml", "<secret/>");
  const std::string secret = (folder / "secret.xml").string();
  const std::string fresh = (folder / "fresh").string();
  ReaderProcess reader(program());
  const std::vector<Attempt> attempts{
      {"test:open", secret, "permission denied"},
      {"test:open", "/etc/passwd", "permission denied"},
      {"test:open", "/proc/self/environ", "permission denied"},
      {"test:open", "/", "permission denied"},
      {"test:open", "/dev/tty", "permission denied"},
      {"test:stream", secret, "nothing"},
      {"test:library", secret, "writable, regular file, no read permission"},
      {"test:write", secret, "permission denied"},
      {"test:write", fresh, "permission denied"},
      {"test:write", "/dev/shm/pilcrow", "permission denied"},
      {"test:change", secret,
       "rename permission denied; chmod permission denied; truncate permission denied; mkdir permission denied; "
       "symlink "
       "permission denied; remove permission denied"},
      {"test:socket", "",
       "inet permission denied; inet6 permission denied; unix permission denied; netlink permission denied"},
      {"test:resolve", "localhost", "not resolved"},
      {"test:process", "", "fork permission denied; execve permission denied"},
      {"test:signal", std::to_string(::getpid()), "kill permission denied; ptrace permission denied"},
      {"test:code", "", "mmap permission denied; mprotect permission denied"},
      {"test:limits", "", "permission denied"},
  };
  for (const Attempt& attempt : attempts) {
    INFO(attempt.format << " " << attempt.bytes);
    CHECK(read_as(reader, "a.txt", attempt.format, attempt.bytes) == attempt.said);
  }
  CHECK(test::read_file(secret) == "<secret/>");
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

struct Accident {
  const char* format;
  const char* said;
};

TEST_CASE("reader process: an accident is the file's, and the next file is read") {
  const auto accident = GENERATE(values<Accident>({
      {"test:crash", !has_sanitizer ? "failed: the reader crashed (segmentation fault)"
                                    : "failed: the reader crashed (status 1)"},  // a sanitizer has the first word
      {"test:abort", "failed: the reader crashed (aborted)"},
      {"test:exit", "failed: the reader crashed (status 7)"},
      {"test:spin", "failed: takes more than 1 second to read"},
      {"test:flood", "failed: the reader answered nonsense"},
      {"test:lie", "failed: the reader answered nonsense"},
  }));
  INFO(accident.format);
  ReaderLimits limits;
  limits.cpu_seconds = 1;
  ReaderProcess reader(program(), {}, limits);
  CHECK(read_as(reader, "a.txt", accident.format, "") == accident.said);
  CHECK(read_as(reader, "a.txt", "", "One.") == "<One.>");
  CHECK(read_as(reader, "a.txt", accident.format, "") == accident.said);
  CHECK(read_as(reader, "a.txt", "", "Two.") == "<Two.>");
}

TEST_CASE("reader process: one that waits for nothing is ended") {
  ReaderLimits limits;
  limits.wall_clock = std::chrono::seconds(1);
  ReaderProcess reader(program(), {}, limits);
  REQUIRE(reader.start());
  CHECK(read_as(reader, "a.txt", "test:hang", "") == "failed: takes more than 1 second to read");
  CHECK(reader.process() == 0);
}

TEST_CASE("reader process: memory is bounded") {
  if (has_sanitizer) return;
  ReaderLimits limits;
  limits.memory_bytes = 512ULL << 20;
  ReaderProcess reader(program(), {}, limits);
  CHECK(read_as(reader, "a.txt", "test:memory", "") == "failed: takes more than 512 MiB of memory to read");
  CHECK(read_as(reader, "a.txt", "", "One.") == "<One.>");
}

TEST_CASE("reader process: what files before left behind is not the fault of the file at hand") {
  ReaderProcess reader(program());
  CHECK(read_as(reader, "a.txt", "test:relapse", "") == "done");
  CHECK(read_as(reader, "a.txt", "test:relapse", "") == "done");
}

#endif  // PILCROW_TEST_POINTS

}  // namespace
}  // namespace pilcrow::indexer
