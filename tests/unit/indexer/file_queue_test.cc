// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/file_queue.h"

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::indexer {
namespace {

using test::TemporaryFolder;

std::vector<QueuedFile> some_files(std::size_t count) {
  std::vector<QueuedFile> files;
  for (std::size_t i = 0; i < count; ++i) {
    QueuedFile file;
    file.root = static_cast<std::uint32_t>(i % 3);
    file.file.path = "folder " + std::to_string(i / 10) + "/\xFF\n" + std::to_string(i) + std::string(i % 50, 'x');
    file.file.stamp = {i * i, -static_cast<std::int64_t>(i), ~i};
    if (i % 7 == 3) file.file.problem = "permission denied";
    file.file.skipped = i % 14 == 3;
    file.number = static_cast<std::uint32_t>(i % 4);
    file.same_place = i % 2 == 0;
    file.reread = i % 5 == 0;
    files.push_back(file);
  }
  files.push_back({});  // a root that is a file has no path below it
  files.push_back({1, {std::string(20'000, 'd'), {}, "path too long"}, 0, true, false});
  return files;
}

std::vector<QueuedFile> all_of(const FileQueue& queue) {
  std::vector<QueuedFile> files;
  FileQueue::Reader reader(queue);
  while (auto file = reader.next()) files.push_back(std::move(*file));
  CHECK_FALSE(reader.next());
  return files;
}

TEST_CASE("file queue: gives back what it took, in order, as often as it is asked") {
  const auto files = some_files(2000);
  const auto memory = GENERATE(std::size_t{1}, std::size_t{100}, std::size_t{70'000}, FileQueue::default_memory);
  const bool in_folder = GENERATE(true, false);
  CAPTURE(memory, in_folder);
  const TemporaryFolder folder;
  FileQueue queue(in_folder ? folder.path() : std::filesystem::path(), memory);
  CHECK(all_of(queue).empty());
  std::uint64_t to_read = 0;
  std::uint64_t bytes = 0;
  for (const QueuedFile& file : files) {
    queue.push(file);
    if (!file.file.problem.empty()) continue;
    ++to_read;
    bytes += file.file.stamp.size;
  }
  CHECK(queue.files() == files.size());
  CHECK(queue.to_read() == to_read);
  CHECK(queue.bytes() == bytes);
  CHECK(all_of(queue) == files);
  CHECK(all_of(queue) == files);
  CHECK(std::filesystem::is_empty(folder.path()));  // its file has no name
}

TEST_CASE("file queue: a disk that takes no more is an exception") {
  const TemporaryFolder folder;
  FileQueue queue(folder.path(), 1000);
  struct rlimit before {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit small = before;
  small.rlim_cur = 5000;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  bool thrown = false;
  try {
    for (const QueuedFile& file : some_files(2000)) queue.push(file);
  } catch (const std::filesystem::filesystem_error&) {
    thrown = true;
  }
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, old_handler);
  CHECK(thrown);
  CHECK_THROWS_AS(FileQueue(folder / "nowhere", 1).push({}), std::filesystem::filesystem_error);
}

}  // namespace
}  // namespace pilcrow::indexer
