// SPDX-License-Identifier: GPL-3.0-or-later
// Documents inside files, from update to update: each is one of its own, and all go the way of the file that holds them.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/index.h"
#include "pilcrow/search.h"
#include "tests/support/catch.h"
#include "tests/support/library.h"
#include "tests/support/tar.h"

namespace pilcrow::test {
namespace {

namespace fs = std::filesystem;

/// "added 1 changed 0 … paragraphs +2 -0 =0": what a run did.
std::string done(const UpdateReport& report) {
  std::string out;
  const auto add = [&](const char* what, std::uint64_t count) {
    if (count > 0) out += (out.empty() ? "" : " ") + std::string(what) + " " + std::to_string(count);
  };
  add("added", report.files_added);
  add("changed", report.files_changed);
  add("moved", report.files_moved);
  add("touched", report.files_touched);
  add("unchanged", report.files_unchanged);
  add("removed", report.files_removed);
  add("failed", report.files_failed);
  add("+", report.paragraphs_added);
  add("-", report.paragraphs_removed);
  add("=", report.paragraphs_kept);
  return out;
}

TEST_CASE("members: each document of an archive is one of its own") {
  Library library;
  library.write("docs/a.tar", tar({{"notes/one.txt", "The first note."}, {"two.md", "# Two\n\nThe second note.\n"}}));
  library.write("docs/plain.txt", "A file beside it.");
  const UpdateReport report = library.update({"docs"});
  CHECK(done(report) == "added 2 + 3");
  CHECK(report.files == 3);
  CHECK(library.files() == "docs/a.tar!/notes/one.txt docs/a.tar!/two.md docs/plain.txt");
  CHECK(damages(library.index()).empty());
  CHECK(done(library.update()) == "unchanged 2");
}

TEST_CASE("members: an edit indexes what it changed") {
  Library library;
  library.write("docs/a.tar", tar({{"one.txt", "The first note."}, {"two.txt", "The second.\n\nAnd more of it."}}));
  library.update({"docs"});
  library.write("docs/a.tar", tar({{"two.txt", "The second.\n\nAnd more than that."}, {"three.txt", "A third note."}}));
  // Of two.txt one paragraph stays and one is new, three.txt is new, one.txt is gone.
  CHECK(done(library.update()) == "changed 1 + 2 - 2 = 1");
  CHECK(library.files() == "docs/a.tar!/three.txt docs/a.tar!/two.txt");
  CHECK(damages(library.index()).empty());
  CHECK(library.dump() == library.fresh_dump({"docs"}));
}

TEST_CASE("members: touched, moved and gone with the file that holds them") {
  Library library;
  const std::string archive = tar({{"one.txt", "The first note."}, {"two.txt", "The second note."}});
  library.write("docs/a.tar", archive);
  library.write("docs/plain.txt", "A file beside it.");
  library.update({"docs"});
  SECTION("touched") {
    library.write("docs/a.tar", archive);
    CHECK(done(library.update()) == "touched 1 unchanged 1");
  }
  SECTION("moved") {
    fs::create_directory(library.path("docs/new"));
    fs::rename(library.path("docs/a.tar"), library.path("docs/new/b.tar"));
    CHECK(done(library.update()) == "moved 1 unchanged 1");
    CHECK(library.files() == "docs/new/b.tar!/one.txt docs/new/b.tar!/two.txt docs/plain.txt");
  }
  SECTION("gone") {
    fs::remove(library.path("docs/a.tar"));
    CHECK(done(library.update()) == "unchanged 1 removed 1 - 2");
    CHECK(library.files() == "docs/plain.txt");
  }
  SECTION("removed by its name") {
    const RemovalReport report = library.remove({"docs/a.tar"});
    CHECK(report.paragraphs == 2);
    CHECK(library.files() == "docs/plain.txt");
    CHECK(done(library.update()) == "unchanged 1");
  }
  CHECK(damages(library.index()).empty());
  if (library.excluded().empty()) CHECK(library.dump() == library.fresh_dump({"docs"}));
}

TEST_CASE("members: what a document inside a file lacks is a problem of its own") {
  Library library;
  library.write("docs/a.tar", tar({{"good.txt", "A note."}, {"bad.txt", std::string("\0\1\2\3", 4)}}));
  UpdateReport report = library.update({"docs"});
  CHECK(done(report) == "added 1 + 1");
  REQUIRE(report.new_problems.size() == 1);
  CHECK(library.below(report.new_problems[0].path) == "docs/a.tar!/bad.txt");
  CHECK(report.new_problems[0].skipped);
  report = library.update();
  CHECK(report.new_problems.empty());
}

TEST_CASE("members: an archive that could not be read again keeps what is indexed") {
  Library library;
  library.write("docs/a.tar", tar({{"one.txt", "The first note."}}));
  library.update({"docs"});
  library.write("docs/a.tar", tar({{"one.txt", "Another note."}}));
  const std::string text = "The first note.";
  fs::permissions(library.path("docs/a.tar"), fs::perms::none);
  if (fs::perms::none == fs::status(library.path("docs/a.tar")).permissions() && ::geteuid() != 0) {
    const UpdateReport report = library.update();
    CHECK(report.files_failed == 1);
    CHECK(library.files() == "docs/a.tar!/one.txt");
  }
  fs::permissions(library.path("docs/a.tar"), fs::perms::owner_read);
  CHECK(done(library.update()) == "changed 1 + 1 - 1");
}

TEST_CASE("members: a run that ends within an archive goes on there in the next one") {
  Library library;
  std::vector<std::pair<std::string, std::string>> files;
  for (int i = 0; i < 300; ++i) files.emplace_back("n" + std::to_string(i) + ".txt", "Note " + std::to_string(i) + ".");
  library.write("docs/a.tar", tar(files));
  UpdateOptions options;
  std::uint64_t polls = 0;
  options.cancelled = [&] { return ++polls > 20; };
  const UpdateReport report = library.update({"docs"}, options);
  CHECK(report.interrupted);
  CHECK(damages(library.index()).empty());
  library.update();
  CHECK(damages(library.index()).empty());
  CHECK(library.dump() == library.fresh_dump({"docs"}));
}

TEST_CASE("members: a run that ends while an archive is removed leaves nothing without it") {
  const bool comes_back = GENERATE(false, true);
  bool ended = false;
  for (std::uint64_t last = 1; !ended; ++last) {
    Library library;
    library.write("docs/a.tar", tar({{"one.txt", "The first note."}, {"two.txt", "The second."}, {"six", "A sixth."}}));
    for (int i = 0; i < 5; ++i) library.write("docs/" + std::to_string(i), "A file beside it.");
    library.update({"docs"});
    fs::rename(library.path("docs/a.tar"), library.path("a.tar"));
    UpdateOptions options;
    std::uint64_t polls = 0;
    options.cancelled = [&] { return ++polls > last; };
    ended = !library.update({}, options).interrupted;
    INFO("after " << last << " polls");
    CHECK(damages(library.index()).empty());
    if (comes_back) fs::rename(library.path("a.tar"), library.path("docs/a.tar"));
    library.update();
    CHECK(damages(library.index()).empty());
    CHECK(library.dump() == library.fresh_dump({"docs"}));
  }
}

TEST_CASE("members: a file may be called as a document inside of another is") {
  Library library;
  library.write("docs/a.tar", tar({{"one.txt", "The first note."}}));
  library.write("docs/a.tar!/one.txt", "A file of its own.");
  library.update({"docs"});
  CHECK(library.files() == "docs/a.tar!/one.txt docs/a.tar!/one.txt");
  CHECK(damages(library.index()).empty());
  CHECK(done(library.update()) == "unchanged 2");
}

TEST_CASE("members: one beside an archive may be called as one inside of it is") {
  Library library;
  const std::string inner = tar({{"one.txt", "The first note."}});
  library.write("docs/a.tar", tar({{"b.tar", inner}, {"b.tar!/one.txt", "The second note."}, {"c.txt", "A third."}}));
  CHECK(library.update({"docs"}).new_problems.empty());
  CHECK(library.files() == "docs/a.tar!/b.tar!/one.txt docs/a.tar!/b.tar!/one~2.txt docs/a.tar!/c.txt");
}

TEST_CASE("members: a file that becomes an archive, and back") {
  Library library;
  library.write("docs/a.tar", "Only text, whatever its name says.");
  library.update({"docs"});
  library.write("docs/a.tar", tar({{"one.txt", "The first note."}}));
  library.update();
  CHECK(library.files() == "docs/a.tar!/one.txt");
  CHECK(library.dump() == library.fresh_dump({"docs"}));
  library.write("docs/a.tar", "Only text again.");
  library.update();
  CHECK(library.dump() == library.fresh_dump({"docs"}));
  CHECK(damages(library.index()).empty());
}

TEST_CASE("members: why an archive, a document in it, or one that is not in it") {
  Library library;
  library.write("docs/a.tar", tar({{"one.txt", "The first note."}, {"two.txt", "The second note."}}));
  library.update({"docs"});
  const auto verdict = [&](const std::string& name) {
    return value_of(why_file(library.index(), library.path(name))).verdict;
  };
  CHECK(verdict("docs/a.tar").find("it holds 2 documents with 2 paragraphs") != std::string::npos);
  CHECK(verdict("docs/a.tar!/one.txt").starts_with("it is searchable: 1 paragraph"));
  CHECK(verdict("docs/a.tar!/six.txt") ==
        "there was no such document in '" + library.path("docs/a.tar") + "' when it was read");
}

TEST_CASE("members: filters by path take them by the file that holds them, and by their own path") {
  Library library;
  library.write("docs/a.tar", tar({{"notes/one.txt", "The first note."}, {"two.md", "The second note.\n"}}));
  library.write("docs/notes/plain.txt", "A note beside it.");
  library.update({"docs"});
  auto searcher = value_of(Searcher::open({library.index()}));
  const auto found = [&](const std::string& glob) {
    std::vector<std::string> paths;
    for (const Hit& hit : value_of(searcher.search("note", {.paths = {glob}})).hits) paths.push_back(hit.path);
    std::sort(paths.begin(), paths.end());
    return library.joined(paths);
  };
  const std::string both = "docs/a.tar!/notes/one.txt docs/a.tar!/two.md";
  CHECK(found("*.tar") == both);
  CHECK(found("docs/a.tar") == both);
  CHECK(found("*.tar!/**") == both);
  CHECK(found("a.tar!/*.md") == "docs/a.tar!/two.md");
  CHECK(found("notes/*") == "docs/a.tar!/notes/one.txt docs/notes/plain.txt");
  CHECK(found("two.md") == "docs/a.tar!/two.md");
  CHECK(found("a") == "");
}

}  // namespace
}  // namespace pilcrow::test
