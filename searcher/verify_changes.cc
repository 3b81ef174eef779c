// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/verify_changes.h"

#include <algorithm>
#include <bit>
#include <unordered_map>
#include <utility>

#include "core/text/hash.h"
#include "core/text/utf8.h"

namespace pilcrow::searcher {
namespace {

using Words = std::vector<ComparedWord>;

constexpr std::size_t most_changes = 100;
/// Words that come and go: more is not told one by one.
constexpr std::size_t most_edits = 1000;

/// Scripts whose words nothing divides.
bool stands_alone(char32_t c) {
  return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
         (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF);
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A);
}

/// The words of one text, as bits that say where each stands.
class BitRows {
 public:
  explicit BitRows(const Words& words) : blocks_((words.size() + 63) / 64) {
    for (std::size_t i = 0; i < words.size(); ++i) places_[words[i].hash].push_back(static_cast<std::uint32_t>(i));
    // Those that stand in many places have their bits ready; there are 64 such words at most.
    for (const auto& [word, places] : places_) {
      if (places.size() <= blocks_) continue;
      auto& bits = ready_[word];
      bits.resize(blocks_);
      for (const std::uint32_t place : places) bits[place / 64] |= 1ULL << (place % 64);
    }
    scratch_.resize(blocks_);
  }

  std::size_t blocks() const { return blocks_; }

  template <class Use>
  void with(std::uint32_t word, const Use& use) {
    const auto places = places_.find(word);
    if (places == places_.end()) return;  // No bit: nothing would change.
    if (const auto bits = ready_.find(word); bits != ready_.end()) return use(bits->second);
    for (const std::uint32_t place : places->second) scratch_[place / 64] |= 1ULL << (place % 64);
    use(scratch_);
    for (const std::uint32_t place : places->second) scratch_[place / 64] = 0;
  }

 private:
  std::size_t blocks_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> places_;
  std::unordered_map<std::uint32_t, std::vector<std::uint64_t>> ready_;
  std::vector<std::uint64_t> scratch_;
};

/// Rows of words that stand in both, as [begin, end) of either.
struct Run {
  std::size_t was = 0;
  std::size_t now = 0;
  std::size_t count = 0;
};

/// Myers' greedy search, forwards, with its trace kept. Nothing where there are too many edits.
std::vector<Run> runs_of(const Words& was, const Words& now, bool& found) {
  const auto n = static_cast<std::ptrdiff_t>(was.size());
  const auto m = static_cast<std::ptrdiff_t>(now.size());
  const auto most = std::min(n + m, static_cast<std::ptrdiff_t>(most_edits));
  const auto at = [&](std::ptrdiff_t k) { return static_cast<std::size_t>(k + most + 1); };
  std::vector<std::int32_t> reach(static_cast<std::size_t>(2 * most + 3), 0);
  std::vector<std::vector<std::int32_t>> trace;  // Of each number of edits the reaches before it.
  found = false;
  for (std::ptrdiff_t edits = 0; edits <= most && !found; ++edits) {
    trace.emplace_back(reach.begin() + static_cast<std::ptrdiff_t>(at(-edits) - 1),
                       reach.begin() + static_cast<std::ptrdiff_t>(at(edits) + 2));
    for (std::ptrdiff_t k = -edits; k <= edits && !found; k += 2) {
      const bool down = k == -edits || (k != edits && reach[at(k - 1)] < reach[at(k + 1)]);
      std::ptrdiff_t x = down ? reach[at(k + 1)] : reach[at(k - 1)] + 1;
      while (x < n && x - k < m && was[static_cast<std::size_t>(x)].hash == now[static_cast<std::size_t>(x - k)].hash) {
        ++x;
      }
      reach[at(k)] = static_cast<std::int32_t>(x);
      found = x >= n && x - k >= m;
    }
  }
  std::vector<Run> runs;
  if (!found) return runs;
  std::ptrdiff_t x = n;
  std::ptrdiff_t y = m;
  for (auto edits = static_cast<std::ptrdiff_t>(trace.size()) - 1; edits >= 0; --edits) {
    const std::vector<std::int32_t>& before = trace[static_cast<std::size_t>(edits)];
    const auto reached = [&](std::ptrdiff_t k) -> std::ptrdiff_t {
      return before[static_cast<std::size_t>(k + edits + 1)];
    };
    const std::ptrdiff_t k = x - y;
    const bool down = k == -edits || (k != edits && reached(k - 1) < reached(k + 1));
    const std::ptrdiff_t from_k = down ? k + 1 : k - 1;
    const std::ptrdiff_t from_x = edits == 0 ? 0 : reached(from_k);
    const std::ptrdiff_t run_x = edits == 0 ? 0 : down ? from_x : from_x + 1;
    if (x > run_x) {
      runs.push_back(
          {static_cast<std::size_t>(run_x), static_cast<std::size_t>(run_x - k), static_cast<std::size_t>(x - run_x)});
    }
    x = from_x;
    y = from_x - from_k;
  }
  std::reverse(runs.begin(), runs.end());
  return runs;
}

std::string stretch(std::string_view text, const Words& words, std::size_t begin, std::size_t end) {
  if (begin >= end) return {};
  return text::fold_space(text.substr(words[begin].place.begin, words[end - 1].place.end - words[begin].place.begin));
}

}  // namespace

std::vector<ComparedWord> compared_words(std::string_view text, std::size_t most) {
  Words words;
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (begin == end) return;
    const std::string word = comparable(text.substr(begin, end - begin));
    if (!word.empty()) words.push_back({static_cast<std::uint32_t>(text::hash64(word)), {begin, end}});
    begin = end;
  };
  for (std::size_t at = 0; at < text.size() && words.size() < most;) {
    const text::CodePoint c = text::code_point_at(text, at);
    if (is_space(c.value)) {
      end_word(at);
      begin = at + c.size;
    } else if (stands_alone(c.value)) {
      end_word(at);
      end_word(at + c.size);
    }
    at += c.size;
  }
  if (words.size() < most) end_word(text.size());
  return words;
}

std::size_t common_words(const Words& one, const Words& other, Effort& effort) {
  if (one.empty() || other.empty()) return 0;
  BitRows rows(one);
  if (!effort.spend(other.size() * rows.blocks() * sizeof(std::uint64_t))) return 0;
  std::vector<std::uint64_t> state(rows.blocks(), ~0ULL);  // A bit that is not set: a step of the subsequence.
  for (const ComparedWord& word : other) {
    rows.with(word.hash, [&](const std::vector<std::uint64_t>& bits) {
      std::uint64_t carry = 0;
      for (std::size_t i = 0; i < state.size(); ++i) {
        const std::uint64_t kept = state[i] & bits[i];
        const std::uint64_t sum = state[i] + kept;
        const std::uint64_t with_carry = sum + carry;
        carry = static_cast<std::uint64_t>(sum < kept) | static_cast<std::uint64_t>(with_carry < sum);
        state[i] = with_carry | (state[i] & ~bits[i]);
      }
    });
  }
  std::size_t common = 0;
  for (std::size_t i = 0; i < state.size(); ++i) {
    const std::size_t used = std::min<std::size_t>(64, one.size() - i * 64);
    const std::uint64_t mask = used == 64 ? ~0ULL : (1ULL << used) - 1;
    common += static_cast<std::size_t>(std::popcount(~state[i] & mask));
  }
  return common;
}

std::vector<ComparedWord> likest_stretch(const Words& wanted, const Words& words) {
  const std::size_t length = wanted.size() + wanted.size() / 2 + 4;
  if (words.size() <= length) return words;
  std::unordered_map<std::uint32_t, std::ptrdiff_t> lacking;  // Negative: there are more than wanted.
  for (const ComparedWord& word : wanted) ++lacking[word.hash];
  std::size_t held = 0;
  std::size_t best = 0;
  std::size_t best_begin = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (const auto word = lacking.find(words[i].hash); word != lacking.end() && word->second-- > 0) ++held;
    if (i >= length) {
      if (const auto word = lacking.find(words[i - length].hash); word != lacking.end() && ++word->second > 0) --held;
    }
    if (held > best) {
      best = held;
      best_begin = i + 1 >= length ? i + 1 - length : 0;
    }
  }
  // The first window with most of them may end with the last that it has: what replaced the others stands behind it.
  const std::size_t count = std::min(length + wanted.size(), words.size() - best_begin);
  const auto begin = words.begin() + static_cast<std::ptrdiff_t>(best_begin);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

std::vector<Change> changes_between(std::string_view was, const Words& was_words, std::string_view now,
                                    const Words& now_words, bool part) {
  bool found = false;
  std::vector<Run> runs = runs_of(was_words, now_words, found);
  struct Gap {
    text::Span was;
    text::Span now;
  };
  std::vector<Gap> gaps;
  Gap gap;
  const auto close = [&](std::size_t was_end, std::size_t now_end, bool at_begin, bool at_end) {
    gap.was.end = was_end;
    gap.now.end = now_end;
    // What stands before or behind a part is nobody's claim, but for as much as replaced its words.
    const std::size_t replaced = std::min(gap.was.size(), gap.now.size());
    if (part && at_begin) gap.now.begin = gap.now.end - replaced;
    if (part && at_end) gap.now.end = gap.now.begin + replaced;
    if (!gap.was.empty() || !gap.now.empty()) gaps.push_back(gap);
  };
  for (const Run& run : runs) {
    close(run.was, run.now, &run == &runs.front(), false);
    gap.was.begin = run.was + run.count;
    gap.now.begin = run.now + run.count;
  }
  close(was_words.size(), now_words.size(), runs.empty(), true);
  if (gaps.size() > most_changes) {
    gaps = {{{gaps.front().was.begin, gaps.back().was.end}, {gaps.front().now.begin, gaps.back().now.end}}};
  }
  std::vector<Change> changes;
  changes.reserve(gaps.size());
  for (const Gap& one : gaps) {
    changes.push_back(
        {stretch(was, was_words, one.was.begin, one.was.end), stretch(now, now_words, one.now.begin, one.now.end)});
  }
  return changes;
}

}  // namespace pilcrow::searcher
