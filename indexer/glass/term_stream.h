// SPDX-License-Identifier: GPL-3.0-or-later
// Terms in the order of their bytes, each with its postings, one after the other: what a run is, in memory, in a file, or
// merged out of many. A term's postings are a row of bytes that is never looked at but here and where it is made:
//
//   posting    U(document - the one before) U(2 * wdf + whether it has positions) [ U(size) positions ]
//   a first one, behind which others do not depend on what came before: 00 U(document), the rest as above
//
// so that rows of ascending documents are joined by writing one behind the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pilcrow::indexer::glass {

/// What is known of a term's postings without looking at them.
struct PostingTotals {
  std::uint64_t postings = 0;
  std::uint64_t collection_frequency = 0;  ///< The sum of all wdf.
  std::uint64_t byte_count = 0;
  bool with_positions = false;  ///< Whether any posting has.
};

/// Used by one thread.
class TermStream {
 public:
  TermStream() = default;
  TermStream(const TermStream&) = delete;
  TermStream& operator=(const TermStream&) = delete;
  virtual ~TermStream() = default;

  /// Goes to the next term, whatever is left of this one. False: there is none.
  bool next_term();
  std::string_view term() const { return term_; }
  const PostingTotals& totals() const { return totals_; }

  /// Goes to the next posting of the term. False: there is none.
  bool next_posting();
  std::uint32_t document() const { return document_; }
  std::uint32_t wdf() const { return wdf_; }
  bool has_positions() const { return position_bytes_ != 0; }
  /// Once a posting; valid until the next call of anything.
  std::string_view positions();

  /// Instead of looking at postings: the next of their bytes, as many as are at hand. Empty: there are no more.
  std::string_view next_bytes();

  /// Bytes that a posting has at most before its positions; what refill() must be able to bring together.
  static constexpr std::size_t longest_head = 1 + 5 + 5 + 10;

 protected:
  /// Sets term_ (which stays valid) and totals_, and at_ and end_ to the first bytes of its postings.
  virtual bool advance() = 0;
  /// More bytes, behind those from at_ to end_; these may move. Where what is left are whole postings, it may wait until
  /// they are consumed. Nothing changes where there are no more.
  virtual void refill() = 0;

  std::string_view term_;
  PostingTotals totals_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  bool more_ = false;  // whether refill() has more

 private:
  std::size_t at_hand() const { return static_cast<std::size_t>(end_ - at_); }
  void skip(std::uint64_t size);

  std::uint32_t document_ = 0;
  std::uint32_t wdf_ = 0;
  std::uint64_t position_bytes_ = 0;  // of this posting, not read yet
  std::string joined_;                // positions that were not at hand in one piece
};

}  // namespace pilcrow::indexer::glass
