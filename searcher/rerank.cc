// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/rerank.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <unordered_map>
#include <utility>

#include "core/store/schema.h"
#include "core/text/hash.h"
#include "core/text/language.h"
#include "core/text/utf8.h"
#include "searcher/compile.h"
#include "searcher/likeness.h"

namespace pilcrow::searcher {
namespace {

using text::OwnedToken;
using text::Token;
using text::TokenKind;

constexpr double sentence_weight = 0.2;
constexpr double nearness_weight = 0.3;
constexpr double exact_weight = 0.2;
constexpr double file_weight = 0.2;
constexpr double gram_weight = 0.08;

/// Nearness looks at the pairs of so many words, those of the greatest weight.
constexpr std::size_t most_near = 12;
/// Between two headings, and the headings and the text, so that no two words are near across.
constexpr std::uint32_t gap = 1000;

constexpr std::size_t gram_letters = 4;
/// So that parts of a word never say more than the word.
constexpr unsigned most_grams = 12;
constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

/// Whether letters stand for sounds, so that part of a word says something of the whole.
bool has_grams(TokenKind kind) {
  return kind != TokenKind::ideograph && kind != TokenKind::bigram;
}

/// Calls `visit` with a number for each four letters in a row; none of a word of four letters or fewer, which would
/// have to be the word.
template <class Visit>
void each_gram(std::string_view word, const Visit& visit) {
  std::uint64_t gram = 0;  // Sixteen bits a letter: all there are in most scripts.
  std::size_t letters = 0;
  std::uint64_t first = 0;
  for (std::size_t at = 0; at < word.size();) {
    const auto byte = static_cast<unsigned char>(word[at]);
    const text::CodePoint letter = byte < 0x80 ? text::CodePoint{byte, 1} : text::code_point_at(word, at);
    gram = (gram << 16) | (letter.value & 0xFFFF);
    at += letter.size;
    ++letters;
    if (letters == gram_letters) first = gram;
    if (letters > gram_letters) {
      if (letters == gram_letters + 1) visit(first);
      visit(gram);
    }
  }
}

/// Says of most keys that are not in a set that they are not. Most words of a text are not in the query.
class Sieve {
 public:
  void add(std::uint64_t key) { bits_[word(key)] |= bit(key); }
  bool may_hold(std::uint64_t key) const { return (bits_[word(key)] & bit(key)) != 0; }

 private:
  static constexpr std::uint64_t spread = 0x9E3779B97F4A7C15;
  static std::size_t word(std::uint64_t key) { return key * spread >> 58; }
  static std::uint64_t bit(std::uint64_t key) { return std::uint64_t{1} << ((key * spread >> 52) & 63); }
  std::array<std::uint64_t, 64> bits_{};
};

/// A word of the query that the match looked for.
struct Term {
  double weight = 0;
  std::size_t near = none;  ///< Its number among those whose nearness counts.
  double count = 0;         ///< How often it was typed.
};

/// Of a word as it is written: where it stands in the query's row of words, and the terms that were typed so.
struct Form {
  std::vector<std::uint32_t> places;
  std::vector<std::size_t> terms;
};

/// The query in one language, by hashes of its words.
struct View {
  std::array<bool, 256> first_letters{};  ///< Of ASCII words that may mean something.
  Sieve words;
  std::unordered_map<std::uint64_t, std::size_t> terms;  ///< By stem.
  std::unordered_map<std::uint64_t, Form> forms;         ///< By surface.
  Sieve some_grams;
  std::unordered_map<std::uint64_t, std::vector<std::pair<std::size_t, unsigned>>> grams;  ///< Terms and which gram.
};

/// Whether a word as typed may mean anything.
bool may_mean(const View& view, std::string_view word) {
  const bool capital = word.front() >= 'A' && word.front() <= 'Z';
  const auto first = static_cast<unsigned char>(capital ? word.front() - 'A' + 'a' : word.front());
  if (view.first_letters[first]) return true;
  bool held = false;
  const auto look = [&](std::uint64_t gram) { held = held || view.some_grams.may_hold(gram); };
  if (capital) {
    std::string folded(word);
    folded.front() = static_cast<char>(first);
    each_gram(folded, look);
  } else {
    each_gram(word, look);
  }
  return held;
}

/// What a word of a text means to the query.
struct Meaning {
  std::size_t term = none;
  const Form* form = nullptr;
};

/// Whether a sentence ends between two words that are apart by `between`.
bool ends_sentence(std::string_view between) {
  for (std::size_t at = 0; at < between.size(); ++at) {
    const char c = between[at];
    if (c == '.' || c == '?' || c == '!') {
      if (at + 1 == between.size()) return false;  // "1.2": what follows is a word
      const char next = between[at + 1];
      if (next == ' ' || (next >= '\t' && next <= '\r')) return true;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      for (const std::string_view stop : {"。", "！", "？", "।", "؟", "۔"}) {
        if (between.substr(at).starts_with(stop)) return true;
      }
    }
  }
  return false;
}

}  // namespace

class Reranker::Impl {
 public:
  Impl(const Query& query, const std::set<std::string>& stopped, Analyzers& analyzers, const Statistics& statistics)
      : query_(query), stopped_(stopped), analyzers_(analyzers), statistics_(statistics) {
    read_query();
    choose_near();
  }

  std::vector<RerankParts> rerank(const std::vector<RerankText>& texts) {
    std::vector<RerankParts> parts(texts.size());
    words_.assign(texts.size(), {});
    said_.assign(texts.size(), {});
    for (std::size_t i = 0; i < texts.size(); ++i) parts[i] = read(texts[i], i);
    add_files(texts, parts);
    return parts;
  }

  const std::vector<std::uint32_t>& words_of(std::size_t text) const { return words_[text]; }

 private:
  /// The tokens of all that is asked for, in one language, in order. Those of two languages correspond one to one.
  std::vector<OwnedToken> tokens_in(const std::string& language) {
    std::vector<OwnedToken> all;
    for (const Clause* clause : ranking_texts(query_)) {
      std::vector<OwnedToken> some = text::tokens(analyzers_.of(language), clause->text);
      const std::size_t room = most_words - std::min(most_words, all.size());
      if (some.size() > room) some.resize(room);
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
  }

  /// The query's terms: what the match looked for, each once, by its stem in the language of most paragraphs. A term's
  /// frequency is that of its stems in all languages of the index.
  void read_query() {
    std::string main(text::unknown_language);
    std::uint64_t most = 0;
    for (const auto& [language, paragraphs] : statistics_.languages) {
      if (paragraphs > most) main = language;
      most = std::max(most, paragraphs);
    }
    const std::vector<OwnedToken> tokens = tokens_in(main);
    term_of_.assign(tokens.size(), none);
    std::vector<std::set<std::string>> stems;
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (is_word(tokens[i].kind) && stopped_.count(tokens[i].surface) > 0) continue;
      const auto [term, is_new] = known.try_emplace(tokens[i].stem, terms_.size());
      if (is_new) {
        terms_.emplace_back();
        stems.emplace_back();
        is_word_.push_back(is_word(tokens[i].kind));
      }
      term_of_[i] = term->second;
      ++terms_[term->second].count;
    }
    std::set<std::pair<std::string_view, bool>> ways;
    for (const auto& [language, paragraphs] : statistics_.languages) {
      if (!ways.insert({text::stemmer_name(language), text::folds_diacritics(language)}).second) continue;
      const std::vector<OwnedToken> there = tokens_in(language);
      for (std::size_t i = 0; i < std::min(there.size(), term_of_.size()); ++i) {
        if (term_of_[i] != none) stems[term_of_[i]].insert(there[i].stem);
      }
    }
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      std::uint64_t frequency = 0;
      for (const auto& stem : stems[i]) frequency += statistics_.frequency(std::string(store::prefix_stem) + stem);
      frequency = std::min(frequency, statistics_.paragraphs);
      occurs_.push_back(frequency > 0);
      terms_[i].weight = worth_of(frequency, statistics_.paragraphs);
    }
  }

  void choose_near() {
    std::vector<std::size_t> best;
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      if (is_word_[i] && occurs_[i]) best.push_back(i);
    }
    std::stable_sort(best.begin(), best.end(),
                     [&](std::size_t a, std::size_t b) { return terms_[a].weight > terms_[b].weight; });
    if (best.size() > most_near) best.resize(most_near);
    for (std::size_t i = 0; i < best.size(); ++i) terms_[best[i]].near = i;
    near_ = std::move(best);
  }

  const View& view(std::string_view language) {
    const auto known = views_.find(language);
    if (known != views_.end()) return known->second;
    View& view = views_.try_emplace(std::string(language)).first->second;
    const std::vector<OwnedToken> tokens = tokens_in(std::string(language));
    std::uint32_t place = 0;
    if (!text::stems_keep_first_letter(language)) view.first_letters.fill(true);
    for (std::size_t i = 0; i < std::min(tokens.size(), term_of_.size()); ++i) {
      const OwnedToken& token = tokens[i];
      view.first_letters[static_cast<unsigned char>(token.surface.front())] = true;
      view.first_letters[static_cast<unsigned char>(token.stem.front())] = true;
      const std::uint64_t surface = text::hash64(token.surface);
      if (is_word(token.kind)) {
        view.words.add(surface);
        view.forms[surface].places.push_back(place++);
      }
      const std::size_t term = term_of_[i];
      if (term == none) continue;
      const std::uint64_t stem = text::hash64(token.stem);
      view.words.add(stem);
      view.words.add(surface);
      view.forms[surface].terms.push_back(term);
      const bool is_new = view.terms.try_emplace(stem, term).second;
      if (!is_new || !has_grams(token.kind)) continue;
      unsigned number = 0;
      each_gram(token.surface, [&](std::uint64_t gram) {
        if (number == most_grams) return;
        auto& holders = view.grams[gram];
        if (!holders.empty() && holders.back().first == term)
          return;  // "aaaaaa": once, or long words cost their square
        view.some_grams.add(gram);
        holders.push_back({term, number++});
      });
    }
    row_size_ = std::max<std::size_t>(row_size_, place);
    return view;
  }

  /// What one text says of the query's terms.
  struct Reading {
    std::vector<std::uint32_t> counts;  ///< By term.
    std::vector<bool> exact;
    std::vector<std::uint64_t> grams;
    std::uint32_t words = 0;
    std::uint32_t position = 0;
    std::array<std::uint32_t, most_near> last{};  ///< Position of the last occurrence; 0: none yet.
    std::array<std::array<std::uint32_t, most_near>, most_near> distance{};  ///< Least; 0: never together.
    double best_sentence = 0;
    std::size_t run = 0;
  };

  RerankParts read(const RerankText& text, std::size_t number) {
    Reading reading;
    reading.counts.assign(terms_.size(), 0);
    reading.exact.assign(terms_.size(), false);
    reading.grams.assign(terms_.size(), 0);
    reading.position = 1;
    for (const std::string_view heading : text.headings) read_heading(heading, text.heading_language, reading);
    read_text(text, reading, words_[number]);

    RerankParts parts;
    parts.run = static_cast<double>(reading.run);
    parts.sentence = sentence_weight * reading.best_sentence;
    for (std::size_t i = 0; i < near_.size(); ++i) {
      for (std::size_t j = i + 1; j < near_.size(); ++j) {
        if (reading.distance[i][j] == 0) continue;
        const double distance = reading.distance[i][j];
        // near_ is sorted by weight: that of j is the lesser.
        parts.nearness += nearness_weight * terms_[near_[j]].weight / (distance * distance);
      }
    }
    // BM25's measure of how much a text says of a word (k1 = 1.2, b = 0.75).
    const double length = reading.words / std::max(1.0, statistics_.average_words);
    const double k = 1.2 * (0.25 + 0.75 * length);
    std::vector<double>& said = said_[number];
    said.resize(terms_.size());
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      const double weight = terms_[i].weight;
      if (reading.counts[i] == 0) {
        parts.grams += gram_weight * terms_[i].count * weight * std::popcount(reading.grams[i]);
        continue;
      }
      said[i] = weight * reading.counts[i] * 2.2 / (reading.counts[i] + k);
      if (reading.exact[i]) parts.exact += exact_weight * weight;
    }
    return parts;
  }

  /// What headings and text have in common.
  Meaning meet(const View& view, const Token& token, Reading& reading) const {
    if (is_word(token.kind)) ++reading.words;
    if (token.surface.empty()) return {};
    if (has_grams(token.kind) && !view.grams.empty()) {
      each_gram(token.surface, [&](std::uint64_t gram) {
        if (!view.some_grams.may_hold(gram)) return;
        const auto found = view.grams.find(gram);
        if (found == view.grams.end()) return;
        for (const auto& [term, number] : found->second) reading.grams[term] |= std::uint64_t{1} << number;
      });
    }
    Meaning meaning;
    const std::uint64_t surface = text::hash64(token.surface);
    if (view.words.may_hold(surface)) {
      const auto form = view.forms.find(surface);
      if (form != view.forms.end()) meaning.form = &form->second;
    }
    const std::uint64_t stem = token.stem == token.surface ? surface : text::hash64(token.stem);
    if (!view.words.may_hold(stem)) return meaning;
    const auto term = view.terms.find(stem);
    if (term == view.terms.end()) return meaning;
    meaning.term = term->second;
    ++reading.counts[meaning.term];
    if (is_word(token.kind) && meaning.form != nullptr) {
      const auto& typed = meaning.form->terms;
      if (std::find(typed.begin(), typed.end(), meaning.term) != typed.end()) reading.exact[meaning.term] = true;
    }
    see_near(meaning.term, reading.position + token.position, reading);
    return meaning;
  }

  void see_near(std::size_t term, std::uint32_t here, Reading& reading) const {
    const std::size_t near = terms_[term].near;
    if (near == none) return;
    for (std::size_t other = 0; other < near_.size(); ++other) {
      if (other == near || reading.last[other] == 0 || reading.last[other] == here) continue;
      std::uint32_t& least = reading.distance[std::min(near, other)][std::max(near, other)];
      // A compound comes after its parts, and may stand before what came last.
      const std::uint32_t distance = std::max(here, reading.last[other]) - std::min(here, reading.last[other]);
      if (least == 0 || distance < least) least = distance;
    }
    reading.last[near] = here;
  }

  void read_heading(std::string_view heading, std::string_view language, Reading& reading) {
    const View& query = view(language);
    std::uint32_t last = 0;
    const auto wanted = [&](std::string_view word) { return may_mean(query, word); };
    analyzers_.of(std::string(language)).scan(heading, wanted, [&](const Token& token) {
      meet(query, token, reading);
      last = token.position;
    });
    reading.position += last + gap;
  }

  void read_text(const RerankText& text, Reading& reading, std::vector<std::uint32_t>& words) {
    const View& query = view(text.language);
    std::vector<std::uint32_t> in_sentence(terms_.size(), 0);  // The last sentence in which it was counted, from 1.
    std::uint32_t sentence = 1;
    double weight = 0;
    std::size_t end = 0;
    // The rows that end with the last word and the one before, by their place in the query.
    std::vector<std::size_t> row(row_size_, 0);
    std::vector<std::size_t> row_before(row_size_, 0);
    std::vector<std::uint32_t> places;
    std::vector<std::uint32_t> places_before;
    const auto wanted = [&](std::string_view word) { return may_mean(query, word); };
    analyzers_.of(std::string(text.language)).scan(text.text, wanted, [&](const Token& token) {
      if (token.begin > end && ends_sentence(text.text.substr(end, token.begin - end))) {
        ++sentence;
        weight = 0;
      }
      end = std::max(end, token.end);
      const Meaning meaning = meet(query, token, reading);
      if (meaning.term != none && in_sentence[meaning.term] != sentence) {
        in_sentence[meaning.term] = sentence;
        weight += terms_[meaning.term].weight;
        reading.best_sentence = std::max(reading.best_sentence, weight);
      }
      if (!is_word(token.kind)) return;
      words.push_back(look_of(text.text.substr(token.begin, token.end - token.begin)));
      if (meaning.form != nullptr) {
        for (const std::uint32_t place : meaning.form->places) {
          row[place] = 1 + (place > 0 ? row_before[place - 1] : 0);
          reading.run = std::max(reading.run, row[place]);
          places.push_back(place);
        }
      }
      for (const std::uint32_t place : places_before) row_before[place] = 0;
      row.swap(row_before);
      places.swap(places_before);
      places.clear();
    });
  }

  /// A word that another paragraph of the file says more of: a question is about the whole of a document, its answer
  /// stands in one place of it.
  void add_files(const std::vector<RerankText>& texts, std::vector<RerankParts>& parts) const {
    std::map<std::pair<std::size_t, std::uint32_t>, std::vector<double>> files;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      std::vector<double>& most = files.try_emplace(texts[i].file, terms_.size()).first->second;
      for (std::size_t term = 0; term < terms_.size(); ++term) most[term] = std::max(most[term], said_[i][term]);
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::vector<double>& most = files[texts[i].file];
      for (std::size_t term = 0; term < terms_.size(); ++term) {
        parts[i].file += file_weight * (most[term] - said_[i][term]);
      }
    }
  }

  const Query& query_;
  const std::set<std::string>& stopped_;
  Analyzers& analyzers_;
  const Statistics& statistics_;
  std::vector<Term> terms_;
  std::vector<bool> is_word_;         ///< By term.
  std::vector<bool> occurs_;          ///< By term.
  std::vector<std::size_t> term_of_;  ///< By token of the query; none where it was stopped.
  std::vector<std::size_t> near_;     ///< Terms, the greatest weight first.
  std::size_t row_size_ = 0;
  std::map<std::string, View, std::less<>> views_;
  // Of the last rerank(), by text.
  std::vector<std::vector<std::uint32_t>> words_;
  std::vector<std::vector<double>> said_;
};

Reranker::Reranker(const Query& query, const std::set<std::string>& stopped, Analyzers& analyzers,
                   const Statistics& statistics)
    : impl_(std::make_unique<Impl>(query, stopped, analyzers, statistics)) {}
Reranker::~Reranker() = default;

std::vector<RerankParts> Reranker::rerank(const std::vector<RerankText>& texts) {
  return impl_->rerank(texts);
}

const std::vector<std::uint32_t>& Reranker::words_of(std::size_t text) const {
  return impl_->words_of(text);
}

}  // namespace pilcrow::searcher
