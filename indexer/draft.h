// SPDX-License-Identifier: GPL-3.0-or-later
// A paragraph as it goes into an index, all but the number of its file: what drafters make in parallel, and writers put
// into a Xapian database by the API or into new tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <xapian.h>

#include "indexer/vocabulary.h"

namespace pilcrow::indexer {

/// One piece of memory, so that thousands of them can wait at little cost.
struct Draft {
  /// Postings in the order of the terms, then the entries of the term list (glass::TermListWriter), then the text as
  /// TextCodec::compress() makes it. A posting: the term's number, wdf, size of the positions, positions as varints of
  /// the first and of the differences. The term of its twins is in the term list, but no posting; the file's is in
  /// neither.
  std::string bytes;
  std::size_t term_list_at = 0;
  std::size_t text_at = 0;
  unsigned drafter = 0;          ///< Whose numbers the terms have.
  std::uint32_t term_count = 0;  ///< In the term list.
  std::uint32_t length = 0;      ///< The sum of all wdf.
  std::string twins;             ///< Value of store::slot_twins; empty: none.

  std::string_view postings() const { return std::string_view(bytes).substr(0, term_list_at); }
  std::string_view term_list() const { return std::string_view(bytes).substr(term_list_at, text_at - term_list_at); }
  std::string_view text() const { return std::string_view(bytes).substr(text_at); }
};

/// One of a draft's postings.
struct DraftPosting {
  std::uint32_t term = 0;
  std::uint32_t wdf = 0;
  std::string_view positions;  ///< Varints, see Draft::bytes.
};

/// Takes the first posting off `postings`; there must be one.
DraftPosting take_posting(std::string_view& postings);

/// The term that all paragraphs of a file have.
std::string file_term(std::uint32_t file);

/// The document of a draft in the file of this number. Its terms must be known.
Xapian::Document document_of(const Draft& draft, std::uint32_t file, const KnownTerms& terms);

}  // namespace pilcrow::indexer
