// SPDX-License-Identifier: GPL-3.0-or-later
// What is written, read back by a reader that knows the format only from docs/glass-format.md.
#include "indexer/glass/table_writer.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>

#include "tests/support/catch.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/glass_reader.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::indexer::glass {
namespace {

using Entries = std::map<std::string, std::string>;

TableFacts write(const std::filesystem::path& file, const Entries& entries) {
  TableWriter table(file);
  for (const auto& [key, tag] : entries) table.add(key, tag);
  return table.finish();
}

/// Writes and reads back; gives what is told of the table.
TableFacts check_written(const Entries& entries) {
  const test::TemporaryFolder folder;
  const auto facts = write(folder / "table.glass", entries);
  const auto read = test::read_glass_table(folder / "table.glass", facts.root_block, facts.level, facts.blocks);
  REQUIRE(read.size() == entries.size());
  REQUIRE(facts.entries == entries.size());
  auto expected = entries.begin();
  for (const auto& entry : read) {
    REQUIRE(entry.key == expected->first);
    REQUIRE(entry.tag == expected->second);
    // No more pieces than the format's sizes ask for.
    const auto whole = 2043 - 5 - entry.key.size();
    REQUIRE(entry.pieces == (entry.tag.size() <= whole + 2 ? 1 : (entry.tag.size() - 2 + whole - 1) / whole));
    ++expected;
  }
  return facts;
}

TEST_CASE("glass table: nothing is written of a table without entries") {
  const test::TemporaryFolder folder;
  const auto facts = write(folder / "table.glass", {});
  CHECK(facts.entries == 0);
  CHECK(facts.blocks == 0);
  CHECK_FALSE(std::filesystem::exists(folder / "table.glass"));
}

TEST_CASE("glass table: one entry is one leaf") {
  const auto facts = check_written({{"key", "tag"}});
  CHECK(facts.level == 0);
  CHECK(facts.blocks == 1);
  CHECK(facts.root_block == 0);
}

TEST_CASE("glass table: what was there by that name is gone") {
  const test::TemporaryFolder folder;
  folder.write("table.glass", std::string(100000, 'x'));
  const auto facts = write(folder / "table.glass", {{"key", "tag"}});
  CHECK(test::read_glass_table(folder / "table.glass", facts.root_block, facts.level, facts.blocks).size() == 1);
}

TEST_CASE("glass table: tags of every size around those at which they are cut") {
  for (const std::size_t key_size : {1U, 5U, 100U, 255U}) {
    const std::size_t whole = 2043 - 5 - key_size;
    Entries entries;
    for (std::size_t pieces = 0; pieces < 9; ++pieces) {
      for (std::size_t more = 0; more < 5; ++more) {
        auto key = std::string(1, static_cast<char>('a' + entries.size() % 100)) + std::string(key_size - 1, 'k');
        entries[key] = std::string(pieces * whole + more, static_cast<char>('A' + more));
      }
    }
    check_written(entries);
  }
}

TEST_CASE("glass table: a leaf that is filled up to the last byte") {
  // 11 bytes of header, the null item with 3 and 2; 8176 bytes are left for items, with 2 each in the directory.
  for (std::size_t last = 2030; last <= 2045; ++last) {
    check_written({{"a", std::string(2039, 'a')},
                   {"b", std::string(2039, 'b')},
                   {"c", std::string(2039, 'c')},
                   {"d", std::string(last, 'd')},
                   {"e", ""}});
  }
}

TEST_CASE("glass table: large tags, and keys that begin with one another") {
  Entries entries{{"a", std::string(3000000, 'x')}, {"b", ""}};
  std::string key;
  while (key.size() < 255) entries[key += 'c'] = std::string(key.size() * 30, 'y');
  const auto facts = check_written(entries);
  CHECK(facts.level > 0);
}

TEST_CASE("glass table: several levels of branches") {
  // Keys of 255 bytes that differ only in their ends leave room for 30 children in a branch.
  Entries entries;
  for (int i = 0; i < 9000; ++i) entries[std::string(249, 'k') + std::to_string(100000 + i)] = std::string(700, 't');
  CHECK(check_written(entries).level == 3);
}

TEST_CASE("glass table: a compressed tag is marked in each of its pieces") {
  const test::TemporaryFolder folder;
  TableWriter table(folder / "table.glass");
  table.add("a", std::string(5000, 'a'), true);
  table.add("b", std::string(5000, 'b'));
  const auto facts = table.finish();
  const auto read = test::read_glass_table(folder / "table.glass", facts.root_block, facts.level, facts.blocks);
  REQUIRE(read.size() == 2);
  CHECK(read[0].compressed);
  CHECK_FALSE(read[1].compressed);
}

TEST_CASE("glass table: any entries") {
  INFO("PILCROW_SEED=" << test::seed());
  test::Random random(test::seed());
  for (int round = 0; round < 60; ++round) {
    Entries entries;
    const auto key_size = 1 + test::below(random, 254);
    const auto tag_size = std::size_t{1} << test::below(random, 15);
    const auto letters = 1 + test::below(random, 255);
    for (auto count = 1 + test::below(random, 1500000 / (tag_size + key_size)) % 4000; count > 0; --count) {
      std::string key(1 + test::below(random, key_size), '\0');
      for (char& c : key) c = static_cast<char>(test::below(random, letters));
      entries[key] = test::random_bytes(random, tag_size);
    }
    check_written(entries);
  }
}

TEST_CASE("glass table: a full disk is told with the file's name") {
  const test::TemporaryFolder folder;
  const test::FileSizeLimit limit(300000);
  TableWriter table(folder / "table.glass");
  const auto fill = [&] {
    for (int i = 100000; i < 110000; ++i) table.add(std::to_string(i), std::string(100, 't'));
    table.finish();
  };
  CHECK_THROWS_WITH(fill(), Catch::Contains("table.glass"));
}

TEST_CASE("glass table: a folder that is not there is told when the file is made") {
  TableWriter table("/no such folder/table.glass");
  CHECK_THROWS_AS(table.add("key", "tag"), std::filesystem::filesystem_error);
}

}  // namespace
}  // namespace pilcrow::indexer::glass
