// SPDX-License-Identifier: GPL-3.0-or-later
// From a word as typed to its surface and stem: the second half of the analyser, remembered word by word.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pilcrow::text {

struct LightRules;

/// Folds and stems words of one language. Not thread-safe.
class WordForms {
 public:
  struct Forms {
    std::string_view surface;  ///< Empty where nothing is left of the word (it was invisible).
    std::string_view stem;
    std::uint32_t number = 0;  ///< Of the word, from 1, in this epoch(); 0: it is not remembered.
  };

  explicit WordForms(std::string_view language);

  /// The views live until the next call. `word` is well-formed UTF-8.
  Forms of(std::string_view word);

  /// Another value than before: all was forgotten, and numbers given before mean nothing any more.
  std::uint32_t epoch() const { return epoch_; }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t offset = 0;    ///< Into texts_: word, surface, stem.
    std::uint8_t word_size = 0;  ///< 0: free.
    std::uint8_t surface_size = 0;
    std::uint8_t stem_size = 0;
    std::uint32_t number = 0;
  };

  Slot& slot_for(std::string_view word, std::uint64_t hash);
  void make_room();
  void make(std::string_view word);
  void make_stem(std::string folded);

  // What a language's words need before its stemmer sees them.
  enum class Spelling : std::uint8_t { usual, arabic, romanian, turkish };
  static Spelling spelling_of(std::string_view stemmer);

  Spelling spelling_;
  const LightRules* light_rules_;
  Xapian::Stem stemmer_;
  bool folds_diacritics_;
  std::string surface_;
  std::string stem_;
  // Open addressing, at most half full; emptied when it holds as many words as a large vocabulary has in use, so that
  // memory stays bounded on any text. Twenty times faster than the stemmers.
  std::vector<Slot> slots_;
  std::string texts_;
  std::uint32_t count_ = 0;
  std::uint32_t epoch_ = 0;
};

}  // namespace pilcrow::text
