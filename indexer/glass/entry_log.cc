// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/entry_log.h"

#include "indexer/glass/coding.h"

namespace pilcrow::indexer::glass {

namespace {

std::string_view take_string(const char*& at) {
  const auto size = static_cast<std::size_t>(read_unsigned(at));
  const std::string_view value(at, size);
  at += size;
  return value;
}

void write_entries(std::string_view entries, TableWriter& table) {
  for (const char* at = entries.data(); at != entries.data() + entries.size();) {
    const auto key = take_string(at);
    table.add(key, take_string(at));
  }
}

}  // namespace

void EntryLog::add(std::string_view key, std::string_view tag) {
  append_string(entries_, key);
  append_string(entries_, tag);
  if (entries_.size() < memory_) return;
  file_.append(entries_);
  pieces_.push_back(entries_.size());
  entries_.clear();
}

void EntryLog::write(TableWriter& table) const {
  std::string piece;
  std::uint64_t offset = 0;
  for (const auto size : pieces_) {
    piece.resize(size);
    file_.read(offset, piece.data(), size);
    write_entries(piece, table);
    offset += size;
  }
  write_entries(entries_, table);
}

}  // namespace pilcrow::indexer::glass
