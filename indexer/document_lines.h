// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of documents that an exporter hands over, as they come in: cut, and gathered into batches for the readers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/hash.h"
#include "indexer/document_reader.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

/// A longer line is passed over, without ever being held.
inline constexpr std::size_t longest_line = 256U << 20;

struct DocumentLine {
  std::uint64_t number = 0;  ///< From 1.
  std::size_t begin = 0;     ///< In LineBatch::bytes, without its end.
  std::size_t size = 0;      ///< 0: it was too long.
  text::Hash128 hash{};
  std::optional<std::size_t> known;  ///< The document that this line made (KnownDocuments): it need not be read.
};

struct LineBatch {
  std::string bytes;
  std::vector<DocumentLine> lines;
  std::string_view text(const DocumentLine& line) const {
    return std::string_view(bytes).substr(line.begin, line.size);
  }
};

/// What became of a line: its part, or why there is none.
struct LineReading {
  std::optional<ReadPart> part;
  std::string failure = {};
};

/// Cuts what comes into batches of about a mebibyte; a longer line is one by itself. Empty lines are counted and left
/// out.
class LineCutter {
 public:
  explicit LineCutter(const ReadLines& read) : read_(read) {}

  /// The next lines; none: that was all, or error() says what ended it. `cancelled` is polled between two reads.
  std::optional<LineBatch> next(const std::function<bool()>& cancelled);
  const std::optional<Error>& error() const { return error_; }

 private:
  bool read_more();
  bool next_line(LineBatch& batch, const std::function<bool()>& cancelled);

  const ReadLines& read_;
  std::string buffer_;
  std::size_t begin_ = 0;   ///< Of the line at hand, in the buffer.
  std::size_t looked_ = 0;  ///< So far no line end was found.
  std::uint64_t number_ = 0;
  bool too_long_ = false;  ///< The line at hand is, and what was read of it is gone.
  bool at_end_ = false;
  std::optional<Error> error_;
};

/// Reads some lines of a batch, given by their positions, and gives what became of each. Where the reader fails on them
/// together, each is read by itself, so that one bad line takes no others with it.
std::vector<LineReading> read_lines(const LineBatch& batch, const std::vector<std::size_t>& positions,
                                    DocumentReader& reader);

}  // namespace pilcrow::indexer
