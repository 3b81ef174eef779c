// SPDX-License-Identifier: GPL-3.0-or-later
// What the index knows of one file: path, state, and the table of its paragraphs. One metadata entry, whose head can be
// read without the rest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/day.h"
#include "core/text/hash.h"
#include "pilcrow/error.h"
#include "pilcrow/source.h"

namespace pilcrow::store {

// Part of the index format: never renumber.
enum class FileOutcome : std::uint8_t {
  indexed = 0,  ///< Read; it may have no paragraphs.
  skipped = 1,  ///< Nobody reads it, by design: `problem` says why.
  failed = 2,   ///< Could not be read: `problem` says why. Tried again when it changes.
};

/// Pages that a paragraph stands on.
struct RowPages {
  std::uint32_t first = 1;
  std::vector<std::uint32_t> breaks;  ///< Where in its text each further page begins, ascending.
  bool operator==(const RowPages&) const = default;
};

/// One paragraph of a file: which document it is and where it stands.
struct ParagraphRow {
  std::uint32_t document = 0;  ///< Xapian's docid.
  ByteRange bytes;
  LineRange lines;
  std::optional<RowPages> pages;
  std::uint32_t trail = 0;       ///< Index into FileEntry::trails.
  std::uint32_t language = 0;    ///< 0: the file's; n: FileEntry::other_languages[n - 1].
  std::uint64_t content = 0;     ///< Hash of the text alone: citations.
  std::uint64_t indexed_as = 0;  ///< Hash of all that its terms and record are made of: updates.
  bool minor = false;            ///< Of less worth: quoted in a mail, a signature.
  bool operator==(const ParagraphRow&) const = default;
};

/// A file, or a document inside one (a file of an archive, a message of a mailbox, an attachment): then the state of the
/// file is that of the file which holds it.
struct FileEntry {
  std::uint32_t number = 0;  ///< From 1; never used again in a generation.
  std::uint32_t root = 0;    ///< Index into the remembered roots.
  std::string path;          ///< Below its root, the file system's bytes; empty where the root is the file itself.
  std::string member;        ///< Path inside the file, UTF-8; empty where it is the file itself.
  std::uint32_t holder = 0;  ///< Of a member: the number of the file's own entry; else 0.
  FileOutcome outcome = FileOutcome::indexed;
  std::string problem;
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::uint64_t inode = 0;
  text::Hash128 hash{};                ///< Of the bytes; all zero where they were never read.
  std::uint32_t readers = 0;           ///< Version of the readers that read it, or would have.
  std::int64_t read_unix_seconds = 0;  ///< When it was read, or found unreadable.
  std::string title;
  std::string language;                      ///< Of title and headings, and of most paragraphs.
  std::vector<std::string> other_languages;  ///< Of the other paragraphs, each once.
  std::string encoding;
  std::string type;               ///< The reader's name.
  std::optional<text::Day> date;  ///< That the document gives; none where it gives none.
  bool bytes_of_extracted = false;
  std::vector<std::string> page_labels;          ///< What is printed on page n + 1; empty or missing: its number.
  std::string meta;                              ///< A JSON object that came with a document; empty: none.
  std::vector<std::vector<std::string>> trails;  ///< Heading trails, each once.
  std::vector<ParagraphRow> paragraphs;          ///< In source order.
  bool operator==(const FileEntry&) const = default;
};

/// What searches and updates want to know of every file.
struct FileHead {
  std::uint32_t number = 0;
  std::uint32_t root = 0;
  std::string path;
  std::string member;
  std::uint32_t holder = 0;
  FileOutcome outcome = FileOutcome::indexed;
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::uint64_t inode = 0;
  text::Hash128 hash{};
  std::uint32_t readers = 0;
  std::optional<text::Day> date;
  std::size_t paragraph_count = 0;
  bool operator==(const FileHead&) const = default;
};

/// The head of an entry.
FileHead head_of(const FileEntry& entry);

/// The pages of a row as they are shown, the one at `offset` of its text cited; nothing where it has none.
std::optional<PageRange> pages_of(const FileEntry& entry, const ParagraphRow& row, std::size_t offset = 0);

/// The day of a file: that which the document gives, else that of its modification time in UTC.
text::Day day_of(const FileHead& file);
text::Day day_of(const FileEntry& file);

/// The language of a paragraph; that of the file where the row names one that is not there.
const std::string& language_of(const FileEntry& entry, const ParagraphRow& row);

/// Compact: about 22 bytes a paragraph and the trails; a checksum at its end.
std::string encode(const FileEntry& entry);

/// Fails with index_corrupt on anything that encode() does not make; never reads past the end, never allocates more
/// than the input justifies. `number` is not stored: it is the key.
Result<FileEntry> decode_file_entry(std::uint32_t number, std::string_view bytes);

/// An entry as it is stored: trails and rows are decoded when they are asked for, since a search wants few of hundreds.
class StoredFile {
 public:
  /// As decode_file_entry(), but what is wrong with a trail or a row is found when it is asked for.
  static Result<StoredFile> read(std::uint32_t number, std::string bytes);

  /// Without trails and paragraphs.
  const FileEntry& entry() const { return entry_; }

  struct Found {
    std::size_t number = 0;  ///< From 0.
    ParagraphRow row;
  };
  /// The row of a document; none where there is no such row. Looks on from the row found last: cheapest in the order of
  /// the rows.
  std::optional<Found> find(std::uint32_t document);
  /// Which of the paragraphs of the same content each of these rows is, from 1. `numbers` ascend.
  std::vector<std::uint32_t> ordinals(const std::vector<std::size_t>& numbers) const;
  Result<std::vector<std::string>> trail(std::uint32_t number) const;
  Result<std::vector<ParagraphRow>> rows() const;
  Result<FileEntry> whole() const;

 private:
  class Rows;
  /// Where a row begins, and what it is told by its difference from.
  struct Before {
    std::size_t begin = 0;
    std::size_t number = 0;  ///< Of the row.
    std::uint32_t document = 0;
    std::uint32_t line = 0;
    std::uint64_t byte = 0;
  };
  StoredFile() = default;
  std::string_view from(std::size_t begin) const { return std::string_view(bytes_).substr(begin, end_ - begin); }

  FileEntry entry_;
  std::string bytes_;
  std::uint8_t flags_ = 0;
  std::size_t trail_count_ = 0;
  std::size_t trails_begin_ = 0;
  std::size_t row_count_ = 0;
  Before first_;
  Before last_;          ///< Of the row found last.
  std::size_t end_ = 0;  ///< The checksum's beginning.
};

/// The head of such an entry: reads no further, so damage behind it stays unnoticed.
Result<FileHead> decode_file_head(std::uint32_t number, std::string_view bytes);

}  // namespace pilcrow::store
