// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/roff.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text/utf8.h"

namespace pilcrow::indexer {
namespace {

constexpr std::size_t longest_string = 200;
constexpr std::size_t most_strings = 1000;
constexpr std::size_t longest_name = 64;

using Named = std::pair<std::string_view, std::string_view>;

// groff_char(7)
constexpr std::array special_characters = std::to_array<Named>({
    {"-", "-"},  {"hy", "-"}, {"mi", "−"},  {"pl", "+"},  {"em", "—"},   {"en", "–"},  {"lq", "“"},  {"rq", "”"},
    {"oq", "‘"}, {"cq", "’"}, {"aq", "'"},  {"dq", "\""}, {"Bq", "„"},   {"bq", "‚"},  {"Fo", "«"},  {"Fc", "»"},
    {"fo", "‹"}, {"fc", "›"}, {"ga", "`"},  {"aa", "´"},  {"ha", "^"},   {"ti", "~"},  {"rs", "\\"}, {"sl", "/"},
    {"ba", "|"}, {"bv", "|"}, {"or", "|"},  {"br", "|"},  {"at", "@"},   {"sh", "#"},  {"Do", "$"},  {"lC", "{"},
    {"rC", "}"}, {"lB", "["}, {"rB", "]"},  {"la", "⟨"},  {"ra", "⟩"},   {"bu", "•"},  {"ci", "○"},  {"sq", "□"},
    {"co", "©"}, {"rg", "®"}, {"tm", "™"},  {"sc", "§"},  {"ps", "¶"},   {"dg", "†"},  {"dd", "‡"},  {"de", "°"},
    {"mc", "µ"}, {"mu", "×"}, {"tmu", "×"}, {"di", "÷"},  {"+-", "±"},   {"no", "¬"},  {"<=", "≤"},  {">=", "≥"},
    {"!=", "≠"}, {"==", "≡"}, {"~~", "≈"},  {"ap", "∼"},  {"=~", "≅"},   {"if", "∞"},  {"->", "→"},  {"<-", "←"},
    {"<>", "↔"}, {"ua", "↑"}, {"da", "↓"},  {"rA", "⇒"},  {"lA", "⇐"},   {"hA", "⇔"},  {"12", "½"},  {"14", "¼"},
    {"34", "¾"}, {"S1", "¹"}, {"S2", "²"},  {"S3", "³"},  {"pc", "·"},   {"md", "⋅"},  {"r!", "¡"},  {"r?", "¿"},
    {"ct", "¢"}, {"Eu", "€"}, {"eu", "€"},  {"Po", "£"},  {"Ye", "¥"},   {"OK", "✓"},  {"ss", "ß"},  {"ae", "æ"},
    {"AE", "Æ"}, {"oe", "œ"}, {"OE", "Œ"},  {"/o", "ø"},  {"/O", "Ø"},   {"/l", "ł"},  {"/L", "Ł"},  {"oa", "å"},
    {"oA", "Å"}, {"'a", "á"}, {"'e", "é"},  {"'i", "í"},  {"'o", "ó"},   {"'u", "ú"},  {"'y", "ý"},  {"'A", "Á"},
    {"'E", "É"}, {"'I", "Í"}, {"'O", "Ó"},  {"'U", "Ú"},  {"'c", "ć"},   {"'C", "Ć"},  {"`a", "à"},  {"`e", "è"},
    {"`i", "ì"}, {"`o", "ò"}, {"`u", "ù"},  {"`A", "À"},  {"`E", "È"},   {"^a", "â"},  {"^e", "ê"},  {"^i", "î"},
    {"^o", "ô"}, {"^u", "û"}, {":a", "ä"},  {":e", "ë"},  {":i", "ï"},   {":o", "ö"},  {":u", "ü"},  {":y", "ÿ"},
    {":A", "Ä"}, {":O", "Ö"}, {":U", "Ü"},  {"~a", "ã"},  {"~n", "ñ"},   {"~o", "õ"},  {"~N", "Ñ"},  {",c", "ç"},
    {",C", "Ç"}, {"vs", "š"}, {"vS", "Š"},  {"vz", "ž"},  {"vZ", "Ž"},   {"*a", "α"},  {"*b", "β"},  {"*g", "γ"},
    {"*d", "δ"}, {"*e", "ε"}, {"*h", "θ"},  {"*l", "λ"},  {"*m", "μ"},   {"*p", "π"},  {"*r", "ρ"},  {"*s", "σ"},
    {"*t", "τ"}, {"*f", "φ"}, {"*q", "ψ"},  {"*w", "ω"},  {"*D", "Δ"},   {"*S", "Σ"},  {"*W", "Ω"},  {"sr", "√"},
    {"is", "∫"}, {"mo", "∈"}, {"es", "∅"},  {"fa", "∀"},  {"te", "∃"},   {"AN", "∧"},  {"OR", "∨"},  {"ul", "_"},
    {"ru", "_"}, {"rn", "‾"}, {"lh", "☜"},  {"rh", "☞"},  {"Fi", "ffi"}, {"ff", "ff"}, {"fi", "fi"}, {"fl", "fl"},
    {"ho", "˛"}, {"a^", "^"}, {"a~", "~"},  {"ad", "¨"},  {"ac", "¸"},   {"eq", "="},  {"**", "∗"},  {"pd", "∂"},
});

// Strings that the macro packages define.
constexpr std::array known_strings = std::to_array<Named>({
    {"lq", "“"},   {"rq", "”"},   {"Lq", "“"},   {"Rq", "”"},  {"R", "®"},   {"Tm", "™"}, {"Aq", "'"},
    {"L\"", "\""}, {"R\"", "\""}, {"C`", "\""},  {"C'", "\""}, {"--", "--"}, {"PI", "π"}, {"Ba", "|"},
    {"Le", "≤"},   {"Ge", "≥"},   {"Lt", "<"},   {"Gt", ">"},  {"Pm", "±"},  {"If", "∞"}, {"q", "\""},
    {"ua", "↑"},   {"Am", "&"},   {"Na", "NaN"}, {"Ne", "≠"},
});

template <std::size_t n>
std::string_view look_up(const std::array<Named, n>& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [name](const Named& row) { return row.first == name; });
  return found == table.end() ? std::string_view() : found->second;
}

std::string special_character(std::string_view name) {
  if (const std::string_view known = look_up(special_characters, name); !known.empty()) return std::string(known);
  // \[u2014]
  if (name.size() < 5 || name.size() > 7 || name[0] != 'u') return {};
  char32_t value = 0;
  for (const char c : name.substr(1)) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'A' && c <= 'F')) return {};
    value = value * 16 + static_cast<char32_t>(digit ? c - '0' : c - 'A' + 10);
  }
  std::string out;
  text::append_utf8(out, value < 0x20 ? U' ' : value);
  return out;
}

/// A name as escapes give it: one character, "(" and two, or "[" and all up to "]". `end` is behind it.
std::string_view name_at(std::string_view text, std::size_t at, std::size_t& end) {
  end = std::min(at, text.size());
  if (at >= text.size()) return {};
  if (text[at] == '(') {
    end = std::min(at + 3, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
    return text.substr(at + 1, end - at - 1);
  }
  if (text[at] == '[') {
    const std::size_t close = text.substr(0, std::min(text.size(), at + longest_name)).find(']', at);
    if (close != std::string_view::npos) {
      end = close + 1;
      return text.substr(at + 1, close - at - 1);
    }
  }
  end = at + text::code_point_at(text, at).size;
  return text.substr(at, end - at);
}

/// Behind an argument in quotes of any kind ('2u').
std::size_t behind_quoted(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  const std::size_t close = text.substr(0, std::min(text.size(), at + longest_name)).find(text[at], at + 1);
  return close == std::string_view::npos ? std::min(at + 1, text.size()) : close + 1;
}

}  // namespace

std::vector<text::Span> roff_arguments(std::string_view source, text::Span line) {
  std::vector<text::Span> arguments;
  const std::string_view text = source.substr(0, line.end);
  for (std::size_t at = line.begin; at < line.end;) {
    if (text[at] == ' ' || text[at] == '\t') {
      ++at;
      continue;
    }
    if (text.compare(at, 2, "\\\"") == 0) break;
    if (text[at] == '"') {
      std::size_t close = text.find('"', at + 1);
      while (close != std::string_view::npos && close + 1 < text.size() && text[close + 1] == '"') {
        close = text.find('"', close + 2);
      }
      close = std::min(close, line.end);
      arguments.push_back({at + 1, close});
      at = close + 1;
      continue;
    }
    const std::size_t begin = at;
    while (at < line.end && text[at] != ' ' && text[at] != '\t') at += text[at] == '\\' ? 2U : 1U;
    at = std::min(at, line.end);
    arguments.push_back({begin, at});
  }
  return arguments;
}

void RoffText::define(std::string_view name, std::string_view value) {
  if (value.size() <= longest_string && strings_.size() < most_strings) strings_[std::string(name)] = plain(value);
}

/// What a text without strings shows.
std::string RoffText::plain(std::string_view text) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      out += text[at++];
      continue;
    }
    const Escape escape = escape_at(text, at);
    if (escape.comment || out.size() > longest_string) break;
    out += escape.shown;
    at = escape.end;
  }
  return out;
}

RoffText::Escape RoffText::escape_at(std::string_view text, std::size_t offset) const {
  Escape escape;
  const std::size_t at = offset + 1;
  escape.end = std::min(at + 1, text.size());
  if (at >= text.size()) {  // the line end is escaped
    escape.joins = true;
    return escape;
  }
  switch (text[at]) {
    case '"':
    case '#':
      escape.comment = true;
      break;
    case '-':
    case '.':
    case '\'':
    case '`':
    case '_':
      escape.shown = text[at];
      break;
    case 'e':
    case '\\':
    case 'E':
      escape.shown = "\\";
      break;
    case ' ':
    case '~':
    case '0':
      escape.shown = " ";
      break;
    case 't':
      escape.shown = "\t";
      break;
    case 'c':
      escape.joins = true;
      break;
    case '(':
    case '[':
      escape.shown = special_character(name_at(text, at, escape.end));
      break;
    case 'C': {
      escape.end = behind_quoted(text, at + 1);
      if (escape.end > at + 3) escape.shown = special_character(text.substr(at + 2, escape.end - at - 3));
      break;
    }
    case '*': {
      const std::string_view name = name_at(text, at + 1, escape.end);
      const auto defined = strings_.find(name);
      escape.shown = defined != strings_.end() ? defined->second : std::string(look_up(known_strings, name));
      break;
    }
    case 'f':
    case 'F':
    case 'm':
    case 'M':
    case 'n':
    case 'k':
    case 'g':
    case 'Y':
    case 'V':
      if (at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-') && text[at] == 'n') {
        name_at(text, at + 2, escape.end);
      } else {
        name_at(text, at + 1, escape.end);
      }
      break;
    case 's': {  // a size: s0, s10, s-1, s(10, s[10], s'10'
      std::size_t end = at + 1;
      if (end < text.size() && (text[end] == '+' || text[end] == '-')) ++end;
      if (end < text.size() && text[end] == '\'') {
        end = behind_quoted(text, end);
      } else if (end < text.size() && (text[end] == '(' || text[end] == '[')) {
        name_at(text, end, end);
      } else if (end < text.size()) {
        const bool two = text[end] >= '1' && text[end] <= '3' && end + 1 < text.size() && text[end + 1] >= '0' &&
                         text[end + 1] <= '9' && end == at + 1;
        end += two ? 2 : 1;
      }
      escape.end = std::min(end, text.size());
      break;
    }
    case 'h':
      escape.shown = " ";
      [[fallthrough]];
    case 'b':
    case 'v':
    case 'w':
    case 'l':
    case 'L':
    case 'D':
    case 'X':
    case 'Z':
    case 'H':
    case 'S':
    case 'A':
    case 'B':
    case 'N':
    case 'R':
    case 'x':
      escape.end = behind_quoted(text, at + 1);
      break;
    case 'o': {
      escape.end = behind_quoted(text, at + 1);
      if (escape.end > at + 3) escape.shown = text.substr(at + 2, text::code_point_at(text, at + 2).size);
      break;
    }
    case '&':
    case '|':
    case '^':
    case ',':
    case '/':
    case ':':
    case ')':
    case '%':
    case '{':
    case '}':
    case '!':
    case '?':
    case 'a':
    case 'd':
    case 'p':
    case 'r':
    case 'u':
    case 'z':
      break;
    default: {  // any other character is itself
      const std::size_t size = text::code_point_at(text, at).size;
      escape.shown = text.substr(at, size);
      escape.end = at + size;
    }
  }
  // An end inside of a character would cut it.
  while (escape.end < text.size() && (static_cast<unsigned char>(text[escape.end]) & 0xC0U) == 0x80) ++escape.end;
  return escape;
}

bool RoffText::show(text::Span span) {
  const std::string_view text = source_.substr(0, span.end);
  bool joins = false;
  while (!span.empty()) {
    const std::size_t backslash = std::min(text.find('\\', span.begin), span.end);
    rendering_.take({span.begin, backslash});
    span.begin = backslash;
    if (span.empty()) break;
    const Escape escape = escape_at(text, backslash);
    if (escape.comment) break;
    const text::Span place{backslash, escape.end};
    // "\-" is the sign behind the backslash, to the letter.
    const bool itself = !escape.shown.empty() && place.of(source_).ends_with(escape.shown) && escape.shown != " ";
    if (itself) {
      rendering_.take({escape.end - escape.shown.size(), escape.end});
    } else {
      rendering_.take_as(escape.shown, place);
    }
    joins = joins || escape.joins;
    span.begin = escape.end;
  }
  return !joins;
}

}  // namespace pilcrow::indexer
