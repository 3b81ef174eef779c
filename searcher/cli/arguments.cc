// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/arguments.h"

#include <utility>

#include "core/cli/options.h"
#include "core/store/layout.h"

namespace pilcrow::searcher::cli {
namespace {

// Enough for any evaluation, and bounds what one query may hold in memory.
constexpr std::uint64_t most_hits = 100'000;
constexpr std::uint64_t most_offset = 10'000'000;

constexpr const char* default_hyperlink_format = "file://{host}{path}";

cxxopts::Options declared_options() {
  const auto text = [] { return cxxopts::value<std::string>(); };
  const auto texts = [] { return cxxopts::value<std::vector<std::string>>(); };
  cxxopts::Options options("pilcrow-search");
  options.add_options()("i,index", "", texts())("n,limit", "", text())("offset", "", text())("f,format", "", text())(
      "json", "")("exact", "")("explain", "")("similar", "", text())("l,files", "")("c,count", "")("path", "", texts())(
      "type", "", texts())("queries", "", text())("color", "", text())("hyperlink-format", "", text())("h,help", "")(
      "V,version", "");
  return options;
}

std::vector<std::string> all_of(const cxxopts::ParseResult& options, const char* name) {
  return options.count(name) == 0 ? std::vector<std::string>() : options[name].as<std::vector<std::string>>();
}

std::string one_of(const cxxopts::ParseResult& options, const char* name, const std::string& otherwise) {
  return options.count(name) == 0 ? otherwise : options[name].as<std::string>();
}

tl::unexpected<Error> invalid(std::string message) {
  return failure(ErrorCode::invalid_argument, std::move(message));
}

Result<Format> read_format(const cxxopts::ParseResult& options) {
  const bool json = options.count("json") > 0;
  const std::string name = one_of(options, "format", json ? "jsonl" : "text");
  if (json && name != "jsonl") return invalid("'--json' and '--format " + name + "' contradict each other");
  if (name == "text") return Format::text;
  if (name == "jsonl") return Format::jsonl;
  if (name == "vimgrep") return Format::vimgrep;
  if (name == "trec") return Format::trec;
  return invalid("unknown format '" + name + "': text, jsonl, vimgrep or trec");
}

/// Extensions are given with or without their dot.
std::vector<std::string> read_types(std::vector<std::string> types) {
  for (std::string& type : types) {
    if (type.starts_with('.')) type.erase(0, 1);
  }
  return types;
}

Result<std::string> read_hyperlink_format(const std::string& format) {
  if (format == "none") return std::string();
  if (format == "default") return std::string(default_hyperlink_format);
  if (format.find("{path}") != std::string::npos) return format;
  return invalid("the hyperlink format '" + format + "' holds no {path}");
}

}  // namespace

Result<Arguments> read_arguments(const std::vector<std::string>& words) {
  cxxopts::Options declared = declared_options();
  auto line = pilcrow::cli::parse_options_first(declared, words);
  if (!line) return tl::unexpected<Error>(std::move(line.error()));
  const cxxopts::ParseResult& options = line->options;

  Arguments arguments;
  if (options.count("help") > 0) {
    arguments.mode = Arguments::Mode::help;
    return arguments;
  }
  if (options.count("version") > 0) {
    arguments.mode = Arguments::Mode::version;
    return arguments;
  }

  for (const std::string& index : all_of(options, "index")) arguments.indexes.emplace_back(index);
  if (arguments.indexes.empty()) arguments.indexes.push_back(store::default_index());
  if (arguments.indexes.front().empty()) return invalid("no index named: use --index, or set PILCROW_INDEX or HOME");

  const auto limit = pilcrow::cli::parse_count("--limit", one_of(options, "limit", "10"), 1, most_hits);
  if (!limit) return tl::unexpected<Error>(limit.error());
  arguments.search.limit = *limit;
  const auto offset = pilcrow::cli::parse_count("--offset", one_of(options, "offset", "0"), 0, most_offset);
  if (!offset) return tl::unexpected<Error>(offset.error());
  arguments.search.offset = *offset;

  const auto format = read_format(options);
  if (!format) return tl::unexpected<Error>(format.error());
  arguments.format = *format;
  const bool count = options.count("count") > 0;
  const bool files = options.count("files") > 0;
  arguments.shape = count ? Shape::count : files ? Shape::files : Shape::hits;
  arguments.search.hits_wanted = !count;
  arguments.search.group_by_file = files;
  arguments.search.correct = options.count("exact") == 0;
  arguments.search.explain = options.count("explain") > 0;
  const bool explainable = !count && (*format == Format::text || *format == Format::jsonl);
  if (arguments.search.explain && !explainable) {
    return invalid("'--explain' needs the format text or jsonl, without '--count'");
  }
  arguments.search.paths = all_of(options, "path");
  arguments.search.types = read_types(all_of(options, "type"));

  const std::string color = one_of(options, "color", "auto");
  const auto choice = pilcrow::cli::parse_color_choice(color);
  if (!choice) return invalid("option '--color' needs auto, always or never, not '" + color + "'");
  arguments.color = *choice;
  auto hyperlinks = read_hyperlink_format(one_of(options, "hyperlink-format", "default"));
  if (!hyperlinks) return tl::unexpected<Error>(std::move(hyperlinks.error()));
  arguments.hyperlink_format = std::move(*hyperlinks);

  for (const std::string& word : line->words) arguments.query += (arguments.query.empty() ? "" : " ") + word;
  const bool similar = options.count("similar") > 0;
  if (options.count("queries") > 0) {
    if (similar) return invalid("'--similar' and '--queries' exclude each other");
    if (!line->words.empty()) return invalid("a query and '--queries' exclude each other");
    arguments.mode = Arguments::Mode::queries;
    arguments.queries_file = options["queries"].as<std::string>();
  } else if (similar) {
    if (!line->words.empty()) return invalid("a query and '--similar' exclude each other");
    arguments.mode = Arguments::Mode::similar;
    arguments.citation = options["similar"].as<std::string>();
  } else if (line->words.empty()) {
    return invalid("no query: pilcrow-search [OPTIONS] QUERY..., or --help");
  }
  return arguments;
}

const char* const help_text =
    R"(pilcrow-search finds the paragraphs that answer, with their sources.

  pilcrow-search [OPTIONS] QUERY...

Options come first; from the first word of the query on everything is query. Put -- before a query that begins with -.

  -i, --index DIR      the index (default: $PILCROW_INDEX, else $XDG_DATA_HOME/pilcrow/default); may be repeated:
                       one ranking over several
  -n, --limit N        so many hits (10)
      --offset N       leave out the first N
  -f, --format FORMAT  text, jsonl, vimgrep or trec; --json is --format jsonl
  -l, --files          one line a file, best first
  -c, --count          only how many paragraphs match; with -l how many files
      --path GLOB      only files whose path matches; may be repeated
      --type EXT       only files with this extension; may be repeated
      --exact          look for words and phrases just as typed: correct none, add none
      --explain        say how the query was read, and of each hit what its score is made of
      --similar CITATION
                       instead of a query: what is like the paragraph that a hit's citation names
      --queries FILE   a query a line, "id<TAB>query" or "query"; - is standard input, answered line by line
      --color WHEN     auto, always or never
      --hyperlink-format FORMAT
                       of links on a terminal, with {path}, {line} and {host}; default, or none
  -h, --help           this text
  -V, --version

In a query: words are ranked, "a phrase" and +word must be there, -word must not.

Exit status: 0 hits, 1 none, 2 error.
)";

}  // namespace pilcrow::searcher::cli
