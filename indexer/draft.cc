// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/draft.h"

#include "core/store/paragraph_record.h"
#include "core/store/schema.h"
#include "indexer/glass/coding.h"

namespace pilcrow::indexer {

DraftPosting take_posting(std::string_view& postings) {
  const char* at = postings.data();
  DraftPosting posting;
  posting.term = static_cast<std::uint32_t>(glass::read_unsigned(at));
  posting.wdf = static_cast<std::uint32_t>(glass::read_unsigned(at));
  const auto size = static_cast<std::size_t>(glass::read_unsigned(at));
  posting.positions = std::string_view(at, size);
  postings.remove_prefix(static_cast<std::size_t>(at - postings.data()) + size);
  return posting;
}

std::string file_term(std::uint32_t file) {
  return store::boolean_term(store::prefix_file, std::to_string(file));
}

Xapian::Document document_of(const Draft& draft, std::uint32_t file, const KnownTerms& terms) {
  Xapian::Document document;
  std::string term;
  for (std::string_view rest = draft.postings(); !rest.empty();) {
    const DraftPosting posting = take_posting(rest);
    term = terms.term(draft.drafter, posting.term);
    document.add_term(term, posting.wdf);
    Xapian::termpos position = 0;
    for (const char* at = posting.positions.data(); at != posting.positions.data() + posting.positions.size();) {
      position += static_cast<Xapian::termpos>(glass::read_unsigned(at));
      document.add_posting(term, position, 0);
    }
  }
  document.add_boolean_term(file_term(file));
  document.add_value(store::slot_file, store::file_value(file));
  if (!draft.twins.empty()) {
    document.add_value(store::slot_twins, draft.twins);
    document.add_boolean_term(store::twins_term(draft.twins));
  }
  document.set_data(store::record_head(file).append(draft.text()));
  return document;
}

}  // namespace pilcrow::indexer
