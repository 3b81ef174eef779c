// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/analyzer.h"

#include <string>

#include "tests/support/catch.h"

namespace pilcrow::text {
namespace {

using test::values;

std::string_view kind_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::word:
      return "";
    case TokenKind::part:
      return "part";
    case TokenKind::compound:
      return "compound";
    case TokenKind::ideograph:
      return "ideograph";
    case TokenKind::bigram:
      return "bigram";
  }
  return "?";
}

/// "surface[begin-end]@position", with the kind behind it unless it is a word.
std::string dump(const std::vector<OwnedToken>& all) {
  std::string out;
  for (const OwnedToken& token : all) {
    if (!out.empty()) out += ' ';
    out += token.surface + "[" + std::to_string(token.begin) + "-" + std::to_string(token.end) + "]@" +
           std::to_string(token.position) + std::string(kind_name(token.kind));
  }
  return out;
}

std::string analyze(std::string_view text, std::string_view language = "und") {
  Analyzer analyzer(language);
  return dump(tokens(analyzer, text));
}

std::string stems(std::string_view text, std::string_view language) {
  Analyzer analyzer(language);
  std::string out;
  for (const OwnedToken& token : tokens(analyzer, text)) out += (out.empty() ? "" : " ") + token.stem;
  return out;
}

struct Case {
  std::string name;
  std::string text;
  std::string expected;
};

TEST_CASE("analyze: words with byte offsets and positions") {
  const auto c = GENERATE(values<Case>({
      {"nothing", "", ""},
      {"white space and punctuation alone", " \t\n\r\v\f ... -- !? ___ '' \"", ""},
      {"case is folded", "Two INDEXES", "two[0-3]@0 indexes[4-11]@1"},
      {"offsets count bytes, not characters", "na\u00EFve caf\u00E9s", "naive[0-6]@0 cafes[7-13]@1"},
      {"decomposed letters are the same words", "nai\u0308ve", "naive[0-7]@0"},
      {"sharp s is two letters", "Stra\u00DFe", "strasse[0-7]@0"},
      {"ligatures and full-width letters", "\uFB01n \uFF21\uFF22", "fin[0-4]@0 ab[5-11]@1"},
      {"letters without a decomposition stay", "\u0141\u00F3d\u017A \u00D8re", "\u0142odz[0-7]@0 \u00F8re[8-12]@1"},
      {"Cyrillic and Greek", "\u0401\u043B\u043A\u0430 \u0386\u03BB\u03C6\u03B1",
       "\u0435\u043B\u043A\u0430[0-8]@0 \u03B1\u03BB\u03C6\u03B1[9-17]@1"},
      {"a soft hyphen is not seen", "co\u00ADop", "coop[0-6]@0"},
      {"control characters part words",
       std::string("a\0b\x1b"
                   "c",
                   5),
       "a[0-1]@0 b[2-3]@1 c[4-5]@2"},
      {"ill-formed bytes part words",
       "ab\xff"
       "cd \xc3",
       "ab[0-2]@0 cd[3-5]@1"},
      {"a no-break space parts words", "10\u00A0km 1\u202F000", "10[0-2]@0 km[4-6]@1 1[7-8]@2 000[11-14]@3"},
      {"an em dash parts words", "so\u2014then", "so[0-2]@0 then[5-9]@1"},
      {"a slash parts words", "and/or", "and[0-3]@0 or[4-6]@1"},
      {"an address of a page", "https://a/b", "https[0-5]@0 a[8-9]@1 b[10-11]@2"},
      {"a colon parts words", "note:this 12:30", "note[0-4]@0 this[5-9]@1 12[10-12]@2 30[13-15]@3"},
      {"emphasis is no part of a word", "_so_ **so** __init__", "so[1-3]@0 so[7-9]@1 init[14-18]@2"},
      {"invisible letters are no words", "a \u3164 b", "a[0-1]@0 b[6-7]@1"},
  }));
  CAPTURE(c.name, c.text);
  CHECK(analyze(c.text) == c.expected);
}

TEST_CASE("analyze: numbers") {
  const auto c = GENERATE(values<Case>({
      {"a decimal is one word", "3.14 or 3,14", "3.14[0-4]@0 or[5-7]@1 3,14[8-12]@2"},
      {"thousands stay together", "1,000,000.", "1,000,000[0-9]@0"},
      {"a dotted number is one word", "1.2.3", "1.2.3[0-5]@0"},
      {"a version also without its v", "v1.2.3", "v1.2.3[0-6]@0 1.2.3[1-6]@0compound"},
      {"a v and one number is a name", "V8", "v8[0-2]@0"},
      {"superscripts", "m\u00B2", "m[0-1]@0 2[1-3]@1"},
      {"letters and digits together stay one word", "STLA2024 4x4 h264", "stla2024[0-8]@0 4x4[9-12]@1 h264[13-17]@2"},
      {"a date", "2024-01-15", "2024[0-4]@0part 01[5-7]@1part 15[8-10]@2part 20240115[0-10]@0compound"},
  }));
  CAPTURE(c.name, c.text);
  CHECK(analyze(c.text) == c.expected);
}

TEST_CASE("analyze: apostrophes") {
  const auto c = GENERATE(values<Case>({
      {"a possessive is dropped, its range is kept", "Microsoft's", "microsoft[0-11]@0"},
      {"so is a typographic one", "Microsoft\u2019s plan", "microsoft[0-13]@0 plan[14-18]@1"},
      {"in capitals too", "SAP'S", "sap[0-5]@0"},
      {"an elided word is a word of its own", "l'eau", "l[0-1]@0 eau[2-5]@1"},
      {"so are two", "d'l'eau", "d[0-1]@0 l[2-3]@1 eau[4-7]@2"},
      {"typographic, Italian", "dell\u2019arte", "dell[0-4]@0 arte[7-11]@1"},
      {"an inner apostrophe stays", "don't o'brien", "don't[0-5]@0 o'brien[6-13]@1"},
      {"all forms of it are one", "don\u2019t don\u02BCt don\u2018t don\uFF07t",
       "don't[0-7]@0 don't[8-14]@1 don't[15-22]@2 don't[23-30]@3"},
      {"aujourd'hui is one word", "aujourd'hui", "aujourd'hui[0-11]@0"},
      {"quotation marks are none", "'tis 'so' dogs'", "tis[1-4]@0 so[6-8]@1 dogs[10-14]@2"},
      {"an elided word with a possessive", "l'ami's", "l[0-1]@0 ami[2-7]@1"},
  }));
  CAPTURE(c.name, c.text);
  CHECK(analyze(c.text) == c.expected);
}

TEST_CASE("analyze: identifiers whole and split") {
  const auto c = GENERATE(values<Case>({
      {"snake case", "snake_case", "snake[0-5]@0part case[6-10]@1part snake_case[0-10]@0compound"},
      {"an address", "ann@site.org", "ann[0-3]@0part site[4-8]@1part org[9-12]@2part ann@site.org[0-12]@0compound"},
      {"marks stay with their letters", "e\u0301a_e\u0301B", "ea[0-4]@0part eb[5-9]@1part ea_eb[0-9]@0compound"},
      {"several underscores", "a__b", "a[0-1]@0part b[3-4]@1part a__b[0-4]@0compound"},
      {"camel case", "camelCase", "camel[0-5]@0part case[5-9]@1part camelcase[0-9]@0compound"},
      {"an acronym in front", "HTTPServer", "http[0-4]@0part server[4-10]@1part httpserver[0-10]@0compound"},
      {"digits belong to what they follow", "base64Encoder",
       "base64[0-6]@0part encoder[6-13]@1part base64encoder[0-13]@0compound"},
      {"Cyrillic camel case", "\u041F\u043E\u0438\u0441\u043A\u0422\u0435\u043A\u0441\u0442",
       "\u043F\u043E\u0438\u0441\u043A[0-10]@0part \u0442\u0435\u043A\u0441\u0442[10-20]@1part "
       "\u043F\u043E\u0438\u0441\u043A\u0442\u0435\u043A\u0441\u0442[0-20]@0compound"},
      {"one letter is no part", "iPhone kWh PhD GmbH pH",
       "iphone[0-6]@0 kwh[7-10]@1 phd[11-14]@2 gmbh[15-19]@3 ph[20-22]@4"},
      {"a plural of an acronym is one word", "PDFs URLs", "pdfs[0-4]@0 urls[5-9]@1"},
      {"a machine", "x86_64", "x86[0-3]@0part 64[4-6]@1part x86_64[0-6]@0compound"},
      {"a qualified name", "foo::bar", "foo[0-3]@0part bar[5-8]@1part foo::bar[0-8]@0compound"},
      {"a dotted name", "a.b.c", "a[0-1]@0part b[2-3]@1part c[4-5]@2part a.b.c[0-5]@0compound"},
      {"an abbreviation", "U.S.", "u[0-1]@0part s[2-3]@1part u.s[0-3]@0compound"},
      {"names in names", "fooBar::to_text",
       "foo[0-3]@0part bar[3-6]@1part foobar[0-6]@0compound to[8-10]@2part text[11-15]@3part "
       "to_text[8-15]@2compound foobar::to_text[0-15]@0compound"},
      {"a version in a name", "python3.11", "python3.11[0-10]@0"},
      {"a library's file", "libz.so.1", "libz[0-4]@0part so[5-7]@1part 1[8-9]@2part libz.so.1[0-9]@0compound"},
      {"languages with signs", "C++, C# and F#; i++", "c++[0-3]@0 c#[5-7]@1 and[8-11]@2 f#[12-14]@3 i[16-17]@4"},
      {"a list is not a name", "a.b.c.d.e.f.g.h.i",
       "a[0-1]@0 b[2-3]@1 c[4-5]@2 d[6-7]@3 e[8-9]@4 f[10-11]@5 g[12-13]@6 h[14-15]@7 i[16-17]@8"},
  }));
  CAPTURE(c.name, c.text);
  CHECK(analyze(c.text) == c.expected);
}

TEST_CASE("analyze: hyphens") {
  const auto c = GENERATE(values<Case>({
      {"a hyphenated word is also written together", "e-mail", "e[0-1]@0part mail[2-6]@1part email[0-6]@0compound"},
      {"with a hyphen that does not break", "zero\u2011trust",
       "zero[0-4]@0part trust[7-12]@1part zerotrust[0-12]@0compound"},
      {"a part number", "AB-1234-X", "ab[0-2]@0part 1234[3-7]@1part x[8-9]@2part ab1234x[0-9]@0compound"},
      {"with a possessive", "e-mail's", "e[0-1]@0part mail[2-8]@1part email[0-8]@0compound"},
      {"with an elided word before it", "l'e-mail", "l[0-1]@0 e[2-3]@1part mail[4-8]@2part email[2-8]@1compound"},
      {"not over a line end", "some-\nthing", "some[0-4]@0 thing[6-11]@1"},
      {"not two of them", "this--that -x y-", "this[0-4]@0 that[6-10]@1 x[12-13]@2 y[14-15]@3"},
      {"eight parts are a name", "1-2-3-4-5-6-7-8",
       "1[0-1]@0part 2[2-3]@1part 3[4-5]@2part 4[6-7]@3part 5[8-9]@4part 6[10-11]@5part 7[12-13]@6part "
       "8[14-15]@7part 12345678[0-15]@0compound"},
  }));
  CAPTURE(c.name, c.text);
  CHECK(analyze(c.text) == c.expected);
}

TEST_CASE("analyze: scripts without spaces") {
  const auto c = GENERATE(values<Case>({
      {"Han: characters and pairs", "\u6771\u4EAC\u90FD",
       "\u6771[0-3]@0ideograph \u6771\u4EAC[0-6]@0bigram \u4EAC[3-6]@1ideograph \u4EAC\u90FD[3-9]@1bigram "
       "\u90FD[6-9]@2ideograph"},
      {"a single one", "\u6C34", "\u6C34[0-3]@0ideograph"},
      {"punctuation ends a run", "\u6C34\u3002\u706B", "\u6C34[0-3]@0ideograph \u706B[6-9]@1ideograph"},
      {"Latin beside Han", "X\u5149a", "x[0-1]@0 \u5149[1-4]@1ideograph a[4-5]@2"},
      {"the long-vowel mark and the repeat mark belong to the run", "\u30AD\u30FC\u4EBA\u3005",
       "\u30AD[0-3]@0ideograph \u30AD\u30FC[0-6]@0bigram \u30FC[3-6]@1ideograph \u30FC\u4EBA[3-9]@1bigram "
       "\u4EBA[6-9]@2ideograph \u4EBA\u3005[6-12]@2bigram \u3005[9-12]@3ideograph"},
      {"half-width kana with a voicing mark is one character", "\uFF76\uFF9E\uFF77",
       "\u30AC[0-6]@0ideograph \u30AC\u30AD[0-9]@0bigram \u30AD[6-9]@1ideograph"},
      {"Thai by dictionary", "\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22",
       "\u0E20\u0E32\u0E29\u0E32[0-12]@0 \u0E44\u0E17\u0E22[12-21]@1"},
      {"Hangul: the word and its pairs of syllables", "\uD55C\uAD6D\uC5B4 \uBB38\uC11C",
       "\uD55C\uAD6D\uC5B4[0-9]@0 \uD55C\uAD6D[0-6]@0bigram \uAD6D\uC5B4[3-9]@0bigram \uBB38\uC11C[10-16]@1 "
       "\uBB38\uC11C[10-16]@1bigram"},
      {"a single syllable", "\uC0B0", "\uC0B0[0-3]@0"},
      {"a word of Hangul ends where another script begins", "PDF\uB97C 2019\uB144, \uAE40\u91D1",
       "pdf[0-3]@0 \uB97C[3-6]@1 2019[7-11]@2 \uB144[11-14]@3 \uAE40[16-19]@4 \u91D1[19-22]@5ideograph"},
      {"syllables written in their letters", "\u1112\u1161\u11AB\u1100\u116E\u11A8",
       "\uD55C\uAD6D[0-18]@0 \uD55C\uAD6D[0-18]@0bigram"},
      {"Hindi vowel signs stay, a nasal before its stop is anusvara", "\u0939\u093F\u0928\u094D\u0926\u0940",
       "\u0939\u093F\u0902\u0926\u0940[0-18]@0"},
      {"Arabic vowel signs and tatweel go", "\u0643\u064E\u062A\u0640\u0628", "\u0643\u062A\u0628[0-10]@0"},
      {"arrows, currency and emoji are words", "a \u2192 \u20AC5 \U0001F600",
       "a[0-1]@0 \u2192[2-5]@1 \u20AC[6-9]@2 5[9-10]@3 \U0001F600[11-15]@4"},
      {"box drawing and trade marks are not", "\u2500\u2500 X\u00AE", "x[7-8]@0"},
  }));
  CAPTURE(c.name, c.text);
  CHECK(analyze(c.text) == c.expected);
}

TEST_CASE("analyze: over-long words are shortened, each in its own way") {
  const std::string word(70, 'x');
  Analyzer analyzer("en");
  const auto one = tokens(analyzer, word);
  const auto other = tokens(analyzer, word + "y");
  REQUIRE(one.size() == 1);
  REQUIRE(other.size() == 1);
  CHECK(one[0].surface.size() == longest_term);
  CHECK(one[0].surface.substr(0, 48) == std::string(47, 'x') + "~");
  CHECK(one[0].stem == one[0].surface);
  CHECK(one[0].end == 70);
  CHECK(other[0].surface != one[0].surface);
  CHECK(tokens(analyzer, std::string(64, 'x'))[0].surface == std::string(64, 'x'));

  // 47 bytes would cut a character of two in half.
  std::string accented;
  for (int i = 0; i < 40; ++i) accented += "\u0434";
  CHECK(tokens(analyzer, accented)[0].surface.substr(0, 47) == accented.substr(0, 46) + "~");
}

TEST_CASE("analyze: stems by language") {
  struct StemCase {
    std::string language;
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<StemCase>({
      {"en", "Two na\u00EFve indexes", "two naiv index"},
      {"en-gb", "running", "run"},
      {"de", "H\u00E4user Haus", "haus haus"},
      {"fr", "continues continuation", "continu continu"},
      {"ru", "\u043A\u043D\u0438\u0433\u0438", "\u043A\u043D\u0438\u0433"},
      {"ar", "\u0648\u0627\u0644\u0643\u062A\u0627\u0628 \u0627\u0644\u0643\u062A\u0627\u0628",
       "\u0643\u062A\u0627\u0628 \u0643\u062A\u0627\u0628"},
      {"cs", "po\u010D\u00EDta\u010De po\u010D\u00EDta\u010D\u016F", "pocitac pocitac"},
      {"el",
       "\u0395\u03BC\u03C6\u03AC\u03BD\u03B9\u03C3\u03B7 "
       "\u03B5\u03BC\u03C6\u03B1\u03BD\u03AF\u03B6\u03B5\u03C4\u03B1\u03B9",
       "\u03B5\u03BC\u03C6\u03B1\u03BD\u03B9\u03C3 \u03B5\u03BC\u03C6\u03B1\u03BD\u03B9\u03C3"},
      {"hi", "\u0915\u0939\u093E\u0928\u093F\u092F\u094B\u0902 \u0915\u0939\u093E\u0928\u0940",
       "\u0915\u0939\u093E\u0928 \u0915\u0939\u093E\u0928"},
      {"ko", "\uD55C\uAD6D\uC740 \uD55C\uAD6D\uC5D0\uC11C",
       "\uD55C\uAD6D \uD55C\uAD6D \uAD6D\uC740 \uD55C\uAD6D \uD55C\uAD6D \uAD6D\uC5D0 \uC5D0\uC11C"},
      {"nb", "bilene", "bil"},
      {"pl", "drukarki drukarka", "drukark drukark"},
      {"ro", "\u0219terge\u0163i \u015Fterge\u021Bi", "sterg sterg"},
      {"tr", "Ankara\u2019n\u0131n KIRMIZI k\u0131rm\u0131z\u0131 \u0130STANBUL", "ankar kirmiz kirmiz istanbul"},
      {"uk", "\u043F\u0440\u0438\u043D\u0442\u0435\u0440\u0438 \u043F\u0440\u0438\u043D\u0442\u0435\u0440",
       "\u043F\u0440\u0438\u043D\u0442\u0435\u0440 \u043F\u0440\u0438\u043D\u0442\u0435\u0440"},
      {"und", "running caf\u00E9s", "running cafes"},
      {"xx", "running", "running"},
      {"vi", "Ti\u1EBFng Vi\u1EC7t", "ti\u1EBFng vi\u1EC7t"},
  }));
  CAPTURE(c.language, c.text);
  CHECK(stems(c.text, c.language) == c.expected);
}

TEST_CASE("analyze: an apostrophe ends a Turkish word, which keeps its range") {
  CHECK(analyze("\u0130stanbul'da Ankara\u2019n\u0131n", "tr") == "istanbul[0-12]@0 ankara[13-26]@1");
  CHECK(analyze("7'de d'artagnan", "tr") == "7[0-1]@0 de[2-4]@1 d[5-6]@2 artagnan[7-15]@3");
  CHECK(analyze("o'brien", "tr") == "o'brien[0-7]@0");
  CHECK(analyze("Ankara'da", "en") == "ankara'da[0-9]@0");
}

TEST_CASE("analyze: Vietnamese marks are letters, also where they are written apart") {
  CHECK(analyze("Vie\u0323\u0302t", "vi") == "vi\u1EC7t[0-8]@0");
  CHECK(analyze("Vi\u1EC7t", "en") == "viet[0-6]@0");
}

TEST_CASE("analyze: an analyser remembers its language and forgets texts") {
  Analyzer analyzer("de-at");
  CHECK(analyzer.language() == "de-at");
  const auto first = dump(tokens(analyzer, "eins zwei"));
  CHECK(dump(tokens(analyzer, "eins zwei")) == first);
  Analyzer moved = std::move(analyzer);
  CHECK(dump(tokens(moved, "eins zwei")) == first);
}

TEST_CASE("analyze: more words than are remembered") {
  Analyzer analyzer("en");
  std::string text;
  for (int i = 0; i < 150000; ++i) text += "w" + std::to_string(i) + "s ";
  std::size_t wrong = 0;
  int i = 0;
  analyzer.analyze(text, [&](const Token& token) {
    const std::string word = "w" + std::to_string(i++);
    if (token.surface != word + "s" || token.stem != word + "s") ++wrong;
  });
  CHECK(i == 150000);
  CHECK(wrong == 0);
}

TEST_CASE("analyze: one word of megabytes is cut into bounded pieces") {
  Analyzer analyzer("en");
  std::string text(1 << 20, 'a');
  std::size_t end = 0;
  std::size_t count = 0;
  analyzer.analyze(text, [&](const Token& token) {
    CHECK(token.begin == end);
    end = token.end;
    ++count;
  });
  CHECK(end == text.size());
  CHECK(count == 16);
}

TEST_CASE("analyzer_identity names what terms depend on") {
  const std::string identity = analyzer_identity();
  CHECK(identity.starts_with("pilcrow-analyzer/2 icu/"));
  CHECK(identity.find(" unicode/") != std::string::npos);
  CHECK(identity.find(" xapian/1.") != std::string::npos);
}

}  // namespace
}  // namespace pilcrow::text
