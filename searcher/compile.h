// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2: Query → Xapian query, through the same analyser that built the index.
//
// Words are OR-ed; what is quoted or has a "+" is required and ranks as well; "-" excludes. A word becomes its Z stem,
// so it sees title and heading trail; quoted words become the surface terms of the body. In an index of several
// languages a word is stemmed for each. Stems that differ are synonyms, and a stem counts only in paragraphs of the
// languages that stem so: "listen" is "list" to the German stemmer, and must not find the English "list". A stem shared
// by nine tenths of all paragraphs goes without that filter, so an index of one language gets plain terms.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "pilcrow/search.h"
#include "searcher/analyzers.h"
#include "searcher/query.h"

namespace pilcrow::searcher {

/// A word of the query and what became of it.
struct QueryWord {
  std::string typed;       ///< As in the query text.
  std::string surface;     ///< Folded as in paragraphs of the language of most.
  std::size_t clause = 0;  ///< Which of the query.
  std::size_t begin = 0;   ///< Byte offset in the text of the clause.
  bool in_name = false;    ///< Part of an identifier: "snake" of "snake_case"; not "wind" of "wind-farm".
  bool exact = false;      ///< From a phrase: the surface is looked for, not the stems.
  bool excluded = false;   ///< Must not occur.
  bool stopped = false;    ///< A stop word, not looked for.
  bool missing = false;    ///< Occurs nowhere in the index.
};

/// One form in which a word or phrase is looked for.
struct Reading {
  std::vector<std::string> words;      ///< A stem, without prefix; the surfaces of a phrase.
  std::vector<std::string> languages;  ///< Whose form it is; empty where all have the same.
  bool only_there = false;             ///< It is looked for in paragraphs of these languages only.
};

/// A word or phrase that ranks. What it adds to the score of a paragraph does not depend on the rest of the query: it
/// is the score of `query` alone.
struct Addend {
  Xapian::Query query;
  std::string typed;      ///< As in the query text, where it stands first.
  std::size_t count = 1;  ///< How often it was typed.
  bool required = false;  ///< Quoted or with a "+".
  bool phrase = false;
  std::vector<Reading> readings;
  std::vector<std::string> relatives;  ///< Stems of its family, without prefix, that add a share.
};

struct CompiledQuery {
  Xapian::Query ranked;     ///< What is matched and ranked. Empty: nothing can match.
  Xapian::Query all_words;  ///< Paragraphs that hold every (unstopped) word; for the summary.
  std::vector<QueryWord> words;
  std::vector<Addend> addends;    ///< What `ranked` adds up: what is required first, each in the order of the query.
  std::set<std::string> stopped;  ///< Surfaces of the stop words that were dropped.
  std::vector<Note> notes;
};

/// No query looks for more words; a note says so.
inline constexpr std::size_t most_words = 512;

/// Terms of the family of a word, given folded and with its own terms; empty for one that needs none.
using FindRelatives = std::function<std::vector<std::string>(const std::string&, const std::vector<std::string>&)>;

/// Paragraphs that hold a term.
using Frequency = std::function<std::uint64_t(const std::string&)>;

/// `languages`: those of the index with their paragraphs. `matches_any` tells whether a query matches any paragraph at
/// all. `relatives` of plain words are looked for as well, at relative_share of their weight, unless no word of the
/// query occurs at all: then it is better said so. With `frequency`, the forms of a word in several languages weigh
/// alike, however rare their language.
///
/// Stop words are dropped from plain words, never from phrases or after a sign, and not where nothing would be left.
/// Which words those are depends on the query's language: that of most paragraphs, unless the stop list of another
/// covers more of the query's words, at least two of them ("die casting" is not German, "wie lange ist die Frist" is).
CompiledQuery compile(const Query& query, const std::map<std::string, std::uint64_t>& languages, Analyzers& analyzers,
                      const std::function<bool(const Xapian::Query&)>& matches_any, const FindRelatives& relatives = {},
                      const Frequency& frequency = {});

/// The tokens of one clause that stand for it: a compound stands for its parts ("e-mail" for "e" and "mail"), a bigram
/// for its ideographs, a word of Hangul for its bigrams. `covered[i]`: token i is stood for by another. Quadratic: for
/// queries only, within most_words.
std::vector<bool> covered_tokens(const std::vector<text::OwnedToken>& tokens);

/// Whether a token is a word by itself, and so takes part in phrases: not one of the terms that are added beside words.
bool is_word(text::TokenKind kind);

/// What a word is worth that `holding` of `all` paragraphs hold: log2((all + 1) / (holding + 1/2)).
double worth_of(std::uint64_t holding, std::uint64_t all);

}  // namespace pilcrow::searcher
