// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of source code in most languages, by its layout and not by a grammar. How comments are written is told
// from the text. Definitions are told by their first line: it stands at the margin, or as deep as the members of a
// class do, and begins with a word such as "class" or "def", or looks like the head of a function. This line is the
// heading of what is in it, and of the comments above it, which are prose with its decoration taken off. All else is
// code, to the letter; comments in the body of a function are part of it. A licence at the top is minor.
//
// What follows no rule is still there, as code parted at blank lines. One pass.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "indexer/characters.h"
#include "indexer/format/format.h"
#include "indexer/format/lines.h"
#include "indexer/format/rendering.h"
#include "indexer/paragraphs.h"

namespace pilcrow::indexer {
namespace {

using text::lower;

constexpr std::size_t sample_lines = 2000;
constexpr std::size_t tab_width = 8;
/// The head of a definition in more bytes is no heading.
constexpr std::size_t longest_head = 200;
/// Code ends at a blank line when it is larger than this, and at any line when it is larger than a paragraph may be.
constexpr std::size_t enough_code = gathered_paragraph / 2;
constexpr int deepest_heading = 6;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool contains_ignoring_case(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

bool is_one_of(std::string_view word, std::string_view words) {
  return !word.empty() && words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

/// As licences and notices of copyright do.
bool speaks_of_rights(std::string_view text) {
  constexpr std::array<std::string_view, 6> words = {"copyright", "spdx-",       "licen",
                                                     "warrant",   "redistribut", "permission is"};
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return contains_ignoring_case(text, word); });
}

// ── How comments are written ────────────────────────────────────────────────────────────────────────────────────────

struct Syntax {
  char sign = '/';      ///< Of comments up to the end of the line: "//", "#", "--" or ";".
  bool doubled = true;  ///< It takes two of it.
  bool starred = true;  ///< /* … */
  bool quoted = false;  ///< """ … """
};

constexpr Syntax slashes;
constexpr Syntax hashes{'#', false, false, true};
constexpr Syntax dashes{'-', true, true, false};
constexpr Syntax semicolons{';', false, false, false};

bool begins_directive(std::string_view line) {
  line.remove_prefix(1);
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return is_one_of(line.substr(0, std::min(line.find_first_of(" \t<(\""), line.size())),
                   " include define if ifdef ifndef endif else elif undef pragma error import line region endregion ");
}

Syntax syntax_of(std::string_view text) {
  std::size_t slash = 0;
  std::size_t hash = 0;
  std::size_t dash = 0;
  std::size_t semicolon = 0;
  Lines lines(text);
  text::Span span;
  for (std::size_t count = 0; count < sample_lines && lines.next(span); ++count) {
    const std::string_view line = trimmed(text, span).of(text);
    if (line.empty()) continue;
    if (line.starts_with("//") || line.starts_with("/*") || line.ends_with(";") || line.ends_with("{")) ++slash;
    if (line[0] == '#') ++(begins_directive(line) ? slash : hash);
    if (line.ends_with(":") || line.starts_with("import ")) ++hash;
    if (line.starts_with("--")) dash += 2;
    if (line.starts_with(";") || line.starts_with("(def")) semicolon += 2;
  }
  const std::size_t most = std::max({slash, hash, dash, semicolon});
  if (most == slash) return slashes;
  if (most == hash) return hashes;
  return most == dash ? dashes : semicolons;
}

// ── What begins a definition ────────────────────────────────────────────────────────────────────────────────────────

struct Head {
  bool holds_members = false;
};

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  std::size_t end = 0;
  while (end < line.size() && is_name_character(line[end])) ++end;
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

/// "static int add(int a, int b) {": a name before the first bracket, nothing assigned, no statement.
bool is_function_head(std::string_view line) {
  const std::size_t bracket = line.find('(');
  if (bracket == std::string_view::npos || bracket == 0 || !is_name_character(line[0])) return false;
  const char last = line.back();
  if (last != '{' && last != ')' && last != ',' && last != '(') return false;
  const std::string_view before = line.substr(0, bracket);
  if (!is_name_character(before.back()) && before.back() != ' ') return false;
  std::string_view rest = line;
  const std::string_view word = next_word(rest);
  if (is_one_of(word,
                " if for while switch return else do case using typedef until unless elif catch foreach with "
                "print echo assert except raise throw sizeof delete new and or not ")) {
    return false;
  }
  return before.find_first_of("=\"';.+!?") == std::string_view::npos;
}

std::optional<Head> head_of(std::string_view line) {
  constexpr std::string_view modifiers =
      " public private protected internal static final abstract sealed async export default pub unsafe inline virtual "
      "extern constexpr partial open override local declare crate ";
  constexpr std::string_view holders = " class struct union enum interface trait impl module object record ";
  constexpr std::string_view callables = " def fn func function sub proc procedure defun defmacro defmethod defclass ";
  if (line.starts_with("(def")) return Head{};
  if (line.find(';') < line.find('{')) return std::nullopt;
  std::string_view rest = line;
  for (int words = 0; words < 5; ++words) {
    const std::string_view word = next_word(rest);
    if (is_one_of(word, modifiers)) {
      // pub(crate)
      if (rest.starts_with("(")) rest.remove_prefix(std::min(rest.find(')'), rest.size() - 1) + 1);
      continue;
    }
    // "struct point origin = {" and "struct point *find(int x)" are no struct.
    const bool value = rest.find_first_of("=") != std::string_view::npos;
    if (is_one_of(word, holders)) {
      if (rest.empty() || value) break;
      const bool function = rest.find('(') != std::string_view::npos && line.back() != ':';
      return Head{!function};
    }
    if (is_one_of(word, callables) && !rest.empty()) return Head{};
    break;
  }
  if (contains_ignoring_case(line.substr(0, 7), "create ")) return Head{};
  if (is_function_head(line)) return Head{};
  return std::nullopt;
}

/// Goes on with what is above it: "}", "});", "else", "public:".
bool closes(std::string_view line) {
  return std::string_view("})]").find(line[0]) != std::string_view::npos || line.starts_with("end") ||
         line.starts_with("else") || line == "fi" || line == "done" || line == "esac" || line == "{" ||
         (line.back() == ':' && line.find(' ') == std::string_view::npos);
}

// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

class SourceCodeReader {
 public:
  explicit SourceCodeReader(std::string_view text) : text_(text), syntax_(syntax_of(text)), rendering_(text) {}

  Document read() {
    Lines lines(text_);
    for (text::Span span; document_.blocks.size() <= most_blocks && lines.next(span);) {
      const text::Span line = trimmed(text_, span);
      if (line.empty()) {
        blank();
        continue;
      }
      const std::size_t indent = columns(span.begin, line.begin);
      if (!closing_.empty()) {
        comment_line(line);
      } else if (in_body(indent) ? !describes_head(line) : !begin_comment(line)) {
        end_paragraph();
        code(line, indent);
      }
      after_blank_ = false;
    }
    end_paragraph();
    end_code();
    place_comments();
    return std::move(document_);
  }

 private:
  struct Definition {
    std::size_t indent = 0;
    bool holds_members = false;
    std::size_t member_indent = 0;  ///< 0: none seen yet.
  };

  std::size_t columns(std::size_t begin, std::size_t end) const {
    std::size_t count = 0;
    for (std::size_t i = begin; i < end; ++i)
      count = text_[i] == '\t' ? (count / tab_width + 1) * tab_width : count + 1;
    return count;
  }

  /// Whether a line so deep is inside a function, where comments belong to the code.
  bool in_body(std::size_t indent) const {
    if (definitions_.empty()) return false;
    const Definition& innermost = definitions_.back();
    return indent > innermost.indent && !innermost.holds_members;
  }

  bool begins_quoted(std::string_view text) const {
    return syntax_.quoted && (text.starts_with("\"\"\"") || text.starts_with("'''"));
  }

  /// Below the head of a function stands what it does, in quotes.
  bool describes_head(text::Span line) { return at_head_ && begins_quoted(line.of(text_)) && begin_comment(line); }

  void blank() {
    after_blank_ = true;
    if (!closing_.empty()) {
      end_paragraph();
      return;
    }
    end_paragraph();
    if (code_.size() > enough_code) end_code();
  }

  // --- Comments ---

  /// Whether the line is a comment, or the first one of some.
  bool begin_comment(text::Span line) {
    const std::string_view text = line.of(text_);
    std::size_t sign = 0;
    if (text.starts_with("#!") && line.begin == 0) {
      sign = text.size();  // names an interpreter
    } else if (syntax_.starred && text.starts_with("/*")) {
      closing_ = "*/";
      sign = 2;
    } else if (begins_quoted(text)) {
      closing_ = text[0] == '"' ? "\"\"\"" : "'''";
      sign = 3;
    } else if (text[0] == syntax_.sign && (!syntax_.doubled || (text.size() > 1 && text[1] == syntax_.sign))) {
      while (sign < text.size() && text[sign] == syntax_.sign) ++sign;
    } else {
      return false;
    }
    end_code();
    if (comments_.empty() && rendering_.empty()) mark_ = line.begin;
    if (closing_.empty()) {
      if (sign < text.size() && text[sign] == '!') ++sign;  // //!
      if (sign < text.size() && text[sign] == '<') ++sign;  // ///<
      comment_text({line.begin + sign, line.end});
    } else {
      comment_line({line.begin + sign, line.end});
    }
    return true;
  }

  /// A line inside of a comment that has an end.
  void comment_line(text::Span line) {
    const std::size_t end = text_.substr(0, line.end).find(closing_, line.begin);
    const bool ends = end != std::string_view::npos;
    if (ends) line.end = end;
    if (closing_ == "*/") {
      while (!line.empty() && (text_[line.begin] == '*' || text_[line.begin] == '!')) ++line.begin;
    }
    comment_text(line);
    if (!ends) return;
    end_paragraph();
    // What is quoted stands below what it is about.
    if (closing_ != "*/") place_comments();
    closing_ = {};
  }

  void comment_text(text::Span span) {
    span = trimmed(text_, span);
    if (!has_letter_or_digit(span.of(text_))) return end_paragraph();
    const char first = text_[span.begin];
    if (first == '@' || first == '\\' || first == '-' || first == '*' || first == '+') {
      rendering_.begin_line();
    } else {
      rendering_.add_space();
    }
    rendering_.take(span);
    const bool tag = contains_ignoring_case(span.of(text_).substr(0, 5), "spdx-");
    if (tag || rendering_.size() > longest_paragraph) end_paragraph();
  }

  void end_paragraph() {
    Block block = rendering_.finish();
    if (block.text.empty() || block.source.empty()) return;
    comments_.push_back(std::move(block));
  }

  /// The comments so far, under the headings so far.
  void place_comments() {
    for (Block& block : comments_) {
      block.minor = !any_code_ && speaks_of_rights(block.text);
      document_.blocks.push_back(std::move(block));
    }
    comments_.clear();
  }

  // --- Code ---

  void code(text::Span line, std::size_t indent) {
    const std::string_view text = line.of(text_);
    const bool directive = syntax_.starred && text[0] == '#';
    const Start start = directive ? Start::none : begin_definition(line, indent);
    place_comments();
    any_code_ = true;
    at_head_ = start != Start::none;
    if (start == Start::heading) return;
    if (code_.empty()) code_.begin = line.begin;
    code_.end = line.end;
    if (code_.size() > long_paragraph) end_code();
  }

  /// What a line starts: nothing new; a section, whose heading it is; one whose heading it is as well, but stands above
  /// the comments before.
  enum class Start { none, heading, commented };

  Start begin_definition(text::Span line, std::size_t indent) {
    const std::string_view text = line.of(text_);
    if (closes(text)) return Start::none;
    while (!definitions_.empty() && indent < definitions_.back().indent) definitions_.pop_back();
    const bool beside = !definitions_.empty() && indent == definitions_.back().indent;
    const std::optional<Head> head = text.size() <= longest_head ? head_of(text) : std::nullopt;
    // Code of its own, behind a definition.
    const bool new_unit = beside && (after_blank_ || !comments_.empty()) && text.size() <= longest_head;
    if (!head && !new_unit) return Start::none;
    if (beside) definitions_.pop_back();
    if (definitions_.empty()) {
      if (indent > 0 && margin_seen_) return Start::none;
    } else {
      Definition& around = definitions_.back();
      if (!around.holds_members) return Start::none;
      if (around.member_indent == 0) around.member_indent = indent;
      if (around.member_indent != indent) return Start::none;
    }
    end_code();
    margin_seen_ = margin_seen_ || indent == 0;
    Block heading;
    heading.kind = BlockKind::heading;
    heading.level = std::min(static_cast<int>(definitions_.size()) + 1, deepest_heading);
    heading.source = line;
    heading.source.end -= text.back() == '{' || text.back() == ':' ? 1U : 0U;
    heading.source = trimmed(text_, heading.source);
    heading.text = heading.source.of(text_);
    definitions_.push_back({indent, head && head->holds_members, 0});
    if (heading.text.empty()) return Start::none;
    const bool with_comments = !comments_.empty();
    if (with_comments) {
      // It stands above the comments, at the sign that begins them, and once more in its code.
      heading.source = {mark_, mark_ + 1};
      if (heading.text[0] == text_[mark_]) heading.anchors = {{0, mark_}};
    }
    document_.blocks.push_back(std::move(heading));
    return with_comments ? Start::commented : Start::heading;
  }

  void end_code() {
    if (code_.empty()) return;
    Block block;
    block.kind = BlockKind::code;
    block.source = std::exchange(code_, {});
    block.text = block.source.of(text_);
    document_.blocks.push_back(std::move(block));
  }

  std::string_view text_;
  Syntax syntax_;
  Rendering rendering_;
  Document document_;
  bool after_blank_ = false;
  bool any_code_ = false;
  bool margin_seen_ = false;  ///< A definition stands at the margin.

  // Comments that wait for what they are about.
  std::vector<Block> comments_;
  std::size_t mark_ = 0;      ///< Where the first of them begins.
  std::string_view closing_;  ///< What ends the one that is open.

  // Definitions around, and code in the making.
  std::vector<Definition> definitions_;
  bool at_head_ = false;  ///< Nothing but the head has been read.
  text::Span code_;
};

}  // namespace

ReadResult read_source_code(std::string_view text) {
  return SourceCodeReader(text).read();
}

}  // namespace pilcrow::indexer
