// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/language.h"

#include <xapian.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>

#include "core/text/analyzer.h"
#include "core/text/light_stems.h"
#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

using test::values;

TEST_CASE("stemmer_name: by the part of the code before the hyphen") {
  CHECK(stemmer_name("en") == "english");
  CHECK(stemmer_name("en-gb") == "english");
  CHECK(stemmer_name("nb") == "norwegian");
  CHECK(stemmer_name("el") == "greek");
  CHECK(stemmer_name("ja") == "");
  CHECK(stemmer_name("und") == "");
  CHECK(stemmer_name("") == "");
  CHECK(stemmer_name("eng") == "");
}

TEST_CASE("stemmer_name: every name is one that Xapian has, and a language with a stemmer has stop words") {
  const auto listed = languages_with_stop_words();
  const auto language =
      GENERATE(values<std::string>({"ar", "ca", "da", "de", "en", "es", "eu", "fi", "fr", "ga", "hu", "hy",
                                    "id", "it", "lt", "ne", "nl", "no", "pt", "ro", "ru", "sv", "ta", "tr"}));
  CAPTURE(language);
  CHECK_NOTHROW(Xapian::Stem(std::string(stemmer_name(language))));
  CHECK_FALSE(stemmer_name(language).empty());
  CHECK(std::count(listed.begin(), listed.end(), language) == 1);
}

TEST_CASE("stemmer_name: Xapian has no stemmer of the languages that have light rules, which have stop words too") {
  const auto listed = languages_with_stop_words();
  const auto language = GENERATE(values<std::string>({"cs", "el", "fa", "hi", "ko", "pl", "sl", "uk"}));
  CAPTURE(language);
  CHECK(light_rules(stemmer_name(language)) != nullptr);
  CHECK_THROWS_AS(Xapian::Stem(std::string(stemmer_name(language))), Xapian::InvalidArgumentError);
  CHECK(std::count(listed.begin(), listed.end(), language) == 1);
}

TEST_CASE("stemmer_name: every stemmer of Xapian serves a language, but for the variants") {
  std::set<std::string> served;
  for (const char* language : {"ar", "ca", "da", "de", "en", "es", "eu", "fi", "fr", "ga", "hu", "hy",
                               "id", "it", "lt", "ne", "nl", "no", "pt", "ro", "ru", "sv", "ta", "tr"}) {
    served.insert(std::string(stemmer_name(language)));
  }
  const std::set<std::string> variants = {"earlyenglish", "german2", "kraaij_pohlmann", "lovins", "porter"};
  std::istringstream available(Xapian::Stem::get_available_languages());
  for (std::string name; available >> name;) {
    CAPTURE(name);
    CHECK(served.count(name) + variants.count(name) == 1);
  }
}

TEST_CASE("folds_diacritics: everywhere but in Vietnamese") {
  CHECK(folds_diacritics("en"));
  CHECK(folds_diacritics("und"));
  CHECK_FALSE(folds_diacritics("vi"));
  CHECK_FALSE(folds_diacritics("vi-vn"));
}

TEST_CASE("is_stop_word: folded surfaces of function words") {
  struct Case {
    std::string language;
    std::string surface;
    bool expected;
  };
  const auto c = GENERATE(values<Case>({
      {"en", "the", true},
      {"en", "which", true},
      {"en", "don't", true},
      {"en", "battery", false},
      {"en-gb", "the", true},
      {"de", "fur", true},
      {"de", "wie", true},
      {"de", "the", false},
      {"fr", "qu", true},
      {"fr", "meme", true},
      {"it", "della", true},
      {"es", "cuando", true},
      {"pt", "nao", true},
      {"nb", "ikke", true},
      {"nn", "ikkje", true},
      {"tr", "icin", true},
      {"ru", "\u043A\u0430\u043A", true},
      {"ja", "\u3067\u3059", true},
      {"zh-hant", "\u7684", true},
      {"vi", "\u0111\u01B0\u1EE3c", true},
      {"el", "\u03BA\u03B1\u03B9", true},
      {"hi", "\u0939\u0948", true},
      {"th", "\u0E17\u0E35\u0E48", true},
      {"ko", "\uBB34\uC5C7\uC744", true},
      {"pl", "ktory", true},
      {"cs", "ktery", true},
      {"uk", "\u044F\u043A\u0438\u0439", true},
      {"he", "\u05E9\u05DC", true},
      {"fa", "\u0647\u0627\u064A", true},
      {"fa", "\u0627\u064A\u0646", true},
      {"sk", "ktory", true},
      {"hr", "sto", true},
      {"sl", "kateri", true},
      {"ur", "\u0647\u06D2", true},
      {"bn", "\u0995\u09C7\u09A8", true},
      {"vi", "duoc", false},
      {"und", "the", false},
      {"xx", "the", false},
      {"en", "", false},
  }));
  CAPTURE(c.language, c.surface);
  CHECK(is_stop_word(c.language, c.surface) == c.expected);
}

TEST_CASE("is_stop_word: every question word of English, so that a question is left with its subject") {
  for (const std::string word :
       {"what", "which", "who",   "whom", "whose", "when",   "where", "why",   "how",  "do",   "does",
        "did",  "can",   "could", "will", "would", "should", "may",   "might", "must", "shall"}) {
    CAPTURE(word);
    CHECK(is_stop_word("en", word));
  }
}

TEST_CASE("stop_languages_of: all languages at once") {
  struct Case {
    std::string word;
    std::vector<std::string> expected;
  };
  const auto all = languages_with_stop_words();
  const auto languages = [&](const std::string& word) {
    std::vector<std::string> found;
    for (const auto language : all) {
      if ((stop_languages_of(word) & stop_language(language)) != 0) found.emplace_back(language);
    }
    return found;
  };
  const auto c = GENERATE(values<Case>({
      {"whose", {"en"}},
      {"kein", {"de"}},
      {"für", {"de"}},  // folded as the analyser does
      {"fur", {"de"}},
      {"được", {"vi"}},  // whose marks are letters
      {"duoc", {}},
      {"когда", {"ru"}},
      {"pump", {}},
      {"", {}},
      {std::string(1000, 'a'), {}},
  }));
  CAPTURE(c.word);
  CHECK(languages(c.word) == c.expected);
}

TEST_CASE("stop_language: a bit of its own for each that has a list") {
  StopLanguages seen = 0;
  for (const auto language : languages_with_stop_words()) {
    CAPTURE(language);
    const StopLanguages bit = stop_language(language);
    CHECK(bit != 0);
    CHECK((bit & (bit - 1)) == 0);
    CHECK((seen & bit) == 0);
    seen |= bit;
  }
  CHECK(stop_language("nb") == stop_language("no"));
  CHECK(stop_language("en-GB") == stop_language("en"));
  CHECK(stop_language("und") == 0);
}

TEST_CASE("languages_with_stop_words: sorted, without repetition") {
  const auto all = languages_with_stop_words();
  CHECK(std::is_sorted(all.begin(), all.end()));
  CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
  CHECK(all.size() >= 30);
}

TEST_CASE("is_stop_word: knows what the analyser makes of a sentence of function words") {
  struct Case {
    std::string language;
    std::string text;
  };
  const auto c = GENERATE(values<Case>({
      {"en", "Which of these don\u2019t we have, and why isn't it there?"},
      {"de", "Wof\u00FCr w\u00E4re das, und f\u00FCr wen?"},
      {"fr", "Qu'est-ce que c'est, et o\u00F9 l'a-t-il d\u00E9j\u00E0 \u00E9t\u00E9?"},
      {"it", "Qual \u00E8 quella dell'altro, e com'\u00E8?"},
      {"vi", "\u0110\u00F3 l\u00E0 g\u00EC v\u00E0 \u1EDF \u0111\u00E2u?"},
      {"el", "\u03A0\u03BF\u03CD \u03B5\u03AF\u03BD\u03B1\u03B9;"},
  }));
  Analyzer analyzer(c.language);
  for (const OwnedToken& token : tokens(analyzer, c.text)) {
    if (token.kind == TokenKind::compound) continue;
    CAPTURE(c.language, token.surface);
    CHECK(is_stop_word(c.language, token.surface));
  }
}

}  // namespace
}  // namespace pilcrow::text
