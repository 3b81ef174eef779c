// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/arguments.h"

#include <algorithm>
#include <utility>

#include "core/cli/options.h"
#include "core/store/layout.h"
#include "core/text/analyzer.h"
#include "pilcrow/version.h"

namespace pilcrow::indexer::cli {
namespace {

using pilcrow::cli::parse_count;
using pilcrow::cli::parse_size;

using Strings = std::vector<std::string>;

constexpr unsigned most_jobs = 256;
constexpr unsigned longest_wait_seconds = 7 * 24 * 3600;

cxxopts::Options declare() {
  cxxopts::Options options("pilcrow-index", "Build a paragraph index of files and folders, or bring it up to date.");
  options.custom_help("[OPTIONS]");
  options.positional_help("[ROOT...]");
  options.set_width(100);
  options.add_options("Index")("i,index", "the index (default: $PILCROW_INDEX, else $XDG_DATA_HOME/pilcrow/default)",
                               cxxopts::value<std::string>(),
                               "DIR")("rebuild", "build afresh beside the old index, then switch")(
      "allow-purge", "accept that a root is gone or has lost more than a fifth of its files")(
      "wait", "wait this long for another writer (default: 0)", cxxopts::value<std::string>(), "SECONDS")(
      "j,jobs", "threads that read and analyse (default: one a processor)", cxxopts::value<std::string>(), "N")(
      "n,dry-run", "say what would change, and change nothing");
  options.add_options("Root (remembered with the roots named; naming them again replaces it)")(
      "include", "only files that match; may be repeated", cxxopts::value<Strings>(), "GLOB")(
      "exclude", "not what matches, folders with all they hold; may be repeated", cxxopts::value<Strings>(), "GLOB")(
      "hidden", "also names that begin with a dot")("no-ignore",
                                                    "do not honour .gitignore, .ignore and .pilcrowignore")(
      "follow", "follow symbolic links, never out of the root")("max-file-size", "skip larger files (default: 256M)",
                                                                cxxopts::value<std::string>(), "SIZE")(
      "language", "of the documents, as \"en\" or \"pt-BR\" (default: detected for each)",
      cxxopts::value<std::string>(), "LANG");
  options.add_options("Mode (default: update)")("status", "what the index holds")(
      "list", "every file that the index knows")("problems",
                                                 "with --list: only files that are not searchable, with the reason");
  options.add_options("Output")("q,quiet", "print nothing on success")(
      "v,verbose", "also print skipped files, and progress where there is no terminal")(
      "format", "text or json (default: text)", cxxopts::value<std::string>(), "FORMAT")("h,help", "print this help")(
      "V,version", "print the version");
  return options;
}

tl::unexpected<Error> wrong(std::string message) {
  return failure(ErrorCode::invalid_argument, std::move(message));
}

/// Letters, digits and hyphens: what a BCP 47 code is made of, in lower case.
Result<std::string> parse_language(std::string code) {
  for (char& c : code) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!fits) return wrong("option '--language' takes a code such as 'en' or 'pt-BR', not '" + code + "'");
  }
  if (code.size() < 2 || code.size() > 35) {
    return wrong("option '--language' takes a code such as 'en' or 'pt-BR', not '" + code + "'");
  }
  return code;
}

Result<Root> root_settings(const cxxopts::ParseResult& options) {
  Root root;
  for (const char* name : {"include", "exclude"}) {
    if (options.count(name) == 0) continue;
    const auto& globs = options[name].as<Strings>();
    if (std::find(globs.begin(), globs.end(), "") != globs.end())
      return wrong("option '--" + std::string(name) + "' needs a glob");
  }
  if (options.count("include") > 0) root.include = options["include"].as<Strings>();
  if (options.count("exclude") > 0) root.exclude = options["exclude"].as<Strings>();
  root.hidden = options.count("hidden") > 0;
  root.ignore_files = options.count("no-ignore") == 0;
  root.follow_links = options.count("follow") > 0;
  if (options.count("max-file-size") > 0) {
    const auto size = parse_size(options["max-file-size"].as<std::string>());
    if (!size) return wrong("option '--max-file-size': " + size.error().message);
    root.max_file_size = *size;
  }
  if (options.count("language") > 0) {
    auto language = parse_language(options["language"].as<std::string>());
    if (!language) return tl::unexpected<Error>(language.error());
    root.language = std::move(*language);
  }
  return root;
}

Result<unsigned> count_option(const cxxopts::ParseResult& options, const std::string& name, unsigned least,
                              unsigned most, unsigned otherwise) {
  if (options.count(name) == 0) return otherwise;
  const auto count = parse_count("--" + name, options[name].as<std::string>(), least, most);
  if (!count) return tl::unexpected<Error>(count.error());
  return static_cast<unsigned>(*count);
}

}  // namespace

Result<Arguments> parse_arguments(const std::vector<std::string>& typed) {
  cxxopts::Options declared = declare();
  auto line = pilcrow::cli::parse_mixed(declared, typed);
  if (!line) return tl::unexpected<Error>(line.error());
  const cxxopts::ParseResult& options = line->options;
  const auto given = [&](const char* name) { return options.count(name) > 0; };

  Arguments arguments;
  arguments.index = given("index") ? std::filesystem::path(options["index"].as<std::string>()) : store::default_index();
  if (arguments.index.empty()) return wrong("no index named: use --index, or set PILCROW_INDEX or HOME");
  if (given("format")) {
    const std::string& format = options["format"].as<std::string>();
    if (format != "text" && format != "json")
      return wrong("option '--format' takes text or json, not '" + format + "'");
    arguments.format = format == "json" ? ReportFormat::json : ReportFormat::text;
  }
  if (given("quiet") && given("verbose")) return wrong("--quiet and --verbose exclude each other");
  arguments.verbosity = given("quiet") ? Verbosity::quiet : given("verbose") ? Verbosity::verbose : Verbosity::normal;
  if (given("help") || given("version")) {
    arguments.mode = given("help") ? Mode::help : Mode::version;
    return arguments;
  }
  if (given("status") && given("list")) return wrong("--status and --list exclude each other");
  arguments.problems_only = given("problems");
  if (arguments.problems_only && !given("list")) return wrong("--problems goes with --list");
  if (given("status") || given("list")) {
    arguments.mode = given("status") ? Mode::status : Mode::list;
    if (!line->words.empty()) return wrong("--status and --list take no roots");
    for (const char* name : {"rebuild", "allow-purge", "dry-run", "wait", "jobs", "include", "exclude", "hidden",
                             "no-ignore", "follow", "max-file-size", "language"}) {
      if (given(name)) return wrong("--" + std::string(name) + " goes with an update, not with --status or --list");
    }
    return arguments;
  }

  arguments.update.rebuild = given("rebuild");
  arguments.update.allow_purge = given("allow-purge");
  arguments.update.dry_run = given("dry-run");
  const auto jobs = count_option(options, "jobs", 1, most_jobs, 0);
  if (!jobs) return tl::unexpected<Error>(jobs.error());
  arguments.update.jobs = *jobs;
  const auto wait = count_option(options, "wait", 0, longest_wait_seconds, 0);
  if (!wait) return tl::unexpected<Error>(wait.error());
  arguments.update.wait_seconds = *wait;

  auto settings = root_settings(options);
  if (!settings) return tl::unexpected<Error>(settings.error());
  if (line->words.empty() && *settings != Root()) {
    return wrong("the options of a root need the root: name the folder or file that they are for");
  }
  for (const std::string& word : line->words) {
    if (word.empty()) return wrong("a root needs a path");
    Root root = *settings;
    root.path = word;
    arguments.roots.push_back(std::move(root));
  }
  return arguments;
}

std::string help_text() {
  return declare().help() +
         "\nExit status: 0 up to date; 1 done, but files had problems that are new; 2 failed, index unchanged;\n"
         "3 a purge was refused, the rest is done; 75 another writer is at work; 130 interrupted.\n";
}

std::string version_text() {
  return "pilcrow-index " + std::string(pilcrow::version) + " (" + text::analyzer_identity() + ")\n";
}

}  // namespace pilcrow::indexer::cli
