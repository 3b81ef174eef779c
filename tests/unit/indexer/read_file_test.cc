// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <filesystem>
#include <string>
#include <thread>

#include "indexer/file_system.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unprivileged.h"

namespace pilcrow::indexer {
namespace {

using test::TemporaryFolder;
using test::values;

constexpr std::uint64_t limit = 256ULL << 20;

std::string dump(const tl::expected<FileBytes, std::string>& result) {
  return result ? "read: " + std::string(result->bytes.bytes()) : "not read: " + result.error();
}

TEST_CASE("read_file: the bytes, and the stamp that belongs to them") {
  const TemporaryFolder folder;
  folder.write("a.txt", std::string_view("one\0two\n", 8));
  const auto result = read_file(folder / "a.txt", limit, false);
  REQUIRE(result);
  CHECK(result->bytes.bytes() == std::string_view("one\0two\n", 8));
  struct stat status {};
  REQUIRE(::stat((folder / "a.txt").c_str(), &status) == 0);
  CHECK(result->stamp.size == 8);
  CHECK(result->stamp.inode == status.st_ino);
  CHECK(result->stamp.mtime_ns == status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec);
}

TEST_CASE("read_file: an empty file is no problem") {
  const TemporaryFolder folder;
  folder.write("empty", "");
  CHECK(dump(read_file(folder / "empty", limit, false)) == "read: ");
}

TEST_CASE("read_file: what is no file any more is refused at once") {
  const TemporaryFolder folder;
  folder.write("file", "x");
  REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
  std::filesystem::create_directory(folder / "folder");
  std::filesystem::create_symlink("file", folder / "link");
  std::filesystem::create_symlink("nowhere", folder / "broken");
  struct Case {
    std::string name;
    std::string file;
    bool follow_links;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a file", "file", false, "read: x"},
      {"a fifo without a writer", "fifo", false, "not read: not a regular file any more"},
      {"a folder", "folder", false, "not read: not a regular file any more"},
      {"a device", "/dev/null", false, "not read: not a regular file any more"},
      {"a link", "link", false, "not read: not a regular file any more"},
      {"a link that is to be followed", "link", true, "read: x"},
      {"a broken link", "broken", false, "not read: not a regular file any more"},
      {"a broken link that is to be followed", "broken", true, "not read: no such file"},
      {"nothing", "nothing", false, "not read: no such file"},
      {"below a file", "file/x", false, "not read: no such file"},
      {"a name that no file can have", std::string(300, 'x'), false, "not read: path too long"},
  }));
  INFO(c.name);
  CHECK(dump(read_file(folder / c.file, limit, c.follow_links)) == c.expected);
}

TEST_CASE("read_file: the limit is the largest size that is read") {
  const TemporaryFolder folder;
  folder.write("a", "12345");
  CHECK(dump(read_file(folder / "a", 5, false)) == "read: 12345");
  CHECK(dump(read_file(folder / "a", 4, false)) == "not read: larger than 4 bytes");
}

TEST_CASE("read_file: a file that nobody may read") {
  const TemporaryFolder folder;
  folder.write("secret", "x");
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  REQUIRE(::chmod((folder / "secret").c_str(), 0) == 0);
  CHECK(test::unprivileged([&] { return dump(read_file(folder / "secret", limit, false)); }) ==
        "not read: permission denied");
}

TEST_CASE("read_file: a path longer than the kernel takes") {
  const TemporaryFolder folder;
  auto path = folder.path();
  int at = ::open(path.c_str(), O_RDONLY | O_DIRECTORY);
  const std::string name(200, 'n');
  while (path.native().size() < 2 * PATH_MAX) {
    REQUIRE(::mkdirat(at, name.c_str(), 0700) == 0);
    const int below = ::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY);
    REQUIRE(below >= 0);
    ::close(at);
    at = below;
    path /= name;
  }
  const int file = ::openat(at, "deep", O_WRONLY | O_CREAT, 0600);
  REQUIRE(::write(file, "down", 4) == 4);
  ::close(file);
  ::close(at);
  CHECK(dump(read_file(path / "deep", limit, false)) == "read: down");
}

// No hook says when: the other thread changes the file all the time, and every outcome must be a sound one.
TEST_CASE("read_file: a file that changes while it is read is read whole or not at all") {
  const TemporaryFolder folder;
  constexpr std::size_t size = 1 << 20;
  const auto path = folder / "log";
  folder.write("log", std::string(size, 'a'));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    while (!done) {
      if (::truncate(path.c_str(), 10) != 0 || ::truncate(path.c_str(), size) != 0) return;
    }
  });
  for (int i = 0; i < 200; ++i) {
    const auto result = read_file(path, limit, false);
    if (result) {
      CHECK(result->bytes.bytes().size() == result->stamp.size);
      CHECK((result->bytes.bytes().size() == 10 || result->bytes.bytes().size() == size));
    } else {
      CHECK(result.error() == "changed while it was read");
    }
  }
  done = true;
  writer.join();
}

TEST_CASE("problems name a limit in the unit that it is given in") {
  CHECK(larger_than(256ULL << 20) == "larger than 256 MiB");
  CHECK(larger_than(1ULL << 30) == "larger than 1 GiB");
  CHECK(larger_than(1536) == "larger than 1536 bytes");
  CHECK(larger_than(2048) == "larger than 2 KiB");
  CHECK(larger_than(0) == "larger than 0 bytes");
}

}  // namespace
}  // namespace pilcrow::indexer
