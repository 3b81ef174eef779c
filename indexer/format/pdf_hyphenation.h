// SPDX-License-Identifier: GPL-3.0-or-later
// Words that were broken at the end of a line, put together again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::indexer {

/// Knows the words of a document, so as to tell "well-known", broken at its hyphen, from "hyphen-ation".
class Hyphenation {
 public:
  /// A line of the document. Call it for all before the first join().
  void learn(std::string_view line);

  /// Appends the next line of the same paragraph. A hyphen at the end goes where a small letter follows and the word
  /// without it is known, or neither is; a soft hyphen always goes. Cost: log of the words, and the line.
  void join(std::string& text, std::string_view line);

 private:
  bool is_known(std::string_view word);

  std::vector<std::uint64_t> words_;  // Hashes; sorted with the first question.
  bool sorted_ = false;
};

}  // namespace pilcrow::indexer
