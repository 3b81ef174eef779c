// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of XML of any kind: documents (DocBook, TEI), feeds, data. Its own walk over the tags, since places must
// be exact, entities of the document's own must not be expanded, and what is not well-formed should be read as far as
// it goes: an end tag closes the nearest element of its name, one without such an element is passed over.
//
// An element with text of its own is a block, and what is in it stands in its line ("a <b>bold</b> word"). Titles are
// headings, as deep as the elements that have one. Short elements beside each other are one row, "city: Bern | code:
// 3000"; so are attributes that speak to readers. Comments, processing instructions and declarations are left out.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"
#include "indexer/format/document_date.h"
#include "indexer/format/format.h"
#include "indexer/format/rendering.h"
#include "indexer/format/table_header.h"
#include "indexer/paragraphs.h"

namespace pilcrow::indexer {
namespace {

using text::is_space;
using text::lower;

constexpr std::size_t longest_reference = 12;
/// An element with more text than this is a paragraph, not a part of a row (bytes).
constexpr std::size_t short_text = 200;
/// A longer title is no heading.
constexpr std::size_t longest_heading = 500;
/// How many open elements an end tag looks through for its own.
constexpr std::size_t search_depth = 256;
constexpr int deepest_heading = 6;

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}
// ── Tags ────────────────────────────────────────────────────────────────────────────────────────────────────────────

struct Token {
  enum class Kind { text, character_data, begin, end, other };
  Kind kind = Kind::other;
  text::Span place;    ///< Text: all of it. Character data: what is in it. Tags: from "<" to ">".
  text::Span name;     ///< Of a tag.
  bool empty = false;  ///< <name/>
};

class Tokens {
 public:
  explicit Tokens(std::string_view text, std::size_t begin = 0) : text_(text), at_(begin) {}

  bool next(Token& token) {
    if (at_ >= text_.size()) return false;
    token = {};
    next_ = at_ + 1;
    if (text_[at_] != '<' || !read_markup(token)) {
      token.kind = Token::Kind::text;
      token.place = {at_, std::min(text_.find('<', next_), text_.size())};
      next_ = token.place.end;
    }
    at_ = next_;
    return true;
  }

 private:
  /// Behind `end` from `from` on. Where it never comes, the rest; and then it is not looked for again.
  std::size_t behind(std::string_view end, std::size_t from) const {
    const std::size_t found = text_.find(end, from);
    return found == std::string_view::npos ? text_.size() : found + end.size();
  }

  bool read_markup(Token& token) {
    const std::string_view rest = text_.substr(at_);
    token.kind = Token::Kind::other;
    if (rest.starts_with("<!--")) {
      next_ = behind("-->", at_ + 4);
    } else if (rest.starts_with("<![CDATA[")) {
      next_ = behind("]]>", at_ + 9);
      token.kind = Token::Kind::character_data;
      token.place = {at_ + 9, text_.compare(next_ - 3, 3, "]]>") == 0 && next_ - 3 >= at_ + 9 ? next_ - 3 : next_};
      return true;
    } else if (rest.starts_with("<?")) {
      next_ = behind("?>", at_ + 2);
    } else if (rest.starts_with("<!")) {
      next_ = declaration_end();
    } else {
      return read_tag(token);
    }
    token.place = {at_, next_};
    return true;
  }

  /// <!DOCTYPE … [ … ]>, with the quotes in it.
  std::size_t declaration_end() const {
    std::size_t brackets = 0;
    for (std::size_t i = at_ + 2; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == '"' || c == '\'') {
        i = std::min(text_.find(c, i + 1), text_.size());
      } else if (c == '[') {
        ++brackets;
      } else if (c == ']' && brackets > 0) {
        --brackets;
      } else if (c == '>' && brackets == 0) {
        return i + 1;
      } else if (text_.compare(i, 4, "<!--") == 0) {
        i = behind("-->", i + 4) - 1;
      }
    }
    return text_.size();
  }

  bool read_tag(Token& token) {
    std::size_t i = at_ + 1;
    const bool end = i < text_.size() && text_[i] == '/';
    if (end) ++i;
    if (i >= text_.size() || !begins_name(text_[i])) return false;
    token.name.begin = i;
    while (i < text_.size() && !is_space(text_[i]) && text_[i] != '>' && text_[i] != '/' && text_[i] != '<') ++i;
    token.name.end = i;
    for (; i < text_.size() && text_[i] != '>' && text_[i] != '<'; ++i) {
      if (text_[i] != '"' && text_[i] != '\'') continue;
      const std::size_t close = text_.find(text_[i], i + 1);
      if (close == std::string_view::npos) break;
      i = close;
    }
    next_ = i;  // what is no tag is text, and not looked at again
    if (i >= text_.size() || text_[i] != '>') return false;
    token.kind = end ? Token::Kind::end : Token::Kind::begin;
    token.empty = text_[i - 1] == '/';
    token.place = {at_, i + 1};
    next_ = i + 1;
    return true;
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t next_ = 0;
};

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos || colon + 1 == name.size() ? name : name.substr(colon + 1);
}

struct Attribute {
  text::Span name;
  text::Span value;
};

/// The attributes of a start tag, a few dozen at most.
std::vector<Attribute> attributes_of(std::string_view text, const Token& tag) {
  constexpr std::size_t most_attributes = 64;
  std::vector<Attribute> attributes;
  const std::string_view within = text.substr(0, tag.place.end - 1);
  std::size_t at = tag.name.end;
  while (attributes.size() < most_attributes) {
    at = std::min(within.find_first_not_of(" \t\r\n\v\f/", at), within.size());
    Attribute attribute;
    attribute.name = {at, std::min(within.find_first_of(" \t\r\n\v\f=", at), within.size())};
    at = std::min(within.find_first_not_of(" \t\r\n\v\f", attribute.name.end), within.size());
    if (at >= within.size()) break;
    if (within[at] != '=') continue;
    at = within.find_first_not_of(" \t\r\n\v\f", at + 1);
    if (at == std::string_view::npos) break;
    if (within[at] == '"' || within[at] == '\'') {
      const std::size_t close = within.find(within[at], at + 1);
      if (close == std::string_view::npos) break;
      attribute.value = {at + 1, close};
      at = close + 1;
    } else {
      attribute.value = {at, std::min(within.find_first_of(" \t\r\n\v\f", at), within.size())};
      at = attribute.value.end;
    }
    if (!attribute.name.empty()) attributes.push_back(attribute);
  }
  return attributes;
}

/// The character that "&amp;", "&#233;" or "&#xE9;" stands for and the length of the reference; 0 long where it is none
/// of these: an entity of the document's own stays as it is written.
text::CodePoint reference_at(std::string_view text, std::size_t offset) {
  struct Named {
    std::string_view reference;
    char32_t value;
  };
  constexpr std::array<Named, 6> named = {
      {{"&amp;", U'&'}, {"&lt;", U'<'}, {"&gt;", U'>'}, {"&quot;", U'"'}, {"&apos;", U'\''}, {"&nbsp;", U' '}}};
  const std::string_view rest = text.substr(offset, longest_reference);
  for (const Named& known : named) {
    if (rest.starts_with(known.reference)) return {known.value, known.reference.size()};
  }
  if (!rest.starts_with("&#")) return {0, 0};
  const bool hexadecimal = rest.size() > 2 && (rest[2] == 'x' || rest[2] == 'X');
  char32_t value = 0;
  std::size_t i = hexadecimal ? 3 : 2;
  const std::size_t digits = i;
  for (; i < rest.size() && rest[i] != ';'; ++i) {
    const char c = lower(rest[i]);
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(hexadecimal && c >= 'a' && c <= 'f')) return {0, 0};
    value = value * (hexadecimal ? 16 : 10) + static_cast<char32_t>(digit ? c - '0' : c - 'a' + 10);
    if (value > 0x10FFFF) return {0, 0};
  }
  if (i == rest.size() || i == digits) return {0, 0};
  const bool shown = value >= 0x20 && value != 0x7F && (value < 0xD800 || value > 0xDFFF);
  return {shown ? value : U' ', i + 1};
}

// ── What elements are ───────────────────────────────────────────────────────────────────────────────────────────────

bool is_one_of(std::string_view name, std::string_view names) {
  const std::string word = " " + std::string(name) + " ";
  return names.find(word) != std::string_view::npos;
}

bool is_title(std::string_view name) {
  return is_one_of(name, " title head heading headline ");
}
bool is_prose(std::string_view name) {
  return is_one_of(name, " p para simpara formalpara note l seg ");
}
bool is_item(std::string_view name) {
  return is_one_of(name, " li item listitem ");
}
bool is_row(std::string_view name) {
  return is_one_of(name, " row tr strow ");
}
bool is_code(std::string_view name) {
  return is_one_of(name, " pre programlisting screen literallayout codeblock listing ");
}
bool is_quote(std::string_view name) {
  return is_one_of(name, " blockquote quote epigraph ");
}
bool speaks_to_readers(std::string_view attribute, std::string_view value) {
  if (is_one_of(attribute, " title name summary description alt label text Text Title Name Description ")) return true;
  if (is_one_of(attribute, " class style xmlns schemaLocation d points transform ")) return false;
  return std::count(value.begin(), value.end(), ' ') >= 3;
}

// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Which elements have text of their own, in the order in which they begin; what the outermost one is called.
struct Survey {
  std::vector<bool> has_text;
  std::string_view root;
};

/// How many elements are still open when an end tag has closed its own; all of them where it has none.
template <typename Element>
std::size_t open_after(const std::vector<Element>& open, std::string_view text, std::string_view name) {
  const std::size_t last = open.size() - std::min(open.size(), search_depth);
  for (std::size_t i = open.size(); i > last; --i) {
    if (open[i - 1].name.of(text) == name) return i - 1;
  }
  return open.size();
}

Survey survey(std::string_view text) {
  struct Element {
    text::Span name{};
    std::size_t number = 0;
  };
  Survey found;
  std::vector<Element> open;
  Tokens tokens(text);
  for (Token token; tokens.next(token);) {
    switch (token.kind) {
      case Token::Kind::begin:
        if (found.has_text.empty()) found.root = local_name(token.name.of(text));
        if (!token.empty) open.push_back({token.name, found.has_text.size()});
        found.has_text.push_back(false);
        break;
      case Token::Kind::end:
        open.resize(open_after(open, text, token.name.of(text)));
        break;
      case Token::Kind::text:
      case Token::Kind::character_data:
        if (!open.empty() && !found.has_text[open.back().number] && !trimmed(text, token.place).empty()) {
          found.has_text[open.back().number] = true;
        }
        break;
      case Token::Kind::other:
        break;
    }
  }
  return found;
}

class XmlReader {
 public:
  XmlReader(std::string_view text, const Survey& survey) : text_(text), survey_(survey), rendering_(text) {}

  Document read() {
    Tokens tokens(text_);
    std::size_t number = 0;
    for (Token token; document_.blocks.size() <= most_blocks && tokens.next(token);) {
      switch (token.kind) {
        case Token::Kind::begin:
          begin(token, survey_.has_text[number++]);
          break;
        case Token::Kind::end:
          end(token.name.of(text_));
          break;
        case Token::Kind::text:
          if (in_block()) take(token.place);
          break;
        case Token::Kind::character_data:
          if (in_block()) take_character_data(token.place);
          break;
        case Token::Kind::other:
          break;
      }
    }
    if (in_block()) end_block();
    end_row();
    document_.date = date_.day();
    return std::move(document_);
  }

 private:
  struct Element {
    text::Span name{};
    std::size_t section = 0;  ///< What stands in it belongs under the heading of this number; 0: under none.
    bool titled = false;      ///< This heading is its own.
    unsigned group = 0;       ///< Of the list items in it.
  };
  struct Section {
    int level = 0;
    std::string heading{};
  };

  std::string_view name_of(const Element& element) const { return local_name(element.name.of(text_)); }
  bool in_block() const { return block_depth_ > 0; }

  void begin(const Token& token, bool has_text) {
    const std::string_view name = local_name(token.name.of(text_));
    if (in_block()) {
      begin_inline(token, name);
      if (!token.empty) open_.push_back({token.name});
      return;
    }
    tag_ = token.place.begin;
    Element element;
    element.name = token.name;
    if (!open_.empty()) element.section = open_.back().section;
    open_.push_back(element);
    label_ = {token.name.end - name.size(), token.name.end};
    if (token.empty) end_row();
    read_attributes(token, has_text);
    if (token.empty) {
      end_row();
      open_.pop_back();
    } else if (has_text || is_row(name)) {
      block_depth_ = open_.size();
      rendering_.keep_space(is_code(name));
    }
  }

  /// An element in the text of another one.
  void begin_inline(const Token& token, std::string_view name) {
    if (is_row(name_of(open_[block_depth_ - 1])) && open_.size() == block_depth_) {
      if (!rendering_.empty()) rendering_.add(cell_separator);
    } else if (is_prose(name) || is_item(name) || is_title(name)) {
      rendering_.begin_line();
    }
    if (is_one_of(name, " br lb linebreak ")) rendering_.add_line_break();
    for (const Attribute& attribute : attributes_of(text_, token)) {
      if (attribute.name.of(text_) != "alt" || attribute.value.empty()) continue;
      rendering_.add_space();
      take(attribute.value);
      rendering_.add_space();
    }
  }

  void end(std::string_view name) {
    const std::size_t left = open_after(open_, text_, name);
    if (left == open_.size()) return;
    const bool ends_text = in_block();
    if (in_block() && left < block_depth_) end_block();
    if (!ends_text) end_row();
    open_.resize(left);
  }

  /// Text as it stands, with its references.
  void take(text::Span span) {
    const std::string_view within = text_.substr(0, span.end);
    while (!span.empty()) {
      const std::size_t reference = std::min(within.find('&', span.begin), span.end);
      rendering_.take({span.begin, reference});
      span.begin = reference;
      if (span.empty()) return;
      const text::CodePoint character = reference_at(within, reference);
      if (character.size == 0) {
        rendering_.take({reference, reference + 1});
        ++span.begin;
        continue;
      }
      std::string shown;
      text::append_utf8(shown, character.value);
      span.begin += character.size;
      rendering_.take_as(shown, {reference, span.begin});
    }
  }

  /// Feeds have pages in it.
  void take_character_data(text::Span span) {
    if (!is_one_of(name_of(open_.back()), " description encoded content summary ")) return rendering_.take(span);
    Tokens tokens(text_.substr(0, span.end), span.begin);
    for (Token token; tokens.next(token);) {
      if (token.kind == Token::Kind::text) {
        take(token.place);
      } else {
        rendering_.add_space();
      }
    }
  }

  void read_attributes(const Token& token, bool has_text) {
    text::Span label;
    for (const Attribute& attribute : attributes_of(text_, token)) {
      const std::string_view name = attribute.name.of(text_);
      const std::string_view value = attribute.value.of(text_);
      if (name == "xml:lang" && open_.size() == 1) document_.language = value;
      if (!has_letter_or_digit(value)) continue;
      if (has_text && (name == "name" || name == "key") && value.size() <= short_text) {
        label = trimmed(text_, attribute.value);
        continue;
      }
      if (!speaks_to_readers(local_name(name), value)) continue;
      take(attribute.value);
      Block block = rendering_.finish();
      if (block.text.empty() || block.source.empty()) continue;
      const bool names = name == "title" || name == "name" || name == "label";
      if (names && !has_text && !token.empty && !open_.back().titled && block.text.size() <= longest_heading) {
        add_heading(open_.size(), std::move(block));
      } else {
        add_value(attribute.name, std::move(block));
      }
    }
    if (!label.empty()) label_ = label;
  }

  void end_block() {
    const std::string_view name = name_of(open_[block_depth_ - 1]);
    // What stands around the block is what it belongs to.
    open_.resize(block_depth_ - 1);
    block_depth_ = 0;
    rendering_.keep_space(false);
    Block block = rendering_.finish();
    if (block.text.empty() || block.source.empty()) return;
    const std::string_view parent = open_.empty() ? std::string_view() : name_of(open_.back());
    if (open_.size() <= 2) date_.offer(name, block.text);
    if (is_title(name) && !open_.empty() && block.text.size() <= longest_heading) {
      add_heading(open_.size(), std::move(block));
    } else if (is_row(name)) {
      block.group = 1;
      add(BlockKind::table_row, std::move(block));
    } else if (!open_.empty() && (is_item(name) || (is_item(parent) && is_prose(name)))) {
      Element& list = open_[open_.size() - (is_item(parent) && !is_item(name) && open_.size() > 1 ? 2 : 1)];
      if (list.group == 0) list.group = ++groups_;
      block.group = list.group;
      block.level = 1;
      add(BlockKind::list_item, std::move(block));
    } else if (is_code(name)) {
      add(BlockKind::code, std::move(block));
    } else if (is_quote(name) || is_quote(parent)) {
      add(BlockKind::quote, std::move(block));
    } else if (is_prose(name)) {
      add(BlockKind::paragraph, std::move(block));
    } else {
      add_value(label_, std::move(block));
    }
  }

  /// A value with its name: part of a row where it is short, else a paragraph.
  void add_value(text::Span label, Block&& value) {
    if (value.text.size() > short_text) return add(BlockKind::paragraph, std::move(value));
    // The first name once more begins another record.
    const bool another = row_.text.size() > gathered_paragraph || label.of(text_) == row_begins_with_;
    if (another) end_row();
    // What an element says itself comes after its attributes, its name does not.
    if (row_.text.empty()) return_to_section();
    std::size_t behind = row_.source.end;
    if (row_.text.empty() && !document_.blocks.empty()) behind = document_.blocks.back().source.end;
    const bool in_order = label.begin >= behind;
    if (row_.text.empty()) {
      row_begins_with_ = label.of(text_);
      row_.source.begin = in_order ? label.begin : value.source.begin;
    } else {
      row_.text += cell_separator;
    }
    if (in_order) row_.anchors.push_back({row_.text.size(), label.begin});
    row_.text += label.of(text_);
    row_.text += name_separator;
    for (const Anchor& anchor : value.anchors) row_.anchors.push_back({row_.text.size() + anchor.text, anchor.source});
    row_.text += value.text;
    row_.source.end = value.source.end;
  }

  void end_row() {
    row_begins_with_ = {};
    if (row_.text.empty()) return;
    row_.kind = BlockKind::table_row;
    row_.group = 1;
    document_.blocks.push_back(std::exchange(row_, {}));
  }

  void add(BlockKind kind, Block&& block) {
    end_row();
    return_to_section();
    block.kind = kind;
    document_.blocks.push_back(std::move(block));
  }

  /// The heading of the element that is `depth` deep.
  void add_heading(std::size_t depth, Block&& block) {
    end_row();
    Element& element = open_[depth - 1];
    const std::size_t above = depth > 1 ? open_[depth - 2].section : 0;
    const int level = std::min(sections_[above].level + 1, deepest_heading);
    if (document_.title.empty() && document_.blocks.empty()) document_.title = block.text;
    element.section = current_section_ = sections_.size();
    element.titled = true;
    sections_.push_back({level, block.text});
    block.kind = BlockKind::heading;
    block.level = level;
    document_.blocks.push_back(std::move(block));
  }

  /// Elements inside the one around may have had headings: then its own is said again, at the sign that begins what
  /// comes next. Where it has none, its name stands for it.
  void return_to_section() {
    if (open_.empty() || open_.back().section == current_section_) return;
    // It has attributes that stand here already.
    if (!document_.blocks.empty() && tag_ < document_.blocks.back().source.end) return;
    Element& element = open_.back();
    if (element.section == 0) {
      element.section = sections_.size();
      sections_.push_back({1, std::string(name_of(element))});
    }
    current_section_ = element.section;
    const Section& section = sections_[current_section_];
    if (!has_letter_or_digit(section.heading)) return;
    Block block;
    block.kind = BlockKind::heading;
    block.level = section.level;
    block.text = section.heading;
    block.source = {tag_, tag_ + 1};
    document_.blocks.push_back(std::move(block));
  }

  std::string_view text_;
  const Survey& survey_;
  Rendering rendering_;
  Document document_;
  DocumentDate date_;
  std::vector<Element> open_;
  std::vector<Section> sections_{1};
  std::size_t current_section_ = 0;
  unsigned groups_ = 0;

  // The block in the making.
  std::size_t block_depth_ = 0;  ///< How many elements are open with its own; 0: there is none.
  std::size_t tag_ = 0;          ///< Where its tag begins.
  text::Span label_;             ///< What its value is called.

  // The row in the making.
  Block row_;
  std::string_view row_begins_with_;
};

}  // namespace

ReadResult read_xml(std::string_view text) {
  const Survey found = survey(text);
  if (found.has_text.empty()) return read_plain_text(text);
  if (found.root == "html") return read_html(text);
  if (found.root == "svg") return tl::unexpected(std::string("image"));
  return XmlReader(text, found).read();
}

}  // namespace pilcrow::indexer
