// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/parse.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/day.h"
#include "core/text/utf8.h"
#include "searcher/syntax.h"

namespace pilcrow::searcher {
namespace {

using text::is_digit;
using text::lower;

using Sequence = std::vector<Clause>;

/// More would not be read.
constexpr std::size_t most_notes = 16;
constexpr unsigned most_edits = 2;
/// Bytes of a glob or another value; no path is longer.
constexpr std::size_t longest_value = 4096;

constexpr std::array<std::string_view, 5> quotes_beyond_ascii = {"“", "”", "„", "«", "»"};

/// One that joins what stands beside it, but for "near/N".
bool is_operator(std::string_view word) {
  return word == "OR" || word == "AND" || word == "NOT";
}

bool holds_word(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const text::CodePoint c = text::code_point_at(text, i);
    if (is_word_character(c.value)) return true;
    i += c.size;
  }
  return false;
}

bool ends_in_word(std::string_view text) {
  if (text.empty()) return false;
  const auto last = static_cast<unsigned char>(text.back());
  if (last < 0x80) return is_word_character(last);
  return std::none_of(quotes_beyond_ascii.begin(), quotes_beyond_ascii.end(),
                      [&](std::string_view quote) { return text.ends_with(quote); });
}

/// Whether it reads on some day: "7d..2026" does not on all.
bool is_day_range(std::string_view text) {
  return text::parse_day_range(text, text::Day()) || text::parse_day_range(text, text::last_day);
}

/// So much of the text as is read.
std::string_view beginning_of(std::string_view text) {
  if (text.size() <= longest_query) return text;
  std::size_t end = longest_query;
  for (std::size_t i = end; i > end - 1024; --i) {
    if (is_space(static_cast<unsigned char>(text[i]))) return text.substr(0, i);
  }
  while (end > longest_query - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

class Notes {
 public:
  /// Each message once: a page full of brackets says the same a thousand times.
  void add(std::string message, std::size_t column) {
    const bool known =
        std::any_of(notes_.begin(), notes_.end(), [&](const Note& note) { return note.message == message; });
    if (!known && notes_.size() < most_notes) notes_.push_back({std::move(message), column});
  }

  std::vector<Note> in_order() {
    std::stable_sort(notes_.begin(), notes_.end(), [](const Note& a, const Note& b) { return a.column < b.column; });
    return std::move(notes_);
  }

 private:
  std::vector<Note> notes_;
};

enum class TokenKind { item, open, close, either, both, exclude, near };

/// What a query is made of. A sign belongs to what it stands before.
struct Token {
  TokenKind kind = TokenKind::item;
  Clause clause = {};  ///< An item; of an open parenthesis its sign.
  std::size_t column = 0;
  std::string_view text = {};  ///< Of an operator.
};

void drop(std::vector<Token>& tokens, const std::vector<bool>& dropped) {
  std::vector<Token> kept;
  kept.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!dropped[i]) kept.push_back(std::move(tokens[i]));
  }
  tokens = std::move(kept);
}

/// Takes out the parentheses that are deeper.
void flatten(std::vector<Token>& tokens, std::size_t deepest, Notes& notes) {
  std::vector<bool> dropped(tokens.size());
  std::size_t depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool open = tokens[i].kind == TokenKind::open;
    if (open) ++depth;
    if ((open || tokens[i].kind == TokenKind::close) && depth > deepest) {
      dropped[i] = true;
      notes.add("parentheses deeper than " + std::to_string(deepest) + " are read as plain characters",
                tokens[i].column);
    }
    if (tokens[i].kind == TokenKind::close) --depth;
  }
  drop(tokens, dropped);
}

/// Query text → tokens.
class Lexer {
 public:
  Lexer(std::string_view text, Notes& notes) : text_(text), notes_(notes), partners_(text.size(), none) { look_over(); }

  std::vector<Token> tokens() {
    while (!at_end()) {
      if (is_space(current().value)) {
        next_ += current().size;
      } else {
        take_token();
      }
    }
    drop_unmatched();
    return std::move(tokens_);
  }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  text::CodePoint current() const { return text::code_point_at(text_, next_); }
  bool at_end() const { return next_ == text_.size(); }
  bool is_open_quote(std::size_t at) const {
    return at < text_.size() && is_quote(text::code_point_at(text_, at).value) && at != last_quote_;
  }

  /// Finds the last quote, and the parentheses that belong to one word, as in "f(x)".
  void look_over() {
    std::vector<std::size_t> open;
    bool after_word = false;
    for (std::size_t i = 0; i < text_.size();) {
      const text::CodePoint c = text::code_point_at(text_, i);
      if (is_quote(c.value)) last_quote_ = i;
      if (is_space(c.value) || (is_quote(c.value) && !after_word)) open.clear();
      if (c.value == '(') open.push_back(i);
      if (c.value == ')' && !open.empty()) {
        partners_[open.back()] = static_cast<std::uint32_t>(i);
        partners_[i] = static_cast<std::uint32_t>(open.back());
        open.pop_back();
      }
      after_word = is_word_character(c.value) || is_quote(c.value);
      i += c.size;
    }
  }

  void take_token() {
    const std::size_t column = next_;
    const Occurrence occurrence = take_sign();
    if (at_end()) return;
    const char32_t c = current().value;
    if (is_quote(c)) {
      take_quote(occurrence, column);
    } else if (c == '(') {
      ++next_;
      ++depth_;
      push({TokenKind::open, with(occurrence, column), column, {}});
    } else if (c == ')') {
      take_close();
    } else if (occurrence != Occurrence::should || !take_operator()) {
      if (!take_field(occurrence, column)) take_words(Field::anywhere, occurrence, column);
    }
  }

  static Clause with(Occurrence occurrence, std::size_t column) {
    Clause clause;
    clause.occurrence = occurrence;
    clause.column = column;
    return clause;
  }

  void push(Token token) { tokens_.push_back(std::move(token)); }

  Occurrence take_sign() {
    const char sign = text_[next_];
    if (sign != '-' && sign != '+') return Occurrence::should;
    if (next_ + 1 == text_.size() || is_space(text::code_point_at(text_, next_ + 1).value)) {
      notes_.add(std::string("'") + sign + "' before no word, read as a plain character", next_);
      return Occurrence::should;
    }
    const char32_t following = text::code_point_at(text_, next_ + 1).value;
    if (!is_word_character(following) && !is_quote(following) && following != '(') return Occurrence::should;
    ++next_;
    return sign == '-' ? Occurrence::must_not : Occurrence::must;
  }

  void take_quote(Occurrence occurrence, std::size_t column) {
    if (is_open_quote(next_)) {
      Clause clause = with(occurrence, column);
      clause.kind = ClauseKind::phrase;
      clause.text = text::fold_space(quoted());
      push_item(std::move(clause));
      return;
    }
    notes_.add("unclosed quote, read as a plain word", next_);
    next_ += current().size;
    // The quote is gone; so is a sign that has no word after it now.
    if (at_end() || occurrence == Occurrence::should || !is_word_character(current().value)) return;
    if (!take_field(occurrence, column)) take_words(Field::anywhere, occurrence, column);
  }

  /// Up to the next quote of any kind, of which there is one: people mix them.
  std::string_view quoted() {
    next_ += current().size;
    const std::size_t begin = next_;
    while (!is_quote(current().value)) next_ += current().size;
    const std::size_t end = next_;
    next_ += current().size;
    return text_.substr(begin, end - begin);
  }

  void take_close() {
    if (depth_ == 0) {
      notes_.add("')' closes nothing, read as a plain character", next_);
    } else {
      --depth_;
      push({TokenKind::close, {}, next_, {}});
    }
    ++next_;
  }

  bool take_operator() {
    const std::size_t begin = next_;
    const std::string_view word = this->word();
    Token token{TokenKind::item, {}, begin, word};
    if (is_operator(word)) {
      token.kind = word == "OR" ? TokenKind::either : word == "AND" ? TokenKind::both : TokenKind::exclude;
    }
    if (const unsigned distance = near_distance(word); distance > 0) {
      token.kind = TokenKind::near;
      token.clause.number = distance;
    }
    if (token.kind == TokenKind::item) {
      if (word == "near/0" || word == "NEAR/0") notes_.add("no two words are 0 words apart, read as words", begin);
      next_ = begin;
      return false;
    }
    push(std::move(token));
    return true;
  }

  /// N of "near/N"; 0 where it is none.
  static unsigned near_distance(std::string_view word) {
    constexpr std::size_t name = 5;
    if (!word.starts_with("near/") && !word.starts_with("NEAR/")) return 0;
    unsigned number = 0;
    for (const char c : word.substr(name)) {
      if (!is_digit(c)) return 0;
      number = std::min(number * 10 + static_cast<unsigned>(c - '0'), farthest_near + 1);
    }
    return number;
  }

  bool take_field(Occurrence occurrence, std::size_t column) {
    const std::string_view rest = text_.substr(next_);
    const auto* named = std::find_if(field_names.begin(), field_names.end(), [&](const FieldName& one) {
      return rest.starts_with(one.name) && rest.size() > one.name.size() && rest[one.name.size()] == ':';
    });
    if (named == field_names.end()) return false;
    const std::size_t value = next_ + named->name.size() + 1;
    const std::string name = "'" + std::string(named->name) + ":'";
    const bool nothing = value == text_.size() || is_space(text::code_point_at(text_, value).value) ||
                         text_[value] == '(' || text_[value] == ')';
    if (nothing) {
      notes_.add(name + " before no value, read as a word", next_);
      return false;
    }
    const std::size_t begin = next_;
    next_ = value;
    if (holds_text(named->field)) {
      if (is_open_quote(value)) {
        Clause clause = with(occurrence, column);
        clause.kind = ClauseKind::phrase;
        clause.field = named->field;
        clause.text = text::fold_space(quoted());
        push_item(std::move(clause));
        return true;
      }
      if (is_word_character(current().value)) {
        take_words(named->field, occurrence, column);
        return true;
      }
    } else {
      Clause clause = with(occurrence, column);
      clause.field = named->field;
      clause.text = is_open_quote(value) ? on_one_line(quoted()) : std::string(word());
      const bool reads = clause.field != Field::date || is_day_range(clause.text);
      // A file may be without an extension, not without a path.
      const bool may_be_empty = clause.field == Field::type && text_[next_ - 1] != ':';
      const bool too_long = clause.text.size() > longest_value;
      if (reads && !too_long && (may_be_empty || !clause.text.empty()) && !holds_quote(clause.text)) {
        tokens_.push_back({TokenKind::item, std::move(clause), column, {}});
        return true;
      }
    }
    std::string why = name + " before no value, read as a word";
    if (named->field == Field::date) why = "no date, read as words";
    if (next_ - value > longest_value) why = name + " before a value that is too long, read as a word";
    notes_.add(std::move(why), begin);
    next_ = begin;
    return false;
  }

  static bool holds_quote(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
      const text::CodePoint c = text::code_point_at(text, i);
      if (is_quote(c.value)) return true;
      i += c.size;
    }
    return false;
  }

  static std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c >= '\t' && c <= '\r'; }, ' ');
    return line;
  }

  /// The text of a word: up to white space, a quote behind no word, or a parenthesis without its partner.
  std::string_view word() {
    const std::size_t begin = next_;
    bool after_word = false;
    while (!at_end()) {
      const text::CodePoint c = current();
      if (is_space(c.value) || (is_quote(c.value) && !after_word)) break;
      if (c.value == '(' && partners_[next_] == none) break;
      if (c.value == ')' && (partners_[next_] == none || partners_[next_] < begin)) break;
      after_word = is_word_character(c.value) || is_quote(c.value);
      next_ += c.size;
    }
    return text_.substr(begin, next_ - begin);
  }

  void take_words(Field field, Occurrence occurrence, std::size_t column) {
    Clause clause = with(occurrence, column);
    clause.field = field;
    const std::size_t begin = next_;
    clause.text_column = begin;
    std::string_view text = word();
    if (near_distance(text) > 0) {
      // Behind a sign, and so no operator, wherever the canonical form puts it.
      text = text.substr(0, text.find('/'));
      next_ = begin + text.size();
    }
    clause.text = is_operator(text) ? lower(text) : std::string(text);
    if (const std::size_t star = text.size() - 1; text.ends_with('*') && ends_in_word(text.substr(0, star))) {
      clause.kind = ClauseKind::prefix;
      clause.text.resize(star);
    } else if (const std::size_t tilde = text.find_last_of('~');
               tilde != std::string_view::npos && ends_in_word(text.substr(0, tilde))) {
      const std::string_view edits = text.substr(tilde + 1);
      if (edits.empty() || (edits.size() == 1 && edits.front() >= '1' && edits.front() <= '9')) {
        clause.kind = ClauseKind::fuzzy;
        clause.text.resize(tilde);
        clause.number = edits.empty() ? 1 : static_cast<unsigned>(edits.front() - '0');
        if (clause.number > most_edits) {
          notes_.add("a word may be 2 edits away at most", begin + tilde);
          clause.number = most_edits;
        }
      } else if (std::all_of(edits.begin(), edits.end(), is_digit)) {
        notes_.add("a word may be 1 or 2 edits away, read as plain words", begin + tilde);
      }
    }
    push_item(std::move(clause));
  }

  /// What holds no word asks for nothing.
  void push_item(Clause clause) {
    const std::size_t column = clause.column;
    if (holds_word(clause.text)) push({TokenKind::item, std::move(clause), column, {}});
  }

  void drop_unmatched() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == TokenKind::open) open.push_back(i);
      if (tokens_[i].kind == TokenKind::close) open.pop_back();
    }
    if (open.empty()) return;
    notes_.add("'(' is never closed, read as a plain character", tokens_[open.front()].column);
    std::vector<bool> dropped(tokens_.size());
    for (const std::size_t unclosed : open) dropped[unclosed] = true;
    drop(tokens_, dropped);
  }

  std::string_view text_;
  Notes& notes_;
  std::vector<std::uint32_t> partners_;  ///< Of parentheses within a word, by offset.
  std::size_t last_quote_ = std::string_view::npos;
  std::size_t next_ = 0;
  std::size_t depth_ = 0;
  std::vector<Token> tokens_;
};

/// Whether a sequence is a choice that can stand among other choices. One of fields cannot: in parentheses beside words
/// it would be a filter.
bool is_choice(const Sequence& parts) {
  return std::all_of(parts.begin(), parts.end(),
                     [](const Clause& part) { return is_optional(part) && !is_of_fields(part); });
}

/// Whether a sequence means the same spliced into one in which it is required: where it requires something itself, what
/// is optional only ranks here and there.
bool can_be_required_in_place(const Sequence& parts) {
  return std::any_of(parts.begin(), parts.end(), is_required) || std::none_of(parts.begin(), parts.end(), is_optional);
}

/// Gives a clause a sign, if that says anything.
void require(Clause& clause) {
  if (!is_filter(clause) && !is_excluded(clause)) clause.occurrence = Occurrence::must;
}

void append(Sequence& sequence, Sequence more) {
  std::move(more.begin(), more.end(), std::back_inserter(sequence));
}

/// Tokens → sequence, in which no parentheses stand that change nothing.
class Parser {
 public:
  Parser(std::vector<Token> tokens, Notes& notes) : tokens_(std::move(tokens)), notes_(notes) {}

  Sequence parse() { return alternatives(); }

 private:
  bool at_end() const { return next_ == tokens_.size() || tokens_[next_].kind == TokenKind::close; }
  bool is_at(TokenKind kind) const { return !at_end() && tokens_[next_].kind == kind; }

  /// Whether the operator here has something to join.
  bool joins(bool anything_before) const {
    const std::size_t after = next_ + 1;
    return anything_before && after < tokens_.size() && tokens_[after].kind != TokenKind::close;
  }

  Sequence alternatives() {
    std::vector<Sequence> alternatives{all()};
    while (is_at(TokenKind::either)) {
      ++next_;
      alternatives.push_back(all());
    }
    std::erase_if(alternatives, [](const Sequence& one) { return one.empty(); });
    if (alternatives.empty()) return {};
    if (alternatives.size() == 1) return std::move(alternatives.front());
    Sequence sequence;
    for (Sequence& one : alternatives) add_group(sequence, Occurrence::should, std::move(one));
    return sequence;
  }

  Sequence all() {
    std::vector<Sequence> operands{sequence()};
    while (is_at(TokenKind::both)) {
      ++next_;
      operands.push_back(sequence());
    }
    std::erase_if(operands, [](const Sequence& one) { return one.empty(); });
    if (operands.empty()) return {};
    if (operands.size() == 1) return std::move(operands.front());
    Sequence sequence;
    for (Sequence& one : operands) add_group(sequence, Occurrence::must, std::move(one));
    return sequence;
  }

  Sequence sequence() {
    Sequence sequence;
    bool anything = false;
    while (!at_end()) {
      Token& token = tokens_[next_];
      switch (token.kind) {
        case TokenKind::either:
        case TokenKind::both:
          if (joins(anything)) return unwrapped(std::move(sequence));
          take_as_words(sequence);
          break;
        case TokenKind::near:
          take_as_words(sequence);
          break;
        case TokenKind::exclude:
          take_exclusion(sequence);
          break;
        case TokenKind::open:
          take_group(sequence, token.clause.occurrence, token.column);
          break;
        case TokenKind::item:
          take_item(sequence, token.clause.occurrence);
          break;
        case TokenKind::close:
          break;  // The end.
      }
      anything = true;
    }
    return unwrapped(std::move(sequence));
  }

  /// A group alone in its sequence is the sequence.
  static Sequence unwrapped(Sequence sequence) {
    const bool alone =
        sequence.size() == 1 && sequence.front().kind == ClauseKind::group && !is_excluded(sequence.front());
    return alone ? std::move(sequence.front().parts) : std::move(sequence);
  }

  /// An operator with nothing to join. In small letters it is none, nor will it be in the canonical form.
  void take_as_words(Sequence& sequence) {
    const Token& token = tokens_[next_++];
    notes_.add("'" + std::string(token.text) + "' joins nothing here, read as a word", token.column);
    const std::string word = lower(token.text);
    const std::size_t slash = word.find('/');
    Clause clause;
    clause.column = clause.text_column = token.column;
    clause.text = word.substr(0, slash);
    sequence.push_back(clause);
    if (slash == std::string::npos) return;
    clause.column = clause.text_column = token.column + slash + 1;
    clause.text = word.substr(slash + 1);
    sequence.push_back(std::move(clause));
  }

  void take_exclusion(Sequence& sequence) {
    const std::size_t after = next_ + 1;
    const bool excludes = after < tokens_.size() &&
                          (tokens_[after].kind == TokenKind::item || tokens_[after].kind == TokenKind::open) &&
                          tokens_[after].clause.occurrence == Occurrence::should;
    if (!excludes) {
      take_as_words(sequence);
      return;
    }
    const std::size_t column = tokens_[next_++].column;
    if (is_at(TokenKind::open)) {
      take_group(sequence, Occurrence::must_not, column);
    } else {
      tokens_[next_].clause.column = column;
      take_item(sequence, Occurrence::must_not);
    }
  }

  void take_group(Sequence& sequence, Occurrence occurrence, std::size_t column) {
    ++next_;
    Sequence parts = alternatives();
    ++next_;  // The closing one: each has its partner.
    const bool filter = occurrence == Occurrence::should && std::all_of(parts.begin(), parts.end(), is_of_fields);
    if (filter) occurrence = Occurrence::must;
    add_group(sequence, occurrence, std::move(parts), column);
  }

  void take_item(Sequence& sequence, Occurrence occurrence) {
    Clause clause = std::move(tokens_[next_++].clause);
    clause.occurrence = occurrence;
    if (is_filter(clause)) clause.occurrence = Occurrence::should;
    if (can_be_near(clause) && is_at(TokenKind::near)) take_near(clause);
    sequence.push_back(std::move(clause));
  }

  static bool can_be_near(const Clause& clause) {
    return clause.field == Field::anywhere && (clause.kind == ClauseKind::words || clause.kind == ClauseKind::phrase);
  }

  void take_near(Clause& first) {
    Clause near;
    near.kind = ClauseKind::near;
    near.occurrence = first.occurrence;
    near.column = first.column;
    while (is_at(TokenKind::near) && next_ + 1 < tokens_.size()) {
      Token& other = tokens_[next_ + 1];
      const bool can_be = other.kind == TokenKind::item && other.clause.occurrence == Occurrence::should;
      if (!can_be || !can_be_near(other.clause)) break;
      if (near.parts.size() + 1 == most_near_parts) {
        notes_.add("no more than " + std::to_string(most_near_parts) + " words can be near each other",
                   tokens_[next_].column);
        break;
      }
      const unsigned distance = tokens_[next_].clause.number;
      if (distance > farthest_near) {
        notes_.add("words may be " + std::to_string(farthest_near) + " words apart at most", tokens_[next_].column);
      }
      near.number = std::max(near.number, std::min(distance, farthest_near));
      near.parts.push_back(std::move(other.clause));
      next_ += 2;
    }
    if (near.parts.empty()) return;
    first.occurrence = Occurrence::should;
    near.parts.insert(near.parts.begin(), std::move(first));
    first = std::move(near);
  }

  /// Adds `parts` as a group, or without one where that says the same.
  static void add_group(Sequence& sequence, Occurrence occurrence, Sequence parts) {
    const std::size_t column = parts.front().column;
    add_group(sequence, occurrence, std::move(parts), column);
  }

  static void add_group(Sequence& sequence, Occurrence occurrence, Sequence parts, std::size_t column) {
    if (parts.empty()) return;
    switch (occurrence) {
      case Occurrence::should:
        if (parts.size() == 1 && parts.front().occurrence == Occurrence::must) {
          parts.front().occurrence = Occurrence::should;  // "(+a) b"
          if (parts.front().kind == ClauseKind::group) {
            parts = Sequence(std::move(parts.front().parts));
          }
        }
        if (is_choice(parts)) {
          append(sequence, std::move(parts));
          return;
        }
        break;
      case Occurrence::must:
        if (parts.size() == 1 && parts.front().kind != ClauseKind::group) {
          require(parts.front());
          append(sequence, std::move(parts));
          return;
        }
        if (can_be_required_in_place(parts)) {
          append(sequence, std::move(parts));
          return;
        }
        break;
      case Occurrence::must_not:
        if (parts.size() == 1 && !is_excluded(parts.front())) {
          parts.front().occurrence = Occurrence::must_not;
          append(sequence, std::move(parts));
          return;
        }
        break;
    }
    Clause group = {ClauseKind::group, occurrence, {}, column, Field::anywhere, 0, std::move(parts)};
    sequence.push_back(std::move(group));
  }

  std::vector<Token> tokens_;
  Notes& notes_;
  std::size_t next_ = 0;
};

/// How deep groups nest in the canonical form, at most.
std::size_t depth_of(const Sequence& sequence) {
  std::size_t depth = 0;
  for (const Clause& clause : sequence) {
    if (clause.kind == ClauseKind::group) depth = std::max(depth, 1 + depth_of(clause.parts));
  }
  return depth;
}

}  // namespace

Query parse(std::string_view text) {
  Notes notes;
  const std::string_view read = beginning_of(text);
  if (read.size() < text.size()) {
    notes.add("only the first " + std::to_string(longest_query >> 10) + " KiB of the query are read", read.size());
  }
  const std::vector<Token> tokens = Lexer(read, notes).tokens();
  // AND and OR make groups too, and the canonical form may need one around a word.
  for (std::size_t deepest = deepest_group;; deepest /= 2) {
    Notes said = notes;
    std::vector<Token> shallow = tokens;
    flatten(shallow, deepest, said);
    Query query;
    query.clauses = Parser(std::move(shallow), said).parse();
    if (depth_of(query.clauses) >= deepest_group) continue;
    query.notes = said.in_order();
    return query;
  }
}

}  // namespace pilcrow::searcher
