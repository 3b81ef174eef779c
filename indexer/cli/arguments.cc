// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/cli/arguments.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/cli/options.h"
#include "core/store/layout.h"
#include "core/text/analyzer.h"
#include "core/text/ascii.h"
#include "pilcrow/version.h"

namespace pilcrow::indexer::cli {
namespace {

using pilcrow::cli::parse_count;
using pilcrow::cli::parse_size;

using Strings = std::vector<std::string>;

constexpr unsigned most_jobs = 256;
constexpr std::uint64_t least_memory = 64ULL << 20;
constexpr unsigned longest_wait_seconds = 7 * 24 * 3600;

constexpr const char* options_group = "";
constexpr const char* modes_group = "Mode (default: update)";

constexpr unsigned bit(Mode mode) {
  return 1U << static_cast<unsigned>(mode);
}

constexpr unsigned updates = bit(Mode::update);
constexpr unsigned both_updates = updates | bit(Mode::documents);
constexpr unsigned locks =
    both_updates | bit(Mode::export_index) | bit(Mode::compact) | bit(Mode::remove) | bit(Mode::forget);

/// The option that asks for a mode, and how a message calls it.
struct ModeName {
  Mode mode;
  const char* option;
  const char* called;
};
constexpr std::array mode_names{
    ModeName{Mode::update, "", "an update"},
    ModeName{Mode::documents, "documents", "--documents"},
    ModeName{Mode::export_index, "export", "--export"},
    ModeName{Mode::status, "status", "--status"},
    ModeName{Mode::check, "check", "--check"},
    ModeName{Mode::compact, "compact", "--compact"},
    ModeName{Mode::list, "list", "--list"},
    ModeName{Mode::why, "why", "--why"},
    ModeName{Mode::remove, "remove", "--remove"},
    ModeName{Mode::forget, "forget", "--forget"},
};

/// An option that means something in some modes only; all others go with every mode.
struct Belonging {
  const char* option;
  unsigned modes;
};
constexpr std::array belongings{
    Belonging{"rebuild", updates},
    Belonging{"include", updates},
    Belonging{"exclude", updates},
    Belonging{"hidden", updates},
    Belonging{"no-ignore", updates},
    Belonging{"follow", updates},
    Belonging{"max-file-size", updates},
    Belonging{"language", updates},
    Belonging{"filters", updates},
    Belonging{"jobs", both_updates},
    Belonging{"memory", both_updates},
    Belonging{"allow-purge", updates},
    Belonging{"dry-run", both_updates},
    Belonging{"wait", locks},
    Belonging{"report", locks | bit(Mode::check)},
    Belonging{"problems", bit(Mode::list)},
};

cxxopts::Options declare() {
  const auto text = [] { return cxxopts::value<std::string>(); };
  const auto texts = [] { return cxxopts::value<Strings>(); };
  cxxopts::Options options(
      "pilcrow-index",
      "Index these files and folders by paragraphs, or bring the index up to date with them; without "
      "ROOT, with the\nroots that it remembers, each with the options it was named with.");
  options.custom_help("[OPTIONS] [ROOT...]");
  options.set_width(110);
  auto add = options.add_options(options_group);
  add("i,index", "the index (default: $PILCROW_INDEX, else $XDG_DATA_HOME/pilcrow/default)", text(), "DIR");
  add("rebuild", "build afresh beside the old one, then switch");
  add("include", "of these roots only files that match; may be repeated", texts(), "GLOB");
  add("exclude", "not what matches, folders with all they hold; may be repeated", texts(), "GLOB");
  add("hidden", "also names that begin with a dot");
  add("no-ignore", "do not honour .gitignore, .ignore and .pilcrowignore");
  add("follow", "follow symbolic links, never out of the root");
  add("max-file-size", "skip larger files (default: 256M)", text(), "SIZE");
  add("language", "of the documents, as \"en\" or \"pt-BR\" (default: detected for each)", text(), "LANG");
  add("filters", "commands that convert other documents, as JSON (default: pilcrow/filters.json)", text(), "FILE");
  add("j,jobs", "threads that read and analyse (default: one a processor)", text(), "N");
  add("memory", "bytes that a build may hold; more goes to disk (default: a quarter of RAM, 2G at most)", text(),
      "SIZE");
  add("wait", "wait for another writer (default: 0)", text(), "SECONDS");
  add("allow-purge", "accept that a root is gone or has lost more than a fifth of its files");
  add("n,dry-run", "say what would change, file by file, and change nothing");
  add("q,quiet", "print nothing on success");
  add("v,verbose", "also print skipped files, and progress where there is no terminal");
  add("format", "text or json (default: text)", text(), "FORMAT");
  add("report", "append one line of JSON about the run to this file", text(), "FILE");
  add("h,help", "print this help");
  add("V,version", "print the version");
  auto modes = options.add_options(modes_group);
  modes("documents", "take documents from JSON Lines instead of files; - is standard input", text(), "FILE");
  modes("export", "write the whole index as such documents to the file named, or to standard output");
  modes("status", "what the index holds, how its last run ended, how old that is");
  modes("check", "look through the whole index for damage");
  modes("compact", "give back the space that is free in the index");
  modes("list", "every file that the index knows");
  modes("problems", "with --list: only files that are not searchable, with the reason");
  modes("why", "why a file is found, or is not; may be repeated", texts(), "FILE");
  modes("remove", "take a file, folder or root out of the index, until it is named again; may be repeated", texts(),
        "PATH");
  modes("forget", "the same, and leave no trace of its text; may be repeated", texts(), "PATH");
  return options;
}

tl::unexpected<Error> wrong(std::string message) {
  return failure(ErrorCode::invalid_argument, std::move(message));
}

/// Letters, digits and hyphens: what a BCP 47 code is made of, in lower case.
Result<std::string> parse_language(std::string code) {
  for (char& c : code) {
    c = text::lower(c);
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

const ModeName& name_of(Mode mode) {
  const auto found =
      std::find_if(mode_names.begin(), mode_names.end(), [&](const ModeName& name) { return name.mode == mode; });
  return *found;
}

Result<Mode> mode_of(const cxxopts::ParseResult& options) {
  const ModeName* asked = mode_names.data();
  for (const ModeName& name : mode_names) {
    if (name.mode == Mode::update || options.count(name.option) == 0) continue;
    if (asked->mode != Mode::update)
      return wrong(std::string(asked->called) + " and " + name.called + " exclude each other");
    asked = &name;
  }
  return asked->mode;
}

/// "--wait goes with an update, --compact, --remove or --forget, not with --status"
Result<void> check_belongings(const cxxopts::ParseResult& options, Mode mode) {
  for (const Belonging& belonging : belongings) {
    if (options.count(belonging.option) == 0 || (belonging.modes & bit(mode)) != 0) continue;
    Strings homes;
    for (const ModeName& name : mode_names) {
      if ((belonging.modes & bit(name.mode)) != 0) homes.emplace_back(name.called);
    }
    std::string list = homes.front();
    for (std::size_t i = 1; i < homes.size(); ++i) list += (i + 1 < homes.size() ? ", " : " or ") + homes[i];
    return wrong("--" + std::string(belonging.option) + " goes with " + list + ", not with " + name_of(mode).called);
  }
  return {};
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
  const auto mode = mode_of(options);
  if (!mode) return tl::unexpected<Error>(mode.error());
  arguments.mode = *mode;
  if (auto fits = check_belongings(options, *mode); !fits) return tl::unexpected<Error>(fits.error());

  arguments.problems_only = given("problems");
  arguments.update.rebuild = given("rebuild");
  arguments.update.allow_purge = given("allow-purge");
  arguments.update.dry_run = given("dry-run");
  const auto jobs = count_option(options, "jobs", 1, most_jobs, 0);
  if (!jobs) return tl::unexpected<Error>(jobs.error());
  arguments.update.jobs = *jobs;
  if (given("memory")) {
    const auto memory = parse_size(options["memory"].as<std::string>());
    if (!memory) return wrong("option '--memory': " + memory.error().message);
    if (*memory < least_memory) return wrong("option '--memory' takes 64M at least");
    arguments.update.memory = *memory;
  }
  const auto wait = count_option(options, "wait", 0, longest_wait_seconds, 0);
  if (!wait) return tl::unexpected<Error>(wait.error());
  arguments.update.wait_seconds = *wait;
  if (given("report")) {
    arguments.report_file = options["report"].as<std::string>();
    if (arguments.report_file.empty()) return wrong("option '--report' needs a file");
  }
  if (given("filters")) {
    arguments.filters_file = options["filters"].as<std::string>();
    if (arguments.filters_file.empty()) return wrong("option '--filters' needs a file");
  }
  if (*mode != Mode::update) {
    const std::string name(name_of(*mode).option);
    if (*mode == Mode::export_index) {
      if (line->words.size() > 1) return wrong("--export takes one file; '" + line->words[1] + "' is too much");
      arguments.export_file = line->words.empty() ? "-" : line->words.front();
      if (arguments.export_file.empty()) return wrong("--export needs a file, or - for standard output");
      return arguments;
    }
    if (!line->words.empty()) {
      return wrong("--" + name + " takes no roots; '" + line->words.front() + "' is too much");
    }
    if (*mode == Mode::documents) {
      arguments.documents = options[name].as<std::string>();
      if (arguments.documents.empty()) return wrong("option '--documents' needs a file, or - for standard input");
    }
    const bool takes_paths = *mode == Mode::why || *mode == Mode::remove || *mode == Mode::forget;
    if (takes_paths) arguments.paths = options[name].as<Strings>();
    if (std::find(arguments.paths.begin(), arguments.paths.end(), "") != arguments.paths.end()) {
      return wrong("option '--" + name + "' needs a path");
    }
    return arguments;
  }

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
  return declare().help({options_group, modes_group}) +
         "\nExit status: 0 done, the index is up to date, or whole; 1 done, but files had problems that are new in "
         "this\n"
         "run; 2 failed, or --check found damage; 3 a purge was refused, the rest is done; 75 another writer is at "
         "work;\n"
         "130 interrupted.\n";
}

std::string version_text() {
  return "pilcrow-index " + std::string(pilcrow::version) + " (" + text::analyzer_identity() + ")\n";
}

}  // namespace pilcrow::indexer::cli
