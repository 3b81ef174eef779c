// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/glass/term_stream.h"

#include <algorithm>

#include "indexer/glass/coding.h"

namespace pilcrow::indexer::glass {

bool TermStream::next_term() {
  position_bytes_ = 0;
  return advance();
}

bool TermStream::next_posting() {
  if (position_bytes_ != 0) skip(position_bytes_);
  position_bytes_ = 0;
  if (more_ && at_hand() < longest_head) refill();
  if (at_ == end_) return false;
  const auto distance = static_cast<std::uint32_t>(read_unsigned(at_));
  document_ = distance != 0 ? document_ + distance : static_cast<std::uint32_t>(read_unsigned(at_));
  const std::uint64_t wdf = read_unsigned(at_);
  wdf_ = static_cast<std::uint32_t>(wdf >> 1);
  if ((wdf & 1) != 0) position_bytes_ = read_unsigned(at_);
  return true;
}

std::string_view TermStream::positions() {
  std::uint64_t wanted = position_bytes_;
  position_bytes_ = 0;
  if (wanted <= at_hand()) {
    at_ += wanted;
    return {at_ - wanted, static_cast<std::size_t>(wanted)};
  }
  joined_.clear();
  for (;;) {
    const auto piece = std::min<std::uint64_t>(wanted, at_hand());
    joined_.append(at_, static_cast<std::size_t>(piece));
    at_ += piece;
    wanted -= piece;
    if (wanted == 0) return joined_;
    refill();
  }
}

std::string_view TermStream::next_bytes() {
  if (at_ == end_ && more_) refill();
  const std::string_view bytes(at_, at_hand());
  at_ = end_;
  return bytes;
}

void TermStream::skip(std::uint64_t size) {
  while (size > at_hand()) {
    size -= at_hand();
    at_ = end_;
    refill();
  }
  at_ += size;
}

}  // namespace pilcrow::indexer::glass
