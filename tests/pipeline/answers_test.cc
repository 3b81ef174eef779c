// SPDX-License-Identifier: GPL-3.0-or-later
// What an index says of itself and of one file: index_status(), why_file().
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pilcrow/index.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

using namespace pilcrow;
using pilcrow::test::TemporaryFolder;

namespace {

/// Documents in "kb" and an index of them in "ix".
class Library {
 public:
  Library() {
    write("kb/pump.txt", "The pump starts at six.\n\nThe motor runs at eight.\n");
    write("kb/old/valve.txt", "The valve opens at seven.\n");
    write("kb/empty.txt", "");
    write("kb/picture.png", "no picture");
    write("kb/.secret.txt", "Hidden.\n");
    write("kb/draft.tmp", "Ignored.\n");
    write("kb/.gitignore", "# scratch\n*.tmp\n");
  }

  /// With a time stamp that can be trusted: what was just written might still change within the tick.
  void write(const std::string& name, const std::string& content) const {
    folder_.write(name, content);
    fs::last_write_time(path(name), fs::last_write_time(path(name)) - std::chrono::hours(24 * 30));
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  fs::path index() const { return folder_ / "ix"; }

  UpdateReport update(const std::vector<Root>& roots = {}, const UpdateOptions& options = {}) const {
    const auto report = update_index(index(), roots, options);
    if (!report) throw std::runtime_error(report.error().message);
    return *report;
  }
  FileExplanation why(const std::string& name) const {
    const auto answer = why_file(index(), path(name));
    if (!answer) throw std::runtime_error(answer.error().message);
    return *answer;
  }
  /// The verdict without the folder and times.
  std::string verdict(const std::string& name) const {
    std::string text = why(name).verdict;
    const std::string top = path("");
    for (auto at = text.find(top); at != std::string::npos; at = text.find(top)) text.erase(at, top.size());
    if (const auto at = text.find(" UTC"); at != std::string::npos) text.replace(at - 16, 20, "THEN");
    return text;
  }

 private:
  TemporaryFolder folder_;
};

Root root_at(const std::string& path) {
  Root root;
  root.path = path;
  return root;
}

}  // namespace

TEST_CASE("why: each end of the chain") {
  const Library library;
  Root root = root_at(library.path("kb"));
  root.exclude = {"*.bak"};
  library.update({root});
  library.write("kb/new.txt", "It came later.\n");
  library.write("kb/x.bak", "A copy.\n");
  REQUIRE(::mkfifo(library.path("kb/pipe").c_str(), 0600) == 0);

  CHECK(library.verdict("elsewhere.txt") == "no root covers it");
  CHECK(library.verdict("kb/pump.txt") == "it is searchable: 2 paragraphs, unchanged since it was read on THEN");
  CHECK(library.verdict("kb/empty.txt") == "it was read on THEN, and holds no text");
  CHECK(library.verdict("kb/picture.png") == "it is passed over: image; it is looked at again when it changes");
  CHECK(library.verdict("kb/.secret.txt") == "the name '.secret.txt' begins with a dot, which keeps it out");
  CHECK(library.verdict("kb/draft.tmp") == "kb/.gitignore line 2 (*.tmp) keeps it out");
  CHECK(library.verdict("kb/x.bak") == "--exclude '*.bak' keeps it out");
  CHECK(library.verdict("kb/new.txt") == "it is new: the next run will index it");
  CHECK(library.verdict("kb/nothing.txt") == "there is no such file, and the index knows none");
  CHECK(library.verdict("kb/old") == "it is a folder, and nothing keeps it out: 1 paragraph indexed below it");
  CHECK(library.why("kb/pipe").kept_out_by == "kind");

  const auto pump = library.why("kb/pump.txt");
  CHECK(pump.root == library.path("kb"));
  CHECK(pump.kept_out_by.empty());
  CHECK(pump.trouble.empty());
  CHECK(pump.current);
  REQUIRE(pump.known);
  CHECK(pump.known->paragraphs == 2);
  CHECK(pump.known->encoding == "utf-8");
  const auto draft = library.why("kb/draft.tmp");
  CHECK(draft.kept_out_by == "ignored");
  CHECK(draft.rule_file == library.path("kb/.gitignore"));
  CHECK(draft.rule_line == 2);
  CHECK(draft.rule == "*.tmp");
  CHECK_FALSE(draft.known);
}

TEST_CASE("why: what happened since the last run") {
  const Library library;
  library.update({root_at(library.path("kb"))});
  library.write("kb/pump.txt", "The pump starts at nine.\n");
  CHECK(library.verdict("kb/pump.txt") ==
        "it is searchable as it was read on THEN: 2 paragraphs; it was changed since, which the next run sees");
  CHECK_FALSE(library.why("kb/pump.txt").current);
  fs::remove(library.path("kb/old/valve.txt"));
  CHECK(library.verdict("kb/old/valve.txt") == "it was indexed, and is gone from disk; the next run removes it");
  CHECK(library.why("kb/old/valve.txt").trouble == "no such file or folder");
  library.write("kb/.ignore", "pump*\n");
  CHECK(library.verdict("kb/pump.txt") ==
        "kb/.ignore line 1 (pump*) keeps it out; the next run removes what is indexed of it");
  fs::rename(library.path("kb"), library.path("elsewhere"));
  CHECK(library.verdict("kb/pump.txt") ==
        "its root 'kb' cannot be read: no such file or folder; what is indexed of it stays until --allow-purge");
}

TEST_CASE("why: the innermost root decides") {
  const Library library;
  Root inner = root_at(library.path("kb/old"));
  inner.exclude = {"valve*"};
  library.update({root_at(library.path("kb")), inner});
  CHECK(library.why("kb/old/valve.txt").root == library.path("kb/old"));
  CHECK(library.verdict("kb/old/valve.txt") == "--exclude 'valve*' keeps it out");
}

TEST_CASE("why: what was removed stays out until it is named") {
  const Library library;
  library.update({root_at(library.path("kb"))});
  REQUIRE(remove_from_index(library.index(), {library.path("kb/old")}));
  CHECK(library.verdict("kb/old/valve.txt") == "'kb/old' was removed; naming it brings it back");
  CHECK(library.verdict("kb/old") == "it was removed; naming it brings it back");
  CHECK(library.why("kb/old/valve.txt").kept_out_by == "removed");
}

TEST_CASE("why: a path is taken as it was typed") {
  const Library library;
  library.update({root_at(library.path("kb"))});
  CHECK(why_file(library.index(), library.path("kb/./old/../pump.txt"))->path == library.path("kb/pump.txt"));
  CHECK(why_file(library.index(), library.path("kb/old//"))->path == library.path("kb/old"));
  CHECK(why_file(library.index(), "").error().message == "a file needs a path");
}

TEST_CASE("status: each root as it is indexed and as it is now") {
  const Library library;
  library.update({root_at(library.path("kb")), root_at(library.path("kb/old"))});
  auto status = index_status(library.index());
  REQUIRE(status);
  REQUIRE(status->roots.size() == 2);
  CHECK(status->roots[0].files == 1);
  CHECK(status->roots[0].paragraphs == 2);
  CHECK(status->roots[0].trouble.empty());
  CHECK(status->roots[1].files == 1);
  CHECK(status->roots[1].paragraphs == 1);
  CHECK(status->size_bytes > 0);
  CHECK(status->other_bytes == 0);

  fs::rename(library.path("kb/old"), library.path("moved"));
  status = index_status(library.index());
  CHECK(status->roots[1].trouble == "no such file or folder");
  REQUIRE(::mkfifo(library.path("kb/old").c_str(), 0600) == 0);
  CHECK(index_status(library.index())->roots[1].trouble == "not a file or folder");  // and nobody waited for a writer
}

TEST_CASE("status: other generations take space, and what was set aside is named") {
  const Library library;
  library.update({root_at(library.path("kb"))});
  library.update({}, {.rebuild = true});
  fs::create_directory(library.index() / "damaged-000007");
  const auto status = index_status(library.index());
  REQUIRE(status);
  CHECK(status->generation == 2);
  CHECK(status->other_bytes > 0);
  CHECK(status->set_aside == std::vector<std::string>{(library.index() / "damaged-000007").string()});
}

TEST_CASE("status: a root that was removed is no root") {
  const Library library;
  library.update({root_at(library.path("kb/old")), root_at(library.path("kb/pump.txt"))});
  REQUIRE(remove_from_index(library.index(), {library.path("kb/old")}));
  const auto status = index_status(library.index());
  REQUIRE(status->roots.size() == 1);
  CHECK(status->roots[0].root.path == library.path("kb/pump.txt"));
  CHECK(status->roots[0].paragraphs == 2);
}

TEST_CASE("status: of an index that cannot be read, what can still be said") {
  const Library library;
  library.update({root_at(library.path("kb"))});
  fs::resize_file(library.index() / "gen-000001" / "iamglass", 0);
  REQUIRE_FALSE(index_status(library.index()));
  const IndexStatus status = status_of_unreadable(library.index());
  CHECK(status.generation == 1);
  CHECK(status.size_bytes > 0);
  REQUIRE(status.roots.size() == 1);  // settings.json remembers
  CHECK(status.roots[0].root.path == library.path("kb"));
  CHECK(status_of_unreadable(library.path("nowhere")).roots.empty());
}

TEST_CASE("status: what a run did says of which index, and in which state that is then") {
  const Library library;
  const fs::path index = library.index();
  const auto now = [&] {
    const auto status = index_status(index);
    REQUIRE(status);
    return IndexState{status->index_id, status->generation, status->revision, status->fingerprint};
  };
  const auto is_now = [&](const auto& report) { return report && report->state == now(); };
  const std::vector<Root> roots = {root_at(library.path("kb"))};
  CHECK(update_index(index, roots, {.dry_run = true})->state == IndexState());
  const IndexState built = update_index(index, roots)->state;
  CHECK(built.generation == 1);
  CHECK(built == now());
  CHECK(update_index(index, roots)->state == built);  // Nothing has changed.
  CHECK(update_index(index, roots, {.dry_run = true})->state == IndexState());
  CHECK(is_now(compact_index(index)));
  CHECK(now().generation == 2);
  CHECK(is_now(update_index(index, roots, {.rebuild = true})));
  CHECK(now().generation == 3);

  std::string line = R"({"uri":"kb:1","text":"Tides come twice a day."})";
  const auto once = [&](char* buffer, std::size_t size) -> Result<std::size_t> {
    const std::size_t count = line.copy(buffer, size);
    line.erase(0, count);
    return count;
  };
  CHECK(is_now(update_documents(index, once)));
  CHECK(is_now(remove_from_index(index, {"kb:1"})));
  CHECK(is_now(forget(index, {library.path("kb/old")})));
  CHECK(now().generation == 4);
  CHECK(now().index_id == built.index_id);
  CHECK(is_now(compact_index(index, {.cancelled = [] { return true; }})));  // Interrupted.
  CHECK(is_now(check_index(index)));
  const auto ignore = [](std::string_view) -> Result<void> { return {}; };
  CHECK(is_now(export_index(index, ignore, {})));
}
