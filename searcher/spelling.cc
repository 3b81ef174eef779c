// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/spelling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "core/store/schema.h"
#include "core/text/analyzer.h"
#include "core/text/utf8.h"

namespace pilcrow::searcher {
namespace {

constexpr std::size_t shortest_corrected = 4;
constexpr std::size_t shortest_two_edits = 6;
constexpr std::size_t shortest_part = 3;  // "of the" is not worth a split, and shorter parts make one of any word.
constexpr std::size_t most_splits_tried = 4;
constexpr std::size_t most_near_words_tried = 8;  // Four and sixteen score the same.

// A word with more bytes than this has more marks on its letters than any script sets.
constexpr std::size_t longest_typed = 4 * text::longest_term;

/// Where words of the index stand.
constexpr std::array<std::string_view, 3> word_prefixes = {"", store::prefix_title, store::prefix_heading};

constexpr char32_t no_letter = 0;

/// Characters that may be letters, in ranges: from Latin to Sinhala, Georgian, additional Latin and Greek.
struct Range {
  char32_t first;
  char32_t last;
};
constexpr std::array<Range, 5> letter_ranges = {
    {{'\'', '\''}, {'a', 'z'}, {0x80, 0x0DFF}, {0x10A0, 0x10FF}, {0x1E00, 0x1FFF}}};

/// Of Arabic, N'Ko and the scripts of India, whose blocks of 128 characters all have them at the same place.
bool is_digit(char32_t c) {
  if (c >= 0x0900 && c <= 0x0DFF) return (c & 0x7F) >= 0x66 && (c & 0x7F) <= 0x6F;
  return (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9) || (c >= 0x07C0 && c <= 0x07C9);
}

/// In a folded word. Marks count: they are characters of the word like others.
bool is_letter(char32_t c) {
  const auto* range =
      std::find_if(letter_ranges.begin(), letter_ranges.end(), [&](const Range& one) { return c <= one.last; });
  return range != letter_ranges.end() && c >= range->first && !is_digit(c);
}

/// The first letter that sorts behind `c`; no_letter where none does.
char32_t letter_after(char32_t c) {
  for (const Range& range : letter_ranges) {
    for (char32_t next = std::max(range.first, static_cast<char32_t>(c + 1)); next <= range.last; ++next) {
      if (!is_digit(next)) return next;
    }
  }
  return no_letter;
}

std::u32string characters_of(std::string_view word) {
  std::u32string characters;
  for (std::size_t at = 0; at < word.size();) {
    const text::CodePoint c = text::code_point_at(word, at);
    characters += c.value;
    at += c.size;
  }
  return characters;
}

std::string utf8_of(std::u32string_view characters) {
  std::string word;
  for (const char32_t c : characters) text::append_utf8(word, c);
  return word;
}

/// The distances of one word to the words of a sorted list, which share what is known of their common beginnings: a row
/// of the usual table for each character. A beginning is alive while a word that begins so can be near enough.
class Nearness {
 public:
  /// `word` has at most longest_term characters, of which near words share the first `fixed`.
  Nearness(std::u32string word, std::size_t farthest, std::size_t fixed)
      : word_(std::move(word)),
        letters_(word_),
        farthest_(farthest),
        fixed_(std::min(fixed, word_.size())),
        rows_(word_.size() + farthest + 2) {
    std::sort(letters_.begin(), letters_.end());
    for (Row& row : rows_) row.distances.fill(too_far());
    for (std::size_t i = 0; i <= std::min(farthest, word_.size()); ++i) rows_[0].distances[i] = capped(i);
    rows_[0].least = 0;
    for (std::size_t i = 0; i < fixed_; ++i) push(word_[i]);
    extend();
  }

  /// As much of the word moved to as is alive, and the character with which it dies; after leave(), where the next word
  /// that can be near begins.
  const std::u32string& beginning() const { return beginning_; }

  void move_to(std::u32string_view known) {
    const auto differ = std::mismatch(beginning_.begin(), beginning_.end(), known.begin(), known.end());
    beginning_.erase(differ.first, beginning_.end());
    while (beginning_.size() < known.size() && is_alive()) push(known[beginning_.size()]);
  }

  bool is_alive() const { return row().least <= farthest_; }

  /// Of a beginning that is alive, taken as a word; more than `farthest` stands for any such number.
  std::size_t distance() const { return row().distances[word_.size()]; }
  bool is_near() const { return distance() <= farthest_; }

  /// What all near words begin with.
  std::u32string_view shared() const { return std::u32string_view(word_).substr(0, fixed_); }

  /// Goes from a dead beginning to the smallest one behind all that begin so which is alive; false where there is none.
  bool leave() {
    while (beginning_.size() > fixed_) {
      const char32_t last = beginning_.back();
      beginning_.pop_back();
      if (push_after(last)) {
        extend();
        return true;
      }
    }
    return false;
  }

 private:
  struct Row {
    std::array<std::uint8_t, text::longest_term + 1> distances{};  ///< Of the beginning to those of the word.
    std::uint8_t least = 0;
  };

  const Row& row() const { return rows_[beginning_.size()]; }
  std::uint8_t too_far() const { return static_cast<std::uint8_t>(farthest_ + 1); }
  std::uint8_t capped(std::size_t distance) const {
    return static_cast<std::uint8_t>(std::min(distance, farthest_ + 1));
  }

  /// Only the band that can be near enough is computed; beside it a row stays too far. A row with nothing near has none
  /// such below it: a swap, which looks two rows up, is never nearer than replacing the first of the two by one row.
  void push(char32_t c) {
    const std::size_t depth = beginning_.size() + 1;
    Row& next = rows_[depth];
    next.least = too_far();
    const std::size_t first = depth - std::min(depth, farthest_);
    const std::size_t last = std::min(depth + farthest_, word_.size());
    for (std::size_t i = first; i <= last; ++i) {
      const auto& above = rows_[depth - 1].distances;
      std::size_t distance = above[i] + 1U;
      if (i > 0) {
        const std::size_t replaced = above[i - 1] + (word_[i - 1] == c ? 0U : 1U);
        const std::size_t skipped = i > first ? next.distances[i - 1] + 1U : too_far();
        distance = std::min({distance, replaced, skipped});
      }
      if (i > 1 && depth > 1 && word_[i - 1] == beginning_.back() && word_[i - 2] == c) {
        distance = std::min<std::size_t>(distance, rows_[depth - 2].distances[i - 2] + 1U);
      }
      next.distances[i] = is_letter(c) ? capped(distance) : too_far();
      next.least = std::min(next.least, next.distances[i]);
    }
    beginning_ += c;
  }

  /// Appends the smallest character behind `last` that is alive.
  bool push_after(char32_t last) {
    if (row().least < farthest_) {  // An edit is left, so it may be any.
      const char32_t next = letter_after(last);
      if (next != no_letter) push(next);
      return next != no_letter;
    }
    for (auto c = std::upper_bound(letters_.begin(), letters_.end(), last); c != letters_.end(); ++c) {
      push(*c);
      if (is_alive()) return true;
      beginning_.pop_back();
    }
    return false;
  }

  /// Appends what every near word with this beginning has to go on with, or what is smaller.
  void extend() {
    while (!is_near() && row().least == farthest_ && push_after(no_letter)) {
    }
  }

  std::u32string word_;
  std::u32string letters_;  ///< Of the word, sorted.
  std::size_t farthest_;
  std::size_t fixed_;
  std::u32string beginning_;
  std::vector<Row> rows_;  ///< One more than the beginning has characters are in use.
};

/// With their distances and paragraphs.
using NearWords = std::map<std::string, std::pair<std::size_t, std::uint64_t>>;

/// Adds the near words under a prefix; false where the effort does not suffice.
bool read_near_words(const Xapian::Database& index, const std::string& prefix, Nearness nearness, NearWords& words,
                     std::size_t& effort) {
  const std::string shared = prefix + utf8_of(nearness.shared());
  auto term = index.allterms_begin(shared);
  const auto end = index.allterms_end(shared);
  const auto turn_to_beginning = [&] { term.skip_to(prefix + utf8_of(nearness.beginning())); };
  for (turn_to_beginning(); term != end;) {
    if (effort == 0) return false;
    --effort;
    std::string known = (*term).substr(prefix.size());
    nearness.move_to(characters_of(known));
    if (!nearness.is_alive()) {
      if (!nearness.leave()) return true;
      turn_to_beginning();
      continue;
    }
    if (nearness.is_near()) {
      auto& [distance, paragraphs] = words[std::move(known)];
      distance = nearness.distance();
      paragraphs = std::max<std::uint64_t>(paragraphs, term.get_termfreq());
    }
    ++term;
  }
  return true;
}

bool matches_any(const Xapian::Database& index, const Xapian::Query& query) {
  Xapian::Enquire enquire(index);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return !enquire.get_mset(0, 1).empty();
}

/// The two words that `word` is without the space between them; empty where no paragraph holds such two in a row.
std::string split(const Xapian::Database& index, const std::u32string& word) {
  struct Split {
    std::array<std::string, 2> parts;
    Xapian::doccount paragraphs;
  };
  std::vector<Split> splits;
  for (std::size_t at = shortest_part; at + shortest_part <= word.size(); ++at) {
    Split one{{utf8_of(word.substr(0, at)), utf8_of(word.substr(at))}, 0};
    one.paragraphs = std::min(index.get_termfreq(one.parts[0]), index.get_termfreq(one.parts[1]));
    if (one.paragraphs > 0) splits.push_back(std::move(one));
  }
  std::stable_sort(splits.begin(), splits.end(),
                   [](const Split& a, const Split& b) { return a.paragraphs > b.paragraphs; });
  splits.resize(std::min(splits.size(), most_splits_tried));
  for (const Split& one : splits) {
    const Xapian::Query in_a_row(Xapian::Query::OP_PHRASE, one.parts.begin(), one.parts.end(), 2);
    if (matches_any(index, in_a_row)) return one.parts[0] + " " + one.parts[1];
  }
  return {};
}

/// How well the best paragraph with `word` answers `rest`, in millionths, so that no rounding decides between two.
long long best_answer(const Xapian::Database& index, const Xapian::Query& rest, const std::string& word) {
  std::vector<Xapian::Query> terms;
  terms.reserve(word_prefixes.size());
  for (const std::string_view prefix : word_prefixes) terms.emplace_back(std::string(prefix) + word);
  Xapian::Enquire enquire(index);
  enquire.set_query({Xapian::Query::OP_FILTER, rest, {Xapian::Query::OP_OR, terms.begin(), terms.end()}});
  enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
  const Xapian::MSet found = enquire.get_mset(0, 1);
  return found.empty() ? 0 : std::llround(found[0].get_weight() * 1e6);
}

/// The one of the near words that was meant; empty where there is none.
std::string best_of(std::vector<NearWord> near, const Xapian::Database& index, const std::u32string& typed,
                    const Xapian::Query& rest) {
  if (near.empty()) return {};
  const auto likely = [&](const NearWord& one) {
    return std::pair(text::code_point_at(one.word, 0).value == typed.front(), one.paragraphs);
  };
  std::stable_sort(near.begin(), near.end(),
                   [&](const NearWord& a, const NearWord& b) { return likely(a) > likely(b); });
  near.resize(std::min(near.size(), most_near_words_tried));
  if (near.size() == 1 || rest.empty()) return near.front().word;
  const NearWord* best = nullptr;
  long long best_score = -1;
  for (const NearWord& one : near) {
    const long long score = best_answer(index, rest, one.word);
    if (score > best_score) std::tie(best, best_score) = std::pair(&one, score);
  }
  return best->word;
}

}  // namespace

std::vector<NearWord> nearest_words(const Xapian::Database& index, std::string_view word, std::size_t farthest,
                                    std::size_t& effort) {
  if (word.empty() || word.size() > text::longest_term) return {};
  const std::u32string characters = characters_of(word);
  for (std::size_t within = 1; within <= farthest; ++within) {
    NearWords found;
    for (const std::string_view prefix : word_prefixes) {
      const Nearness nearness(characters, within, within == 1 ? 0 : 1);
      if (!read_near_words(index, std::string(prefix), nearness, found, effort)) return {};
    }
    std::size_t nearest = within;
    for (const auto& [known, facts] : found) nearest = std::min(nearest, facts.first);
    std::vector<NearWord> near;
    for (const auto& [known, facts] : found) {
      if (facts.first == nearest) near.push_back({known, facts.second});
    }
    if (!near.empty()) return near;
  }
  return {};
}

std::vector<NearWord> words_within(const Xapian::Database& index, std::string_view word, std::size_t farthest,
                                   const std::vector<std::string_view>& prefixes, std::size_t& effort) {
  if (word.empty() || word.size() > text::longest_term) return {};
  const std::u32string characters = characters_of(word);
  NearWords found;
  for (std::size_t within = 1; within <= farthest; ++within) {
    for (const std::string_view prefix : prefixes) {
      const Nearness nearness(characters, within, within == 1 ? 0 : 1);
      if (!read_near_words(index, std::string(prefix), nearness, found, effort)) break;
    }
  }
  std::vector<NearWord> near;
  near.reserve(found.size());
  for (const auto& [known, facts] : found) near.push_back({known, facts.second});
  return near;
}

bool may_be_misspelt(std::string_view word) {
  const std::u32string characters = characters_of(word);
  return characters.size() >= shortest_corrected && std::all_of(characters.begin(), characters.end(), is_letter);
}

Respelling correct_spelling(const Query& query, const CompiledQuery& compiled, const Xapian::Database& index) {
  Respelling result{query, {}, {}};
  const std::vector<Clause*> leaves = leaves_of(result.query);
  std::size_t effort = most_terms_read;
  const auto corrected = [&](const std::string& word) {
    const std::u32string typed = characters_of(word);
    std::string used = best_of(nearest_words(index, word, 1, effort), index, typed, compiled.ranked);
    if (used.empty()) used = split(index, typed);
    if (used.empty() && typed.size() >= shortest_two_edits) {
      used = best_of(nearest_words(index, word, 2, effort), index, typed, compiled.ranked);
    }
    return used;
  };
  std::map<std::string, std::string> known;  // Corrections by surface; an empty one is none.
  std::vector<std::pair<const QueryWord*, std::string>> replacements;
  for (const QueryWord& word : compiled.words) {
    const bool looked_for_as_word = word.missing && !word.exact && !word.in_name;
    if (!looked_for_as_word || word.typed.size() > longest_typed || !may_be_misspelt(word.surface)) continue;
    const Clause& clause = *leaves[word.leaf];
    auto found = known.find(word.surface);
    if (found == known.end()) {
      if (known.size() == most_corrections) continue;
      found = known.emplace(word.surface, corrected(word.surface)).first;
      if (!found->second.empty()) {
        result.corrections.push_back({word.typed, found->second});
        result.notes.push_back({"'" + word.typed + "' occurs nowhere, searched for '" + found->second + "'",
                                clause.text_column + word.begin});
      }
    }
    if (!found->second.empty()) replacements.emplace_back(&word, found->second);
  }
  // From the last on, so that those before stay where they are.
  for (auto one = replacements.rbegin(); one != replacements.rend(); ++one) {
    const auto& [word, used] = *one;
    leaves[word->leaf]->text.replace(word->begin, word->typed.size(), used);
  }
  return result;
}

}  // namespace pilcrow::searcher
