// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/expand.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "core/store/schema.h"
#include "core/text/language.h"
#include "core/text/utf8.h"
#include "searcher/compile.h"
#include "searcher/spelling.h"

namespace pilcrow::searcher {
namespace {

constexpr std::size_t most_forms = 64;
/// Letters at the end of a stem that a stemmer may have changed: "happi" of "happy".
constexpr std::size_t changed_letters = 2;
/// Bytes that one form of a word may have more than another.
constexpr std::size_t longest_ending = 12;

std::vector<std::string_view> prefixes_of(Field field) {
  if (field == Field::title) return {store::prefix_title};
  if (field == Field::heading) return {store::prefix_heading};
  return {"", store::prefix_title, store::prefix_heading};
}

/// What the Arabic stemmer takes off nouns at their beginning.
constexpr std::array<std::string_view, 12> arabic_prefixes = {"",   "ال", "وال", "بال", "كال", "فال",
                                                              "لل", "و",  "ف",   "ب",   "ك",   "ل"};

/// What all words of a stem begin with, as far as the stem tells.
std::string beginning_of_forms(std::string_view word, const std::string& stem) {
  std::vector<std::size_t> ends{0};
  while (ends.back() < stem.size()) ends.push_back(ends.back() + text::code_point_at(stem, ends.back()).size);
  const std::size_t letters = ends.size() - 1;
  const std::size_t kept =
      letters > 2 * changed_letters ? letters - changed_letters : std::min(letters, changed_letters);
  std::size_t shared = 0;
  for (std::size_t i = 1; i <= kept && word.compare(0, ends[i], stem, 0, ends[i]) == 0; ++i) shared = ends[i];
  return stem.substr(0, shared);
}

/// The same in a language; several where its stemmer takes something off the beginnings of words, too.
std::vector<std::string> beginnings_of_forms(std::string_view word, const std::string& stem,
                                             std::string_view language) {
  if (text::stemmer_name(language) != "arabic") return {beginning_of_forms(word, stem)};
  std::string beginning;
  for (const std::string_view prefix : arabic_prefixes) {
    if (!word.starts_with(prefix)) continue;
    std::string shared = beginning_of_forms(word.substr(prefix.size()), stem);
    if (shared.size() > beginning.size()) beginning = std::move(shared);
  }
  if (beginning.empty()) return {};
  std::vector<std::string> beginnings;
  beginnings.reserve(1 + arabic_prefixes.size());
  for (const std::string_view prefix : arabic_prefixes) beginnings.push_back(std::string(prefix) + beginning);
  return beginnings;
}

}  // namespace

Expansion Expander::chosen(std::vector<Candidate> candidates, Field field) {
  Expansion expansion;
  expansion.found = candidates.size();
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.paragraphs != b.paragraphs ? a.paragraphs > b.paragraphs : a.word < b.word;
  });
  const std::size_t size = std::min({candidates.size(), most_words_of_one, room_});
  room_ -= size;
  expansion.at_least = effort_ == 0;
  candidates.resize(size);
  for (Candidate& one : candidates) expansion.words.push_back(std::move(one.word));
  std::sort(expansion.words.begin(), expansion.words.end());
  for (const std::string_view prefix : prefixes_of(field)) {
    for (const std::string& word : expansion.words) {
      std::string term = std::string(prefix) + word;
      if (index_.term_exists(term)) expansion.terms.push_back(std::move(term));
    }
  }
  return expansion;
}

Expansion Expander::beginning_with(const std::string& beginning, Field field) {
  std::map<std::string, std::uint64_t> words;
  for (const std::string_view prefix : prefixes_of(field)) {
    const std::string begins = std::string(prefix) + beginning;
    const auto end = index_.allterms_end(begins);
    for (auto term = index_.allterms_begin(begins); term != end && effort_ > 0; ++term, --effort_) {
      std::uint64_t& paragraphs = words[(*term).substr(prefix.size())];
      paragraphs = std::max<std::uint64_t>(paragraphs, term.get_termfreq());
    }
  }
  std::vector<Candidate> candidates;
  candidates.reserve(words.size());
  for (const auto& [word, paragraphs] : words) candidates.push_back({paragraphs, word});
  return chosen(std::move(candidates), field);
}

Expansion Expander::within(const std::string& word, unsigned edits, Field field) {
  std::vector<Candidate> candidates;
  for (NearWord& near : words_within(index_, word, edits, prefixes_of(field), effort_)) {
    candidates.push_back({near.paragraphs, std::move(near.word)});
  }
  // What is not spelt by letters is not among the near ones, though it is there.
  if (std::none_of(candidates.begin(), candidates.end(), [&](const Candidate& one) { return one.word == word; })) {
    std::uint64_t paragraphs = 0;
    for (const std::string_view prefix : prefixes_of(field)) {
      paragraphs = std::max<std::uint64_t>(paragraphs, index_.get_termfreq(std::string(prefix) + word));
    }
    if (paragraphs > 0) candidates.push_back({paragraphs, word});
  }
  return chosen(std::move(candidates), field);
}

std::vector<std::string> Expander::of_stem(text::Analyzer& analyzer, const std::string& word, const std::string& stem) {
  std::vector<std::string> forms{word};
  for (const std::string& beginning : beginnings_of_forms(word, stem, analyzer.language())) {
    if (beginning.empty()) continue;
    const auto end = index_.allterms_end(beginning);
    for (auto term = index_.allterms_begin(beginning); term != end && effort_ > 0 && forms.size() < most_forms;
         ++term, --effort_) {
      std::string known = *term;
      if (known.size() > word.size() + longest_ending || known == word) continue;
      bool is_form = false;
      analyzer.analyze(known, [&](const text::Token& token) {
        is_form = is_form || (token.surface == known && token.stem == stem);
      });
      if (is_form) forms.push_back(std::move(known));
    }
  }
  std::sort(forms.begin(), forms.end());
  // One beginning may be that of another.
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

const text::OwnedToken* single_word(const std::vector<text::OwnedToken>& tokens) {
  // More are not one word, and finding out what stands for what is quadratic.
  constexpr std::size_t most_tokens = 64;
  if (tokens.empty() || tokens.size() > most_tokens) return nullptr;
  const std::vector<bool> covered = covered_tokens(tokens);
  if (std::count(covered.begin(), covered.end(), false) != 1) return nullptr;
  return &tokens[static_cast<std::size_t>(std::find(covered.begin(), covered.end(), false) - covered.begin())];
}

std::vector<std::vector<std::vector<std::string>>> disjoint_ways(const std::vector<std::vector<std::string>>& parts) {
  std::map<std::string, std::set<std::size_t>> holders;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (const std::string& word : parts[i]) holders[word].insert(i);
  }
  std::vector<std::vector<std::vector<std::string>>> ways{{}};
  for (const auto& part : parts) {
    // Words of the same parts stay together.
    std::map<std::set<std::size_t>, std::vector<std::string>> pieces;
    for (const std::string& word : part) pieces[holders[word]].push_back(word);
    if (ways.size() * pieces.size() > most_ways) return {parts};
    std::vector<std::vector<std::vector<std::string>>> longer;
    for (const auto& way : ways) {
      for (const auto& [held_by, piece] : pieces) {
        longer.push_back(way);
        longer.back().push_back(piece);
      }
    }
    ways = std::move(longer);
  }
  return ways;
}

Query settled(Query query, text::Analyzer& analyzer) {
  const auto is_single = [&](const Clause& clause) {
    return single_word(text::tokens(analyzer, clause.text)) != nullptr;
  };
  // Pairs of characters have no positions.
  const auto has_place = [&](const Clause& clause) {
    const std::vector<text::OwnedToken> tokens = text::tokens(analyzer, clause.text);
    const text::OwnedToken* word = single_word(tokens);
    return word != nullptr && word->kind != text::TokenKind::bigram;
  };
  bool said = false;
  for (Clause* leaf : leaves_of(query)) {
    if (is_open(leaf->kind) && !is_single(*leaf)) {
      query.notes.push_back({"'" + canonical({{*leaf}, {}}) + "' is not one word, read as plain words", leaf->column});
      leaf->kind = ClauseKind::words;
    } else if (leaf->kind == ClauseKind::near && !std::all_of(leaf->parts.begin(), leaf->parts.end(), has_place)) {
      if (!said)
        query.notes.push_back({"'near' joins single words, read as words that all must be there", leaf->column});
      said = true;
      leaf->kind = ClauseKind::group;
      if (leaf->occurrence == Occurrence::should) leaf->occurrence = Occurrence::must;
      for (Clause& part : leaf->parts) part.occurrence = Occurrence::must;
    }
  }
  return query;
}

}  // namespace pilcrow::searcher
