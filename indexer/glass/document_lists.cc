// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/document_lists.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "indexer/glass/coding.h"
#include "indexer/glass/format.h"

namespace pilcrow::indexer::glass {

using namespace std::string_view_literals;

namespace {

// What the keys begin with: docs/glass-format.md, "The postlist table".
constexpr auto lengths_prefix = "\0\xE0"sv;
constexpr auto statistics_prefix = "\0\xD0"sv;
constexpr auto values_prefix = "\0\xD8"sv;

}  // namespace

void LengthList::add(std::uint32_t document, std::uint32_t length) {
  if (entries_.size() >= chunk_size) close_chunk(false);
  if (entries_.empty()) {
    first_ = document;
  } else {
    append_unsigned(entries_, document - last_ - 1);
  }
  append_unsigned(entries_, length);
  last_ = document;
}

void LengthList::close_chunk(bool is_last) {
  std::string key(lengths_prefix);
  std::string tag;
  if (later_) {
    append_sortable(key, first_);
  } else {
    tag.append(2, '\0');  // where the first chunk of a term has its frequencies
    append_unsigned(tag, first_ - 1);
  }
  tag += is_last ? '1' : '0';
  append_unsigned(tag, last_ - first_);
  tag += entries_;
  log_.add(key, tag);
  entries_.clear();
  later_ = true;
}

void LengthList::write(TableWriter& table) {
  if (!entries_.empty()) close_chunk(true);
  log_.write(table);
}

ValueLists::List& ValueLists::list_of(std::uint32_t slot) {
  const auto found = std::find_if(lists_.begin(), lists_.end(), [&](const List& list) { return list.slot == slot; });
  return found != lists_.end() ? *found : lists_.emplace_back(slot, folder_, memory_);
}

void ValueLists::add(std::uint32_t slot, std::uint32_t document, std::string_view value) {
  auto& list = list_of(slot);
  if (list.entries.empty()) {
    list.first = document;
  } else {
    append_unsigned(list.entries, document - list.last - 1);
  }
  append_string(list.entries, value);
  list.last = document;
  if (list.count++ == 0) list.lowest = list.highest = value;
  if (value < list.lowest) list.lowest = value;
  if (value > list.highest) list.highest = value;
  if (list.entries.size() >= chunk_size) list.close_chunk();
}

void ValueLists::List::close_chunk() {
  std::string key(values_prefix);
  append_unsigned(key, slot);
  append_sortable(key, first);
  log.add(key, entries);
  entries.clear();
}

void ValueLists::write(TableWriter& table) {
  // Neither order of the keys is that of the numbers.
  std::vector<std::pair<std::string, List*>> in_order;
  for (auto& list : lists_) {
    std::string key(statistics_prefix);
    append_last(key, list.slot);
    in_order.emplace_back(std::move(key), &list);
  }
  std::sort(in_order.begin(), in_order.end());
  for (const auto& [key, list] : in_order) {
    std::string tag;
    append_unsigned(tag, list->count);
    append_string(tag, list->lowest);
    if (list->highest != list->lowest) tag += list->highest;
    table.add(key, tag);
  }

  for (auto& [key, list] : in_order) {
    key = values_prefix;
    append_unsigned(key, list->slot);
  }
  std::sort(in_order.begin(), in_order.end());
  for (const auto& [key, list] : in_order) {
    if (!list->entries.empty()) list->close_chunk();
    list->log.write(table);
  }
}

}  // namespace pilcrow::indexer::glass
