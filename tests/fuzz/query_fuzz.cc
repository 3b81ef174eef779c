// SPDX-License-Identifier: GPL-3.0-or-later
// Any text is a query: it parses, its canonical form parses back to the same, it compiles to a query that Xapian takes
// and answers, and it marks a text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <xapian.h>

#include "searcher/compile.h"
#include "searcher/expand.h"
#include "searcher/highlight.h"
#include "searcher/parse.h"
#include "searcher/query.h"

namespace {

using namespace pilcrow;
using namespace pilcrow::searcher;

void require(bool condition) {
  if (!condition) std::abort();
}

/// A few paragraphs with terms of all kinds that queries look at.
Xapian::WritableDatabase small_index(Analyzers& analyzers) {
  Xapian::WritableDatabase index({}, Xapian::DB_BACKEND_INMEMORY);
  const std::string_view texts[] = {"wind power from the wind farm", "Windmills near the e-mail server, 2026-03-31",
                                    "snake_case and foo::bar",       "東京都の天気",
                                    "Störungen der Windanlage",      "a b c a b"};
  for (const std::string_view text : texts) {
    Xapian::Document document;
    analyzers.of("en").analyze(text, [&](const text::Token& token) {
      const std::string surface(token.surface);
      document.add_posting(surface, token.position + 1);
      document.add_term("Z" + std::string(token.stem));
      document.add_posting("S" + surface, token.position + 1, 0);
      document.add_term("ZS" + std::string(token.stem), 0);
      document.add_posting("XH" + surface, token.position + 1, 0);
    });
    document.add_boolean_term("Len");
    document.add_boolean_term("Emd");
    index.add_document(document);
  }
  return index;
}

void answer(const Xapian::Database& index, const Xapian::Query& query) {
  Xapian::Enquire enquire(index);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::IneB2Weight(1.0));
  const Xapian::MSet found = enquire.get_mset(0, 10);
  for (auto match = found.begin(); match != found.end(); ++match) require(match.get_weight() < 1e6);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const Query query = parse(text);
  each_leaf(query, [&](const Clause& leaf, bool) {
    const bool may_be_empty = leaf.kind == ClauseKind::near || leaf.field == Field::type;
    require(leaf.column < size && (may_be_empty || !leaf.text.empty()));
  });
  for (const Note& note : query.notes) require(note.column < size);
  const std::string canon = canonical(query);
  const Query again = parse(canon);
  require(again == query && canonical(again) == canon && canon.find('\n') == std::string::npos);

  static Analyzers analyzers;
  static const Xapian::WritableDatabase index = small_index(analyzers);
  const Query asked = settled(query, analyzers.of("und"));
  Expander expander(index);
  IndexView view;
  view.languages = {{"en", 60}, {"de", 30}, {"ja", 10}, {"vi", 5}};
  view.matches_any = [](const Xapian::Query& part) { return part.get_description().size() % 2 == 0; };
  view.frequency = [](const std::string& term) { return index.get_termfreq(term); };
  view.expander = &expander;
  view.files = [](const Clause& filter) { return Xapian::Query(filter.text.size() % 2 == 0 ? "Emd" : "Epdf"); };
  const CompiledQuery compiled = compile(asked, view, analyzers);
  require(compiled.words.size() <= most_words);
  require(!compiled.ranked.empty() || compiled.all_words.empty());
  require(!compiled.ranked.get_description().empty());
  answer(index, compiled.ranked);
  answer(index, compiled.all_words);

  // The query's own text holds what it asks for.
  std::size_t at = 0;
  for (const ByteRange& mark : highlight(analyzers.of("en"), text, asked, compiled)) {
    require(mark.begin >= at && mark.begin < mark.end && mark.end <= size);
    at = mark.end;
  }
  return 0;
}
