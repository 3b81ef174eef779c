// SPDX-License-Identifier: GPL-3.0-or-later
// Terms as numbers. Each thread that drafts documents numbers the terms that it meets; whoever takes its drafts learns
// the new ones with them, so that no two threads ever look into one table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::indexer {

/// What a drafter numbered since it last told.
struct TermNews {
  unsigned drafter = 0;
  std::uint32_t epoch = 0;  ///< Another one than before: its numbers begin anew with these.
  std::string terms;        ///< In the order of their numbers: each one's size in a byte, and its bytes.
};

/// The terms of one drafter.
class Vocabulary {
 public:
  /// `most_terms`: see renew().
  explicit Vocabulary(unsigned drafter, std::size_t most_terms = std::size_t{1} << 18);

  unsigned drafter() const { return drafter_; }

  /// From 0, dense. Terms of up to 245 bytes.
  std::uint32_t number(std::string_view term);

  std::string_view term(std::uint32_t number) const {
    const Place& place = places_[number];
    return std::string_view(texts_).substr(place.offset, place.size);
  }
  /// Its first eight bytes, so that most terms are ordered by one comparison of numbers.
  std::uint64_t beginning(std::uint32_t number) const { return places_[number].beginning; }

  std::size_t size() const { return places_.size(); }

  TermNews take_news();

  bool is_full() const { return places_.size() >= most_terms_; }
  /// Forgets all terms where it is full; true if it did. Their numbers mean nothing any more.
  bool renew();

 private:
  static constexpr std::size_t first_slots = 4096;

  struct Place {
    std::uint64_t beginning = 0;
    std::uint32_t offset = 0;  ///< Into texts_.
    std::uint8_t size = 0;
  };
  struct Slot {
    std::uint32_t hash = 0;    ///< Its higher half.
    std::uint32_t number = 0;  ///< Plus 1; 0: free.
  };
  void grow();

  std::uint64_t seed_;  ///< Not to be known beforehand, so that nobody can choose words that meet in the table.
  unsigned drafter_;
  std::size_t most_terms_;
  std::uint32_t epoch_ = 0;
  std::size_t told_ = 0;
  std::vector<Slot> slots_;  ///< Open addressing, at most half full.
  std::vector<Place> places_;
  std::string texts_;
};

/// The terms of all drafters, as far as they were told.
class KnownTerms {
 public:
  /// News come in the order in which the drafter told them.
  void learn(const TermNews& news);

  std::string_view term(unsigned drafter, std::uint32_t number) const {
    const Terms& terms = drafters_[drafter];
    return std::string_view(terms.texts).substr(terms.offsets[number], terms.sizes[number]);
  }
  /// Terms that are known of a drafter, and the epoch that they are of.
  std::size_t size(unsigned drafter) const { return drafters_[drafter].sizes.size(); }
  std::uint32_t epoch(unsigned drafter) const { return drafters_[drafter].epoch; }

 private:
  struct Terms {
    std::uint32_t epoch = 0;
    std::string texts;
    std::vector<std::uint32_t> offsets;
    std::vector<std::uint8_t> sizes;
  };
  std::vector<Terms> drafters_;
};

}  // namespace pilcrow::indexer
