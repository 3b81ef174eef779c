// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences: where a text may be cut. The indexer splits very long paragraphs there; the searcher shows the ones that
// matter.
#pragma once

#include <string_view>
#include <vector>

#include "core/text/span.h"

namespace pilcrow::text {

/// The sentences of a well-formed UTF-8 text, in order, by ICU's rules (UAX #29), mended where those are known to fail:
/// no end after an initial, an ordinal or a common abbreviation ("No. 155", "e.g. this", "z. B. so", "Dr. Weiss").
/// Each span begins and ends with a character that is not white space; together they cover all of those.
/// A blank line or a line that begins like a list item always ends a sentence. Linear; works in bounded pieces, so that
/// a text of any length needs little memory beyond its own.
std::vector<Span> sentences(std::string_view text);

}  // namespace pilcrow::text
