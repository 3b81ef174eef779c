// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/words.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <queue>
#include <tuple>
#include <utility>

namespace pilcrow::searcher {
namespace {

using store::GlassReader;
using store::GlassStatistics;
using store::Postings;

constexpr std::uint32_t at_end = Postings::end;

using Lists = std::vector<std::unique_ptr<Postings>>;

Lists lists_of(GlassReader& index, const std::vector<std::string>& terms) {
  Lists lists;
  lists.reserve(terms.size());
  for (const std::string& term : terms) lists.push_back(index.postings(term));
  return lists;
}

/// The documents of one form, ascending.
class FormDocuments {
 public:
  FormDocuments(GlassReader& index, const WordForm& form)
      : terms_(lists_of(index, form.terms)),
        scope_(lists_of(index, form.scope)),
        only_(terms_.size() == 1 && scope_.empty() ? terms_.front().get() : nullptr) {
    settle();
  }

  std::uint32_t document() const { return document_; }

  std::uint32_t wdf() const {
    if (only_ != nullptr) return only_->wdf();
    std::uint32_t wdf = 0;
    for (const auto& list : terms_) wdf += list->document() == document_ ? list->wdf() : 0;
    return wdf;
  }

  void next() {
    if (only_ != nullptr) {
      only_->next();
      document_ = only_->document();
      return;
    }
    step();
    settle();
  }

  void skip_to(std::uint32_t document) {
    if (document_ >= document) return;
    if (only_ != nullptr) {
      only_->skip_to(document);
      document_ = only_->document();
      return;
    }
    for (const auto& list : terms_) list->skip_to(document);
    settle();
  }

  const Lists& terms() const { return terms_; }
  const Lists& scope() const { return scope_; }

 private:
  void step() {
    for (const auto& list : terms_) {
      if (list->document() == document_) list->next();
    }
  }

  void settle() {
    while (true) {
      document_ = at_end;
      for (const auto& list : terms_) document_ = std::min(document_, list->document());
      if (scope_.empty() || document_ == at_end || is_within()) return;
      step();
    }
  }

  bool is_within() const {
    return std::any_of(scope_.begin(), scope_.end(), [&](const auto& list) {
      list->skip_to(document_);
      return list->document() == document_;
    });
  }

  Lists terms_;
  Lists scope_;
  Postings* only_;  ///< The most frequent case: nothing to bring together.
  std::uint32_t document_ = at_end;
};

/// What is known of an OR before anything of it is looked at.
struct Known {
  CountGuess count;
  std::uint32_t documents = 0;    ///< Those that its weight is made of.
  std::uint32_t occurrences = 0;  ///< Likewise.
};

/// What is known of two together, each taken to say nothing of where the other is.
Known either(const Known& one, const Known& other, const GlassStatistics& all) {
  const auto together = [](double first, double second, double of) {
    return static_cast<std::uint32_t>(std::floor(first + second - first * second / of + 0.5));
  };
  const auto length = static_cast<double>(all.total_length);
  Known known;
  known.count.least = std::max(one.count.least, other.count.least);
  known.count.estimate = together(one.count.estimate, other.count.estimate, all.documents);
  known.count.most = std::min(one.count.most + other.count.most, all.documents);
  known.documents = together(one.documents, other.documents, all.documents);
  known.occurrences = together(one.occurrences, other.occurrences, length);
  return known;
}

/// Parts of an OR, brought together in Huffman's order: the two rarest become one until one is left. Xapian's order is
/// the same, so that its guesses are, and its sums to the last bit.
class Together {
 public:
  /// There is a part.
  Together(std::vector<Known> parts, const GlassStatistics& all) {
    const auto comes_after = [&](std::size_t one, std::size_t other) {
      return parts[one].count.estimate > parts[other].count.estimate;
    };
    std::vector<std::size_t> numbers(parts.size());
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    std::priority_queue left(comes_after, std::move(numbers));
    const auto take_rarest = [&] {
      const std::size_t number = left.top();
      left.pop();
      return number;
    };
    pairs_.reserve(parts.size() - 1);
    while (left.size() > 1) {
      const std::size_t one = take_rarest();
      const std::size_t other = take_rarest();
      pairs_.emplace_back(one, other);
      parts.push_back(either(parts[one], parts[other], all));
      left.push(parts.size() - 1);
    }
    whole_ = parts.back();
  }

  const Known& whole() const { return whole_; }

  /// `values`: one of each part; it grows.
  double sum(std::vector<double>& values) const {
    for (const auto& [one, other] : pairs_) values.push_back(values[one] + values[other]);
    return values.back();
  }

 private:
  std::vector<std::pair<std::size_t, std::size_t>> pairs_;  ///< Each has the number behind those that were there.
  Known whole_;
};

Together together(const Lists& lists, const GlassStatistics& all) {
  std::vector<Known> parts;
  parts.reserve(2 * lists.size());
  for (const auto& list : lists) {
    const std::uint32_t count = list->count();
    parts.push_back({{count, count, count}, count, list->occurrences()});
  }
  return {std::move(parts), all};
}

/// log2(1 + average length / length), once for each length.
class LengthFactors {
 public:
  explicit LengthFactors(double average) : average_(average), known_(most_known, -1.0) {}
  double of(std::uint32_t length) {
    if (length >= most_known) return compute(length);
    double& known = known_[length];
    if (known < 0) known = compute(length);
    return known;
  }

 private:
  static constexpr std::uint32_t most_known = 4096;
  double compute(std::uint32_t length) const { return std::log2(1 + average_ / length); }
  double average_;
  std::vector<double> known_;
};

/// A form and what it adds to a score, in the arithmetic of Xapian's IneB2Weight.
class Weighed {
 public:
  Weighed(GlassReader& index, const WordForm& form, std::size_t number, LengthFactors& factors)
      : number_(number), documents_(index, form) {
    const GlassStatistics& all = index.statistics();
    const Known whole = together(documents_.terms(), all).whole();
    for (const auto& list : documents_.terms()) most_often_ += list->most_often();
    count_ = whole.count;
    if (!documents_.scope().empty()) count_ = both(count_, together(documents_.scope(), all).whole().count, all);
    if (documents_.document() == at_end) return;
    const double paragraphs = all.documents;
    const double occurrences = whole.occurrences;
    const double expected = paragraphs * (1.0 - std::exp(-(occurrences / paragraphs)));
    const double worth = std::log2((paragraphs + 1.0) / (expected + 0.5));
    weight_ = form.count * worth * form.factor;
    share_ = (occurrences + 1.0) / whole.documents;
    bound_ = add(most_often_, factors.of(all.least_length)) * (1 + 1e-9);
  }

  double add(std::uint32_t wdf, double length_factor) const {
    if (wdf == 0) return 0.0;
    double often = wdf;
    often *= length_factor;
    return often * share_ / (often + 1.0) * weight_;
  }

  std::size_t number() const { return number_; }
  FormDocuments& documents() { return documents_; }
  const FormDocuments& documents() const { return documents_; }
  double bound() const { return bound_; }
  const CountGuess& count() const { return count_; }

 private:
  /// What Xapian guesses of an AND.
  static CountGuess both(const CountGuess& one, const CountGuess& other, const GlassStatistics& all) {
    const double rarer = std::min(one.estimate, other.estimate);
    const double estimate = rarer * std::max(one.estimate, other.estimate) / all.documents;
    const std::uint64_t least = std::uint64_t{one.least} + other.least;
    return {static_cast<std::uint32_t>(one.least == 0 || least <= all.documents ? 0 : least - all.documents),
            static_cast<std::uint32_t>(std::floor(estimate + 0.5)), std::min(one.most, other.most)};
  }

  std::size_t number_;
  FormDocuments documents_;
  double weight_ = 0;
  double share_ = 0;
  double bound_ = 0;
  std::uint32_t most_often_ = 0;
  CountGuess count_;
};

bool is_better(const ScoredDocument& one, const ScoredDocument& other) {
  return one.score > other.score || (one.score == other.score && one.document < other.document);
}

/// The best so many of what it is shown, and what ties with the last of them.
class Best {
 public:
  explicit Best(std::size_t wanted) : wanted_(wanted) {}

  /// Whether a score of no more than that may be among them.
  bool may_enter(double most) const { return heap_.size() < wanted_ || most >= least_; }

  void show(ScoredDocument document) {
    if (heap_.size() == wanted_) {
      if (is_better(document, heap_.front())) {
        std::pop_heap(heap_.begin(), heap_.end(), is_better);
        std::swap(document, heap_.back());
        std::push_heap(heap_.begin(), heap_.end(), is_better);
        least_ = heap_.front().score * (1 - margin);
      }
      keep_tie(document);
      return;
    }
    heap_.push_back(document);
    std::push_heap(heap_.begin(), heap_.end(), is_better);
    if (heap_.size() == wanted_) least_ = heap_.front().score * (1 - margin);
  }

  /// Nothing where too many tie.
  std::optional<std::vector<ScoredDocument>> take() {
    drop_outdone();
    if (ties_.size() > most_kept) return {};
    heap_.insert(heap_.end(), ties_.begin(), ties_.end());
    std::sort(heap_.begin(), heap_.end(), is_better);
    return std::move(heap_);
  }

 private:
  /// More than additions in another order can make of a score.
  static constexpr double margin = 2e-9;
  static constexpr std::size_t most_kept = 500;

  void keep_tie(const ScoredDocument& document) {
    if (document.score < least_) return;
    ties_.push_back(document);
    if (ties_.size() > 2 * most_kept) {
      drop_outdone();
      if (ties_.size() > most_kept) ties_.resize(most_kept + 1);  // take() will say so, or they are outdone
    }
  }

  void drop_outdone() {
    std::erase_if(ties_, [&](const ScoredDocument& document) { return document.score < least_; });
  }

  std::size_t wanted_;
  std::vector<ScoredDocument> heap_;
  std::vector<ScoredDocument> ties_;
  double least_ = 0;
};

class Match {
 public:
  Match(GlassReader& index, const std::vector<WordForm>& forms, std::size_t wanted)
      : lengths_(index.lengths()), factors_(index.statistics().average_length()), best_(wanted) {
    std::vector<Known> parts;
    parts.reserve(2 * forms.size());
    forms_.reserve(forms.size());
    for (const WordForm& form : forms) {
      forms_.push_back(std::make_unique<Weighed>(index, form, forms_.size(), factors_));
      parts.push_back({forms_.back()->count(), 0, 0});
    }
    together_.emplace(std::move(parts), index.statistics());
    least_factor_ = factors_.of(index.statistics().least_length);
    std::stable_sort(forms_.begin(), forms_.end(),
                     [](const auto& one, const auto& other) { return one->bound() < other->bound(); });
    double bound = 0;
    bounds_.push_back(bound);
    for (const auto& form : forms_) bounds_.push_back(bound += form->bound());
  }

  const CountGuess& guess() const { return together_->whole().count; }

  std::optional<std::vector<ScoredDocument>> run(bool count) {
    while (true) {
      std::uint32_t document = at_end;
      for (std::size_t i = first_; i < forms_.size(); ++i) {
        document = std::min(document, forms_[i]->documents().document());
      }
      if (document == at_end) return best_.take();
      ++seen_;
      look_at(document);
      if (!count) pass_over();
      for (std::size_t i = first_; i < forms_.size(); ++i) {
        FormDocuments& documents = forms_[i]->documents();
        if (documents.document() == document) documents.next();
      }
    }
  }

  std::uint64_t seen() const { return seen_; }

 private:
  /// Its length is the last thing that is asked for: most documents cannot enter even if they were as short as any.
  void look_at(std::uint32_t document) {
    held_.clear();
    double most = bounds_[first_];
    for (std::size_t i = first_; i < forms_.size(); ++i) most += most_of(*forms_[i], document);
    for (std::size_t i = first_; i > 0; --i) {
      if (!best_.may_enter(most)) return;
      forms_[i - 1]->documents().skip_to(document);
      most += bounds_[i - 1] - bounds_[i] + most_of(*forms_[i - 1], document);
    }
    if (!best_.may_enter(most)) return;
    const double factor = factors_.of(lengths_.of(document));
    added_.assign(forms_.size(), 0.0);
    for (const Weighed* form : held_) added_[form->number()] = form->add(form->documents().wdf(), factor);
    best_.show({together_->sum(added_), document});
  }

  double most_of(const Weighed& form, std::uint32_t document) {
    if (form.documents().document() != document) return 0;
    held_.push_back(&form);
    return form.add(form.documents().wdf(), least_factor_);
  }

  /// What only the next form and those before it hold may no longer enter.
  void pass_over() {
    while (first_ < forms_.size() && !best_.may_enter(bounds_[first_ + 1])) ++first_;
  }

  store::Lengths& lengths_;
  LengthFactors factors_;
  Best best_;
  std::vector<std::unique_ptr<Weighed>> forms_;  ///< Those that can add least come first.
  std::vector<double> bounds_;                   ///< What all before each of them can add; at last what all can.
  std::optional<Together> together_;
  std::size_t first_ = 0;  ///< Only documents that hold this form or one behind it can enter.
  double least_factor_ = 0;
  std::uint64_t seen_ = 0;
  std::vector<const Weighed*> held_;  ///< By the document that is looked at.
  std::vector<double> added_;         ///< By the forms' own numbers.
};

/// A guess as Xapian tells it: with as many digits as the bounds are sure of.
std::uint32_t rounded(const CountGuess& guess) {
  const std::uint32_t unsure = std::min(guess.most - guess.least, guess.estimate);
  if (unsure <= 10) return guess.estimate;
  std::int64_t unit = 10;
  while (unit * 10 <= unsure) unit *= 10;
  const std::int64_t least = guess.least;
  const std::int64_t most = guess.most;
  const std::int64_t estimate = guess.estimate;
  const std::int64_t down = estimate - estimate % unit;
  const std::int64_t up = down + unit;
  // The least of these is told: what is within the bounds, near, and far from the bound on its side.
  const auto down_is = std::tuple(down < least, estimate - down, least - down);
  const auto up_is = std::tuple(up > most, up - estimate, up - most);
  return static_cast<std::uint32_t>(up_is <= down_is ? up : down);
}

/// The documents of a word, ascending.
class WordDocuments {
 public:
  WordDocuments(GlassReader& index, const Forms& word) {
    for (const WordForm& form : word) {
      forms_.push_back(std::make_unique<FormDocuments>(index, form));
      for (const auto& list : forms_.back()->terms()) count_ += list->count();
    }
    settle();
  }

  std::uint64_t count() const { return count_; }  ///< At most.
  std::uint32_t document() const { return document_; }
  void skip_to(std::uint32_t document) {
    for (const auto& form : forms_) form->skip_to(document);
    settle();
  }

 private:
  void settle() {
    document_ = at_end;
    for (const auto& form : forms_) document_ = std::min(document_, form->document());
  }

  std::vector<std::unique_ptr<FormDocuments>> forms_;
  std::uint32_t document_ = at_end;
  std::uint64_t count_ = 0;
};

}  // namespace

std::optional<BestDocuments> best_documents(GlassReader& index, const std::vector<WordForm>& forms, std::size_t wanted,
                                            std::uint64_t counted) {
  if (index.statistics().least_length == 0) throw store::UnreadableTable();
  Match match(index, forms, wanted);
  const bool count = match.guess().least <= counted;
  auto documents = match.run(count);
  if (!documents) return {};
  BestDocuments best{std::move(*documents), {}, match.guess()};
  best.guess.estimate = rounded(best.guess);
  if (count) best.count = match.seen();
  return best;
}

std::uint64_t count_holding(GlassReader& index, const std::vector<Forms>& words) {
  std::vector<std::unique_ptr<WordDocuments>> all;
  all.reserve(words.size());
  for (const Forms& word : words) all.push_back(std::make_unique<WordDocuments>(index, word));
  if (all.empty()) return 0;
  std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) { return one->count() < other->count(); });
  std::uint64_t count = 0;
  for (std::uint32_t document = all.front()->document(); document != at_end;) {
    std::uint32_t next = document + 1;
    bool held = true;
    for (std::size_t i = 1; i < all.size() && held; ++i) {
      all[i]->skip_to(document);
      held = all[i]->document() == document;
      if (!held) next = all[i]->document();
    }
    if (held) ++count;
    all.front()->skip_to(next);
    document = all.front()->document();
  }
  return count;
}

bool any_document(GlassReader& index, const std::vector<std::string>& terms, const std::vector<std::string>& others,
                  bool within) {
  FormDocuments documents(index, {terms});
  FormDocuments other(index, {others});
  for (; documents.document() != at_end; documents.next()) {
    other.skip_to(documents.document());
    if ((other.document() == documents.document()) == within) return true;
  }
  return false;
}

std::vector<std::uint32_t> documents_of(GlassReader& index, const std::string& term, std::size_t most) {
  std::vector<std::uint32_t> documents;
  const auto list = index.postings(term);
  for (; list->document() != at_end && documents.size() < most; list->next()) documents.push_back(list->document());
  return documents;
}

std::vector<bool> holding(GlassReader& index, const Forms& word, const std::vector<std::uint32_t>& documents) {
  WordDocuments held(index, word);
  std::vector<bool> holds;
  holds.reserve(documents.size());
  for (const std::uint32_t document : documents) {
    held.skip_to(document);
    holds.push_back(held.document() == document);
  }
  return holds;
}

}  // namespace pilcrow::searcher
