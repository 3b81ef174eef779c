// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 7: a paragraph and what is known of its file → a Xapian document. The terms are those of core/store/schema.h.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "core/store/file_entry.h"
#include "core/store/paragraph_record.h"
#include "core/text/analyzer.h"

namespace pilcrow::indexer {

/// What of a document says where its file stands: what a move changes.
struct PlaceTerms {
  std::vector<std::string> filters;  ///< Extension, names in its path, number. Sorted, each once.
  std::vector<std::string> name;     ///< Stems of the file's name, as often as they stand there.
};

/// Builds documents. One for each thread: it owns analysers and a codec.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(store::TextCodec codec) : codec_(std::move(codec)) {}

  /// `row` is one of `entry`, and `text` its text; `places` are the file's place_terms().
  Xapian::Document build(const store::FileEntry& entry, const store::ParagraphRow& row, const std::string& text,
                         const PlaceTerms& places);

  /// `name` is the path of the file below its root, or the file's own name where the root is the file.
  PlaceTerms place_terms(const store::FileEntry& entry, const std::string& name);

 private:
  text::Analyzer& analyzer(const std::string& language);
  std::map<std::string, text::Analyzer> analyzers_;
  store::TextCodec codec_;
};

/// Makes a document of a file that stood at `from` one of the file at `to`.
void move_document(Xapian::Document& document, const PlaceTerms& from, const PlaceTerms& to);

}  // namespace pilcrow::indexer
