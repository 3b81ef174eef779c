// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/verify_wording.h"

#include <algorithm>
#include <cstring>

#include "core/text/ascii.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"

namespace pilcrow::searcher {
namespace {

bool is_space(char32_t c) {
  switch (c) {
    case 0x0085:
    case 0x00A0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return true;
    default:
      return (c < 0x80 && text::is_space(static_cast<char>(c))) || (c >= 0x2000 && c <= 0x200A);
  }
}

/// What says nothing: nobody sees it, or it is how Markdown writes code.
bool is_silent(char32_t c) {
  return c == '`' || c == 0x00AD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

/// How Markdown writes emphasis and escapes; between letters or digits they are of the text: "2*3", "snake_case".
bool is_emphasis(char c) {
  return c == '*' || c == '_' || c == '\\';
}

/// The plain form of marks that have typographic ones; 0 of all others.
char plain_mark(char32_t c) {
  if ((c >= 0x2018 && c <= 0x201B) || c == 0x02BC || c == 0x2032) return '\'';
  if ((c >= 0x201C && c <= 0x201F) || c == 0x2033 || c == 0x00AB || c == 0x00BB) return '"';
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return '-';
  return 0;
}

/// Letters and digits of scripts that put spaces between words: beside one, another is part of the same word.
bool joins(char32_t c) {
  if (c < 0x80) return text::is_letter(static_cast<char>(c)) || text::is_digit(static_cast<char>(c));
  const bool is_unspaced = (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF);
  const bool is_letter = (c >= 0x00C0 && c < 0x2000) || (c >= 0xAC00 && c <= 0xD7A3);
  return is_letter && !is_unspaced && c != 0x00D7 && c != 0x00F7;
}

char32_t character_before(std::string_view text, std::size_t offset) {
  std::size_t begin = offset - 1;
  while (begin > 0 && offset - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return text::code_point_at(text, begin).value;
}

bool joins_at(std::string_view text, std::size_t offset) {
  return offset > 0 && offset < text.size() && joins(character_before(text, offset)) &&
         joins(text::code_point_at(text, offset).value);
}

bool is_digit_at(std::string_view text, std::size_t offset) {
  return offset < text.size() && text::is_digit(text[offset]);
}

bool is_point(char c) {
  return c == '.' || c == ',' || c == '\'';
}

/// Whether `offset` stands within a number: beside the point or comma in it, or behind its sign.
bool cuts_number(std::string_view text, std::size_t offset) {
  if (offset == 0 || offset >= text.size()) return false;
  const char before = text[offset - 1];
  if (text::is_digit(before)) return is_point(text[offset]) && is_digit_at(text, offset + 1);
  if (!text::is_digit(text[offset])) return false;
  const bool has_one_before = offset > 1 && text[offset - 2] != ' ';
  if (before == '-') return !has_one_before || !(joins(character_before(text, offset - 1)) || text[offset - 2] == '-');
  return is_point(before) && (is_digit_at(text, offset - 2) || (before == '.' && !has_one_before));
}

/// Where the word ends that goes on at `offset`.
std::size_t end_of_word(std::string_view text, std::size_t offset) {
  while (offset < text.size()) {
    const text::CodePoint c = text::code_point_at(text, offset);
    if (!joins(c.value)) break;
    offset += c.size;
  }
  return offset;
}

/// How many bytes at `offset` say that something was left out; 0: none do.
std::size_t gap_at(std::string_view quote, std::size_t offset) {
  static constexpr std::string_view ellipsis = "\xE2\x80\xA6";
  std::size_t end = offset;
  const bool in_brackets = quote[end] == '[' || quote[end] == '(';
  const char closing = quote[end] == '[' ? ']' : ')';
  if (in_brackets) ++end;
  const std::size_t begin = end;
  while (quote.substr(end).starts_with(ellipsis)) end += ellipsis.size();
  if (end == begin) {
    while (end < quote.size() && quote[end] == '.') ++end;
    if (end - begin < 3) return 0;
  }
  if (!in_brackets) return end - offset;
  return end < quote.size() && quote[end] == closing ? end + 1 - offset : 0;
}

void add_part(std::string_view part, std::vector<std::string>& parts) {
  std::string words = comparable(part);
  if (!words.empty()) parts.push_back(std::move(words));
}

}  // namespace

std::string comparable(std::string_view typed) {
  const std::string text = text::compose(text::is_utf8(typed) ? std::string(typed) : text::to_valid_utf8(typed));
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::code_point_at(text, at);
    const std::size_t begin = at;
    at += c.size;
    if (is_silent(c.value)) continue;
    if (c.value < 0x80 && is_emphasis(text[begin])) {
      while (at < text.size() && is_emphasis(text[at])) ++at;
      const bool within = begin > 0 && at < text.size() && joins(character_before(text, begin)) &&
                          joins(text::code_point_at(text, at).value);
      if (within) out.append(text, begin, at - begin);
      continue;
    }
    if (is_space(c.value)) {
      space = true;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    if (const char plain = plain_mark(c.value); plain != 0) {
      out += plain;
    } else if (c.value == 0x2026) {
      out += "...";
    } else {
      out.append(text, begin, c.size);
    }
  }
  return out;
}

std::size_t Quotation::size() const {
  std::size_t bytes = 0;
  for (const std::string& part : parts) bytes += part.size();
  return bytes;
}

Quotation read_quotation(std::string_view quote) {
  Quotation quotation;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < quote.size();) {
    const std::size_t gap = gap_at(quote, at);
    if (gap > 0) {
      add_part(quote.substr(begin, at - begin), quotation.parts);
      begin = at + gap;
    }
    at += gap > 0 ? gap : 1;
  }
  add_part(quote.substr(begin), quotation.parts);
  if (!quotation.parts.empty()) {
    std::string& last = quotation.parts.back();
    if (last.size() > 1 && (last.back() == '.' || last.back() == ',')) last.pop_back();
  }
  return quotation;
}

std::optional<text::Span> find_words(std::string_view text, std::string_view words, std::size_t from, Effort& effort) {
  if (words.empty()) return {};
  // A letter that begins a sentence here is a small one there.
  const std::size_t skipped = words.size() > 1 && text::is_letter(words.front()) ? 1 : 0;
  const std::string_view sought = words.substr(skipped);
  for (std::size_t at = from + skipped; at <= text.size();) {
    // Not find(): it takes the product of both where the same few characters come again and again.
    const void* const found = ::memmem(text.data() + at, text.size() - at, sought.data(), sought.size());
    const std::size_t place =
        found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    if (!effort.spend(place - at + words.size()) || found == nullptr) return {};
    const std::size_t begin = place - skipped;
    const std::size_t end = place + sought.size();
    const bool in_word = joins_at(text, begin);
    const bool begins_so = skipped == 0 || text::lower(text[begin]) == text::lower(words.front());
    const bool in_number = cuts_number(text, begin) || cuts_number(text, end);
    if (!in_word && !in_number && begins_so && !joins_at(text, end)) return text::Span{begin, end};
    at = in_word ? std::max(end_of_word(text, begin), place + 1) : place + 1;
  }
  return {};
}

bool holds(std::string_view text, const Quotation& quotation, Effort& effort) {
  std::size_t from = 0;
  for (const std::string& part : quotation.parts) {
    const auto found = find_words(text, part, from, effort);
    if (!found) return false;
    from = found->end;
  }
  return true;
}

}  // namespace pilcrow::searcher
