// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/query.h"

#include <optional>
#include <utility>

#include "core/text/utf8.h"

namespace pilcrow::searcher {
namespace {

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_quote(char32_t c) {
  return c == '"' || c == U'“' || c == U'”' || c == U'„' || c == U'«' || c == U'»';
}

/// A letter or digit, as far as syntax is concerned: beyond ASCII everything that is not a space or a quote. What of it
/// is a word the analyser decides.
bool is_word(char32_t c) {
  if (c >= 0x80) return !is_space(c) && !is_quote(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool holds_word(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const text::CodePoint c = text::code_point_at(text, i);
    if (is_word(c.value)) return true;
    i += c.size;
  }
  return false;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    for (std::size_t i = 0; i < text_.size();) {
      const text::CodePoint c = text::code_point_at(text_, i);
      if (is_quote(c.value)) last_quote_ = i;
      i += c.size;
    }
  }

  Query parse() {
    while (next_ < text_.size()) {
      if (is_space(current().value)) {
        next_ += current().size;
      } else {
        parse_clause();
      }
    }
    return std::move(query_);
  }

 private:
  text::CodePoint current() const { return text::code_point_at(text_, next_); }
  bool at_end() const { return next_ == text_.size(); }

  void parse_clause() {
    const std::size_t column = next_;
    const Occurrence occurrence = take_sign();
    if (!at_end() && is_quote(current().value)) {
      const std::size_t quote = next_;
      next_ += current().size;
      if (quote != last_quote_) {
        take_phrase(occurrence, column);
        return;
      }
      query_.notes.push_back({"unclosed quote, read as a plain word", quote});
      // The quote is gone; so is a sign that has no word after it now.
      if (at_end() || !is_word(current().value)) return;
      if (occurrence == Occurrence::should) return;  // What follows is read like anything else.
    }
    take_words(occurrence, column);
  }

  Occurrence take_sign() {
    const char sign = text_[next_];
    if (sign != '-' && sign != '+') return Occurrence::should;
    if (next_ + 1 == text_.size() || is_space(text::code_point_at(text_, next_ + 1).value)) {
      query_.notes.push_back({std::string("'") + sign + "' before no word, read as a plain character", next_});
      return Occurrence::should;
    }
    const char32_t following = text::code_point_at(text_, next_ + 1).value;
    if (!is_word(following) && !is_quote(following)) return Occurrence::should;
    ++next_;
    return sign == '-' ? Occurrence::must_not : Occurrence::must;
  }

  /// Up to the next quote of any kind, of which there is one: people mix them.
  void take_phrase(Occurrence occurrence, std::size_t column) {
    const std::size_t begin = next_;
    while (!is_quote(current().value)) next_ += current().size;
    add({ClauseKind::phrase, occurrence, text::fold_space(text_.substr(begin, next_ - begin)), column});
    next_ += current().size;
  }

  void take_words(Occurrence occurrence, std::size_t column) {
    const std::size_t begin = next_;
    bool after_word = false;
    while (!at_end()) {
      const text::CodePoint c = current();
      if (is_space(c.value) || (is_quote(c.value) && !after_word)) break;
      after_word = is_word(c.value) || is_quote(c.value);
      next_ += c.size;
    }
    add({ClauseKind::words, occurrence, std::string(text_.substr(begin, next_ - begin)), column});
  }

  void add(Clause clause) {
    if (holds_word(clause.text)) query_.clauses.push_back(std::move(clause));
  }

  std::string_view text_;
  std::size_t next_ = 0;
  std::optional<std::size_t> last_quote_;
  Query query_;
};

}  // namespace

bool is_plain(const Clause& clause) {
  return clause.kind == ClauseKind::words && clause.occurrence == Occurrence::should;
}

bool operator==(const Clause& one, const Clause& other) {
  return one.kind == other.kind && one.occurrence == other.occurrence && one.text == other.text;
}

bool operator==(const Query& one, const Query& other) {
  return one.clauses == other.clauses;
}

Query parse(std::string_view text) {
  return Parser(text).parse();
}

std::string canonical(const Query& query) {
  std::string line;
  for (const Clause& clause : query.clauses) {
    if (!line.empty()) line += ' ';
    switch (clause.occurrence) {
      case Occurrence::should:
        break;
      case Occurrence::must:
        line += '+';
        break;
      case Occurrence::must_not:
        line += '-';
        break;
    }
    switch (clause.kind) {
      case ClauseKind::words:
        line += clause.text;
        break;
      case ClauseKind::phrase:
        line += '"' + clause.text + '"';
        break;
    }
  }
  return line;
}

}  // namespace pilcrow::searcher
