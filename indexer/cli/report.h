// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a run that took the lock or looked through the index, whichever it was: its exit status, what goes to
// standard output and to standard error, and its line in the file of --report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/cli/exit_status.h"
#include "indexer/cli/arguments.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer::cli {

/// No report names more problems than anybody reads.
inline constexpr std::size_t most_problems_shown = 50;

/// A line for a file that changes: "added", a tab and its path; where it was moved, a tab and where it was.
std::string change_line(const FileChange& change, const Arguments& arguments);

/// One run in words.
struct Account {
  pilcrow::cli::IndexStatusCode status = pilcrow::cli::IndexStatusCode::up_to_date;
  /// As LastRun::outcome, or "locked", "busy" (the index kept changing) or "damaged".
  std::string outcome = "complete";
  std::string error = {};                    ///< Why it failed; else empty.
  std::string note = {};                     ///< For the operator; may be empty.
  std::vector<std::string> complaints = {};  ///< What needs a look, a line each.
  std::string counts = {};                   ///< What was done, in one line; empty where it failed.
  std::string text = {};                     ///< What was done, for standard output.
  std::string json = {};                     ///< The same with all figures, a line; empty where it failed.
  std::vector<Problem> problems = {};        ///< New ones, failures first, at most most_problems_shown.
  std::uint64_t problems_cut = 0;            ///< How many more there are.
};

/// `arguments` are those of the run: its mode tells a removal from a forgetting.
Account account_of(const Result<UpdateReport>& report, const Arguments& arguments);
Account account_of(const Result<RemovalReport>& report, const Arguments& arguments);
Account account_of(const Result<CompactionReport>& report, const Arguments& arguments);
Account account_of(const Result<CheckReport>& report, const Arguments& arguments);
Account account_of(const Result<ExportReport>& report, const Arguments& arguments);

/// What a run cost this process.
struct RunCost {
  std::int64_t began_unix_seconds = 0;
  double seconds = 0;  ///< With the time that it waited for another writer.
  double cpu_seconds = 0;
  std::uint64_t max_rss_bytes = 0;
};

/// For whoever finds the complaints of a quiet run in the mail: which index, when, what was done, what the status means
/// and what to do.
std::string summary_line(const Account& account, const RunCost& cost, const Arguments& arguments);

/// The line for the file of --report, with its end.
std::string report_line(const Account& account, const RunCost& cost, const Arguments& arguments);

/// Prints it all. --quiet: nothing where all went well. What was done goes to standard output, or where an export goes
/// there, to standard error.
void tell(const Account& account, const RunCost& cost, const Arguments& arguments);

}  // namespace pilcrow::indexer::cli
