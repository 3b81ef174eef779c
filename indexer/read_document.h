// SPDX-License-Identifier: GPL-3.0-or-later
// Stages 3 to 5 for one file: bytes → what each of the documents in it says, paragraph by paragraph, each with its
// place. Everything that parses what people wrote is below here, so this is what a confined process runs: no file is
// opened and no index is touched.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/file_entry.h"

namespace pilcrow::indexer {

/// What documents inside a file may take, all together: the bounds against bombs.
struct Bounds {
  int depth = 4;  ///< An archive in a mail in an archive, and so on.
  std::uint64_t members = 200'000;
  std::uint64_t member_bytes = 256ULL << 20;    ///< Of one, unpacked.
  std::uint64_t total_bytes = 1ULL << 30;       ///< Of all, unpacked, at any depth.
  std::uint64_t ratio = 200;                    ///< Of all, to the size of the file,
  std::uint64_t always_unpacked = 64ULL << 20;  ///< beyond this.
  std::uint64_t text_bytes = 512ULL << 20;      ///< Of all paragraphs.
};

struct ReadRequest {
  std::string name;      ///< Of the file, without folders: its extension says what it is.
  std::string language;  ///< BCP 47 of every paragraph; empty: detected for each.
  std::string format;    ///< Name of the reader, whatever the name and the bytes say; empty: those tell. "documents":
                         ///< the bytes are lines, each a document that an exporter hands over (format/documents.h).
  bool hidden = false;   ///< Also members in whose path a name begins with a dot.
  std::vector<std::string> filtered;  ///< Extensions (lower case, no dot) of files that a filter must convert first.
  Bounds bounds;
};

/// One document: the file itself (entry.member is empty), or one inside it.
struct ReadPart {
  /// All but what the caller knows: numbers, root, path, stamp, hash, readers, time. Outcome and problem are set.
  store::FileEntry entry;
  std::vector<std::string> texts;  ///< One for each row.
  /// Bytes of a member that a filter must convert first; `entry` is then empty but for the member's name.
  std::string to_filter;
  // Of documents handed over, a part for each line that is not empty; entry.path is the URI, empty where it has none.
  std::uint64_t line = 0;                    ///< Which of the lines it is, from 1; of others 0.
  bool deleted = false;                      ///< The document is no more.
  std::vector<std::string> unknown_members;  ///< Names in the line that mean nothing to us, and so may be mistyped.
};

/// Hands over each document as it is read; the file itself once, at any place in the order, its members in theirs.
/// Never fails but for want of memory (std::bad_alloc): what goes wrong is in the parts. Cost: linear in what is
/// unpacked; memory: about three times the largest document, and what holds it.
void read_document(const ReadRequest& request, std::string_view bytes, const std::function<void(ReadPart&&)>& on_part);

}  // namespace pilcrow::indexer
