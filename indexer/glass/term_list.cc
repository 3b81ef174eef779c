// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/term_list.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "indexer/glass/coding.h"

namespace pilcrow::indexer::glass {

namespace {

// Part of Xapian's format: docs/glass-format.md, "Term lists".
constexpr std::size_t longest_term = 245;
constexpr std::size_t largest_packed = 0xFF;
constexpr std::uint32_t wdf_never_packed = 127;

// Two sizes, the term, and a wdf of 32 bits; a word more than a short term needs is written over.
constexpr std::size_t largest_entry = 2 + longest_term + 5;

char byte(std::size_t value) {
  return static_cast<char>(static_cast<unsigned char>(value));
}

std::size_t size_at(const char* at) {
  return static_cast<unsigned char>(*at);
}

/// What an entry has before the rest of its term, and what it has behind that.
class EntryFrame {
 public:
  EntryFrame(std::size_t last_size, std::size_t shared, std::uint32_t wdf)
      // A small wdf goes into one byte with what is shared: readers know it from being greater than the last term's size.
      : head_(wdf < wdf_never_packed ? (wdf + 1) * (last_size + 1) + shared : largest_packed + 1) {
    is_packed_ = head_ <= largest_packed;
    if (!is_packed_) head_ = shared;
  }

  char* put_head(char* at, std::size_t rest_size) const {
    *at++ = byte(head_);
    *at++ = byte(rest_size);
    return at;
  }
  char* put_tail(char* at, std::uint32_t wdf) const { return is_packed_ ? at : put_unsigned(at, wdf); }

 private:
  std::size_t head_;
  bool is_packed_;
};

/// The entry of a term behind one of `last_size` bytes, of which it shares the first `shared`. Gives the entry's end.
char* put_entry(char* at, std::size_t last_size, std::size_t shared, std::string_view term, std::uint32_t wdf) {
  const EntryFrame frame(last_size, shared, wdf);
  at = frame.put_head(at, term.size() - shared);
  std::memcpy(at, term.data() + shared, term.size() - shared);
  return frame.put_tail(at + (term.size() - shared), wdf);
}

/// The entry of a list's first term. Gives its end.
char* put_first_entry(char* at, std::string_view term, std::uint32_t wdf) {
  *at++ = byte(term.size());
  std::memcpy(at, term.data(), term.size());
  return put_unsigned(at + term.size(), wdf);
}

std::size_t shared_size(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

// Most terms are not longer than a word, and compared and copied as one: nothing else was as slow as doing it by bytes.

constexpr std::size_t word_size = 8;

constexpr bool lowest_first = std::endian::native == std::endian::little;

std::uint64_t load_8(const char* at) {
  std::uint64_t value = 0;
  std::memcpy(&value, at, sizeof value);
  return lowest_first ? value : __builtin_bswap64(value);
}

std::uint64_t load_4(const char* at) {
  std::uint32_t value = 0;
  std::memcpy(&value, at, sizeof value);
  return lowest_first ? value : __builtin_bswap32(value);
}

/// The first bytes as a number, the first one lowest, zeros behind a shorter term.
std::uint64_t to_word(std::string_view term) {
  const std::size_t size = term.size();
  if (size >= word_size) return load_8(term.data());
  // From both ends: what is in the middle is the same twice.
  if (size >= 4) return load_4(term.data()) | load_4(term.data() + size - 4) << (8 * (size - 4));
  std::uint64_t word = 0;
  for (std::size_t i = size; i > 0; --i) word = word << 8 | static_cast<unsigned char>(term[i - 1]);
  return word;
}

/// Writes eight bytes, of which the first ones count.
void put_word(char* at, std::uint64_t word) {
  if (!lowest_first) word = __builtin_bswap64(word);
  std::memcpy(at, &word, word_size);
}

}  // namespace

void TermListWriter::clear() {
  size_ = 0;
  last_size_ = 0;
  count_ = 0;
}

void TermListWriter::add(std::string_view term, std::uint32_t wdf) {
  assert(!term.empty() && term.size() <= longest_term);
  if (buffer_.size() < size_ + largest_entry) buffer_.resize(2 * buffer_.size() + largest_entry);
  char* const begin = buffer_.data() + size_;
  assert(count_ == 0 || std::string_view(last_.data(), last_size_) < term);
  const std::uint64_t word = to_word(term);
  const char* end = nullptr;
  if (count_ == 0) {
    end = put_first_entry(begin, term, wdf);
  } else if (word != last_word_ && term.size() <= word_size) {
    const auto same = static_cast<std::size_t>(std::countr_zero(word ^ last_word_)) / 8;
    const std::size_t shared = std::min(same, last_size_);
    const EntryFrame frame(last_size_, shared, wdf);
    char* at = frame.put_head(begin, term.size() - shared);
    put_word(at, word >> (8 * shared));
    end = frame.put_tail(at + (term.size() - shared), wdf);
  } else {
    end = put_entry(begin, last_size_, shared_size({last_.data(), last_size_}, term), term, wdf);
  }
  size_ += static_cast<std::size_t>(end - begin);
  last_word_ = word;
  put_word(last_.data(), word);
  if (term.size() > word_size) std::memcpy(&last_[word_size], term.data() + word_size, term.size() - word_size);
  last_size_ = term.size();
  ++count_;
}

void insert_term(std::string& entries, std::string_view term, std::uint32_t wdf) {
  assert(!term.empty() && term.size() <= longest_term);
  const char* const begin = entries.data();
  const char* const end = begin + entries.size();
  const char* at = begin;     // behind the entry of `last`
  const char* place = begin;  // where the new entry goes
  std::string last;           // the term before it; empty: none
  std::string next;           // the term behind it
  std::uint32_t next_wdf = 0;
  while (at != end) {
    const bool first = at == begin;
    const std::size_t head = first ? 0 : size_at(at++);
    const bool packed = !first && head > last.size();
    const std::size_t shared = packed ? head % (last.size() + 1) : head;
    const std::size_t rest = size_at(at++);
    next.assign(last, 0, shared);
    next.append(at, rest);
    at += rest;
    next_wdf = static_cast<std::uint32_t>(packed ? head / (last.size() + 1) - 1 : read_unsigned(at));
    assert(next != term);
    if (next > term) break;
    last = next;
    next.clear();
    place = at;
  }

  std::array<char, 2 * largest_entry> changed;
  char* out = changed.data();
  out =
      last.empty() ? put_first_entry(out, term, wdf) : put_entry(out, last.size(), shared_size(last, term), term, wdf);
  if (!next.empty()) out = put_entry(out, term.size(), shared_size(term, next), next, next_wdf);
  entries.replace(static_cast<std::size_t>(place - begin), static_cast<std::size_t>(at - place), changed.data(),
                  static_cast<std::size_t>(out - changed.data()));
}

void append_term_list(std::string& out, std::uint32_t length, std::uint32_t count, std::string_view entries) {
  if (count == 0) return;
  append_unsigned(out, length);
  append_unsigned(out, count);
  out += entries;
}

}  // namespace pilcrow::indexer::glass
