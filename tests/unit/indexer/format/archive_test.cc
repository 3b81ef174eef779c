// SPDX-License-Identifier: GPL-3.0-or-later
// Archives and compressed files: what is in them, and that none takes more than it may.
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "indexer/format/format.h"
#include "tests/support/catch.h"
#include "tests/support/parts.h"

namespace pilcrow::test {
namespace {

struct Member {
  std::string name;
  std::string content;
};

struct Written {
  std::vector<char> room = std::vector<char>(64U << 20);
  std::size_t size = 0;
  std::string bytes() const { return {room.data(), size}; }
};

/// An archive in this format ("zip", "pax"), through this filter; `options` as libarchive takes them.
class ArchiveWriter {
 public:
  explicit ArchiveWriter(int format, const char* options = nullptr) : writer_(archive_write_new()) {
    archive_write_set_format(writer_, format);
    archive_write_set_bytes_in_last_block(writer_, 1);
    if (options != nullptr) {
      REQUIRE(archive_write_set_options(writer_, options) == ARCHIVE_OK);
      archive_write_set_passphrase(writer_, "key");
    }
    REQUIRE(archive_write_open_memory(writer_, written_.room.data(), written_.room.size(), &written_.size) ==
            ARCHIVE_OK);
  }
  ~ArchiveWriter() { archive_write_free(writer_); }
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;

  void add(const Member& member) {
    const Entry entry = entry_of(member.name, static_cast<std::int64_t>(member.content.size()));
    REQUIRE(archive_write_header(writer_, entry.get()) == ARCHIVE_OK);
    archive_write_data(writer_, member.content.data(), member.content.size());
  }

  /// A file of this size with nothing in it but one byte at its end.
  void add_sparse(const std::string& name, std::int64_t size) {
    const Entry entry = entry_of(name, size);
    archive_entry_sparse_add_entry(entry.get(), size - 1, 1);
    REQUIRE(archive_write_header(writer_, entry.get()) == ARCHIVE_OK);
    const std::string zeros(1U << 20, '\0');
    for (std::int64_t left = size; left > 0; left -= static_cast<std::int64_t>(zeros.size())) {
      archive_write_data(writer_, zeros.data(), std::min<std::size_t>(zeros.size(), static_cast<std::size_t>(left)));
    }
  }

  std::string bytes() {
    archive_write_close(writer_);
    return written_.bytes();
  }

 private:
  struct Free {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
  };
  using Entry = std::unique_ptr<archive_entry, Free>;
  static Entry entry_of(const std::string& name, std::int64_t size) {
    Entry entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), size);
    return entry;
  }

  archive* writer_;
  Written written_;
};

std::string archive_of(int format, const std::vector<Member>& members, const char* options = nullptr) {
  ArchiveWriter writer(format, options);
  for (const Member& member : members) writer.add(member);
  return writer.bytes();
}

std::string zip_of(const std::vector<Member>& members) {
  return archive_of(ARCHIVE_FORMAT_ZIP, members);
}

std::string packed(int filter, const std::string& content) {
  Written written;
  archive* const writer = archive_write_new();
  archive_write_set_format_raw(writer);
  archive_write_add_filter(writer, filter);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open_memory(writer, written.room.data(), written.room.size(), &written.size);
  archive_entry* const entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(writer, entry);
  archive_write_data(writer, content.data(), content.size());
  archive_entry_free(entry);
  archive_write_close(writer);
  archive_write_free(writer);
  return written.bytes();
}

/// "a.txt: One. Two. | b.txt: skipped (a link)": each document with its texts, or why it has none.
std::string outline(const std::vector<indexer::ReadPart>& parts) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += " | ";
    out += part.entry.member.empty() ? "the file" : part.entry.member;
    for (const auto& text : part.texts) out += ": " + text;
    if (!part.entry.problem.empty()) out += " (" + part.entry.problem + ")";
  }
  return out;
}

std::string outline(const std::string& name, const std::string& bytes, const indexer::Bounds& bounds = {}) {
  indexer::ReadRequest request;
  request.bounds = bounds;
  return outline(read_parts(name, bytes, request));
}

}  // namespace

TEST_CASE("archive: what is encrypted says so, and the others are read") {
  for (const char* options : {"zip:encryption=traditional", "zip:encryption=aes256"}) {
    INFO(options);
    const std::string bytes = archive_of(ARCHIVE_FORMAT_ZIP, {{"a.txt", "One."}}, options);
    CHECK(outline("x.zip", bytes) == "a.txt (encrypted) | the file");
  }
}

TEST_CASE("archive: members before the damage are kept, and the archive says what it is") {
  const std::string content(30'000, 'x');
  const std::string tar = archive_of(ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, {{"a.txt", "One."}, {"b.txt", "Two."}});
  CHECK(outline("x.tar", tar) == "a.txt: One. | b.txt: Two. | the file");
  // In the middle of the second header.
  const std::string cut = outline("x.tar", tar.substr(0, 1300));
  CHECK(cut.starts_with("a.txt: One. | the file (damaged: "));
  const std::string zip = zip_of({{"a.txt", "One."}, {"b.txt", "Two."}});
  CHECK(outline("x.zip", zip.substr(0, zip.size() - 30)).starts_with("a.txt: One. | b.txt: Two."));
  std::string flipped = archive_of(ARCHIVE_FORMAT_ZIP, {{"a.txt", "One."}, {"b.txt", "Two."}}, "zip:compression=store");
  flipped[flipped.find("Two.")] = 't';
  CHECK(outline("x.zip", flipped).starts_with("a.txt: One. | b.txt (damaged: "));
}

TEST_CASE("archive: bombs end at the bounds of the file that they are in") {
  indexer::Bounds bounds;
  bounds.always_unpacked = 4U << 20;
  bounds.ratio = 20;
  const std::string megabyte(1U << 20, ' ');

  SECTION("flat: many members that unpack well") {
    std::vector<Member> members{{"note.txt", "Read me."}};
    for (int i = 0; i < 20; ++i) members.push_back({std::to_string(i) + ".txt", megabyte});
    const std::string found = outline("x.zip", zip_of(members), bounds);
    CHECK(found.starts_with("note.txt: Read me. | 0.txt | 1.txt | 2.txt | 3.txt"));
    CHECK(found.find("12.txt (larger than") != std::string::npos);
  }
  SECTION("overlapping: many names of one member") {
    std::string zip = zip_of({{"a.txt", megabyte}});
    const std::size_t end = zip.rfind("PK\x05\x06");
    const std::size_t begin = zip.rfind("PK\x01\x02", end);
    const std::string entry = zip.substr(begin, end - begin);
    std::string tail = zip.substr(end);
    zip.resize(begin);
    constexpr std::size_t count = 1000;
    for (std::size_t i = 0; i < count; ++i) zip += entry;
    const std::size_t size = entry.size() * count;
    for (std::size_t i = 0; i < 4; ++i) tail[12 + i] = static_cast<char>(size >> (8 * i));
    for (const std::size_t at : {8U, 10U}) {
      tail[at] = static_cast<char>(count & 0xFFU);
      tail[at + 1] = static_cast<char>(count >> 8U);
    }
    indexer::ReadRequest request;
    request.bounds = bounds;
    const auto parts = read_parts("x.zip", zip + tail, request);
    const auto read =
        std::count_if(parts.begin(), parts.end(), [](const auto& part) { return part.entry.problem.empty(); });
    CHECK(read <= 5);
    CHECK(parts.size() <= count + 1);
  }
  SECTION("nested: an archive in an archive, and so on") {
    std::string zip = zip_of({{"a.txt", "At the bottom."}});
    for (int i = 0; i < 30; ++i) zip = zip_of({{"left.zip", zip}, {"right.txt", "Level."}});
    const std::string found = outline("x.zip", zip, bounds);
    CHECK(found.find("left.zip!/left.zip!/left.zip!/left.zip!/left.zip (nested more than 4 deep)") !=
          std::string::npos);
    CHECK(found.find("left.zip!/left.zip!/left.zip!/right.txt: Level.") != std::string::npos);
    CHECK(found.find("bottom") == std::string::npos);
  }
  SECTION("a gigabyte of zeros, packed again and again") {
    std::string gz = packed(ARCHIVE_FILTER_GZIP, std::string(30U << 20, '\0'));
    CHECK(outline("x.txt.gz", gz, bounds) == "the file (unpacked, it is larger than 4 MiB)");
    gz = packed(ARCHIVE_FILTER_GZIP, gz);
    // The first layer took some of what there is for all of them.
    CHECK(outline("x.txt.gz.gz", gz, bounds) == "the file (unpacked, it is larger than 3 MiB)");
    for (int i = 0; i < 5; ++i) gz = packed(ARCHIVE_FILTER_GZIP, gz);
    CHECK(outline("x.gz", gz, bounds) == "the file (nested more than 4 deep)");
  }
  SECTION("more members than anybody reads") {
    bounds.members = 3;
    const std::string zip =
        zip_of({{"a.txt", "One."}, {"b.png", ""}, {"c.txt", "Two."}, {"d.txt", "Three."}, {"e.txt", ""}});
    CHECK(outline("x.zip", zip, bounds) ==
          "a.txt: One. | b.png (image) | c.txt: Two. | the file (not read to its end: it holds more than 3 documents)");
  }
}

TEST_CASE("archive: a file of two gigabytes that are not there is not unpacked") {
  ArchiveWriter writer(ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE);
  writer.add_sparse("hole.txt", 2LL << 30);
  writer.add({"a.txt", "One."});
  const std::string tar = writer.bytes();
  CHECK(tar.size() < 100'000);
  CHECK(outline("x.tar", tar) == "hole.txt (larger than 64 MiB) | a.txt: One. | the file");
}

TEST_CASE("archive: a name that nobody reads is listed without being unpacked, unless a filter converts it") {
  const std::string zip = zip_of({{"a.ps", "%!PS"}, {"b.exe", "MZ"}});
  indexer::ReadRequest request;
  request.filtered = {"ps"};
  const auto parts = read_parts("x.zip", zip, request);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].to_filter == "%!PS");
  CHECK(outline(parts) == "a.ps | b.exe (compiled program) | the file");
}

TEST_CASE("archive: a long heading above very many others is too much to hold") {
  std::string markdown = "# " + std::string(900, 'h') + "\n\n";
  for (int i = 0; i < 80'000; ++i) markdown += "## " + std::to_string(i) + "\n\nText.\n\n";
  CHECK(
      outline("x.zip", zip_of({{"a.md", markdown}, {"b.txt", "One."}})) ==
      "a.md (its headings, with each of which stand those above it, are larger than 64 MiB) | b.txt: One. | the file");
}

TEST_CASE("unpack: what was packed, or why not") {
  const std::string content = "One.\n\nTwo.\n";
  for (const int filter : {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_BZIP2}) {
    INFO(filter);
    const std::string bytes = packed(filter, content);
    CHECK(indexer::unpack(bytes, content.size()).value_or("-") == content);
    const auto small = indexer::unpack(bytes, content.size() - 1);
    REQUIRE(!small);
    CHECK(small.error() == "unpacked, it is larger than 10 bytes");
    CHECK(indexer::unpack(packed(filter, ""), 10).value_or("-").empty());
    CHECK(indexer::unpack(bytes + bytes, 100).value_or("-") == content + content);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto cut = indexer::unpack(bytes.substr(0, size), 100);
      if (!cut) CHECK(cut.error().starts_with("damaged"));
      // The check at the end may be missing.
      if (cut) CHECK(*cut == content);
    }
  }
  // One layer, as the name has one extension.
  const std::string once = packed(ARCHIVE_FILTER_GZIP, content);  // its bytes tell when
  CHECK(indexer::unpack(packed(ARCHIVE_FILTER_GZIP, once), 1000).value_or("-") == once);
  CHECK(indexer::unpack(packed(ARCHIVE_FILTER_GZIP, content) + "tail", 100).value_or("-") == content);
}

}  // namespace pilcrow::test
