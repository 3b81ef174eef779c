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

/// Builds documents. One for each thread: it owns analysers and a codec.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(store::TextCodec codec) : codec_(std::move(codec)) {}

  /// `entry` gives number, title, language and type; `headings` is the paragraph's trail, `places` the file's
  /// place_terms().
  Xapian::Document build(const store::FileEntry& entry, const std::vector<std::string>& headings,
                         const std::string& text, const std::vector<std::string>& places);

 private:
  text::Analyzer& analyzer(const std::string& language);
  std::map<std::string, text::Analyzer> analyzers_;
  store::TextCodec codec_;
};

/// The boolean terms that say where a file stands: extension, names in its path, number. What a move changes.
/// `name` is the path below the root, or the file's own name where the root is the file.
std::vector<std::string> place_terms(const std::string& name, std::uint32_t number);

}  // namespace pilcrow::indexer
