// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/pdf_hyphenation.h"

#include <algorithm>

#include "core/text/ascii.h"
#include "core/text/hash.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"

namespace pilcrow::indexer {
namespace {

constexpr std::string_view soft_hyphen = "\u00AD";

/// Bytes of the hyphen that a text ends with.
std::size_t hyphen_at_end(std::string_view text) {
  if (text.ends_with('-')) return 1;
  if (text.ends_with("\u2010")) return 3;
  return text.ends_with(soft_hyphen) ? soft_hyphen.size() : 0;
}

/// The word without what stands around it, its capitals small (those of ASCII: a word is looked for, not shown).
std::string bare(std::string_view word) {
  const auto around = [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value < 0x80 && !is_letter_or_digit(value);
  };
  while (!word.empty() && around(word.front())) word.remove_prefix(1);
  while (!word.empty() && around(word.back())) word.remove_suffix(1);
  std::string out(word);
  for (char& byte : out) {
    byte = text::lower(byte);
  }
  return out;
}

std::string_view last_word(std::string_view text) {
  return text.substr(text.find_last_of(" \n") + 1);
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find(' '));
}

}  // namespace

void Hyphenation::learn(std::string_view line) {
  if (const std::size_t space = line.rfind(' '); hyphen_at_end(line) != 0) {
    line = line.substr(0, space == std::string_view::npos ? 0 : space);
  }
  while (!line.empty()) {
    const std::string_view word = first_word(line);
    line.remove_prefix(std::min(word.size() + 1, line.size()));
    if (const std::string known = bare(word); !known.empty()) words_.push_back(text::hash64(known));
  }
}

bool Hyphenation::is_known(std::string_view word) {
  if (!sorted_) {
    std::sort(words_.begin(), words_.end());
    words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
    sorted_ = true;
  }
  return std::binary_search(words_.begin(), words_.end(), text::hash64(bare(word)));
}

void Hyphenation::join(std::string& text, std::string_view line) {
  if (text.empty() || line.empty()) {
    text += line;
    return;
  }
  const std::size_t hyphen = hyphen_at_end(text);
  constexpr std::size_t longest_word = 200;  // bytes; a text without spaces must not be looked through for each line
  std::string_view end(text.data(), text.size() - hyphen);
  end.remove_prefix(text::floor_to_character(end, end.size() - std::min(end.size(), longest_word)));
  const std::string_view begun = last_word(end);
  if (hyphen == 0 || begun.empty() || !is_letter_or_digit(last_character(begun))) {
    text += ' ';
  } else if (std::string_view(text).ends_with(soft_hyphen)) {
    text.resize(text.size() - hyphen);
  } else if (is_lower_case(text::code_point_at(line, 0).value) && is_letter(last_character(begun))) {
    const std::string_view rest = first_word(line);
    const std::string together = std::string(begun).append(rest);
    const std::string apart = std::string(begun).append("-").append(rest);
    // What has a hyphen or a slash already is a chain or an address.
    const bool chain = begun.find_first_of("-/@") != std::string_view::npos;
    const bool keep = !is_known(together) && (chain || is_known(apart));
    if (!keep) text.resize(text.size() - hyphen);
  }
  text += line;
}

}  // namespace pilcrow::indexer
