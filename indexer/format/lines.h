// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a text, for the readers of formats that are made of lines.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/text/span.h"

namespace pilcrow::indexer {

/// Takes the first line off `rest`, and gives it without its "\n" or "\r\n".
inline std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

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
