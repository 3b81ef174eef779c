// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/light_stems.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

using test::values;

TEST_CASE("light_rules: by name") {
  CHECK(light_rules("greek") != nullptr);
  CHECK(light_rules("english") == nullptr);
  CHECK(light_rules("") == nullptr);
}

TEST_CASE("light_stem: the forms of a word have one stem") {
  struct Case {
    std::string rules;
    std::vector<std::string> forms;
    std::string stem;
  };
  const auto c = GENERATE(values<Case>({
      {"czech", {"soubor", "souboru", "soubory", "souborech", "souborum"}, "soubor"},
      {"greek",
       {"\u03B1\u03C1\u03C7\u03B5\u03B9\u03BF", "\u03B1\u03C1\u03C7\u03B5\u03B9\u03B1",
        "\u03B1\u03C1\u03C7\u03B5\u03B9\u03C9\u03BD", "\u03B1\u03C1\u03C7\u03B5\u03B9\u03BF\u03C5"},
       "\u03B1\u03C1\u03C7\u03B5"},
      {"greek",
       {"\u03C0\u03C1\u03BF\u03B2\u03BB\u03B7\u03BC\u03B1",
        "\u03C0\u03C1\u03BF\u03B2\u03BB\u03B7\u03BC\u03B1\u03C4\u03B1",
        "\u03C0\u03C1\u03BF\u03B2\u03BB\u03B7\u03BC\u03B1\u03C4\u03C9\u03BD"},
       "\u03C0\u03C1\u03BF\u03B2\u03BB\u03B7\u03BC"},
      {"greek",
       {"\u03C1\u03C5\u03B8\u03BC\u03B9\u03C3\u03B7", "\u03C1\u03C5\u03B8\u03BC\u03B9\u03C3\u03B5\u03B9\u03C3",
        "\u03C1\u03C5\u03B8\u03BC\u03B9\u03C3\u03B5\u03C9\u03BD", "\u03C1\u03C5\u03B8\u03BC\u03B9\u03B6\u03B5\u03B9",
        "\u03C1\u03C5\u03B8\u03BC\u03B9\u03B6\u03BF\u03BD\u03C4\u03B1\u03B9"},
       "\u03C1\u03C5\u03B8\u03BC\u03B9\u03C3"},
      {"greek",
       {"\u03C7\u03C1\u03B7\u03C3\u03B9\u03BC\u03BF\u03C0\u03BF\u03B9\u03B7\u03C3\u03B5\u03C4\u03B5",
        "\u03C7\u03C1\u03B7\u03C3\u03B9\u03BC\u03BF\u03C0\u03BF\u03B9\u03B5\u03B9\u03C4\u03B5",
        "\u03C7\u03C1\u03B7\u03C3\u03B9\u03BC\u03BF\u03C0\u03BF\u03B9\u03B7\u03B8\u03B7\u03BA\u03B5"},
       "\u03C7\u03C1\u03B7\u03C3\u03B9\u03BC\u03BF\u03C0\u03BF\u03B9"},
      {"hindi",
       {"\u0932\u0921\u0915\u093E", "\u0932\u0921\u0915\u0947", "\u0932\u0921\u0915\u094B\u0902"},
       "\u0932\u0921\u0915"},
      {"hindi",
       {"\u0928\u0926\u0940", "\u0928\u0926\u093F\u092F\u093E\u0902", "\u0928\u0926\u093F\u092F\u094B\u0902"},
       "\u0928\u0926"},
      {"korean",
       {"\uC815\uBD80", "\uC815\uBD80\uB294", "\uC815\uBD80\uC758", "\uC815\uBD80\uC5D0\uC11C",
        "\uC815\uBD80\uC5D0\uC11C\uB294"},
       "\uC815\uBD80"},
      {"korean", {"\uC0B0", "\uC0B0\uC5D0\uC11C"}, "\uC0B0"},
      {"persian",
       {"\u0643\u062A\u0627\u0628\u0647\u0627", "\u0643\u062A\u0627\u0628\u0647\u0627\u064A",
        "\u0643\u062A\u0627\u0628"},
       "\u0643\u062A\u0627\u0628"},
      {"polish", {"katalog", "katalogu", "katalogi", "katalogow", "katalogach"}, "katalog"},
      {"slovene", {"datoteka", "datoteke", "datotek", "datotekami"}, "datotek"},
      {"ukrainian",
       {"\u0441\u0442\u043E\u0440\u0456\u043D\u043A\u0430", "\u0441\u0442\u043E\u0440\u0456\u043D\u043A\u0438",
        "\u0441\u0442\u043E\u0440\u0456\u043D\u043A\u0430\u043C\u0438"},
       "\u0441\u0442\u043E\u0440\u0456\u043D\u043A"},
  }));
  for (const std::string& form : c.forms) {
    CAPTURE(c.rules, form);
    CHECK(light_stem(*light_rules(c.rules), form) == c.stem);
  }
}

TEST_CASE("light_stem: a word that is short, or of another script, stays") {
  struct Case {
    std::string rules;
    std::string word;
  };
  const auto c = GENERATE(values<Case>({
      {"greek", ""},
      {"greek", "\u03B3\u03B7\u03C3"},
      {"greek", "files"},
      {"hindi", "\u0915\u0940"},
      {"hindi", "office"},
      {"korean", "\uAC00\uC744"},
      {"korean", "\uC740"},
      {"persian", "\u0647\u0627"},
      {"polish", "dom"},
      {"ukrainian", "\u043B\u0456\u0441"},
  }));
  CAPTURE(c.rules, c.word);
  CHECK(light_stem(*light_rules(c.rules), c.word) == c.word);
}

}  // namespace
}  // namespace pilcrow::text
