// SPDX-License-Identifier: GPL-3.0-or-later
// pilcrow-index: parse, run, present; the exit status is decided here.
#include <csignal>
#include <string>
#include <vector>

#include <unistd.h>

#include "core/cli/exit_status.h"
#include "core/cli/message.h"
#include "indexer/cli/arguments.h"
#include "indexer/cli/present.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer::cli {
namespace {

using pilcrow::cli::IndexStatusCode;

constexpr const char* program = "pilcrow-index";

volatile std::sig_atomic_t interrupted = 0;

void on_signal(int) {
  interrupted = 1;
}

/// Ctrl-C and a polite kill end the run after the file at hand, with what is whole committed. A second one ends it at
/// once.
void watch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, nullptr);
}

int report(const Error& error) {
  pilcrow::cli::complain(program, error.message);
  return static_cast<int>(error.code == ErrorCode::index_locked ? IndexStatusCode::locked : IndexStatusCode::failed);
}

IndexStatusCode status_of(const UpdateReport& report) {
  if (report.interrupted) return IndexStatusCode::interrupted;
  if (!report.refused_purges.empty()) return IndexStatusCode::purge_refused;
  for (const Problem& problem : report.new_problems) {
    if (!problem.skipped) return IndexStatusCode::problems;
  }
  return IndexStatusCode::up_to_date;
}

template <class Value, class Present>
int answer(const Result<Value>& value, Present present) {
  if (!value) return report(value.error());
  const bool written = pilcrow::cli::write_out(present(*value));
  return static_cast<int>(!written && pilcrow::cli::output_failed() ? IndexStatusCode::failed
                                                                    : IndexStatusCode::up_to_date);
}

int update(const Arguments& arguments) {
  watch_signals();
  UpdateOptions options = arguments.update;
  options.cancelled = [] { return interrupted != 0; };
  ProgressLine progress(arguments.verbosity);
  options.on_progress = [&](const Progress& now) { progress.show(now); };
  const auto done = update_index(arguments.index, arguments.roots, options);
  progress.clear();
  if (!done) return report(done.error());
  show_report(*done, arguments);
  const bool output_ok = !pilcrow::cli::output_failed();
  return static_cast<int>(output_ok ? status_of(*done) : IndexStatusCode::failed);
}

int run(const std::vector<std::string>& typed) {
  const auto arguments = parse_arguments(typed);
  if (!arguments) return report(arguments.error());
  switch (arguments->mode) {
    case Mode::help:
      return answer(Result<std::string>(help_text()), [](const std::string& text) { return text; });
    case Mode::version:
      return answer(Result<std::string>(version_text()), [](const std::string& text) { return text; });
    case Mode::status:
      return answer(index_status(arguments->index),
                    [&](const IndexStatus& status) { return present_status(status, *arguments); });
    case Mode::list:
      return answer(list_files(arguments->index),
                    [&](const std::vector<FileStatus>& files) { return present_files(files, *arguments); });
    case Mode::update:
      return update(*arguments);
  }
  return static_cast<int>(IndexStatusCode::failed);
}

}  // namespace
}  // namespace pilcrow::indexer::cli

int main(int argc, char* argv[]) {
  using namespace pilcrow::indexer::cli;
  return pilcrow::cli::run_main(program, static_cast<int>(IndexStatusCode::failed), [&] {
    return run({argv + (argc > 0 ? 1 : 0), argv + argc});
  });
}
