// SPDX-License-Identifier: GPL-3.0-or-later
// Document numbers → texts and hits with their sources, for all stages behind the match.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/store/paths.h"
#include "core/store/snapshot.h"
#include "pilcrow/search.h"
#include "searcher/match.h"

namespace pilcrow::searcher {

/// What orders hits of equal score.
struct SourceOrder {
  std::string path;
  std::size_t paragraph = 0;
  bool operator<(const SourceOrder& other) const {
    const auto paths = store::compare_paths(path, other.path);
    return paths != 0 ? paths < 0 : paragraph < other.paragraph;
  }
};

/// A paragraph as the index holds it. The pointers live as long as the loader.
struct LoadedParagraph {
  Place place;
  const store::FileEntry* entry = nullptr;  ///< Without trails and paragraphs.
  const std::string* path = nullptr;        ///< Absolute.
  std::size_t number = 0;                   ///< Of its row in its file, from 0.
  store::ParagraphRow row;
  std::vector<std::string> headings;
  std::string text;
  std::string words;  ///< Value of store::slot_twins.

  const std::string& language() const { return store::language_of(*entry, row); }
};

/// Loads paragraphs and hits, each paragraph and each file's entry once, of a file the rows that are looked for. Throws Xapian's exceptions.
class HitLoader {
 public:
  explicit HitLoader(const std::vector<store::Snapshot>& snapshots) : snapshots_(snapshots) {}

  /// `file`: the number of the file that the paragraph belongs to. Costs a look-up, and for the first paragraph of a
  /// file the reading of its entry.
  Result<SourceOrder> source_order(Place place, std::uint32_t file);

  /// These paragraphs of one file, given by ascending numbers, in source order.
  Result<std::vector<Xapian::docid>> in_source_order(std::size_t database, std::uint32_t file,
                                                     const std::vector<Xapian::docid>& documents);

  /// The same as source_order() in the form that is shown.
  Result<OtherPlace> place(Place place, std::uint32_t file);

  Result<const LoadedParagraph*> paragraph(Place place);

  /// All rows of the file of a paragraph.
  Result<std::vector<store::ParagraphRow>> rows(const LoadedParagraph& paragraph);

  /// All of a hit but rank, score, highlights and what a search adds. Looks at the file.
  Hit hit(const LoadedParagraph& paragraph) const;

  /// The pages of a paragraph, that at `offset` of its text cited.
  std::optional<PageRange> pages(const LoadedParagraph& paragraph, std::size_t offset) const {
    return store::pages_of(*paragraph.entry, paragraph.row, offset);
  }

  /// Paragraphs of one file, in its order, as neighbours of a hit. Cost: looks at the rows before the last of them.
  std::vector<Neighbor> neighbors(const std::vector<const LoadedParagraph*>& paragraphs) const;

 private:
  struct File {
    store::StoredFile stored;
    std::string path;
  };
  Result<File*> file(std::size_t database, std::uint32_t number);
  Result<store::StoredFile::Found> row(File& file, Place place) const;
  std::vector<std::string> citations(const std::vector<const LoadedParagraph*>& paragraphs) const;

  const std::vector<store::Snapshot>& snapshots_;
  std::map<std::pair<std::size_t, std::uint32_t>, File> files_;
  std::map<std::pair<std::size_t, Xapian::docid>, LoadedParagraph> paragraphs_;
};

/// By a stat of the file. Gone it is only if the root under which it stood is there: else the share is away.
Freshness freshness(const std::string& path, const std::string& root, const store::FileEntry& entry);

}  // namespace pilcrow::searcher
