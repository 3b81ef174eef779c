// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/mcp/lines.h"

namespace pilcrow::searcher::mcp {

void Lines::feed(std::string_view bytes, const Take& take) {
  for (;;) {
    const std::size_t end = bytes.find('\n');
    add(bytes.substr(0, end));
    if (end == std::string_view::npos) return;
    give(take);
    bytes.remove_prefix(end + 1);
  }
}

void Lines::end(const Take& take) {
  if (too_long_ || !line_.empty()) give(take);
}

void Lines::add(std::string_view bytes) {
  if (too_long_ || bytes.size() > longest_ - line_.size()) {
    too_long_ = true;
    line_ = std::string();
    return;
  }
  line_ += bytes;
}

void Lines::give(const Take& take) {
  take(too_long_ ? nullptr : &line_);
  too_long_ = false;
  line_.clear();
}

}  // namespace pilcrow::searcher::mcp
