// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 7: a paragraph and what is known of its file → a draft. The terms are those of core/store/schema.h.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <xapian.h>

#include "core/store/file_entry.h"
#include "core/store/paragraph_record.h"
#include "core/text/analyzer.h"
#include "indexer/document_terms.h"
#include "indexer/draft.h"
#include "indexer/glass/term_list.h"
#include "indexer/memory_budget.h"
#include "indexer/vocabulary.h"

namespace pilcrow::indexer {

/// What of a document says where its file stands: what a move changes.
struct PlaceTerms {
  std::vector<std::string> filters;  ///< Extension, names in its path. Sorted, each once.
  std::vector<std::string> name;     ///< Stems of the file's name, as often as they stand there.
};

/// Drafts documents. One for each thread: it owns analysers, a codec and a vocabulary.
class DocumentBuilder {
 public:
  /// `drafter`: the number by which its drafts name it; each drafter of one writer has its own.
  DocumentBuilder(unsigned drafter, store::TextCodec codec, const DraftBudget& budget = {})
      : codec_(std::move(codec)), vocabulary_(drafter, budget.terms), most_text_(budget.text_bytes) {}

  /// DraftBudget::text_bytes.
  std::size_t most_text() const { return most_text_; }

  /// The paragraphs of this entry come next, which stays as it is meanwhile; its number means nothing. `name` is the path
  /// of the file below its root, or the file's own name where the root is the file; see place_name().
  void begin(const store::FileEntry& entry, const std::string& name);

  /// `row` is one of the entry, and `text` its text.
  Draft draft(const store::ParagraphRow& row, std::string_view text);

  /// The terms that drafts since the last call have, and none before. Whoever takes the drafts learns them first.
  TermNews take_news();
  /// Whether it knows as many terms as it may: begin(), behind take_news(), makes it forget them.
  bool is_full() const { return vocabulary_.is_full(); }

  PlaceTerms place_terms(const store::FileEntry& entry, const std::string& name);

 private:
  /// An analyser, and the terms of the words that it remembers.
  struct Words {
    explicit Words(const std::string& language) : analyzer(language) {}
    struct Form {
      std::uint32_t surface = 0;  ///< Its number in the vocabulary plus 1; 0: not known yet.
      std::uint32_t stem = 0;
    };
    text::Analyzer analyzer;
    std::uint32_t epoch = 0;  ///< Of its forms.
    std::vector<Form> forms;  ///< By Token::form.
  };
  /// A term that comes with every paragraph of a file, or of a trail.
  struct Shared {
    std::uint32_t term = 0;
    std::uint32_t wdf = 0;
    std::uint32_t position = 0;  ///< 0: none.
  };

  Words& words(const std::string& language);
  std::uint32_t number(std::string_view prefix, std::string_view word);
  Words::Form form_of(Words& words, const text::Token& token);
  std::uint32_t analyze_heading(std::string_view heading, std::string_view prefix, std::uint32_t first_position,
                                bool ranked, std::vector<Shared>& terms);
  const std::vector<Shared>& heading_terms(std::uint32_t trail);
  void take(const std::vector<Shared>& terms);

  std::map<std::string, Words> words_;
  store::TextCodec codec_;
  Vocabulary vocabulary_;
  std::size_t most_text_;
  bool told_ = true;  ///< All drafts' terms were.
  DocumentTerms terms_;
  glass::TermListWriter term_list_;
  std::string term_;  ///< Buffers that keep their room.
  std::string positions_;
  std::string bytes_;
  // Of the file at hand.
  const store::FileEntry* entry_ = nullptr;
  std::vector<Shared> of_file_;
  std::vector<std::uint32_t> of_languages_;                    ///< By ParagraphRow::language: its term.
  std::vector<std::optional<std::vector<Shared>>> of_trails_;  ///< With the title.
};

/// One for each of so many threads, in the order of their numbers. `dictionary`: of the texts; `memory`: bytes that the
/// run may use.
std::vector<DocumentBuilder> make_builders(std::size_t count, std::string_view dictionary, std::size_t memory);

/// Makes a document of a file that stood at `from` one of the file at `to`.
void move_document(Xapian::Document& document, const PlaceTerms& from, const PlaceTerms& to);

}  // namespace pilcrow::indexer
