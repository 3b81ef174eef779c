// SPDX-License-Identifier: GPL-3.0-or-later
// Readers under a fuzzer. Of text: what they find keeps what a block promises. Of bytes: members are counted and measured,
// and what they find is well-formed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/text/utf8.h"
#include "indexer/format/format.h"
#include "tests/property/markup_promises.h"

namespace pilcrow::test {

inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

/// Takes members up to a bound, and reads none.
class CountedMembers final : public indexer::Members {
 public:
  bool wants(std::string_view name) override { return name.find("unwanted") == name.npos; }
  std::uint64_t room() const override { return room_; }
  bool read(std::string_view, std::string_view bytes, std::string_view) override {
    promise(bytes.size() <= room_ + 1 || !is_unpacked_, "a member is unpacked no further than a byte beyond its room");
    room_ -= std::min<std::uint64_t>(room_, bytes.size());
    return room_ > 0 && more();
  }
  bool give_up(std::string_view, std::string_view reason) override {
    promise(text::is_utf8(reason) && !reason.empty(), "a reason is text");
    return more();
  }
  bool skip(std::string_view, std::string_view reason) override {
    promise(!reason.empty(), "a reason is text");
    return more();
  }
  /// A message of a mailbox lies there as it is.
  void expect_no_unpacking() { is_unpacked_ = false; }

 private:
  bool more() { return ++count_ < 10'000; }
  std::uint64_t room_ = 1U << 20;
  int count_ = 0;
  bool is_unpacked_ = true;
};

inline void fuzz_text_reader(indexer::ReadResult (*read)(std::string_view), const std::uint8_t* data,
                             std::size_t size) {
  std::string text = text::to_valid_utf8(std::string(data, data + size));
  std::erase(text, '\0');
  const auto document = read(text);
  if (!document) return;
  const std::string broken = broken_promise(*document, text);
  promise(broken.empty(), broken.c_str());
}

inline void fuzz_reader(indexer::ReadResult (*read)(std::string_view, indexer::Members&), const std::string& bytes) {
  CountedMembers members;
  if (read == indexer::read_mbox) members.expect_no_unpacking();
  const auto document = read(bytes, members);
  if (!document) {
    promise(text::is_utf8(document.error()) && !document.error().empty(), "a reason is text");
    return;
  }
  promise(document->blocks.empty() || document->extracted.has_value(), "blocks stand in an extracted text");
  std::size_t behind = 0;
  for (const auto& block : document->blocks) {
    promise(!block.text.empty() && text::is_utf8(block.text), "a block is text");
    promise(block.source.begin >= behind && block.source.end <= document->extracted->size(), "blocks stand in order");
    promise(block.source.of(*document->extracted) == block.text, "a block is its stretch of the text");
    behind = block.source.end;
  }
}

}  // namespace pilcrow::test
