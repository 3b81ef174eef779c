// SPDX-License-Identifier: GPL-3.0-or-later
// A block's text in the making, for the readers of markup: what the page shows, folded as a page folds white space,
// and beside it where in the source it stands.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/span.h"
#include "indexer/block.h"

namespace pilcrow::indexer {

class Rendering {
 public:
  /// What there may be in a source that is not shown as it stands.
  struct Syntax {
    /// How many bytes of `source` at `offset` are markup that a reader never sees; 0 where it is text.
    std::size_t (*markup)(std::string_view source, std::size_t offset) = [](std::string_view, std::size_t) {
      return std::size_t{0};
    };
    bool references = false;  ///< "&amp;" is "&".
  };

  explicit Rendering(std::string_view source) : source_(source) {}

  /// Appends `shown`, a parser's rendering of something in source[offset, limit), and returns where it ends there.
  /// Walks both side by side: equal characters are verbatim, character references, escapes and markup are stepped over.
  /// Where that fails, the next words are looked for a little further on, and what cannot be found has no anchor.
  /// Linear in both.
  std::size_t align(std::string_view shown, std::size_t offset, std::size_t limit, const Syntax& syntax);

  /// Appends a stretch of the source as it stands there.
  void take(text::Span place);
  /// Appends what the source writes in another way at `place`: "é" for "\\u00e9".
  void take_as(std::string_view shown, text::Span place);

  /// Appends what has no text of its own in the source (" | " between cells).
  void add(std::string_view shown);
  /// A white space of the page: nothing where one is there already, or at the beginning.
  void add_space();
  void add_line_break();
  /// A line break, unless one is there already.
  void begin_line() {
    if (!text_.empty() && text_.back() != '\n') add("\n");
  }
  /// White space that a parser made of a tab. Only while space is kept.
  void add_indentation(std::string_view spaces) {
    if (!text_.empty()) add(spaces);
  }

  /// White space is kept as it is from here on (<pre>), or folded.
  void keep_space(bool keep) { keep_space_ = keep; }

  bool empty() const { return text_.empty(); }
  std::size_t size() const { return text_.size(); }
  std::string_view shown() const { return text_; }
  /// Whether the end of the last align() was found in its source.
  bool found() const { return found_; }
  /// From the first visible character of the source to the last one, or nothing.
  text::Span extent() const { return extent_; }

  /// The text without white space at its ends, its anchors and its extent, as a paragraph. Begins anew.
  Block finish();

 private:
  void append(std::string_view character, text::Span place, bool verbatim);

  /// Words as they stand, with one space between two of them.
  void append_words(text::Span place);
  /// Where such words end that begin there.
  std::size_t words_end(text::Span place) const;

  std::string_view source_;
  std::string text_;
  std::vector<Anchor> anchors_;
  text::Span extent_;
  std::size_t next_verbatim_ = std::string_view::npos;  // source place that would go on the last anchor's stretch
  bool keep_space_ = false;
  bool found_ = true;
};

/// Where the character reference at `offset` ends ("&amp;", "&#xE9;", "&copy"), or `offset` where none begins.
std::size_t character_reference_end(std::string_view source, std::size_t offset);

/// Puts blocks in source order and parts those whose source overlaps: the earlier one ends where the next begins. (A
/// parser may move text: what stands loose in an HTML table comes before the table.)
void order_by_source(std::vector<Block>& blocks, std::string_view source);

}  // namespace pilcrow::indexer
