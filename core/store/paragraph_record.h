// SPDX-License-Identifier: GPL-3.0-or-later
// A Xapian document's data: the file's number and the paragraph's text, compressed with the generation's dictionary.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/error.h"

namespace pilcrow::store {

struct ParagraphRecord {
  std::uint32_t file = 0;
  std::string text;
};

/// Compresses and decompresses the texts of one generation. Not thread-safe: copies share the dictionary and are cheap.
class TextCodec {
 public:
  /// `dictionary` as train_dictionary() gave it; empty for none.
  explicit TextCodec(std::string_view dictionary);
  TextCodec(const TextCodec&);
  TextCodec& operator=(const TextCodec&) = delete;
  TextCodec(TextCodec&&) noexcept;
  TextCodec& operator=(TextCodec&&) noexcept;
  ~TextCodec();

  std::string encode(const ParagraphRecord& record);
  /// Appends a text as it stands in a record, behind the record_head().
  void compress(std::string_view text, std::string& out);
  /// Fails with index_corrupt; a record that claims more than longest_text bytes is corrupt.
  Result<ParagraphRecord> decode(std::string_view bytes);

 private:
  struct Shared;
  struct Context;
  std::shared_ptr<Shared> shared_;
  std::unique_ptr<Context> context_;
};

/// What a record of a paragraph of this file begins with.
std::string record_head(std::uint32_t file);

/// No paragraph is longer; the paragraphs stage sees to that (in bytes).
inline constexpr std::size_t longest_text = 1U << 20;

/// A dictionary trained on sample texts; empty where they are too few for one to pay (under 64 KiB).
std::string train_dictionary(const std::vector<std::string>& samples);

}  // namespace pilcrow::store
