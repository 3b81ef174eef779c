// SPDX-License-Identifier: GPL-3.0-or-later
// What the postlist table holds of all documents in their order: the list of their lengths, and of their values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>

#include "indexer/glass/entry_log.h"

namespace pilcrow::indexer::glass {

/// The length of each document, those without terms included.
class LengthList {
 public:
  LengthList(std::filesystem::path folder, std::size_t memory) : log_(std::move(folder), memory) {}

  /// Documents come in ascending order.
  void add(std::uint32_t document, std::uint32_t length);
  /// Nothing more comes. Writes nothing where there is no document.
  void write(TableWriter& table);

 private:
  void close_chunk(bool is_last);

  EntryLog log_;
  std::string entries_;  // of the chunk that is open
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  bool later_ = false;  // not the first chunk
};

/// The values of all slots. Slots are few: each holds up to `memory` bytes.
class ValueLists {
 public:
  ValueLists(std::filesystem::path folder, std::size_t memory) : folder_(std::move(folder)), memory_(memory) {}

  /// Documents come in ascending order in each slot, each once; the value is not empty.
  void add(std::uint32_t slot, std::uint32_t document, std::string_view value);
  /// Nothing more comes.
  void write(TableWriter& table);

 private:
  struct List {
    List(std::uint32_t number, std::filesystem::path folder, std::size_t memory)
        : slot(number), log(std::move(folder), memory) {}

    void close_chunk();

    std::uint32_t slot;
    EntryLog log;
    std::string entries;  // of the chunk that is open
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t count = 0;
    std::string lowest;
    std::string highest;
  };

  List& list_of(std::uint32_t slot);

  std::filesystem::path folder_;
  std::size_t memory_;
  std::deque<List> lists_;
};

}  // namespace pilcrow::indexer::glass
