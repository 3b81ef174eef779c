// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/rst_inline.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/text/ascii.h"

namespace pilcrow::indexer {
namespace {

using text::is_space;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

struct Mark {
  std::string_view begin;
  std::string_view end;
};
// Those that begin alike, the longest first.
constexpr std::array<Mark, 5> marks = {{{"**", "**"}, {"*", "*"}, {"``", "``"}, {"`", "`"}, {"|", "|"}}};

class Inline {
 public:
  Inline(std::string_view source, text::Span span, Rendering& rendering)
      : text_(source.substr(0, span.end)),
        begin_(span.begin),
        at_(span.begin),
        shown_(span.begin),
        rendering_(rendering) {}

  void show() {
    while (at_ < text_.size()) {
      at_ = std::min(text_.find_first_of("*`|\\_:", at_), text_.size());
      if (at_ == text_.size()) break;
      switch (text_[at_]) {
        case '\\':
          leave_out({at_, at_ + 1});
          // An escaped space parts nothing.
          if (at_ < text_.size() && is_space(text_[at_])) {
            leave_out({at_, at_ + 1});
          } else if (at_ < text_.size()) {
            ++at_;
          }
          break;
        case '_':
          underscore();
          break;
        case ':':
          role();
          break;
        default:
          mark();
      }
    }
    rendering_.take({shown_, text_.size()});
  }

 private:
  /// Shows all before, and goes on behind.
  void leave_out(text::Span span) {
    rendering_.take({shown_, std::max(shown_, span.begin)});
    shown_ = at_ = span.end;
  }

  bool may_begin(std::size_t at) const {
    return at == begin_ || is_space(text_[at - 1]) ||
           std::string_view("'\"([{<-/:_,;").find(text_[at - 1]) != std::string_view::npos ||
           static_cast<unsigned char>(text_[at - 1]) >= 0x80;
  }
  bool may_end(std::size_t behind) const {
    return behind >= text_.size() || is_space(text_[behind]) ||
           std::string_view("'\")]}>-/\\:.,;!?_").find(text_[behind]) != std::string_view::npos ||
           static_cast<unsigned char>(text_[behind]) >= 0x80;
  }

  /// Where the sign stands that ends what begins at `from`; the end of the text where it never comes.
  std::size_t end_of(std::size_t number, std::size_t from) {
    if (endless_[number]) return text_.size();
    const std::string_view end = marks[number].end;
    const bool literal = end == "``";
    for (std::size_t found = text_.find(end, from + 1); found != std::string_view::npos;
         found = text_.find(end, found + end.size())) {
      if (is_space(text_[found - 1]) || (!literal && text_[found - 1] == '\\')) continue;
      if (may_end(found + end.size())) return found;
    }
    endless_[number] = true;
    return text_.size();
  }

  void mark() {
    std::size_t number = 0;
    while (text_.compare(at_, marks[number].begin.size(), marks[number].begin) != 0) ++number;
    const std::string_view sign = marks[number].begin;
    const std::size_t content = at_ + sign.size();
    const bool begins =
        content < text_.size() && !is_space(text_[content]) && may_begin(at_) && !(is_quoted(at_, content));
    const std::size_t end = begins ? end_of(number, content) : text_.size();
    if (end >= text_.size()) {
      at_ = content;
      return;
    }
    leave_out({at_, content});
    rendering_.take(sign == "`" ? interpreted({content, end}) : text::Span{content, end});
    shown_ = end;
    leave_out({end, end + marks[number].end.size()});
    // `link`_ and `link`__
    std::size_t references = at_;
    while (references < text_.size() && references < at_ + 2 && text_[references] == '_') ++references;
    if (references > at_ && sign != "**" && sign != "*") leave_out({at_, references});
  }

  /// "*" and the like in quotes are the signs themselves.
  bool is_quoted(std::size_t at, std::size_t content) const {
    if (at == begin_ || content >= text_.size()) return false;
    const char before = text_[at - 1];
    const char after = text_[content];
    return (before == '"' && after == '"') || (before == '\'' && after == '\'') || (before == '(' && after == ')') ||
           (before == '[' && after == ']') || (before == '<' && after == '>');
  }

  /// What is shown of the text between two "`": of "text <target>" the text.
  text::Span interpreted(text::Span content) const {
    if (text_[content.begin] == '~' || text_[content.begin] == '!') ++content.begin;
    const std::size_t bracket = content.of(text_).rfind('<');
    if (bracket == std::string_view::npos || text_[content.end - 1] != '>') return content;
    const std::size_t open = content.begin + bracket;
    if (open == content.begin) return {content.begin + 1, content.end - 1};
    if (!is_space(text_[open - 1])) return content;
    content.end = open;
    while (is_space(text_[content.end - 1])) --content.end;
    return content;
  }

  /// "name_", "[1]_", "_`target`"
  void underscore() {
    const std::size_t at = at_++;
    if (at + 1 < text_.size() && text_[at + 1] == '`' && may_begin(at)) {
      leave_out({at, at + 1});
      return;
    }
    std::size_t end = at + 1;
    if (end < text_.size() && text_[end] == '_') ++end;
    const bool reference = at > begin_ && (text_[at - 1] == ']' || ends_name(at)) &&
                           (end >= text_.size() || (!is_word(text_[end]) && text_[end] != '_' && text_[end] != '('));
    if (reference) {
      leave_out({at, end});
    } else {
      at_ = end;
    }
  }

  /// Whether a name ends here that may be one of a reference: "__init" may not.
  bool ends_name(std::size_t at) const {
    constexpr std::size_t longest_name = 64;
    std::size_t first = at;
    while (first > begin_ && at - first < longest_name && (is_word(text_[first - 1]) || text_[first - 1] == '_'))
      --first;
    return first < at && is_word(text_[at - 1]) && text_[first] != '_';
  }

  /// ":name:`"
  void role() {
    constexpr std::size_t longest_name = 40;
    const std::size_t begin = at_++;
    if (!may_begin(begin)) return;
    std::size_t end = at_;
    while (end < text_.size() && end < begin + longest_name &&
           (is_word(text_[end]) || std::string_view("+.:_-").find(text_[end]) != std::string_view::npos)) {
      ++end;
    }
    if (end > begin + 2 && end < text_.size() && text_[end] == '`' && text_[end - 1] == ':') leave_out({begin, end});
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t at_;
  std::size_t shown_;  ///< Up to here all is shown or left out.
  Rendering& rendering_;
  std::array<bool, marks.size()> endless_{};
};

}  // namespace

void show_rst_inline(std::string_view source, text::Span span, Rendering& rendering) {
  Inline(source, span, rendering).show();
}

}  // namespace pilcrow::indexer
