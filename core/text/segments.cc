// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/segments.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>

#include "core/text/utf8.h"

namespace pilcrow::text {
namespace {

// A piece is closed once it is this long, so that segments are few; a stretch without white space is cut at the other
// length, since some files are one line of 200 MB.
constexpr std::size_t piece_bytes = 4096;
constexpr std::size_t longest_stretch = 65536;

enum class Class : std::uint8_t { other, letter, digit, underscore, apostrophe, number_joiner, space };

constexpr std::array<Class, 256> make_classes() {
  std::array<Class, 256> classes{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) classes[c] = Class::letter;
    if (c >= '0' && c <= '9') classes[c] = Class::digit;
    if (c == ' ' || (c >= '\t' && c <= '\r')) classes[c] = Class::space;
  }
  classes['_'] = Class::underscore;
  classes['\''] = Class::apostrophe;
  classes['.'] = classes[','] = classes[';'] = Class::number_joiner;
  return classes;
}
constexpr std::array<Class, 256> classes = make_classes();

Class class_of(char c) {
  return classes[static_cast<unsigned char>(c)];
}

bool is_word_class(Class c) {
  return c == Class::letter || c == Class::digit || c == Class::underscore;
}

bool is_small(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// UAX #29, WB6, WB7, WB11 and WB12 for ASCII, without what joins letters only to be parted again.
bool joins(Class before, Class middle, Class after) {
  if (before == Class::digit && after == Class::digit) {
    return middle == Class::apostrophe || middle == Class::number_joiner;
  }
  return before == Class::letter && after == Class::letter && middle == Class::apostrophe;
}

struct Stretch {
  std::size_t end = 0;
  bool ascii = true;
};

/// From `begin` to the next white space, or to where a stretch that is too long is best cut.
Stretch stretch_at(std::string_view text, std::size_t begin) {
  const std::size_t limit = std::min(text.size(), begin + longest_stretch);
  std::size_t end = begin;
  unsigned char bits = 0;
  for (; end < limit && class_of(text[end]) != Class::space; ++end) bits |= static_cast<unsigned char>(text[end]);
  if (end < limit || end == text.size() || class_of(text[end]) == Class::space) return {end, bits < 0x80};

  constexpr std::size_t look_back = 1024;
  for (std::size_t cut = end; cut > end - look_back; --cut) {
    const char c = text[cut - 1];
    if (static_cast<unsigned char>(c) < 0x80 && !is_word_class(class_of(c))) return {cut, bits < 0x80};
  }
  for (int back = 0; back < 3 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++back) --end;
  return {end, bits < 0x80};
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && class_of(text[at]) == Class::space) ++at;
  return at;
}

bool is_letter_or_number(char32_t c) {
  if (c < 0x80)
    return class_of(static_cast<char>(c)) == Class::letter || class_of(static_cast<char>(c)) == Class::digit;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

/// A symbol that people search for: signs of mathematics and currency, arrows, emoji; none of ASCII's, and no box
/// drawing.
bool is_symbol(char32_t value) {
  if (value < 0x80) return false;
  const auto c = static_cast<UChar32>(value);
  if ((U_GET_GC_MASK(c) & (U_GC_SM_MASK | U_GC_SC_MASK)) != 0) return true;
  // Before the arrows stand only signs that cling to a word: ©, ®, ™.
  return (value >= 0x2190 && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC)) ||
         u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR);
}

/// Whether ICU would find anything to keep. Ends at the first character of most texts; spares Japanese an ICU call for
/// each punctuation mark.
bool holds_word(std::string_view text, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end;) {
    const CodePoint c = code_point_at(text.substr(0, end), at);
    if (is_letter_or_number(c.value) || is_symbol(c.value)) return true;
    at += c.size;
  }
  return false;
}

/// Bytes of the apostrophe that begins at `at`; 0 where none does.
std::size_t apostrophe_at(std::string_view text, std::size_t at, std::size_t end) {
  for (const std::string_view form : {"'", "\u2019", "\u2018", "\u02BC", "\uFF07"}) {
    if (text.substr(at, end - at).starts_with(form)) return form.size();
  }
  return 0;
}

std::size_t apostrophe_before(std::string_view text, std::size_t begin, std::size_t at) {
  for (const std::size_t size : {1U, 2U, 3U}) {
    if (at - begin >= size && apostrophe_at(text, at - size, at) == size) return size;
  }
  return 0;
}

/// Where the word begins in a segment: at its first letter or number. What stands before is emphasis, quotation or a
/// mark without a letter. (The apostrophe U+02BC is a letter to Unicode.) `end` where there is no word.
std::size_t word_begin(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t at = begin;
  while (at < end) {
    const CodePoint c = code_point_at(text.substr(0, end), at);
    if (is_letter_or_number(c.value) && apostrophe_at(text, at, end) == 0) break;
    at += c.size;
  }
  return at;
}

/// Where it ends, before underscores and apostrophes and what clings to those.
std::size_t word_end(std::string_view text, std::size_t begin, std::size_t end) {
  for (std::size_t at = end;;) {
    std::size_t mark = at;
    while (mark > begin) {
      const std::size_t previous = floor_to_character(text, mark - 1);
      if (!clings(code_point_at(text, previous).value)) break;
      mark = previous;
    }
    if (mark <= begin) return at;
    const std::size_t skipped = text[mark - 1] == '_' ? 1 : apostrophe_before(text, begin, mark);
    if (skipped == 0) return at;
    at = mark - skipped;
  }
}

// French, Italian and Catalan words that lose their vowel before another: the next word is a word of its own.
constexpr std::array<std::string_view, 29> elided = {
    "all",   "bell",   "c",     "coll",   "com", "cos",  "d",    "dall",   "dell",   "dov",
    "j",     "jusqu",  "l",     "lorsqu", "m",   "n",    "nell", "presqu", "puisqu", "qu",
    "quell", "quelqu", "quest", "quoiqu", "s",   "sant", "sull", "t",      "un"};
constexpr std::size_t longest_elided = 6;

struct Elision {
  std::size_t end = 0;   ///< Of the elided word.
  std::size_t next = 0;  ///< Where the word behind it begins.
};

/// The elided word that begins a segment, if one does.
std::optional<Elision> elision_at(std::string_view text, std::size_t begin, std::size_t end) {
  std::array<char, longest_elided> word{};
  std::size_t size = 0;
  while (begin + size < end && size < word.size() && class_of(text[begin + size]) == Class::letter) {
    word[size] = static_cast<char>(text[begin + size] | 0x20);
    ++size;
  }
  const std::size_t apostrophe = apostrophe_at(text, begin + size, end);
  if (apostrophe == 0) return std::nullopt;
  if (std::find(elided.begin(), elided.end(), std::string_view(word.data(), size)) == elided.end()) return std::nullopt;
  const std::size_t next = word_begin(text, begin + size + apostrophe, end);
  return next == end ? std::nullopt : std::optional(Elision{begin + size, next});
}

/// "C++", "C#" and "F#" are the names that a letter and signs make.
std::size_t language_name_suffix(std::string_view text, std::size_t begin, std::size_t end) {
  if (end - begin != 1) return 0;
  const char letter = static_cast<char>(text[begin] | 0x20);
  const std::string_view rest = text.substr(end);
  if (letter == 'c' && rest.starts_with("++")) return 2;
  return (letter == 'c' || letter == 'f') && rest.starts_with("#") ? 1 : 0;
}

/// What makes a run of characters a segment by itself, without ICU.
struct RunRule {
  bool (*begins)(char32_t);
  bool (*continues)(char32_t);
  SegmentKind kind;
};

const RunRule* run_rule_for(char32_t c) {
  static constexpr std::array<RunRule, 2> rules = {{{is_ideographic, continues_ideograph, SegmentKind::ideographs},
                                                    {is_hangul, continues_syllable, SegmentKind::hangul}}};
  const auto* found = std::find_if(rules.begin(), rules.end(), [c](const RunRule& rule) { return rule.begins(c); });
  return found == rules.end() ? nullptr : found;
}

}  // namespace

bool is_ideographic(char32_t value) {
  constexpr char32_t first_of_east_asia = 0x2E80;
  if (value < first_of_east_asia) return false;
  const auto c = static_cast<UChar32>(value);
  if (!is_letter_or_number(value)) return false;
  // Script extensions, since the prolonged sound mark belongs to Hiragana and Katakana both and so to neither.
  return uscript_hasScript(c, USCRIPT_HAN) || uscript_hasScript(c, USCRIPT_HIRAGANA) ||
         uscript_hasScript(c, USCRIPT_KATAKANA);
}

bool is_hangul(char32_t value) {
  constexpr char32_t first_of_hangul = 0x1100;
  if (value < first_of_hangul || !is_letter_or_number(value)) return false;
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(value), &status) == USCRIPT_HANGUL;
}

bool continues_syllable(char32_t c) {
  const int32_t type = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_HANGUL_SYLLABLE_TYPE);
  return type == U_HST_VOWEL_JAMO || type == U_HST_TRAILING_JAMO ||
         u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

bool clings(char32_t c) {
  return c >= 0x80 && (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0;
}

bool continues_ideograph(char32_t c) {
  constexpr char32_t halfwidth_voiced = 0xFF9E;
  constexpr char32_t halfwidth_semi_voiced = 0xFF9F;
  return c == halfwidth_voiced || c == halfwidth_semi_voiced ||
         u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

Segmenter::~Segmenter() {
  utext_close(&utext_);
}

const std::vector<Segment>& Segmenter::next(std::string_view text, std::size_t& offset, bool by_icu) {
  segments_.clear();
  const std::size_t begin = skip_space(text, offset);
  offset = begin;
  if (begin == text.size()) return segments_;

  const Stretch first = stretch_at(text, begin);
  std::size_t end = first.end;
  while (end - begin < piece_bytes) {
    const std::size_t next_begin = skip_space(text, end);
    if (next_begin == text.size()) break;
    const Stretch stretch = stretch_at(text, next_begin);
    if (stretch.ascii != first.ascii) break;
    end = stretch.end;
  }
  if (first.ascii && !by_icu) {
    segment_ascii(text, begin, end);
  } else {
    segment_unicode(text, begin, end);
  }
  offset = end;
  return segments_;
}

void Segmenter::segment_ascii(std::string_view text, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end;) {
    if (!is_word_class(class_of(text[at]))) {
      ++at;
      continue;
    }
    const std::size_t word = at;
    bool plain = text[at] != '_';
    for (++at;; ++at) {
      for (; at < end && is_word_class(class_of(text[at])); ++at) plain = plain && is_small(text[at]);
      if (at + 1 >= end || !joins(class_of(text[at - 1]), class_of(text[at]), class_of(text[at + 1]))) break;
      plain = false;
    }
    if (plain && at - word > 1) {
      segments_.push_back({word, at, at, SegmentKind::word, true});
    } else {
      add_word(text, word, at);
    }
  }
}

void Segmenter::segment_unicode(std::string_view text, std::size_t begin, std::size_t end) {
  // UAX #29 lets this space join words, as an underscore does; French sets it before "!" and between digits.
  constexpr char32_t narrow_no_break_space = 0x202F;
  std::size_t pending = begin;
  for (std::size_t at = begin; at < end;) {
    const CodePoint c = code_point_at(text.substr(0, end), at);
    if (const RunRule* rule = run_rule_for(c.value)) {
      break_words(text, pending, at);
      const std::size_t run = at;
      for (CodePoint next = c; rule->begins(next.value) || rule->continues(next.value);) {
        at += next.size;
        if (at == end) break;
        next = code_point_at(text.substr(0, end), at);
      }
      segments_.push_back({run, at, at, rule->kind});
      pending = at;
    } else {
      if (c.value == narrow_no_break_space) {
        break_words(text, pending, at);
        pending = at + c.size;
      }
      at += c.size;
    }
  }
  break_words(text, pending, end);
}

void Segmenter::break_words(std::string_view text, std::size_t begin, std::size_t end) {
  if (!holds_word(text, begin, end)) return;
  UErrorCode status = U_ZERO_ERROR;
  if (!words_) words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  utext_openUTF8(&utext_, text.data() + begin, static_cast<int64_t>(end - begin), &status);
  if (U_SUCCESS(status)) words_->setText(&utext_, status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU cannot find words: ") + u_errorName(status));

  std::size_t from = begin;
  words_->first();
  for (int32_t at = words_->next(); at != icu::BreakIterator::DONE; at = words_->next()) {
    const std::size_t to = begin + static_cast<std::size_t>(at);
    add_icu_word(text, from, to);
    from = to;
  }
}

void Segmenter::add_icu_word(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t from = begin;
  char32_t before = 0;
  for (std::size_t at = begin; at < end;) {
    const CodePoint c = code_point_at(text.substr(0, end), at);
    const std::size_t after = at + c.size;
    if (c.value == '.' || c.value == ':' || c.value == '@') {  // ICU counts "@" as a letter
      const bool number = c.value == '.' && after < end && u_isdigit(static_cast<UChar32>(before)) &&
                          u_isdigit(static_cast<UChar32>(code_point_at(text.substr(0, end), after).value));
      if (!number) {
        add_word(text, from, at);
        from = after;
      }
    }
    before = c.value;
    at = after;
  }
  add_word(text, from, end);
}

void Segmenter::add_word(std::string_view text, std::size_t segment_begin, std::size_t segment_end) {
  std::size_t begin = word_begin(text, segment_begin, segment_end);
  if (begin == segment_end) {
    if (begin > segment_begin && is_symbol(code_point_at(text.substr(0, begin), segment_begin).value)) {
      segments_.push_back({segment_begin, segment_end, segment_end, SegmentKind::symbol, false});
    }
    return;
  }
  std::size_t end = word_end(text, begin, segment_end);
  std::size_t without_possessive = end;
  if ((text[end - 1] | 0x20) == 's') {
    const std::size_t apostrophe = apostrophe_before(text, begin, end - 1);
    if (apostrophe > 0 && end - 1 - apostrophe > begin) without_possessive = end - 1 - apostrophe;
  }
  while (const auto elision = elision_at(text, begin, without_possessive)) {
    segments_.push_back({begin, elision->end, elision->end, SegmentKind::word, false});
    begin = elision->next;
  }
  if (without_possessive == end) without_possessive = end += language_name_suffix(text, begin, end);
  segments_.push_back({begin, end, without_possessive, SegmentKind::word, false});
}

}  // namespace pilcrow::text
