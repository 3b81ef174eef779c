// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/layout.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pilcrow::store {
namespace {

using test::TemporaryFolder;

TEST_CASE("layout: what is not an index is named for what it is") {
  const TemporaryFolder folder;
  folder.write("file", "x");
  folder.write("folder/other", "x");
  folder.write("xapian/iamglass", "x");
  folder.write("stub/XAPIANDB", "glass somewhere\n");
  folder.write("foreign/XAPIANDB", "auto somewhere\n");
  folder.write("broken/XAPIANDB", "gla");
  folder.write("broken/lock", "");
  const auto error = [&](const char* name) {
    const auto generation = published_generation(folder / name);
    REQUIRE_FALSE(generation);
    return generation.error();
  };
  const auto quoted = [&](const char* name) { return "'" + (folder / name).string() + "'"; };
  CHECK(error("none").message == "no index at " + quoted("none") + "; build one with 'pilcrow-index'");
  CHECK(error("file/below").message == "no index at " + quoted("file/below") + "; build one with 'pilcrow-index'");
  CHECK(error("file").message == quoted("file") + " is not an index: it is not a folder");
  CHECK(error("folder").message == "no index in the folder " + quoted("folder") + "; build one with 'pilcrow-index'");
  CHECK(error("xapian").message == quoted("xapian") + " is a Xapian database, but not a pilcrow index");
  CHECK(error("stub").message == quoted("stub") + " is a Xapian database, but not a pilcrow index");
  CHECK(error("foreign").message == quoted("foreign") + " is a Xapian database, but not a pilcrow index");
  CHECK(error("broken").code == ErrorCode::index_corrupt);
}

TEST_CASE("layout: publishing names the generation, and leaves nothing beside it") {
  const TemporaryFolder folder;
  for (const std::uint64_t number : {7U, 1'000'000'000U}) folder.write(generation_name(number) + "/iamglass", "x");
  REQUIRE(publish_generation(folder.path(), 7));
  CHECK(published_generation(folder.path()) == 7U);
  CHECK(test::read_file(folder / "XAPIANDB") == "glass gen-000007\n");
  REQUIRE(publish_generation(folder.path(), 1'000'000'000));
  CHECK(published_generation(folder.path()) == 1'000'000'000U);
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 3);
  CHECK_FALSE(publish_generation(folder.path(), 8));  // there is none
  CHECK(published_generation(folder.path()) == 1'000'000'000U);
}

TEST_CASE("layout: one generation is kept behind the published one") {
  const TemporaryFolder folder;
  for (const unsigned number : {2U, 5U, 7U, 9U, 11U}) folder.write(generation_name(number) + "/iamglass", "x");
  folder.write("gen-notes/mine", "x");
  remove_leftovers(folder.path());
  CHECK(newest_generation(folder.path()) == 11);  // nothing published: nothing certain, nothing removed
  CHECK(fs::exists(folder / "gen-000002"));
  REQUIRE(publish_generation(folder.path(), 7));
  remove_leftovers(folder.path());
  CHECK_FALSE(fs::exists(folder / "gen-000002"));
  CHECK(fs::exists(folder / "gen-000005"));
  CHECK(fs::exists(folder / "gen-000007"));
  CHECK_FALSE(fs::exists(folder / "gen-000009"));
  CHECK_FALSE(fs::exists(folder / "gen-000011"));
  CHECK(fs::exists(folder / "gen-notes/mine"));
}

TEST_CASE("layout: the published generation is never removed, whoever believes that it is not") {
  const TemporaryFolder folder;
  for (const unsigned number : {7U, 8U}) folder.write(generation_name(number) + "/iamglass", "x");
  REQUIRE(publish_generation(folder.path(), 7));
  remove_generation(folder.path(), 7);
  remove_generation(folder.path(), 8);
  CHECK(fs::exists(folder / "gen-000007"));
  CHECK_FALSE(fs::exists(folder / "gen-000008"));
}

TEST_CASE("lock: a second writer is told who holds it") {
  const TemporaryFolder folder;
  {
    const auto first = WriterLock::acquire(folder / "index", 0);
    REQUIRE(first);
    struct stat status {};
    REQUIRE(::stat((folder / "index").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    const auto second = WriterLock::acquire(folder / "index", 0);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::index_locked);
    CHECK(second.error().message.find("is being written by process " + std::to_string(::getpid()) + " since 2") !=
          std::string::npos);
  }
  CHECK(WriterLock::acquire(folder / "index", 0));
}

TEST_CASE("lock: a folder with other things in it does not become an index") {
  const TemporaryFolder folder;
  folder.write("documents/report.txt", "x");
  folder.write("file", "x");
  const auto lock = WriterLock::acquire(folder / "documents", 0);
  REQUIRE_FALSE(lock);
  CHECK(lock.error().code == ErrorCode::invalid_argument);
  CHECK_FALSE(fs::exists(folder / "documents/lock"));
  CHECK_FALSE(WriterLock::acquire(folder / "file", 0));
  fs::create_directory(folder / "empty");
  CHECK(WriterLock::acquire(folder / "empty", 0));
}

}  // namespace
}  // namespace pilcrow::store
