// SPDX-License-Identifier: GPL-3.0-or-later
// Queries as Xapian 1.4 can run them.
//
// Where a term stands in every document of a database and ranks nothing there, Xapian 1.4.22 reads the list of all
// documents in its place, but goes on under the term's name. Once documents were removed, so that numbers are missing,
// and the list has more than one chunk (a thousand documents or so), it takes its own index for damaged. A filter by
// language in an index of one language is such a term.
#pragma once

#include <vector>

#include <xapian.h>

namespace pilcrow::searcher {

/// `query`, for these databases alone or combined, with postings that are read one by one in place of such terms.
/// `ranks`: its weights count. Parts of scaled queries are left as they are where they rank: nobody can look into these,
/// so a filter must not stand in one. Cost: looks up each term that does not rank, in databases with missing numbers.
Xapian::Query readable(const Xapian::Query& query, const std::vector<Xapian::Database>& databases, bool ranks);

}  // namespace pilcrow::searcher
