// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/export_output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <string>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using namespace pilcrow;
using namespace pilcrow::indexer::cli;
using pilcrow::test::read_file;
using pilcrow::test::TemporaryFolder;

namespace {

ExportOutput opened(const fs::path& path) {
  auto output = ExportOutput::open(path.string());
  INFO((output ? std::string() : output.error().message));
  REQUIRE(output);
  return std::move(*output);
}

/// "a b": what is in the folder.
std::string names_in(const TemporaryFolder& folder) {
  std::string names;
  for (const auto& entry : fs::directory_iterator(folder.path())) names += entry.path().filename().string() + " ";
  return names;
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("export output: a file has its name when it is whole, and is its owner's alone") {
  const TemporaryFolder folder;
  {
    auto output = opened(folder / "x");
    REQUIRE(output.write("one\n", {}));
    CHECK_FALSE(fs::exists(folder / "x"));
    REQUIRE(output.write("two\n", {}));
    REQUIRE(output.finish());
  }
  CHECK(read_file(folder / "x") == "one\ntwo\n");
  CHECK(mode_of(folder / "x") == 0600U);
  CHECK(names_in(folder) == "x ");
}

TEST_CASE("export output: what is not whole is gone, and the one before it stays") {
  const TemporaryFolder folder;
  folder.write("x", "before");
  {
    auto output = opened(folder / "x");
    REQUIRE(output.write("half of", {}));
  }
  CHECK(read_file(folder / "x") == "before");
  CHECK(names_in(folder) == "x ");
}

TEST_CASE("export output: one that is replaced keeps its permissions, and a link to it stays") {
  const TemporaryFolder folder;
  folder.write("x", "before");
  fs::permissions(folder / "x", fs::perms(0640));
  fs::create_symlink("x", folder / "link");
  auto output = opened(folder / "link");
  REQUIRE(output.write("after", {}));
  REQUIRE(output.finish());
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(read_file(folder / "x") == "after");
  CHECK(mode_of(folder / "x") == 0640U);
}

TEST_CASE("export output: a device is written to, never replaced") {
  auto output = opened("/dev/null");
  REQUIRE(output.write("one\n", {}));
  REQUIRE(output.finish());
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("export output: what cannot be written is a failure") {
  const TemporaryFolder folder;
  const auto refused = ExportOutput::open(folder.path().string());
  REQUIRE(!refused);
  CHECK(refused.error().message == "cannot write the export to '" + folder.path().string() + "': is a directory");
  CHECK(!ExportOutput::open((folder / "no such folder/x").string()));
  auto full = opened("/dev/full");
  const auto written = full.write("one\n", {});
  REQUIRE(!written);
  CHECK(written.error().message == "cannot write the export to '/dev/full': no space left on device");
  CHECK(written.error().code == ErrorCode::input_output);
}

TEST_CASE("export output: a pipe is written to as it is, until nobody wants it any more") {
  const TemporaryFolder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  const int reader = ::open((folder / "pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  REQUIRE(reader >= 0);
  auto output = opened(folder / "pipe");
  REQUIRE(output.write(std::string(1000, 'x'), [] { return false; }));
  std::array<char, 2000> buffer{};
  CHECK(::read(reader, buffer.data(), buffer.size()) == 1000);
  const auto cancelled = output.write("more", [] { return true; });
  REQUIRE(!cancelled);
  CHECK(cancelled.error().code == ErrorCode::cancelled);
  // main() has SIGPIPE ignored.
  std::signal(SIGPIPE, SIG_IGN);
  ::close(reader);
  const auto left = output.write("more", {});
  REQUIRE(!left);
  CHECK(left.error().message == "cannot write the export to '" + (folder / "pipe").string() + "': broken pipe");
}
