// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_forms.h"

#include <algorithm>

#include "core/text/analyzer.h"
#include "core/text/fold.h"
#include "core/text/hash.h"
#include "core/text/language.h"
#include "core/text/light_stems.h"
#include "core/text/utf8.h"

namespace pilcrow::text {
namespace {

constexpr std::size_t first_slots = 1024;
constexpr std::size_t most_words = 65536;
constexpr std::size_t longest_remembered = 128;  // bytes of a word as typed

/// See longest_term.
void shorten(std::string& word) {
  if (word.size() <= longest_term) return;
  const std::string tail = "~" + hex(hash64(word));
  word.resize(floor_to_character(word, longest_term - tail.size()));
  word += tail;
}

/// `text` with every `what` replaced.
std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t found = std::min(text.find(what, at), text.size());
    out += text.substr(at, found - at);
    if (found < text.size()) out += by;
    at = std::min(found + what.size(), text.size());
  }
  return out;
}

/// Turkish parts a name from its endings by an apostrophe: "İstanbul'da" is "istanbul". What stands before it has two
/// letters at least, so that "O'Brien" stays whole.
void cut_at_apostrophe(std::string& folded) {
  const std::size_t apostrophe = folded.find('\'');
  if (apostrophe != std::string::npos &&
      floor_to_character(folded, apostrophe - std::min<std::size_t>(apostrophe, 1)) > 0)
    folded.resize(apostrophe);
}

/// "And the house" is one word of Arabic, of which Snowball only takes off "the house" by itself.
std::string without_arabic_conjunction(const std::string& word) {
  constexpr std::string_view article = "\u0627\u0644";
  for (const std::string_view conjunction : {"\u0648", "\u0641"}) {
    if (word.starts_with(conjunction) && std::string_view(word).substr(conjunction.size()).starts_with(article)) {
      return word.substr(conjunction.size());
    }
  }
  return word;
}

}  // namespace

WordForms::Spelling WordForms::spelling_of(std::string_view stemmer) {
  if (stemmer == "arabic") return Spelling::arabic;
  if (stemmer == "romanian") return Spelling::romanian;
  if (stemmer == "turkish") return Spelling::turkish;
  return Spelling::usual;
}

WordForms::WordForms(std::string_view language)
    : spelling_(spelling_of(stemmer_name(language))),
      light_rules_(light_rules(stemmer_name(language))),
      stemmer_(light_rules_ == nullptr ? std::string(stemmer_name(language)) : std::string()),
      folds_diacritics_(text::folds_diacritics(language)),
      slots_(first_slots) {}

WordForms::Forms WordForms::of(std::string_view word) {
  if (word.size() > longest_remembered) {
    make(word);
    return {surface_, stem_, 0};
  }
  const std::uint64_t hash = hash64(word);
  Slot* slot = &slot_for(word, hash);
  if (slot->word_size == 0) {
    make(word);
    if (2 * (std::size_t{count_} + 1) > slots_.size()) {
      make_room();
      slot = &slot_for(word, hash);
    }
    ++count_;
    *slot = {hash,
             static_cast<std::uint32_t>(texts_.size()),
             static_cast<std::uint8_t>(word.size()),
             static_cast<std::uint8_t>(surface_.size()),
             static_cast<std::uint8_t>(stem_.size()),
             count_};
    texts_.append(word).append(surface_).append(stem_);
  }
  const std::string_view forms = std::string_view(texts_).substr(slot->offset + slot->word_size);
  return {forms.substr(0, slot->surface_size), forms.substr(slot->surface_size, slot->stem_size), slot->number};
}

WordForms::Slot& WordForms::slot_for(std::string_view word, std::uint64_t hash) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.word_size == 0) return slot;
    if (slot.hash == hash && std::string_view(texts_).substr(slot.offset, slot.word_size) == word) return slot;
  }
}

void WordForms::make_room() {
  if (count_ >= most_words) {
    slots_.assign(slots_.size(), Slot{});
    texts_.clear();
    count_ = 0;
    ++epoch_;
    return;
  }
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.word_size == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].word_size != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void WordForms::make(std::string_view word) {
  std::string folded;
  if (spelling_ == Spelling::turkish) {
    // "I" is the capital of dotless i, "İ" that of "i". Surfaces do not tell the two apart, but the stemmer does.
    const std::string without_dotted = replaced(replaced(word, "I\u0307", "i"), "\u0130", "i");
    folded = fold_case(replaced(without_dotted, "I", "\u0131"));
    cut_at_apostrophe(folded);
  } else {
    folded = fold_case(word);
  }
  surface_ = folds_diacritics_ ? fold_diacritics(folded) : folded;
  // A tatweel alone: what is a token must not depend on the language.
  if (surface_.empty()) surface_ = folded;
  if (surface_.size() > longest_term) {
    // No language has such words; a stemmer's time on 64 KiB of base64 would be wasted.
    shorten(surface_);
    stem_ = surface_;
    return;
  }
  make_stem(folded);
  if (stem_.empty()) stem_ = surface_;
  shorten(stem_);
}

void WordForms::make_stem(std::string folded) {
  if (light_rules_ != nullptr) {
    stem_ = light_stem(*light_rules_, surface_);
    return;
  }
  if (spelling_ == Spelling::arabic) folded = without_arabic_conjunction(folded);
  if (spelling_ == Spelling::romanian) {
    // Snowball knows the letters with a cedilla, which stood in for those with a comma before Unicode had them.
    folded = replaced(replaced(folded, "\u0219", "\u015F"), "\u021B", "\u0163");
  }
  // Snowball's rules want "häuser" and "été" as they are written; so the marks go afterwards.
  stem_ = stemmer_(folded);
  if (folds_diacritics_) stem_ = fold_diacritics(stem_);
}

}  // namespace pilcrow::text
