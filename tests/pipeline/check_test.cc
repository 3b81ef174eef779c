// SPDX-License-Identifier: GPL-3.0-or-later
// check_index(): an index that is whole, and one broken in each way that can be thought of.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <xapian.h>

#include "core/store/file_entry.h"
#include "core/store/layout.h"
#include "core/store/paragraph_record.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/support/library.h"
#include "tests/support/unprivileged.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using Catch::Matchers::Contains;
using store::FileEntry;
using test::Library;
using test::value_of;
using test::values;

/// Three files; documents 1 and 2 are those of docs/a.md, file 1.
struct Small : Library {
  Small() {
    write("docs/a.md",
          "# Wind\n\nTurbines turn wind into power for the grid.\n\nA second paragraph about the price of power.\n");
    write("docs/b.txt", "Water flows down from the mountains into the turbines.\n");
    write("docs/c.txt", "Solar panels turn light into power.\n");
    update({"docs"});
  }
};

using Database = Xapian::WritableDatabase;

void change_entry(Database& database, std::uint32_t number, const std::function<void(FileEntry&)>& change) {
  const std::string key = store::file_key(number);
  FileEntry entry = value_of(store::decode_file_entry(number, database.get_metadata(key)));
  change(entry);
  database.set_metadata(key, store::encode(entry));
}

void change_document(Database& database, Xapian::docid number, const std::function<void(Xapian::Document&)>& change) {
  Xapian::Document document = database.get_document(number);
  change(document);
  database.replace_document(number, document);
}

void change_state(Database& database, const std::function<void(store::State&)>& change) {
  const std::string key(store::key_state);
  store::State state = value_of(store::decode_state(database.get_metadata(key)));
  change(state);
  database.set_metadata(key, store::encode(state));
}

std::string record(std::uint32_t file, const std::string& text) {
  return store::TextCodec("").encode({file, text});
}

TEST_CASE("check: an index that is whole") {
  Small small;
  const CheckReport report = value_of(check_index(small.index()));
  CHECK(report.damages == 0);
  CHECK(report.files == 3);
  CHECK(report.paragraphs == 4);
  CHECK(report.state.generation == 1);
  CHECK_FALSE(report.interrupted);

  // After everything that can happen to it.
  small.write("docs/b.txt", "Water flows up.\n");
  small.write("docs/moved.txt", "Solar panels turn light into power.\n");
  fs::remove(small.path("docs/c.txt"));
  small.update();
  CHECK(test::damages(small.index()) == "");
  small.update({}, {.rebuild = true});
  CHECK(test::damages(small.index()) == "");
  small.remove({"docs/b.txt"});
  CHECK(test::damages(small.index()) == "");
}

struct Case {
  const char* name;
  std::function<void(Database&)> damage;
  const char* said;
};

TEST_CASE("check: every invariant has a sentence") {
  const auto c = GENERATE(values<Case>({
      {"an entry that cannot be read", [](Database& db) { db.set_metadata(store::file_key(1), "\x04garbage"); },
       "its entry of file 1 cannot be read"},
      {"a root that is not remembered",
       [](Database& db) { change_entry(db, 1, [](FileEntry& entry) { entry.root = 7; }); },
       "lies below a root that is not remembered"},
      {"a path that is there twice",
       [](Database& db) { change_entry(db, 2, [](FileEntry& entry) { entry.path = "c.txt"; }); },
       "c.txt' is there twice"},
      {"a document that is not there", [](Database& db) { db.delete_document(1); }, "document 1 of '"},
      {"a document that two rows have",
       [](Database& db) { change_entry(db, 1, [](FileEntry& entry) { entry.paragraphs[1].document = 1; }); },
       "a.md' belongs to two paragraphs"},
      {"a document that no row has", [](Database& db) { db.add_document(db.get_document(1)); },
       "document 5 belongs to no file"},
      {"a record that cannot be read",
       [](Database& db) { change_document(db, 1, [](auto& document) { document.set_data("x"); }); },
       "has a record that cannot be read"},
      {"a record of another file",
       [](Database& db) { change_document(db, 1, [](auto& document) { document.set_data(record(2, "Turbines")); }); },
       "has the record of another file"},
      {"a text that is not UTF-8",
       [](Database& db) {
         change_document(db, 1, [](auto& document) { document.set_data(record(1, "Turb\xFFines")); });
       },
       "has a text that is not UTF-8"},
      {"another text",
       [](Database& db) {
         change_document(db, 1, [](auto& document) { document.set_data(record(1, "Turbines turn.")); });
       },
       "has another text than was written"},
      {"another heading",
       [](Database& db) { change_entry(db, 1, [](FileEntry& entry) { entry.trails[0] = {"Storm"}; }); },
       "was indexed under other headings, another title or language"},
      {"headings that are not there",
       [](Database& db) { change_entry(db, 2, [](FileEntry& entry) { entry.trails.clear(); }); },
       "has headings that its file has not"},
      {"a term too few", [](Database& db) { change_document(db, 1, [](auto& d) { d.remove_term("Zwind"); }); },
       "has other terms than its text"},
      {"a term too many", [](Database& db) { change_document(db, 1, [](auto& d) { d.add_term("zebra"); }); },
       "has other terms than its text"},
      {"no file number", [](Database& db) { change_document(db, 1, [](auto& d) { d.remove_term("Q1"); }); },
       "has other terms than its text"},
      {"a term that occurs more often",
       [](Database& db) { change_document(db, 1, [](auto& d) { d.add_term("wind"); }); },
       "has other terms than its text"},
      {"a word at another position",
       [](Database& db) {
         change_document(db, 1, [](auto& d) {
           d.remove_posting("wind", 3);
           d.add_posting("wind", 50);
         });
       },
       "the postings are not those of the documents"},
      {"another file's number as value",
       [](Database& db) {
         change_document(db, 1, [](auto& d) { d.add_value(store::slot_file, store::file_value(2)); });
       },
       "has other values than its text"},
      {"a value nobody knows", [](Database& db) { change_document(db, 1, [](auto& d) { d.add_value(7, "x"); }); },
       "has other values than its text"},
      {"files counted wrongly", [](Database& db) { change_state(db, [](auto& state) { state.files = 9; }); },
       "3 files have paragraphs, and 9 are counted"},
      {"paragraphs counted wrongly", [](Database& db) { change_state(db, [](auto& state) { state.paragraphs = 5; }); },
       "the files have 4 paragraphs, and 5 are counted"},
      {"languages counted wrongly",
       [](Database& db) { change_state(db, [](auto& state) { state.languages["xx"] = 1; }); },
       "the paragraphs of each language are counted wrongly"},
      {"a number that would be given twice",
       [](Database& db) { change_state(db, [](auto& state) { state.next_file = 3; }); },
       "the next file would get a number that is taken"},
      {"metadata nobody knows", [](Database& db) { db.set_metadata("pilcrow.odd", "x"); },
       "there is metadata of an unknown name, 'pilcrow.odd'"},
      {"a file without a number", [](Database& db) { db.set_metadata("f123", "x"); },
       "there is metadata of an unknown name, 'f123'"},
      {"another generation's number", [](Database& db) { db.set_metadata(std::string(store::key_generation), "8"); },
       "generation 1 says that it is another one"},
      {"roots that nobody wrote",
       [](Database& db) {
         const std::string key(store::key_excluded);
         db.set_metadata(key, "[\"/srv/other\"]");
       },
       "the roots or the excluded paths are not those that were written"},
      {"another index's id", [](Database& db) { db.set_metadata(std::string(store::key_index_id), "zzzzzzzz"); },
       "settings.json, is that of another index"},
      {"no id", [](Database& db) { db.set_metadata(std::string(store::key_index_id), ""); }, "the index has no id"},
  }));
  INFO(c.name);
  const Small small;
  {
    Database database(small.generation().string());
    c.damage(database);
    database.commit();
  }
  CHECK_THAT(test::damages(small.index()), Contains(c.said));
}

TEST_CASE("check: the spare copy of the settings is of use") {
  const Small small;
  std::ofstream(small.index() / "settings.json") << "{";
  CHECK_THAT(test::damages(small.index()), Contains("settings.json, cannot be read"));
  // A first build that was killed as it began has none.
  fs::remove(small.index() / "settings.json");
  CHECK_THAT(test::damages(small.index()), Catch::Matchers::Equals(""));
}

TEST_CASE("check: a damaged file does not hide the others; at most a hundred are named, all are counted") {
  Library library;
  for (int i = 0; i < 150; ++i) {
    const std::string number = std::to_string(i);
    library.write("docs/" + number + ".txt", "The text of file " + number + " is short.\n");
  }
  library.update({"docs"});
  {
    Database database(library.generation().string());
    for (Xapian::docid number = 1; number <= 150; ++number) {
      change_document(database, number, [](auto& document) { document.set_data("x"); });
    }
    database.commit();
  }
  const CheckReport report = value_of(check_index(library.index()));
  CHECK(report.damages == 150);
  CHECK(report.examples.size() == 100);
  CHECK(report.files == 150);
}

TEST_CASE("check: an index that cannot be opened is an error") {
  const Small small;
  const auto missing = check_index(small.path("nowhere"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::index_missing);
  fs::resize_file(small.generation() / "iamglass", 0);
  const auto damaged = check_index(small.index());
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().code == ErrorCode::index_corrupt);
}

TEST_CASE("check: who may not write an index is told what was left out, and not that it is damaged") {
  const Small small;
  for (fs::path folder = small.generation(); folder != fs::temp_directory_path(); folder = folder.parent_path()) {
    fs::permissions(folder,
                    fs::perms::owner_all | fs::perms::group_all | fs::perms::others_read | fs::perms::others_exec);
  }
  for (const fs::path& folder : {small.index(), small.generation()}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (!entry.is_directory()) fs::permissions(entry, fs::perms(0444));
    }
  }
  const std::string told = test::unprivileged([&] {
    const auto report = check_index(small.index());
    return report ? std::to_string(report->damages) + " damages; " + report->note : report.error().message;
  });
  CHECK(told == "0 damages; Xapian's own check of the tables was left out, as it needs the right to write to them");
}

TEST_CASE("check: takes no lock, and a writer that commits all the time makes it give up") {
  const Small small;
  const auto lock = store::WriterLock::acquire(small.index(), 0);
  CHECK(test::damages(small.index()) == "");
  Database database(small.generation().string());
  int commits = 0;
  const auto report = check_index(small.index(), {.cancelled = [&] {
                                    database.set_metadata("x", std::to_string(++commits));
                                    database.commit();
                                    return false;
                                  }});
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::index_busy);
}

TEST_CASE("check: a commit in between makes it begin again") {
  Small small;
  small.write("docs/b.txt", "Water flows up.\n");
  bool updated = false;
  const CheckReport report = value_of(check_index(small.index(), {.cancelled = [&] {
                                                    if (!std::exchange(updated, true)) small.update();
                                                    return false;
                                                  }}));
  CHECK(report.damages == 0);
  CHECK(report.state.revision == value_of(index_status(small.index())).revision);
}

TEST_CASE("check: cancelled, it says so") {
  const Small small;
  CHECK(value_of(check_index(small.index(), {.cancelled = [] { return true; }})).interrupted);
}

/// What searches answer and what the index holds; nothing where that cannot be told any more.
std::string answers(const fs::path& index) {
  try {
    std::string out = test::dump_index(index);
    Searcher searcher = value_of(Searcher::open({index}));
    for (const char* query : {"wind", "power turbines", "\"solar panels\"", "flow*"}) {
      for (const Hit& hit : value_of(searcher.search(query)).hits) {
        out += std::to_string(hit.score) + " " + hit.path + " " + hit.citation + " " + hit.text + "\n";
      }
    }
    return out;
  } catch (const Xapian::Error& error) {
    return error.get_msg();
  } catch (const std::exception& error) {
    return error.what();
  }
}

/// What check says of an index that is damaged: "noticed" (or it could not even be opened), "harmless" where all answers
/// are still `whole`, else "wrong"; "crash". In a child process: Xapian trusts its tables more than they deserve, and
/// may read past the end of a damaged item, which a sanitizer takes for the end of the world.
std::string verdict(const fs::path& index, const std::string& whole) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    [[maybe_unused]] const bool quiet = std::freopen("/dev/null", "w", stderr) != nullptr;
    const auto report = check_index(index);
    const bool noticed = !report || report->damages > 0;
    ::_exit(noticed ? 10 : answers(index) == whole ? 11 : 12);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (!WIFEXITED(status)) return "crash";
  switch (WEXITSTATUS(status)) {
    case 10:
      return "noticed";
    case 11:
      return "harmless";
    case 12:
      return "wrong";
  }
  return "crash";
}

TEST_CASE("check: a table cut short is noticed") {
  const std::string table = GENERATE("docdata", "termlist", "postlist", "position");
  const Small small;
  const fs::path file = small.generation() / (table + ".glass");
  INFO(table);
  SECTION("to nothing") {
    fs::resize_file(file, 0);
    CHECK(verdict(small.index(), {}) == "noticed");
  }
  SECTION("to a part of a block") {
    fs::resize_file(file, 4000);
    CHECK(verdict(small.index(), {}) == "noticed");
  }
  SECTION("it is gone") {
    fs::remove(file);
    CHECK(verdict(small.index(), {}) == "noticed");
  }
}

TEST_CASE("check: a flipped byte is noticed, or changes no answer") {
  const std::string table = GENERATE("docdata.glass", "termlist.glass", "postlist.glass", "position.glass", "iamglass");
  Library library;
  for (int i = 0; i < 12; ++i) {
    const std::string number = std::to_string(i);
    std::string text = "# Chapter " + number + "\n\n";
    for (int j = 0; j < 8; ++j) {
      text += "Turbines turn wind into power " + number + " times a day, and solar panels number " +
              std::to_string(100 * i + j) + " follow the flow of the water.\n\n";
    }
    library.write("docs/" + number + ".md", text);
  }
  library.update({"docs"});
  const std::string whole = answers(library.index());
  const fs::path file = library.generation() / table;
  const std::string bytes = test::read_file(file);
  constexpr std::size_t flips = 24;
  std::map<std::string, std::size_t> verdicts;
  for (std::size_t i = 0; i < flips; ++i) {
    // All over the file, at no regular distance from the beginning of its blocks.
    const std::size_t at = (i * bytes.size() / flips + i * i * 37) % bytes.size();
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (i % 2 == 0 ? 0x01 : 0xFF));
    std::ofstream(file, std::ios::binary) << damaged;
    INFO(table << " at " << at);
    const std::string said = verdict(library.index(), whole);
    ++verdicts[said];
    CHECK(said != "wrong");
  }
  CHECK(verdicts["noticed"] > 0);
#if !defined(PILCROW_SANITIZED)
  CHECK(verdicts["crash"] == 0);
#endif
  std::ofstream(file, std::ios::binary) << bytes;
  CHECK(test::damages(library.index()) == "");
}

}  // namespace
}  // namespace pilcrow
