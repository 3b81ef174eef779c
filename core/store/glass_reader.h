// SPDX-License-Identifier: GPL-3.0-or-later
// What a search reads of a glass database thousands of times, read without Xapian: postings, lengths, texts, values.
// docs/glass-format.md tells the format; glass_table.h why and when it is not read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/glass_table.h"

namespace pilcrow::store {

/// The documents that hold a term, ascending; it begins at the first of them.
class Postings {
 public:
  /// What document() is behind the last; no document has so high a number.
  static constexpr std::uint32_t end = UINT32_MAX;

  /// Of a term, which none may hold.
  Postings(GlassTable& table, std::string_view term);
  /// Of the list of all documents, each with its length for a wdf.
  struct OfLengths {};
  Postings(GlassTable& table, OfLengths);
  Postings(const Postings&) = delete;  // it points into what it holds
  Postings& operator=(const Postings&) = delete;

  std::uint32_t count() const { return count_; }
  std::uint32_t occurrences() const { return occurrences_; }
  /// No wdf is greater.
  std::uint32_t most_often() const { return most_often_; }

  std::uint32_t document() const { return document_; }
  std::uint32_t wdf() const { return wdf_; }
  void next() {
    if (at_ < stop_) {
      const std::uint32_t gap = number();
      if (gap >= end - 1 - document_) throw UnreadableTable();
      document_ += gap + 1;
      wdf_ = number();
    } else {
      next_chunk();
    }
  }
  /// Puts the wdf of each document before `stop` at its distance from `begin`, from where it stands, and goes on to the
  /// first behind. Most lists of lengths have small numbers without gaps.
  void copy_until(std::uint32_t begin, std::uint64_t stop, std::uint32_t* wdfs) {
    stop = std::min<std::uint64_t>(stop, end);
    while (document_ < stop) {
      wdfs[document_ - begin] = wdf_;
      for (; stop_ - at_ >= 2 && at_[0] == 0 && at_[1] < 0x80 && document_ + 1 < stop; at_ += 2) {
        wdfs[++document_ - begin] = wdf_ = at_[1];
      }
      next();
    }
  }
  /// To the first document from this one on; never back.
  void skip_to(std::uint32_t document) {
    if (document_ >= document) return;
    if (document > last_in_chunk_) go_to_chunk(document);
    while (document_ < document) next();
  }

 private:
  void begin();
  void finish();
  void next_chunk();
  void go_to_chunk(std::uint32_t document);
  void read_chunk(std::string_view chunk, std::uint32_t first);
  void read_later_chunk();

  /// A number of the chunk.
  std::uint32_t number() {
    if (at_ == stop_) throw UnreadableTable();
    const std::uint32_t byte = *at_;
    if (byte < 0x80) {
      ++at_;
      return byte;
    }
    return long_number();
  }
  std::uint32_t long_number();

  TableCursor cursor_;
  std::string key_;    ///< Of the first chunk.
  std::string later_;  ///< What keys of the others begin with.
  const unsigned char* at_ = nullptr;
  const unsigned char* stop_ = nullptr;
  std::uint32_t document_ = 0;
  std::uint32_t wdf_ = 0;
  std::uint32_t last_in_chunk_ = 0;
  bool last_chunk_ = true;
  std::uint32_t count_ = 0;
  std::uint32_t occurrences_ = 0;
  std::uint32_t most_often_ = 0;
};

/// How long documents are: decoded once for each range of them, and kept.
class Lengths {
 public:
  explicit Lengths(GlassTable& table) : table_(table), kept_(most_kept) {}

  /// 0 where there is no such document. Cheapest where documents are asked for in ascending order.
  std::uint32_t of(std::uint32_t document) {
    const std::uint32_t page = document / page_size;
    if (page != page_) load(page);
    return lengths_[document % page_size];
  }

 private:
  static constexpr std::uint32_t page_size = 1024;
  static constexpr std::size_t most_kept = 4096;
  struct Page {
    std::uint32_t number = UINT32_MAX;
    std::unique_ptr<std::uint32_t[]> lengths;
  };
  void load(std::uint32_t page);

  GlassTable& table_;
  std::optional<Postings> list_;
  std::vector<Page> kept_;
  std::uint32_t page_ = UINT32_MAX;
  const std::uint32_t* lengths_ = nullptr;
};

/// Of all documents.
struct GlassStatistics {
  std::uint32_t documents = 0;
  std::uint32_t last_document = 0;
  std::uint32_t least_length = 0;  ///< Of those with any term.
  std::uint32_t most_often = 0;    ///< Greatest wdf.
  std::uint64_t total_length = 0;
  double average_length() const { return static_cast<double>(total_length) / documents; }
};

/// Not thread-safe. Methods throw UnreadableTable.
class GlassReader {
 public:
  /// The database in `folder`; nullptr where it is not at this revision, or of no known format.
  static std::shared_ptr<GlassReader> open(const std::filesystem::path& folder, std::uint64_t revision);

  const GlassStatistics& statistics() const { return statistics_; }
  std::unique_ptr<Postings> postings(std::string_view term) { return std::make_unique<Postings>(postlist_, term); }
  std::uint32_t frequency(std::string_view term) { return Postings(postlist_, term).count(); }
  Lengths& lengths() { return lengths_; }
  /// Empty where there is none.
  std::string metadata(std::string_view key);
  std::string value(std::uint32_t slot, std::uint32_t document);
  /// Calls `visit` with the data of the document, empty where it has none.
  template <class Visit>
  auto data(std::uint32_t document, const Visit& visit) {
    TableCursor cursor(docdata_);
    return visit(cursor.seek(document_key(document)) ? cursor.tag() : std::string_view());
  }

 private:
  struct Version {
    TableRoot postlist;
    TableRoot docdata;
    GlassStatistics statistics;
    std::uint32_t revision = 0;
  };
  static Version parse(std::string_view iamglass);
  static std::string document_key(std::uint32_t document);
  GlassReader(const std::filesystem::path& folder, const Version& version);

  GlassStatistics statistics_;
  GlassTable postlist_;
  GlassTable docdata_;
  Lengths lengths_;
};

}  // namespace pilcrow::store
