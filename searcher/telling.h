// SPDX-License-Identifier: GPL-3.0-or-later
// Which parts of a text say most of what was asked for, by the words that are marked in it: which sentences are shown,
// which page is cited.
#pragma once

#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

#include "core/text/span.h"
#include "pilcrow/source.h"

namespace pilcrow::searcher {

/// A sentence or line.
struct Part {
  text::Span span;
  std::set<std::size_t> words;  ///< The different ones marked in it, as indices into Parts::weights.
};

struct Parts {
  std::vector<Part> parts;
  std::vector<double> weights;  ///< Of each different marked word.
};

/// The parts of a text, given in order, with what is marked in them. A word weighs less the more often it is marked in
/// the text, and more the longer it is: long words are rare ones.
Parts parts_of(std::string_view text, const std::vector<text::Span>& spans, const std::vector<ByteRange>& highlights);

/// At most `most` parts, each the one whose words weigh most of those that the ones before it lack.
std::set<std::size_t> most_telling(const Parts& parts, std::size_t most);

/// Where the sentence begins that says most; 0 where nothing is marked.
std::size_t most_telling_sentence(std::string_view text, const std::vector<ByteRange>& highlights);

}  // namespace pilcrow::searcher
