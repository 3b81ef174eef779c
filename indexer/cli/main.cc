// SPDX-License-Identifier: GPL-3.0-or-later
// pilcrow-index: parse, run, present.
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/cli/exit_status.h"
#include "core/cli/message.h"
#include "core/store/errors.h"
#include "core/store/snapshot.h"
#include "indexer/cli/arguments.h"
#include "indexer/cli/documents_input.h"
#include "indexer/cli/export_output.h"
#include "indexer/cli/filters_file.h"
#include "indexer/cli/present.h"
#include "indexer/cli/progress.h"
#include "indexer/cli/report.h"
#include "indexer/cli/report_file.h"
#include "indexer/cli/wording.h"
#include "pilcrow/index.h"

namespace fs = std::filesystem;

namespace pilcrow::indexer::cli {
namespace {

using pilcrow::cli::IndexStatusCode;

volatile std::sig_atomic_t interrupted = 0;

bool is_watched = false;  ///< By somebody at a terminal.

void on_signal(int) {
  interrupted = 1;
  static constexpr std::string_view sentence =
      "\npilcrow-index: ending after the file at hand; once more ends it at once, and loses what is not committed\n";
  if (is_watched) [[maybe_unused]]
    const ssize_t written = ::write(STDERR_FILENO, sentence.data(), sentence.size());
}

/// Ctrl-C and a polite kill end the run after the file at hand, with what is whole committed. A second one ends it at
/// once.
void watch_signals() {
  is_watched = ::isatty(STDERR_FILENO) == 1;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, nullptr);
}

void on_crash(int) {
  static constexpr std::string_view sentence =
      "pilcrow-index: the check crashed on what it read, so the index is damaged; rebuild it with 'pilcrow-index "
      "--rebuild'\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, sentence.data(), sentence.size());
  ::_exit(static_cast<int>(IndexStatusCode::failed));
}

/// Xapian 1.4 believes what stands in a table, so looking for damage is where damage can make it crash: an answer, too.
void watch_crashes() {
  struct sigaction action {};
  action.sa_handler = on_crash;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT}) ::sigaction(signal, &action, nullptr);
}

/// At some moments of a commit, Xapian 1.4 throws from a destructor where it cannot write; no catch ever sees that. On
/// disk the last commit is whole, and the next run clears away the rest.
[[noreturn]] void end_at_once() {
  const std::string reason = std::current_exception() == nullptr
                                 ? "cannot go on: writing to the index failed"
                                 : store::current_exception_as_error("cannot go on").message;
  pilcrow::cli::complain(program, reason + "; the index is as it was at its last commit");
  std::_Exit(static_cast<int>(IndexStatusCode::failed));
}

int report(const Error& error) {
  pilcrow::cli::complain(program, error.message);
  const bool come_again = error.code == ErrorCode::index_locked || error.code == ErrorCode::index_busy;
  return static_cast<int>(come_again ? IndexStatusCode::locked : IndexStatusCode::failed);
}

int print(const std::string& text) {
  const bool written = pilcrow::cli::write_out(text);
  return static_cast<int>(!written && pilcrow::cli::output_failed() ? IndexStatusCode::failed
                                                                    : IndexStatusCode::up_to_date);
}

/// What can still be said goes to standard output, and the run has failed nonetheless.
int status(const Arguments& arguments) {
  const auto status = index_status(arguments.index);
  if (status) return print(present_status(*status, nullptr, arguments));
  const bool is_there =
      status.error().code == ErrorCode::index_version || status.error().code == ErrorCode::index_corrupt;
  if (is_there) print(present_status(status_of_unreadable(arguments.index), &status.error(), arguments));
  return report(status.error());
}

int list(const Arguments& arguments) {
  const auto files = list_files(arguments.index);
  return files ? print(present_files(*files, arguments)) : report(files.error());
}

int why(const Arguments& arguments) {
  std::string text;
  for (const std::string& path : arguments.paths) {
    const auto explanation = why_file(arguments.index, path);
    if (!explanation) return report(explanation.error());
    if (!text.empty() && arguments.format == ReportFormat::text) text += '\n';
    text += present_why(*explanation, arguments);
  }
  return print(text);
}

/// The operator's filters. The file lies in no root of the run, nor in one that the index remembers.
Result<std::vector<Filter>> filters_of(const Arguments& arguments) {
  std::vector<Root> roots = arguments.roots;
  if (const auto settings = store::remembered_settings(arguments.index)) {
    roots.insert(roots.end(), settings->roots.begin(), settings->roots.end());
  }
  const bool named = !arguments.filters_file.empty();
  return read_filters_file(named ? fs::path(arguments.filters_file) : default_filters_file(), named, roots);
}

RunCost cost_since(std::int64_t began_unix_seconds, std::chrono::steady_clock::time_point begin) {
  RunCost cost;
  cost.began_unix_seconds = began_unix_seconds;
  cost.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  rusage usage{};
  rusage readers{};
  if (::getrusage(RUSAGE_SELF, &usage) == 0 && ::getrusage(RUSAGE_CHILDREN, &readers) == 0) {
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    cost.cpu_seconds =
        seconds(usage.ru_utime) + seconds(usage.ru_stime) + seconds(readers.ru_utime) + seconds(readers.ru_stime);
    cost.max_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  }
  return cost;
}

Result<UpdateReport> take_documents(const Arguments& arguments, const UpdateOptions& options) {
  const auto input = DocumentsInput::open(arguments.documents);
  if (!input) return tl::unexpected<Error>(input.error());
  const auto read = [&](char* buffer, std::size_t size) { return input->read(buffer, size, options.cancelled); };
  return update_documents(arguments.index, read, options);
}

/// What is not all never has the name of what is.
Result<ExportReport> export_to(const std::string& file, const fs::path& index, const RunOptions& options) {
  auto output = ExportOutput::open(file);
  if (!output) return tl::unexpected<Error>(std::move(output.error()));
  const auto write = [&](std::string_view lines) { return output->write(lines, options.cancelled); };
  auto report = export_index(index, write, options);
  if (!report || report->interrupted) return report;
  auto finished = output->finish();
  if (!finished) return tl::unexpected<Error>(std::move(finished.error()));
  return report;
}

/// The modes that take their time: they can be interrupted, show how far they are, and leave a line in the report.
Account work(const Arguments& arguments) {
  watch_signals();
  // It would stand between the lines of an export.
  const bool is_shown = !(arguments.export_file == "-" && ::isatty(STDOUT_FILENO) == 1);
  ProgressLine line(is_shown ? arguments.verbosity : Verbosity::quiet);
  const auto on_progress = [&](const Progress& now) { line.show(now); };
  const auto cancelled = [] { return interrupted != 0; };
  const RunOptions options{arguments.update.wait_seconds, on_progress, cancelled};
  const auto account = [&](const auto& result) {
    line.clear();
    return account_of(result, arguments);
  };
  if (arguments.mode == Mode::remove) return account(remove_from_index(arguments.index, arguments.paths, options));
  if (arguments.mode == Mode::forget) return account(forget(arguments.index, arguments.paths, options));
  if (arguments.mode == Mode::export_index) {
    return account(export_to(arguments.export_file, arguments.index, options));
  }
  if (arguments.mode == Mode::compact) return account(compact_index(arguments.index, options));
  if (arguments.mode == Mode::check) {
    watch_crashes();
    return account(check_index(arguments.index, options));
  }
  UpdateOptions update = arguments.update;
  update.on_progress = on_progress;
  update.cancelled = cancelled;
  if (update.dry_run && arguments.verbosity != Verbosity::quiet) {
    update.on_change = [&](const FileChange& change) {
      line.clear();
      pilcrow::cli::write_out(change_line(change, arguments));
    };
  }
  if (arguments.mode == Mode::documents) return account(take_documents(arguments, update));
  auto filters = filters_of(arguments);
  if (!filters) return account(Result<UpdateReport>(tl::unexpected<Error>(std::move(filters.error()))));
  update.filters = std::move(*filters);
  return account(update_index(arguments.index, arguments.roots, update));
}

int work_and_tell(const Arguments& arguments) {
  const std::int64_t began = std::time(nullptr);
  const auto begin = std::chrono::steady_clock::now();
  std::optional<ReportFile> file;
  if (!arguments.report_file.empty()) {
    auto opened = ReportFile::open(arguments.report_file);
    if (!opened) return report(opened.error());
    file.emplace(std::move(*opened));
  }
  Account account = work(arguments);
  const RunCost cost = cost_since(began, begin);
  tell(account, cost, arguments);
  if (pilcrow::cli::output_failed()) account.status = IndexStatusCode::failed;
  if (file) {
    const auto written = file->append(report_line(account, cost, arguments));
    if (!written) pilcrow::cli::complain(program, written.error().message);
  }
  return static_cast<int>(account.status);
}

int run(const std::vector<std::string>& typed) {
  const auto arguments = parse_arguments(typed);
  if (!arguments) return report(arguments.error());
  switch (arguments->mode) {
    case Mode::help:
      return print(help_text());
    case Mode::version:
      return print(version_text());
    case Mode::status:
      return status(*arguments);
    case Mode::list:
      return list(*arguments);
    case Mode::why:
      return why(*arguments);
    case Mode::update:
    case Mode::documents:
    case Mode::export_index:
    case Mode::check:
    case Mode::compact:
    case Mode::remove:
    case Mode::forget:
      return work_and_tell(*arguments);
  }
  return static_cast<int>(IndexStatusCode::failed);
}

}  // namespace
}  // namespace pilcrow::indexer::cli

int main(int argc, char* argv[]) {
  using namespace pilcrow::indexer::cli;
  std::set_terminate(end_at_once);
  return pilcrow::cli::run_main(program, static_cast<int>(pilcrow::cli::IndexStatusCode::failed), [&] {
    return run({argv + (argc > 0 ? 1 : 0), argv + argc});
  });
}
