// SPDX-License-Identifier: GPL-3.0-or-later
// What the person meant, as a value: no engine, no index.
//
// A sequence is all there is: what must be there, filters that all must pass, words of which any may match, and what
// must not be there. Where something must be there, the words only rank; a filter does not take their place: one of
// them has to match, if there are any. So AND and OR need no nodes of their own: "a AND b" is "+a +b", and `"a b" OR c`
// is a sequence of a group and a word, with a phrase that is required only within its own group. Parentheses around
// nothing but filters are a filter: "(type:md OR type:txt) wind". parse.h has how it is written.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/search.h"

namespace pilcrow::searcher {

enum class ClauseKind {
  words,   ///< What stood between white space: "wind", "e-mail,", "東京都の天気".
  phrase,  ///< Exactly these words, in this order.
  prefix,  ///< A word that begins so.
  fuzzy,   ///< A word that is at most `number` edits away.
  near,    ///< The `parts`, each `words` or `phrase`, no two of them more than `number` words apart.
  group,   ///< A sequence of its own, `parts`.
};

enum class Occurrence { should, must, must_not };  ///< word, +word, -word

/// Where something is looked for. All but `anywhere` are filters: they do not rank.
enum class Field { anywhere, title, heading, path, type, language, date, root };

/// One thing asked for.
struct Clause {
  ClauseKind kind = ClauseKind::words;
  Occurrence occurrence = Occurrence::should;
  /// As typed, without quotes, signs, field and what makes it a prefix or fuzzy; in a phrase with white space folded.
  std::string text = {};
  std::size_t column = 0;  ///< Byte offset of its first character, sign and quote included, in the query text.
  Field field = Field::anywhere;
  unsigned number = 0;
  std::vector<Clause> parts = {};
  std::size_t text_column = 0;  ///< Of words: byte offset of `text` in the query text.
};

/// Whether words are looked for there, not a value.
bool holds_text(Field field);
/// Whether what passes there is whole files, not paragraphs by what they hold: by path, root or date.
bool is_by_file(Field field);
/// Words that neither are quoted nor have a sign or a field.
bool is_plain(const Clause& clause);
/// A prefix or a fuzzy word: the index says which words it stands for.
bool is_open(ClauseKind kind);
/// What has a "-".
bool is_excluded(const Clause& clause);
/// One of several of which any may match.
bool is_optional(const Clause& clause);
/// Whether nothing but fields is asked for.
bool is_of_fields(const Clause& clause);
/// What is asked of a field, and not excluded; and a group of nothing else that must match. A "+" adds nothing to it.
bool is_filter(const Clause& clause);
/// What, no filter, a paragraph must hold: what has a "+", and phrases and words near each other, which are meant as they
/// stand.
bool is_required(const Clause& clause);

struct Query {
  std::vector<Clause> clauses = {};
  std::vector<Note> notes = {};  ///< What could not be read as syntax and was read as words.
};

/// Equal where the same is asked for, wherever in the text that stood.
bool operator==(const Clause& one, const Clause& other);
bool operator==(const Query& one, const Query& other);

/// The leaves of a query in the order in which they stand: what is not a group; words near each other are one. The
/// function is told whether the leaf is excluded, by a sign of its own or of a group around it.
void each_leaf(const Query& query, const std::function<void(const Clause& leaf, bool excluded)>& visit);
/// The same to change them.
std::vector<Clause*> leaves_of(Query& query);

/// The words and phrases that rank, in order; those near each other one by one. Neither what is excluded, nor filters,
/// nor what is open at its end.
std::vector<const Clause*> ranking_texts(const Query& query);

/// One line that parses to an equal query.
std::string canonical(const Query& query);
/// Of one clause, with its sign: "+storage", "-(a b)".
std::string canonical(const Clause& clause);

}  // namespace pilcrow::searcher
