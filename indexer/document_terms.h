// SPDX-License-Identifier: GPL-3.0-or-later
// The terms of one document as they are found: how often each, and where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "indexer/vocabulary.h"

namespace pilcrow::indexer {

/// Keeps its memory from one document to the next.
class DocumentTerms {
 public:
  struct Term {
    std::uint32_t number = 0;
    std::uint32_t wdf = 0;
    std::uint32_t position_count = 0;  ///< Found, not different ones.
  };

  void clear();

  void add(std::uint32_t number, std::uint32_t wdf) { term(number).wdf += wdf; }
  void add(std::uint32_t number, std::uint32_t wdf, std::uint32_t position);

  /// Puts them into the order of their bytes.
  void sort(const Vocabulary& vocabulary);

  std::size_t size() const { return order_.size(); }
  /// The one at this place of the order.
  const Term& operator[](std::size_t place) const { return terms_[order_[place].index]; }
  /// Appends its positions: varints of the first and of the differences, each once.
  void append_positions(std::size_t place, std::string& out);

 private:
  struct Seen {
    std::uint32_t document = 0;
    std::uint32_t index = 0;
  };
  struct Found {
    std::uint32_t index = 0;
    std::uint32_t position = 0;
  };
  struct Place {
    std::uint64_t beginning = 0;
    std::uint32_t index = 0;
  };
  Term& term(std::uint32_t number);

  std::vector<Term> terms_;
  std::vector<Found> found_;
  std::vector<Place> order_;
  std::vector<std::uint32_t> ends_;       ///< Of each term in positions_.
  std::vector<std::uint32_t> positions_;  ///< Of one term behind those of another.
  std::vector<Seen> seen_;                ///< By number: where the term is, if it is in this document.
  std::uint32_t document_ = 0;
};

}  // namespace pilcrow::indexer
