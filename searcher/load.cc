// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/load.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/store/citation.h"
#include "core/store/paths.h"
#include "core/store/schema.h"

namespace pilcrow::searcher {
namespace {

tl::unexpected<Error> damaged(const store::Snapshot& snapshot, const std::string& what) {
  return failure(ErrorCode::index_corrupt, "the index '" + snapshot.facts().folder.string() + "' is damaged: " + what +
                                               "; rebuild it with 'pilcrow-index --rebuild'");
}

}  // namespace

Result<HitLoader::File*> HitLoader::file(std::size_t database, std::uint32_t number) {
  const auto known = files_.find({database, number});
  if (known != files_.end()) return &known->second;
  const store::Snapshot& snapshot = snapshots_[database];
  auto stored = snapshot.stored_file(number);
  if (!stored) return tl::unexpected<Error>(std::move(stored.error()));
  if (stored->entry().root >= snapshot.facts().settings.roots.size()) {
    return damaged(snapshot, "a file's root is unknown");
  }
  std::string path = store::absolute_path(snapshot.facts(), stored->entry());
  File file{std::move(*stored), std::move(path)};
  return &files_.emplace(std::pair(database, number), std::move(file)).first->second;
}

Result<store::StoredFile::Found> HitLoader::row(File& file, Place place) const {
  auto found = file.stored.find(place.document);
  if (!found) return damaged(snapshots_[place.database], "a paragraph is not in its file's table");
  return std::move(*found);
}

Result<SourceOrder> HitLoader::source_order(Place place, std::uint32_t number) {
  const auto found = file(place.database, number);
  if (!found) return tl::unexpected<Error>(found.error());
  const auto at = row(**found, place);
  if (!at) return tl::unexpected<Error>(at.error());
  return SourceOrder{(*found)->path, at->number};
}

Result<std::vector<Xapian::docid>> HitLoader::in_source_order(std::size_t database, std::uint32_t number,
                                                              const std::vector<Xapian::docid>& documents) {
  const auto found = file(database, number);
  if (!found) return tl::unexpected<Error>(found.error());
  const auto rows = (*found)->stored.rows();
  if (!rows) return damaged(snapshots_[database], rows.error().message);
  std::vector<Xapian::docid> ordered;
  for (const store::ParagraphRow& row : *rows) {
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
  const store::FileEntry& entry = (*found)->stored.entry();
  return OtherPlace{(*found)->path,
                    snapshots_[place.database].facts().settings.roots[entry.root].path,
                    static_cast<std::uint32_t>(at->number + 1),
                    at->row.lines,
                    true,
                    store::pages_of(entry, at->row),
                    entry.type};
}

Result<const LoadedParagraph*> HitLoader::paragraph(Place place) {
  const auto known = paragraphs_.find({place.database, place.document});
  if (known != paragraphs_.end()) return &known->second;
  const store::Snapshot& snapshot = snapshots_[place.database];
  auto record = snapshot.record(place.document);
  if (!record) return tl::unexpected<Error>(std::move(record.error()));
  const auto found = file(place.database, record->file);
  if (!found) return tl::unexpected<Error>(found.error());
  auto at = row(**found, place);
  if (!at) return tl::unexpected<Error>(at.error());
  const store::StoredFile& stored = (*found)->stored;
  auto trail = stored.trail(at->row.trail);
  if (!trail) return damaged(snapshot, "a paragraph's heading trail is unknown");
  LoadedParagraph loaded{place,
                         &stored.entry(),
                         &(*found)->path,
                         at->number,
                         std::move(at->row),
                         std::move(*trail),
                         std::move(record->text),
                         snapshot.value(store::slot_twins, place.document)};
  return &paragraphs_.emplace(std::pair(place.database, place.document), std::move(loaded)).first->second;
}

Result<std::vector<store::ParagraphRow>> HitLoader::rows(const LoadedParagraph& paragraph) {
  const std::size_t database = paragraph.place.database;
  const auto found = file(database, paragraph.entry->number);
  if (!found) return tl::unexpected<Error>(found.error());
  auto rows = (*found)->stored.rows();
  if (!rows) return damaged(snapshots_[database], rows.error().message);
  return rows;
}

Hit HitLoader::hit(const LoadedParagraph& paragraph) const {
  const store::IndexFacts& facts = snapshots_[paragraph.place.database].facts();
  const store::FileEntry& entry = *paragraph.entry;
  const store::ParagraphRow& row = paragraph.row;
  Hit hit;
  hit.path = *paragraph.path;
  hit.root = facts.settings.roots[entry.root].path;
  hit.title = entry.title;
  hit.headings = paragraph.headings;
  hit.paragraph = static_cast<std::uint32_t>(paragraph.number + 1);
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
    const store::ParagraphRow& row = paragraph.row;
    Neighbor neighbor;
    neighbor.paragraph = static_cast<std::uint32_t>(paragraph.number + 1);
    neighbor.headings = paragraph.headings;
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
  std::vector<std::size_t> numbers;
  numbers.reserve(paragraphs.size());
  for (const LoadedParagraph* paragraph : paragraphs) numbers.push_back(paragraph->number);
  const File& file = files_.at({first.place.database, first.entry->number});
  const std::vector<std::uint32_t> ordinals = file.stored.ordinals(numbers);
  std::vector<std::string> citations;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    citations.push_back(store::format_citation(snapshots_[first.place.database].facts().settings.index_id, *first.path,
                                               paragraphs[i]->row.content, ordinals[i]));
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
