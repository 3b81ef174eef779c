// SPDX-License-Identifier: GPL-3.0-or-later
// remove_from_index(): what goes, what is remembered of it, and what the next update makes of that.
#include <filesystem>
#include <string>
#include <vector>

#include "pilcrow/index.h"
#include "tests/support/catch.h"
#include "tests/support/library.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using test::Library;
using test::values;

/// Two roots, one with a folder, one below the other.
struct Shelves : Library {
  Shelves() {
    for (const char* name : {"docs/a.txt", "docs/sub/b.txt", "docs/sub/c.txt", "docs/sub-2/d.txt", "docs/in/e.txt"}) {
      write(name, "The text of " + std::string(name) + " speaks of wind and water at some length.\n");
    }
    write("more/f.txt", "Another shelf holds this paragraph about the sun.\n");
    write("docs/image.png", "\x89PNG");
    update({"docs", "docs/in", "more"});
  }
};

struct Case {
  const char* name;
  std::vector<std::string> removed;
  const char* files;     ///< Left.
  const char* roots;     ///< "-": a hole.
  const char* excluded;  ///< From now on.
};

TEST_CASE("remove: what goes, and what is remembered") {
  const auto c = GENERATE(values<Case>({
      {"a file is excluded from its root",
       {"docs/a.txt"},
       "docs/in/e.txt docs/sub/b.txt docs/sub/c.txt docs/sub-2/d.txt more/f.txt",
       "docs docs/in more",
       "docs/a.txt"},
      {"a folder goes with all below it, and nothing that only begins like it",
       {"docs/sub"},
       "docs/a.txt docs/in/e.txt docs/sub-2/d.txt more/f.txt",
       "docs docs/in more",
       "docs/sub"},
      {"a root is forgotten, not excluded",
       {"more"},
       "docs/a.txt docs/in/e.txt docs/sub/b.txt docs/sub/c.txt docs/sub-2/d.txt",
       "docs docs/in -",
       ""},
      {"a root goes with the roots below it", {"docs"}, "more/f.txt", "- - more", ""},
      {"a root below a root is excluded from that one",
       {"docs/in"},
       "docs/a.txt docs/sub/b.txt docs/sub/c.txt docs/sub-2/d.txt more/f.txt",
       "docs - more",
       "docs/in"},
      {"several at once, a file below a root that goes too",
       {"docs/a.txt", "docs", "more/f.txt"},
       "",
       "- - more",
       "more/f.txt"},
      {"a folder above all roots takes them all", {"."}, "", "- - -", ""},
      {"a file that was not searchable",
       {"docs/image.png"},
       "docs/a.txt docs/in/e.txt docs/sub/b.txt docs/sub/c.txt docs/sub-2/d.txt more/f.txt",
       "docs docs/in more",
       "docs/image.png"},
      {"one that does not exist, below a root: it is kept out from now on",
       {"docs/later.txt"},
       "docs/a.txt docs/in/e.txt docs/sub/b.txt docs/sub/c.txt docs/sub-2/d.txt more/f.txt",
       "docs docs/in more",
       "docs/later.txt"},
      {"dots and slashes are understood",
       {"docs/./sub/../a.txt", "more/"},
       "docs/in/e.txt docs/sub/b.txt docs/sub/c.txt docs/sub-2/d.txt",
       "docs docs/in -",
       "docs/a.txt"},
  }));
  INFO(c.name);
  const Shelves shelves;
  const std::uint64_t before = test::value_of(index_status(shelves.index())).files;
  const RemovalReport report = shelves.remove(c.removed);
  CHECK(shelves.files() == c.files);
  CHECK(shelves.roots() == c.roots);
  CHECK(shelves.excluded() == c.excluded);
  CHECK(shelves.joined(report.excluded) == c.excluded);
  CHECK(report.files == before - test::value_of(index_status(shelves.index())).files);
  CHECK(report.paragraphs == report.files);
  CHECK_FALSE(report.interrupted);
  CHECK(store::spare_settings(shelves.index()) == shelves.settings());
  CHECK(test::damages(shelves.index()) == "");
}

TEST_CASE("remove: what is removed a second time is gone already, and stays excluded") {
  const Shelves shelves;
  shelves.remove({"docs/sub"});
  const std::string dump = shelves.dump();
  const RemovalReport again = shelves.remove({"docs/sub", "docs/sub/b.txt"});
  CHECK(again.files == 0);
  CHECK(shelves.dump() == dump);
  CHECK(shelves.excluded() == "docs/sub docs/sub/b.txt");
}

TEST_CASE("remove: a path of which nothing is known is an error, and nothing is removed") {
  const Shelves shelves;
  const std::string dump = shelves.dump();
  const auto report = remove_from_index(shelves.index(), shelves.paths({"docs/a.txt", "elsewhere/a.txt"}));
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::invalid_argument);
  CHECK(report.error().message == "nothing is indexed of '" + shelves.path("elsewhere/a.txt") + "'");
  CHECK(shelves.dump() == dump);
  CHECK(shelves.excluded() == "");
  CHECK_FALSE(remove_from_index(shelves.index(), {}));
  CHECK_FALSE(remove_from_index(shelves.index(), {""}));
}

TEST_CASE("remove: makes no index where there is none") {
  const test::TemporaryFolder folder;
  const auto report = remove_from_index(folder / "index", {"/srv/docs"});
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::index_missing);
  CHECK_FALSE(fs::exists(folder / "index"));
}

TEST_CASE("remove: an index that was copied without its lock is an index") {
  const Shelves shelves;
  fs::remove(shelves.index() / "lock");
  CHECK(shelves.remove({"docs/a.txt"}).files == 1);
}

TEST_CASE("remove: another writer is waited for, or said") {
  const Shelves shelves;
  const auto lock = store::WriterLock::acquire(shelves.index(), 0);
  const auto report = remove_from_index(shelves.index(), shelves.paths({"docs/a.txt"}));
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::index_locked);
}

TEST_CASE("remove: cancelled, it changes nothing") {
  const Shelves shelves;
  const std::string dump = shelves.dump();
  const auto held = [&] { return store::WriterLock::acquire(shelves.index(), 0); };
  int polls = 0;
  RunOptions options{.cancelled = [] { return true; }};
  SECTION("before it begins") {}
  SECTION("while it waits for another writer") {
    options.wait_seconds = 60;
    const auto lock = held();
    CHECK(test::value_of(remove_from_index(shelves.index(), shelves.paths({"docs"}), options)).interrupted);
  }
  SECTION("while it looks for what to remove") {
    options.cancelled = [&] { return ++polls > 3; };
  }
  CHECK(test::value_of(remove_from_index(shelves.index(), shelves.paths({"docs"}), options)).interrupted);
  CHECK(shelves.dump() == dump);
  CHECK(shelves.roots() == "docs docs/in more");
}

TEST_CASE("remove: an update leaves out what was removed, until it is named") {
  const Shelves shelves;
  const std::string whole = shelves.dump();
  shelves.remove({"docs/sub", "docs/a.txt"});
  const std::string less = shelves.dump();
  shelves.update();
  CHECK(shelves.dump() == less);
  shelves.update({}, {.rebuild = true});
  CHECK(shelves.dump() == less);
  shelves.update({"docs"});
  CHECK(shelves.excluded() == "docs/a.txt docs/sub");
  CHECK(shelves.dump() == less);
}

TEST_CASE("remove: the number of a root that went is given to the next, and no entry is taken for one of it") {
  Shelves shelves;
  shelves.remove({"docs/in"});
  shelves.write("late/g.txt", "A late shelf with a paragraph about the moon and the tides.\n");
  shelves.update({"late"});
  CHECK(shelves.roots() == "docs late more");
  CHECK(shelves.files() == "docs/a.txt docs/sub/b.txt docs/sub/c.txt docs/sub-2/d.txt late/g.txt more/f.txt");
  CHECK(test::damages(shelves.index()) == "");
}

TEST_CASE("remove: more paragraphs than one commit takes") {
  Library library;
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "Paragraph " + std::to_string(i) + " is short but full.\n\n";
  for (int i = 0; i < 60; ++i) library.write("docs/many/" + std::to_string(i) + ".txt", text);
  library.write("docs/one.txt", "This one stays where it is.\n");
  library.update({"docs"});
  const std::uint64_t before = test::value_of(index_status(library.index())).revision;
  std::uint64_t last = 0;
  const RunOptions options{.on_progress = [&](const Progress& progress) {
    CHECK(progress.stage == Stage::removing);
    CHECK(progress.files_done >= last);
    last = progress.files_done;
  }};
  const auto report = remove_from_index(library.index(), library.paths({"docs/many"}), options);
  REQUIRE(report);
  CHECK(report->paragraphs == 60'000);
  CHECK(last > 0);
  CHECK(test::value_of(index_status(library.index())).revision == before + 2);
  CHECK(library.files() == "docs/one.txt");
  CHECK(test::damages(library.index()) == "");
}

}  // namespace
}  // namespace pilcrow
