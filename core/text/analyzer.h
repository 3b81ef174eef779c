// SPDX-License-Identifier: GPL-3.0-or-later
// The one analyser: text → tokens, the same for documents, queries and highlights.
//
// Which stretches of a text are tokens never depends on the language; only their folding and their stems do. So the
// tokens of one text under two languages correspond one to one, and a query can be stemmed for each language of an
// index.
//
//   text                     tokens (surface[begin-end]@position)
//   Two naïve indexes        two[0-3]@0 naive[4-10]@1 indexes[11-18]@2          stems: two naiv index
//   snake_case               snake[0-5]@0 case[6-10]@1 snake_case[0-10]@0 (compound)
//   camelCase                camel@0 case@1 camelcase@0 (compound)
//   foo::bar, ann@site.org   foo@0 bar@1 foo::bar@0 (compound); ann@0 site@1 org@2 ann@site.org@0 (compound)
//   x86_64, v1.2.3           x86@0 64@1 x86_64@0 (compound); v1.2.3@0 1.2.3@0 (compound: the version without its "v")
//   e-mail                   e@0 mail@1 email@0 (compound: a hyphenated word also matches when written together)
//   C++, C#                  c++@0 c#@1
//   l'eau, Microsoft's       l@0 eau@1; microsoft@0 (its range covers the 's)
//   東京都                    東@0 京@1 都@2 東京@0 (bigram) 京都@1 (bigram)
//   한국어를                  한국어를@0 한국@0 국어@0 어를@0 (bigrams); stem of the word in Korean: 한국어
//   ภาษาไทย                   words by ICU's dictionary; also Lao, Khmer and Burmese
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::text {

/// What a token is, and so where it goes: a bigram (of ideographs, or of the syllables of a word in Hangul) has no
/// position of its own in the index; a compound stands beside its parts and is left out of phrases.
enum class TokenKind : std::uint8_t { word, part, compound, ideograph, bigram };

/// One token. The views live until the sink returns.
struct Token {
  std::string_view surface;  ///< NFKC case-folded, apostrophes plain, diacritics folded; at most longest_term bytes.
  std::string_view
      stem;  ///< Of the surface in the analyser's language, folded likewise; the surface where none applies.
  std::size_t begin = 0;  ///< Bytes of the text given, as typed there (the whole "Microsoft's").
  std::size_t end = 0;
  std::uint32_t position = 0;  ///< Counts words from 0; a compound and a bigram share that of their first part.
  TokenKind kind = TokenKind::word;
  /// The same for the same surface and stem, from 1, until Analyzer::forms_epoch() is another one; 0: none.
  std::uint32_t form = 0;
};

/// Surfaces and stems never exceed this many bytes: a longer word keeps its beginning and ends in "~" and 16
/// hexadecimal digits of a hash of the whole, the same on both sides. (Xapian: a term over 245 bytes throws, and
/// prefixes take room.)
inline constexpr std::size_t longest_term = 64;

using TokenSink = std::function<void(const Token&)>;

/// Says of a word whether its surface and stem are wanted. Asked for words of ASCII letters and digits only, with no
/// capital but the first.
using WordFilter = std::function<bool(std::string_view)>;

/// Analyses text in one language. Not thread-safe (it owns ICU iterators and a stem cache); make one per thread and
/// language and keep it: making one costs about a millisecond, a token well under a microsecond.
class Analyzer {
 public:
  /// `language` is BCP 47; any code is accepted, and one without a stemmer leaves words as they are.
  explicit Analyzer(std::string_view language);
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;
  ~Analyzer();

  const std::string& language() const;

  /// See Token::form. Changes within analyze() at most.
  std::uint32_t forms_epoch() const;

  /// Calls `sink` for each token, in the order of their beginnings; parts come before the compound that they make.
  /// Any bytes are accepted: ill-formed UTF-8 separates words. Linear in the text; memory is bounded by the longest
  /// word.
  void analyze(std::string_view text, const TokenSink& sink);

  /// The same, but the words that nobody wants come with an empty surface and stem: most of the cost of a token is in
  /// these.
  void scan(std::string_view text, const WordFilter& wanted, const TokenSink& sink);

  /// analyze() without the ASCII short cut. Only for the test that holds the two against each other.
  void analyze_by_icu(std::string_view text, const TokenSink& sink);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A token that owns its strings, where a sink would be awkward (queries, tests).
struct OwnedToken {
  std::string surface;
  std::string stem;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint32_t position = 0;
  TokenKind kind = TokenKind::word;
};

/// All tokens at once. For short texts.
std::vector<OwnedToken> tokens(Analyzer& analyzer, std::string_view text);

/// What, besides the text, the terms depend on: ICU, Unicode, Xapian and the rules here. Equal strings, equal terms.
/// "pilcrow-analyzer/2 icu/72.1 unicode/15.0 xapian/1.4".
std::string analyzer_identity();

}  // namespace pilcrow::text
