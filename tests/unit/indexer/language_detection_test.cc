// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/language_detection.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace pilcrow::test {
namespace {

struct Case {
  std::string name;
  std::vector<std::string> texts;
  std::string declared;
  std::string expected;
};

std::string detect(const std::vector<std::string>& texts, const std::string& declared) {
  std::vector<indexer::Paragraph> paragraphs;
  for (const std::string& text : texts) paragraphs.push_back({text, {}, {}});
  return indexer::detect_language(paragraphs, declared);
}

}  // namespace

TEST_CASE("language detection: once a document") {
  const auto c = GENERATE(values<Case>({
      {"nothing", {}, "", "und"},
      {"digits", {"12 345", "6-7"}, "", "und"},
      {"a declared language where nothing else is known", {"12 345"}, "FR", "fr"},
      {"English", {"The pump empties the lower basin when the river is high, and stops by itself."}, "", "en"},
      {"German",
       {"Die Pumpe leert das untere Becken, wenn der Fluss hoch steht, und hält dann von selbst an."},
       "",
       "de"},
      {"French",
       {"La pompe vide le bassin du bas quand la rivière est haute, puis elle s'arrête toute seule."},
       "",
       "fr"},
      {"Turkish", {"Nehir yükseldiğinde pompa alt havuzu boşaltır ve sonra kendi kendine durur."}, "", "tr"},
      {"Japanese", {"川の水位が高くなると、ポンプは下の貯水池を空にして、その後自動で止まります。"}, "", "ja"},
      {"Chinese", {"河水上涨时，水泵会排空下面的蓄水池，然后自动停止。"}, "", "zh"},
      {"Russian", {"Когда река поднимается, насос опорожняет нижний бассейн и останавливается сам."}, "", "ru"},
      {"Hebrew, by its present code", {"כאשר הנהר גבוה, המשאבה מרוקנת את הבריכה התחתונה ונעצרת מעצמה."}, "", "he"},
      {"most of the paragraphs decide",
       {"Die Pumpe leert das untere Becken, wenn der Fluss hoch steht, und hält dann von selbst an.", "Open the valve.",
        "Der Schlüssel hängt im Büro neben der Tür, und wer ihn nimmt, trägt sich in das Buch ein."},
       "",
       "de"},
      {"short Latin text is taken for English", {"xq-77 b"}, "", "en"},
      {"by script alone", {"Ω"}, "", "el"},
      {"Kana make it Japanese", {"東京タワー"}, "", "ja"},
      {"Han alone Chinese", {"東"}, "", "zh"},
      {"what a document declares is no code", {"xq-77 b"}, "en; DROP", "en"},
      {"it counts where the text does not show", {"xq-77 b"}, "it-IT", "it-it"},
  }));
  INFO(c.name);
  CHECK(detect(c.texts, c.declared) == c.expected);
}

TEST_CASE("language detection: looks all over a long document") {
  std::vector<std::string> texts = {"Open the valve and wait until the lamp is steady."};
  for (int i = 0; i < 3000; ++i) {
    texts.push_back("Die Pumpe leert das untere Becken, wenn der Fluss hoch steht, und hält dann von selbst an.");
  }
  CHECK(detect(texts, "") == "de");
  std::string line;
  for (const std::string& text : texts) line += text + " ";
  CHECK(detect({line}, "") == "de");
}

}  // namespace pilcrow::test
