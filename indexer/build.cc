// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build.h"

#include <algorithm>
#include <string_view>

#include "core/store/paths.h"
#include "core/store/schema.h"
#include "core/text/file_name.h"
#include "core/text/hash.h"
#include "indexer/file_types.h"

namespace pilcrow::indexer {
namespace {

using text::Token;
using text::TokenKind;

/// `prefix` + `word` in a buffer that keeps its room.
const std::string& join(std::string& buffer, std::string_view prefix, std::string_view word) {
  buffer.assign(prefix);
  buffer.append(word);
  return buffer;
}

/// A title or a heading: its stems weigh more for the ranking, and its words can be asked for by field.
std::uint32_t add_heading(Xapian::Document& document, text::Analyzer& analyzer, std::string_view heading,
                          std::string_view prefix, std::uint32_t first_position, bool ranked) {
  const std::string stem_prefix = std::string(store::prefix_stem).append(prefix);
  std::string term;
  std::uint32_t last = first_position;
  analyzer.analyze(heading, [&](const Token& token) {
    if (ranked) document.add_term(join(term, store::prefix_stem, token.stem), store::heading_weight);
    document.add_term(join(term, stem_prefix, token.stem), 0);
    last = first_position + token.position;
    join(term, prefix, token.surface);
    if (token.kind == TokenKind::bigram) {
      document.add_term(term, 0);
    } else {
      document.add_posting(term, last, 0);
    }
  });
  return last;
}

/// What paragraphs of the same words have in common: a hash of their folded words in order. Compounds and bigrams are
/// made of these and say no more. Stems have no part in it, so that the language has none (but that it folds).
class TwinHash {
 public:
  void add(const Token& token) {
    switch (token.kind) {
      case TokenKind::word:
      case TokenKind::part:
      case TokenKind::ideograph:
        hash_ = text::hash64(token.surface, hash_);
        ++words_;
        break;
      case TokenKind::compound:
      case TokenKind::bigram:
        break;
    }
  }
  /// "Default: 10" says nothing without what it stands under.
  bool is_short() const { return words_ < store::words_of_their_own; }
  void add_heading(std::string_view heading) { hash_ = text::hash64(heading, hash_); }

  std::size_t words() const { return words_; }
  bool empty() const { return words_ == 0; }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0;
  std::size_t words_ = 0;
};

}  // namespace

Xapian::Document DocumentBuilder::build(const store::FileEntry& entry, const store::ParagraphRow& row,
                                        const std::string& text, const PlaceTerms& places) {
  Xapian::Document document;
  const std::string& language = store::language_of(entry, row);
  const std::vector<std::string>& headings = entry.trails[row.trail];
  std::string term;
  TwinHash twins;
  analyzer(language).analyze(text, [&](const Token& token) {
    twins.add(token);
    document.add_term(join(term, store::prefix_stem, token.stem), 1);
    term.assign(token.surface);
    if (token.kind == TokenKind::bigram) {
      document.add_term(term, 1);
    } else {
      document.add_posting(term, token.position + 1, 1);
    }
  });

  text::Analyzer& of_file = analyzer(entry.language);
  // In plain text the title often is the outermost heading: it counts once.
  const bool title_is_heading = std::find(headings.begin(), headings.end(), entry.title) != headings.end();
  add_heading(document, of_file, entry.title, store::prefix_title, 1, !title_is_heading);
  std::uint32_t position = 1;
  for (const auto& heading : headings) {
    position = add_heading(document, of_file, heading, store::prefix_heading, position, true) + store::heading_gap;
  }

  document.add_boolean_term(store::boolean_term(store::prefix_language, language));
  document.add_boolean_term(store::boolean_term(store::prefix_type, mime_type(entry.type)));
  for (const auto& stem : places.name) document.add_term(stem, store::heading_weight);
  for (const auto& filter : places.filters) document.add_boolean_term(filter);
  document.add_value(store::slot_file, store::file_value(entry.number));
  // Each word counts twice, with its stem.
  const std::size_t lacking = twins.is_short() ? store::words_of_their_own - twins.words() : 0;
  const std::size_t filler = 2 * (lacking + (row.minor ? store::minor_filler * twins.words() : 0));
  if (filler > 0) document.add_term(std::string(store::term_filler), static_cast<Xapian::termcount>(filler));
  if (twins.is_short()) {
    twins.add_heading(entry.title);
    for (const auto& heading : headings) twins.add_heading(heading);
  }
  if (!twins.empty()) {
    const std::string value = store::twins_value(twins.value());
    document.add_value(store::slot_twins, value);
    document.add_boolean_term(store::twins_term(value));
  }
  document.set_data(codec_.encode({entry.number, text}));
  return document;
}

text::Analyzer& DocumentBuilder::analyzer(const std::string& language) {
  return analyzers_.try_emplace(language, language).first->second;
}

PlaceTerms DocumentBuilder::place_terms(const store::FileEntry& entry, const std::string& name) {
  PlaceTerms terms;
  auto& filters = terms.filters;
  const auto add_parts = [&](std::string_view path, bool inside) {
    while (!path.empty()) {
      const std::size_t end = std::min(path.find('/'), path.size());
      std::string_view part = path.substr(0, end);
      // What holds other documents is called so inside, too: "b.zip!/c.md".
      if (inside && end < path.size() && part.ends_with('!')) part.remove_suffix(1);
      if (!part.empty()) filters.push_back(store::boolean_term(store::prefix_path_part, part));
      path.remove_prefix(std::min(end + 1, path.size()));
    }
  };
  const std::size_t outer = name.size() - (entry.member.empty() ? 0 : entry.member.size() + 2);
  add_parts(std::string_view(name).substr(0, outer), false);
  add_parts(entry.member, true);
  filters.push_back(store::boolean_term(store::prefix_extension, text::extension_of(name)));
  filters.push_back(store::boolean_term(store::prefix_file, std::to_string(entry.number)));
  std::sort(filters.begin(), filters.end());
  filters.erase(std::unique(filters.begin(), filters.end()), filters.end());
  analyzer(entry.language).analyze(store::name_words(name), [&](const Token& token) {
    terms.name.push_back(std::string(store::prefix_stem).append(token.stem));
  });
  return terms;
}

void move_document(Xapian::Document& document, const PlaceTerms& from, const PlaceTerms& to) {
  for (const auto& filter : from.filters) document.remove_term(filter);
  for (const auto& filter : to.filters) document.add_boolean_term(filter);
  if (from.name == to.name) return;
  // Xapian takes no single occurrences from a term without positions.
  for (const auto& stem : from.name) {
    auto term = document.termlist_begin();
    term.skip_to(stem);
    if (term == document.termlist_end() || *term != stem || term.get_wdf() < store::heading_weight) continue;
    const Xapian::termcount left = term.get_wdf() - store::heading_weight;
    document.remove_term(stem);
    if (left > 0) document.add_term(stem, left);
  }
  for (const auto& stem : to.name) document.add_term(stem, store::heading_weight);
}

}  // namespace pilcrow::indexer
