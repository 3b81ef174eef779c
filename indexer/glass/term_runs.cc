// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/term_runs.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <span>
#include <string>

#include "indexer/glass/coding.h"

namespace pilcrow::indexer::glass {

namespace {

// A run is a row of entries: the term's size as a byte, the term, U(postings), U(collection frequency), U(2 * bytes +
// whether there are positions), the bytes of its postings.
constexpr std::size_t longest_entry_head = 1 + 255 + 3 * 10;

constexpr std::size_t least_buffer = std::size_t{16} << 10;
constexpr std::size_t largest_buffer = std::size_t{1} << 20;
constexpr std::size_t write_size = std::size_t{256} << 10;

}  // namespace

/// Reads one run, entry by entry.
class TermRuns::Reader {
 public:
  Reader(const SpillFile& file, Run run, std::size_t buffer_size)
      : file_(&file),
        offset_(run.begin),
        run_end_(run.end),
        buffer_size_(buffer_size),
        buffer_(new char[buffer_size]) {}

  /// Goes to the next entry, whatever is left of this one. False: there is none.
  bool next() {
    skip();
    if (held() < longest_entry_head) fill(at_);
    if (held() == 0) return false;
    name_size_ = static_cast<unsigned char>(*at_++);
    std::memset(name_.data(), 0, 8);
    std::memcpy(name_.data(), at_, name_size_);
    at_ += name_size_;
    totals.postings = read_unsigned(at_);
    totals.collection_frequency = read_unsigned(at_);
    const std::uint64_t size = read_unsigned(at_);
    totals.byte_count = size >> 1;
    totals.with_positions = (size & 1) != 0;
    unread_ = totals.byte_count;
    beginning = 0;
    for (std::size_t i = 0; i < 8; ++i) beginning = beginning << 8 | static_cast<unsigned char>(name_[i]);
    take();
    return true;
  }

  /// More of the entry's bytes, behind those from `from` to window_end.
  void refill(const char* from) {
    at_ = from;
    unread_ += static_cast<std::uint64_t>(window_end - from);
    fill(from);
    take();
  }
  /// Whether the entry has bytes behind the window.
  bool more() const { return unread_ > 0; }

  std::string_view name() const { return {name_.data(), name_size_}; }

  PostingTotals totals;
  std::uint64_t beginning = 0;  ///< The name's first eight bytes as a number.
  const char* window = nullptr;
  const char* window_end = nullptr;

 private:
  std::size_t held() const { return static_cast<std::size_t>(end_ - at_); }

  /// As much of the entry as is held becomes its window.
  void take() {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(unread_, held()));
    window = at_;
    window_end = at_ += size;
    unread_ -= size;
  }

  void skip() {
    const auto size = std::min<std::uint64_t>(unread_, held());
    at_ += size;
    offset_ += unread_ - size;
    unread_ = 0;
  }

  /// Keeps what is from `from` on, and reads as much as there is room for.
  void fill(const char* from) {
    const auto kept = static_cast<std::size_t>(end_ - from);
    if (kept > 0) std::memmove(buffer_.get(), from, kept);
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_size_ - kept, run_end_ - offset_));
    if (size > 0) file_->read(offset_, buffer_.get() + kept, size);
    offset_ += size;
    at_ = buffer_.get();
    end_ = at_ + kept + size;
  }

  const SpillFile* file_;
  std::uint64_t offset_;  // of what is behind the buffer
  std::uint64_t run_end_;
  std::size_t buffer_size_;
  std::unique_ptr<char[]> buffer_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  std::uint64_t unread_ = 0;  // bytes of the entry from at_ on
  std::array<char, 256> name_;
  std::size_t name_size_ = 0;
};

/// Of equal terms, the postings of the earlier runs come first.
class TermRuns::Stream : public TermStream {
 public:
  Stream(const SpillFile& file, std::span<const Run> runs, std::size_t buffer_size) {
    readers_.reserve(runs.size());
    for (const Run& run : runs) {
      Reader& reader = readers_.emplace_back(file, run, buffer_size);
      if (reader.next()) waiting_.push_back(&reader);
    }
    std::make_heap(waiting_.begin(), waiting_.end(), behind);
  }

 private:
  /// Readers lie in the order of their runs.
  static bool behind(const Reader* a, const Reader* b) {
    if (a->beginning != b->beginning) return a->beginning > b->beginning;
    const int order = a->name().compare(b->name());
    return order != 0 ? order > 0 : a > b;
  }

  bool advance() override {
    for (Reader* reader : equal_) {
      if (!reader->next()) continue;
      waiting_.push_back(reader);
      std::push_heap(waiting_.begin(), waiting_.end(), behind);
    }
    equal_.clear();
    if (waiting_.empty()) return false;
    totals_ = {};
    do {
      std::pop_heap(waiting_.begin(), waiting_.end(), behind);
      Reader* reader = waiting_.back();
      waiting_.pop_back();
      equal_.push_back(reader);
      totals_.postings += reader->totals.postings;
      totals_.collection_frequency += reader->totals.collection_frequency;
      totals_.byte_count += reader->totals.byte_count;
      totals_.with_positions |= reader->totals.with_positions;
    } while (!waiting_.empty() && waiting_.front()->name() == equal_.front()->name());
    term_ = equal_.front()->name();
    show(0);
    return true;
  }

  void refill() override {
    if (equal_[current_]->more()) {
      equal_[current_]->refill(at_);
      show(current_);
    } else if (at_ == end_ && current_ + 1 < equal_.size()) {
      show(current_ + 1);
    }
  }

  void show(std::size_t index) {
    current_ = index;
    at_ = equal_[index]->window;
    end_ = equal_[index]->window_end;
    more_ = equal_[index]->more() || index + 1 < equal_.size();
  }

  std::vector<Reader> readers_;
  std::vector<Reader*> waiting_;  // a heap, the smallest first
  std::vector<Reader*> equal_;    // those that have the term, in the order of their runs
  std::size_t current_ = 0;       // the one whose bytes are looked at
};

void TermRuns::add(TermStream& terms) {
  runs_.push_back(write(terms));
}

TermRuns::Run TermRuns::write(TermStream& terms) {
  const std::uint64_t begin = file_.size();
  std::string buffer;
  buffer.reserve(write_size + longest_entry_head);
  while (terms.next_term()) {
    buffer += static_cast<char>(terms.term().size());
    buffer += terms.term();
    const PostingTotals& totals = terms.totals();
    append_unsigned(buffer, totals.postings);
    append_unsigned(buffer, totals.collection_frequency);
    append_unsigned(buffer, totals.byte_count << 1 | static_cast<std::uint64_t>(totals.with_positions));
    for (auto bytes = terms.next_bytes(); !bytes.empty(); bytes = terms.next_bytes()) {
      while (buffer.size() + bytes.size() >= write_size) {
        const std::size_t piece = write_size - std::min(write_size, buffer.size());
        buffer.append(bytes, 0, piece);
        bytes.remove_prefix(piece);
        file_.append(buffer);
        buffer.clear();
      }
      buffer += bytes;
    }
  }
  if (!buffer.empty()) file_.append(buffer);
  return {begin, file_.size()};
}

void TermRuns::prepare(std::size_t memory, std::size_t streams) {
  const std::size_t most = std::max<std::size_t>(2, memory / streams / least_buffer);
  while (runs_.size() > most) {
    // Neighbours, so that documents keep ascending, and no more than there must be: each is written once more.
    std::vector<Run> merged;
    std::size_t at = 0;
    while (at < runs_.size()) {
      const std::size_t left = runs_.size() - at;
      const std::size_t many = merged.size() + left > most ? merged.size() + left - most + 1 : 1;
      const std::size_t count = std::min({many, most, left});
      if (count == 1) {
        merged.push_back(runs_[at]);
      } else {
        Stream together(file_, std::span(runs_).subspan(at, count), least_buffer);
        merged.push_back(write(together));
      }
      at += count;
    }
    runs_ = std::move(merged);
  }
  if (!runs_.empty()) buffer_size_ = std::clamp(memory / streams / runs_.size(), least_buffer, largest_buffer);
}

std::unique_ptr<TermStream> TermRuns::stream() const {
  return std::make_unique<Stream>(file_, runs_, buffer_size_);
}

}  // namespace pilcrow::indexer::glass
