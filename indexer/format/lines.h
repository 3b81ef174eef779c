// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a text, for the readers of formats that are made of lines.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/text/span.h"

namespace pilcrow::indexer {

/// Goes through the lines of a text once, in linear time. A line ends with "\n" or "\r\n", or with "\r" in a text
/// without "\n".
class Lines {
 public:
  explicit Lines(std::string_view text)
      : text_(text), line_end_(text.find('\n') != std::string_view::npos ? '\n' : '\r') {}

  /// The next line without its end; false where there is none.
  bool next(text::Span& line) {
    if (at_ >= text_.size()) return false;
    line = {at_, std::min(text_.find(line_end_, at_), text_.size())};
    at_ = line.end + 1;
    if (!line.empty() && text_[line.end - 1] == '\r') --line.end;
    return true;
  }

 private:
  std::string_view text_;
  char line_end_;
  std::size_t at_ = 0;
};

}  // namespace pilcrow::indexer
