// SPDX-License-Identifier: GPL-3.0-or-later
// forget(): nothing is left of what was forgotten, and nothing else has changed.
#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <xapian.h>

#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/library.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using test::Library;
using test::value_of;

const std::vector<std::string> secrets = {
    "Quixolith zambruvial kjellmorph vextaquine dwarvishfump.",  // of the text
    "Blorptastic grumphzle yttrivoxel haxondrune.",              // of an earlier version of it
    "Wyvernglass titlequark",                                    // title
    "Oblivionette headingzonk",                                  // headings
    "Το απόκρυφο μονοπάτι οδηγεί στη λησμονημένη ακρογιαλιά.",   // a language of its own
};

/// Words that stand in no secret, half of them rare, so that the secrets are what is frequent.
std::string ordinary(int number) {
  static constexpr std::array words = {"wind", "water", "solar", "power", "grid", "storage", "north", "turbine"};
  static constexpr std::array syllables = {"ba", "du", "fe", "go", "hi", "ka", "lo", "mi", "ne", "pu", "ra", "so"};
  std::string text;
  unsigned state = static_cast<unsigned>(number) * 2654435761U + 1;
  const auto below = [&](std::size_t limit) {
    state = state * 1664525U + 1013904223U;
    return (state >> 16) % limit;
  };
  for (int i = 0; i < 24; ++i) {
    if (i % 2 == 0) text += words[below(words.size())];
    for (int j = 0; i % 2 == 1 && j < 4; ++j) text += syllables[below(syllables.size())];
    text += i == 23 ? "." : " ";
  }
  return text;
}

std::string ordinary_file(int first, int count) {
  std::string text = "# Report " + std::to_string(first) + "\n\n";
  for (int i = 0; i < count; ++i) text += ordinary(first + i) + " Number " + std::to_string(first + i) + ".\n\n";
  return text;
}

std::string secret_file(const std::string& sentence) {
  std::string text = "---\ntitle: " + secrets[2] + "\n---\n\n# " + secrets[3] + "\n\n";
  for (int i = 0; i < 120; ++i) text += sentence + " " + ordinary(i) + "\n\n";
  for (int i = 0; i < 20; ++i) text += secrets[4] + " " + secrets[4] + "\n\n";
  return text;
}

/// All sequences of eight bytes, in which a secret is written, in its own case and in lower case.
class Pieces {
 public:
  Pieces() {
    for (const std::string& secret : secrets) {
      std::string lower = secret;
      for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      add(secret);
      add(lower);
    }
  }
  /// The first that stands in `bytes`; empty where none does.
  std::string found_in(std::string_view bytes) const {
    for (std::size_t at = 0; at + 8 <= bytes.size(); ++at) {
      if (pieces_.contains(number(bytes.data() + at))) return std::string(bytes.substr(at, 8));
    }
    return {};
  }

 private:
  static std::uint64_t number(const char* bytes) {
    std::uint64_t number = 0;
    std::memcpy(&number, bytes, sizeof number);
    return number;
  }
  void add(const std::string& text) {
    for (std::size_t at = 0; at + 8 <= text.size(); ++at) pieces_.insert(number(text.data() + at));
  }
  std::unordered_set<std::uint64_t> pieces_;
};

struct Archive : Library {
  Archive() {
    // Dictionaries are trained on what comes first.
    for (int i = 0; i < 30; ++i) write("docs/" + std::to_string(i) + ".md", ordinary_file(100 * i, 20));
    write("docs/0/gone.md", secret_file(secrets[1]));
    update({"docs"});
  }
  std::string dictionary() const {
    return value_of(store::Snapshot::open(index())).database().get_metadata(std::string(store::key_dictionary));
  }
};

/// Everything that a generation holds, decoded; one string a thing.
std::vector<std::string> everything(const fs::path& index) {
  const store::Snapshot snapshot = value_of(store::Snapshot::open(index));
  const Xapian::Database& database = snapshot.database();
  std::vector<std::string> all;
  for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key) {
    all.push_back(*key);
    all.push_back(database.get_metadata(*key));
  }
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) all.push_back(*term);
  for (Xapian::valueno slot = 0; slot < 8; ++slot) {
    all.push_back(database.get_value_lower_bound(slot));
    all.push_back(database.get_value_upper_bound(slot));
  }
  for (auto id = database.postlist_begin(""); id != database.postlist_end(""); ++id) {
    const Xapian::Document document = database.get_document(*id);
    all.push_back(value_of(snapshot.record(document)).text);
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) all.push_back(*term);
    for (auto value = document.values_begin(); value != document.values_end(); ++value) all.push_back(*value);
  }
  return all;
}

std::string first_secret(const std::vector<std::string>& all) {
  static const Pieces pieces;
  for (const std::string& one : all) {
    if (std::string piece = pieces.found_in(one); !piece.empty()) return piece;
  }
  return {};
}

/// The names and bytes of all files in the index.
std::vector<std::string> raw(const fs::path& index) {
  std::vector<std::string> all;
  for (const auto& file : fs::recursive_directory_iterator(index)) {
    all.push_back(file.path().string());
    if (file.is_regular_file()) all.push_back(test::read_file(file.path()));
  }
  return all;
}

std::set<std::string> terms(const fs::path& index) {
  const store::Snapshot snapshot = value_of(store::Snapshot::open(index));
  std::set<std::string> all;
  for (auto term = snapshot.database().allterms_begin(); term != snapshot.database().allterms_end(); ++term) {
    if (!(*term).starts_with(store::prefix_file)) all.insert(*term);
  }
  return all;
}

/// Hits with their scores and citations, the index's own id left out.
std::string answers(const fs::path& index) {
  Searcher searcher = value_of(Searcher::open({index}));
  std::string out;
  for (const char* query : {"wind power", "\"solar power\"", "turbine NOT north", "number 1203", "title:report"}) {
    const SearchResult result = value_of(searcher.search(query, {.limit = 30}));
    for (const Hit& hit : result.hits) {
      out += std::to_string(hit.score) + " " + hit.path + " " + std::to_string(hit.paragraph) + " " +
             hit.citation.substr(hit.citation.find(':', 4)) + "\n";
    }
  }
  return out;
}

TEST_CASE("forget: nothing is left, in no generation and in no byte") {
  Archive archive;
  archive.write("docs/0/gone.md", secret_file(secrets[0]));  // the earlier version was edited away
  archive.update();
  archive.update({}, {.rebuild = true});  // the generation before holds both
  archive.write("docs/0/gone.md", secret_file(secrets[0]) + "One more paragraph.\n");
  archive.update();
  fs::copy(archive.generation(), archive.index() / store::generation_name(9));  // and a third was set aside
  REQUIRE(store::set_aside(archive.index(), 9));
  // Else the test proves nothing.
  REQUIRE(Pieces().found_in(archive.dictionary()) != "");
  REQUIRE(first_secret(everything(archive.index())) != "");
  REQUIRE(first_secret(raw(archive.index())) != "");
  REQUIRE(terms(archive.index()).contains("Lel"));
  const std::uint64_t newest = store::newest_generation(archive.index());

  const RemovalReport report = value_of(forget(archive.index(), archive.paths({"docs/0/gone.md"})));
  CHECK(report.files == 1);
  CHECK(report.paragraphs == 141);
  CHECK(archive.joined(report.excluded) == "docs/0/gone.md");

  CHECK(first_secret(everything(archive.index())) == "");
  CHECK(first_secret(raw(archive.index())) == "");
  CHECK(store::all_set_aside(archive.index()).empty());
  CHECK(archive.generation() == archive.index() / store::generation_name(newest + 1));
  CHECK(archive.dictionary() != "");
  CHECK(test::damages(archive.index()) == "");

  // What is left is what an index holds that never knew the file.
  fs::remove(archive.path("docs/0/gone.md"));
  CHECK(archive.dump() == archive.fresh_dump({"docs"}));
  CHECK(terms(archive.index()) == terms(archive.path("fresh")));
  CHECK(answers(archive.index()) == answers(archive.path("fresh")));
  const auto values = [](const fs::path& index) {
    const store::Snapshot snapshot = value_of(store::Snapshot::open(index));
    return snapshot.database().get_value_lower_bound(store::slot_twins) + "/" +
           snapshot.database().get_value_upper_bound(store::slot_twins);
  };
  CHECK(values(archive.index()) == values(archive.path("fresh")));
}

TEST_CASE("forget: what remains keeps its numbers and its citations, and updates go on from there") {
  Archive archive;
  archive.remove({"docs/0/gone.md"});
  const std::string dump = archive.dump();
  const std::string found = answers(archive.index());
  const auto before = value_of(store::Snapshot::open(archive.index())).facts();
  value_of(forget(archive.index(), archive.paths({"docs/0/gone.md"})));
  const auto after = value_of(store::Snapshot::open(archive.index())).facts();
  CHECK(archive.dump() == dump);
  CHECK(answers(archive.index()) == found);
  CHECK(after.settings == before.settings);
  CHECK(after.state.next_file == before.state.next_file);
  CHECK(after.state.updated_unix_ns == before.state.updated_unix_ns);
  CHECK(after.state.looked_unix_ns == before.state.looked_unix_ns);
  CHECK(after.state.devices == before.state.devices);
  CHECK(after.state.languages == before.state.languages);
  CHECK(after.state.fresh_bytes > 0);
  CHECK(after.state.fresh_paragraphs == after.state.paragraphs);
  CHECK(archive.update().files_unchanged == 30);
  archive.write("docs/5.md", ordinary_file(7, 3));
  CHECK(archive.update().files_changed == 1);
  CHECK(test::damages(archive.index()) == "");
}

TEST_CASE("forget: the same content gives the same generation") {
  const Archive archive;
  fs::copy(archive.index(), archive.path("copy"), fs::copy_options::recursive);
  value_of(forget(archive.index(), archive.paths({"docs/0"})));
  value_of(forget(archive.path("copy"), archive.paths({"docs/0"})));
  CHECK(everything(archive.index()) == everything(archive.path("copy")));
}

TEST_CASE("forget: a root, and all that there is") {
  Archive archive;
  value_of(forget(archive.index(), archive.paths({"docs"})));
  CHECK(archive.files() == "");
  CHECK(archive.roots() == "-");
  CHECK(archive.excluded() == "docs");
  CHECK(first_secret(raw(archive.index())) == "");
  CHECK(archive.dictionary() == "");
  CHECK(test::damages(archive.index()) == "");
}

TEST_CASE("forget: of what nothing is known, nothing is rewritten") {
  const Archive archive;
  const fs::path generation = archive.generation();
  const auto report = forget(archive.index(), archive.paths({"elsewhere"}));
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::invalid_argument);
  CHECK(archive.generation() == generation);
}

TEST_CASE("forget: cancelled while it copies, it says what is left to do") {
  const Archive archive;
  const fs::path generation = archive.generation();
  bool copying = false;
  const RunOptions options{
      .on_progress = [&](const Progress& progress) { copying = copying || progress.stage == Stage::copying; },
      .cancelled = [&] { return copying; }};
  const RemovalReport report = value_of(forget(archive.index(), archive.paths({"docs/0"}), options));
  REQUIRE(report.interrupted);
  CHECK(report.files == 1);
  CHECK(report.note == "removed, but its text is still on the disk: forget it again");
  CHECK(archive.generation() == generation);
  CHECK(archive.excluded() == "docs/0");
  CHECK(store::newest_generation(archive.index()) == 1);
  CHECK(test::damages(archive.index()) == "");
  // Which then does it.
  CHECK(value_of(forget(archive.index(), archive.paths({"docs/0"}))).files == 0);
  CHECK(first_secret(raw(archive.index())) == "");
}

TEST_CASE("forget: cancelled before it removes anything, nothing was done") {
  const Archive archive;
  const std::string dump = archive.dump();
  const RemovalReport report =
      value_of(forget(archive.index(), archive.paths({"docs/0"}), {.cancelled = [] { return true; }}));
  CHECK(report.interrupted);
  CHECK(report.note == "");
  CHECK(archive.dump() == dump);
  CHECK(archive.excluded() == "");
}

TEST_CASE("forget: a record that cannot be read ends it, and the index stays as it is") {
  const Archive archive;
  const fs::path generation = archive.generation();
  {
    Xapian::WritableDatabase database(generation.string());
    const Xapian::docid last = database.get_lastdocid();  // of a file that stays
    Xapian::Document document = database.get_document(last);
    document.set_data("no record");
    database.replace_document(last, document);
    database.commit();
  }
  const auto report = forget(archive.index(), archive.paths({"docs/0"}));
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::index_corrupt);
  CHECK(report.error().message.starts_with("removed, but its text is still on the disk: "));
  CHECK(report.error().message.ends_with("; then forget it again"));
  CHECK(archive.generation() == generation);
  CHECK(store::newest_generation(archive.index()) == 1);
}

TEST_CASE("forget: where there is no room for the copy, the file is removed, and the error says what is left to do") {
  const Archive archive;
  archive.remove({"docs/0"});
  const std::string dump = archive.dump();
  const fs::path generation = archive.generation();
  const auto report = [&] {
    const test::FileSizeLimit limit(100'000);
    return forget(archive.index(), archive.paths({"docs/0"}));
  }();
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::input_output);
  CHECK(report.error().message.starts_with("removed, but its text is still on the disk: "));
  CHECK(archive.generation() == generation);
  CHECK(store::newest_generation(archive.index()) == 1);
  CHECK(archive.dump() == dump);
}

}  // namespace
}  // namespace pilcrow
