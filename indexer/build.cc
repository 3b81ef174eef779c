// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build.h"

#include <algorithm>
#include <string_view>

#include "core/store/paths.h"
#include "core/store/schema.h"
#include "core/text/file_name.h"
#include "core/text/hash.h"
#include "indexer/file_types.h"
#include "indexer/glass/coding.h"

namespace pilcrow::indexer {
namespace {

using text::Token;
using text::TokenKind;

/// Vocabulary::beginning() of what comes behind the term of the twins: no other term begins as it does.
constexpr std::uint64_t after_twins = [] {
  std::uint64_t value = 0;
  for (const char c : store::prefix_twins) value = value << 8 | static_cast<unsigned char>(c);
  return (value + 1) << (8 * (8 - store::prefix_twins.size()));
}();

/// An exporter may name a language of its own with each document, and an analyser is no small thing.
constexpr std::size_t most_analyzers = 200;

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

void DocumentBuilder::begin(const store::FileEntry& entry, const std::string& name) {
  // Not while there are drafts whose terms nobody knows yet.
  if (words_.size() > most_analyzers) words_.clear();
  if (told_ && vocabulary_.renew()) {
    for (auto& [language, words] : words_) words.forms.clear();
    terms_ = DocumentTerms();
  }
  entry_ = &entry;
  const PlaceTerms places = place_terms(entry, name);
  of_file_.clear();
  of_file_.push_back({vocabulary_.number(store::boolean_term(store::prefix_type, mime_type(entry.type))), 0, 0});
  for (const auto& stem : places.name) of_file_.push_back({vocabulary_.number(stem), store::heading_weight, 0});
  for (const auto& filter : places.filters) of_file_.push_back({vocabulary_.number(filter), 0, 0});
  of_trails_.assign(entry.trails.size(), {});
  of_languages_.clear();
  for (const std::string* language = &entry.language;; language = &entry.other_languages[of_languages_.size() - 1]) {
    of_languages_.push_back(vocabulary_.number(store::boolean_term(store::prefix_language, *language)));
    if (of_languages_.size() > entry.other_languages.size()) break;
  }
}

TermNews DocumentBuilder::take_news() {
  told_ = true;
  return vocabulary_.take_news();
}

Draft DocumentBuilder::draft(const store::ParagraphRow& row, std::string_view text) {
  told_ = false;
  const std::string& language = store::language_of(*entry_, row);
  terms_.clear();
  TwinHash twins;
  Words& of_language = words(language);
  of_language.analyzer.analyze(text, [&](const Token& token) {
    twins.add(token);
    const Words::Form form = form_of(of_language, token);
    terms_.add(form.stem, 1);
    if (token.kind == TokenKind::bigram) {
      terms_.add(form.surface, 1);
    } else {
      terms_.add(form.surface, 1, token.position + 1);
    }
  });
  take(heading_terms(row.trail));
  take(of_file_);
  terms_.add(of_languages_[row.language < of_languages_.size() ? row.language : 0], 0);
  // Each word counts twice, with its stem.
  const std::size_t lacking = twins.is_short() ? store::words_of_their_own - twins.words() : 0;
  const std::size_t filler = 2 * (lacking + (row.minor ? store::minor_filler * twins.words() : 0));
  if (filler > 0) terms_.add(vocabulary_.number(store::term_filler), static_cast<std::uint32_t>(filler));
  if (twins.is_short()) {
    twins.add_heading(entry_->title);
    for (const auto& heading : entry_->trails[row.trail]) twins.add_heading(heading);
  }

  Draft draft;
  draft.drafter = vocabulary_.drafter();
  if (!twins.empty()) draft.twins = store::twins_value(twins.value());
  terms_.sort(vocabulary_);
  term_list_.clear();
  std::string& out = bytes_;
  out.clear();
  bool twins_wanted = !twins.empty();
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const DocumentTerms::Term& term = terms_[i];
    if (twins_wanted && vocabulary_.beginning(term.number) >= after_twins) {
      term_list_.add(store::twins_term(draft.twins), 0);
      twins_wanted = false;
    }
    term_list_.add(vocabulary_.term(term.number), term.wdf);
    draft.length += term.wdf;
    glass::append_unsigned(out, term.number);
    glass::append_unsigned(out, term.wdf);
    positions_.clear();
    if (term.position_count > 0) terms_.append_positions(i, positions_);
    glass::append_string(out, positions_);
  }
  if (twins_wanted) term_list_.add(store::twins_term(draft.twins), 0);
  draft.term_count = term_list_.count();
  draft.term_list_at = out.size();
  out += term_list_.entries();
  draft.text_at = out.size();
  codec_.compress(text, out);
  draft.bytes = out;
  return draft;
}

void DocumentBuilder::take(const std::vector<Shared>& terms) {
  for (const Shared& term : terms) {
    if (term.position == 0) {
      terms_.add(term.term, term.wdf);
    } else {
      terms_.add(term.term, term.wdf, term.position);
    }
  }
}

/// Title and headings: their stems weigh more for the ranking, and their words can be asked for by field.
const std::vector<DocumentBuilder::Shared>& DocumentBuilder::heading_terms(std::uint32_t trail) {
  auto& terms = of_trails_[trail];
  if (terms) return *terms;
  terms.emplace();
  const std::vector<std::string>& headings = entry_->trails[trail];
  // In plain text the title often is the outermost heading: it counts once.
  const bool title_is_heading = std::find(headings.begin(), headings.end(), entry_->title) != headings.end();
  analyze_heading(entry_->title, store::prefix_title, 1, !title_is_heading, *terms);
  std::uint32_t position = 1;
  for (const auto& heading : headings) {
    position = analyze_heading(heading, store::prefix_heading, position, true, *terms) + store::heading_gap;
  }
  return *terms;
}

/// Gives the position of its last word.
std::uint32_t DocumentBuilder::analyze_heading(std::string_view heading, std::string_view prefix,
                                               std::uint32_t first_position, bool ranked, std::vector<Shared>& terms) {
  const std::string stem_prefix = std::string(store::prefix_stem).append(prefix);
  std::uint32_t last = first_position;
  words(entry_->language).analyzer.analyze(heading, [&](const Token& token) {
    if (ranked) terms.push_back({number(store::prefix_stem, token.stem), store::heading_weight, 0});
    terms.push_back({number(stem_prefix, token.stem), 0, 0});
    last = first_position + token.position;
    const bool has_place = token.kind != TokenKind::bigram;
    terms.push_back({number(prefix, token.surface), 0, has_place ? last : 0});
  });
  return last;
}

DocumentBuilder::Words& DocumentBuilder::words(const std::string& language) {
  return words_.try_emplace(language, language).first->second;
}

std::uint32_t DocumentBuilder::number(std::string_view prefix, std::string_view word) {
  term_.assign(prefix);
  term_.append(word);
  return vocabulary_.number(term_);
}

/// The numbers of a token's terms, looked up once for each form.
DocumentBuilder::Words::Form DocumentBuilder::form_of(Words& words, const Token& token) {
  const auto look_up = [&] {
    return Words::Form{vocabulary_.number(token.surface) + 1, number(store::prefix_stem, token.stem) + 1};
  };
  if (words.epoch != words.analyzer.forms_epoch()) {
    words.epoch = words.analyzer.forms_epoch();
    words.forms.clear();
  }
  Words::Form form;
  if (token.form == 0) {
    form = look_up();
  } else {
    if (token.form >= words.forms.size()) words.forms.resize(std::max<std::size_t>(token.form + 1U, 1024));
    Words::Form& known = words.forms[token.form];
    if (known.surface == 0) known = look_up();
    form = known;
  }
  return {form.surface - 1, form.stem - 1};
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
  std::sort(filters.begin(), filters.end());
  filters.erase(std::unique(filters.begin(), filters.end()), filters.end());
  words(entry.language).analyzer.analyze(store::name_words(name), [&](const Token& token) {
    terms.name.push_back(std::string(store::prefix_stem).append(token.stem));
  });
  return terms;
}

std::vector<DocumentBuilder> make_builders(std::size_t count, std::string_view dictionary, std::size_t memory) {
  const store::TextCodec codec{dictionary};
  const DraftBudget budget = draft_budget(memory, count);
  std::vector<DocumentBuilder> builders;
  builders.reserve(count);
  for (std::size_t i = 0; i < count; ++i) builders.emplace_back(static_cast<unsigned>(i), codec, budget);
  return builders;
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
