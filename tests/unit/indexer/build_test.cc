// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build.h"

#include <string>
#include <vector>

#include <xapian.h>

#include "core/store/schema.h"
#include "tests/support/catch.h"

namespace pilcrow::test {
namespace {

/// The document of a text that is the only paragraph of an English file, in `language`.
Xapian::Document build(const std::string& text, const std::string& language = "en",
                       const std::vector<std::string>& headings = {}, const std::string& path = "") {
  store::FileEntry entry;
  entry.number = 7;
  entry.title = "Houses";
  entry.language = "en";
  entry.type = "text";
  entry.trails = {headings};
  store::ParagraphRow row;
  if (language != "en") {
    entry.other_languages = {language};
    row.language = 1;
  }
  entry.paragraphs = {row};
  indexer::DocumentBuilder builder(0, store::TextCodec(""));
  builder.begin(entry, path);
  const indexer::Draft draft = builder.draft(entry.paragraphs[0], text);
  indexer::KnownTerms terms;
  terms.learn(builder.take_news());
  return indexer::document_of(draft, entry.number, terms);
}

indexer::PlaceTerms places_of(const std::string& path, const std::string& member = "") {
  store::FileEntry entry;
  entry.member = member;
  entry.number = 7;
  entry.language = "en";
  return indexer::DocumentBuilder(0, store::TextCodec("")).place_terms(entry, path);
}

std::string twins(const std::string& text, const std::string& language = "en") {
  return build(text, language).get_value(store::slot_twins);
}

/// "Len Zhous/3": the terms that begin with a capital, with their wdf where that is not 0.
std::string capital_terms(const Xapian::Document& document) {
  std::string out;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    const std::string name = *term;
    if (name.front() < 'A' || name.front() > 'Z' || name.starts_with(store::prefix_twins)) continue;
    out += (out.empty() ? "" : " ") + name;
    if (term.get_wdf() > 0) out += "/" + std::to_string(term.get_wdf());
  }
  return out;
}

}  // namespace

TEST_CASE("build: the body is stemmed in the paragraph's language, title and headings in the file's") {
  CHECK(capital_terms(build("Mieten", "en", {"Gardens"})) ==
        "E Len Q7 Shouses Ttext/plain XF/38 XHgardens ZShous ZXHgarden Zgarden/3 Zhous/3 Zmieten/1");
  CHECK(capital_terms(build("Mieten", "de", {"Gardens"})) ==
        "E Lde Q7 Shouses Ttext/plain XF/38 XHgardens ZShous ZXHgarden Zgarden/3 Zhous/3 Zmiet/1");
}

TEST_CASE("build: what twins share") {
  struct Case {
    std::string name;
    std::string one;
    std::string other;
    bool twins;
  };
  const auto c = GENERATE(values<Case>({
      {"the same text", "The pump stops.", "The pump stops.", true},
      {"white space and line ends", "The pump stops by itself.", "  The pump\n\tstops\r\nby itself. ", true},
      {"case", "The Pump STOPS", "the pump stops", true},
      {"punctuation", "The pump stops", "\"The\" pump - stops!", true},
      {"diacritics", "naïve café", "naive cafe", true},
      {"width and ligatures", "ＡＢＣ oﬃce", "abc office", true},
      {"joined or parted by signs", "foo::bar ann@site.org", "foo bar, ann site org", true},
      {"Han with a break within", "東京都の水", "東京\n都の水", true},
      {"another word", "The pump stops", "The pump starts", false},
      {"another form of a word", "The pump stops", "The pumps stop", false},
      {"another order", "one two", "two one", false},
      {"a word more", "one two", "one two two", false},
      {"words parted elsewhere", "ab c", "a bc", false},
      {"another number", "Step 1", "Step 2", false},
      {"another ideograph", "東京", "京東", false},
  }));
  INFO(c.name);
  CHECK((twins(c.one) == twins(c.other)) == c.twins);
}

TEST_CASE("build: the key of twins is eight bytes and the same in every language that folds alike") {
  const std::string text = "Die Störungen im Büro, naïve Übergänge";
  const std::string key = twins(text, "de");
  CHECK(key.size() == 8);
  for (const std::string language : {"en", "fr", "ru", "ja", "und"}) {
    INFO(language);
    CHECK(twins(text, language) == key);
  }
}

TEST_CASE("build: short paragraphs are twins only under the same headings, wherever they stand") {
  const auto under = [](const std::string& text, const std::vector<std::string>& headings,
                        const std::string& path = "") {
    return build(text, "en", headings, path).get_value(store::slot_twins);
  };
  CHECK(under("one", {"Gardens"}) == under("One!", {"Gardens"}, "a/b.txt"));
  CHECK(under("one", {"Gardens"}) != under("one", {"Garden"}));
  CHECK(under("one", {"Gardens"}) != under("one", {}));
  CHECK(under("one", {"Gardens", "Paths"}) != under("one", {"Paths", "Gardens"}));
  const std::string nineteen = "a b c d e f g h i j k l m n o p q r s";
  CHECK(under(nineteen, {"Gardens"}) != under(nineteen, {"Paths"}));
  CHECK(under(nineteen + " t", {"Gardens"}) == under(nineteen + " t", {"Paths"}));
}

TEST_CASE("build: twins can be looked up by a term") {
  const Xapian::Document document = build("one");
  const std::string value = document.get_value(store::slot_twins);
  const std::string term = store::twins_term(value);
  CHECK(term.starts_with("XT"));
  CHECK(term.size() == 2 + 16);
  auto terms = document.termlist_begin();
  terms.skip_to(term);
  REQUIRE(terms != document.termlist_end());
  CHECK(*terms == term);
  CHECK(terms.get_wdf() == 0);
  CHECK(store::twins_term(std::string("\x00\x1f\xa0\xff", 4)) == "XT001fa0ff");
}

TEST_CASE("build: a document inside a file is found by the names on the way to it, that of the file included") {
  struct Case {
    std::string name;
    std::string member;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"docs/a.zip!/inner/b.md", "inner/b.md", "Emd Pa.zip Pb.md Pdocs Pinner"},
      {"a.zip!/c.eml!/d.pdf", "c.eml!/d.pdf", "Epdf Pa.zip Pc.eml Pd.pdf"},
      {"docs!/b.md", "", "Emd Pb.md Pdocs!"},
  }));
  INFO(c.name);
  std::string filters;
  for (const std::string& filter : places_of(c.name, c.member).filters)
    filters += (filters.empty() ? "" : " ") + filter;
  CHECK(filters == c.expected);
}

TEST_CASE("build: the name of the file is ranked like a heading") {
  struct Case {
    std::string path;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"pumps.txt", "Etxt Ppumps.txt Q7 XF/38 Zpump/3 Zvalv/1"},
      {"engine room/Pumps.v2.txt", "Etxt PPumps.v2.txt Pengine room Q7 XF/38 Zpump/3 Zpumps.v2/3 Zv2/3 Zvalv/1"},
      {"valve.txt", "Etxt Pvalve.txt Q7 XF/38 Zvalv/4"},
      {"pump_pump.txt", "Etxt Ppump_pump.txt Q7 XF/38 Zpump/6 Zpump_pump/3 Zvalv/1"},
      {"pumps/README.md", "Emd PREADME.md Ppumps Q7 XF/38 Zvalv/1"},
      {"pumps", "E Ppumps Q7 XF/38 Zpump/3 Zvalv/1"},
  }));
  INFO(c.path);
  std::string terms = capital_terms(build("Valves", "en", {}, c.path));
  for (const std::string_view same : {"Len ", "Shouses ", "Ttext/plain ", "ZShous ", "Zhous/3 "}) {
    const std::size_t at = terms.find(same);
    REQUIRE(at != std::string::npos);
    terms.erase(at, same.size());
  }
  CHECK(terms == c.expected);
}

TEST_CASE("build: a document that moves is as if it had been built where it goes") {
  const std::vector<std::string> paths = {"pumps.txt",          "valves.txt", "old/pumps.txt",
                                          "pump_pump valve.md", "README",     "pumps.txt/x.md",
                                          "\xff\xfe.txt",       "houses.txt", std::string(300, 'x')};
  const auto dump = [](const Xapian::Document& document) {
    return capital_terms(document) + " " + std::to_string(document.termlist_count());
  };
  for (const std::string& from : paths) {
    for (const std::string& to : paths) {
      INFO(from << " to " << to);
      // Words of the names stand in the body and in the headings, too.
      Xapian::Document document = build("The pump stops the pump; valves.", "en", {"Pumps"}, from);
      indexer::move_document(document, places_of(from), places_of(to));
      CHECK(dump(document) == dump(build("The pump stops the pump; valves.", "en", {"Pumps"}, to)));
    }
  }
}

TEST_CASE("build: a paragraph without a word has no twins") {
  CHECK(twins("").empty());
  CHECK(twins("-- * !").empty());
  CHECK_FALSE(twins("1").empty());
}

TEST_CASE("build: no paragraph counts as shorter than twenty words") {
  const auto length = [](std::size_t words) {
    std::string text;
    for (std::size_t i = 0; i < words; ++i) text += "word ";
    const Xapian::Document document = build(text);
    Xapian::termcount sum = 0;
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) sum += term.get_wdf();
    return sum;
  };
  CHECK(length(1) == length(20));
  CHECK(length(19) == length(20));
  CHECK(length(21) == length(20) + 2);  // the word and its stem
}

}  // namespace pilcrow::test
