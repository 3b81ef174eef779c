// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/file_entry.h"

#include "tests/support/catch.h"

namespace pilcrow::store {
namespace {

FileEntry sample() {
  FileEntry entry;
  entry.number = 7;
  entry.root = 2;
  entry.path = "notes/\xFF odd\nname.md";
  entry.size = 123456789012ULL;
  entry.mtime_ns = -1'500'000'000;  // before 1970
  entry.inode = ~0ULL;
  entry.hash[0] = 1;
  entry.hash[15] = 255;
  entry.title = "Notes";
  entry.language = "en";
  entry.encoding = "utf-8";
  entry.type = "markdown";
  entry.trails = {{}, {"Wind", "Storage"}};
  entry.other_languages = {"de", "zh-hant"};
  ParagraphRow first{41, {10, 90}, {1, 4}, {}, 0, 2, 0x1122334455667788ULL, 9};
  ParagraphRow second{17, {95, 5'000'000'000ULL}, {4, 4'000'000'000U}, PageRange{7, 8, "vii"}, 1, 0, ~0ULL, 0};
  entry.paragraphs = {first, second};
  return entry;
}

TEST_CASE("file entry: what was written is read") {
  const FileEntry entry = sample();
  const auto decoded = decode_file_entry(entry.number, encode(entry));
  REQUIRE(decoded);
  CHECK(*decoded == entry);
}

TEST_CASE("file entry: paragraphs are in the file's language or in one of the others") {
  const FileEntry entry = sample();
  CHECK(language_of(entry, entry.paragraphs[0]) == "zh-hant");
  CHECK(language_of(entry, entry.paragraphs[1]) == "en");
}

TEST_CASE("file entry: one language costs no byte a paragraph") {
  FileEntry entry = sample();
  entry.other_languages.clear();
  for (auto& row : entry.paragraphs) row.language = 0;
  const std::size_t size = encode(entry).size();
  entry.paragraphs.push_back(entry.paragraphs.back());
  const std::size_t row_size = encode(entry).size() - size;
  entry.other_languages = {"de"};
  entry.paragraphs.back().language = 1;
  CHECK(encode(entry).size() == size + row_size + std::string("\2de").size() + entry.paragraphs.size());
  const auto decoded = decode_file_entry(entry.number, encode(entry));
  REQUIRE(decoded);
  CHECK(*decoded == entry);
}

TEST_CASE("file entry: a row in a language that the file does not have is damage") {
  FileEntry entry = sample();
  entry.paragraphs[1].language = 3;
  CHECK_FALSE(decode_file_entry(entry.number, encode(entry)));
}

TEST_CASE("file entry: one without paragraphs keeps its reason") {
  FileEntry entry;
  entry.number = 1;
  entry.outcome = FileOutcome::failed;
  entry.problem = "permission denied";
  const auto decoded = decode_file_entry(1, encode(entry));
  REQUIRE(decoded);
  CHECK(*decoded == entry);
}

TEST_CASE("file entry: every truncation is damage, never a crash") {
  const std::string bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto decoded = decode_file_entry(7, bytes.substr(0, size));
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().code == ErrorCode::index_corrupt);
  }
  CHECK_FALSE(decode_file_entry(7, bytes + "x"));
}

TEST_CASE("file entry: no flipped byte makes it read out of bounds or allocate without limit") {
  const std::string bytes = encode(sample());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int flip : {0x01, 0x80, 0xFF}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      const auto decoded = decode_file_entry(7, damaged);
      // A changed hash or name may well be a valid entry: what counts is that the table is no larger than its bytes.
      if (decoded) CHECK(decoded->paragraphs.size() <= bytes.size() / 22);
    }
  }
}

}  // namespace
}  // namespace pilcrow::store
