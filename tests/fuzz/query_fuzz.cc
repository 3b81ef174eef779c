// SPDX-License-Identifier: GPL-3.0-or-later
// Any text is a query: it parses, its canonical form parses back to the same, and it compiles and marks a text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "searcher/compile.h"
#include "searcher/highlight.h"
#include "searcher/query.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace pilcrow;
  using namespace pilcrow::searcher;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const Query query = parse(text);
  for (const Clause& clause : query.clauses) require(clause.column < size && !clause.text.empty());
  for (const Note& note : query.notes) require(note.column < size);
  const std::string canon = canonical(query);
  const Query again = parse(canon);
  require(again == query && again.notes.empty() && canonical(again) == canon);

  static Analyzers analyzers;
  const CompiledQuery compiled =
      compile(query, {{"en", 60}, {"de", 30}, {"ja", 10}, {"vi", 5}}, analyzers,
              [](const Xapian::Query& asked) { return asked.get_description().size() % 2 == 0; });
  require(compiled.words.size() <= most_words);
  require(!compiled.ranked.empty() || compiled.all_words.empty());
  require(!compiled.ranked.get_description().empty());

  // The query's own text holds what it asks for.
  std::size_t at = 0;
  for (const ByteRange& mark : highlight(analyzers.of("en"), text, query, compiled.stopped)) {
    require(mark.begin >= at && mark.begin < mark.end && mark.end <= size);
    at = mark.end;
  }
  return 0;
}
