// SPDX-License-Identifier: GPL-3.0-or-later
// When a quotation says the same as a text: word for word, but as people and programs copy, who break lines elsewhere,
// make quotation marks plain or typographic, and leave something out with "…".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/span.h"

namespace pilcrow::searcher {

/// What comparing may still cost, counted in bytes looked at, so that no input makes it endless.
class Effort {
 public:
  explicit Effort(std::uint64_t bytes) : left_(bytes) {}
  /// False once there is none left.
  bool spend(std::uint64_t bytes) {
    left_ -= bytes < left_ ? bytes : left_;
    return left_ > 0;
  }
  bool is_spent() const { return left_ == 0; }

 private:
  std::uint64_t left_;
};

/// A text as it is compared: in NFC, white space folded, quotation marks, apostrophes and dashes as in ASCII, "…" as
/// "...", without soft hyphens and zero-width spaces, and without the marks of Markdown (* _ ` \), which stand in what
/// is copied from a source and not in what is copied from a page; of these * _ \ between letters or digits count. Linear.
std::string comparable(std::string_view text);

/// A quotation, comparable: what stands between the places where something is left out ("…", "[...]"). Without a comma or
/// full stop at its end, which may belong to the sentence that quotes.
struct Quotation {
  std::vector<std::string> parts;
  bool empty() const { return parts.empty(); }
  std::size_t size() const;  ///< Bytes of all parts.
};
Quotation read_quotation(std::string_view quote);

/// Where `words` stand in a comparable text, from `from` on, not as a part of longer words or numbers ("1.5", "-15"); their first letter, where it is
/// one of ASCII, may be a capital or not. Nothing once the effort is spent.
std::optional<text::Span> find_words(std::string_view text, std::string_view words, std::size_t from, Effort& effort);

/// Whether all parts stand in a comparable text, in their order.
bool holds(std::string_view text, const Quotation& quotation, Effort& effort);

}  // namespace pilcrow::searcher
