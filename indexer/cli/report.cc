// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/report.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/cli/message.h"
#include "indexer/cli/wording.h"
#include "indexer/json.h"
#include "pilcrow/json.h"

namespace pilcrow::indexer::cli {
namespace {

using pilcrow::cli::IndexStatusCode;
using text::Json;

/// LastRun::action, "check" and "export".
const char* action_of(const Arguments& arguments) {
  switch (arguments.mode) {
    case Mode::update:
      return arguments.update.rebuild ? "rebuild" : "update";
    case Mode::documents:
      return "update";
    case Mode::export_index:
      return "export";
    case Mode::remove:
      return "remove";
    case Mode::forget:
      return "forget";
    case Mode::compact:
      return "compact";
    case Mode::check:
      return "check";
    case Mode::status:
    case Mode::list:
    case Mode::why:
    case Mode::help:
    case Mode::version:
      break;
  }
  return "";
}

Account failed(const Error& error) {
  Account account;
  account.error = error.message;
  switch (error.code) {
    case ErrorCode::index_locked:
      account.status = IndexStatusCode::locked;
      account.outcome = "locked";
      break;
    case ErrorCode::index_busy:
      account.status = IndexStatusCode::locked;
      account.outcome = "busy";
      break;
    case ErrorCode::invalid_argument:
    case ErrorCode::index_missing:
    case ErrorCode::index_version:
    case ErrorCode::index_corrupt:
    case ErrorCode::input_output:
    case ErrorCode::paragraph_gone:
    case ErrorCode::other_revision:
    case ErrorCode::cancelled:
    case ErrorCode::internal:
      account.status = IndexStatusCode::failed;
      account.outcome = "failed";
      break;
  }
  return account;
}

Account interrupted(std::string_view what_is_left) {
  Account account;
  account.status = IndexStatusCode::interrupted;
  account.outcome = "interrupted";
  account.complaints.push_back("interrupted; " + std::string(what_is_left));
  return account;
}

std::string counts_of(const UpdateReport& report) {
  std::string counts;
  const auto add = [&](std::uint64_t number, const char* what) {
    if (number == 0) return;
    counts += (counts.empty() ? "" : ", ") + grouped(number) + " " + what;
  };
  add(report.files_added, "added");
  add(report.files_changed, "changed");
  add(report.files_moved, "moved");
  add(report.files_removed, "removed");
  add(report.files_touched, "touched");
  add(report.files_unchanged, "unchanged");
  add(report.files_skipped, "skipped");
  add(report.files_failed, "unreadable");
  return counts.empty() ? "no files" : counts;
}

std::string sentence_of(const Problem& problem) {
  if (problem.line > 0) {
    const std::string uri = problem.path.empty() ? "" : " ('" + problem.path + "')";
    return fmt::format("line {}{}: {}", problem.line, uri, problem.reason);
  }
  return fmt::format("{} '{}': {}", problem.skipped ? "skipped" : "cannot read", problem.path, problem.reason);
}

/// Failures, and with --verbose what is skipped.
void complain_of_problems(const UpdateReport& report, const Arguments& arguments, Account& account) {
  const bool skips_too = arguments.verbosity == Verbosity::verbose;
  std::uint64_t unsaid = report.new_failures + (skips_too ? report.new_skips : 0);
  for (const Problem& problem : account.problems) {
    if (problem.skipped && !skips_too) continue;
    account.complaints.push_back(sentence_of(problem));
    --unsaid;
  }
  if (unsaid > 0) {
    // Lines are not kept, so nothing lists them.
    const bool listed = arguments.mode == Mode::update;
    account.complaints.push_back("… and " + grouped(unsaid) +
                                 (listed ? " more: pilcrow-index --list --problems" : " more"));
  }
}

/// What the exit status means, and what to do.
std::string meaning_of(const Account& account, Mode mode, const std::string& with_index) {
  const bool nothing_rebuilt =
      std::any_of(account.complaints.begin(), account.complaints.end(),
                  [](const std::string& complaint) { return complaint.starts_with("not rebuilt"); });
  // Nobody else will do again what was asked for once.
  const bool comes_again = mode == Mode::update;
  switch (account.status) {
    case IndexStatusCode::up_to_date:
      return "done";
    case IndexStatusCode::problems:
      if (mode == Mode::documents) return "some lines could not be taken, the rest is done";
      if (mode == Mode::export_index) return "some documents are not in the export, the rest is done";
      return "files newly cannot be read, the rest is done; '" + with_index + " --list --problems' lists all";
    case IndexStatusCode::failed:
      if (account.outcome == "damaged") return "the index is damaged; '" + with_index + " --rebuild' builds it anew";
      if (mode == Mode::export_index) return "failed; there is no whole export";
      return "failed; the index is as it was at its last commit";
    case IndexStatusCode::purge_refused:
      if (nothing_rebuilt) {
        return "nothing was rebuilt, the index is as it was; look whether all is mounted, then run it again, with "
               "--allow-purge where files are gone for good";
      }
      return "indexed files are gone and were kept, the rest is done; look whether all is mounted, then run it again, "
             "with --allow-purge where they are gone for good";
    case IndexStatusCode::locked:
      return comes_again ? "nothing was done; the next run catches up" : "nothing was done; run it again";
    case IndexStatusCode::interrupted:
      if (mode == Mode::documents) return "interrupted; hand the documents over again";
      return comes_again ? "interrupted; the next run does the rest" : "interrupted; run it again";
  }
  return "";
}

/// Whoever reads a mail does not know in which folder the run began.
std::string absolute_index(const Arguments& arguments) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(arguments.index, error);
  return error ? arguments.index.string() : absolute.lexically_normal().string();
}

}  // namespace

std::string change_line(const FileChange& change, const Arguments& arguments) {
  if (arguments.format == ReportFormat::json) return to_json(change);
  std::string line = std::string(name_of(change.kind)) + "\t" + pilcrow::cli::on_one_line(change.path);
  if (!change.moved_from.empty()) line += "\t" + pilcrow::cli::on_one_line(change.moved_from);
  return line + "\n";
}

Account account_of(const Result<UpdateReport>& result, const Arguments& arguments) {
  if (!result) return failed(result.error());
  const UpdateReport& report = *result;
  Account account;
  if (report.interrupted) {
    account = interrupted(arguments.mode == Mode::documents ? "the index is whole; hand the documents over again"
                                                            : "the index is whole, and the next run does the rest");
  } else if (!report.refused_purges.empty()) {
    account.status = IndexStatusCode::purge_refused;
    account.outcome = "purge refused";
  } else if (report.new_failures > 0) {
    account.status = IndexStatusCode::problems;
    account.outcome = "problems";
  }
  account.note = report.note;
  account.problems = report.new_problems;
  std::stable_partition(account.problems.begin(), account.problems.end(),
                        [](const Problem& problem) { return !problem.skipped; });
  if (account.problems.size() > most_problems_shown) account.problems.resize(most_problems_shown);
  account.problems_cut = report.new_failures + report.new_skips - account.problems.size();

  std::vector<std::string> last = std::exchange(account.complaints, {});
  complain_of_problems(report, arguments, account);
  account.complaints.insert(account.complaints.end(), report.refused_purges.begin(), report.refused_purges.end());
  account.complaints.insert(account.complaints.end(), last.begin(), last.end());

  const bool dry_run = arguments.update.dry_run;
  account.counts = (dry_run ? "would be: " : "") + counts_of(report);
  account.text = account.counts + "\n";
  // Of a run that was interrupted while it waited, the figures are not those of the index.
  if (!dry_run && !(report.interrupted && report.files_seen == 0)) {
    account.text +=
        fmt::format("{} in {}; {} read in {:.1f} s\n", counted(report.paragraphs, "paragraph", "paragraphs"),
                    counted(report.files, "file", "files"), size_text(report.bytes_read), report.seconds);
  }
  account.json = to_json(report, dry_run);
  return account;
}

Account account_of(const Result<RemovalReport>& result, const Arguments& arguments) {
  if (!result) return failed(result.error());
  const RemovalReport& report = *result;
  Account account;
  // A forgetting that was interrupted has removed the files, and says so.
  const bool nothing_done = report.interrupted && report.note.empty();
  if (report.interrupted) account = interrupted(nothing_done ? "nothing was removed" : report.note);
  if (!report.interrupted) account.note = report.note;
  const bool forgotten = arguments.mode == Mode::forget;
  if (!nothing_done) {
    account.counts = fmt::format("{} with {} {}", counted(report.files, "file", "files"),
                                 counted(report.paragraphs, "paragraph", "paragraphs"),
                                 forgotten && !report.interrupted ? "forgotten" : "removed");
    account.text = account.counts + "\n";
  }
  for (const std::string& root : report.roots) {
    account.text += "no root any more: " + pilcrow::cli::on_one_line(root) + "\n";
  }
  for (const std::string& path : report.excluded) {
    account.text += "excluded until it is named again: " + pilcrow::cli::on_one_line(path) + "\n";
  }
  account.json = to_json(report, forgotten);
  return account;
}

Account account_of(const Result<CompactionReport>& result, const Arguments&) {
  if (!result) return failed(result.error());
  const CompactionReport& report = *result;
  Account account = report.interrupted ? interrupted("the index is as it was") : Account();
  if (!report.interrupted) {
    account.counts = fmt::format("{} before, {} after", size_text(report.bytes_before), size_text(report.bytes_after));
    account.text = fmt::format("{}; generation {}\n", account.counts, report.state.generation);
  }
  account.json = to_json(report);
  return account;
}

Account account_of(const Result<CheckReport>& result, const Arguments&) {
  if (!result) return failed(result.error());
  const CheckReport& report = *result;
  Account account = report.interrupted ? interrupted("not all of the index was looked at") : Account();
  if (report.damages > 0) {
    account.status = IndexStatusCode::failed;
    account.outcome = "damaged";
    const std::size_t shown = std::min(report.examples.size(), most_problems_shown);
    account.complaints.insert(account.complaints.begin(), report.examples.begin(),
                              report.examples.begin() + static_cast<std::ptrdiff_t>(shown));
    if (report.damages > shown) account.complaints.push_back("… and " + grouped(report.damages - shown) + " more");
  }
  account.counts = fmt::format("{} in {} looked at, {}", counted(report.paragraphs, "paragraph", "paragraphs"),
                               counted(report.files, "file", "files"),
                               report.damages == 0 ? "no damage" : counted(report.damages, "damage", "damages"));
  account.text =
      fmt::format("{}; generation {}, revision {}\n", account.counts, report.state.generation, report.state.revision);
  account.note = report.note;
  if (report.damages > 0) account.text += "rebuild it with 'pilcrow-index --rebuild'\n";
  account.json = to_json(report);
  return account;
}

Account account_of(const Result<ExportReport>& result, const Arguments& arguments) {
  if (!result) return failed(result.error());
  const ExportReport& report = *result;
  const bool to_file = arguments.export_file != "-";
  Account account;
  if (report.interrupted) {
    account = interrupted(to_file ? "no export was written" : "what was written is not all");
  } else if (report.left_out > 0) {
    account.status = IndexStatusCode::problems;
    account.outcome = "problems";
  }
  account.problems = report.problems;
  if (account.problems.size() > most_problems_shown) account.problems.resize(most_problems_shown);
  account.problems_cut = report.left_out - account.problems.size();
  std::vector<std::string> last = std::exchange(account.complaints, {});
  for (const Problem& problem : account.problems) {
    account.complaints.push_back("left out '" + problem.path + "': " + problem.reason);
  }
  if (account.problems_cut > 0) account.complaints.push_back("… and " + grouped(account.problems_cut) + " more");
  account.complaints.insert(account.complaints.end(), last.begin(), last.end());
  if (!report.interrupted) {
    account.counts = fmt::format("{} with {} exported, {}", counted(report.documents, "document", "documents"),
                                 counted(report.paragraphs, "paragraph", "paragraphs"), size_text(report.bytes));
    account.text =
        fmt::format("{}; generation {}, revision {}\n", account.counts, report.state.generation, report.state.revision);
    if (report.files_unread > 0) {
      account.text += counted(report.files_unread, "file", "files") + " that nobody read: not in the export\n";
    }
  }
  account.json = to_json(report);
  return account;
}

std::string summary_line(const Account& account, const RunCost& cost, const Arguments& arguments) {
  const std::string index = absolute_index(arguments);
  return fmt::format("{} of '{}', begun {}{}; exit status {}: {}", action_of(arguments), index,
                     time_text(cost.began_unix_seconds), account.counts.empty() ? "" : ": " + account.counts,
                     static_cast<int>(account.status),
                     meaning_of(account, arguments.mode, "pilcrow-index --index " + index));
}

std::string report_line(const Account& account, const RunCost& cost, const Arguments& arguments) {
  Json line{{"type", "run"},
            {"format_version", json_format_version},
            {"began_unix_seconds", cost.began_unix_seconds},
            {"began", iso_time(cost.began_unix_seconds)},
            {"action", action_of(arguments)},
            {"index", text::path_json(absolute_index(arguments))},
            {"exit_status", static_cast<int>(account.status)},
            {"outcome", account.outcome},
            {"error", account.error},
            {"seconds", cost.seconds},
            {"cpu_seconds", cost.cpu_seconds},
            {"max_rss_bytes", cost.max_rss_bytes},
            {"problems", problems_json(account.problems)},
            {"problems_cut", account.problems_cut}};
  if (account.json.empty()) return text::json_line(line);
  const Json report = Json::parse(account.json);
  for (const auto& [name, value] : report.items()) {
    // What the line says already it says of the whole run, and more briefly.
    if (!line.contains(name) && name != "new_problems") line[name] = value;
  }
  return text::json_line(line);
}

void tell(const Account& account, const RunCost& cost, const Arguments& arguments) {
  const bool quiet = arguments.verbosity == Verbosity::quiet;
  const bool success = account.status == IndexStatusCode::up_to_date;
  const bool is_taken = arguments.mode == Mode::export_index && arguments.export_file == "-";
  const auto say = is_taken ? pilcrow::cli::write_error : pilcrow::cli::write_out;
  if (!account.note.empty() && !(quiet && success)) pilcrow::cli::note(program, account.note);
  for (const std::string& complaint : account.complaints) pilcrow::cli::complain(program, complaint);
  if (!account.error.empty()) {
    pilcrow::cli::complain(program, account.error);
  } else if (arguments.format == ReportFormat::json) {
    say(account.json);
  } else if (!quiet) {
    say(account.text);
  }
  if (quiet && !success) pilcrow::cli::complain(program, summary_line(account, cost, arguments));
}

}  // namespace pilcrow::indexer::cli
