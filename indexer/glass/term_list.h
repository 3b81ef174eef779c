// SPDX-License-Identifier: GPL-3.0-or-later
// The terms of one document as the termlist table holds them: each shares the beginning of the one before.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pilcrow::indexer::glass {

/// Gathers the entries of one term list after the other; keeps its memory.
class TermListWriter {
 public:
  void clear();
  /// Terms of 1 to 245 bytes in ascending order of their bytes, each once.
  void add(std::string_view term, std::uint32_t wdf);

  /// The entries alone, without the head that tells length and count. Valid until the next add() or clear().
  std::string_view entries() const { return {buffer_.data(), size_}; }
  std::uint32_t count() const { return count_; }

 private:
  std::string buffer_;  // of which the first size_ bytes count
  std::size_t size_ = 0;
  // The term that was added last: its first eight bytes in a word, and the whole where it is longer.
  std::uint64_t last_word_ = 0;
  std::size_t last_size_ = 0;
  std::array<char, 256> last_;
  std::uint32_t count_ = 0;
};

/// `entries` with one more term, in its place; it must not be there yet. Cost: reads up to its place, copies the rest.
void insert_term(std::string& entries, std::string_view term, std::uint32_t wdf);

/// The whole tag. `length`: of the document, the sum of all wdf. Empty where there is no term.
void append_term_list(std::string& out, std::uint32_t length, std::uint32_t count, std::string_view entries);

}  // namespace pilcrow::indexer::glass
