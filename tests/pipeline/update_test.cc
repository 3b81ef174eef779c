// SPDX-License-Identifier: GPL-3.0-or-later
// Files in, index out: what each kind of change does, and that an update ends where a fresh build would.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <xapian.h>

#include "core/store/layout.h"
#include "core/store/schema.h"
#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "tests/support/catch.h"
#include "tests/support/index_dump.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pilcrow {
namespace {

using test::dump_index;
using test::TemporaryFolder;

/// A folder of documents and an index beside it. Files get a time stamp of their own, long ago, so that none is as
/// young as the index.
struct Library {
  TemporaryFolder folder;
  Root root{.path = (folder / "docs").string()};

  Library() { fs::create_directory(folder / "docs"); }

  void write(const std::string& name, const std::string& content) {
    folder.write("docs/" + name, content);
    set_time(name, next_time++);
  }
  void set_time(const std::string& name, long seconds) {
    const timespec times[2] = {{seconds, 5}, {seconds, 5}};
    REQUIRE(::utimensat(AT_FDCWD, (folder / ("docs/" + name)).c_str(), times, 0) == 0);
  }
  void remove(const std::string& name) { fs::remove_all(folder / ("docs/" + name)); }

  UpdateReport update(const UpdateOptions& options = {}) { return update_roots({root}, options); }
  UpdateReport update_roots(const std::vector<Root>& roots, const UpdateOptions& options = {}) {
    const auto report = update_index(index(), roots, options);
    INFO((report ? std::string() : report.error().message));
    REQUIRE(report);
    return *report;
  }
  fs::path index() const { return folder / "index"; }
  std::string dump() const { return dump_index(index()); }
  std::string fresh_dump() const {
    fs::remove_all(folder / "fresh");
    REQUIRE(update_index(folder / "fresh", {root}));
    return dump_index(folder / "fresh");
  }
  std::uint64_t revision() const {
    const auto status = index_status(index());
    REQUIRE(status);
    return status->revision;
  }

  long next_time = 1'600'000'000;
};

std::string paragraphs(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) {
    text += "Paragraph number " + std::to_string(i) + " speaks about subject" + std::to_string(i % 7) +
            " at some length, so that nobody takes it for a heading.\n\n";
  }
  return text;
}

TEST_CASE("update: a first build indexes everything, a second run opens nothing and writes nothing") {
  Library library;
  library.write("a.txt", paragraphs(1, 3));
  library.write("sub/b.md", "# Wind\n\nTurbines turn wind into power for the grid.\n");
  const UpdateReport first = library.update();
  CHECK(first.files_added == 2);
  CHECK(first.paragraphs == 4);
  CHECK(first.new_problems.empty());

  const std::uint64_t revision = library.revision();
  const UpdateReport second = library.update();
  CHECK(second.files_unchanged == 2);
  CHECK(second.bytes_read == 0);
  CHECK(second.files_added + second.files_changed + second.files_touched + second.files_removed == 0);
  CHECK(library.revision() == revision);
}

TEST_CASE("update: an edit indexes again only the paragraphs that it changed") {
  Library library;
  library.write("a.txt", paragraphs(1, 20));
  library.update();
  library.write("a.txt", "A new first paragraph moves all the others down by two lines.\n\n" + paragraphs(1, 9) +
                             "The tenth was rewritten from beginning to end today.\n\n" + paragraphs(11, 20));
  const UpdateReport report = library.update();
  CHECK(report.files_changed == 1);
  CHECK(report.paragraphs_added == 2);
  CHECK(report.paragraphs_removed == 1);
  CHECK(report.paragraphs_kept == 19);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("update: a changed heading changes the paragraphs below it") {
  Library library;
  library.write("a.md", "# Wind\n\nOne paragraph.\n\n# Water\n\nAnother paragraph.\n");
  library.update();
  library.write("a.md", "# Storm\n\nOne paragraph.\n\n# Water\n\nAnother paragraph.\n");
  library.update();
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("update: a touched file is read, but not parsed or written again") {
  Library library;
  library.write("a.txt", paragraphs(1, 3));
  library.update();
  library.set_time("a.txt", library.next_time++);
  const UpdateReport report = library.update();
  CHECK(report.files_touched == 1);
  CHECK(report.paragraphs_added + report.paragraphs_removed == 0);
  CHECK(library.update().bytes_read == 0);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("update: a file changed within the grain of its time stamp is not missed") {
  Library library;
  // A stamp as young as the run itself, or younger: a clock ahead of ours. The rewrite keeps size, inode and stamp.
  const long stamp = std::time(nullptr) + 3600;
  library.write("a.txt", "The first text of the file.\n");
  library.set_time("a.txt", stamp);
  library.update();
  std::FILE* file = std::fopen((library.folder / "docs/a.txt").c_str(), "r+");
  REQUIRE(file != nullptr);
  std::fputs("The other text of the file.\n", file);
  std::fclose(file);
  library.set_time("a.txt", stamp);
  library.update();
  CHECK(library.dump().find("The other text") != std::string::npos);
}

TEST_CASE("update: a run about one root does not make the stamps of another trustworthy") {
  const TemporaryFolder folder;
  folder.write("one/a.txt", paragraphs(1, 1));
  folder.write("two/b.txt", paragraphs(2, 2));
  const fs::path index = folder / "index";
  const Root one{.path = (folder / "one").string()};
  const Root two{.path = (folder / "two").string()};
  const auto looked = [&] { return store::Snapshot::open(index)->facts().state.looked_unix_ns; };
  REQUIRE(update_index(index, {one, two}));
  const auto before = looked();
  REQUIRE(before.size() == 2);
  CHECK(before[0] == before[1]);
  // The clock of stamps stands still for some milliseconds.
  for (int run = 3; looked()[0] == before[0]; ++run) {
    folder.write("one/a.txt", paragraphs(1, run));
    CHECK_FALSE(update_index(index, {one})->of_all_roots);
  }
  CHECK(looked()[1] == before[1]);
  folder.write("two/c.txt", paragraphs(1, 2));
  CHECK(update_index(index, {})->of_all_roots);
  CHECK(looked()[1] > before[1]);
  CHECK(looked()[0] == looked()[1]);
}

TEST_CASE("update: a file as young as the index is read again until time has passed, not for ever") {
  Library library;
  library.folder.write("docs/a.txt", paragraphs(1, 1));
  library.update();
  int runs = 0;
  while (library.update().bytes_read > 0 && runs < 1000) ++runs;
  CHECK(runs < 1000);
}

TEST_CASE("update: a moved or renamed file keeps its paragraphs and gets its new place") {
  Library library;
  library.write("old/name.txt", paragraphs(1, 5));
  library.write("stays.txt", paragraphs(6, 8));
  library.update();
  fs::create_directory(library.folder / "docs/new");
  fs::rename(library.folder / "docs/old/name.txt", library.folder / "docs/new/other name.txt");
  const UpdateReport report = library.update();
  CHECK(report.files_moved == 1);
  CHECK(report.files_added + report.files_removed == 0);
  CHECK(report.paragraphs_added + report.paragraphs_removed == 0);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("update: a renamed file is found by its new name and no longer by the old one") {
  Library library;
  library.write("turbines.txt",
                paragraphs(1, 5) + "The governors and turbines of the mill are oiled every other week.\n");
  library.write("stays.txt", paragraphs(6, 8));
  library.update();
  const auto paragraphs_with = [&](const std::string& stem) {
    const auto snapshot = store::Snapshot::open(library.index());
    REQUIRE(snapshot);
    return snapshot->database().get_termfreq("Z" + stem);
  };
  CHECK(paragraphs_with("turbin") == 6);
  CHECK(paragraphs_with("governor") == 1);
  fs::rename(library.folder / "docs/turbines.txt", library.folder / "docs/governor_list.txt");
  CHECK(library.update().files_moved == 1);
  CHECK(paragraphs_with("turbin") == 1);
  CHECK(paragraphs_with("governor") == 6);
  CHECK(paragraphs_with("governor_list") == 6);
  CHECK(library.dump() == library.fresh_dump());
  // A name that says nothing.
  fs::rename(library.folder / "docs/governor_list.txt", library.folder / "docs/README.txt");
  CHECK(library.update().files_moved == 1);
  CHECK(paragraphs_with("governor") == 1);
  CHECK(paragraphs_with("readm") == 0);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("update: a large folder renamed is moved by several threads, file by file") {
  Library library;
  for (int i = 0; i < 400; ++i) library.write("old/f" + std::to_string(i) + ".txt", paragraphs(i, i));
  library.update();
  fs::rename(library.folder / "docs/old", library.folder / "docs/new");
  UpdateOptions options;
  options.jobs = 4;
  const UpdateReport report = library.update(options);
  CHECK(report.files_moved == 400);
  CHECK(report.paragraphs_added + report.paragraphs_removed == 0);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("update: two copies of a file that is gone: one is the move, the other is new") {
  Library library;
  library.write("a.txt", paragraphs(1, 2));
  library.update();
  library.write("b.txt", paragraphs(1, 2));
  library.write("c.txt", paragraphs(1, 2));
  library.remove("a.txt");
  const UpdateReport report = library.update();
  CHECK(report.files_moved == 1);
  CHECK(report.files_added == 1);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("update: removed files go, with their paragraphs") {
  Library library;
  library.write("a.txt", paragraphs(1, 3));
  library.write("b.txt", paragraphs(4, 6));
  library.update();
  library.remove("a.txt");
  const UpdateReport report = library.update();
  CHECK(report.files_removed == 1);
  CHECK(report.paragraphs_removed == 3);
  CHECK(report.paragraphs == 3);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("update: an index after many random changes holds what a fresh build holds") {
  const char* seed_text = std::getenv("PILCROW_SEED");
  const unsigned seed = seed_text != nullptr ? static_cast<unsigned>(std::strtoul(seed_text, nullptr, 10)) : 20261121U;
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto pick = [&](unsigned below) { return static_cast<int>(random() % below); };
  Library library;
  const auto name = [&] { return "f" + std::to_string(pick(12)) + (pick(3) == 0 ? ".md" : ".txt"); };
  const auto content = [&] {
    const int first = pick(20);
    return (pick(2) != 0 ? "# Chapter " + std::to_string(pick(3)) + "\n\n" : std::string()) +
           paragraphs(first, first + pick(8));
  };
  for (int i = 0; i < 12; ++i) library.write(name(), content());
  library.update();
  for (int round = 0; round < 12; ++round) {
    for (int change = 0; change < 3; ++change) {
      const std::string one = name();
      const std::string other = name();
      const bool is_there = fs::exists(library.folder / ("docs/" + one));
      switch (pick(4)) {
        case 0:
          library.write(one, content());
          break;
        case 1:
          library.remove(one);
          break;
        case 2:
          if (is_there) fs::rename(library.folder / ("docs/" + one), library.folder / ("docs/" + other));
          break;
        default:
          if (is_there) library.set_time(one, library.next_time++);
      }
    }
    library.write("always.txt", "One file is always there, so that the root is never empty.\n");
    UpdateOptions options;
    options.jobs = static_cast<unsigned>(1 + pick(3));
    options.allow_purge = true;
    library.update(options);
    CAPTURE(round);
    REQUIRE(library.dump() == library.fresh_dump());
  }
}

TEST_CASE("update: the number of threads changes nothing") {
  Library library;
  for (int i = 0; i < 40; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i + i % 5));
  UpdateOptions one;
  one.jobs = 1;
  library.update(one);
  const std::string with_one = library.dump();
  UpdateOptions many;
  many.jobs = 6;
  many.rebuild = true;
  library.update(many);
  CHECK(library.dump() == with_one);
}

TEST_CASE("guard: a root that is gone, empty or much smaller keeps its paragraphs") {
  Library library;
  for (int i = 0; i < 30; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i));
  library.update();
  const std::string before = library.dump();
  const fs::path docs = library.folder / "docs";
  const fs::path aside = library.folder / "aside";

  SECTION("missing") {
    fs::rename(docs, aside);
    const UpdateReport report = library.update();
    REQUIRE(report.refused_purges.size() == 1);
    CHECK(report.refused_purges[0] ==
          "'" + docs.string() +
              "': no such file or folder; 30 of its 30 files would be lost, so they stay in the index; " +
              "--allow-purge removes them");
  }
  SECTION("empty, as an unmounted share") {
    fs::rename(docs, aside);
    fs::create_directory(docs);
    CHECK(library.update().refused_purges.size() == 1);
    UpdateOptions rebuild;
    rebuild.rebuild = true;
    CHECK(library.update(rebuild).refused_purges.size() == 1);
  }
  SECTION("a third of its files") {
    for (int i = 0; i < 11; ++i) library.remove("f" + std::to_string(i) + ".txt");
    CHECK(library.update().refused_purges.size() == 1);
  }
  CHECK(library.dump() == before);
  UpdateOptions allow;
  allow.allow_purge = true;
  const UpdateReport report = library.update(allow);
  CHECK(report.refused_purges.empty());
  CHECK(report.files_removed >= 11);
}

TEST_CASE("guard: a rebuild is no way around it") {
  Library library;
  for (int i = 0; i < 30; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i));
  library.update();
  const std::string before = library.dump();
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  SECTION("twenty of thirty files gone") {
    for (int i = 0; i < 20; ++i) library.remove("f" + std::to_string(i) + ".txt");
    const UpdateReport report = library.update(rebuild);
    REQUIRE(report.refused_purges.size() == 1);
    CHECK(report.refused_purges[0].starts_with("not rebuilt: "));
    CHECK(library.dump() == before);
  }
  SECTION("thirty others in their place that nobody reads") {
    for (int i = 0; i < 30; ++i) {
      library.remove("f" + std::to_string(i) + ".txt");
      library.write("g" + std::to_string(i) + ".bin", std::string(20, '\0'));
    }
    const UpdateReport report = library.update(rebuild);
    REQUIRE(report.refused_purges.size() == 1);
    CHECK(
        report.refused_purges[0].starts_with("not rebuilt: 30 of the 30 files that are indexed could not be indexed"));
    CHECK(report.files == 30);  // in the index, which is as it was
    CHECK(report.paragraphs == 30);
    CHECK(library.dump() == before);
  }
  SECTION("the share unmounted when the program was upgraded") {
    {
      Xapian::WritableDatabase database((library.index() / "gen-000001").string());
      database.set_metadata("pilcrow.fingerprint", "schema/1 another analyser");
      database.commit();
    }
    fs::rename(library.folder / "docs", library.folder / "aside");
    fs::create_directory(library.folder / "docs");
    CHECK(library.update_roots({}).refused_purges.size() == 1);
    CHECK(store::published_generation(library.index()) == 1U);
    fs::remove(library.folder / "docs");
    fs::rename(library.folder / "aside", library.folder / "docs");
    CHECK(library.update_roots({}).refused_purges.empty());
    CHECK(library.dump() == before);
  }
}

TEST_CASE("guard: a small loss, a move of everything, and new settings are believed") {
  Library library;
  for (int i = 0; i < 30; ++i) library.write("a/f" + std::to_string(i) + ".txt", paragraphs(i, i));
  library.update();
  SECTION("ten files") {
    for (int i = 0; i < 10; ++i) library.remove("a/f" + std::to_string(i) + ".txt");
    CHECK(library.update().files_removed == 10);
  }
  SECTION("a folder renamed") {
    fs::rename(library.folder / "docs/a", library.folder / "docs/b");
    CHECK(library.update().files_moved == 30);
  }
  SECTION("an exclusion") {
    library.root.exclude = {"f1*"};
    const UpdateReport report = library.update();
    CHECK(report.refused_purges.empty());
    CHECK(report.files_removed == 11);
  }
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("guard: a root on another device is told of") {
  Library library;
  for (int i = 0; i < 3; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i));
  library.update();
  const auto set_devices = [&](const std::vector<std::uint64_t>& devices) {
    const auto snapshot = store::Snapshot::open(library.index());
    REQUIRE(snapshot);
    store::State state = snapshot->facts().state;
    REQUIRE(state.devices.size() == 1);
    REQUIRE(state.devices[0] != 0);
    state.devices = devices;
    Xapian::WritableDatabase database((library.index() / "gen-000001").string());
    database.set_metadata("pilcrow.state", store::encode(state));
    database.commit();
  };
  fs::rename(library.folder / "docs", library.folder / "aside");
  fs::create_directory(library.folder / "docs");
  const std::string plain = ": it is empty; 3 of its 3 files";
  const std::string told = ": it is empty, and it is on another device than at the last run; 3 of its 3 files";
  CHECK(library.update().refused_purges.at(0).find(plain) != std::string::npos);
  set_devices({987'654'321});
  // Also the second time: what was refused is not remembered.
  for (int i = 0; i < 2; ++i) CHECK(library.update().refused_purges.at(0).find(told) != std::string::npos);
  set_devices({0});  // never walked
  CHECK(library.update().refused_purges.at(0).find(plain) != std::string::npos);
}

TEST_CASE("guard: a folder that became a file keeps its paragraphs, a file that became a folder does not") {
  Library library;
  library.write("a.txt", paragraphs(1, 2));
  library.update();
  fs::rename(library.folder / "docs", library.folder / "aside");
  library.folder.write("docs", "A note of one sentence where a folder has been.\n");
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  const auto refused = [&](const UpdateOptions& options) { return library.update(options).refused_purges.at(0); };
  CHECK(refused({}).find("': it was a folder and is a file now; 1 of its 1 files") != std::string::npos);
  CHECK(refused(rebuild).find("': it was a folder and is a file now; 1 of its 2 files") != std::string::npos);
  UpdateOptions allow;
  allow.allow_purge = true;
  CHECK(library.update(allow).files_removed == 1);
  CHECK(library.dump() == library.fresh_dump());

  fs::remove(library.folder / "docs");
  library.write("b.txt", paragraphs(3, 4));
  const UpdateReport report = library.update();
  CHECK(report.refused_purges.empty());
  CHECK(report.files_removed == 1);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE(
    "guard: a renamed root is a move of all its files where both names are given, else only the new one is read") {
  Library library;
  for (int i = 0; i < 30; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i));
  library.update();
  fs::rename(library.folder / "docs", library.folder / "renamed");
  const Root renamed{.path = (library.folder / "renamed").string()};
  UpdateOptions allow;
  allow.allow_purge = true;
  SECTION("both, and its loss is allowed") {
    const UpdateReport report = library.update_roots({library.root, renamed}, allow);
    CHECK(report.files_moved == 30);
    CHECK(report.files_added + report.files_removed + report.paragraphs_added == 0);
    CHECK(report.files == 30);
  }
  SECTION("the new one alone, whatever is allowed") {
    const UpdateReport report = library.update_roots({renamed}, allow);
    CHECK(report.files_added == 30);
    CHECK(report.files_removed == 0);
    CHECK(report.files == 60);
  }
  SECTION("both, but nothing is allowed") {
    const UpdateReport report = library.update_roots({library.root, renamed});
    CHECK(report.refused_purges.size() == 1);
    CHECK(report.files_added == 30);
    CHECK(report.files == 60);
  }
}

TEST_CASE("guard: a link as root that leads elsewhere is a root with other files") {
  Library library;
  for (int i = 0; i < 12; ++i) {
    library.write("one/f" + std::to_string(i) + ".txt", paragraphs(i, i));
    library.write("two/g" + std::to_string(i) + ".txt", paragraphs(i + 20, i + 20));
  }
  library.root.path = (library.folder / "link").string();
  fs::create_directory_symlink(library.folder / "docs/one", library.root.path);
  CHECK(library.update().files_added == 12);
  fs::remove(library.root.path);
  fs::create_directory_symlink(library.folder / "docs/two", library.root.path);
  const UpdateReport refused = library.update();
  CHECK(refused.refused_purges.size() == 1);
  CHECK(refused.files == 24);
  UpdateOptions allow;
  allow.allow_purge = true;
  library.update(allow);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("guard: only roots of the run lose anything") {
  TemporaryFolder folder;
  folder.write("one/a.txt", paragraphs(1, 2));
  folder.write("two/b.txt", paragraphs(3, 4));
  const Root one{.path = (folder / "one").string()};
  const Root two{.path = (folder / "two").string()};
  REQUIRE(update_index(folder / "index", {one, two}));
  fs::remove_all(folder / "one");
  UpdateOptions allow;
  allow.allow_purge = true;
  REQUIRE(update_index(folder / "index", {two}, allow));
  CHECK(index_status(folder / "index")->paragraphs == 4);
  REQUIRE(update_index(folder / "index", {}, allow));
  CHECK(index_status(folder / "index")->paragraphs == 2);
}

TEST_CASE("roots: only those of the run are touched; without any, all that are remembered") {
  TemporaryFolder folder;
  folder.write("one/a.txt", paragraphs(1, 2));
  folder.write("two/b.txt", paragraphs(3, 4));
  const fs::path index = folder / "index";
  const Root one{.path = (folder / "one").string()};
  const Root two{.path = (folder / "two/").string()};
  REQUIRE(update_index(index, {one}));
  REQUIRE(update_index(index, {two}));
  auto status = index_status(index);
  REQUIRE(status);
  CHECK(status->roots.size() == 2);
  CHECK(status->paragraphs == 4);

  fs::remove(folder / "one/a.txt");
  folder.write("one/c.txt", paragraphs(5, 5));
  REQUIRE(update_index(index, {two}));
  CHECK(index_status(index)->paragraphs == 4);
  REQUIRE(update_index(index, {}));
  CHECK(index_status(index)->paragraphs == 3);

  const auto nothing = update_index(folder / "other", {});
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == ErrorCode::invalid_argument);
}

TEST_CASE("roots: a file below two roots is indexed once, by the inner one") {
  TemporaryFolder folder;
  folder.write("docs/a.txt", paragraphs(1, 1));
  folder.write("docs/inner/b.txt", paragraphs(2, 2));
  const Root outer{.path = (folder / "docs").string()};
  const Root inner{.path = (folder / "docs/inner").string()};
  REQUIRE(update_index(folder / "index", {outer}));
  CHECK(index_status(folder / "index")->paragraphs == 2);
  REQUIRE(update_index(folder / "index", {outer, inner}));
  CHECK(index_status(folder / "index")->paragraphs == 2);
  const auto snapshot = store::Snapshot::open(folder / "index");
  REQUIRE(snapshot);
  REQUIRE(snapshot->each_file([](store::FileEntry&& entry) {
    CHECK(entry.root == (entry.path == "b.txt" ? 1U : 0U));
    return true;
  }));
}

/// The settings of an index as they are stored.
store::Settings settings_of(const fs::path& index) {
  const auto snapshot = store::Snapshot::open(index);
  REQUIRE(snapshot);
  return snapshot->facts().settings;
}

TEST_CASE("roots: an inner root that is removed takes its files along; naming it brings them back") {
  Library library;
  library.write("a.txt", paragraphs(1, 1));
  library.write("inner/b.txt", paragraphs(2, 2));
  const Root inner{.path = (library.folder / "docs/inner").string()};
  library.update_roots({inner});
  library.update_roots({library.root});
  CHECK(library.update_roots({}).files == 2);
  REQUIRE(remove_from_index(library.index(), {inner.path}));
  CHECK(library.update_roots({}).files == 1);
  CHECK(library.update().files == 1);  // not by naming the root above
  CHECK(settings_of(library.index()).excluded == std::vector<std::string>{inner.path});
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  CHECK(library.update_roots({}, rebuild).files == 1);
  CHECK(library.update_roots({inner}).files == 2);
  CHECK(settings_of(library.index()).excluded.empty());
}

TEST_CASE("roots: the number of a removed one is used again; when all are gone, there is nothing to index") {
  TemporaryFolder folder;
  for (const char* name : {"one/a.txt", "two/b.txt", "three/c.txt"}) folder.write(name, paragraphs(1, 2));
  const fs::path index = folder / "index";
  const auto root = [&](const char* name) { return Root{.path = (folder / name).string()}; };
  REQUIRE(update_index(index, {root("one"), root("two")}));
  REQUIRE(remove_from_index(index, {root("one").path}));
  REQUIRE(update_index(index, {}));
  REQUIRE(update_index(index, {root("three")}));
  const auto settings = settings_of(index);
  REQUIRE(settings.roots.size() == 2);
  CHECK(settings.roots[0].path == root("three").path);
  CHECK(list_files(index)->size() == 2);
  REQUIRE(remove_from_index(index, {root("two").path, root("three").path}));
  const auto nothing = update_index(index, {});
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().message == "nothing to index: name a folder or file");
}

TEST_CASE("roots: a folder that becomes a root of its own gets its own settings and places") {
  Library library;
  library.write("a.txt", paragraphs(1, 1));
  library.write("inner/b.txt", paragraphs(2, 2));
  library.write("inner/c.txt", paragraphs(3, 3));
  library.update();
  Root inner{.path = (library.folder / "docs/inner").string()};
  SECTION("as before") {}
  SECTION("in another language") {
    inner.language = "de";
  }
  library.update_roots({inner});
  REQUIRE(update_index(library.folder / "fresh", {library.root, inner}));
  CHECK(library.dump() == dump_index(library.folder / "fresh"));
}

TEST_CASE("roots: a new size limit keeps out and takes in") {
  Library library;
  library.write("big.txt", paragraphs(1, 30));
  library.write("small.txt", paragraphs(1, 1));
  library.root.max_file_size = 1000;
  library.update();
  CHECK(index_status(library.index())->paragraphs == 1);
  library.root.max_file_size = 100'000;
  library.update();
  CHECK(index_status(library.index())->paragraphs == 31);
  library.root.max_file_size = 1000;
  library.update();
  CHECK(index_status(library.index())->paragraphs == 1);
}

TEST_CASE("roots: a file as root") {
  TemporaryFolder folder;
  folder.write("note.txt", paragraphs(1, 2));
  const Root root{.path = (folder / "note.txt").string()};
  REQUIRE(update_index(folder / "index", {root}));
  const auto files = list_files(folder / "index");
  REQUIRE(files);
  REQUIRE(files->size() == 1);
  CHECK((*files)[0].path == root.path);
  CHECK((*files)[0].paragraphs == 2);
}

TEST_CASE("roots: a new language setting indexes the same files again") {
  Library library;
  library.write("a.txt", "Die Windräder drehen sich im Sturm.\n");
  library.root.language = "en";
  library.update();
  CHECK(index_status(library.index())->languages == std::vector<std::pair<std::string, std::uint64_t>>{{"en", 1}});
  library.root.language = "de";
  library.update();
  CHECK(index_status(library.index())->languages == std::vector<std::pair<std::string, std::uint64_t>>{{"de", 1}});
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("languages: each paragraph counts for its own, and an update keeps what stays in it") {
  using Counts = std::vector<std::pair<std::string, std::uint64_t>>;
  const std::string english = "The pump empties the lower basin when the river is high, and stops by itself.\n\n";
  const std::string german =
      "Die Pumpe leert das untere Becken, wenn der Fluss hoch steht, und hält dann von selbst an.\n\n";
  const std::string more = "Who takes the key from the office writes his name into the book and brings it back.\n\n";
  Library library;
  library.write("a.txt", english + german + more);
  library.update();
  CHECK(index_status(library.index())->languages == Counts{{"en", 2}, {"de", 1}});
  CHECK(list_files(library.index())->front().language == "en");

  library.write("a.txt", english + more + german);
  const UpdateReport moved = library.update();
  CHECK(moved.paragraphs_kept == 3);
  CHECK(index_status(library.index())->languages == Counts{{"en", 2}, {"de", 1}});
  CHECK(library.dump() == library.fresh_dump());

  library.write("a.txt", english + more);
  library.update();
  CHECK(index_status(library.index())->languages == Counts{{"en", 2}});
  CHECK(library.dump() == library.fresh_dump());

  library.write("a.txt", english + german + more);
  library.root.language = "en";
  library.update();
  CHECK(index_status(library.index())->languages == Counts{{"en", 3}});
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("dates: an edit of the date alone changes the file's and indexes no paragraph again") {
  const auto dates = [](const Library& library) {
    const auto snapshot = store::Snapshot::open(library.index());
    REQUIRE(snapshot);
    std::string out;
    REQUIRE(snapshot->each_file_head([&](store::FileHead&& head) {
      out += head.path + " " + text::format(store::day_of(head)) + (head.date ? "" : " (the file's)") + "\n";
      return true;
    }));
    return out;
  };
  const auto note = [](const std::string& front_matter) { return "---\n" + front_matter + "---\n" + paragraphs(1, 3); };
  Library library;
  library.next_time = 1'600'000'000;  // 2020-09-13
  library.write("note.md", note("title: Note\ndate: 2026-06-15\n"));
  library.write("plain.txt", "date: 2026-06-15\n\n" + paragraphs(4, 4));
  library.update();
  CHECK(dates(library) == "note.md 2026-06-15\nplain.txt 2020-09-13 (the file's)\n");

  library.write("note.md", note("title: Note\ndate: 2026-06-15\nupdated: 2026-07-01\n"));
  const UpdateReport edited = library.update();
  CHECK(edited.files_changed == 1);
  CHECK(edited.paragraphs_kept == 3);
  CHECK(edited.paragraphs_added == 0);
  CHECK(dates(library) == "note.md 2026-07-01\nplain.txt 2020-09-13 (the file's)\n");
  CHECK(library.dump() == library.fresh_dump());

  // A touched or moved file keeps what the document says; where that says nothing, the day is the new time's.
  for (const char* name : {"note.md", "plain.txt"}) library.set_time(name, 1'700'000'000);  // 2023-11-14
  CHECK(library.update().files_touched == 2);
  CHECK(dates(library) == "note.md 2026-07-01\nplain.txt 2023-11-14 (the file's)\n");
  fs::rename(library.folder / "docs/note.md", library.folder / "docs/renamed.md");
  CHECK(library.update().files_moved == 1);
  CHECK(dates(library) == "renamed.md 2026-07-01\nplain.txt 2023-11-14 (the file's)\n");

  library.write("renamed.md", note("title: Note\n"));
  CHECK(library.update().paragraphs_kept == 3);
  CHECK(dates(library) == "renamed.md 2020-09-13 (the file's)\nplain.txt 2023-11-14 (the file's)\n");
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("rebuild: a new generation with the same content; one is kept behind it") {
  Library library;
  library.write("a.txt", paragraphs(1, 5));
  library.update();
  const auto before = index_status(library.index());
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  const std::string content = library.dump();
  for (int i = 0; i < 3; ++i) library.update_roots({}, rebuild);
  const auto after = index_status(library.index());
  REQUIRE(after);
  CHECK(after->generation == before->generation + 3);
  CHECK(after->index_id == before->index_id);
  CHECK(library.dump() == content);
  CHECK(fs::exists(library.index() / store::generation_name(after->generation - 1)));
  CHECK_FALSE(fs::exists(library.index() / store::generation_name(after->generation - 2)));
}

TEST_CASE("version: an index of another schema is refused to readers and rebuilt by the next update") {
  Library library;
  library.write("a.txt", paragraphs(1, 5));
  library.update();
  const std::string content = library.dump();
  {
    Xapian::WritableDatabase database((library.index() / "gen-000001").string());
    database.set_metadata("pilcrow.schema", "0");
    database.commit();
  }
  const auto status = index_status(library.index());
  REQUIRE_FALSE(status);
  CHECK(status.error().code == ErrorCode::index_version);
  const UpdateReport report = library.update_roots({});
  CHECK(report.note.starts_with("rebuilding: "));
  CHECK(library.dump() == content);
}

TEST_CASE("damage: an update refuses it, a rebuild gets out of it") {
  Library library;
  library.write("a.txt", paragraphs(1, 5));
  library.update();
  library.folder.write("index/gen-000001/iamglass", "not a version file");
  const auto refused = update_index(library.index(), {library.root});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("--rebuild") != std::string::npos);
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  library.update(rebuild);
  CHECK(library.dump() == library.fresh_dump());
}

/// All folders of generations, published or not, set aside or not.
std::string generations_in(const fs::path& index) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(index)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  std::string out;
  for (const auto& name : names) out += name + " ";
  return out;
}

TEST_CASE("damage: an update says so, --rebuild gets out of it, and nothing that was there is lost") {
  struct Case {
    std::string name;
    std::function<void(const fs::path&)> damage;
    std::string left;  ///< After --rebuild of an index of the generations 1 and 2, 2 being published.
  };
  const auto metadata = [](std::string key, std::string value) {
    return [=](const fs::path& index) {
      Xapian::WritableDatabase database((index / "gen-000002").string());
      database.set_metadata(key, value);
      database.commit();
    };
  };
  const auto cut = [](std::string table, std::uintmax_t size) {
    return [=](const fs::path& index) { fs::resize_file(index / "gen-000002" / table, size); };
  };
  const auto gone = [](std::string name) { return [=](const fs::path& index) { fs::remove_all(index / name); }; };
  const auto c = GENERATE_COPY(test::values<Case>({
      {"no stub", gone("XAPIANDB"), "damaged-000001 damaged-000002 gen-000003 "},
      {"no stub and no spare settings",
       [=](const fs::path& index) {
         gone("XAPIANDB")(index);
         gone("settings.json")(index);
       },
       "damaged-000001 damaged-000002 gen-000003 "},
      {"a stub that says nothing", [](const fs::path& index) { fs::resize_file(index / "XAPIANDB", 3); },
       "damaged-000001 damaged-000002 gen-000003 "},
      {"an empty stub", [](const fs::path& index) { fs::resize_file(index / "XAPIANDB", 0); },
       "damaged-000001 damaged-000002 gen-000003 "},
      {"a stub that names a generation that is gone", gone("gen-000002"), "damaged-000001 gen-000003 "},
      {"a table is gone", gone("gen-000002/postlist.glass"), "damaged-000002 gen-000001 gen-000003 "},
      {"an empty table", cut("postlist.glass", 0), "damaged-000002 gen-000001 gen-000003 "},
      {"a table cut short", cut("postlist.glass", 5000), "damaged-000002 gen-000001 gen-000003 "},
      {"no version file", gone("gen-000002/iamglass"), "damaged-000002 gen-000001 gen-000003 "},
      {"an empty version file", cut("iamglass", 0), "damaged-000002 gen-000001 gen-000003 "},
      {"an empty folder",
       [](const fs::path& index) {
         for (const auto& file : fs::directory_iterator(index / "gen-000002")) fs::remove(file.path());
       },
       "damaged-000002 gen-000001 gen-000003 "},
      {"no schema", metadata("pilcrow.schema", ""), "damaged-000002 gen-000001 gen-000003 "},
      {"roots that are garbage", metadata("pilcrow.roots", "{[1"), "damaged-000002 gen-000001 gen-000003 "},
      {"exclusions that are garbage", metadata("pilcrow.excluded", "7"), "damaged-000002 gen-000001 gen-000003 "},
      {"counters that are garbage", metadata("pilcrow.state", "[]"), "damaged-000002 gen-000001 gen-000003 "},
      {"an entry that is garbage", metadata(store::file_key(1), "x"), "damaged-000002 gen-000001 gen-000003 "},
      {"only the spare settings are garbage",
       [](const fs::path& index) { fs::resize_file(index / "settings.json", 3); }, "gen-000002 gen-000003 "},
  }));
  INFO(c.name);
  Library library;
  for (int i = 0; i < 20; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i + 5));
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  library.update();
  library.update(rebuild);
  const std::string content = library.dump();
  const std::string before = generations_in(library.index());
  REQUIRE(before == "gen-000001 gen-000002 ");
  c.damage(library.index());

  const auto refused = update_index(library.index(), {library.root});
  const bool harmless = c.name == "only the spare settings are garbage";
  REQUIRE(refused.has_value() == harmless);
  if (!harmless) {
    CHECK(refused.error().code == ErrorCode::index_corrupt);
    CHECK(refused.error().message.find("'pilcrow-index --rebuild'") != std::string::npos);
  }
  const std::string after_refusal = generations_in(library.index());
  CHECK((after_refusal == before || c.name == "a stub that names a generation that is gone"));

  // With the roots named, as somebody would who knows nothing of what is left.
  const UpdateReport report = library.update(rebuild);
  CHECK(report.refused_purges.empty());
  CHECK(generations_in(library.index()) == c.left);
  if (c.left.find("damaged") != std::string::npos) {
    CHECK(report.note.starts_with("rebuilding: "));
    CHECK(report.note.find((library.index() / "damaged-00000").string()) != std::string::npos);
  }
  CHECK(library.dump() == content);
  // And from then on everything is as usual.
  CHECK(library.update_roots({}).files_unchanged == 20);
  library.update(rebuild);
  CHECK(library.dump() == content);
}

TEST_CASE("damage: roots and exclusions outlive the loss of the published generation") {
  Library library;
  library.write("a.txt", paragraphs(1, 2));
  library.write("b.txt", paragraphs(3, 4));
  library.update();
  REQUIRE(remove_from_index(library.index(), {(library.folder / "docs/b.txt").string()}));
  const auto id = settings_of(library.index()).index_id;
  fs::remove_all(library.index() / "gen-000001");
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  CHECK(library.update_roots({}, rebuild).files == 1);
  CHECK(settings_of(library.index()).index_id == id);
}

TEST_CASE("damage: exclusions that the generation has lost are in the spare copy") {
  Library library;
  library.write("a.txt", paragraphs(1, 2));
  library.write("b.txt", paragraphs(3, 4));
  library.update();
  REQUIRE(remove_from_index(library.index(), {(library.folder / "docs/b.txt").string()}));
  {
    Xapian::WritableDatabase database((library.index() / "gen-000001").string(), Xapian::DB_OPEN);
    database.set_metadata(std::string(store::key_excluded), "");
    database.commit();
  }
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  CHECK(library.update_roots({}, rebuild).files == 1);
}

TEST_CASE("damage: what a killed first build left is no damage") {
  Library library;
  library.write("a.txt", paragraphs(1, 2));
  fs::create_directories(library.index() / "gen-000001");
  library.folder.write("index/lock", "");
  SECTION("before it could be opened") {
    library.folder.write("index/gen-000001/postlist.glass", "half a table");
  }
  SECTION("before it was published") {
    Xapian::WritableDatabase database((library.index() / "gen-000001").string(), Xapian::DB_CREATE_OR_OVERWRITE);
    database.set_metadata("pilcrow.schema", "4");
    database.commit();
  }
  const UpdateReport report = library.update();
  CHECK(report.note.empty());
  CHECK(generations_in(library.index()).find(' ') == std::string("gen-000001").size());
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("readers: files that other readers read are read again, and keep the paragraphs that come out the same") {
  Library library;
  library.write("a.txt", paragraphs(1, 5));
  library.write("b.txt", paragraphs(6, 9));
  library.update();
  const std::string content = library.dump();
  {
    const auto snapshot = store::Snapshot::open(library.index());
    REQUIRE(snapshot);
    auto entry = snapshot->file(1);
    REQUIRE(entry);
    entry->readers = 0;
    Xapian::WritableDatabase database((library.index() / "gen-000001").string());
    database.set_metadata(store::file_key(1), store::encode(*entry));
    database.commit();
  }
  const UpdateReport report = library.update();
  CHECK(report.files_unchanged == 1);
  CHECK(report.files_changed == 1);
  CHECK(report.paragraphs_kept == 5);
  CHECK(report.paragraphs_added + report.paragraphs_removed == 0);
  CHECK(library.update().files_unchanged == 2);
  CHECK(library.dump() == content);
}

TEST_CASE("times: an entry says when its file was read") {
  Library library;
  library.write("a.txt", paragraphs(1, 5));
  const std::int64_t before = std::time(nullptr) - 1;
  library.update();
  const auto files = list_files(library.index());
  REQUIRE(files);
  CHECK(files->at(0).read_unix_seconds >= before);
  CHECK(files->at(0).read_unix_seconds <= std::time(nullptr));
}

TEST_CASE("sizes: a complete build remembers how small it was, an interrupted one does not") {
  Library library;
  for (int i = 0; i < 100; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i));
  const auto fresh = [&] {
    const auto snapshot = store::Snapshot::open(library.index());
    REQUIRE(snapshot);
    const auto& state = snapshot->facts().state;
    CHECK((state.fresh_bytes > 0) == (state.fresh_paragraphs > 0));
    return state.fresh_paragraphs;
  };
  UpdateOptions ends_early;
  bool begun = false;
  ends_early.on_change = [&](const FileChange&) { begun = true; };
  ends_early.cancelled = [&] { return begun; };
  const UpdateReport early = library.update(ends_early);
  CHECK(early.interrupted);
  CHECK(early.paragraphs > 0);
  CHECK(early.paragraphs < 100);
  CHECK(fresh() == 0);
  library.update();
  CHECK(fresh() == 0);  // it was not built at once
  UpdateOptions rebuild;
  rebuild.rebuild = true;
  library.update(rebuild);
  CHECK(fresh() == 100);
  library.write("more.txt", paragraphs(101, 110));
  library.update();
  CHECK(fresh() == 100);
  fs::remove_all(library.index());
  library.update();
  CHECK(fresh() == 110);
}

TEST_CASE("progress: files and bytes to be read are known before the first is read") {
  Library library;
  for (int i = 0; i < 3000; ++i) library.folder.write("docs/" + std::to_string(i), "One sentence, and no more.\n");
  bool read = false;
  std::uint64_t walked = 0;
  UpdateOptions options;
  options.on_progress = [&](const Progress& progress) {
    if (progress.stage == Stage::walking) {
      CHECK_FALSE(read);
      walked = progress.files_done;
      return;
    }
    read = true;
    CHECK(progress.stage == Stage::reading);
    CHECK(progress.files_total == 3000);
    CHECK(progress.bytes_total == 3000 * 27);
    CHECK(progress.bytes_done == progress.files_done * 27);
  };
  library.update(options);
  CHECK(read);
  CHECK(walked >= 2000);
}

TEST_CASE("dry run: says what would change, and changes nothing") {
  Library library;
  library.write("a.txt", paragraphs(1, 3));
  UpdateOptions dry;
  dry.dry_run = true;
  CHECK(library.update(dry).files_added == 1);
  CHECK_FALSE(fs::exists(library.index()));
  library.write("gone.txt", paragraphs(7, 9));
  library.update();
  const std::string content = library.dump();
  library.write("a.txt", paragraphs(1, 4));
  library.write("b.txt", paragraphs(5, 6));
  library.remove("gone.txt");
  const UpdateReport report = library.update(dry);
  CHECK(report.files_changed == 1);
  CHECK(report.files_added == 1);
  CHECK(report.files_removed == 1);
  CHECK(report.paragraphs_added == 3);
  CHECK(library.dump() == content);
}

TEST_CASE("problems: a bad file is recorded with its reason, once, and tried again when it changes") {
  Library library;
  library.write("good.txt", paragraphs(1, 1));
  library.write("bad.txt", std::string("\0\1\2\3binary\0", 12));
  library.write("picture.png", "not opened at all");
  library.write("big.txt", std::string(3000, 'x'));
  library.write("empty.txt", "");
  library.root.max_file_size = 2000;
  const UpdateReport first = library.update();
  CHECK(first.files_skipped == 3);
  CHECK(first.new_problems.size() == 3);
  const UpdateReport second = library.update();
  CHECK(second.new_problems.empty());
  CHECK(second.bytes_read == 0);
  CHECK(second.files_skipped == 3);
  library.write("bad.txt", "Now it holds a sentence that can be read.\n");
  CHECK(library.update().paragraphs == 2);
  const auto files = list_files(library.index());
  REQUIRE(files);
  std::string reasons;
  for (const auto& file : *files) reasons += fs::path(file.path).filename().string() + ": " + file.problem + "\n";
  CHECK(reasons == "bad.txt: \nbig.txt: larger than 2000 bytes\nempty.txt: \ngood.txt: \npicture.png: image\n");
}

TEST_CASE("cancel: what was whole is kept, and the next run finishes it") {
  Library library;
  for (int i = 0; i < 200; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i + 2));
  int polls = 0;
  UpdateOptions options;
  options.cancelled = [&] { return ++polls > 50; };
  const UpdateReport report = library.update(options);
  CHECK(report.interrupted);
  CHECK(report.files_added < 200);
  library.update();
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("cancel: a rebuild that ends while it walks does not take for missing what it did not come to") {
  Library library;
  library.write("a.txt", paragraphs(1, 2));
  library.update();
  UpdateOptions options;
  options.rebuild = true;
  options.cancelled = [] { return true; };
  const UpdateReport report = library.update(options);
  CHECK(report.interrupted);
  CHECK(report.refused_purges.empty());
}

TEST_CASE("cancel: within a large file, the file is as it was") {
  Library library;
  library.write("a.txt", paragraphs(1, 5));
  library.write("b.txt", paragraphs(1, 5));
  library.update();
  const std::string before = library.dump();
  library.write("b.txt", paragraphs(6, 3000));
  UpdateOptions options;
  options.jobs = 1;
  int polls = 0;
  // One file, whose turn ends the fetching of tasks: so the polls after the first few come from within it.
  options.cancelled = [&] { return ++polls > 10; };
  const UpdateReport report = library.update(options);
  CHECK(report.interrupted);
  CHECK(report.files_changed == 0);
  CHECK(report.paragraphs_added == 0);
  CHECK(report.paragraphs_removed == 0);
  CHECK(library.dump() == before);
  library.update();
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("cancel: among removals, those that were made are kept") {
  Library library;
  for (int i = 0; i < 200; ++i) library.write("f" + std::to_string(i) + ".txt", paragraphs(i, i));
  library.update();
  for (int i = 0; i < 100; ++i) library.remove("f" + std::to_string(i) + ".txt");
  UpdateOptions options;
  options.allow_purge = true;
  int polls = 0;
  options.cancelled = [&] { return ++polls > 50; };
  const UpdateReport report = library.update(options);
  CHECK(report.interrupted);
  CHECK(report.files_removed > 0);
  CHECK(report.files_removed < 100);
  CHECK(report.files == 200 - report.files_removed);
  UpdateOptions allow;
  allow.allow_purge = true;
  CHECK(library.update(allow).files_removed == 100 - report.files_removed);
  CHECK(library.dump() == library.fresh_dump());
}

TEST_CASE("problems: all are counted, the first thousand of each kind are told") {
  Library library;
  for (int i = 0; i < 1200; ++i) library.folder.write("docs/" + std::to_string(i) + ".png", "no picture");
  for (int i = 0; i < 3; ++i) fs::create_symlink("nowhere", library.folder / ("docs/link" + std::to_string(i)));
  library.root.follow_links = true;
  const UpdateReport report = library.update();
  CHECK(report.new_skips == 1200);
  CHECK(report.new_failures == 3);
  CHECK(report.new_problems.size() == 1003);
  CHECK(report.new_problems.back().reason == "broken link");
  CHECK(library.update().new_skips + library.update().new_failures == 0);
}

TEST_CASE("lock: a second writer is refused while the first one works") {
  Library library;
  library.write("a.txt", paragraphs(1, 1));
  const auto lock = store::WriterLock::acquire(library.index(), 0);
  REQUIRE(lock);
  const auto report = update_index(library.index(), {library.root});
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::index_locked);
}

TEST_CASE("names: newlines and bytes that are no UTF-8 are names like any other") {
  Library library;
  library.write("new\nline.txt", paragraphs(1, 1));
  library.write("bytes\xFF\xFE.txt", paragraphs(2, 2));
  CHECK(library.update().paragraphs == 2);
  CHECK(library.update().files_unchanged == 2);
  CHECK(library.dump() == library.fresh_dump());
}

}  // namespace
}  // namespace pilcrow
