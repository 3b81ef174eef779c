// SPDX-License-Identifier: GPL-3.0-or-later
// A new glass database, written table by table without Xapian: what its API would have made of the same documents, added
// one after the other, in a tenth of the time. From then on it is a Xapian database like any other.
//
//   documents ─┬─ term list, data ──────────────→ termlist.glass, docdata.glass, as they come
//              ├─ length, values ── logs ───────→ postlist.glass, first part
//              └─ postings ── Inverter, runs ───→ postlist.glass, position.glass
//
// iamglass comes last: before it is there, nobody takes the folder for a database. docs/glass-format.md tells the format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/glass/inverter.h"

namespace pilcrow::indexer::glass {

struct Value {
  std::uint32_t slot = 0;
  std::string_view value;  ///< Not empty.
};

/// A document; its postings go to the inverter.
struct NewDocument {
  std::string_view term_list;  ///< As append_term_list() makes it.
  std::string_view data;
  std::uint32_t length = 0;   ///< The sum of all wdf.
  std::vector<Value> values;  ///< Slots ascending.
};

/// Used by one thread; finish() uses a second one. Throws std::filesystem::filesystem_error where the disk is full or
/// fails, std::overflow_error where a count is too large for the format.
class DatabaseBuilder {
 public:
  /// `folder` is there and empty. `memory`: bytes for all that is held, of which the postings take most.
  DatabaseBuilder(std::filesystem::path folder, std::size_t memory);
  ~DatabaseBuilder();

  Inverter& inverter();

  /// The number that add() will give next: those of the postings. From 1.
  std::uint32_t next_document() const;
  /// Behind its postings.
  std::uint32_t add(const NewDocument& document);

  /// A later value replaces an earlier one; an empty one removes it. Keys of 1 to 200 bytes.
  void set_metadata(std::string_view key, std::string_view value);
  /// What was set last; empty: nothing.
  std::string metadata(std::string_view key) const;

  /// Writes all that is left, iamglass last, which alone is synced: the rest is by who publishes it.
  void finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pilcrow::indexer::glass
