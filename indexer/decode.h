// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 3: bytes → UTF-8 text, and the way back: which bytes and lines of the original file a stretch of it came from.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "core/text/span.h"
#include "pilcrow/source.h"

namespace pilcrow::indexer {

/// Maps offsets in decoded text to offsets in the original bytes: a list of runs in which every character takes
/// `text_step` bytes of text and `byte_step` bytes of file. Pure UTF-8 is one run of (1, 1), UTF-16 with nothing but
/// ASCII one of (1, 2). Runs are kept packed, most in one byte: in an accented text a run is a few characters, and a
/// map must not outgrow its text.
class OffsetMap {
 public:
  /// Appends `count` characters. Merges with the run before where the steps are the same. The steps are at least 1.
  void append(std::uint32_t text_step, std::uint32_t byte_step, std::uint64_t count = 1);
  /// Bytes before the first character (a byte order mark). Call it first.
  void skip_bytes(std::uint64_t count) { bytes_end_ += count; }

  /// The byte offset of the character that begins at `text_offset`; for the end of the text, the end of the bytes.
  /// An offset inside a character counts as that character's beginning. Cost: logarithmic in the number of runs.
  std::uint64_t byte_offset(std::uint64_t text_offset) const;

 private:
  /// Where a run begins, and its steps.
  struct Run {
    std::uint64_t text_begin = 0;
    std::uint64_t byte_begin = 0;
    std::uint32_t text_step = 1;
    std::uint32_t byte_step = 1;
    std::uint64_t byte_offset(std::uint64_t text_offset) const {
      return byte_begin + (text_offset - text_begin) / text_step * byte_step;
    }
  };
  /// Where every 32nd packed run begins, so that a search unpacks few.
  struct Mark {
    std::uint64_t text_begin;
    std::uint64_t byte_begin;
    std::size_t packed_begin;
  };
  void pack_last();
  void put(std::uint64_t number);
  std::uint64_t take(std::size_t& at) const;

  std::vector<std::uint8_t> packed_;  ///< All runs but the last.
  std::vector<Mark> marks_;
  std::size_t packed_runs_ = 0;
  Run last_;
  std::uint64_t text_end_ = 0;
  std::uint64_t bytes_end_ = 0;
};

/// A file's text as UTF-8, line ends as they are, and where each piece of it came from.
class DecodedText {
 public:
  DecodedText(std::string text, std::string encoding, OffsetMap offsets);

  const std::string& text() const { return text_; }
  /// IANA name in lower case: "utf-8", "utf-16le", "windows-1252".
  const std::string& encoding() const { return encoding_; }

  /// Bytes of the original file that a stretch of the text was decoded from.
  ByteRange bytes(text::Span span) const;
  /// Lines of it. An empty stretch has the line it stands in; a line end belongs to the line that it ends. Constant
  /// cost.
  LineRange lines(text::Span span) const;

 private:
  std::uint32_t line_at(std::size_t offset) const;

  std::string text_;
  std::string encoding_;
  OffsetMap offsets_;
  char line_end_;                         ///< The byte that ends a line: "\n", or "\r" where there is no "\n" at all.
  std::vector<std::uint32_t> line_ends_;  ///< How many stand before each block of the text.
};

/// Decodes a file: a byte order mark decides; else UTF-8 where it is valid, or nearly (fewer than one ill-formed
/// sequence in 1,000 characters, and fewer than well-formed ones beyond ASCII, so that an English text with a few
/// Latin-1 quotes is not taken for it; each becomes U+FFFD, and a sequence that the end of the file cuts in two does
/// not count); else UTF-16 by where its zero bytes stand; else what a declaration says (`declared`: an HTML meta
/// charset; may be empty); else ICU's detector where it is sure; else Windows-1252. A declaration and a detector are
/// believed where they leave at most one character in 100 undecoded. Encodings are read as browsers do (ISO-8859-1 as
/// its superset Windows-1252, GB2312 as GB18030). The reason where it is none of these ("binary file": NUL characters,
/// or more than a tenth of control characters). Takes memory for the text and little more.
tl::expected<DecodedText, std::string> decode(std::string_view bytes, std::string_view declared = {});

/// Decodes runs of bytes whose encoding the document itself declares, run by run (RTF), where nothing is to be guessed.
class RunDecoder {
 public:
  /// "windows-1251"; read as Windows-1252 where nobody knows it.
  explicit RunDecoder(std::string_view encoding);
  RunDecoder(RunDecoder&&) noexcept;
  ~RunDecoder();

  /// A run, whole: no character goes on in the next. U+FFFD for what cannot be decoded.
  std::string decode(std::string_view bytes);

 private:
  struct Converter;
  std::unique_ptr<Converter> converter_;
};

}  // namespace pilcrow::indexer
