// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/similar.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "core/store/citation.h"
#include "core/store/paths.h"
#include "core/store/schema.h"
#include "core/text/language.h"
#include "core/text/utf8.h"
#include "searcher/compile.h"

namespace pilcrow::searcher {
namespace {

using text::OwnedToken;

/// Whether `citation` names a paragraph of this file, as far as the path tells, and then which row of it.
struct Cited {
  bool file = false;
  std::optional<std::size_t> row;
};

Cited cited_in(const store::FileEntry& entry, const std::string& path, const store::Citation& citation) {
  if (!store::names_path(citation, path)) return {};
  std::uint32_t ordinal = 0;
  for (std::size_t row = 0; row < entry.paragraphs.size(); ++row) {
    if (store::names_content(citation, entry.paragraphs[row].content) && ++ordinal == citation.ordinal)
      return {true, row};
  }
  return {true, {}};
}

/// A word of the paragraph.
struct Word {
  std::string typed;      ///< Where it stands first.
  std::size_t first = 0;  ///< Which word that is.
  std::size_t count = 0;
  bool stopped = false;
};

bool is_number(std::string_view surface) {
  return std::none_of(surface.begin(), surface.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;  // folded, digits are ASCII's
  });
}

/// Counts the words of a text by their stems, an identifier as one word.
void count_words(text::Analyzer& analyzer, const std::string& text, std::size_t times,
                 std::map<std::string, Word>& words) {
  // What stands for what is found out in stretches, since that is quadratic; at most a part of a name counts beside it.
  constexpr std::size_t stretch = 64;
  const std::vector<OwnedToken> all = text::tokens(analyzer, text);
  for (std::size_t begin = 0; begin < all.size(); begin += stretch) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = all.begin() + static_cast<std::ptrdiff_t>(std::min(begin + stretch, all.size()));
    const std::vector<OwnedToken> tokens(first, last);
    const std::vector<bool> covered = covered_tokens(tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const OwnedToken& token = tokens[i];
      const std::size_t size = token.end - token.begin;
      // Nobody's word is longer: data in letters.
      if (covered[i] || size > text::longest_term || is_number(token.surface)) continue;
      const auto [known, is_new] = words.try_emplace(token.stem);
      Word& word = known->second;
      if (is_new) {
        word = {text.substr(token.begin, size), words.size(), 0,
                text::is_stop_word(analyzer.language(), token.surface)};
      }
      word.count += times;
    }
  }
}

}  // namespace

Result<Place> find_cited(const std::vector<store::Snapshot>& snapshots, std::string_view text) {
  const std::string named = "'" + std::string(text) + "'";
  const auto citation = store::parse_citation(text);
  if (!citation) {
    return failure(ErrorCode::invalid_argument, named + " is no citation, such as pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10");
  }
  const auto snapshot = std::find_if(snapshots.begin(), snapshots.end(), [&](const store::Snapshot& one) {
    return one.facts().settings.index_id == citation->index_id;
  });
  if (snapshot == snapshots.end()) {
    return failure(ErrorCode::invalid_argument, named + " is a citation from another index");
  }
  std::string file;
  std::optional<Place> place;
  const auto visited = snapshot->each_file([&](store::FileEntry&& entry) {
    std::string path = store::absolute_path(snapshot->facts(), entry);
    const Cited cited = cited_in(entry, path, *citation);
    if (cited.row) {
      place = Place{static_cast<std::size_t>(snapshot - snapshots.begin()), entry.paragraphs[*cited.row].document};
    } else if (cited.file) {
      file = std::move(path);
    }
    return !place;
  });
  if (!visited) return tl::unexpected<Error>(visited.error());
  if (place) return *place;
  if (!file.empty()) {
    return failure(ErrorCode::paragraph_gone,
                   "the paragraph " + named + " is not in '" + file + "' any more; search for it again");
  }
  return failure(ErrorCode::paragraph_gone,
                 "the file of the paragraph " + named + " is not in the index any more; search for it again");
}

Query telling_words(const LoadedParagraph& paragraph, Analyzers& analyzers,
                    const std::function<std::uint64_t(const std::string&)>& frequency, std::uint64_t all) {
  std::map<std::string, Word> words;
  count_words(analyzers.of(paragraph.language()), paragraph.text, 1, words);
  std::vector<std::string> headings = paragraph.headings;
  const std::string& title = paragraph.entry->title;
  if (std::find(headings.begin(), headings.end(), title) == headings.end()) headings.push_back(title);
  headings.emplace_back(store::name_words(*paragraph.path));
  for (const std::string& heading : headings) {
    count_words(analyzers.of(paragraph.entry->language), heading, store::heading_weight, words);
  }

  struct Telling {
    double worth;
    std::size_t times;
    const Word* word;
  };
  std::vector<Telling> telling;
  for (const auto& [stem, word] : words) {
    const std::uint64_t holding = frequency(std::string(store::prefix_stem) + stem);
    if (word.stopped || holding < 2) continue;
    const double rare = worth_of(holding, all);
    const auto times = static_cast<std::size_t>(std::bit_width(word.count));
    telling.push_back({static_cast<double>(times) * rare, times, &word});
  }
  std::sort(telling.begin(), telling.end(), [](const Telling& a, const Telling& b) {
    return a.worth != b.worth ? a.worth > b.worth : a.word->first < b.word->first;
  });
  if (telling.size() > most_telling_words) telling.resize(most_telling_words);
  Query query;
  for (const Telling& one : telling) {
    query.clauses.insert(query.clauses.end(), one.times,
                         Clause{ClauseKind::words, Occurrence::should, one.word->typed});
  }
  return query;
}

Query rarest_words(std::string_view text, text::Analyzer& analyzer,
                   const std::function<std::uint64_t(const std::string&)>& frequency) {
  std::map<std::string, Word> words;
  const std::string valid = text::to_valid_utf8(text.substr(0, most_of_rare_text));
  count_words(analyzer, valid, 1, words);
  std::vector<std::pair<std::uint64_t, const Word*>> rare;
  for (const auto& [stem, word] : words) {
    const std::uint64_t holding = frequency(std::string(store::prefix_stem) + stem);
    if (holding > 0) rare.emplace_back(holding, &word);
  }
  std::sort(rare.begin(), rare.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->first < b.second->first;
  });
  if (rare.size() > most_rare_words) rare.resize(most_rare_words);
  Query query;
  for (const auto& [holding, word] : rare) {
    query.clauses.push_back(Clause{ClauseKind::words, Occurrence::should, word->typed});
  }
  return query;
}

}  // namespace pilcrow::searcher
