// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentences.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_set>

#include "core/text/fold.h"
#include "core/text/utf8.h"

namespace pilcrow::text {
namespace {

// How much text ICU is given at once. A sentence that is longer is none, and is cut at white space.
constexpr std::size_t window_bytes = 65536;

using WordSet = std::unordered_set<std::string_view>;

/// Abbreviations after which a sentence goes on, whatever follows. Folded, without the last full stop.
const WordSet& abbreviations() {
  static const WordSet set = {
      // English
      "dr", "prof", "mr", "mrs", "ms", "messrs", "mx", "st", "gen", "col", "capt", "lt", "sgt", "cpl", "gov", "sen",
      "rep", "rev", "hon", "pres", "vs", "cf", "viz", "resp", "approx", "dept", "univ", "eds", "incl", "excl", "mt",
      // German
      "bzw", "ca", "vgl", "sog", "evtl", "ggf", "inkl", "exkl", "zzgl", "abzgl", "bspw", "gem", "hr", "fr", "hrsg",
      "dipl", "ing", "abt", "geb", "gest", "jmd", "allg", "bes", "insb", "ggu", "lfd", "verf", "zw", "einschl",
      "entspr",
      // French, Italian, Spanish, Portuguese, Dutch
      "mm", "mlle", "mme", "sig", "dott", "avv", "geom", "egr", "spett", "sr", "sra", "srta", "dra", "ud", "uds",
      "exmo", "exma", "dhr", "mevr", "mw", "bijv", "drs", "blz",
      // Russian
      "им", "ул", "стр", "рис", "см", "тыс", "млн", "млрд", "проф", "акад"};
  return set;
}

/// Abbreviations that count only in front of a number: "No. 155" goes on, "No. Never." does not.
const WordSet& number_abbreviations() {
  static const WordSet set = {"no",   "nos",  "nr",   "num", "art",  "arts", "abs",  "fig", "figs", "tab",  "vol",
                              "vols", "pp",   "pg",   "par", "para", "sec",  "sect", "ch",  "chap", "kap",  "eq",
                              "eqs",  "ver",  "abb",  "bd",  "pag",  "pags", "lib",  "cap", "tit",  "ziff", "bl",
                              "pos",  "ref",  "ed",   "op",  "ser",  "jan",  "feb",  "mar", "apr",  "jun",  "jul",
                              "aug",  "sep",  "sept", "oct", "okt",  "nov",  "dec",  "dez", "al",   "inv",  "max",
                              "min",  "mind", "str",  "tel", "п",    "ст",   "гл",   "ext", "bldg", "rm",   "apt"};
  return set;
}

/// Words in front of which "16." is an ordinal, as German writes them.
const WordSet& ordinal_nouns() {
  static const WordSet set = {"januar",    "janner",      "februar",      "marz",      "april",    "mai",
                              "juni",      "juli",        "august",       "september", "oktober",  "november",
                              "dezember",  "jahrhundert", "jahrhunderts", "quartal",   "quartals", "halbjahr",
                              "halbjahrs", "weltkrieg",   "weltkriegs",   "auflage",   "kapitel",  "kapitels",
                              "absatz",    "stock",       "klasse",       "platz",     "woche",    "tag",
                              "tages",     "etage",       "geburtstag",   "liga",      "runde"};
  return set;
}

/// Words after which "2." is an ordinal.
const WordSet& ordinal_determiners() {
  static const WordSet set = {"der",     "die",  "das",   "den",    "dem",   "des",   "am",    "im",
                              "vom",     "zum",  "zur",   "beim",   "ins",   "ab",    "bis",   "seit",
                              "jeder",   "jede", "jedes", "dieser", "diese", "jedem", "unser", "unsere",
                              "unserer", "ihr",  "ihre",  "sein",   "seine"};
  return set;
}

bool is_space(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

Span trim(std::string_view text, Span span) {
  while (!span.empty()) {
    const CodePoint c = code_point_at(text, span.begin);
    if (!is_space(c.value)) break;
    span.begin += c.size;
  }
  while (!span.empty()) {
    const std::size_t last = std::max(span.begin, floor_to_character(text, span.end - 1));
    if (!is_space(code_point_at(text, last).value)) break;
    span.end = last;
  }
  return span;
}

/// The word that ends at `end`, back to a space or an opening mark, at most 32 bytes of it.
Span word_before(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t longest = 32;
  std::size_t at = end;
  while (at > begin && end - at < longest) {
    const std::size_t previous = std::max(begin, floor_to_character(text, at - 1));
    const char32_t c = code_point_at(text, previous).value;
    if (c != '.' && u_isalnum(static_cast<UChar32>(c)) == 0) break;
    at = previous;
  }
  return {at, end};
}

std::string fold(std::string_view word) {
  return fold_diacritics(fold_case(word));
}

/// The word that begins at `begin`, folded.
std::string word_after(std::string_view text, std::size_t begin) {
  constexpr std::size_t longest = 32;
  std::size_t at = begin;
  while (at < text.size() && at - begin < longest) {
    const CodePoint c = code_point_at(text, at);
    if (u_isalpha(static_cast<UChar32>(c.value)) == 0) break;
    at += c.size;
  }
  return fold(text.substr(begin, at - begin));
}

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "e.g", "z.B", "U.S", "J": letters that a full stop each makes an abbreviation.
bool is_initials(std::string_view word) {
  bool letter_expected = true;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint c = code_point_at(word, at);
    if (letter_expected ? u_isalpha(static_cast<UChar32>(c.value)) == 0 : c.value != '.') return false;
    letter_expected = !letter_expected;
    at += c.size;
  }
  return !word.empty() && !letter_expected;
}

/// Whether the sentence goes on behind a place where UAX #29 ends it. `before` ends with what is no white space, `next`
/// begins so.
bool goes_on(std::string_view text, Span before, std::size_t next) {
  const char32_t first = code_point_at(text, next).value;
  if (u_islower(static_cast<UChar32>(first))) return true;
  if (text[before.end - 1] != '.') return false;

  const Span word = word_before(text, before.begin, before.end - 1);
  const std::string_view written = word.of(text);
  if (is_number(written)) {
    if (word.begin == before.begin) return true;  // "1. Purpose": the number of an item
    if (written.size() > 2) return false;         // "in 1995. Then"
    const Span left = trim(text, {before.begin, word.begin});
    return ordinal_nouns().contains(word_after(text, next)) ||
           ordinal_determiners().contains(fold(word_before(text, left.begin, left.end).of(text)));
  }
  if (is_initials(written)) return true;
  const std::string folded = fold(written);
  return abbreviations().contains(folded) ||
         (u_isdigit(static_cast<UChar32>(first)) && number_abbreviations().contains(folded));
}

/// Whether a line begins like an item of a list: "- ", "* ", "• ", "1. ", "2) ".
bool begins_item(std::string_view line) {
  const std::size_t indent = line.find_first_not_of(" \t");
  if (indent == std::string_view::npos) return false;
  const std::string_view item = line.substr(indent);
  for (const std::string_view bullet : {"- ", "* ", "+ ", "\u2022 ", "\u2022\t", "\u2023 ", "\u25E6 ", "\u25AA "}) {
    if (item.starts_with(bullet)) return true;
  }
  constexpr std::size_t most_digits = 3;
  const std::size_t digits = std::min(item.find_first_not_of("0123456789"), item.size());
  if (digits == 0 || digits > most_digits || digits + 1 >= item.size() || item[digits + 1] != ' ') return false;
  if (item[digits] == ')') return true;
  // A date may stand at the beginning of a wrapped line.
  return item[digits] == '.' && !ordinal_nouns().contains(word_after(item, digits + 2));
}

class SentenceFinder {
 public:
  explicit SentenceFinder(std::string_view text) : text_(text) {
    UErrorCode status = U_ZERO_ERROR;
    iterator_.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status));
    require(status);
  }
  ~SentenceFinder() { utext_close(&utext_); }
  SentenceFinder(const SentenceFinder&) = delete;
  SentenceFinder& operator=(const SentenceFinder&) = delete;

  std::vector<Span> find() {
    // A block is what lies between blank lines and beginnings of items.
    std::size_t block = 0;
    for (std::size_t line = 0; line < text_.size();) {
      const std::size_t end = std::min(text_.find_first_of("\r\n", line), text_.size());
      const std::string_view content = text_.substr(line, end - line);
      const bool blank = content.find_first_not_of(" \t\f\v") == std::string_view::npos;
      if (line > block && (blank || begins_item(content))) {
        add_block({block, line});
        block = line;
      }
      line = end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    add_block({block, text_.size()});
    return std::move(sentences_);
  }

 private:
  static void require(UErrorCode status) {
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU cannot find sentences: ") + u_errorName(status));
  }

  void add_block(Span block) {
    Span sentence{block.begin, block.begin};  // what has been read and not been ended
    for (std::size_t at = block.begin; at < block.end;) {
      const std::size_t limit = window_end(at, block.end);
      breaks(at, limit);
      // The last break is the window's own end; that of the block is real, and so is that of a window that holds no
      // other.
      const bool keeps_last = limit == block.end || ends_.size() == 1;
      if (!keeps_last) ends_.pop_back();
      for (const std::size_t end : ends_) {
        sentence.end = end;
        const bool forced = end == limit;
        if (forced || !continues(sentence, block.end)) {
          add(sentence);
          sentence = {end, end};
        }
      }
      at = ends_.back();
      if (at - sentence.begin > window_bytes) {
        add({sentence.begin, at});
        sentence = {at, at};
      }
    }
  }

  void add(Span sentence) {
    const Span trimmed = trim(text_, sentence);
    if (!trimmed.empty()) sentences_.push_back(trimmed);
  }

  /// Leaves off the white space before the sentence, so that it is not passed again at each break.
  bool continues(Span& sentence, std::size_t block_end) const {
    const Span before = trim(text_, sentence);
    sentence.begin = before.begin;
    const Span after = trim(text_, {sentence.end, std::min(block_end, sentence.end + 256)});
    return before.empty() || (!after.empty() && goes_on(text_, before, after.begin));
  }

  /// Where a window from `begin` on ends: the block's end, or behind white space, or between two characters.
  std::size_t window_end(std::size_t begin, std::size_t block_end) const {
    if (block_end - begin <= window_bytes) return block_end;
    const std::size_t end = floor_to_character(text_, begin + window_bytes);
    const std::size_t space = text_.substr(begin, end - begin).find_last_of(" \t\r\n");
    return space == std::string_view::npos ? end : begin + space + 1;
  }

  /// Fills ends_ with the ends of the sentences that ICU sees in a window.
  void breaks(std::size_t begin, std::size_t end) {
    // UAX #29 ends a sentence at each line end, and texts are wrapped.
    window_.assign(text_.substr(begin, end - begin));
    std::replace_if(
        window_.begin(), window_.end(), [](char c) { return c == '\n' || c == '\r' || c == '\f' || c == '\v'; }, ' ');
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&utext_, window_.data(), static_cast<int64_t>(window_.size()), &status);
    require(status);
    iterator_->setText(&utext_, status);
    require(status);
    ends_.clear();
    iterator_->first();
    for (int32_t at = iterator_->next(); at != icu::BreakIterator::DONE; at = iterator_->next()) {
      ends_.push_back(begin + static_cast<std::size_t>(at));
    }
  }

  std::string_view text_;
  std::unique_ptr<icu::BreakIterator> iterator_;
  UText utext_ = UTEXT_INITIALIZER;
  std::string window_;
  std::vector<std::size_t> ends_;
  std::vector<Span> sentences_;
};

}  // namespace

std::vector<Span> sentences(std::string_view text) {
  if (trim(text, {0, text.size()}).empty()) return {};
  return SentenceFinder(text).find();
}

}  // namespace pilcrow::text
