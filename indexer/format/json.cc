// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of JSON. What is small enough to be read at a glance becomes a row, "key: value | key: value", the keys of
// what is inside joined with a dot ("size.width: 3"). What is larger, or holds prose, is taken apart: its name becomes
// a heading (its key; of an object in an array what it says of its title, name or id), what is in it stands below, and
// prose is a paragraph of its own.
//
// The text is gone through twice, by the same parser without recursion: first to see that it is well-formed JSON (else
// it is plain text) and which parts are to be taken apart, then to make the blocks. Places are exact since nothing is
// copied in between.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/text/utf8.h"
#include "indexer/characters.h"
#include "indexer/format/document_date.h"
#include "indexer/format/format.h"
#include "indexer/format/lines.h"
#include "indexer/format/rendering.h"
#include "indexer/format/table_header.h"
#include "indexer/paragraphs.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t deepest_nesting = 1000;
/// An object or array with other ones in it is taken apart when it is larger than this (bytes).
constexpr std::size_t small_value = 1000;
/// A string that is longer than this, in several words, is prose.
constexpr std::size_t long_string = 300;
/// Without a single space, one of more than this is no text for people (an image, a key).
constexpr std::size_t longest_word = 1000;
/// A name (of a heading, of a value in a row) is not longer.
constexpr std::size_t longest_name = 150;
/// Keys that are said again may add this many times the size of the text.
constexpr std::size_t most_growth = 8;
constexpr int deepest_heading = 6;

// ── The parser ──────────────────────────────────────────────────────────────────────────────────────────────────────

struct Token {
  enum class Kind { begin_object, begin_array, end, key, string, other };
  Kind kind = Kind::other;
  text::Span place;  ///< Keys and strings: without their quotes, with their escapes.
};

/// Goes through one JSON value (RFC 8259) and nothing behind it, a token at a time.
class Parser {
 public:
  explicit Parser(std::string_view text, text::Span within) : text_(text.substr(0, within.end)), at_(within.begin) {}

  enum class State { token, done, malformed };

  State next(Token& token) {
    skip_space();
    if (complete_) return at_ == text_.size() ? State::done : State::malformed;
    if (at_ >= text_.size()) return State::malformed;
    if (!open_.empty() && !after_key_) {
      if (text_[at_] == (open_.back() ? '}' : ']') && !after_comma_) {
        token = {Token::Kind::end, {at_, at_ + 1}};
        ++at_;
        open_.pop_back();
        return value_read();
      }
      if (!first_ && !after_comma_) {
        if (text_[at_] != ',') return State::malformed;
        ++at_;
        after_comma_ = true;
        return next_after_comma(token);
      }
      if (open_.back()) return read_key(token);
    }
    return read_value(token);
  }

  std::size_t depth() const { return open_.size(); }

 private:
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }

  State next_after_comma(Token& token) {
    skip_space();
    if (at_ >= text_.size()) return State::malformed;
    return open_.back() ? read_key(token) : read_value(token);
  }

  State value_read() {
    first_ = after_comma_ = after_key_ = false;
    complete_ = open_.empty();
    return State::token;
  }

  State read_key(Token& token) {
    if (!read_string(token.place)) return State::malformed;
    token.kind = Token::Kind::key;
    skip_space();
    if (at_ >= text_.size() || text_[at_] != ':') return State::malformed;
    ++at_;
    after_key_ = true;
    return State::token;
  }

  State read_value(Token& token) {
    const char c = text_[at_];
    if (c == '{' || c == '[') {
      if (open_.size() == deepest_nesting) return State::malformed;
      token = {c == '{' ? Token::Kind::begin_object : Token::Kind::begin_array, {at_, at_ + 1}};
      ++at_;
      open_.push_back(c == '{');
      first_ = true;
      after_comma_ = after_key_ = false;
      return State::token;
    }
    token.kind = Token::Kind::other;
    if (c == '"') {
      token.kind = Token::Kind::string;
      return read_string(token.place) ? value_read() : State::malformed;
    }
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.compare(at_, word.size(), word) != 0) continue;
      token.place = {at_, at_ + word.size()};
      at_ += word.size();
      return value_read();
    }
    return read_number(token.place) ? value_read() : State::malformed;
  }

  std::size_t skip_digits() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ - begin;
  }
  bool skip_any_of(std::string_view signs) {
    if (at_ >= text_.size() || signs.find(text_[at_]) == std::string_view::npos) return false;
    ++at_;
    return true;
  }

  bool read_number(text::Span& place) {
    place.begin = at_;
    skip_any_of("-");
    const bool zero = at_ < text_.size() && text_[at_] == '0';
    const std::size_t digits = skip_digits();
    if (digits == 0 || (zero && digits > 1)) return false;
    if (skip_any_of(".") && skip_digits() == 0) return false;
    if (skip_any_of("eE")) {
      skip_any_of("+-");
      if (skip_digits() == 0) return false;
    }
    place.end = at_;
    return true;
  }

  bool read_string(text::Span& place) {
    if (at_ >= text_.size() || text_[at_] != '"') return false;
    place.begin = ++at_;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
      if (text_[at_] != '\\') continue;
      if (++at_ >= text_.size()) return false;
      if (text_[at_] == 'u') {
        for (int i = 0; i < 4; ++i) {
          ++at_;
          if (!skip_any_of("0123456789abcdefABCDEF")) return false;
          --at_;
        }
      } else if (std::string_view("\"\\/bfnrt").find(text_[at_]) == std::string_view::npos) {
        return false;
      }
    }
    if (at_ >= text_.size()) return false;
    place.end = at_++;
    return true;
  }

  std::string_view text_;
  std::size_t at_;
  std::vector<bool> open_;  // true: an object
  bool first_ = false;      // nothing stands in the innermost one yet
  bool after_comma_ = false;
  bool after_key_ = false;
  bool complete_ = false;
};

// ── Strings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What is written with a backslash at `offset` of a well-formed string: its character, and how long it is.
text::CodePoint escape_at(std::string_view text, std::size_t offset) {
  const auto unit_at = [text](std::size_t at) {
    char32_t value = 0;
    for (const char c : text.substr(at, 4)) {
      value = value * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
  };
  switch (text[offset + 1]) {
    case 'n':
    case 'r':
    case 'f':
      return {U'\n', 2};
    case 't':
      return {U'\t', 2};
    case 'b':
      return {U' ', 2};
    case 'u':
      break;
    default:
      return {static_cast<char32_t>(text[offset + 1]), 2};
  }
  const char32_t unit = unit_at(offset + 2);
  if (unit >= 0xD800 && unit < 0xDC00 && text.compare(offset + 6, 2, "\\u") == 0) {
    const char32_t second = unit_at(offset + 8);
    if (second >= 0xDC00 && second < 0xE000) {
      return {0x10000 + ((unit - 0xD800) << 10U) + (second - 0xDC00), 12};
    }
  }
  return {unit < 0x20 || unit == 0x7F ? U' ' : unit, 6};
}

/// Calls `literal(span)` and `escaped(character, span)` for the parts of a string, in order, while they give true.
template <typename Literal, typename Escaped>
void for_each_part(std::string_view text, text::Span string, const Literal& literal, const Escaped& escaped) {
  const std::string_view within = text.substr(0, string.end);
  for (std::size_t at = string.begin; at < string.end;) {
    const std::size_t escape = std::min(within.find('\\', at), string.end);
    if (escape > at && !literal(text::Span{at, escape})) return;
    if (escape == string.end) return;
    const text::CodePoint character = escape_at(within, escape);
    at = escape + character.size;
    if (!escaped(character.value, text::Span{escape, at})) return;
  }
}

/// What the string says, up to about `most` bytes of it, white space folded.
std::string value_of(std::string_view text, text::Span string, std::size_t most) {
  std::string out;
  for_each_part(
      text, string,
      [&](text::Span span) {
        const std::string_view part = span.of(text);
        out += part.substr(0, text::floor_to_character(part, most));
        return out.size() < most;
      },
      [&](char32_t character, text::Span) {
        text::append_utf8(out, character);
        return out.size() < most;
      });
  return text::fold_space(out);
}

bool is_prose(std::string_view string) {
  if (string.size() <= long_string) return false;
  const std::string_view begin = string.substr(0, long_string);
  return std::count(begin.begin(), begin.end(), ' ') >= 8 ||
         // Chinese, Japanese and Thai have no spaces.
         std::count_if(begin.begin(), begin.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; }) >= 60;
}

bool is_unreadable(std::string_view string) {
  if (string.size() <= longest_word) return false;
  const std::string_view begin = string.substr(0, longest_word);
  return std::all_of(begin.begin(), begin.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

// ── First pass ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// Which objects and arrays are taken apart, by their numbers in the order in which they begin, and what names them.
struct Survey {
  std::vector<bool> apart;
  std::unordered_map<std::size_t, text::Span> labels;  ///< Strings or numbers inside; of those taken apart, where any.
};

/// The first of these keys that an object has names it.
constexpr std::array<std::string_view, 7> naming = {"title", "name", "label", "subject", "headline", "id", "key"};

/// Nothing where it is no JSON.
std::optional<Survey> survey(std::string_view text, text::Span within) {
  struct Open {
    std::size_t number = 0;
    std::size_t begin = 0;
    std::size_t named_by = naming.size();
    text::Span label;
    bool holds_another = false;
    bool apart = false;
  };
  Survey found;
  std::vector<Open> open;
  Parser parser(text, within);
  Token token;
  std::size_t key_rank = naming.size();
  for (;;) {
    const Parser::State state = parser.next(token);
    if (state == Parser::State::malformed) return std::nullopt;
    if (state == Parser::State::done) return found;
    switch (token.kind) {
      case Token::Kind::key: {
        const auto* const name = std::find(naming.begin(), naming.end(), token.place.of(text));
        key_rank = static_cast<std::size_t>(name - naming.begin());
        continue;
      }
      case Token::Kind::begin_object:
      case Token::Kind::begin_array:
        if (!open.empty()) open.back().holds_another = true;
        open.emplace_back();
        open.back().number = found.apart.size();
        open.back().begin = token.place.begin;
        found.apart.push_back(false);
        break;
      case Token::Kind::end: {
        const Open closed = open.back();
        open.pop_back();
        const bool large = token.place.end - closed.begin > small_value;
        if (!closed.apart && !(closed.holds_another && large)) break;
        found.apart[closed.number] = true;
        if (!closed.label.empty()) found.labels[closed.number] = closed.label;
        if (!open.empty()) open.back().apart = true;
        break;
      }
      case Token::Kind::string:
      case Token::Kind::other:
        if (open.empty()) break;
        if (token.kind == Token::Kind::string && is_prose(token.place.of(text))) {
          open.back().apart = true;
        } else if (key_rank < open.back().named_by && !token.place.empty() && token.place.size() <= longest_name &&
                   token.place.of(text) != "null") {
          open.back().named_by = key_rank;
          open.back().label = token.place;
        }
        break;
    }
    key_rank = naming.size();
  }
}

// ── Second pass ─────────────────────────────────────────────────────────────────────────────────────────────────────

class JsonReader {
 public:
  /// `many`: the text holds more than one value, and what names the outermost one is a heading.
  explicit JsonReader(std::string_view text, bool many = false) : text_(text), rendering_(text), many_(many) {}

  /// Reads the value that stands there; false, and nothing is read, where it is no JSON.
  bool read(text::Span within) {
    const std::optional<Survey> survey_found = survey(text_, within);
    if (!survey_found) return false;
    survey_ = &*survey_found;
    Parser parser(text_, within);
    std::size_t number = 0;
    for (Token token; !full() && parser.next(token) == Parser::State::token;) {
      switch (token.kind) {
        case Token::Kind::begin_object:
        case Token::Kind::begin_array:
          begin(number++, token);
          break;
        case Token::Kind::end:
          end();
          break;
        case Token::Kind::key:
          open_.back().key = token.place;
          open_.back().key_said = false;
          break;
        case Token::Kind::string:
        case Token::Kind::other:
          value(token);
          break;
      }
    }
    end_row();
    open_.clear();
    survey_ = nullptr;
    return true;
  }

  /// Text that is no JSON, as it stands there.
  void read_plain(text::Span line) {
    rendering_.take(line);
    add(BlockKind::paragraph);
  }

  bool full() const { return document_.blocks.size() > most_blocks; }

  /// Title and date are what the outermost object says, where the document is one value.
  Document take_document() {
    document_.title = title_.empty() ? name_ : title_;
    document_.date = date_.day();
    return take_blocks();
  }
  Document take_blocks() { return std::move(document_); }

 private:
  struct Open {
    bool apart = false;
    bool object = false;
    text::Span key{};       ///< Of the value that comes next, in an object.
    bool key_said = false;  ///< In the row in the making.
    unsigned section = 0;   ///< What stands in it belongs under the heading of this number; 0: under none.
    int level = 0;          ///< Of that heading.
    std::string heading{};  ///< That heading.
  };

  bool in_object() const { return !open_.empty() && open_.back().object; }

  void begin(std::size_t number, const Token& token) {
    Open opened;
    opened.object = token.kind == Token::Kind::begin_object;
    opened.apart = survey_->apart[number];
    if (opened.apart) {
      end_row();
      if (!open_.empty()) {
        opened.section = open_.back().section;
        opened.level = open_.back().level;
        opened.heading = open_.back().heading;
      }
      text::Span place = token.place;
      std::string name;
      if (in_object()) {
        place = open_.back().key;
        name = value_of(text_, place, longest_name);
      } else if (const auto label = survey_->labels.find(number);
                 label != survey_->labels.end() && (many_ || !open_.empty())) {
        name = value_of(text_, label->second, longest_name);
      }
      if (has_letter_or_digit(name)) {
        opened.level = std::min(opened.level + 1, deepest_heading);
        opened.section = begin_section(opened.level, name, place);
        opened.heading = std::move(name);
      }
    }
    open_.push_back(std::move(opened));
  }

  void end() {
    const bool apart = open_.back().apart;
    if (apart) end_row();
    open_.pop_back();
    if (!apart) value_ends();
  }

  void value(const Token& token) {
    const std::string_view said = token.place.of(text_);
    if (said.empty() || (token.kind == Token::Kind::other && said == "null")) return;
    const bool string = token.kind == Token::Kind::string;
    if (string && open_.size() == 1 && in_object()) describe(token.place);
    if (string && is_unreadable(said)) return;
    if (string && is_prose(said)) return read_prose(token.place);
    if (rendering_.empty()) return_to_section(in_object() ? open_.back().key : token.place);
    say_keys();
    if (string) {
      for_each_part(
          text_, token.place, [this](text::Span span) { return rendering_.take(span), true; },
          [this](char32_t character, text::Span span) { return take_as(character, span), true; });
    } else {
      rendering_.take(token.place);
    }
    value_ends();
  }

  /// Rows end between values: with each in an array that is taken apart, elsewhere when they are large enough.
  void value_ends() {
    const bool each = open_.empty() || (open_.back().apart && !open_.back().object);
    if (each || rendering_.size() > gathered_paragraph) end_row();
  }

  void end_row() {
    const std::size_t before = document_.blocks.size();
    add(BlockKind::table_row);
    if (document_.blocks.size() == before) return;
    document_.blocks.back().group = 1;
    for (Open& open : open_) open.key_said = false;
  }

  /// " | size.width: " before a value; ", " before one that goes on with an array.
  void say_keys() {
    std::size_t first = open_.size();
    while (first > 0 && !open_[--first].apart) {
    }
    const auto from = open_.begin() + static_cast<std::ptrdiff_t>(std::min(first, open_.size()));
    const auto unsaid = [](const Open& open) { return open.object && !open.key_said; };
    if (!rendering_.empty() && std::none_of(from, open_.end(), unsaid)) return rendering_.add(", ");
    if (!rendering_.empty()) rendering_.add(cell_separator);
    std::size_t room = longest_name;
    bool any = false;
    for (auto open = from; open != open_.end(); ++open) {
      if (!open->object || open->key.empty()) continue;
      const std::size_t size = text::floor_to_character(open->key.of(text_), std::min(room, open->key.size()));
      const text::Span place{open->key.begin, open->key.begin + size};
      room -= size;
      // A key is said at its place once; said again, it has none.
      const bool again =
          open->key_said || (!document_.blocks.empty() && place.begin < document_.blocks.back().source.end);
      if (again && repeated_ > most_growth * text_.size()) continue;
      if (any) rendering_.add(".");
      if (again) {
        rendering_.add(place.of(text_));
        repeated_ += size;
      } else {
        rendering_.take(place);
      }
      open->key_said = true;
      any = true;
    }
    if (any) rendering_.add(name_separator);
  }

  void read_prose(text::Span string) {
    end_row();
    if (in_object()) {
      const Open& parent = open_.back();
      std::string name = value_of(text_, parent.key, longest_name);
      if (has_letter_or_digit(name))
        begin_section(std::min(parent.level + 1, deepest_heading), std::move(name), parent.key);
    } else {
      return_to_section(string);
    }
    bool line_ended = false;  // and nothing but space follows so far
    for_each_part(
        text_, string,
        [&](text::Span span) {
          if (!trimmed(text_, span).empty()) line_ended = false;
          return rendering_.take(span), true;
        },
        [&](char32_t character, text::Span span) {
          if (character == U'\n') {
            if (line_ended && text_.compare(span.begin, 2, "\\r") != 0) add(BlockKind::paragraph);
            line_ended = text_.compare(span.begin, 2, "\\n") == 0;
          } else if (character != U' ' && character != U'\t') {
            line_ended = false;
          }
          return take_as(character, span), true;
        });
    add(BlockKind::paragraph);
  }

  void take_as(char32_t character, text::Span place) {
    std::string shown;
    text::append_utf8(shown, character);
    rendering_.take_as(shown, place);
  }

  void add(BlockKind kind) {
    Block block = rendering_.finish();
    if (block.text.empty() || block.source.empty()) return;
    block.kind = kind;
    document_.blocks.push_back(std::move(block));
  }

  unsigned begin_section(int level, std::string heading, text::Span place) {
    Block block;
    block.kind = BlockKind::heading;
    block.level = level;
    block.source = trimmed(text_, place);
    block.text = std::move(heading);
    if (block.text[0] == text_[block.source.begin]) block.anchors = {{0, block.source.begin}};
    document_.blocks.push_back(std::move(block));
    return current_section_ = ++sections_;
  }

  /// What begins at `first` belongs to the innermost value taken apart, and parts of this may have headings of their
  /// own: then its heading is said again, at the sign before. Where it has none, the key that comes next stands for it.
  void return_to_section(text::Span first) {
    const auto parent = std::find_if(open_.rbegin(), open_.rend(), [](const Open& open) { return open.apart; });
    unsigned& section = parent == open_.rend() ? outermost_section_ : parent->section;
    if (section == current_section_) return;
    const std::size_t sign = text_.find_last_not_of(" \t\r\n", first.begin - 1);
    // A number alone on its line has none, where what stands before it is no JSON or a block already.
    if (sign == text_.npos || std::string_view("[]{},:\"").find(text_[sign]) == std::string_view::npos) return;
    if (!document_.blocks.empty() && sign < document_.blocks.back().source.end) return;
    if (parent != open_.rend() && parent->level > 0) {
      begin_section(parent->level, parent->heading, {sign, sign + 1});
      current_section_ = section;
      return;
    }
    std::string name = value_of(text_, first, longest_name);
    if (has_letter_or_digit(name)) section = begin_section(1, std::move(name), {sign, sign + 1});
  }

  void describe(text::Span string) {
    const std::string key = value_of(text_, open_.back().key, longest_name);
    if (key == "title" && title_.empty()) title_ = value_of(text_, string, longest_name);
    if (key == "name" && name_.empty()) name_ = value_of(text_, string, longest_name);
    date_.offer(key, string.of(text_));
  }

  std::string_view text_;
  Rendering rendering_;
  Document document_;
  std::vector<Open> open_;
  const Survey* survey_ = nullptr;
  bool many_;
  unsigned sections_ = 0;
  unsigned current_section_ = 0;
  unsigned outermost_section_ = 0;  // of what stands in nothing that is taken apart
  std::size_t repeated_ = 0;
  std::string title_;
  std::string name_;
  DocumentDate date_;
};

}  // namespace

ReadResult read_json(std::string_view text) {
  JsonReader reader(text);
  if (!reader.read({0, text.size()})) return read_plain_text(text);
  return reader.take_document();
}

ReadResult read_json_lines(std::string_view text) {
  JsonReader reader(text, true);
  Lines lines(text);
  for (text::Span line; !reader.full() && lines.next(line);) {
    if (!reader.read(line)) reader.read_plain(line);
  }
  return reader.take_blocks();
}

}  // namespace pilcrow::indexer
