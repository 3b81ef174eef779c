// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 7: a paragraph and what is known of its file → a Xapian document. The terms are those of core/store/schema.h.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
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

  /// `entry` gives number, path, title, language and type; `headings` is the paragraph's trail.
  Xapian::Document build(const store::FileEntry& entry, const std::vector<std::string>& headings,
                         const std::string& text);

 private:
  text::Analyzer& analyzer(const std::string& language);
  std::map<std::string, text::Analyzer> analyzers_;
  store::TextCodec codec_;
};

/// The boolean terms that say where a paragraph stands: extension, path parts, file number. What a move changes.
std::vector<std::string> place_terms(const store::FileEntry& entry, const std::string& root_path);

}  // namespace pilcrow::indexer
