// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/file_entry.h"

#include <algorithm>

#include "core/store/bytes.h"
#include "core/text/hash.h"
#include "tests/support/catch.h"

namespace pilcrow::store {
namespace {

FileEntry sample() {
  FileEntry entry;
  entry.number = 7;
  entry.root = 2;
  entry.path = "notes/\xFF odd\nname.zip";
  entry.member = "inside/of it.md";
  entry.holder = 5;
  entry.size = 123456789012ULL;
  entry.mtime_ns = -1'500'000'000;  // before 1970
  entry.inode = ~0ULL;
  entry.hash[0] = 1;
  entry.hash[15] = 255;
  entry.readers = 3;
  entry.read_unix_seconds = 1'790'000'000;
  entry.title = "Notes";
  entry.language = "en";
  entry.encoding = "utf-8";
  entry.type = "markdown";
  entry.date = text::Day{-1};
  entry.page_labels = {"", "ii"};
  entry.meta = R"({"ticket":7})";
  entry.trails = {{}, {"Wind", "Storage"}};
  entry.other_languages = {"de", "zh-hant"};
  ParagraphRow first{41, {10, 90}, {1, 4}, {}, 0, 2, 0x1122334455667788ULL, 9, false};
  ParagraphRow second{17, {95, 5'000'000'000ULL}, {4, 4'000'000'000U}, RowPages{7, {0, 300}}, 1, 0, ~0ULL, 0, true};
  entry.paragraphs = {first, second};
  return entry;
}

/// `bytes`, their last eight being the checksum of the others: damage that the checksum does not show.
std::string with_checksum_of(const std::string& bytes) {
  const std::string content = bytes.substr(0, bytes.size() - 8);
  ByteWriter out;
  out.raw(content);
  out.fixed64(text::hash64(content));
  return out.take();
}

TEST_CASE("file entry: what was written is read") {
  const FileEntry entry = sample();
  const auto decoded = decode_file_entry(entry.number, encode(entry));
  REQUIRE(decoded);
  CHECK(*decoded == entry);
}

TEST_CASE("file entry: the head is read without the rest") {
  FileEntry entry = sample();
  std::string bytes = encode(entry);
  const FileHead expected{
      7,           2,          entry.path,    entry.member, 5, FileOutcome::indexed, entry.size, entry.mtime_ns,
      entry.inode, entry.hash, entry.readers, entry.date,   2};
  CHECK(head_of(entry) == expected);
  auto head = decode_file_head(7, bytes);
  REQUIRE(head);
  CHECK(*head == expected);
  // What lies behind it may be anything of that size.
  std::fill(bytes.end() - 40, bytes.end(), '\xFF');
  head = decode_file_head(7, bytes);
  REQUIRE(head);
  CHECK(*head == expected);
  CHECK_FALSE(decode_file_entry(7, bytes));
}

TEST_CASE("file entry: its day is the document's, else that of its modification time in UTC") {
  struct Case {
    const char* name;
    std::optional<text::Day> date;
    std::int64_t mtime_ns;
    text::Day expected;
  };
  const std::int64_t day = 86'400'000'000'000;
  const auto c = GENERATE_COPY(values<Case>({
      {"the document gives one", text::Day{20'000}, 5 * day, {20'000}},
      {"even the first of all", text::first_day, 5 * day, text::first_day},
      {"the document gives none", {}, 5 * day, {5}},
      {"the last moment of a day", {}, 6 * day - 1, {5}},
      {"the last moment before 1970", {}, -1, {-1}},
      {"the first moment of the day before", {}, -day, {-1}},
  }));
  INFO(c.name);
  FileEntry entry = sample();
  entry.date = c.date;
  entry.mtime_ns = c.mtime_ns;
  CHECK(day_of(entry).number == c.expected.number);
  const auto head = decode_file_head(7, encode(entry));
  REQUIRE(head);
  CHECK(day_of(*head).number == c.expected.number);
}

TEST_CASE("file entry: a date outside the calendar is damage") {
  FileEntry entry = sample();
  for (const text::Day day : {text::first_day, text::last_day}) {
    entry.date = day;
    const auto decoded = decode_file_entry(7, encode(entry));
    REQUIRE(decoded);
    CHECK(decoded->date == day);
  }
  for (const text::Day day : {text::Day{text::first_day.number - 1}, text::Day{text::last_day.number + 1}}) {
    entry.date = day;
    CHECK_FALSE(decode_file_entry(7, encode(entry)));
    CHECK_FALSE(decode_file_head(7, encode(entry)));
  }
}

TEST_CASE("file entry: a file that is in none, on no page and of full worth takes no byte more for it") {
  FileEntry entry = sample();
  entry.member.clear();
  entry.holder = 0;
  entry.meta.clear();
  entry.page_labels.clear();
  for (auto& row : entry.paragraphs) {
    row.pages.reset();
    row.minor = false;
  }
  const std::size_t plain = encode(entry).size();
  entry.paragraphs[0].minor = true;
  CHECK(encode(entry).size() == plain + entry.paragraphs.size());
  CHECK(decode_file_entry(7, encode(entry)) == entry);
  entry.paragraphs[0].minor = false;
  entry.meta = "{}";
  CHECK(encode(entry).size() == plain + 3);
  CHECK(decode_file_entry(7, encode(entry)) == entry);
}

TEST_CASE("file entry: pages are shown by what is printed on them, that of the sentence beside the others") {
  struct Case {
    const char* name;
    std::size_t offset;
    std::uint32_t cited;
    const char* label;
  };
  const auto c = GENERATE(values<Case>({
      {"the first", 0, 6, "vi"},
      {"just before the break", 99, 6, "vi"},
      {"from the break on", 100, 7, "7"},
      {"behind an empty page, the one after it", 250, 9, "A-1"},
  }));
  INFO(c.name);
  FileEntry entry;
  entry.page_labels = {"i", "ii", "iii", "iv", "v", "vi", "", "", "A-1"};
  ParagraphRow row;
  CHECK_FALSE(pages_of(entry, row, c.offset));
  row.pages = RowPages{6, {100, 250, 250}};
  const auto pages = pages_of(entry, row, c.offset);
  REQUIRE(pages);
  CHECK(pages->first == 6);
  CHECK(pages->last == 9);
  CHECK(pages->label == "vi");
  CHECK(pages->cited == c.cited);
  CHECK(pages->cited_label == c.label);
}

TEST_CASE("file entry: pages beyond all numbers have no label") {
  FileEntry entry;
  entry.page_labels = {"i"};
  ParagraphRow row;
  row.pages = RowPages{UINT32_MAX, {5}};
  CHECK(pages_of(entry, row, 5)->cited_label == "0");
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

TEST_CASE("stored file: a row is found by its document, in any order and time and again") {
  FileEntry entry = sample();
  ParagraphRow third = entry.paragraphs[0];
  third.document = 18;
  third.trail = 1;
  entry.paragraphs.push_back(third);
  SECTION("of a file with pages, languages and paragraphs of less worth") {}
  SECTION("of a plain one") {
    entry.other_languages.clear();
    entry.page_labels.clear();
    for (ParagraphRow& row : entry.paragraphs) {
      row.language = 0;
      row.minor = false;
      row.pages.reset();
    }
  }
  auto file = StoredFile::read(entry.number, encode(entry));
  REQUIRE(file);
  FileEntry rest = entry;
  rest.trails.clear();
  rest.paragraphs.clear();
  CHECK(file->entry() == rest);
  for (const std::size_t number : {0U, 1U, 2U, 2U, 1U, 0U, 2U, 0U}) {
    const auto found = file->find(entry.paragraphs[number].document);
    REQUIRE(found);
    CHECK(found->number == number);
    CHECK(found->row == entry.paragraphs[number]);
    CHECK_FALSE(file->find(42));
  }
  CHECK(file->trail(0) == entry.trails[0]);
  CHECK(file->trail(1) == entry.trails[1]);
  CHECK_FALSE(file->trail(2));
  CHECK(file->rows() == entry.paragraphs);
  CHECK(file->whole() == entry);
  CHECK(file->ordinals({0, 1, 2}) == std::vector<std::uint32_t>{1, 1, 2});  // the third says what the first does
  CHECK(file->ordinals({2}) == std::vector<std::uint32_t>{2});
}

TEST_CASE("stored file: any bytes with a right checksum are searched without a crash") {
  const std::string bytes = encode(sample());
  for (std::size_t at = 0; at < bytes.size() - 8; ++at) {
    for (const char value : {'\0', '\x01', '\x7F', '\x80', '\xFF'}) {
      std::string damaged = bytes;
      damaged[at] = value;
      auto file = StoredFile::read(7, with_checksum_of(damaged));
      if (!file) continue;
      const auto found = file->find(17);
      if (found) CHECK(found->row.document == 17);
      CHECK(file->ordinals({0, 1}).size() == 2);
      (void)file->trail(1);
      const auto rows = file->rows();
      if (rows) CHECK(rows->size() == 2);
    }
  }
}

TEST_CASE("file entry: every truncation is damage, never a crash") {
  const std::string bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto decoded = decode_file_entry(7, bytes.substr(0, size));
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().code == ErrorCode::index_corrupt);
    const auto head = decode_file_head(7, bytes.substr(0, size));
    if (head) CHECK(head->paragraph_count == 2);
  }
  // Behind the head there is no room for so many rows.
  CHECK_FALSE(decode_file_head(7, bytes.substr(0, 40)));
  CHECK_FALSE(decode_file_entry(7, bytes + "x"));
}

TEST_CASE("file entry: every flipped byte is damage: it has a checksum") {
  const std::string bytes = encode(sample());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    INFO(at);
    CHECK_FALSE(decode_file_entry(7, damaged));
  }
}

TEST_CASE("file entry: no flipped byte makes it read out of bounds or allocate without limit") {
  const std::string bytes = encode(sample());
  for (std::size_t at = 0; at < bytes.size() - 8; ++at) {
    for (const int flip : {0x01, 0x80, 0xFF}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      damaged = with_checksum_of(damaged);
      const auto decoded = decode_file_entry(7, damaged);
      // A changed hash or name may well be a valid entry: what counts is that the table is no larger than its bytes.
      if (decoded) CHECK(decoded->paragraphs.size() <= bytes.size() / 22);
      // Who reads the whole reads the same head.
      const auto head = decode_file_head(7, damaged);
      if (decoded) REQUIRE(head);
      if (decoded) CHECK(head->paragraph_count == decoded->paragraphs.size());
    }
  }
}

}  // namespace
}  // namespace pilcrow::store
