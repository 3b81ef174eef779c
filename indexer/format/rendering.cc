// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/rendering.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text/ascii.h"

namespace pilcrow::indexer {
namespace {

using text::is_space;

constexpr std::string_view no_break_space = "\u00A0";
// How far ahead lost text is looked for, and by how many of its bytes.
constexpr std::size_t search_window = 4096;
constexpr std::size_t needle_size = 16;
constexpr std::size_t shortest_needle = 3;

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

// Neither white space nor the byte that a no-break space begins with.
constexpr auto word_bytes = [] {
  std::array<bool, 256> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = static_cast<char>(static_cast<unsigned char>(i));
    bytes[i] = !is_space(c) && c != no_break_space[0];
  }
  return bytes;
}();

bool begins_word(char c) {
  return word_bytes[static_cast<unsigned char>(c)];
}

// The whole character at `offset` of a well-formed text.
std::string_view character_at(std::string_view text, std::size_t offset) {
  std::size_t end = offset + 1;
  while (end < text.size() && is_continuation(text[end])) ++end;
  return text.substr(offset, end - offset);
}

// Whether the reference is one to "&". Without its ";" it may be just these letters, as where they are shown.
bool is_ampersand(std::string_view reference, std::string_view shown) {
  if (reference.back() != ';' && shown.substr(0, reference.size()) == reference) return false;
  const std::string_view name = reference.substr(1, reference.size() - (reference.back() == ';' ? 2U : 1U));
  return name == "amp" || name == "AMP" || name == "#38" || name == "#x26" || name == "#X26";
}

}  // namespace

std::size_t character_reference_end(std::string_view source, std::size_t offset) {
  constexpr std::size_t longest_name = 32;
  if (offset >= source.size() || source[offset] != '&') return offset;
  std::size_t end = offset + 1;
  if (end < source.size() && source[end] == '#') ++end;
  const std::size_t name = end;
  while (end < source.size() && end - name < longest_name && is_alphanumeric(source[end])) ++end;
  if (end == name) return offset;
  return end < source.size() && source[end] == ';' ? end + 1 : end;
}

void Rendering::append(std::string_view character, text::Span place, bool verbatim) {
  const bool space = (character.size() == 1 && is_space(character[0])) || character == no_break_space;
  if (space) {
    if (text_.empty()) return;
    if (!keep_space_ && (text_.back() == ' ' || text_.back() == '\n')) {
      next_verbatim_ = std::string_view::npos;
      return;
    }
    const char shown = keep_space_ && character.size() == 1 ? character[0] : ' ';
    // No stretch begins at a space: an anchor should stand for a word.
    next_verbatim_ = verbatim && character.size() == 1 && character[0] == shown && next_verbatim_ == place.begin
                         ? place.end
                         : std::string_view::npos;
    text_ += shown;
    return;
  }
  // Anchors ascend. A parser may have moved what stands earlier in the source to here; it has none then.
  verbatim = verbatim && place.begin >= extent_.end;
  if (verbatim && next_verbatim_ != place.begin) anchors_.push_back({text_.size(), place.begin});
  next_verbatim_ = verbatim ? place.end : std::string_view::npos;
  if (!place.empty()) {
    extent_ =
        extent_.empty() ? place : text::Span{std::min(extent_.begin, place.begin), std::max(extent_.end, place.end)};
  }
  text_ += character;
}

void Rendering::append_words(text::Span place) {
  if (next_verbatim_ != place.begin) anchors_.push_back({text_.size(), place.begin});
  next_verbatim_ = place.end;
  extent_ = {extent_.empty() ? place.begin : extent_.begin, place.end};
  text_ += place.of(source_);
}

void Rendering::take(text::Span place) {
  while (!place.empty()) {
    const std::size_t end = words_end(place);
    if (end > place.begin && place.begin >= extent_.end) {
      append_words({place.begin, end});
      place.begin = end;
      continue;
    }
    const std::string_view character = character_at(source_.substr(0, place.end), place.begin);
    append(character, {place.begin, place.begin + character.size()}, true);
    place.begin += character.size();
  }
}

std::size_t Rendering::words_end(text::Span place) const {
  std::size_t end = place.begin;
  while (end < place.end) {
    const char c = source_[end];
    if (c == ' ') {
      if (end == place.begin || end + 1 == place.end || !begins_word(source_[end + 1])) break;
    } else if (!begins_word(c) && (c != no_break_space[0] || source_.compare(end, 2, no_break_space) == 0)) {
      break;
    }
    ++end;
  }
  return end;
}

void Rendering::take_as(std::string_view shown, text::Span place) {
  for (std::size_t i = 0; i < shown.size();) {
    const std::string_view character = character_at(shown, i);
    append(character, place, false);
    i += character.size();
  }
}

std::size_t Rendering::align(std::string_view shown, std::size_t offset, std::size_t limit, const Syntax& syntax) {
  const std::string_view source = source_.substr(0, limit);
  bool after_reference = false;
  bool word_begins = true;
  found_ = true;
  for (std::size_t i = 0; i < shown.size();) {
    const std::string_view character = character_at(shown, i);
    const bool space = character.size() == 1 && is_space(character[0]);
    bool placed = false;
    while (!placed && offset < limit) {
      const bool equal = source.compare(offset, character.size(), character) == 0;
      const std::size_t skipped = equal && character[0] != '<' ? 0 : syntax.markup(source, offset);
      const std::size_t reference = syntax.references ? character_reference_end(source, offset) : offset;
      const bool referred =
          reference > offset && (!equal || is_ampersand(source.substr(offset, reference - offset), shown.substr(i)));
      if (equal && skipped == 0 && !referred) {
        append(character, {offset, offset + character.size()}, true);
        offset += character.size();
        after_reference = false;
        placed = true;
      } else if (space && is_space(source[offset])) {
        append(character, {offset, offset + 1}, false);
        offset += source.compare(offset, 2, "\r\n") == 0 ? 2U : 1U;
        placed = true;
      } else if (referred) {
        append(character, {offset, reference}, false);
        offset = reference;
        after_reference = true;
        placed = true;
      } else if (skipped > 0) {
        offset += skipped;
      } else if (is_space(source[offset])) {
        ++offset;
      } else {
        break;
      }
    }
    if (!placed && after_reference && character.size() > 1) {  // a reference may stand for two characters
      append(character, {offset, offset}, false);
      placed = true;
    }
    if (!placed) {
      // Only at a word's beginning, so that text that cannot be found costs a bounded search a word.
      std::string_view needle = shown.substr(i, needle_size);
      while (!needle.empty() && i + needle.size() < shown.size() && is_continuation(shown[i + needle.size()])) {
        needle.remove_suffix(1);
      }
      const std::size_t ahead = word_begins && needle.size() >= shortest_needle && offset < limit
                                    ? source.substr(offset, search_window).find(needle)
                                    : std::string_view::npos;
      word_begins = false;
      if (ahead != std::string_view::npos) {
        offset += ahead;
        continue;
      }
      append(character, {offset, offset}, false);
    }
    found_ = placed || (space && found_);
    word_begins = space;
    i += character.size();
  }
  return offset;
}

void Rendering::add(std::string_view shown) {
  text_ += shown;
  next_verbatim_ = std::string_view::npos;
}

void Rendering::add_space() {
  if (!text_.empty() && !is_space(text_.back())) add(" ");
}

void Rendering::add_line_break() {
  while (!keep_space_ && !text_.empty() && text_.back() == ' ') text_.pop_back();
  if (!text_.empty()) add("\n");
}

Block Rendering::finish() {
  while (!text_.empty() && is_space(text_.back())) text_.pop_back();
  Block block;
  block.text = std::exchange(text_, {});
  block.source = std::exchange(extent_, {});
  block.anchors = std::exchange(anchors_, {});
  next_verbatim_ = std::string_view::npos;
  return block;
}

void order_by_source(std::vector<Block>& blocks, std::string_view source) {
  std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return a.source < b.source; });
  for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
    Block& block = blocks[i];
    const std::size_t next = blocks[i + 1].source.begin;
    if (block.source.end <= next) continue;
    block.source.end = next;
    while (!block.source.empty() && is_space(source[block.source.end - 1])) --block.source.end;
    std::erase_if(block.anchors, [&](const Anchor& anchor) { return anchor.source >= block.source.end; });
  }
  std::erase_if(blocks, [](const Block& block) { return block.source.empty(); });
}

}  // namespace pilcrow::indexer
