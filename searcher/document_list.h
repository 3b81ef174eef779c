// SPDX-License-Identifier: GPL-3.0-or-later
// Given documents as a query.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <xapian.h>

namespace pilcrow::searcher {

/// Numbers of documents, ascending, by the uuid of their database, since a posting source is told no more of where it
/// is used.
using DocumentsByDatabase = std::map<std::string, std::vector<Xapian::docid>>;

/// A query that matches these, for use as a filter over these databases, alone or combined. It costs what a term with
/// as many postings would, and counts stay exact.
Xapian::Query only(DocumentsByDatabase documents);

}  // namespace pilcrow::searcher
