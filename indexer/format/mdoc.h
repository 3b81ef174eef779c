// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of mdoc(7) that mark words up (".Fl a Ar file"), for the reader of manual pages.
#pragma once

#include <string_view>
#include <vector>

#include "core/text/span.h"
#include "indexer/format/rendering.h"
#include "indexer/format/roff.h"

namespace pilcrow::indexer {

class MdocLine {
 public:
  MdocLine(std::string_view source, Rendering& rendering, RoffText& text)
      : source_(source), rendering_(rendering), text_(text) {}

  /// Whether the macro marks words up, and so stands in the text.
  static bool is_inline(std::string_view macro);

  /// Shows the words, the first of which may be macros: "-a file". `words` as roff_arguments() gives them.
  void show(const std::vector<text::Span>& words);

  /// What .Nm alone stands for.
  void set_name(text::Span name) { name_ = name; }

  /// Whether a line that this macro begins goes on where the one before ended.
  bool joins(std::string_view macro) const;

 private:
  std::size_t show_macro(const std::vector<text::Span>& words, std::size_t i);
  std::size_t show_function(const std::vector<text::Span>& words, std::size_t i);
  void show_word(text::Span word);
  void add(std::string_view shown);
  std::string_view word(const std::vector<text::Span>& words, std::size_t i) const { return words[i].of(source_); }

  std::string_view source_;
  Rendering& rendering_;
  RoffText& text_;
  text::Span name_;
  bool join_ = false;                      ///< No space before what comes next.
  bool spaced_ = true;                     ///< .Sm off: no spaces at all.
  bool in_function_ = false;               ///< Between .Fo and .Fc,
  bool any_argument_ = false;              ///< behind the first argument.
  std::string_view prefix_;                ///< Before each word: "-" of .Fl
  std::vector<std::string_view> closing_;  ///< What the macros of this line have still to close.
};

}  // namespace pilcrow::indexer
