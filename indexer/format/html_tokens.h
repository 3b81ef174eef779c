// SPDX-License-Identifier: GPL-3.0-or-later
// The text and the tags of a page, one after the other, by the rules of HTML (13.2.5). Comments and declarations are
// passed over.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/text/span.h"
#include "indexer/format/html_tags.h"

namespace pilcrow::indexer {

struct HtmlToken {
  enum class Kind { text, start, end };
  Kind kind = Kind::text;
  text::Span place;  ///< Text: in the source.
  HtmlTag tag = HtmlTag::other;
  std::string_view name;
  bool self_closing = false;
  bool hidden = false;          ///< By `hidden`, aria-hidden="true", or the role of what is no text.
  bool is_layout = false;       ///< role="presentation"
  std::string_view attributes;  ///< All of them, as they are written.
};

class HtmlTokens {
 public:
  explicit HtmlTokens(std::string_view source) : source_(source) {}

  /// Fills `token` with what comes next; false at the end. In a drawing or a formula (`foreign`) CDATA is passed over as
  /// well: nothing of either is read.
  bool next(HtmlToken& token, bool foreign);
  /// What an element that holds no tags holds, when its start tag was the last token. Its end tag comes next.
  text::Span raw_text(HtmlTag tag);
  /// All that is left.
  text::Span rest();
  void skip_line_end();

 private:
  bool at_markup() const;
  void skip_comment();
  bool read_tag(HtmlToken& token);
  std::size_t script_end() const;
  std::size_t raw_end(std::string_view name) const;

  std::string_view source_;
  std::size_t at_ = 0;
};

/// The value of an attribute, its references resolved; empty where there is none.
std::string html_attribute(const HtmlToken& token, std::string_view name);
bool has_html_attribute(const HtmlToken& token, std::string_view name);

}  // namespace pilcrow::indexer
