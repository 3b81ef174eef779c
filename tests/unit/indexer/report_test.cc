// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/report.h"

#include <sys/stat.h>

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "indexer/cli/report_file.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace pilcrow;
using namespace pilcrow::indexer::cli;
using pilcrow::test::TemporaryFolder;
using pilcrow::test::values;

namespace {

Arguments arguments_of(Mode mode) {
  Arguments arguments;
  arguments.mode = mode;
  arguments.index = "/srv/ix";
  return arguments;
}

/// "1 problems", and all complaints.
std::string dump(const Account& account) {
  std::string out = std::to_string(static_cast<int>(account.status)) + " " + account.outcome;
  for (const std::string& complaint : account.complaints) out += " | " + complaint;
  if (!account.error.empty()) out += " ! " + account.error;
  return out;
}

UpdateReport with_problems(std::uint64_t failures, std::uint64_t skips) {
  UpdateReport report;
  for (std::uint64_t i = 0; i < skips; ++i) report.new_problems.push_back({"/kb/s" + std::to_string(i), "image", true});
  for (std::uint64_t i = 0; i < failures; ++i) {
    report.new_problems.push_back({"/kb/f" + std::to_string(i), "permission denied", false});
  }
  report.new_failures = failures;
  report.new_skips = skips;
  return report;
}

}  // namespace

TEST_CASE("account: the exit status of an update") {
  struct Case {
    std::string name;
    Result<UpdateReport> result;
    std::string expected;
  };
  UpdateReport refused = with_problems(1, 0);
  refused.refused_purges = {"'/kb': it is empty"};
  UpdateReport interrupted = refused;
  interrupted.interrupted = true;
  const auto c = GENERATE_COPY(values<Case>({
      {"all went well", UpdateReport(), "0 complete"},
      {"what is skipped is by design", with_problems(0, 2), "0 complete"},
      {"a file that cannot be read", with_problems(1, 1), "1 problems | cannot read '/kb/f0': permission denied"},
      {"a loss that is not believed weighs more", refused,
       "3 purge refused | cannot read '/kb/f0': permission denied | '/kb': it is empty"},
      {"an interruption most", interrupted,
       "130 interrupted | cannot read '/kb/f0': permission denied | '/kb': it is empty | interrupted; the index is "
       "whole, and the next run does the rest"},
      {"another writer", failure(ErrorCode::index_locked, "held"), "75 locked ! held"},
      {"a failure", failure(ErrorCode::input_output, "full"), "2 failed ! full"},
  }));
  INFO(c.name);
  CHECK(dump(account_of(c.result, arguments_of(Mode::update))) == c.expected);
}

TEST_CASE("account: of many problems the first fifty are named, failures before skips") {
  Arguments arguments = arguments_of(Mode::update);
  const Account account = account_of(with_problems(60, 70), arguments);
  REQUIRE(account.complaints.size() == 51);
  CHECK(account.complaints.front() == "cannot read '/kb/f0': permission denied");
  CHECK(account.complaints.back() == "… and 10 more: pilcrow-index --list --problems");
  CHECK(account.problems.size() == 50);
  CHECK(account.problems_cut == 80);

  arguments.verbosity = Verbosity::verbose;
  const Account verbose = account_of(with_problems(49, 70), arguments);
  REQUIRE(verbose.complaints.size() == 51);
  CHECK(verbose.complaints[48] == "cannot read '/kb/f48': permission denied");
  CHECK(verbose.complaints[49] == "skipped '/kb/s0': image");
  CHECK(verbose.complaints.back() == "… and 69 more: pilcrow-index --list --problems");

  UpdateReport cut_already = with_problems(3, 0);  // the library itself keeps no more than so many
  cut_already.new_failures = 5000;
  CHECK(account_of(cut_already, arguments).complaints.back() == "… and 4,997 more: pilcrow-index --list --problems");
}

TEST_CASE("account: a check") {
  CheckReport report;
  report.files = 3;
  report.paragraphs = 12;
  report.state.generation = 4;
  report.state.revision = 9;
  const Arguments arguments = arguments_of(Mode::check);
  const Account whole = account_of(Result<CheckReport>(report), arguments);
  CHECK(dump(whole) == "0 complete");
  CHECK(whole.text == "12 paragraphs in 3 files looked at, no damage; generation 4, revision 9\n");
  report.damages = 120;
  report.examples.assign(100, "x");
  const Account damaged = account_of(Result<CheckReport>(report), arguments);
  CHECK(damaged.outcome == "damaged");
  CHECK(static_cast<int>(damaged.status) == 2);
  REQUIRE(damaged.complaints.size() == 51);
  CHECK(damaged.complaints.back() == "… and 70 more");
  CHECK(dump(account_of(Result<CheckReport>(failure(ErrorCode::index_busy, "it keeps changing")), arguments)) ==
        "75 busy ! it keeps changing");
}

TEST_CASE("account: an export") {
  ExportReport report;
  report.documents = 3;
  report.paragraphs = 1234;
  report.bytes = 5600;
  report.state.generation = 4;
  report.state.revision = 9;
  Arguments arguments = arguments_of(Mode::export_index);
  arguments.export_file = "-";
  const Account whole = account_of(Result<ExportReport>(report), arguments);
  CHECK(dump(whole) == "0 complete");
  CHECK(whole.text == "3 documents with 1,234 paragraphs exported, 5.6 kB; generation 4, revision 9\n");
  report.files_unread = 1;
  CHECK(account_of(Result<ExportReport>(report), arguments).text ==
        whole.text + "1 file that nobody read: not in the export\n");
  report.left_out = 60;
  report.problems.assign(60, {"/kb/x", "another document has the same name"});
  const Account partly = account_of(Result<ExportReport>(report), arguments);
  CHECK(static_cast<int>(partly.status) == 1);
  REQUIRE(partly.complaints.size() == 51);
  CHECK(partly.complaints.front() == "left out '/kb/x': another document has the same name");
  CHECK(partly.complaints.back() == "… and 10 more");
  report = {};
  report.interrupted = true;
  CHECK(dump(account_of(Result<ExportReport>(report), arguments)) ==
        "130 interrupted | interrupted; what was written is not all");
  arguments.export_file = "x.jsonl";
  CHECK(dump(account_of(Result<ExportReport>(report), arguments)) ==
        "130 interrupted | interrupted; no export was written");
  CHECK(summary_line(account_of(Result<ExportReport>(failure(ErrorCode::input_output, "full")), arguments), {},
                     arguments) == "export of '/srv/ix', begun never; exit status 2: failed; there is no whole export");
}

TEST_CASE("account: a removal") {
  RemovalReport report;
  report.files = 1;
  report.paragraphs = 2;
  report.roots = {"/kb"};
  report.excluded = {"/kb/a\nb"};
  CHECK(account_of(Result<RemovalReport>(report), arguments_of(Mode::remove)).text ==
        "1 file with 2 paragraphs removed\nno root any more: /kb\nexcluded until it is named again: /kb/a\\nb\n");
  CHECK(nlohmann::json::parse(account_of(Result<RemovalReport>(report), arguments_of(Mode::forget)).json)
            .at("forgotten") == true);
}

TEST_CASE("account: of a run that did nothing no figures are given") {
  RemovalReport removal;
  removal.interrupted = true;
  const Account removed = account_of(Result<RemovalReport>(removal), arguments_of(Mode::remove));
  CHECK(dump(removed) == "130 interrupted | interrupted; nothing was removed");
  CHECK(removed.text.empty());
  CompactionReport compaction;
  compaction.interrupted = true;
  const Account compacted = account_of(Result<CompactionReport>(compaction), arguments_of(Mode::compact));
  CHECK(dump(compacted) == "130 interrupted | interrupted; the index is as it was");
  CHECK(compacted.text.empty());
  UpdateReport update;
  update.interrupted = true;
  CHECK(account_of(Result<UpdateReport>(update), arguments_of(Mode::update)).text == "no files\n");
}

TEST_CASE("account: a forgetting that was interrupted does not claim to have forgotten, nor to have done nothing") {
  RemovalReport report;
  report.files = 1;
  report.paragraphs = 2;
  report.interrupted = true;
  report.note = "removed, but its text is still on the disk: forget it again";
  const Account account = account_of(Result<RemovalReport>(report), arguments_of(Mode::forget));
  CHECK(dump(account) == "130 interrupted | interrupted; removed, but its text is still on the disk: forget it again");
  CHECK(account.text == "1 file with 2 paragraphs removed\n");
  CHECK(nlohmann::json::parse(account.json).at("forgotten") == false);
}

TEST_CASE("summary: a mail that says what is the matter") {
  const RunCost cost{};
  CHECK(summary_line(account_of(with_problems(1, 0), arguments_of(Mode::update)), cost, arguments_of(Mode::update)) ==
        "update of '/srv/ix', begun never: no files; exit status 1: files newly cannot be read, the rest is done; "
        "'pilcrow-index --index /srv/ix --list --problems' lists all");
  const Account waiting =
      account_of(Result<UpdateReport>(failure(ErrorCode::index_locked, "held")), arguments_of(Mode::update));
  CHECK(summary_line(waiting, cost, arguments_of(Mode::update)) ==
        "update of '/srv/ix', begun never; exit status 75: nothing was done; the next run catches up");
  const Account locked =
      account_of(Result<CompactionReport>(failure(ErrorCode::index_locked, "held")), arguments_of(Mode::compact));
  CHECK(summary_line(locked, cost, arguments_of(Mode::compact)) ==
        "compact of '/srv/ix', begun never; exit status 75: nothing was done; run it again");
}

TEST_CASE("report line: one object a line, whatever happened") {
  const RunCost cost{1'769'822'100, 2.5, 1.25, 1024};
  UpdateReport report = with_problems(1, 0);
  report.new_problems[0].path = "/kb/\xff\n";
  report.files_added = 7;
  report.seconds = 99;
  const Arguments arguments = arguments_of(Mode::update);
  const std::string line = report_line(account_of(report, arguments), cost, arguments);
  REQUIRE(line.find('\n') == line.size() - 1);
  const auto json = nlohmann::json::parse(line);
  CHECK(json.at("type") == "run");
  CHECK(json.at("began") == "2026-01-31T01:15:00Z");
  CHECK(json.at("action") == "update");
  CHECK(json.at("index") == "/srv/ix");
  CHECK(json.at("exit_status") == 1);
  CHECK(json.at("files_added") == 7);
  CHECK(json.at("seconds") == 2.5);  // of the whole run
  CHECK(json.at("problems")[0].at("path").at("bytes") == "L2tiL/8K");
  CHECK_FALSE(json.contains("new_problems"));

  const Account failed = account_of(Result<UpdateReport>(failure(ErrorCode::input_output, "full \xff")), arguments);
  const auto failed_json = nlohmann::json::parse(report_line(failed, cost, arguments));
  CHECK(failed_json.at("outcome") == "failed");
  CHECK(failed_json.at("error") == "full \xef\xbf\xbd");
}

TEST_CASE("report file: lines are appended, and nobody else reads it") {
  const TemporaryFolder folder;
  const std::string path = (folder / "runs.jsonl").string();
  for (const char* line : {"one\n", "two\n"}) {
    const auto file = ReportFile::open(path);
    REQUIRE(file);
    REQUIRE(file->append(line));
  }
  CHECK(test::read_file(path) == "one\ntwo\n");
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("report file: a line that was cut off spoils no other") {
  const TemporaryFolder folder;
  folder.write("runs.jsonl", "one\ntw");
  const auto file = ReportFile::open((folder / "runs.jsonl").string());
  REQUIRE(file);
  REQUIRE(file->append("three\n"));
  REQUIRE(file->append("four\n"));
  CHECK(test::read_file(folder / "runs.jsonl") == "one\ntw\nthree\nfour\n");
}

TEST_CASE("report file: what cannot be written is said at once") {
  const TemporaryFolder folder;
  const auto missing = ReportFile::open((folder / "no/such/folder").string());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message ==
        "cannot write the report '" + (folder / "no/such/folder").string() + "': no such file or directory");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK_FALSE(ReportFile::open((folder / "pipe").string()));  // nobody reads it: waiting could take for ever
  const auto full = ReportFile::open("/dev/full");
  REQUIRE(full);
  CHECK(full->append("x\n").error().message == "cannot write the report '/dev/full': no space left on device");
}
