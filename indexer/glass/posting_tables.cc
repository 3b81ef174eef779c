// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/posting_tables.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>

#include "indexer/glass/coding.h"
#include "indexer/glass/positions.h"

namespace pilcrow::indexer::glass {

namespace {

// Part of Xapian's format: docs/glass-format.md, "Postings".
constexpr std::size_t full_chunk = 2000;

/// One chunk after the other: what comes before its body is known when that is complete.
class ChunkWriter {
 public:
  explicit ChunkWriter(TableWriter& table) : table_(table) {}

  void begin_term(std::string_view term, const PostingTotals& totals) {
    totals_ = totals;
    key_.clear();
    append_key_string(key_, term);
    term_size_ = key_.size();
    is_first_ = true;
    body_end_ = body();
  }

  void add(std::uint32_t document, std::uint32_t wdf) {
    if (body_end_ == body()) {
      first_ = document;
    } else if (body_end_ >= body() + full_chunk) {
      write(false);
      key_.resize(term_size_);
      key_ += '\0';
      append_sortable(key_, document);
      is_first_ = false;
      first_ = document;
      body_end_ = body();
    } else {
      body_end_ = put_unsigned(body_end_, document - last_ - 1);
    }
    body_end_ = put_unsigned(body_end_, wdf);
    last_ = document;
  }

  void end_term() { write(true); }

 private:
  static constexpr std::size_t longest_head = 10 + 10 + 5 + 1 + 5;
  static constexpr std::size_t longest_posting = 5 + 5;

  char* body() { return bytes_.data() + longest_head; }

  void write(bool is_last) {
    std::array<char, longest_head> head;
    char* end = head.data();
    if (is_first_) {
      end = put_unsigned(end, totals_.postings);
      end = put_unsigned(end, totals_.collection_frequency);
      end = put_unsigned(end, first_ - 1);
    }
    *end++ = is_last ? '1' : '0';
    end = put_unsigned(end, last_ - first_);
    const auto size = static_cast<std::size_t>(end - head.data());
    char* const begin = body() - size;
    std::memcpy(begin, head.data(), size);
    table_.add(key_, {begin, static_cast<std::size_t>(body_end_ - begin)});
  }

  TableWriter& table_;
  PostingTotals totals_;
  std::string key_;
  std::size_t term_size_ = 0;  // of the key that is the same in all chunks
  bool is_first_ = true;
  std::uint32_t first_ = 0;  // documents
  std::uint32_t last_ = 0;
  std::array<char, longest_head + full_chunk + longest_posting> bytes_;
  char* body_end_ = nullptr;
};

}  // namespace

void write_postings(TermStream& terms, TableWriter& table) {
  ChunkWriter chunks(table);
  while (terms.next_term()) {
    if (terms.totals().collection_frequency > std::numeric_limits<std::uint32_t>::max()) {
      throw std::overflow_error("more occurrences of a term than an index can count (4,294,967,295): '" +
                                std::string(terms.term()) + "'");
    }
    if (terms.totals().postings == 0) continue;  // numbered, and never met
    chunks.begin_term(terms.term(), terms.totals());
    while (terms.next_posting()) chunks.add(terms.document(), terms.wdf());
    chunks.end_term();
  }
}

void write_positions(TermStream& terms, TableWriter& table) {
  PositionCoder coder;
  std::string key;
  while (terms.next_term()) {
    if (!terms.totals().with_positions) continue;
    key.clear();
    append_key_string(key, terms.term());
    key += '\0';
    const std::size_t term_size = key.size();
    while (terms.next_posting()) {
      if (!terms.has_positions()) continue;
      key.resize(term_size);
      append_sortable(key, terms.document());
      table.add(key, coder.tag(terms.positions()));
    }
  }
}

}  // namespace pilcrow::indexer::glass
