// SPDX-License-Identifier: GPL-3.0-or-later
// Where words stand in a text: the first half of the analyser, which knows nothing of folding and stems.
//
// A text is taken in pieces that end at ASCII white space. No rule of UAX #29 looks across it, so what lies in a piece
// cannot depend on what lies outside. A piece of ASCII is segmented by a few lines of table look-ups, any other by ICU;
// both follow UAX #29, with these differences: a full stop joins only digits, a colon and an "@" join nothing (the
// analyser puts dotted names and addresses together again), Han and Kana are runs of characters rather than dictionary
// words, and a word of Hangul ends where another script begins.
#pragma once

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace pilcrow::text {

enum class SegmentKind : std::uint8_t { word, symbol, ideographs, hangul };

/// One word, one symbol, or one run of Han and Kana or of Hangul. Bytes of the whole text.
struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t word_end = 0;  ///< Before a possessive 's, else `end`.
  SegmentKind kind = SegmentKind::word;
  /// Two ASCII letters and digits or more, no capital behind the first: a word without parts, as most are.
  bool plain = false;
};

/// Finds segments. Not thread-safe (owns an ICU iterator, which it makes when it first meets text that is not ASCII).
class Segmenter {
 public:
  Segmenter() = default;
  ~Segmenter();
  Segmenter(const Segmenter&) = delete;
  Segmenter& operator=(const Segmenter&) = delete;

  /// The segments of the next piece of `text` from `offset` on, which moves behind the piece; valid until the next
  /// call. With `by_icu`, ASCII goes through ICU too. Call it until `offset` is the size of the text.
  const std::vector<Segment>& next(std::string_view text, std::size_t& offset, bool by_icu);

 private:
  void segment_ascii(std::string_view text, std::size_t begin, std::size_t end);
  void segment_unicode(std::string_view text, std::size_t begin, std::size_t end);
  void break_words(std::string_view text, std::size_t begin, std::size_t end);
  void add_icu_word(std::string_view text, std::size_t begin, std::size_t end);
  void add_word(std::string_view text, std::size_t begin, std::size_t end);

  std::vector<Segment> segments_;
  std::unique_ptr<icu::BreakIterator> words_;
  UText utext_ = UTEXT_INITIALIZER;
};

/// Whether the character is written in Han or Kana and stands for itself: a letter or number of those scripts.
bool is_ideographic(char32_t c);

/// Whether the character is a letter of Hangul: a syllable or a jamo.
bool is_hangul(char32_t c);

/// Whether the character belongs to the syllable before it: a jamo of the vowel or of the end, a combining mark.
bool continues_syllable(char32_t c);

/// Whether the character belongs to whatever stands before it: a combining mark, or what is invisible.
bool clings(char32_t c);

/// Whether the character belongs to the ideograph before it: a combining mark, a half-width voicing mark.
bool continues_ideograph(char32_t c);

}  // namespace pilcrow::text
