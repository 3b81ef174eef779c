// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the dates that a document gives of itself is its date.
#pragma once

#include <optional>
#include <string_view>

#include "core/text/day.h"

namespace pilcrow::indexer {

/// Takes the dates of a document as its reader finds them, under the names of front matter and of HTML's metadata. That
/// of the last change counts before "the" date, this before that of publication, this before that of creation: what is
/// looked for by its date is what was said then. Of one kind, the first counts. What is no day is passed over.
class DocumentDate {
 public:
  /// `name` as in "date", "lastmod", "dcterms.modified", in any case; others than those known are passed over.
  void offer(std::string_view name, std::string_view value);
  std::optional<text::Day> day() const { return day_; }

 private:
  std::optional<text::Day> day_;
  int rank_ = 0;  // of day_
};

}  // namespace pilcrow::indexer
