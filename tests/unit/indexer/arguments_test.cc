// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/arguments.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::indexer::cli;
using pilcrow::test::values;

namespace {

const char* name_of(Mode mode) {
  switch (mode) {
    case Mode::update:
      return "update";
    case Mode::documents:
      return "documents";
    case Mode::export_index:
      return "export";
    case Mode::status:
      return "status";
    case Mode::check:
      return "check";
    case Mode::compact:
      return "compact";
    case Mode::list:
      return "list";
    case Mode::why:
      return "why";
    case Mode::remove:
      return "remove";
    case Mode::forget:
      return "forget";
    case Mode::help:
      return "help";
    case Mode::version:
      return "version";
  }
  return "";
}

/// What differs from an update of the remembered roots of "ix", or the message.
std::string dump(const Result<Arguments>& parsed) {
  if (!parsed) return parsed.error().message;
  const Arguments& arguments = *parsed;
  std::string out = name_of(arguments.mode);
  for (const Root& root : arguments.roots) out += " root=" + root.path;
  if (!arguments.documents.empty()) out += " documents=" + arguments.documents;
  if (!arguments.export_file.empty()) out += " export=" + arguments.export_file;
  for (const std::string& path : arguments.paths) out += " path=" + path;
  if (arguments.update.rebuild) out += " rebuild";
  if (arguments.update.allow_purge) out += " allow-purge";
  if (arguments.update.dry_run) out += " dry-run";
  if (arguments.update.jobs != 0) out += " jobs=" + std::to_string(arguments.update.jobs);
  if (arguments.update.wait_seconds != 0) out += " wait=" + std::to_string(arguments.update.wait_seconds);
  if (!arguments.report_file.empty()) out += " report=" + arguments.report_file;
  if (arguments.problems_only) out += " problems";
  if (arguments.verbosity == Verbosity::quiet) out += " quiet";
  if (arguments.verbosity == Verbosity::verbose) out += " verbose";
  if (arguments.format == ReportFormat::json) out += " json";
  return out;
}

struct Case {
  std::string name;
  std::vector<std::string> typed;
  std::string expected;
};

std::string parsed(std::vector<std::string> typed) {
  typed.insert(typed.begin(), {"--index", "ix"});
  return dump(parse_arguments(typed));
}

}  // namespace

TEST_CASE("index arguments: each mode and what goes with it") {
  const auto c = GENERATE(values<Case>({
      {"nothing", {}, "update"},
      {"roots", {"a", "b"}, "update root=a root=b"},
      {"an update's own options",
       {"--rebuild", "--allow-purge", "-n", "-j2", "--wait=5", "--report", "r.jsonl", "a"},
       "update root=a rebuild allow-purge dry-run jobs=2 wait=5 report=r.jsonl"},
      {"documents of a file", {"--documents", "d.jsonl"}, "documents documents=d.jsonl"},
      {"documents of standard input", {"--documents=-", "-n", "-j3"}, "documents documents=- dry-run jobs=3"},
      {"status", {"--status", "--format=json"}, "status json"},
      {"check, with a report", {"--check", "--report=r.jsonl", "-q"}, "check report=r.jsonl quiet"},
      {"export to standard output", {"--export"}, "export export=-"},
      {"export to standard output, said", {"--export", "-", "--wait=1"}, "export export=- wait=1"},
      {"export to a file", {"--export", "x.jsonl", "-q"}, "export export=x.jsonl quiet"},
      {"export to a file named first", {"x.jsonl", "--export", "--report=r"}, "export export=x.jsonl report=r"},
      {"compact", {"--compact", "--wait", "7", "-v"}, "compact wait=7 verbose"},
      {"list of problems", {"--list", "--problems"}, "list problems"},
      {"why, of several", {"--why", "a", "--why=b,c"}, "why path=a path=b,c"},
      {"remove, of several", {"--remove", "a", "--remove", "b", "--wait=1"}, "remove path=a path=b wait=1"},
      {"forget", {"--forget=a", "--report=r"}, "forget path=a report=r"},
      {"a file that is called like an option", {"--why=--status"}, "why path=--status"},
      {"help goes before the rest", {"--status", "--list", "--help"}, "help"},
  }));
  INFO(c.name);
  CHECK(parsed(c.typed) == c.expected);
}

TEST_CASE("index arguments: what does not go together is refused with a sentence") {
  const auto c = GENERATE(values<Case>({
      {"two modes", {"--list", "--status"}, "--status and --list exclude each other"},
      {"two modes with values", {"--remove=a", "--forget=a"}, "--remove and --forget exclude each other"},
      {"three modes", {"--why=a", "--check", "--compact"}, "--check and --compact exclude each other"},
      {"problems without a list", {"--problems"}, "--problems goes with --list, not with an update"},
      {"an update's option with another mode",
       {"--status", "--rebuild"},
       "--rebuild goes with an update, not with --status"},
      {"a root's option with another mode",
       {"--remove=a", "--hidden"},
       "--hidden goes with an update, not with --remove"},
      {"nobody rebuilds from documents",
       {"--documents=-", "--rebuild"},
       "--rebuild goes with an update, not with --documents"},
      {"export to two files", {"--export", "a", "b"}, "--export takes one file; 'b' is too much"},
      {"export to nowhere", {"--export", ""}, "--export needs a file, or - for standard output"},
      {"export and documents", {"--export", "--documents=-"}, "--documents and --export exclude each other"},
      {"a root beside documents", {"--documents=-", "kb"}, "--documents takes no roots; 'kb' is too much"},
      {"documents from nowhere", {"--documents="}, "option '--documents' needs a file, or - for standard input"},
      {"a dry run of a forgetting is not offered",
       {"--forget=a", "-n"},
       "--dry-run goes with an update or --documents, not with --forget"},
      {"readers need not wait",
       {"--check", "--wait=1"},
       "--wait goes with an update, --documents, --export, --compact, --remove or --forget, not with --check"},
      {"only runs are reported",
       {"--list", "--report=r"},
       "--report goes with an update, --documents, --export, --check, --compact, --remove or --forget, not with "
       "--list"},
      {"a root beside a mode", {"--check", "kb"}, "--check takes no roots; 'kb' is too much"},
      {"a second file without its option", {"--why", "a", "b"}, "--why takes no roots; 'b' is too much"},
      {"a mode without its path", {"--remove"}, "option '--remove' needs a value"},
      {"an empty path", {"--forget="}, "option '--forget' needs a path"},
      {"an empty report", {"--report="}, "option '--report' needs a file"},
  }));
  INFO(c.name);
  CHECK(parsed(c.typed) == c.expected);
}
