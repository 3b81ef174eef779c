// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/light_stems.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace pilcrow::text {

/// What one look at a word's end may take off: "ending" goes, "ending>other" becomes the other. Written as folded.
struct LightStep {
  std::size_t least = 0;  ///< Characters that must be left in front of an ending.
  std::string_view endings;
};

struct LightRules {
  std::string_view name;
  std::array<LightStep, 2> steps;  ///< One after the other, each once.
};

namespace {

constexpr std::array all_rules = {
    // Cases of nouns and adjectives, possessives.
    LightRules{"czech",
               {{{3,
                  "a e i o u y ou ami emi imi ymi ach ech ich ych am em im ym um om eho emu ovi ove ova ovo ovou ovych "
                  "ovym ovymi ata atum atech aty ete eti ete ovat oval ovala ovali ovano ovan uje uji ujete ujeme ujes "
                  "at al ala alo ali it il ila ilo ili et el ela elo eli ejte te me s t"},
                 {}}}},
    // Nouns and adjectives in all cases, verbs in present, aorist and passive. Then the stems of aorist and passive
    // become those of the present, and of the nouns made from them.
    LightRules{"greek",
               {{{3,
                  "οσ ου ο ον ε οι ων ουσ α ασ εσ η ησ ι ισ υ υσ εισ εωσ εων ια ιασ ιεσ ιο ιοσ ιοι ιου ιουσ ιων εασ "
                  "αδεσ αδων ματοσ>μ ματα>μ ματων>μ ω ει ειτε ουμε ετε ουν ουνε αει αμε ατε αν ανε τε ομαι εσαι εται "
                  "ομαστε εστε ονται ειται ιεμαι ιεται ιουνται ουνται ομουν οταν ονταν οντασ ωντασ"},
                 {3, "ηθηκ ηθ ησ ηκ ημεν ιζ>ισ αζ>ασ ιστ>ισ αστ>ασ ιστηκ>ισ αστηκ>ασ ισμεν>ισ"}}}},
    // Vowel signs of gender, number and case.
    LightRules{"hindi", {{{2, "ा ि ी ु ू े ो ै ां ीं ें ैं ों ियां ियों ाएं ाओं ुओं ुएं ूओं िया ियो ाओ"}, {}}}},
    // Particles, then those of one syllable, which need more in front of them: many a noun ends like one.
    LightRules{
        "korean",
        {{{1,
           "에서 에게 으로 까지 부터 처럼 보다 한테 이나 이며 이란 라는 라고 이라는 이라고 에는 에도 에서는 에서도 "
           "에서의 에게서 에게는 으로는 으로도 으로써 으로서 로서 로써 로는 과는 와는 과의 와의 까지의 입니다 이다 "
           "하는 하여 하고 한다 합니다 했다 되는 되어 된다 됩니다 들은 들이 들을 들의"},
          {2, "은 는 이 가 을 를 의 에 로 와 과 도 만 인"}}}},
    LightRules{"persian", {{{2, "ها هاي هايي هايش هايم هايت هايمان هايتان هايشان تر ترين"}, {}}}},
    LightRules{"polish",
               {{{3,
                  "a e i o u y ego emu ej im ym ich ych imi ymi iego iemu iej ow om ami ach owi em iem ie ia io iu ii "
                  "iom iami iach owie ac ic yc ec al ala alo ali aly il ila ilo ili ily owac owal owala owany owana "
                  "owane uje uja ujesz ujemy ujecie aj ajcie aja asz amy acie isz imy icie ysz ymy ycie any ana ane "
                  "ani anie ania aniu aniem ony ona one enie enia eniu eniem"},
                 {}}}},
    LightRules{"slovene",
               {{{3,
                  "a e i o u om em im ih ov ev am ama ami ah eh ema ega emu oma imi ima ij ja je ji jo ju jem jev jih "
                  "nja nje nju njem ni na ne no nih nim nega nemu nimi ski ska ske sko skih skega ati iti eti ate ite "
                  "amo imo emo ete ajo ijo ejo uje ujejo ujete ala ali alo ila ili ilo al il la li lo ti te t l"},
                 {}}}},
    LightRules{
        "ukrainian",
        {{{3,
           "а я о е є и і ї у ю й ь ий ій ого его ому ему ою ею єю ої ей ам ям ами ями ах ях ів їв ові еві єві ом "
           "ем єм им ім их іх ими іми ості істю ість ти ть ться тися в ла ло ли в вся лася лося лися ає аю аєте "
           "аємо ають ує ую уєте уємо ують ить ите имо ять ать ите іть йте ння нням нню нні нь ний на не ні "
           "ного ному ної ною них ним ними"},
          {}}}},
};
static_assert(std::is_sorted(all_rules.begin(), all_rules.end(),
                             [](const LightRules& a, const LightRules& b) { return a.name < b.name; }));

bool has_at_least(std::string_view word, std::size_t characters) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), begins)) >= characters;
}

/// Replaces the longest ending that fits.
void take(const LightStep& step, std::string& word) {
  std::string_view longest;
  std::string_view other;
  for (std::string_view rest = step.endings; !rest.empty();) {
    const std::size_t size = std::min(rest.find(' '), rest.size());
    const std::string_view entry = rest.substr(0, size);
    rest.remove_prefix(std::min(size + 1, rest.size()));
    const std::size_t arrow = std::min(entry.find('>'), entry.size());
    const std::string_view ending = entry.substr(0, arrow);
    if (ending.size() <= longest.size() || !std::string_view(word).ends_with(ending)) continue;
    if (!has_at_least(std::string_view(word).substr(0, word.size() - ending.size()), step.least)) continue;
    longest = ending;
    other = entry.substr(std::min(arrow + 1, entry.size()));
  }
  word.resize(word.size() - longest.size());
  word += other;
}

}  // namespace

const LightRules* light_rules(std::string_view name) {
  const auto* found =
      std::find_if(all_rules.begin(), all_rules.end(), [&](const LightRules& entry) { return entry.name == name; });
  return found == all_rules.end() ? nullptr : found;
}

std::string light_stem(const LightRules& rules, std::string_view word) {
  std::string stem(word);
  for (const LightStep& step : rules.steps) take(step, stem);
  return stem;
}

}  // namespace pilcrow::text
