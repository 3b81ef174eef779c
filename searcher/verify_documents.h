// SPDX-License-Identifier: GPL-3.0-or-later
// The documents that claims are held against, each as it is now, as far as anybody can tell: as it was indexed, or, where
// its file has changed since, as it is read again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/store/citation.h"
#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "pilcrow/verify.h"
#include "searcher/verify_wording.h"

namespace pilcrow::searcher {

/// Which document of which index. Those of one file follow each other.
struct DocumentKey {
  std::uint32_t database = 0;
  std::uint32_t file = 0;    ///< Number of the entry of the file that holds it; its own where it is the file.
  std::uint32_t number = 0;  ///< Of its own entry.
  auto operator<=>(const DocumentKey&) const = default;
};

/// The digits of a citation's content hash as a number: the upper 48 bits of a paragraph's.
std::uint64_t cited_content(const store::Citation& citation);
inline std::uint64_t content_digits(std::uint64_t content) {
  return content >> 16;
}

/// Equal contents of a document, in its order: what citations count.
class ContentTable {
 public:
  void add(std::uint64_t content) { sorted_.emplace_back(content, static_cast<std::uint32_t>(sorted_.size())); }
  void finish();
  /// The paragraphs whose hash begins so, in order.
  std::vector<std::uint32_t> find(std::uint64_t digits) const;
  std::uint32_t ordinal(std::uint64_t content, std::uint32_t paragraph) const;

 private:
  std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted_;
};

/// One document. Not thread-safe; throws Xapian's exceptions where texts are read.
class CheckedDocument {
 public:
  struct Paragraph {
    LineRange lines;
    ByteRange bytes;
    std::optional<PageRange> page;
    std::vector<std::string> headings;
    std::uint64_t content = 0;
    std::uint32_t document = 0;       ///< Xapian's number; 0 where it was read from the file.
    std::optional<std::string> text;  ///< Once somebody wanted it.
  };

  DocumentKey key;
  std::string path;
  std::string root;
  std::string language;
  Freshness freshness = Freshness::unknown;
  bool from_file = false;
  std::string trouble;                ///< Why it could not be read again, though it should have been.
  std::vector<Paragraph> paragraphs;  ///< As they stand; none of a file that is gone, or that nobody can read.
  ContentTable contents;              ///< Of these.
  /// Where what stands is not what was indexed: what was.
  std::vector<Paragraph> before;
  ContentTable contents_before;

  /// Every text, comparable, with a space between.
  struct Wording {
    std::string text;
    std::vector<std::size_t> begins;  ///< Of each paragraph in it.
    std::size_t paragraph_at(std::size_t offset) const;
    std::string_view of(std::size_t paragraph) const;
  };

 private:
  friend class Documents;
  std::optional<Wording> wording_;
  std::optional<std::vector<std::uint64_t>> words_;  ///< Hash and paragraph of each, sorted, each once.
  std::size_t size_ = 0;                             ///< Bytes of texts, about.
};

/// All documents of the indexes by path, and those looked at last in memory.
class Documents {
 public:
  Documents(const std::vector<store::Snapshot>& snapshots, const ReadFile& read_file)
      : snapshots_(snapshots), read_file_(read_file) {}

  /// Reads the heads of all entries. `names`: paths, or ends of paths, to look for.
  Result<void> list(const std::vector<std::string_view>& names);
  std::vector<DocumentKey> with_path_hash(std::uint32_t database, std::string_view digits) const;
  std::vector<DocumentKey> at_path(std::string_view path) const;
  /// Of one of the `names`; none where it is the end of several paths.
  std::optional<DocumentKey> named(std::string_view name) const;
  bool is_ambiguous(std::string_view name) const;

  /// For each of these contents the places in the indexes, in the order of their paths; at most most_elsewhere. Cost:
  /// reads all entries.
  struct Elsewhere {
    std::string path;
    DocumentKey document;
  };
  static constexpr std::size_t most_elsewhere = 8;
  Result<std::map<std::uint64_t, std::vector<Elsewhere>>> places_of(const std::vector<std::uint64_t>& contents,
                                                                    const std::function<bool()>& cancelled) const;

  /// Valid until the next call.
  Result<CheckedDocument*> get(const DocumentKey& key);

  Result<const std::string*> text(CheckedDocument& document, CheckedDocument::Paragraph& paragraph) const;
  Result<const CheckedDocument::Wording*> wording(CheckedDocument& document) const;
  /// Those with the most of these words, the one with most first; at most `most`.
  Result<std::vector<std::size_t>> likest(CheckedDocument& document, const std::vector<std::uint32_t>& words,
                                          std::size_t most, Effort& effort) const;
  std::string citation(const CheckedDocument& document, std::size_t paragraph) const;

 private:
  struct Listed {
    std::uint32_t path_hash = 0;  ///< The upper half: what citations tell.
    DocumentKey key;
  };
  Result<CheckedDocument> read(const DocumentKey& key);
  void read_again(const std::string& file, const Root& root, CheckedDocument& document);

  const std::vector<store::Snapshot>& snapshots_;
  const ReadFile& read_file_;
  std::vector<Listed> listed_;
  std::map<std::string, std::pair<std::vector<DocumentKey>, bool>, std::less<>> named_;
  std::list<CheckedDocument> held_;  ///< The one asked for last first.
  std::string read_path_;            ///< The file that was read last, and what it held.
  Result<std::vector<DocumentText>> read_texts_;
};

}  // namespace pilcrow::searcher
