// SPDX-License-Identifier: GPL-3.0-or-later
// Documents → postings in the order of the terms. Postings are gathered in compact buffers, a term's behind each other;
// where they fill the memory they are written to a sorted run, and in the end all runs are merged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "indexer/glass/table_writer.h"

namespace pilcrow::indexer::glass {

/// Used by one thread until finish(). Throws std::filesystem::filesystem_error where a run cannot be written or read, and
/// std::overflow_error where all wdf of a term come to more than 32 bits hold. What is written does not depend on `memory`.
class Inverter {
 public:
  /// `memory`: bytes for terms and postings, held before a run is written to a temporary file in `folder`; at least a
  /// mebibyte (with less there is a run every few documents). The merge needs no more than that either.
  Inverter(std::filesystem::path folder, std::size_t memory);
  ~Inverter();

  /// The number of a term (1 to 245 bytes), from 0, dense; new where it was not seen since the last run.
  std::uint32_t number(std::string_view term);

  /// Another value means: numbers given before mean nothing any more.
  std::uint32_t epoch() const;

  /// One posting. Documents come in ascending order, each term once in each. `positions`: ascending from 1, as
  /// varints (append_unsigned) of the first and of the differences; empty: none. They are copied.
  void add(std::uint32_t term, std::uint32_t document, std::uint32_t wdf, std::string_view positions);

  /// Between two documents: a run is written now if it is time, which ends the epoch.
  void end_document();

  /// Nothing more comes. Prepares the merge; after it the two write_… may run at the same time in two threads.
  void finish();

  /// All postings as the postlist table holds them: first and later chunks, terms in order. What else that table
  /// holds, whose keys come before, was added already.
  void write_postings(TableWriter& table) const;
  /// All positions, as the position table holds them.
  void write_positions(TableWriter& table) const;

  /// The greatest of all.
  std::uint32_t wdf_bound() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pilcrow::indexer::glass
