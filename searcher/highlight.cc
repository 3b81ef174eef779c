// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/highlight.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
namespace pilcrow::searcher {
namespace {

using text::OwnedToken;
using text::TokenKind;

/// Finds a row of surfaces among the tokens of a text as they come (Knuth, Morris and Pratt).
class PhraseFinder {
 public:
  explicit PhraseFinder(std::vector<std::string> phrase) : phrase_(std::move(phrase)), border_(phrase_.size()) {
    for (std::size_t i = 1, length = 0; i < phrase_.size(); ++i) {
      while (length > 0 && phrase_[i] != phrase_[length]) length = border_[length - 1];
      if (phrase_[i] == phrase_[length]) ++length;
      border_[i] = length;
    }
    ranges_.resize(phrase_.size());
  }

  /// Adds to `marks` the ranges of a phrase that ends with this token.
  void see(const text::Token& token, std::vector<ByteRange>& marks) {
    while (matched_ > 0 && token.surface != phrase_[matched_]) matched_ = border_[matched_ - 1];
    ranges_[seen_++ % ranges_.size()] = {token.begin, token.end};
    if (token.surface == phrase_[matched_]) ++matched_;
    if (matched_ == phrase_.size()) {
      marks.insert(marks.end(), ranges_.begin(), ranges_.end());
      matched_ = border_[matched_ - 1];
    }
  }

 private:
  std::vector<std::string> phrase_;
  std::vector<std::size_t> border_;  ///< Longest proper prefix that is a suffix of the first i + 1 words.
  std::vector<ByteRange> ranges_;    ///< Of the last tokens seen, in turn.
  std::size_t matched_ = 0;
  std::size_t seen_ = 0;
};

struct Wanted {
  std::set<std::string, std::less<>> stems;
  std::vector<PhraseFinder> phrases;
};

/// A part of a compound is worth a mark by itself ("bar" of "foo::bar") unless it is a mere letter; a single ideograph
/// of a longer run is not.
bool is_marked(const OwnedToken& token, bool covered) {
  if (!covered) return true;
  return token.kind != TokenKind::ideograph && token.surface.size() > 1;
}

Wanted wanted_by(text::Analyzer& analyzer, const Query& query, const CompiledQuery& compiled) {
  Wanted wanted;
  std::size_t room = most_words;
  for (const Clause* clause : ranking_texts(query)) {
    std::vector<OwnedToken> tokens = text::tokens(analyzer, clause->text);
    if (tokens.size() > room) tokens.resize(room);
    room -= tokens.size();
    if (clause->kind == ClauseKind::phrase) {
      for (auto& row : phrase_rows(tokens)) wanted.phrases.emplace_back(std::move(row));
      continue;
    }
    const std::vector<bool> covered = covered_tokens(tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (is_plain(*clause) && compiled.stopped.count(tokens[i].surface) > 0) continue;
      if (is_marked(tokens[i], covered[i])) wanted.stems.insert(tokens[i].stem);
    }
  }
  return wanted;
}

}  // namespace

std::vector<ByteRange> highlight(text::Analyzer& analyzer, std::string_view text, const Query& query,
                                 const CompiledQuery& compiled) {
  Wanted wanted = wanted_by(analyzer, query, compiled);
  std::vector<ByteRange> marks;
  analyzer.analyze(text, [&](const text::Token& token) {
    const bool is_wanted = wanted.stems.find(token.stem) != wanted.stems.end() ||
                           compiled.expansions.find(token.surface) != compiled.expansions.end();
    if (is_wanted) marks.push_back({token.begin, token.end});
    if (token.kind == TokenKind::compound || token.kind == TokenKind::bigram) return;
    for (PhraseFinder& phrase : wanted.phrases) phrase.see(token, marks);
  });
  std::sort(marks.begin(), marks.end());
  std::vector<ByteRange> merged;
  for (const ByteRange& mark : marks) {
    if (!merged.empty() && mark.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, mark.end);
    } else {
      merged.push_back(mark);
    }
  }
  return merged;
}

}  // namespace pilcrow::searcher
