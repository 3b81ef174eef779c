// SPDX-License-Identifier: GPL-3.0-or-later
// The text of roff: escapes, special characters and the arguments of macros, for the reader of manual pages.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/span.h"
#include "indexer/format/rendering.h"

namespace pilcrow::indexer {

/// The words of a macro's line: parted by white space, those in double quotes whole (without the quotes).
std::vector<text::Span> roff_arguments(std::string_view source, text::Span line);

class RoffText {
 public:
  RoffText(std::string_view source, Rendering& rendering) : source_(source), rendering_(rendering) {}

  /// Appends what is shown of source[span] ("\fB\-a\fR" is "-a"), up to a comment. False where the next line goes on
  /// with no space between ("\c").
  bool show(text::Span span);

  /// What "\*(name" stands for from here on. Long ones are passed over.
  void define(std::string_view name, std::string_view value);

 private:
  struct Escape {
    std::string shown;
    std::size_t end = 0;
    bool joins = false;
    bool comment = false;
  };
  Escape escape_at(std::string_view text, std::size_t offset) const;
  std::string plain(std::string_view text) const;

  std::string_view source_;
  Rendering& rendering_;
  std::map<std::string, std::string, std::less<>> strings_;
};

}  // namespace pilcrow::indexer
