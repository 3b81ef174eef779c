// SPDX-License-Identifier: GPL-3.0-or-later
// The run in the making: terms with numbers, and their postings as they come, in as little memory as they need. A term
// has a record of a cache line with room for its first posting or two (half of all terms occur just once); further
// postings go to a chain of slices, each larger than the one before.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "indexer/glass/block_pool.h"
#include "indexer/glass/term_stream.h"

namespace pilcrow::indexer::glass {

class GatheredTerms {
 public:
  /// `memory`: how much will be used, so that blocks are in proportion.
  explicit GatheredTerms(std::size_t memory);

  /// As Inverter has them.
  std::uint32_t number(std::string_view term);
  void add(std::uint32_t term, std::uint32_t document, std::uint32_t wdf, std::string_view positions);

  bool empty() const { return count_ == 0; }
  /// What is used, and what sort() and the next few documents will need in addition.
  std::size_t memory() const;

  /// Nothing is added behind it but after clear().
  void sort();
  /// All terms, behind sort(). There may be several streams at the same time.
  std::unique_ptr<TermStream> stream() const;

 private:
  class Stream;

  struct alignas(64) Term {
    union {
      char bytes[8];      // of a short term, zeros behind it
      const char* begin;  // of others
    } name;
    char* slices;  // the first of the chain, where level > 0
    char* write;   // where the next byte goes
    std::uint64_t collection_frequency;
    std::uint32_t last_document;
    std::uint32_t postings;
    std::uint16_t left;  // bytes from `write` on
    std::uint8_t name_size;
    std::uint8_t level : 7;  // of the slice at the end; 0: the room in the record
    std::uint8_t with_positions : 1;
    char room[20];
  };
  static_assert(sizeof(Term) == 64);

  /// A place of the hash table.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  // plus 1; 0: nobody is here
  };
  struct Sorted {
    std::uint64_t beginning;  // the first eight bytes as a number, zeros behind a shorter term
    std::uint32_t number;
  };

  /// A posting whose record is asked for: nearly all of the time would go into waiting for memory.
  struct Waiting {
    std::uint32_t term;
    std::uint32_t document;
    std::uint32_t wdf;
    std::uint32_t size;
    std::array<char, 16> positions;  // where they are not more
  };

  static constexpr std::uint32_t terms_per_block = 1024;
  static constexpr std::size_t most_waiting = 32;

  Term& at(std::uint32_t number) const { return blocks_[number / terms_per_block][number % terms_per_block]; }
  static std::string_view name(const Term& term);
  std::uint32_t add_term(std::string_view term);
  void grow_table();
  void put(std::uint32_t term, std::uint32_t document, std::uint32_t wdf, std::string_view positions);
  void put_waiting();
  void append(Term& term, const char* bytes, std::size_t size);
  void begin_slice(Term& term);

  std::uint64_t seed_;
  std::vector<Slot> table_;
  std::vector<std::unique_ptr<Term[]>> blocks_;
  std::uint32_t count_ = 0;
  BlockPool pool_;                             // slices, and the names that are not in records
  std::array<Waiting, most_waiting> waiting_;  // a ring
  std::size_t first_waiting_ = 0;              // counted on, as is the next
  std::size_t end_waiting_ = 0;
  std::vector<Sorted> sorted_;
};

}  // namespace pilcrow::indexer::glass
