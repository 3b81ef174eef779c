// SPDX-License-Identifier: GPL-3.0-or-later
// A second opinion on what matches: documents made of a small vocabulary, and a plain scan of their paragraphs that
// shares nothing with the product. Words are taken apart, stemmed (by a table), compared and counted here once more.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/search.h"
#include "tests/property/wish.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::test {

/// A word of a text, or the compound of several joined words, at the place of the first.
struct ScannedWord {
  std::string surface;
  std::size_t position = 0;
  bool compound = false;
  std::size_t parts = 1;  ///< Of a compound: how many words stand behind it in its place.
  std::string stem = {};  ///< stem_class(), once the language is known.
};
using ScannedWords = std::vector<ScannedWord>;

ScannedWords scan_words(std::string_view text);

/// A paragraph with all that is known of it.
struct Sheet {
  std::string path;
  std::string root;
  std::string language;
  std::string day;  ///< "2026-03-31"
  std::string title;
  std::vector<std::string> headings;
  std::uint32_t paragraph = 0;
  std::string text;

  ScannedWords title_words = {};
  std::vector<ScannedWords> heading_words = {};
  ScannedWords name_words = {};
  ScannedWords words = {};

  std::string name() const;
  std::string extension() const;  ///< Lower case.
  std::string mime_type() const;
};

/// Writes documents in `language` under `folder`/docs/`root` and says which paragraphs they have.
std::vector<Sheet> write_documents(Random& random, const TemporaryFolder& folder, const std::string& root,
                                   const std::string& language, std::size_t documents);

/// What words of `language` have in common when they have a stem in common.
std::string stem_class(const std::string& surface, const std::string& language);

/// Search options, and what passes their filters: each by its name on the command line, and all together.
struct RandomFilters {
  SearchOptions options = {};
  Set passes = {};
  std::map<std::string, Set> each = {};
};

class PlainScan {
 public:
  /// At most as many as a Set holds.
  explicit PlainScan(std::vector<Sheet> sheets);

  const std::vector<Sheet>& sheets() const { return sheets_; }  ///< In source order.
  const Set& all() const { return all_; }

  Leaf random_leaf(Random& random) const;
  /// A word as it could be typed.
  Leaf random_word(Random& random) const;
  RandomFilters random_filters(Random& random) const;

 private:
  /// Where a word stands.
  struct Stands {
    Set body;
    Set title;
    Set headings;
    Set name;
  };
  using Pick = Set (*)(const Stands&);

  template <class Holds>
  Set where(const Holds& holds) const;
  /// Paragraphs that hold a word that is wanted, in the places picked.
  Set where_any(Pick pick, const std::function<bool(const std::string&)>& wanted) const;
  /// That hold a word with the stem of this one in their language.
  Set where_stem(Pick pick, const std::string& surface) const;
  /// That hold all words which a typed text says.
  Set where_all_stems(Pick pick, const std::string& typed) const;
  const Sheet& any_sheet(Random& random) const { return sheets_[below(random, sheets_.size())]; }
  Leaf word(const std::string& typed) const;
  Leaf phrase(Random& random) const;
  Leaf near(Random& random) const;
  Leaf prefix(Random& random) const;
  Leaf fuzzy(Random& random) const;
  Leaf in_heading(Random& random, bool title) const;
  Leaf filter(Random& random) const;

  std::vector<Sheet> sheets_;
  Set all_;
  std::map<std::string, Stands> words_;
  std::map<std::string, Set> languages_;
};

}  // namespace pilcrow::test
