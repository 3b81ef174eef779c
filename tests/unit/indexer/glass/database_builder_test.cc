// SPDX-License-Identifier: GPL-3.0-or-later
// What the builder promises besides what Xapian sees, which tests/property/glass_property_test.cc holds against its API.
#include "indexer/glass/database_builder.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "indexer/glass/probe.h"
#include "tests/support/catch.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/glass_collection.h"
#include "tests/support/glass_reader.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::indexer::glass {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

constexpr std::size_t mebibyte = std::size_t{1} << 20;

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
  return names;
}

TEST_CASE("glass builder: of nothing, what the API makes of nothing") {
  const test::TemporaryFolder folder;
  DatabaseBuilder builder(folder.path(), mebibyte);
  CHECK(builder.next_document() == 1);
  builder.finish();
  CHECK(names_in(folder.path()) == std::set<std::string>{"iamglass", "postlist.glass", "termlist.glass"});
  const auto version = test::read_glass_version(folder.path());
  CHECK(version.magic == "\x0F\x0DXapian Glass\x04\x6E"s);
  CHECK(version.revision == 0);
  CHECK(version.documents == 0);
}

TEST_CASE("glass builder: what the version file says") {
  const test::TemporaryFolder folder;
  DatabaseBuilder builder(folder.path(), mebibyte);
  auto& inverter = builder.inverter();
  const auto add = [&](std::uint32_t wdf, std::string_view data) {
    if (wdf > 0) inverter.add(inverter.number("term"), builder.next_document(), wdf, {});
    inverter.end_document();
    NewDocument document;
    document.length = wdf;
    document.data = data;
    return builder.add(document);
  };
  CHECK(add(5, "one") == 1);
  CHECK(add(0, "") == 2);
  CHECK(add(3, "three") == 3);
  CHECK(builder.next_document() == 4);
  builder.finish();
  const auto version = test::read_glass_version(folder.path());
  CHECK(version.revision == 1);
  CHECK(version.documents == 3);
  CHECK(version.more_numbers == 0);
  CHECK(version.shortest == 3);
  CHECK(version.longest == 5);
  CHECK(version.wdf_bound == 5);
  CHECK(version.total_length == 8);
  CHECK(version.oldest_changeset == 0);
  const auto tables = test::read_glass_database(folder.path());
  REQUIRE(tables.size() == 4);
  // The lengths of documents 1 to 3, and the list of one term in documents 1 and 3.
  REQUIRE(tables[0].size() == 2);
  CHECK(tables[0][0].key == "\0\xE0"s);
  CHECK(tables[0][0].tag ==
        "\0\0\0"
        "1"
        "\x02"
        "\x05"
        "\0\0"
        "\0\x03"s);
  CHECK(tables[0][1].key == "term");
  CHECK(tables[0][1].tag ==
        "\x02\x08\0"
        "1"
        "\x02"
        "\x05"
        "\x01\x03"s);
  REQUIRE(tables[1].size() == 2);
  CHECK(tables[1][1].key == "\0\x03"s);
  CHECK(tables[1][1].tag == "three");
  CHECK(tables[2].size() == 3);
  CHECK(tables[3].empty());
}

TEST_CASE("glass builder: each database has an identity of its own") {
  std::set<std::string> identities;
  for (int i = 0; i < 3; ++i) {
    const test::TemporaryFolder folder;
    DatabaseBuilder(folder.path(), mebibyte).finish();
    identities.insert(test::read_glass_version(folder.path()).identity);
  }
  CHECK(identities.size() == 3);
}

TEST_CASE("glass builder: metadata that is set again and again, in little memory") {
  INFO("PILCROW_SEED=" << test::seed());
  test::Random random(test::seed());
  const test::TemporaryFolder folder;
  DatabaseBuilder builder(folder.path(), mebibyte);
  CHECK(builder.metadata("f") == "");
  std::map<std::string, std::string> expected;
  for (int i = 0; i < 6000; ++i) {
    const auto key = "f" + std::to_string(test::below(random, 2000));
    const auto value = test::random_bytes(random, test::below(random, 50) == 0 ? 30000 : 300);
    builder.set_metadata(key, value);
    expected[key] = value;
    const auto asked = "f" + std::to_string(test::below(random, 2000));
    REQUIRE(builder.metadata(asked) == expected[asked]);
  }
  builder.finish();
  std::erase_if(expected, [](const auto& entry) { return entry.second.empty(); });
  const auto tables = test::read_glass_database(folder.path());
  REQUIRE(tables[0].size() == expected.size());
  auto next = expected.begin();
  for (const auto& entry : tables[0]) {
    REQUIRE(entry.key == "\0\xC0"s + next->first);
    REQUIRE(entry.tag == next->second);
    ++next;
  }
}

TEST_CASE("glass builder: the memory changes nothing in what is written") {
  test::SampleShape shape;
  shape.documents = 1500;
  shape.terms = 40;
  shape.positions = 500;
  shape.metadata = 100;
  shape.metadata_size = 3000;
  std::vector<std::vector<std::vector<test::GlassEntry>>> written;
  for (const std::size_t memory : {std::size_t{0}, 64 * mebibyte}) {
    test::Random random(test::seed());
    auto collection = test::random_collection(random, shape);
    collection.memory = memory;
    const test::TemporaryFolder folder;
    test::write_by_builder(folder / "built", collection);
    written.push_back(test::read_glass_database(folder / "built"));
  }
  CHECK(written[0] == written[1]);
}

TEST_CASE("glass builder: a full disk is told with a file's name, and leaves no database") {
  test::SampleShape shape;
  shape.documents = 2000;
  shape.text = 100;
  shape.metadata = 100;
  test::Random random(test::seed());
  const auto collection = test::random_collection(random, shape);
  // Small enough for one table after the other.
  for (const std::size_t most : {1000U, 20000U, 60000U}) {
    const test::TemporaryFolder folder;
    bool failed = false;
    {
      const test::FileSizeLimit limit(most);
      try {
        test::write_by_builder(folder / "built", collection);
      } catch (const fs::filesystem_error& error) {
        failed = true;
        CHECK(error.path1().parent_path() == folder / "built");
        CHECK(error.code() == std::errc::file_too_large);
      }
    }
    CHECK(failed);
    CHECK_FALSE(fs::exists(folder / "built" / "iamglass"));
  }
}

TEST_CASE("glass builder: what fails in its second thread is told as well") {
  test::SampleShape shape;
  shape.documents = 200;
  shape.positions = 3000;
  shape.text = 0;
  test::Random random(test::seed());
  const auto collection = test::random_collection(random, shape);
  const test::TemporaryFolder folder;
  const test::FileSizeLimit limit(60000);
  CHECK_THROWS_WITH(test::write_by_builder(folder / "built", collection), Catch::Contains("position.glass"));
  CHECK_FALSE(fs::exists(folder / "built" / "iamglass"));
}

TEST_CASE("glass probe: this Xapian's format is known, and nothing stays behind") {
  const test::TemporaryFolder folder;
  CHECK(format_is_known(folder.path()));
  CHECK(names_in(folder.path()).empty());
}

TEST_CASE("glass probe: where nothing can be written the answer is no") {
  CHECK_FALSE(format_is_known("/no such folder"));
  const test::TemporaryFolder folder;
  const test::FileSizeLimit limit(4000);
  CHECK_FALSE(format_is_known(folder.path()));
  CHECK(names_in(folder.path()).empty());
}

}  // namespace
}  // namespace pilcrow::indexer::glass
