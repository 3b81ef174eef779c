// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/budget.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/text/analyzer.h"
#include "core/text/fold.h"
#include "core/text/sentences.h"
#include "core/text/span.h"
#include "core/text/utf8.h"

namespace pilcrow::searcher {
namespace {

using text::Span;

/// Unicode's White_Space, and the separators of ASCII that some count as such.
bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Where the first character from `offset` on stands that is white space, or none; else the end.
std::size_t find_space(std::string_view text, std::size_t offset, bool space) {
  while (offset < text.size()) {
    const text::CodePoint c = text::code_point_at(text, offset);
    if (is_space(c.value) == space) break;
    offset += c.size;
  }
  return offset;
}

class WordCounter {
 public:
  std::size_t count(std::string_view text) {
    std::vector<std::size_t> words;
    analyzer_.scan(
        text, [](std::string_view) { return false; },
        [&](const text::Token& token) {
          if (token.kind != text::TokenKind::compound && token.kind != text::TokenKind::bigram)
            words.push_back(token.begin);
        });
    std::size_t count = 0;
    auto word = words.begin();
    for (std::size_t at = find_space(text, 0, false); at < text.size(); at = find_space(text, at, false)) {
      at = find_space(text, at, true);
      const auto behind = std::lower_bound(word, words.end(), at);
      count += std::max<std::size_t>(1, static_cast<std::size_t>(behind - word));
      word = behind;
    }
    return count;
  }

  std::size_t count(const std::vector<std::string>& texts) {
    std::size_t sum = 0;
    for (const std::string& text : texts) sum += count(text);
    return sum;
  }

 private:
  text::Analyzer analyzer_{"und"};  // What is a word does not depend on the language.
};

struct Sentence {
  Span span;
  std::size_t words = 0;
};

/// What tells marked words apart: their beginnings, since inflections differ at the end.
std::string key_of(std::string_view mark) {
  constexpr std::size_t beginning = 5;
  const std::string word = text::fold_diacritics(text::fold_case(mark));
  std::size_t end = 0;
  for (std::size_t characters = 0; characters < beginning && end < word.size(); ++characters) {
    end += text::code_point_at(word, end).size;
  }
  return word.substr(0, end);
}

/// The one with most different marked words of those that take no more than `room`, the first of several.
std::optional<std::size_t> best_sentence(const Hit& hit, const std::vector<Sentence>& sentences, std::size_t room) {
  std::optional<std::size_t> best;
  std::size_t most = 0;
  auto mark = hit.highlights.begin();
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    std::set<std::string> marked;
    for (; mark != hit.highlights.end() && mark->begin < sentences[i].span.end; ++mark) {
      marked.insert(key_of(std::string_view(hit.text).substr(mark->begin, mark->end - mark->begin)));
    }
    if (sentences[i].words > room || (best && marked.size() <= most)) continue;
    best = i;
    most = marked.size();
  }
  return best;
}

/// A run of sentences; `end` is behind the last.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Span span_of(const std::vector<Sentence>& sentences, Run run) {
  return {sentences[run.begin].span.begin, sentences[run.end - 1].span.end};
}

template <class Paragraph>
void cut(Paragraph& paragraph, Span span) {
  paragraph.kept = ByteRange{span.begin, span.end};
  paragraph.kept_of = paragraph.text.size();
  paragraph.text = std::string(span.of(paragraph.text));
}

std::vector<ByteRange> marks_within(const std::vector<ByteRange>& marks, Span span) {
  std::vector<ByteRange> within;
  for (const ByteRange& mark : marks) {
    const std::uint64_t begin = std::max<std::uint64_t>(mark.begin, span.begin);
    const std::uint64_t end = std::min<std::uint64_t>(mark.end, span.end);
    if (begin < end) within.push_back({begin - span.begin, end - span.begin});
  }
  return within;
}

class Keeper {
 public:
  explicit Keeper(std::size_t words) : left_(words) {}

  std::size_t left() const { return left_; }

  /// False where nothing of it fits.
  bool keep(Hit& hit) {
    const std::size_t around = counter_.count(hit.title) + counter_.count(hit.headings);
    const std::vector<Sentence> sentences = sentences_of(hit.text);
    if (around > left_) return false;
    const std::optional<std::size_t> best = best_sentence(hit, sentences, left_ - around);
    if (!best && !sentences.empty()) return false;
    left_ -= around;
    bool whole = true;
    if (best) {
      const Run run = grown(sentences, *best);
      whole = run.end - run.begin == sentences.size();
      if (!whole) {
        hit.highlights = marks_within(hit.highlights, span_of(sentences, run));
        cut(hit, span_of(sentences, run));
      }
    }
    keep_neighbors(hit, whole);
    return true;
  }

 private:
  std::vector<Sentence> sentences_of(std::string_view text) {
    std::vector<Sentence> sentences;
    for (const Span span : text::sentences(text)) sentences.push_back({span, counter_.count(span.of(text))});
    return sentences;
  }

  bool take(std::size_t words) {
    if (words > left_) return false;
    left_ -= words;
    return true;
  }

  /// The sentence, which fits, and those around it as far as they do.
  Run grown(const std::vector<Sentence>& sentences, std::size_t first) {
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    Run run{first, first + 1};
    left_ -= sentences[first].words;
    for (;;) {
      const std::size_t before = run.begin > 0 ? sentences[run.begin - 1].words : none;
      const std::size_t after = run.end < sentences.size() ? sentences[run.end].words : none;
      // Where the shorter one does not fit, neither does the other.
      if (std::min(before, after) == none || !take(std::min(before, after))) return run;
      if (after <= before) {
        ++run.end;
      } else {
        --run.begin;
      }
    }
  }

  void keep_neighbors(Hit& hit, bool fits) {
    std::size_t before = 0;  // How many on each side are kept.
    std::size_t after = 0;
    while (fits && (before < hit.before.size() || after < hit.after.size())) {
      Neighbor* const previous = before < hit.before.size() ? &hit.before[hit.before.size() - 1 - before] : nullptr;
      Neighbor* const next = after < hit.after.size() ? &hit.after[after] : nullptr;
      const bool backwards = next == nullptr || (previous != nullptr && hit.paragraph - previous->paragraph <=
                                                                            next->paragraph - hit.paragraph);
      Neighbor& nearest = backwards ? *previous : *next;
      const bool any = keep(nearest, hit, backwards);
      if (any) ++(backwards ? before : after);
      fits = any && !nearest.kept;
    }
    hit.before.erase(hit.before.begin(), hit.before.end() - static_cast<std::ptrdiff_t>(before));
    hit.after.resize(after);
  }

  /// False where nothing of it fits.
  bool keep(Neighbor& neighbor, const Hit& hit, bool from_its_end) {
    const std::size_t around = neighbor.headings == hit.headings ? 0 : counter_.count(neighbor.headings);
    const std::vector<Sentence> sentences = sentences_of(neighbor.text);
    const std::size_t count = sentences.size();
    const auto nearest = [&](std::size_t i) { return sentences[from_its_end ? count - 1 - i : i].words; };
    if (around + (count > 0 ? nearest(0) : 0) > left_) return false;
    left_ -= around;
    std::size_t kept = 0;
    while (kept < count && take(nearest(kept))) ++kept;
    if (kept < count) cut(neighbor, span_of(sentences, from_its_end ? Run{count - kept, count} : Run{0, kept}));
    return true;
  }

  WordCounter counter_;
  std::size_t left_;
};

}  // namespace

std::size_t keep_within(std::vector<Hit>& hits, std::size_t words) {
  Keeper keeper(words);
  std::vector<Hit> kept;
  for (Hit& hit : hits) {
    if (keeper.left() == 0) break;
    if (keeper.keep(hit)) kept.push_back(std::move(hit));
  }
  hits = std::move(kept);
  return words - keeper.left();
}

}  // namespace pilcrow::searcher
