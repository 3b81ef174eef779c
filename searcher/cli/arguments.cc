// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/arguments.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/cli/options.h"
#include "core/store/layout.h"
#include "core/text/ascii.h"

namespace pilcrow::searcher::cli {
namespace {

// Enough for any evaluation, and bounds what one query may hold in memory.
constexpr std::uint64_t most_hits = 100'000;
constexpr std::uint64_t most_offset = 10'000'000;
constexpr std::uint64_t most_budget = 1'000'000'000;

constexpr const char* default_hyperlink_format = "file://{host}{path}";

cxxopts::Options declared_options() {
  const auto text = [] { return cxxopts::value<std::string>(); };
  const auto texts = [] { return cxxopts::value<std::vector<std::string>>(); };
  cxxopts::Options options("pilcrow-search");
  options.add_options()("i,index", "", texts())("n,limit", "", text())("offset", "", text())("f,format", "", text())(
      "json", "")("exact", "")("explain", "")("similar", "", text())("l,files", "")("c,count", "")("path", "", texts())(
      "type", "", texts())("lang", "", texts())("root", "", texts())("heading", "", texts())("since", "", text())(
      "sort", "", text())("facets", "", texts())("C,context", "", text())("budget", "", text())("queries", "", text())(
      "verify", "", texts())("open", "", text())("state", "", text())("mcp", "")("color", "", text())(
      "hyperlink-format", "", text())("h,help", "")("V,version", "");
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
  if (name == "llm") return Format::llm;
  if (name == "trec") return Format::trec;
  return invalid("unknown format '" + name + "': text, jsonl, vimgrep, llm or trec");
}

/// Extensions are given with or without their dot.
std::vector<std::string> read_types(std::vector<std::string> types) {
  for (std::string& type : types) {
    if (type.starts_with('.')) type.erase(0, 1);
  }
  return types;
}

Result<SortBy> read_sort(const std::string& name) {
  if (name == "relevance") return SortBy::relevance;
  if (name == "date") return SortBy::date;
  if (name == "path") return SortBy::path;
  return invalid("unknown order '" + name + "': relevance, date or path");
}

Result<FacetField> read_facet(const std::string& name) {
  if (name == "path") return FacetField::path;
  if (name == "type") return FacetField::type;
  if (name == "language" || name == "lang") return FacetField::language;
  if (name == "root") return FacetField::root;
  return invalid("unknown facet '" + name + "': path, type, language or root");
}

Result<std::vector<FacetField>> read_facets(const std::vector<std::string>& names) {
  std::vector<FacetField> facets;
  for (const std::string& name : names) {
    const auto facet = read_facet(name);
    if (!facet) return tl::unexpected<Error>(facet.error());
    if (std::find(facets.begin(), facets.end(), *facet) == facets.end()) facets.push_back(*facet);
  }
  return facets;
}

Result<Context> read_context(const std::string& text) {
  if (text == "section") return Context{0, true};
  auto count = pilcrow::cli::parse_count("--context", text, 0, most_context);
  if (!count) return invalid(count.error().message + "; or section");
  return Context{static_cast<std::size_t>(*count), false};
}

Result<void> read_filters(const cxxopts::ParseResult& options, SearchOptions& search) {
  search.paths = all_of(options, "path");
  search.types = read_types(all_of(options, "type"));
  search.languages = all_of(options, "lang");
  search.roots = all_of(options, "root");
  search.headings = all_of(options, "heading");
  search.since = one_of(options, "since", "");
  if (search.since.empty() && options.count("since") > 0)
    return invalid("option '--since' needs a day, such as 2026-06-15");
  return {};
}

/// Whether there is something to answer without a query: what passes the filters, in an order or counted.
bool narrows_or_sorts(const cxxopts::ParseResult& options) {
  const std::array<const char*, 8> names = {"path", "type", "lang", "root", "heading", "since", "sort", "facets"};
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return options.count(name) > 0; });
}

/// What is shown, and how much of it.
Result<void> read_shape(const cxxopts::ParseResult& options, Arguments& arguments) {
  const auto format = read_format(options);
  if (!format) return tl::unexpected<Error>(format.error());
  arguments.format = *format;
  SearchOptions& search = arguments.search;
  auto facets = read_facets(all_of(options, "facets"));
  if (!facets) return tl::unexpected<Error>(std::move(facets.error()));
  search.facets = std::move(*facets);
  const bool in_words = *format == Format::text || *format == Format::jsonl;
  if (!search.facets.empty() && !in_words) return invalid("'--facets' needs the format text or jsonl");
  const bool count = options.count("count") > 0;
  const bool files = options.count("files") > 0;
  const bool only_facets = !search.facets.empty() && *format == Format::text;
  if (only_facets && files) return invalid("'--facets' and '--files' exclude each other in the format text");
  arguments.shape = only_facets ? Shape::facets : count ? Shape::count : files ? Shape::files : Shape::hits;
  search.hits_wanted = !count && !only_facets;
  search.group_by_file = files;

  search.explain = options.count("explain") > 0;
  if (search.explain && !(in_words && search.hits_wanted)) {
    return invalid("'--explain' needs hits to show, in the format text or jsonl");
  }
  const bool in_texts = in_words ? *format == Format::jsonl || arguments.shape == Shape::hits : *format == Format::llm;
  for (const char* const option : {"context", "budget"}) {
    if (options.count(option) > 0 && !(in_texts && search.hits_wanted)) {
      return invalid(std::string("'--") + option + "' needs texts to show, in the format text, jsonl or llm");
    }
  }
  const auto context = read_context(one_of(options, "context", "0"));
  if (!context) return tl::unexpected<Error>(context.error());
  search.context = *context;
  if (options.count("budget") > 0) {
    const auto budget = pilcrow::cli::parse_count("--budget", options["budget"].as<std::string>(), 1, most_budget);
    if (!budget) return tl::unexpected<Error>(budget.error());
    search.budget = *budget;
  }
  return {};
}

Result<std::string> read_hyperlink_format(const std::string& format) {
  if (format == "none") return std::string();
  if (format == "default") return std::string(default_hyperlink_format);
  if (format.find("{path}") != std::string::npos) return format;
  return invalid("the hyperlink format '" + format + "' holds no {path}");
}

/// --verify and --open, which take the place of a query, or do something with its hit.
Result<void> read_checking_modes(const cxxopts::ParseResult& options, Arguments& arguments) {
  const bool verify = options.count("verify") > 0;
  const bool open = options.count("open") > 0;
  if (!verify && !open) return {};
  const char* const name = verify ? "--verify" : "--open";
  for (const char* const other : {"similar", "queries", verify ? "open" : "verify"}) {
    if (options.count(other) > 0)
      return invalid(std::string("'") + name + "' and '--" + other + "' exclude each other");
  }
  if (verify) {
    if (!arguments.query.empty()) return invalid("a query and '--verify' exclude each other");
    if (arguments.format != Format::text && arguments.format != Format::jsonl) {
      return invalid("'--verify' needs the format text or jsonl");
    }
    arguments.mode = Arguments::Mode::verify;
    arguments.verify_files = all_of(options, "verify");
    return {};
  }
  const std::string place = options["open"].as<std::string>();
  const bool is_number = !place.empty() && std::all_of(place.begin(), place.end(), text::is_digit);
  arguments.mode = Arguments::Mode::open;
  if (!is_number) {
    if (!arguments.query.empty()) return invalid("'--open' goes with a query only as '--open N', its N-th hit");
    arguments.open_place = place;
    return {};
  }
  if (arguments.query.empty()) return invalid("'--open " + place + "' needs a query whose hit is meant");
  const auto number = pilcrow::cli::parse_count("--open", place, 1, most_offset);
  if (!number) return tl::unexpected<Error>(number.error());
  arguments.search.offset = *number - 1;
  arguments.search.limit = 1;
  arguments.search.hits_wanted = true;
  arguments.search.budget = 0;
  arguments.search.context = {0, true};
  return {};
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

  if (options.count("mcp") > 0) {
    const bool alone =
        line->words.empty() && options.arguments().size() == options.count("mcp") + options.count("index");
    if (!alone) return invalid("'--mcp' goes with '--index' only: what is asked comes on standard input");
    arguments.mode = Arguments::Mode::mcp;
    return arguments;
  }

  const auto limit = pilcrow::cli::parse_count("--limit", one_of(options, "limit", "10"), 1, most_hits);
  if (!limit) return tl::unexpected<Error>(limit.error());
  arguments.search.limit = *limit;
  const auto offset = pilcrow::cli::parse_count("--offset", one_of(options, "offset", "0"), 0, most_offset);
  if (!offset) return tl::unexpected<Error>(offset.error());
  arguments.search.offset = *offset;

  if (auto read = read_shape(options, arguments); !read) return tl::unexpected<Error>(std::move(read.error()));
  if (auto read = read_filters(options, arguments.search); !read) return tl::unexpected<Error>(std::move(read.error()));
  const auto sort = read_sort(one_of(options, "sort", "relevance"));
  if (!sort) return tl::unexpected<Error>(sort.error());
  arguments.search.sort = *sort;
  arguments.search.correct = options.count("exact") == 0;
  arguments.search.state = one_of(options, "state", "");
  if (arguments.search.state.empty() && options.count("state") > 0) {
    return invalid("option '--state' needs a state, such as k3f9a2zq@7.12; --json says it with each answer");
  }

  const std::string color = one_of(options, "color", "auto");
  const auto choice = pilcrow::cli::parse_color_choice(color);
  if (!choice) return invalid("option '--color' needs auto, always or never, not '" + color + "'");
  arguments.color = *choice;
  auto hyperlinks = read_hyperlink_format(one_of(options, "hyperlink-format", "default"));
  if (!hyperlinks) return tl::unexpected<Error>(std::move(hyperlinks.error()));
  arguments.hyperlink_format = std::move(*hyperlinks);

  for (const std::string& word : line->words) arguments.query += (arguments.query.empty() ? "" : " ") + word;
  if (auto read = read_checking_modes(options, arguments); !read) return tl::unexpected<Error>(std::move(read.error()));
  if (arguments.mode != Arguments::Mode::query) return arguments;
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
  } else if (line->words.empty() && !narrows_or_sorts(options)) {
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
      --sort ORDER     relevance, date (youngest first) or path
  -f, --format FORMAT  text, jsonl, vimgrep, llm (for a language model) or trec; --json is --format jsonl
  -l, --files          a line a file, best first: the path, a tab, how many of its paragraphs match
  -c, --count          only how many paragraphs match; with -l how many files
      --facets FIELD   count the matches by path, type, language or root, a line a value: the count, a tab, and what to
                       add to the query; may be repeated; --json has them in its summary, behind the hits
  -C, --context N|section
                       with each hit the N paragraphs before and after it, or all under the same heading
      --budget WORDS   no more words than that in the whole answer, cut between sentences
      --exact          look for words and phrases just as typed: correct none, add none
      --explain        say how the query was read, and of each hit what its score is made of
      --similar CITATION
                       instead of a query: what is like the paragraph that a hit's citation names
      --queries FILE   a query a line, "id<TAB>query" or "query"; - is standard input, answered line by line
      --verify FILE    instead of a query: whether the citations in an answer hold, in Markdown with quotes or in JSON
                       Lines as --json prints hits; - is standard input; may be repeated
      --open PLACE     instead of a query: show what a citation names, or PATH:LINE, in $VISUAL or $EDITOR, else in
                       $PAGER; --open N QUERY... shows the N-th hit
      --mcp            serve the Model Context Protocol on standard input and output, for language models; with --index only
      --state STATE    answer from this state of the index only, as the summary of --json names it; else fail
      --color WHEN     auto, always or never
      --hyperlink-format FORMAT
                       of links on a terminal, with {path}, {line} and {host}; default, or none
  -h, --help           this text
  -V, --version

Filters; with one there need be no query. All but --since may be repeated, then one of the kind must fit.
      --path GLOB      files whose path matches
      --root GLOB      files below a root whose path matches
      --type EXT       files with this extension, or of this MIME type
      --lang CODE      paragraphs in this language: en, de, zh
      --heading TEXT   paragraphs under a heading with these words
      --since DAY      documents of that day and younger: 2026-06-15, 2026, 7d (also w, m, y), yesterday

In a query: words are ranked, "a phrase" and +word must be there, -word must not; pilcrow-query(7) says all of it.

Exit status: 0 hits, 1 none, 2 error; of --verify 0 all hold, 1 not all do.
)";

}  // namespace pilcrow::searcher::cli
