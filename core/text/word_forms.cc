// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_forms.h"

#include "core/text/analyzer.h"
#include "core/text/fold.h"
#include "core/text/hash.h"
#include "core/text/language.h"
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

}  // namespace

WordForms::WordForms(std::string_view language)
    : stemmer_(std::string(stemmer_name(language))),
      folds_diacritics_(text::folds_diacritics(language)),
      slots_(first_slots) {}

WordForms::Forms WordForms::of(std::string_view word) {
  if (word.size() > longest_remembered) {
    make(word);
    return {surface_, stem_};
  }
  const std::uint64_t hash = hash64(word);
  Slot* slot = &slot_for(word, hash);
  if (slot->word_size == 0) {
    make(word);
    if (2 * (count_ + 1) > slots_.size()) {
      make_room();
      slot = &slot_for(word, hash);
    }
    ++count_;
    *slot = {hash, static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint8_t>(word.size()),
             static_cast<std::uint8_t>(surface_.size()), static_cast<std::uint8_t>(stem_.size())};
    texts_.append(word).append(surface_).append(stem_);
  }
  const std::string_view forms = std::string_view(texts_).substr(slot->offset + slot->word_size);
  return {forms.substr(0, slot->surface_size), forms.substr(slot->surface_size, slot->stem_size)};
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
  const std::string folded = fold_case(word);
  surface_ = folds_diacritics_ ? fold_diacritics(folded) : folded;
  if (surface_.size() > longest_term) {
    // No language has such words; a stemmer's time on 64 KiB of base64 would be wasted.
    shorten(surface_);
    stem_ = surface_;
    return;
  }
  // Snowball's rules want "häuser" and "été" as they are written; so the marks go afterwards.
  stem_ = stemmer_(folded);
  if (folds_diacritics_) stem_ = fold_diacritics(stem_);
  if (stem_.empty()) stem_ = surface_;
  shorten(stem_);
}

}  // namespace pilcrow::text
