// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/known_files.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/text/hash.h"
#include "tests/support/catch.h"

namespace pilcrow::indexer {
namespace {

using test::values;

KnownFile known(std::uint64_t path_hash, std::uint32_t number) {
  KnownFile file;
  file.path_hash = path_hash;
  file.number = number;
  return file;
}

std::string numbers_at(KnownFiles& files, std::string_view path) {
  std::string out;
  for (const KnownFile& file : files.find(path)) out += std::to_string(file.number) + " ";
  return out;
}

TEST_CASE("known files: a path is found by its hash, with all that share it") {
  KnownFiles files;
  CHECK(files.find("/a").empty());
  files.add(known(text::hash64("/b"), 4));
  files.add(known(text::hash64("/a"), 3));
  files.add(known(text::hash64("/c"), 1));
  files.add(known(text::hash64("/a"), 2));  // another path, in theory
  files.sort();
  CHECK(numbers_at(files, "/a") == "2 3 ");
  CHECK(numbers_at(files, "/b") == "4 ");
  CHECK(numbers_at(files, "/c") == "1 ");
  CHECK(numbers_at(files, "/d").empty());

  for (KnownFile& file : files.find("/a")) file.seen = true;
  std::vector<std::uint32_t> lost;
  files.each_lost([&](const KnownFile& file) {
    lost.push_back(file.number);
    CHECK(&files.at(files.position(file)) == &file);
  });
  std::sort(lost.begin(), lost.end());
  CHECK(lost == std::vector<std::uint32_t>{1, 4});
}

TEST_CASE("known files: each part of a stamp counts") {
  const FileStamp stamp{10, -5, 7};
  CHECK(hash_of(stamp) == hash_of(FileStamp(stamp)));
  CHECK(hash_of(stamp) != hash_of({11, -5, 7}));
  CHECK(hash_of(stamp) != hash_of({10, -6, 7}));
  CHECK(hash_of(stamp) != hash_of({10, -5, 8}));
}

TEST_CASE("lost contents: found by content and by the reader that the name asks for") {
  const text::Hash128 one = text::hash128("one");
  const text::Hash128 two = text::hash128("two");
  LostContents lost;
  lost.add(two, "/x/old.md", 5);
  lost.add(one, "/x/b.TXT", 9);
  lost.add(one, "/x/a.txt", 2);
  lost.add(one, "/x/README", 3);
  lost.sort();
  const auto positions = [&](const text::Hash128& hash, std::string_view path) {
    std::string out;
    for (const auto& content : lost.find(hash, path)) out += std::to_string(content.position) + " ";
    return out;
  };
  CHECK(positions(one, "/y/new.txt") == "2 9 ");
  CHECK(positions(one, "/y/COPYING") == "3 ");
  CHECK(positions(one, "/y/new.md").empty());
  CHECK(positions(two, "/y/new.md") == "5 ");
  CHECK(lost.may_hold(two, "/y/new.md"));
  CHECK_FALSE(lost.may_hold(two, "/y/new.txt"));
  CHECK_FALSE(LostContents().may_hold(two, "/y/new.md"));
}

}  // namespace
}  // namespace pilcrow::indexer
