// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/database_builder.h"

#include <algorithm>
#include <cassert>
#include <exception>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>

#include "indexer/glass/coding.h"
#include "indexer/glass/document_lists.h"
#include "indexer/glass/metadata_log.h"
#include "indexer/glass/output_file.h"
#include "indexer/glass/table_writer.h"
#include "indexer/glass/version_file.h"

namespace pilcrow::indexer::glass {

namespace fs = std::filesystem;

namespace {

// Shares of the memory for what is not postings; each is full before anything of it is written to a temporary file.
constexpr std::size_t share_of_lengths = 64;
constexpr std::size_t share_of_values = 64;  // in each slot
constexpr std::size_t share_of_metadata = 16;
constexpr std::size_t share_of_all_but_postings = 8;
constexpr std::size_t least_memory_of_postings = std::size_t{1} << 20;
constexpr std::size_t least_share = std::size_t{64} << 10;

std::size_t share(std::size_t memory, std::size_t divisor) {
  return std::max(memory / divisor, least_share);
}

/// The table, with a file even where nothing is in it: these two always have one.
TableFacts finish_required(TableWriter& table, const fs::path& file) {
  const auto facts = table.finish();
  if (facts.blocks == 0) create_file(file);
  return facts;
}

}  // namespace

class DatabaseBuilder::Impl {
 public:
  Impl(fs::path folder, std::size_t memory)
      : folder_(std::move(folder)),
        inverter_(folder_, std::max(memory - memory / share_of_all_but_postings, least_memory_of_postings)),
        lengths_(folder_, share(memory, share_of_lengths)),
        values_(folder_, share(memory, share_of_values)),
        metadata_(folder_, share(memory, share_of_metadata)),
        term_lists_(folder_ / "termlist.glass"),
        data_(folder_ / "docdata.glass") {}

  Inverter& inverter() { return inverter_; }
  MetadataLog& metadata() { return metadata_; }
  std::uint32_t next_document() const { return facts_.documents + 1; }

  std::uint32_t add(const NewDocument& document) {
    if (facts_.documents == std::numeric_limits<std::uint32_t>::max()) throw std::overflow_error("too many documents");
    const auto number = ++facts_.documents;
    key_.clear();
    append_sortable(key_, number);
    term_lists_.add(key_, document.term_list);
    if (!document.data.empty()) data_.add(key_, document.data);
    if (!document.values.empty()) add_values(number, document.values);

    lengths_.add(number, document.length);
    facts_.total_length += document.length;
    facts_.longest = std::max(facts_.longest, document.length);
    if (document.length != 0 && (facts_.shortest == 0 || document.length < facts_.shortest)) {
      facts_.shortest = document.length;
    }
    return number;
  }

  void finish() {
    inverter_.finish();
    facts_.wdf_bound = inverter_.wdf_bound();
    assert(facts_.wdf_bound <= facts_.longest);
    facts_.data = data_.finish();
    facts_.term_lists = finish_required(term_lists_, folder_ / "termlist.glass");

    std::exception_ptr failure;
    {
      const std::jthread positions([&] {
        try {
          TableWriter table(folder_ / "position.glass");
          inverter_.write_positions(table);
          facts_.positions = table.finish();
        } catch (...) {
          failure = std::current_exception();
        }
      });
      write_postlist();
    }
    if (failure) std::rethrow_exception(failure);
    write_version_file(folder_, facts_);
  }

 private:
  void add_values(std::uint32_t document, const std::vector<Value>& values) {
    // The slots that a document uses: without this list, its deletion would leave the values behind.
    slots_.clear();
    std::uint32_t next = 0;
    for (const auto& [slot, value] : values) {
      assert(slot >= next && !value.empty());
      append_unsigned(slots_, slot - next);
      next = slot + 1;
      values_.add(slot, document, value);
    }
    key_ += '\0';
    term_lists_.add(key_, slots_);
  }

  /// In the order in which the keys sort.
  void write_postlist() {
    const fs::path file = folder_ / "postlist.glass";
    TableWriter table(file);
    metadata_.write(table);
    values_.write(table);
    lengths_.write(table);
    inverter_.write_postings(table);
    facts_.postings = finish_required(table, file);
  }

  fs::path folder_;
  DatabaseFacts facts_;
  Inverter inverter_;
  LengthList lengths_;
  ValueLists values_;
  MetadataLog metadata_;
  TableWriter term_lists_;
  TableWriter data_;
  std::string key_;
  std::string slots_;
};

DatabaseBuilder::DatabaseBuilder(fs::path folder, std::size_t memory)
    : impl_(std::make_unique<Impl>(std::move(folder), memory)) {}
DatabaseBuilder::~DatabaseBuilder() = default;
Inverter& DatabaseBuilder::inverter() {
  return impl_->inverter();
}
std::uint32_t DatabaseBuilder::next_document() const {
  return impl_->next_document();
}
std::uint32_t DatabaseBuilder::add(const NewDocument& document) {
  return impl_->add(document);
}
void DatabaseBuilder::set_metadata(std::string_view key, std::string_view value) {
  impl_->metadata().set(key, value);
}
std::string DatabaseBuilder::metadata(std::string_view key) const {
  return impl_->metadata().value(key);
}
void DatabaseBuilder::finish() {
  impl_->finish();
}

}  // namespace pilcrow::indexer::glass
