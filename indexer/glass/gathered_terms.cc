// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/gathered_terms.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <random>

#include "core/text/hash.h"
#include "indexer/glass/coding.h"

namespace pilcrow::indexer::glass {

namespace {

constexpr std::size_t smallest_block = std::size_t{16} << 10;
constexpr std::size_t largest_block = std::size_t{1} << 20;
constexpr std::size_t blocks_wanted = 64;

constexpr std::size_t first_table_size = 1024;

// A slice: where the next one is, then bytes. The first has 32 bytes in all, each later one twice as many, up to 2048.
constexpr unsigned last_growing_level = 7;

constexpr std::size_t slice_size(unsigned level) {
  return std::size_t{16} << std::min(level, last_growing_level);
}
constexpr std::size_t slice_capacity(unsigned level) {
  return slice_size(level) - sizeof(char*);
}

void set_next(char* slice, char* next) {
  std::memcpy(slice, &next, sizeof next);
}
char* next_of(const char* slice) {
  char* next = nullptr;
  std::memcpy(&next, slice, sizeof next);
  return next;
}

std::uint64_t beginning_of(std::string_view name) {
  unsigned char bytes[8] = {};
  std::memcpy(bytes, name.data(), std::min(name.size(), sizeof bytes));
  std::uint64_t value = 0;
  for (const unsigned char byte : bytes) value = value << 8 | byte;
  return value;
}

}  // namespace

GatheredTerms::GatheredTerms(std::size_t memory)
    // Not to be known beforehand, so that nobody can choose words that meet in the table.
    : seed_(std::uint64_t{std::random_device()()} << 32 | std::random_device()()),
      table_(first_table_size),
      pool_(std::clamp(std::bit_floor(memory / blocks_wanted), smallest_block, largest_block)) {}

std::string_view GatheredTerms::name(const Term& term) {
  return {term.name_size <= sizeof term.name.bytes ? term.name.bytes : term.name.begin, term.name_size};
}

std::uint32_t GatheredTerms::number(std::string_view term) {
  assert(!term.empty() && term.size() <= 245);
  const auto hash = static_cast<std::uint32_t>(text::hash64(term, seed_));
  const std::size_t mask = table_.size() - 1;
  for (std::size_t place = hash & mask;; place = (place + 1) & mask) {
    Slot& slot = table_[place];
    if (slot.number == 0) {
      const std::uint32_t number = add_term(term);
      slot = {hash, number + 1};
      if (count_ > table_.size() / 3 * 2) grow_table();
      return number;
    }
    if (slot.hash == hash && name(at(slot.number - 1)) == term) return slot.number - 1;
  }
}

std::uint32_t GatheredTerms::add_term(std::string_view name) {
  if (count_ / terms_per_block == blocks_.size()) blocks_.emplace_back(new Term[terms_per_block]);
  Term& term = at(count_);
  term.name.begin = nullptr;
  if (name.size() <= sizeof term.name.bytes) {
    std::memcpy(term.name.bytes, name.data(), name.size());
  } else {
    char* copy = pool_.take(name.size());
    std::memcpy(copy, name.data(), name.size());
    term.name.begin = copy;
  }
  term.slices = nullptr;
  term.write = term.room;
  term.collection_frequency = 0;
  term.last_document = 0;
  term.postings = 0;
  term.left = sizeof term.room;
  term.name_size = static_cast<std::uint8_t>(name.size());
  term.level = 0;
  term.with_positions = 0;
  return count_++;
}

void GatheredTerms::grow_table() {
  std::vector<Slot> larger(2 * table_.size());
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : table_) {
    if (slot.number == 0) continue;
    std::size_t place = slot.hash & mask;
    while (larger[place].number != 0) place = (place + 1) & mask;
    larger[place] = slot;
  }
  table_ = std::move(larger);
}

void GatheredTerms::add(std::uint32_t term, std::uint32_t document, std::uint32_t wdf, std::string_view positions) {
  assert(term < count_);
  __builtin_prefetch(&at(term), 1);
  if (positions.size() > sizeof Waiting::positions) {
    while (first_waiting_ != end_waiting_) put_waiting();
    put(term, document, wdf, positions);
    return;
  }
  if (end_waiting_ - first_waiting_ == most_waiting) put_waiting();
  Waiting& waiting = waiting_[end_waiting_++ % most_waiting];
  waiting.term = term;
  waiting.document = document;
  waiting.wdf = wdf;
  waiting.size = static_cast<std::uint32_t>(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) waiting.positions[i] = positions[i];
  // The record is here by then; what it points to is not.
  if (end_waiting_ - first_waiting_ > most_waiting / 2) {
    __builtin_prefetch(at(waiting_[(end_waiting_ - most_waiting / 2) % most_waiting].term).write, 1);
  }
}

void GatheredTerms::put_waiting() {
  const Waiting& waiting = waiting_[first_waiting_++ % most_waiting];
  put(waiting.term, waiting.document, waiting.wdf, {waiting.positions.data(), waiting.size});
}

void GatheredTerms::put(std::uint32_t number, std::uint32_t document, std::uint32_t wdf, std::string_view positions) {
  Term& term = at(number);
  assert(document > term.last_document);
  const auto encode_head = [&](char* out) {
    if (term.postings == 0) *out++ = 0;
    out = put_unsigned(out, document - term.last_document);
    out = put_unsigned(out, std::uint64_t{wdf} << 1 | static_cast<std::uint64_t>(!positions.empty()));
    return positions.empty() ? out : put_unsigned(out, positions.size());
  };
  if (term.left >= TermStream::longest_head + positions.size()) {
    char* end = encode_head(term.write);
    for (const char c : positions) *end++ = c;
    term.left = static_cast<std::uint16_t>(term.left - (end - term.write));
    term.write = end;
  } else {
    char head[TermStream::longest_head];
    append(term, head, static_cast<std::size_t>(encode_head(head) - head));
    append(term, positions.data(), positions.size());
  }
  if (!positions.empty()) term.with_positions = 1;
  term.last_document = document;
  term.collection_frequency += wdf;
  ++term.postings;
}

void GatheredTerms::append(Term& term, const char* bytes, std::size_t size) {
  while (size > term.left) {
    std::memcpy(term.write, bytes, term.left);
    term.write += term.left;
    bytes += term.left;
    size -= term.left;
    begin_slice(term);
  }
  std::memcpy(term.write, bytes, size);
  term.write += size;
  term.left = static_cast<std::uint16_t>(term.left - size);
}

/// The one at the end is full.
void GatheredTerms::begin_slice(Term& term) {
  const unsigned level = std::min<unsigned>(term.level + 1, last_growing_level);
  char* slice = pool_.take(slice_size(level));
  set_next(slice, nullptr);
  if (term.level == 0) {
    term.slices = slice;
  } else {
    set_next(term.write - slice_size(term.level), slice);
  }
  term.level = level & last_growing_level;
  term.write = slice + sizeof(char*);
  term.left = static_cast<std::uint16_t>(slice_capacity(level));
}

std::size_t GatheredTerms::memory() const {
  const std::size_t records =
      std::size_t{(count_ + terms_per_block - 1) / terms_per_block} * terms_per_block * sizeof(Term);
  // While the table grows there are the old one and one of twice its size.
  const bool grows_soon = count_ > table_.size() / 2;
  const std::size_t table = table_.size() * sizeof(Slot) * (grows_soon ? 3 : 1);
  return records + table + count_ * sizeof(Sorted) + pool_.memory();
}

void GatheredTerms::sort() {
  while (first_waiting_ != end_waiting_) put_waiting();
  sorted_.clear();
  sorted_.reserve(count_);
  for (std::uint32_t number = 0; number < count_; ++number) sorted_.push_back({beginning_of(name(at(number))), number});
  std::sort(sorted_.begin(), sorted_.end(), [&](const Sorted& a, const Sorted& b) {
    if (a.beginning != b.beginning) return a.beginning < b.beginning;
    return name(at(a.number)) < name(at(b.number));
  });
}

class GatheredTerms::Stream : public TermStream {
 public:
  explicit Stream(const GatheredTerms& terms) : terms_(terms) {}

 private:
  // How many terms ahead memory is asked for: the records lie in the order in which terms came.
  static constexpr std::size_t records_ahead = 12;
  static constexpr std::size_t slices_ahead = 6;
  static constexpr std::size_t buffer_size = std::size_t{32} << 10;

  bool advance() override {
    const auto& sorted = terms_.sorted_;
    if (index_ == sorted.size()) return false;
    if (index_ + records_ahead < sorted.size()) __builtin_prefetch(&terms_.at(sorted[index_ + records_ahead].number));
    if (index_ + slices_ahead < sorted.size()) {
      const Term& later = terms_.at(sorted[index_ + slices_ahead].number);
      if (later.level > 0) __builtin_prefetch(later.slices);
      if (later.name_size > sizeof later.name.bytes) __builtin_prefetch(later.name.begin);
    }
    const Term& term = terms_.at(sorted[index_++].number);
    term_ = name(term);
    last_ = term.write;
    totals_ = {term.postings, term.collection_frequency, byte_count(term), term.with_positions != 0};
    at_ = term.room;
    slice_ = term.slices;
    level_ = 1;
    more_ = slice_ != nullptr;
    end_ = more_ ? term.room + sizeof term.room : term.write;
    return true;
  }

  static std::uint64_t byte_count(const Term& term) {
    if (term.level == 0) return sizeof term.room - term.left;
    std::uint64_t count = sizeof term.room;
    const char* slice = term.slices;
    for (unsigned level = 1;; ++level) {
      const char* next = next_of(slice);
      if (next == nullptr) return count + slice_capacity(term.level) - term.left;
      count += slice_capacity(level);
      slice = next;
    }
  }

  void refill() override {
    if (buffer_ == nullptr) buffer_.reset(new char[buffer_size]);
    char* end = buffer_.get() + (end_ - at_);
    std::memmove(buffer_.get(), at_, static_cast<std::size_t>(end_ - at_));
    char* const full = buffer_.get() + buffer_size;
    while (slice_ != nullptr && static_cast<std::size_t>(full - end) >= slice_capacity(level_)) {
      const char* next = next_of(slice_);
      const char* bytes = slice_ + sizeof(char*);
      const auto size = next != nullptr ? slice_capacity(level_) : static_cast<std::size_t>(last_ - bytes);
      if (next != nullptr) __builtin_prefetch(next);
      std::memcpy(end, bytes, size);
      end += size;
      slice_ = next;
      ++level_;
    }
    at_ = buffer_.get();
    end_ = end;
    more_ = slice_ != nullptr;
  }

  const GatheredTerms& terms_;
  std::size_t index_ = 0;
  const char* slice_ = nullptr;  // the next to be copied
  unsigned level_ = 0;           // its level
  const char* last_ = nullptr;   // the end of the last one
  std::unique_ptr<char[]> buffer_;
};

std::unique_ptr<TermStream> GatheredTerms::stream() const {
  return std::make_unique<Stream>(*this);
}

}  // namespace pilcrow::indexer::glass
