// SPDX-License-Identifier: GPL-3.0-or-later
// A page as a browser understands it (HTML, 13.2.6): which elements begin and end where, the text between them, and
// what the head says. Elements that do nothing to a text are not in it, nor is what a page does not show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/day.h"
#include "core/text/span.h"
#include "indexer/format/html_tags.h"

namespace pilcrow::indexer {

class HtmlOutline {
 public:
  enum class Kind : std::uint8_t { begin, begin_layout_table, end, text, raw_text };
  struct Step {
    Kind kind = Kind::text;
    HtmlTag tag = HtmlTag::other;  ///< Of an element.
    text::Span place;              ///< Of a text; raw: without references.
  };

  void add(Kind kind, HtmlTag tag) { words_.push_back(packed(kind) | static_cast<std::uint64_t>(tag) << kind_bits); }
  void add_text(Kind kind, text::Span place) {
    words_.push_back(packed(kind) | static_cast<std::uint64_t>(place.begin) << kind_bits);
    words_.push_back(place.end);
  }
  /// Where the next step will stand.
  std::size_t next() const { return words_.size(); }
  /// Of a step that begins a table.
  void make_layout_table(std::size_t at) {
    words_[at] = packed(Kind::begin_layout_table) | static_cast<std::uint64_t>(HtmlTag::table) << kind_bits;
  }

  /// Calls see(step) for each until it says false.
  template <typename See>
  void for_each(const See& see) const {
    for (std::size_t at = 0; at < words_.size();) {
      const std::uint64_t word = words_[at++];
      Step step;
      step.kind = static_cast<Kind>(word & kind_mask);
      if (step.kind == Kind::text || step.kind == Kind::raw_text) {
        step.place = {static_cast<std::size_t>(word >> kind_bits), static_cast<std::size_t>(words_[at++])};
      } else {
        step.tag = static_cast<HtmlTag>(word >> kind_bits);
      }
      if (!see(step)) return;
    }
  }

  std::string title;
  std::string language;
  std::optional<text::Day> date;

 private:
  static constexpr unsigned kind_bits = 3;
  static constexpr std::uint64_t kind_mask = 7;
  static std::uint64_t packed(Kind kind) { return static_cast<std::uint64_t>(kind); }

  // A step is a number, that of a text two: there are more tags in some pages than text.
  std::vector<std::uint64_t> words_;
};

/// Any text has an outline. Linear: elements nested deeper than any page needs are taken for empty ones.
HtmlOutline outline_of_html(std::string_view source);

}  // namespace pilcrow::indexer
