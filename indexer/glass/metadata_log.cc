// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/metadata_log.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "core/text/hash.h"

namespace pilcrow::indexer::glass {

using namespace std::string_view_literals;

namespace {

constexpr auto metadata_prefix = "\0\xC0"sv;  // of the keys: docs/glass-format.md, "The postlist table"
constexpr std::size_t fewest_buckets = 64;
constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();

}  // namespace

std::string_view MetadataLog::key_of(const Entry& entry) const {
  const char* at = keys_.data() + entry.key;
  return {at + 1, static_cast<unsigned char>(*at)};
}

std::size_t MetadataLog::bucket_of(std::string_view key) const {
  auto bucket = text::hash64(key) & (buckets_.size() - 1);
  while (buckets_[bucket] != 0 && key_of(entries_[buckets_[bucket] - 1]) != key) {
    bucket = (bucket + 1) & (buckets_.size() - 1);
  }
  return bucket;
}

void MetadataLog::grow() {
  buckets_.assign(std::max(fewest_buckets, buckets_.size() * 2), 0);
  for (std::uint32_t i = 0; i < entries_.size(); ++i) buckets_[bucket_of(key_of(entries_[i]))] = i + 1;
}

void MetadataLog::set(std::string_view key, std::string_view value) {
  assert(!key.empty() && key.size() <= 200);
  // At most four of five are taken.
  if (entries_.size() * 5 >= buckets_.size() * 4) grow();
  auto& number = buckets_[bucket_of(key)];
  if (number == 0) {
    if (keys_.size() > most || value.size() > most) throw std::overflow_error("too much metadata");
    entries_.push_back({static_cast<std::uint32_t>(keys_.size()), 0, 0});
    number = static_cast<std::uint32_t>(entries_.size());
    keys_ += static_cast<char>(key.size());
    keys_ += key;
  }
  auto& entry = entries_[number - 1];
  entry.value = file_.size() + values_.size();
  entry.value_size = static_cast<std::uint32_t>(value.size());
  values_ += value;
  if (values_.size() < memory_) return;
  file_.append(values_);
  values_.clear();
}

void MetadataLog::read_value(const Entry& entry, std::string& into) const {
  if (entry.value >= file_.size()) {
    into.assign(values_, static_cast<std::size_t>(entry.value - file_.size()), entry.value_size);
  } else {
    into.resize(entry.value_size);
    file_.read(entry.value, into.data(), into.size());
  }
}

std::string MetadataLog::value(std::string_view key) const {
  std::string value;
  if (buckets_.empty()) return value;
  if (const auto number = buckets_[bucket_of(key)]; number != 0) read_value(entries_[number - 1], value);
  return value;
}

void MetadataLog::write(TableWriter& table) const {
  std::vector<std::uint32_t> in_order(entries_.size());
  std::iota(in_order.begin(), in_order.end(), 0U);
  std::sort(in_order.begin(), in_order.end(),
            [&](auto left, auto right) { return key_of(entries_[left]) < key_of(entries_[right]); });
  std::string key;
  std::string value;
  for (const auto number : in_order) {
    const auto& entry = entries_[number];
    if (entry.value_size == 0) continue;
    key = metadata_prefix;
    key += key_of(entry);
    read_value(entry, value);
    table.add(key, value);
  }
}

}  // namespace pilcrow::indexer::glass
