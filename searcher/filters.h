// SPDX-License-Identifier: GPL-3.0-or-later
// Filters: the options that keep some paragraphs, as queries of the language, and what passes those that look at files.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "pilcrow/error.h"
#include "pilcrow/search.h"
#include "searcher/files.h"
#include "searcher/match.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// An option that keeps some paragraphs. Of several values one must match.
struct OptionFilter {
  std::string name;
  std::vector<Clause> values;  ///< All of one field.
};

/// Those that are set. invalid_argument where SearchOptions::since is no day.
Result<std::vector<OptionFilter>> option_filters(const SearchOptions& options);

/// The values as one query.
Query query_of(const OptionFilter& filter);

/// Whether a filter is by path, root or date; of a query, whether one in it is.
bool looks_at_files(const OptionFilter& filter);
bool looks_at_files(const Query& query);

/// The files of one state of the indexes, and what passed the filters of the last searches: they tend to be the same
/// again.
class KnownFiles {
 public:
  explicit KnownFiles(Files files) : files_(std::move(files)) {}

  const Files& files() const { return files_; }

  /// The paragraphs of the files that pass one of some filters, all by path, all by root or all by date. `matcher` is one
  /// of the same state. Throws Xapian's exceptions.
  Xapian::Query passing(const std::vector<Clause>& filters, const Matcher& matcher);

 private:
  FileNumbers numbers_of(const std::vector<Clause>& filters) const;
  Files files_;
  std::map<std::vector<std::string>, Xapian::Query> known_;
};

}  // namespace pilcrow::searcher
