// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/pdf_marks.h"

#include <algorithm>
#include <array>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"

namespace pilcrow::indexer {
namespace {

using text::is_digit;

bool is_one_of(char byte, std::string_view set) {
  return set.find(byte) != std::string_view::npos;
}

std::string_view first_word(std::string_view line) {
  return line.substr(0, line.find(' '));
}

/// "12", "b", "iv": what counts items.
bool counts(std::string_view word) {
  if (word.empty() || word.size() > 4) return false;
  if (std::all_of(word.begin(), word.end(), is_digit)) return word.size() <= 3;
  if (word.size() == 1) return (word[0] >= 'a' && word[0] <= 'z') || (word[0] >= 'A' && word[0] <= 'Z');
  return std::all_of(word.begin(), word.end(), [](char byte) { return is_one_of(byte, "ivx"); });
}

constexpr std::array<std::string_view, 26> bullets = {"•", "◦", "‣", "⁃", "∙", "▪", "▫", "■", "□", "●", "○", "◆", "◇",
                                                      "►", "▶", "➢", "➤", "✓", "–", "—", "-", "*", "·", "⋄", "⋆", "∗"};

constexpr std::array<std::string_view, 10> raised_figures = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

}  // namespace

bool is_bullet(std::string_view line) {
  const std::string_view word = first_word(line);
  return word.size() < line.size() && std::find(bullets.begin(), bullets.end(), word) != bullets.end();
}

std::size_t item_mark(std::string_view line) {
  const std::string_view word = first_word(line);
  if (word.size() == line.size()) return 0;
  const std::size_t with_space = word.size() + 1;
  if (is_bullet(line)) return with_space;
  std::string_view inner = word;
  if (inner.size() < 2 || !is_one_of(inner.back(), ".)]")) return 0;
  const char closing = inner.back();
  inner.remove_suffix(1);
  const bool opened = is_one_of(inner.front(), "([");
  if (opened && closing != '.') inner.remove_prefix(1);
  if (closing == ']' && !opened) return 0;
  // A capital and a full stop is somebody's name.
  if (closing == '.' && inner.size() == 1 && inner[0] >= 'A' && inner[0] <= 'Z') return 0;
  return counts(inner) ? with_space : 0;
}

std::size_t note_mark(std::string_view line) {
  for (const std::string_view figure : raised_figures) {
    if (line.starts_with(figure)) return figure.size();
  }
  for (const std::string_view mark : {"*", "∗", "†", "‡", "§"}) {
    if (line.starts_with(mark) && line.size() > mark.size()) return mark.size();
  }
  return 0;
}

int numbering_depth(std::string_view line) {
  std::string_view word = first_word(line);
  if (word.size() == line.size()) return 0;
  constexpr std::size_t longest = 16;
  const bool full_stop = word.ends_with('.');
  if (full_stop) word.remove_suffix(1);
  if (word.empty() || word.size() > longest) return 0;
  const auto is_roman = [](char byte) { return is_one_of(byte, "IVXLC"); };
  if (full_stop && std::all_of(word.begin(), word.end(), is_roman)) return 1;
  // "A" and "A.1" number appendices; "A" alone is a word.
  int depth = 1;
  std::size_t part = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '.') {
      if (part == 0) return 0;
      ++depth;
      part = 0;
      continue;
    }
    const bool letter = i == 0 && word[i] >= 'A' && word[i] <= 'Z';
    if (!is_digit(word[i]) && !letter) return 0;
    if (++part > 3) return 0;
  }
  if (part == 0) return 0;
  const bool only_letter = word.size() == 1 && !is_digit(word[0]);
  return only_letter && !full_stop ? 0 : depth;
}

bool is_caption(std::string_view line) {
  constexpr std::array<std::string_view, 14> words = {"Figure", "Fig.",      "Table",  "Listing", "Abbildung",
                                                      "Abb.",   "Tabelle",   "Tab.",   "Tableau", "Figura",
                                                      "Tabla",  "Algorithm", "Scheme", "Chart"};
  const std::string_view word = first_word(line);
  if (std::find(words.begin(), words.end(), word) == words.end()) return false;
  const std::string_view rest = line.substr(std::min(word.size() + 1, line.size()));
  const std::string_view figure = first_word(rest);
  return !figure.empty() && is_digit(figure.front()) && is_one_of(figure.back(), ":.");
}

bool is_all_capitals(std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    const text::CodePoint character = text::code_point_at(line, at);
    if (is_lower_case(character.value)) return false;
    at += character.size;
  }
  return true;
}

bool has_two_letters(std::string_view line) {
  int letters = 0;
  for (std::size_t at = 0; at < line.size() && letters < 2;) {
    const text::CodePoint character = text::code_point_at(line, at);
    if (is_letter(character.value)) ++letters;
    at += character.size;
  }
  return letters >= 2;
}

}  // namespace pilcrow::indexer
