// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/path_filter.h"

#include <algorithm>
#include <utility>

#include "core/text/glob.h"
#include "searcher/document_list.h"

namespace pilcrow::searcher {

Result<Xapian::Query> path_filter(const std::vector<store::Snapshot>& snapshots,
                                  const std::vector<std::string>& globs) {
  const std::vector<text::Glob> patterns(globs.begin(), globs.end());
  DocumentsByDatabase all;
  for (const store::Snapshot& snapshot : snapshots) {
    std::vector<Xapian::docid> documents;
    const auto visited = snapshot.each_file([&](store::FileEntry&& entry) {
      const std::string path = store::absolute_path(snapshot.facts(), entry);
      const bool matches = std::any_of(patterns.begin(), patterns.end(),
                                       [&](const text::Glob& glob) { return glob.matches_anywhere(path); });
      if (matches) {
        for (const store::ParagraphRow& row : entry.paragraphs) documents.push_back(row.document);
      }
      return true;
    });
    if (!visited) return tl::unexpected<Error>(visited.error());
    std::sort(documents.begin(), documents.end());
    all[snapshot.database().get_uuid()] = std::move(documents);
  }
  return only(std::move(all));
}

}  // namespace pilcrow::searcher
