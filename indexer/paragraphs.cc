// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/paragraphs.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/text/sentences.h"
#include "core/text/utf8.h"
#include "indexer/characters.h"

namespace pilcrow::indexer {
namespace {

/// An item or row longer than this says enough to stand alone.
constexpr std::size_t long_item = 400;
/// So does a lead-in longer than this: it is a paragraph whose last sentence leads in.
constexpr std::size_t long_lead_in = gathered_paragraph / 2;
/// How far back from the best place to look for white space where a text without sentence ends is cut.
constexpr std::size_t white_space_window = 1000;

// ---------------------------------------------------------------------------------------------------------------------
// Where the characters of a block stand in the decoded text.

/// A part of a block's text that is the source to the letter.
struct Verbatim {
  std::size_t text = 0;
  std::size_t source = 0;
  std::size_t size = 0;
};

/// The verbatim parts of a block, ascending. A block without anchors is one such part. Linear in the text.
std::vector<Verbatim> verbatim_parts(const Block& block, std::string_view decoded) {
  if (block.anchors.empty()) return {{0, block.source.begin, block.text.size()}};
  std::vector<Verbatim> parts;
  parts.reserve(block.anchors.size());
  for (std::size_t i = 0; i < block.anchors.size(); ++i) {
    const Anchor& anchor = block.anchors[i];
    const std::size_t next = i + 1 < block.anchors.size() ? block.anchors[i + 1].text : block.text.size();
    std::size_t size = 0;
    while (anchor.text + size < next && anchor.source + size < block.source.end &&
           block.text[anchor.text + size] == decoded[anchor.source + size]) {
      ++size;
    }
    if (size > 0) parts.push_back({anchor.text, anchor.source, size});
  }
  return parts;
}

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// Answers, for ascending offsets into the text, where the character at an offset stands in the source.
class SourcePlaces {
 public:
  explicit SourcePlaces(const std::vector<Verbatim>& parts) : parts_(parts) {}

  /// `nowhere` where that is not certain.
  std::size_t of(std::size_t offset) {
    while (next_ < parts_.size() && parts_[next_].text + parts_[next_].size <= offset) ++next_;
    if (next_ == parts_.size() || offset < parts_[next_].text) return nowhere;
    return parts_[next_].source + (offset - parts_[next_].text);
  }

 private:
  const std::vector<Verbatim>& parts_;
  std::size_t next_ = 0;
};

/// A stretch of a block's text and where it comes from; `source` is empty where that is not certain.
struct Piece {
  text::Span text;
  text::Span source;
};

/// Finds the source of ascending stretches of a block's text.
class PieceFinder {
 public:
  explicit PieceFinder(const std::vector<Verbatim>& parts) : begins_(parts), ends_(parts) {}

  Piece find(text::Span text) {
    const std::size_t begin = begins_.of(text.begin);
    const std::size_t last = ends_.of(text.end - 1);
    if (begin == nowhere || last == nowhere || last < begin) return {text, {}};
    return {text, {begin, last + 1}};
  }

 private:
  SourcePlaces begins_;
  SourcePlaces ends_;
};

// ---------------------------------------------------------------------------------------------------------------------
// Splitting what is too long.

/// Lines of a text without white space at their ends, blank ones left out; where `only_after_blank`, lines with no
/// blank line between them are one.
std::vector<text::Span> line_units(std::string_view text, text::Span within, bool only_after_blank) {
  std::vector<text::Span> units;
  bool blank_before = true;
  for (std::size_t at = within.begin; at < within.end;) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), within.end);
    const text::Span line = trimmed(text, {at, end});
    const bool line_end_pair = end + 1 < within.end && text[end] == '\r' && text[end + 1] == '\n';
    at = end + (line_end_pair ? 2 : 1);
    if (line.empty()) {
      blank_before = true;
      continue;
    }
    if (only_after_blank && !blank_before) {
      units.back().end = line.end;
    } else {
      units.push_back(line);
    }
    blank_before = false;
  }
  return units;
}

/// Where a block may be cut at best: between sentences; in code between parts with a blank line between them, or
/// between lines where such a part is too long.
std::vector<text::Span> natural_units(const Block& block) {
  if (block.kind != BlockKind::code) return text::sentences(block.text);
  std::vector<text::Span> units;
  for (const text::Span part : line_units(block.text, {0, block.text.size()}, true)) {
    if (part.size() <= long_paragraph) {
      units.push_back(part);
      continue;
    }
    const std::vector<text::Span> lines = line_units(block.text, part, false);
    units.insert(units.end(), lines.begin(), lines.end());
  }
  return units;
}

std::size_t ceiling_of_quotient(std::size_t dividend, std::size_t divisor) {
  return (dividend + divisor - 1) / divisor;
}

/// Cuts a stretch that is longer than a paragraph may be into similar sizes, at white space where there is some near.
void cut_anywhere(std::string_view text, text::Span unit, std::vector<text::Span>& out) {
  if (unit.size() <= longest_paragraph) return out.push_back(unit);
  while (unit.size() > long_paragraph) {
    const std::size_t target = unit.begin + unit.size() / ceiling_of_quotient(unit.size(), long_paragraph);
    const std::size_t from = target - std::min(white_space_window, target - unit.begin);
    const std::size_t space = text.substr(from, target - from).find_last_of(" \t\r\n");
    const std::size_t cut = space != std::string_view::npos ? from + space : text::floor_to_character(text, target);
    const text::Span head = trimmed(text, {unit.begin, cut});
    if (!head.empty()) out.push_back(head);
    unit = trimmed(text, {cut, unit.end});
  }
  if (!unit.empty()) out.push_back(unit);
}

/// Stretches of the block's text at whose ends it may be cut, each at most longest_paragraph long.
std::vector<text::Span> units_of(const Block& block, const std::vector<Verbatim>& parts) {
  const std::vector<text::Span> natural = natural_units(block);
  std::vector<text::Span> units;
  units.reserve(natural.size());
  PieceFinder finder(parts);
  text::Span source_before;
  std::size_t first = 0;  // Of the natural units that are one so far.
  const auto close = [&](std::size_t end) {
    if (end == first) return;
    const text::Span whole{natural[first].begin, natural[end - 1].end};
    if (whole.size() <= longest_paragraph) {
      units.push_back(whole);
    } else {
      for (std::size_t i = first; i < end; ++i) cut_anywhere(block.text, natural[i], units);
    }
    first = end;
  };
  // A joint between two units is good where both sides are certain to stand in the source; others are closed while
  // that makes nothing too long.
  for (std::size_t i = 0; i < natural.size(); ++i) {
    const Piece piece = finder.find(natural[i]);
    const bool good = !source_before.empty() && !piece.source.empty() && source_before.end <= piece.source.begin;
    if (good) close(i);
    source_before = piece.source;
  }
  close(natural.size());
  return units;
}

/// Units → pieces of similar size, none much above long_paragraph, the last no smaller than the others.
std::vector<text::Span> pieces_of(const std::vector<text::Span>& units) {
  std::vector<text::Span> pieces;
  if (units.empty()) return pieces;
  const std::size_t end = units.back().end;
  for (std::size_t i = 0; i < units.size();) {
    const std::size_t begin = units[i].begin;
    const std::size_t target = (end - begin) / ceiling_of_quotient(end - begin, long_paragraph);
    text::Span piece = units[i];
    for (++i; i < units.size(); ++i) {
      const std::size_t with_next = units[i].end - begin;
      if (with_next > longest_paragraph) break;
      // The next unit goes where it makes the sizes more even.
      if (with_next > target && with_next - target > target - std::min(target, piece.size())) break;
      piece.end = units[i].end;
    }
    pieces.push_back(piece);
  }
  return pieces;
}

// ---------------------------------------------------------------------------------------------------------------------
// Gathering what is short.

bool is_gatherable(const Block& block) {
  return block.kind == BlockKind::list_item || block.kind == BlockKind::table_row;
}

bool leads_in(const Block& block, const Block& next) {
  if (block.kind != BlockKind::paragraph || block.text.size() > long_lead_in || !is_gatherable(next)) return false;
  if (block.minor != next.minor) return false;
  if (block.group != 0 && block.group != next.group) return false;
  const char32_t last = last_character(block.text);
  return last == U':' || last == U'\uFF1A';
}

/// Blocks first to last as one. In plain text it is the source from the first to the last; markup between them is left
/// out, a line end in its place.
Block gathered(const std::vector<const Block*>& blocks, std::size_t first, std::size_t last, std::string_view decoded) {
  if (first == last) return *blocks[first];
  Block whole;
  whole.kind = blocks[last]->kind;
  whole.minor = blocks[first]->minor;
  whole.source = blocks[first]->source;
  bool to_the_letter = true;
  for (std::size_t i = first; i <= last; ++i) {
    whole.source.begin = std::min(whole.source.begin, blocks[i]->source.begin);
    whole.source.end = std::max(whole.source.end, blocks[i]->source.end);
    to_the_letter = to_the_letter && blocks[i]->anchors.empty();
  }
  if (to_the_letter) {
    whole.text = whole.source.of(decoded);
    return whole;
  }
  for (std::size_t i = first; i <= last; ++i) {
    if (i > first) whole.text += '\n';
    const std::size_t offset = whole.text.size();
    whole.text += blocks[i]->text;
    if (blocks[i]->anchors.empty()) whole.anchors.push_back({offset, blocks[i]->source.begin});
    for (const Anchor& anchor : blocks[i]->anchors) whole.anchors.push_back({offset + anchor.text, anchor.source});
  }
  return whole;
}

// ---------------------------------------------------------------------------------------------------------------------

class ParagraphMaker {
 public:
  explicit ParagraphMaker(std::string_view decoded) : decoded_(decoded) {}

  void heading(const Block& block, bool has_text_below) {
    while (!trail_.empty() && trail_.back().first >= block.level) trail_.pop_back();
    if (!has_text_below || block.text.size() > longest_heading) return add(block);
    trail_.emplace_back(block.level, text::fold_space(block.text));
  }

  void add(const Block& block) {
    if (block.text.size() <= long_paragraph) return add(block.text, block.source, block.minor);
    const std::vector<Verbatim> parts = verbatim_parts(block, decoded_);
    PieceFinder finder(parts);
    for (const text::Span span : pieces_of(units_of(block, parts))) {
      const Piece piece = finder.find(span);
      add(std::string(span.of(block.text)), piece.source.empty() ? block.source : piece.source, block.minor);
    }
  }

  std::vector<Paragraph> take() { return std::move(paragraphs_); }

 private:
  void add(std::string text, text::Span source, bool minor) {
    if (!has_letter_or_digit(text)) return;
    Paragraph paragraph{std::move(text), {}, source, minor};
    paragraph.headings.reserve(trail_.size());
    for (const auto& [level, title] : trail_) paragraph.headings.push_back(title);
    paragraphs_.push_back(std::move(paragraph));
  }

  std::string_view decoded_;
  std::vector<std::pair<int, std::string>> trail_;
  std::vector<Paragraph> paragraphs_;
};

}  // namespace

std::vector<Paragraph> to_paragraphs(const Document& document, std::string_view decoded) {
  std::vector<const Block*> blocks;
  blocks.reserve(document.blocks.size());
  for (const Block& block : document.blocks) {
    if (has_letter_or_digit(block.text)) blocks.push_back(&block);
  }

  ParagraphMaker maker(decoded);
  for (std::size_t i = 0; i < blocks.size();) {
    const Block& block = *blocks[i];
    const Block* next = i + 1 < blocks.size() ? blocks[i + 1] : nullptr;
    if (block.kind == BlockKind::heading) {
      const bool ends_section = next == nullptr || (next->kind == BlockKind::heading && next->level <= block.level);
      maker.heading(block, !ends_section);
      ++i;
      continue;
    }
    const bool with_lead_in = next != nullptr && leads_in(block, *next);
    const Block& item = with_lead_in ? *next : block;
    // The run of short items that may stand together, from i on.
    std::size_t end = i + 1;
    std::size_t size = block.text.size();
    if (with_lead_in || (is_gatherable(block) && block.group != 0 && block.text.size() <= long_item)) {
      while (end < blocks.size() && blocks[end]->kind == item.kind && blocks[end]->group == item.group &&
             blocks[end]->minor == item.minor && (item.group != 0 || end == i + 1) &&
             blocks[end]->text.size() <= long_item) {
        size += 1 + blocks[end++]->text.size();
      }
    }
    while (i < end) {
      const std::size_t target = size / ceiling_of_quotient(size, gathered_paragraph);
      std::size_t last = i;
      std::size_t taken = blocks[i]->text.size();
      if (blocks[i] == &block && with_lead_in && end > i + 1) taken += 1 + blocks[++last]->text.size();
      while (last + 1 < end && taken + blocks[last + 1]->text.size() / 2 < target) {
        taken += 1 + blocks[++last]->text.size();
      }
      maker.add(gathered(blocks, i, last, decoded));
      size -= std::min(size, taken + 1);
      i = last + 1;
    }
  }
  return maker.take();
}

}  // namespace pilcrow::indexer
