// SPDX-License-Identifier: GPL-3.0-or-later
// The query language: any text gives a query whose canonical form gives it again; and a query finds what a plain scan of
// the paragraphs finds that means the same.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "core/text/analyzer.h"
#include "core/text/language.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "searcher/parse.h"
#include "searcher/query.h"
#include "tests/property/plain_scan.h"
#include "tests/property/wish.h"
#include "tests/support/catch.h"
#include "tests/support/random_text.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using searcher::canonical;
using searcher::Clause;
using searcher::ClauseKind;
using searcher::Field;
using searcher::Occurrence;
using searcher::parse;
using searcher::Query;
using test::below;
using test::Leaf;
using test::PlainScan;
using test::Random;
using test::Set;
using test::Sheet;
using test::TemporaryFolder;
using test::Wish;

// What a text is read as.

/// Whether clauses begin where they stand, one behind the other.
bool are_in_order(const std::vector<Clause>& clauses, std::size_t size, std::size_t& least) {
  return std::all_of(clauses.begin(), clauses.end(), [&](const Clause& clause) {
    if (clause.column < least || clause.column >= size) return false;
    least = clause.column;
    return are_in_order(clause.parts, size, least);
  });
}

void check_reading(const std::string& text) {
  INFO("query: " << text.substr(0, 400) << (text.size() > 400 ? "…" : ""));
  const Query query = parse(text);
  const std::string line = canonical(query);
  INFO("canonical: " << line.substr(0, 400));
  // Other control characters are not syntax and stay; what shows a query makes them harmless.
  CHECK(line.find_first_of("\n\v\f\r") == std::string::npos);
  for (const Note& note : query.notes) {
    CHECK(note.column <= text.size());
    CHECK(!note.message.empty());
  }
  std::size_t least = 0;
  CHECK(are_in_order(query.clauses, text.size(), least));
  // Typographic quotes and brackets written close together become longer: what no longer fits is cut again.
  if (line.size() > searcher::longest_query) return;
  const Query again = parse(line);
  CHECK(again == query);
  CHECK(canonical(again) == line);
}

constexpr auto pieces = std::to_array<std::string_view>({
    "wind",
    "a",
    "e-mail",
    "C++",
    "snake_case",
    "o'brien",
    "5\"",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\u00A0",
    "\u2028",
    "+",
    "-",
    "--",
    "AND",
    "OR",
    "NOT",
    " AND ",
    " OR ",
    " NOT ",
    "and",
    "(",
    ")",
    "(",
    ")",
    "((",
    "))",
    "\"",
    "\"",
    "“",
    "”",
    "«",
    "'",
    "*",
    "~",
    "~1",
    "~2",
    "~3",
    "near/5",
    " near/5 ",
    " near/2 ",
    "near/0",
    "near/101",
    "near/",
    "NEAR/3",
    "title:",
    "heading:",
    "path:",
    "type:",
    "lang:",
    "date:",
    "root:",
    "Title:",
    "author:",
    ":",
    "date:2026-06",
    "date:2026..2025",
    "date:7d..",
    "..",
    "type:md",
    "path:\"my notes/*\"",
    "https://example.org/a?b=(c)&d=\"e\"",
    "at org.example.Main.run(Main.java:42)",
    "C:\\Users\\ann",
    "ann@example.org",
    "std::vector<int>",
    "\xF0\x9F\x98\x80",
    "\u05E9\u05DC\u05D5\u05DD",
    "\u202E",
    "\u200D",
    "\u6771\u4EAC\u90FD",
    "\u0E20\u0E32\u0E29\u0E32",
    "\xff",
    "\xC3",
    "\x01",
    "\x1B[31m",
    "\x7F",
    "\\",
    "/",
    ",",
    ".",
    "!",
    "^2",
});

TEST_CASE("property: any text gives a query, and its canonical form the same query again") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  for (int round = 0; round < 20'000; ++round) check_reading(test::random_text(random, pieces, 14));
  for (int round = 0; round < 3'000; ++round) check_reading(test::random_text(random, pieces, 90));
  for (int round = 0; round < 5'000; ++round) check_reading(test::random_bytes(random, 60));
  check_reading(std::string("a\0b", 3));
}

TEST_CASE("property: long and deep texts are read in bounds") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  const auto repeated = [](std::string_view piece, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
  };
  for (const std::string_view piece : pieces) {
    INFO("piece: " << piece);
    for (const std::size_t size : {searcher::longest_query - 1, std::size_t{1} << 20}) {
      check_reading(repeated(piece, size / piece.size()));
      check_reading(repeated(std::string(piece) + ' ', size / (piece.size() + 1)));
    }
  }
  check_reading(repeated("(", 100'000) + "wind" + repeated(")", 100'000));
  check_reading(repeated("(a -", 50) + repeated(")", 50));
  check_reading(repeated("-(", 40) + "wind" + repeated(")", 40));
  check_reading(repeated("(\"a b\" OR ", 40) + "wind" + repeated(")", 40));
  check_reading(repeated("wind near/3 ", 20'000));
  check_reading(repeated("\"a\" near/100 b near/1 ", 20'000));
  check_reading(repeated("a AND b OR NOT c ", 20'000));
  for (int round = 0; round < 3; ++round) check_reading(test::random_text(random, pieces, 100'000));
}

// Precedence, signs and parentheses, without an index: a leaf holds in some of many imagined worlds.

using Leaves = std::map<std::string, Set>;

Set meaning_of(const std::vector<Clause>& sequence, const Leaves& leaves);

Set meaning_of(const Clause& clause, const Leaves& leaves) {
  if (clause.kind == ClauseKind::group) return meaning_of(clause.parts, leaves);
  Clause unsigned_clause = clause;
  unsigned_clause.occurrence = Occurrence::should;
  const auto found = leaves.find(canonical(unsigned_clause));
  if (found == leaves.end()) FAIL("unknown leaf " << canonical(unsigned_clause));
  return found->second;
}

bool is_meant_as_it_stands(const Clause& clause) {
  return clause.kind == ClauseKind::phrase || clause.kind == ClauseKind::near;
}

bool asks_only_for_fields(const Clause& clause) {
  return clause.kind == ClauseKind::group ? std::all_of(clause.parts.begin(), clause.parts.end(), asks_only_for_fields)
                                          : clause.field != Field::anywhere;
}

bool only_filters(const Clause& clause) {
  return asks_only_for_fields(clause) && (clause.kind != ClauseKind::group || clause.occurrence == Occurrence::must);
}

/// By the rules of query.h.
Set meaning_of(const std::vector<Clause>& sequence, const Leaves& leaves) {
  Set required = Set().set();
  Set wanted;
  bool any_required = false;
  bool any_wanted = false;
  for (const Clause& clause : sequence) {
    const Set holds = meaning_of(clause, leaves);
    if (clause.occurrence == Occurrence::must_not) {
      required &= ~holds;
    } else if (only_filters(clause)) {
      required &= holds;
    } else if (clause.occurrence == Occurrence::must || is_meant_as_it_stands(clause)) {
      required &= holds;
      any_required = true;
    } else {
      wanted |= holds;
      any_wanted = true;
    }
  }
  return any_wanted && !any_required ? required & wanted : required;
}

Set random_worlds(Random& random) {
  Set set;
  for (std::size_t i = 0; i < set.size(); ++i) set.set(i, below(random, 2) == 0);
  return set;
}

/// The smallest wish about which `is_wrong` still.
Wish smallest(Wish wish, const std::function<bool(const Wish&)>& is_wrong) {
  for (bool found = true; found;) {
    found = false;
    for (Wish& less : test::smaller(wish)) {
      if (!is_wrong(less)) continue;
      wish = std::move(less);
      found = true;
      break;
    }
  }
  return wish;
}

TEST_CASE("property: a query means what its operators, signs and parentheses say") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  Leaves meanings;
  std::vector<Leaf> leaves;
  for (const std::string text :
       {"wind", "Solar", "and", "e-mail", "pre*", "stor~", "stroage~2", "\"wind power\"", "\"e-mail\"", "title:plan",
        "title:\"wind power\"", "heading:pre*", "path:\"my notes/*\"", "type:md", "lang:de", "date:2026-01..2026-06",
        "root:/srv/kb", "wind near/3 power", "\"wind\" near/2 \"sun\" near/5 power"}) {
    INFO(text);
    const Query query = parse(text);
    REQUIRE(query.notes.empty());
    REQUIRE(query.clauses.size() == 1);
    Leaf leaf{.text = text, .loose = random_worlds(random)};
    leaf.whole = leaf.loose;
    const Clause& clause = query.clauses[0];
    leaf.filter = clause.field != Field::anywhere;
    leaf.required = !leaf.filter && is_meant_as_it_stands(clause);
    meanings[canonical(query)] = leaf.loose;
    leaves.push_back(leaf);
  }
  for (int round = 0; round < 20'000; ++round) {
    const Wish wish = test::random_wish(random, [&] { return leaves[below(random, leaves.size())]; });
    const auto is_wrong = [&](const Wish& asked) {
      const std::string text = test::text_of(asked, random);
      const Query query = parse(text);
      const Query again = parse(canonical(query));
      return !query.notes.empty() || !(again == query) ||
             meaning_of(query.clauses, meanings) != test::meaning_of(asked, Set().set());
    };
    if (!is_wrong(wish)) continue;
    const std::string text = test::text_of(smallest(wish, is_wrong), random);
    FAIL("read wrongly: " << text << "\nas: " << canonical(parse(text)));
  }
}

// What is found.

template <class T>
T checked(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

constexpr std::size_t no_limit = 100'000;

/// Documents, their index or indexes, and the plain scan of them.
struct Library {
  Library(const std::vector<fs::path>& indexes, std::vector<Sheet> sheets)
      : searcher(checked(Searcher::open(indexes))), scan(std::move(sheets)) {
    for (std::size_t i = 0; i < scan.sheets().size(); ++i) {
      places[scan.sheets()[i].path + ':' + std::to_string(scan.sheets()[i].paragraph)] = i;
    }
  }

  std::size_t place(const std::string& path, std::uint32_t paragraph) const {
    const auto found = places.find(path + ':' + std::to_string(paragraph));
    if (found == places.end()) FAIL("no such paragraph was written: " << path << ':' << paragraph);
    return found->second;
  }

  /// The paragraphs that the hits stand for.
  Set found(const SearchResult& result) const {
    Set set;
    for (const Hit& hit : result.hits) {
      add(set, place(hit.path, hit.paragraph));
      for (const OtherPlace& other : hit.also_in) add(set, place(other.path, other.paragraph));
    }
    return set;
  }

  std::string dump(const Set& set) const {
    std::ostringstream out;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < set.size() && shown < 3; ++i) {
      if (!set.test(i)) continue;
      const Sheet& sheet = scan.sheets().at(i);
      out << "\n  " << sheet.path << ':' << sheet.paragraph << " " << sheet.language << " " << sheet.day << " ["
          << sheet.title << "]";
      for (const std::string& heading : sheet.headings) out << " > " << heading;
      out << "\n    " << sheet.text;
      ++shown;
    }
    if (set.count() > shown) out << "\n  and " << set.count() - shown << " more";
    return out.str();
  }

  Searcher searcher;
  PlainScan scan;
  std::map<std::string, std::size_t> places;

 private:
  static void add(Set& set, std::size_t place) {
    CHECK(!set.test(place));
    set.set(place);
  }
};

std::vector<Sheet> write(Random& random, const TemporaryFolder& folder, const std::vector<std::string>& roots,
                         const std::string& language, std::size_t documents) {
  std::vector<Sheet> sheets;
  for (const std::string& root : roots) {
    std::vector<Sheet> written = test::write_documents(random, folder, root, language, documents);
    sheets.insert(sheets.end(), written.begin(), written.end());
  }
  return sheets;
}

fs::path index(const TemporaryFolder& folder, const std::string& name, const std::vector<std::string>& roots,
               const std::string& language) {
  std::vector<Root> all;
  for (const std::string& root : roots) {
    all.push_back({.path = (folder / ("docs/" + root)).string(), .language = language});
  }
  const UpdateReport report = checked(update_index(folder / name, all));
  CHECK(report.new_problems.empty());
  return folder / name;
}

std::vector<Sheet> operator+(std::vector<Sheet> one, const std::vector<Sheet>& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

/// What was written, once as an index of a language without a stemmer, once as one of English, and both together.
class Libraries {
 public:
  explicit Libraries(Random& random)
      : english_sheets_(write(random, folder_, {"alpha", "beta"}, "en", 28)),
        other_sheets_(write(random, folder_, {"gamma", "alphabet"}, "und", 28)),
        english_index_(index(folder_, "en", {"alpha", "beta"}, "en")),
        other_index_(index(folder_, "und", {"gamma", "alphabet"}, "und")),
        english({english_index_}, english_sheets_),
        other({other_index_}, other_sheets_),
        both({english_index_, other_index_}, english_sheets_ + other_sheets_) {}

 private:
  TemporaryFolder folder_;
  std::vector<Sheet> english_sheets_;
  std::vector<Sheet> other_sheets_;
  fs::path english_index_;
  fs::path other_index_;

 public:
  Library english;
  Library other;
  Library both;
  std::array<Library*, 3> all{&english, &other, &both};
};

/// Indexed once, asked by all tests.
Libraries& libraries() {
  static Random random(test::seed());
  static Libraries made(random);
  return made;
}

SearchResult search(Library& library, const std::string& query, SearchOptions options) {
  options.correct = false;
  options.limit = no_limit;
  return checked(library.searcher.search(query, options));
}

TEST_CASE("property: the plain scan knows the documents, and its stems are those of English") {
  INFO("PILCROW_SEED=" << test::seed());
  const Xapian::Stem english("english");
  std::map<std::string, std::string> stems;  // By class.
  std::map<std::string, std::string> classes;
  for (const Sheet& sheet : libraries().both.scan.sheets()) {
    std::string scanned;
    for (const test::ScannedWord& word : sheet.words) {
      CHECK(!text::is_stop_word("en", word.surface));
      const std::string stem = english(word.surface);
      const std::string stem_class = test::stem_class(word.surface, "en");
      CHECK(stems.try_emplace(stem_class, stem).first->second == stem);
      CHECK(classes.try_emplace(stem, stem_class).first->second == stem_class);
      scanned += word.surface + '@' + std::to_string(word.position) + ' ';
    }
    text::Analyzer analyzer("und");
    std::string analyzed;
    for (const text::OwnedToken& token : text::tokens(analyzer, sheet.text)) {
      analyzed += token.surface + '@' + std::to_string(token.position) + ' ';
    }
    CHECK(scanned == analyzed);
  }
  for (Library* library : libraries().all) {
    const SearchResult result = search(*library, "-qqqq", {.sort = SortBy::path});
    REQUIRE(result.hits.size() == library->scan.sheets().size());
    CHECK(result.summary.paragraphs == library->scan.sheets().size());
    for (std::size_t i = 0; i < result.hits.size(); ++i) {
      const Hit& hit = result.hits[i];
      const Sheet& sheet = library->scan.sheets()[i];
      INFO(sheet.path << ":" << sheet.paragraph);
      CHECK(hit.path == sheet.path);
      CHECK(hit.paragraph == sheet.paragraph);
      CHECK(hit.root == sheet.root);
      CHECK(hit.title == sheet.title);
      CHECK(hit.headings == sheet.headings);
      CHECK(hit.text == sheet.text);
      CHECK(hit.language == sheet.language);
      CHECK(hit.date == sheet.day);
    }
  }
}

/// Options in one line, for a message.
std::string dump(const SearchOptions& options) {
  std::string line;
  const auto add = [&](const std::string& name, const std::vector<std::string>& values) {
    for (const std::string& value : values) line += " --" + name + " '" + value + "'";
  };
  add("path", options.paths);
  add("type", options.types);
  add("lang", options.languages);
  add("root", options.roots);
  add("heading", options.headings);
  if (!options.since.empty()) line += " --since " + options.since;
  return line;
}

void check_found(Library& library, const Wish& wish, const test::RandomFilters& filters, Random& random) {
  const auto expected = [&](const Wish& asked) { return test::meaning_of(asked, library.scan.all()) & filters.passes; };
  // Loading all hits takes most of the time; that they are as many tells nearly as much.
  SearchOptions counting = filters.options;
  counting.hits_wanted = below(random, 3) == 0;
  const auto is_wrong = [&](const Wish& asked) {
    const SearchResult result = search(library, test::text_of(asked, random), counting);
    const Set wanted = expected(asked);
    return (counting.hits_wanted && library.found(result) != wanted) || result.summary.matches != wanted.count();
  };
  if (!is_wrong(wish)) return;
  const Wish least = smallest(wish, is_wrong);
  const std::string text = test::text_of(least, random);
  const SearchResult result = search(library, text, filters.options);
  const Set found = library.found(result);
  const Set wanted = expected(least);
  std::string notes;
  for (const Note& note : result.notes) notes += "\nnote: " + note.message;
  FAIL("query: " << text << dump(filters.options) << "\nread as: " << result.summary.query << notes
                 << "\nmatches: " << result.summary.matches << ", by the plain scan: " << wanted.count()
                 << "\nnot found: " << library.dump(wanted & ~found)
                 << "\nfound, but not meant: " << library.dump(found & ~wanted));
}

/// What is found depends on no order; that of relevance has most to do.
SortBy any_order(Random& random) {
  return below(random, 3) == 0 ? SortBy::relevance : SortBy::path;
}

TEST_CASE("property: each leaf of a query finds what a plain scan finds") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  std::size_t found = 0;
  for (int round = 0; round < 2'000; ++round) {
    Library& library = *libraries().all[below(random, libraries().all.size())];
    Wish item;
    item.leaf = library.scan.random_leaf(random);
    const std::size_t sign = below(random, 4);
    item.sign = sign == 0 ? '+' : sign == 1 ? '-' : ' ';
    Wish sequence{.kind = Wish::Kind::sequence, .parts = {item}};
    check_found(library, sequence, {.options = {.sort = any_order(random)}, .passes = library.scan.all()}, random);
    if (item.leaf.loose.any()) ++found;
  }
  CHECK(found > 1'000);  // Else the queries would be poor ones.
}

#if defined(PILCROW_SANITIZED)
constexpr std::size_t most_wishes = 1'500;  // each takes five times as long
#else
constexpr std::size_t most_wishes = 3'000;
#endif

TEST_CASE("property: a query finds what a plain scan finds that means the same") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  std::size_t found = 0;
  for (std::size_t round = 0; round < most_wishes; ++round) {
    Library& library = *libraries().all[below(random, libraries().all.size())];
    const Wish wish = test::random_wish(random, [&] { return library.scan.random_leaf(random); });
    test::RandomFilters filters =
        below(random, 4) == 0 ? library.scan.random_filters(random) : test::RandomFilters{.passes = library.scan.all()};
    filters.options.sort = any_order(random);
    check_found(library, wish, filters, random);
    if ((test::meaning_of(wish, library.scan.all()) & filters.passes).any()) ++found;
  }
  CHECK(found > most_wishes / 2);
}

TEST_CASE("property: filters alone, as options or as fields, find what passes them") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  for (int round = 0; round < 300; ++round) {
    Library& library = *libraries().all[below(random, libraries().all.size())];
    const test::RandomFilters filters = library.scan.random_filters(random);
    if (dump(filters.options).empty()) continue;
    INFO("options:" << dump(filters.options));
    const SearchResult result = search(library, "", filters.options);
    const Set found = library.found(result);
    INFO("not found: " << library.dump(filters.passes & ~found));
    INFO("found, but does not pass: " << library.dump(found & ~filters.passes));
    CHECK(found == filters.passes);
    CHECK(result.summary.matches == filters.passes.count());
  }
}

TEST_CASE("property: no hits because of one option say so") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  std::size_t said = 0;
  for (int round = 0; round < 400; ++round) {
    Library& library = *libraries().all[below(random, libraries().all.size())];
    const Leaf word = library.scan.random_word(random);
    const test::RandomFilters filters = library.scan.random_filters(random);
    if ((word.loose & filters.passes).any()) continue;
    std::map<std::string, std::uint64_t> expected;
    for (const auto& [left_out, passes] : filters.each) {
      Set found = word.loose;
      for (const auto& [name, others] : filters.each) {
        if (name != left_out) found &= others;
      }
      if (found.any()) expected[left_out] = found.count();
    }
    INFO("query: " << word.text << dump(filters.options));
    const SearchResult result = search(library, word.text, filters.options);
    std::map<std::string, std::uint64_t> named;
    for (const Hindrance& hindrance : result.summary.hindrances) {
      if (hindrance.part.starts_with("--")) named[hindrance.part] = hindrance.matches;
    }
    CHECK(result.hits.empty());
    CHECK(named == expected);
    said += expected.size();
  }
  CHECK(said > 20);
}

// Orders, groups and counts.

/// A wish that finds something, most of the time.
struct Asked {
  std::string text;
  SearchOptions options;
  std::vector<std::size_t> expected;  ///< In source order.
};

Asked ask(Library& library, Random& random) {
  const Wish wish = test::random_wish(random, [&] { return library.scan.random_leaf(random); });
  const test::RandomFilters filters =
      below(random, 4) == 0 ? library.scan.random_filters(random) : test::RandomFilters{.passes = library.scan.all()};
  const Set meant = test::meaning_of(wish, library.scan.all()) & filters.passes;
  Asked asked{test::text_of(wish, random), filters.options, {}};
  for (std::size_t i = 0; i < meant.size(); ++i) {
    if (meant.test(i)) asked.expected.push_back(i);
  }
  return asked;
}

TEST_CASE("property: sorted listings hold every match by itself, in order, on every page") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  for (int round = 0; round < 500; ++round) {
    Library& library = *libraries().all[below(random, libraries().all.size())];
    Asked asked = ask(library, random);
    INFO("query: " << asked.text << dump(asked.options));
    asked.options.correct = false;
    asked.options.sort = below(random, 2) == 0 ? SortBy::path : SortBy::date;
    if (asked.options.sort == SortBy::date) {
      std::stable_sort(asked.expected.begin(), asked.expected.end(), [&](std::size_t one, std::size_t other) {
        return library.scan.sheets()[one].day > library.scan.sheets()[other].day;
      });
    }
    asked.options.offset = below(random, 3) == 0 ? below(random, asked.expected.size() + 2) : 0;
    asked.options.limit = below(random, 2) == 0 ? no_limit : below(random, 20);
    const SearchResult result = checked(library.searcher.search(asked.text, asked.options));
    CHECK(result.summary.matches == asked.expected.size());
    std::vector<std::size_t> listed;
    for (const Hit& hit : result.hits) {
      listed.push_back(library.place(hit.path, hit.paragraph));
      CHECK(hit.also_in.empty());
      CHECK(hit.rank == asked.options.offset + listed.size());
    }
    const std::size_t begin = std::min(asked.options.offset, asked.expected.size());
    const std::size_t end = begin + std::min(asked.options.limit, asked.expected.size() - begin);
    const std::vector<std::size_t> page(asked.expected.begin() + static_cast<std::ptrdiff_t>(begin),
                                        asked.expected.begin() + static_cast<std::ptrdiff_t>(end));
    CHECK(listed == page);
  }
}

/// As counted here: by value.
using Counts = std::map<std::string, std::uint64_t>;

/// The names right below the innermost folder that holds all.
Counts path_counts(const std::vector<std::string>& paths) {
  std::string folder = paths.empty() ? "" : paths.front().substr(0, paths.front().rfind('/') + 1);
  bool alone = true;
  for (const std::string& path : paths) {
    alone = alone && path == paths.front();
    while (!path.starts_with(folder)) folder.resize(folder.rfind('/', folder.size() - 2) + 1);
  }
  Counts counts;
  for (const std::string& path : paths) {
    const std::size_t slash = path.find('/', folder.size());
    ++counts[alone || slash == std::string::npos ? path : path.substr(0, slash + 1)];
  }
  return counts;
}

TEST_CASE("property: facets count every match") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  for (int round = 0; round < 300; ++round) {
    Library& library = *libraries().all[below(random, libraries().all.size())];
    Asked asked = ask(library, random);
    INFO("query: " << asked.text << dump(asked.options));
    std::map<FacetField, Counts> expected;
    std::vector<std::string> paths;
    for (const std::size_t place : asked.expected) {
      const Sheet& sheet = library.scan.sheets()[place];
      paths.push_back(sheet.path);
      ++expected[FacetField::type][sheet.extension()];
      ++expected[FacetField::language][sheet.language];
      ++expected[FacetField::root][sheet.root];
    }
    expected[FacetField::path] = path_counts(paths);
    asked.options.correct = false;
    asked.options.facets = {FacetField::path, FacetField::type, FacetField::language, FacetField::root};
    asked.options.hits_wanted = below(random, 2) == 0;
    asked.options.limit = 3;
    const SearchResult result = checked(library.searcher.search(asked.text, asked.options));
    CHECK(result.summary.matches == asked.expected.size());
    REQUIRE(result.summary.facets.size() == 4);
    for (const Facet& facet : result.summary.facets) {
      Counts counts;
      for (const FacetCount& count : facet.counts) counts[count.value] = count.matches;
      CHECK(counts.size() == facet.counts.size());
      CHECK(counts == expected[facet.field]);
      CHECK(std::is_sorted(facet.counts.begin(), facet.counts.end(), [](const FacetCount& a, const FacetCount& b) {
        return a.matches != b.matches ? a.matches > b.matches : a.value < b.value;
      }));
    }
  }
}

TEST_CASE("property: by file, each file comes once with the number of its matches") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  for (int round = 0; round < 300; ++round) {
    Library& library = *libraries().all[below(random, libraries().all.size())];
    Asked asked = ask(library, random);
    INFO("query: " << asked.text << dump(asked.options));
    Counts expected;
    for (const std::size_t place : asked.expected) ++expected[library.scan.sheets()[place].path];
    asked.options.correct = false;
    asked.options.group_by_file = true;
    asked.options.limit = no_limit;
    asked.options.sort = std::array{SortBy::relevance, SortBy::path, SortBy::date}[below(random, 3)];
    const SearchResult result = checked(library.searcher.search(asked.text, asked.options));
    Counts counts;
    for (const Hit& hit : result.hits) {
      counts[hit.path] = hit.paragraphs_in_file;
      const std::size_t place = library.place(hit.path, hit.paragraph);
      CHECK(std::find(asked.expected.begin(), asked.expected.end(), place) != asked.expected.end());
    }
    CHECK(counts == expected);
    CHECK(result.hits.size() == expected.size());
    CHECK(result.summary.matches == expected.size());
  }
}

TEST_CASE("property: a hit says which words it lacks, and the summary how many lack none") {
  INFO("PILCROW_SEED=" << test::seed());
  Random random(test::seed());
  for (int round = 0; round < 300; ++round) {
    Library& library = *libraries().all[below(random, libraries().all.size())];
    std::string text;
    std::vector<Leaf> leaves;
    std::set<std::string> typed;
    Set all_words = library.scan.all();
    for (std::size_t i = 1 + below(random, 3); i > 0; --i) {
      const Leaf leaf = library.scan.random_word(random);
      // Of several words joined as one, and of one word typed twice, more could be said.
      if (leaf.loose != leaf.whole || !typed.insert(test::scan_words(leaf.text)[0].surface).second) continue;
      text += (text.empty() ? "" : " ") + leaf.text;
      all_words &= leaf.whole;
      leaves.push_back(leaf);
    }
    if (leaves.empty()) continue;
    INFO("query: " << text);
    const SearchResult result = search(library, text, {.sort = SortBy::path});
    CHECK(result.summary.all_words == all_words.count());
    for (const Hit& hit : result.hits) {
      const std::size_t place = library.place(hit.path, hit.paragraph);
      std::vector<std::string> lacking;
      for (const Leaf& leaf : leaves) {
        if (!leaf.whole.test(place)) lacking.push_back(leaf.text);
      }
      CHECK(hit.lacks == lacking);
    }
  }
}

}  // namespace
}  // namespace pilcrow
