// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/load.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <unordered_map>

#include "core/store/citation.h"
#include "core/store/paths.h"
#include "core/store/schema.h"

namespace pilcrow::searcher {
namespace {

tl::unexpected<Error> damaged(const store::Snapshot& snapshot, const std::string& what) {
  return failure(ErrorCode::index_corrupt, "the index '" + snapshot.facts().folder.string() + "' is damaged: " + what +
                                               "; rebuild it with 'pilcrow-index --rebuild'");
}

bool by_document(const store::ParagraphRow& one, const store::ParagraphRow& other) {
  return one.document < other.document;
}

/// Which of the paragraphs with the same content each of these is, from 1. `rows` ascend.
std::vector<std::uint32_t> ordinals_among_equals(const store::FileEntry& entry, const std::vector<std::size_t>& rows) {
  std::unordered_map<std::uint64_t, std::uint32_t> counts;
  for (const std::size_t row : rows) counts.emplace(entry.paragraphs[row].content, 0);
  std::vector<std::uint32_t> ordinals;
  for (std::size_t row = 0; ordinals.size() < rows.size(); ++row) {
    const auto count = counts.find(entry.paragraphs[row].content);
    if (count == counts.end()) continue;
    ++count->second;
    if (row == rows[ordinals.size()]) ordinals.push_back(count->second);
  }
  return ordinals;
}

}  // namespace

Result<const HitLoader::File*> HitLoader::file(std::size_t database, std::uint32_t number) {
  const auto known = files_.find({database, number});
  if (known != files_.end()) return &known->second;
  const store::Snapshot& snapshot = snapshots_[database];
  auto entry = snapshot.file(number);
  if (!entry) return tl::unexpected<Error>(std::move(entry.error()));
  if (entry->root >= snapshot.facts().settings.roots.size()) return damaged(snapshot, "a file's root is unknown");
  File file{std::move(*entry), {}, true};
  file.path = store::absolute_path(snapshot.facts(), file.entry);
  const auto& rows = file.entry.paragraphs;
  file.ascending = std::is_sorted(rows.begin(), rows.end(), by_document);
  return &files_.emplace(std::pair(database, number), std::move(file)).first->second;
}

Result<std::size_t> HitLoader::row(const File& file, Place place) const {
  const auto& rows = file.entry.paragraphs;
  store::ParagraphRow wanted;
  wanted.document = place.document;
  const auto found = file.ascending ? std::lower_bound(rows.begin(), rows.end(), wanted, by_document)
                                    : std::find_if(rows.begin(), rows.end(), [&](const store::ParagraphRow& row) {
                                        return row.document == place.document;
                                      });
  if (found == rows.end() || found->document != place.document) {
    return damaged(snapshots_[place.database], "a paragraph is not in its file's table");
  }
  return static_cast<std::size_t>(found - rows.begin());
}

Result<SourceOrder> HitLoader::source_order(Place place, std::uint32_t number) {
  const auto found = file(place.database, number);
  if (!found) return tl::unexpected<Error>(found.error());
  const auto at = row(**found, place);
  if (!at) return tl::unexpected<Error>(at.error());
  return SourceOrder{(*found)->path, *at};
}

Result<std::vector<Xapian::docid>> HitLoader::in_source_order(std::size_t database, std::uint32_t number,
                                                              const std::vector<Xapian::docid>& documents) {
  const auto found = file(database, number);
  if (!found) return tl::unexpected<Error>(found.error());
  std::vector<Xapian::docid> ordered;
  for (const store::ParagraphRow& row : (*found)->entry.paragraphs) {
    if (std::binary_search(documents.begin(), documents.end(), row.document)) ordered.push_back(row.document);
  }
  if (ordered.size() != documents.size())
    return damaged(snapshots_[database], "a paragraph is not in its file's table");
  return ordered;
}

Result<OtherPlace> HitLoader::place(Place place, std::uint32_t number) {
  const auto found = file(place.database, number);
  if (!found) return tl::unexpected<Error>(found.error());
  const auto at = row(**found, place);
  if (!at) return tl::unexpected<Error>(at.error());
  const store::FileEntry& entry = (*found)->entry;
  return OtherPlace{(*found)->path,
                    snapshots_[place.database].facts().settings.roots[entry.root].path,
                    static_cast<std::uint32_t>(*at + 1),
                    entry.paragraphs[*at].lines,
                    true,
                    store::pages_of(entry, entry.paragraphs[*at]),
                    entry.type};
}

Result<const LoadedParagraph*> HitLoader::paragraph(Place place) {
  const auto known = paragraphs_.find({place.database, place.document});
  if (known != paragraphs_.end()) return &known->second;
  const store::Snapshot& snapshot = snapshots_[place.database];
  const Xapian::Document document = snapshot.database().get_document(place.document);
  auto record = snapshot.record(document);
  if (!record) return tl::unexpected<Error>(std::move(record.error()));
  const auto found = file(place.database, record->file);
  if (!found) return tl::unexpected<Error>(found.error());
  const store::FileEntry& entry = (*found)->entry;
  const auto at = row(**found, place);
  if (!at) return tl::unexpected<Error>(at.error());
  if (entry.paragraphs[*at].trail >= entry.trails.size()) {
    return damaged(snapshot, "a paragraph's heading trail is unknown");
  }
  LoadedParagraph loaded{
      place, &entry, &(*found)->path, *at, std::move(record->text), document.get_value(store::slot_twins)};
  return &paragraphs_.emplace(std::pair(place.database, place.document), std::move(loaded)).first->second;
}

Hit HitLoader::hit(const LoadedParagraph& paragraph) const {
  const store::IndexFacts& facts = snapshots_[paragraph.place.database].facts();
  const store::FileEntry& entry = *paragraph.entry;
  const store::ParagraphRow& row = entry.paragraphs[paragraph.row];
  Hit hit;
  hit.path = *paragraph.path;
  hit.root = facts.settings.roots[entry.root].path;
  hit.title = entry.title;
  hit.headings = paragraph.headings();
  hit.paragraph = static_cast<std::uint32_t>(paragraph.row + 1);
  hit.lines = row.lines;
  hit.bytes = row.bytes;
  hit.bytes_of_extracted = entry.bytes_of_extracted;
  hit.page = store::pages_of(entry, row);
  hit.encoding = entry.encoding;
  hit.language = paragraph.language();
  hit.type = entry.type;
  hit.date = text::format(store::day_of(entry));
  hit.text = paragraph.text;
  hit.freshness = freshness(store::file_path(facts, entry), hit.root, entry);
  hit.citation = citations({&paragraph}).front();
  hit.meta = entry.meta;
  return hit;
}

std::vector<Neighbor> HitLoader::neighbors(const std::vector<const LoadedParagraph*>& paragraphs) const {
  std::vector<std::string> cited = citations(paragraphs);
  std::vector<Neighbor> neighbors;
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    const LoadedParagraph& paragraph = *paragraphs[i];
    const store::ParagraphRow& row = paragraph.entry->paragraphs[paragraph.row];
    Neighbor neighbor;
    neighbor.paragraph = static_cast<std::uint32_t>(paragraph.row + 1);
    neighbor.headings = paragraph.headings();
    neighbor.lines = row.lines;
    neighbor.bytes = row.bytes;
    neighbor.page = store::pages_of(*paragraph.entry, row);
    neighbor.text = paragraph.text;
    neighbor.citation = std::move(cited[i]);
    neighbors.push_back(std::move(neighbor));
  }
  return neighbors;
}

std::vector<std::string> HitLoader::citations(const std::vector<const LoadedParagraph*>& paragraphs) const {
  if (paragraphs.empty()) return {};
  const LoadedParagraph& first = *paragraphs.front();
  std::vector<std::size_t> rows;
  rows.reserve(paragraphs.size());
  for (const LoadedParagraph* paragraph : paragraphs) rows.push_back(paragraph->row);
  const std::vector<std::uint32_t> ordinals = ordinals_among_equals(*first.entry, rows);
  std::vector<std::string> citations;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    citations.push_back(store::format_citation(snapshots_[first.place.database].facts().settings.index_id, *first.path,
                                               first.entry->paragraphs[rows[i]].content, ordinals[i]));
  }
  return citations;
}

Freshness freshness(const std::string& path, const std::string& root, const store::FileEntry& entry) {
  if (root == handed_over_root) return Freshness::unknown;  // whoever handed it over would know
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    const bool same = S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) == entry.size &&
                      store::mtime_ns(status) == entry.mtime_ns;
    return same ? Freshness::current : Freshness::modified;
  }
  if (errno != ENOENT && errno != ENOTDIR) return Freshness::unknown;
  const bool root_is_file = entry.path.empty();
  return root_is_file || ::stat(root.c_str(), &status) == 0 ? Freshness::missing : Freshness::unknown;
}

}  // namespace pilcrow::searcher
