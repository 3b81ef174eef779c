// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/last_run.h"

#include <new>
#include <string>

#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace pilcrow;
using namespace pilcrow::indexer;
using pilcrow::test::TemporaryFolder;
using pilcrow::test::values;

namespace {

std::string dump(const std::optional<LastRun>& run) {
  if (!run) return "none";
  return run->action + " " + run->outcome + " '" + run->message + "' " + std::to_string(run->began_unix_seconds) + " " +
         std::to_string(run->up_to_date_unix_seconds);
}

}  // namespace

TEST_CASE("last run: what was recorded is read") {
  const TemporaryFolder folder;
  CHECK(dump(last_run(folder.path())) == "none");
  record_run(folder.path(), {"update", "complete", "", 100, 1.5, 0});
  CHECK(dump(last_run(folder.path())) == "update complete '' 100 100");
  CHECK(last_run(folder.path())->seconds == 1.5);
}

TEST_CASE("last run: since when the index is up to date outlives runs that did not see to that") {
  struct Case {
    LastRun run;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {{"update", "problems", "", 200, 0, 0}, "update problems '' 200 200"},
      {{"rebuild", "complete", "", 200, 0, 0}, "rebuild complete '' 200 200"},
      {{"update", "interrupted", "", 200, 0, 0}, "update interrupted '' 200 100"},
      {{"update", "purge refused", "", 200, 0, 0}, "update purge refused '' 200 100"},
      {{"update", "failed", "full \xff", 200, 0, 0}, "update failed 'full \xef\xbf\xbd' 200 100"},
      {{"compact", "complete", "", 200, 0, 0}, "compact complete '' 200 100"},
  }));
  const TemporaryFolder folder;
  record_run(folder.path(), {"update", "complete", "", 100, 0, 0});
  record_run(folder.path(), c.run);
  CHECK(dump(last_run(folder.path())) == c.expected);
}

TEST_CASE("last run: an update of some roots alone brings the index not up to date") {
  const TemporaryFolder folder;
  record_run(folder.path(), {"update", "complete", "", 100, 0, 0});
  record_run(folder.path(), {"update", "complete", "", 200, 0, 0}, false);
  CHECK(dump(last_run(folder.path())) == "update complete '' 200 100");
}

TEST_CASE("last run: anything else in its place is no record") {
  const auto content = GENERATE(values<std::string>({
      "",
      "{",
      "[]",
      "{}",
      "null",
      "\xff\xfe",
      R"({"action":1,"outcome":"complete","message":"","began_unix_seconds":1,"up_to_date_unix_seconds":1,"seconds":1})",
      R"({"action":"","outcome":"","message":"","began_unix_seconds":1e99,"up_to_date_unix_seconds":1,"seconds":1})",
      R"({"action":"","outcome":"","message":"","began_unix_seconds":1,"up_to_date_unix_seconds":1,"seconds":"x"})",
  }));
  const TemporaryFolder folder;
  folder.write("last-run.json", content);
  CHECK(dump(last_run(folder.path())) == "none");
}

TEST_CASE("last run: one that cannot be written is no failure") {
  record_run("/no/such/folder", {"update", "complete", "", 1, 0, 0});
}

TEST_CASE("recording: however a run ends, it is written down") {
  const TemporaryFolder folder;
  const auto outcome = [&] {
    const auto run = last_run(folder.path());
    return run ? run->action + ": " + run->outcome + (run->message.empty() ? "" : " (" + run->message + ")") : "none";
  };
  UpdateReport report;
  report.files = 3;
  const auto done =
      recording(folder.path(), "update", "cannot update", [&]() -> Result<UpdateReport> { return report; });
  CHECK(done->files == 3);
  CHECK(outcome() == "update: complete");
  report.new_failures = 1;
  recording(folder.path(), "update", "cannot update", [&]() -> Result<UpdateReport> { return report; });
  CHECK(outcome() == "update: problems");
  report.refused_purges = {"gone"};
  recording(folder.path(), "rebuild", "cannot update", [&]() -> Result<UpdateReport> { return report; });
  CHECK(outcome() == "rebuild: purge refused");
  report.interrupted = true;
  recording(folder.path(), "update", "cannot update", [&]() -> Result<UpdateReport> { return report; });
  CHECK(outcome() == "update: interrupted");
  const auto failed = recording(folder.path(), "compact", "cannot compact", []() -> Result<CompactionReport> {
    return failure(ErrorCode::input_output, "no space");
  });
  CHECK(failed.error().message == "no space");
  CHECK(outcome() == "compact: failed (no space)");
  const auto thrown =
      recording(folder.path(), "forget", "cannot forget", []() -> Result<RemovalReport> { throw std::bad_alloc(); });
  CHECK(thrown.error().message == "cannot forget: out of memory");
  CHECK(outcome() == "forget: failed (cannot forget: out of memory)");
}
