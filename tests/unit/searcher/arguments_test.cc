// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/arguments.h"

#include <string>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher::cli;
using pilcrow::test::values;

namespace {

const char* name_of(FacetField field) {
  switch (field) {
    case FacetField::path:
      return "path";
    case FacetField::type:
      return "type";
    case FacetField::language:
      return "language";
    case FacetField::root:
      return "root";
  }
  return "";
}

std::string dump(const Result<Arguments>& arguments) {
  if (!arguments) return arguments.error().message;
  std::string line;
  switch (arguments->mode) {
    case Arguments::Mode::help:
      return "help";
    case Arguments::Mode::version:
      return "version";
    case Arguments::Mode::query:
      line = "'" + arguments->query + "'";
      break;
    case Arguments::Mode::queries:
      line = "queries=" + arguments->queries_file;
      break;
    case Arguments::Mode::similar:
      line = "similar=" + arguments->citation;
      break;
    case Arguments::Mode::verify:
      line = "verify";
      for (const std::string& file : arguments->verify_files) line += " " + file;
      break;
    case Arguments::Mode::open:
      line = arguments->open_place.empty() ? "open '" + arguments->query + "'" : "open=" + arguments->open_place;
      break;
    case Arguments::Mode::mcp:
      line = "mcp";
      for (const auto& index : arguments->indexes) line += " index=" + index.string();
      return line;
  }
  for (const auto& index : arguments->indexes) line += " index=" + index.string();
  const SearchOptions& search = arguments->search;
  if (search.limit != 10) line += " limit=" + std::to_string(search.limit);
  if (search.offset != 0) line += " offset=" + std::to_string(search.offset);
  for (const std::string& path : search.paths) line += " path=" + path;
  for (const std::string& type : search.types) line += " type=" + type;
  for (const std::string& language : search.languages) line += " lang=" + language;
  for (const std::string& root : search.roots) line += " root=" + root;
  for (const std::string& heading : search.headings) line += " heading='" + heading + "'";
  if (!search.since.empty()) line += " since=" + search.since;
  if (search.sort == SortBy::date) line += " by-date";
  if (search.sort == SortBy::path) line += " by-path";
  for (const FacetField facet : search.facets) line += std::string(" facet=") + name_of(facet);
  if (search.context.paragraphs > 0) line += " context=" + std::to_string(search.context.paragraphs);
  if (search.context.section) line += " section";
  if (search.budget > 0) line += " budget=" + std::to_string(search.budget);
  if (search.group_by_file) line += " grouped";
  if (!search.correct) line += " exact";
  if (search.explain) line += " explained";
  if (!search.hits_wanted) line += " counted";
  if (arguments->format == Format::jsonl) line += " jsonl";
  if (arguments->format == Format::vimgrep) line += " vimgrep";
  if (arguments->format == Format::llm) line += " llm";
  if (arguments->format == Format::trec) line += " trec";
  if (arguments->shape == Shape::files) line += " files";
  if (arguments->shape == Shape::count) line += " count";
  if (arguments->shape == Shape::facets) line += " facets";
  if (arguments->color == pilcrow::cli::ColorChoice::always) line += " always";
  if (arguments->color == pilcrow::cli::ColorChoice::never) line += " never";
  if (arguments->hyperlink_format != "file://{host}{path}") line += " link='" + arguments->hyperlink_format + "'";
  return line;
}

}  // namespace

TEST_CASE("arguments: what was typed and what it means") {
  struct Case {
    std::string name;
    std::vector<std::string> words;
    std::string expected;
  };
  const auto c = GENERATE(values<Case>({
      {"words are joined", {"-i", "x", "wind", "power"}, "'wind power' index=x"},
      {"a quoted argument", {"-i", "x", "\"wind power\""}, "'\"wind power\"' index=x"},
      {"options after the first word are query", {"-i", "x", "wind", "-n", "5"}, "'wind -n 5' index=x"},
      {"words as typed", {"-i", "x", "--exact", "wnid"}, "'wnid' index=x exact"},
      {"explained", {"-i", "x", "--explain", "wind"}, "'wind' index=x explained"},
      {"explained in json", {"-i", "x", "--json", "--explain", "wind"}, "'wind' index=x explained jsonl"},
      {"a paragraph instead of a query",
       {"-i", "x", "-n5", "--similar", "pc1:a:b:c"},
       "similar=pc1:a:b:c index=x limit=5"},
      {"claims to verify", {"-i", "x", "--verify", "a.md", "--verify=-"}, "verify a.md - index=x"},
      {"claims to verify, in json", {"-i", "x", "--json", "--verify", "a.md"}, "verify a.md index=x jsonl"},
      {"a place to open", {"-i", "x", "--open", "a.md:3"}, "open=a.md:3 index=x"},
      {"a hit to open", {"-i", "x", "--open", "3", "wind", "sun"}, "open 'wind sun' index=x limit=1 offset=2 section"},
      {"two dashes before an excluded word", {"-i", "x", "--", "-wind"}, "'-wind' index=x"},
      {"several indexes", {"-i", "x", "--index=y", "wind"}, "'wind' index=x index=y"},
      {"paging", {"-i", "x", "-n5", "--offset", "10", "wind"}, "'wind' index=x limit=5 offset=10"},
      {"filters",
       {"-i", "x", "--path", "{a,b}/**", "--path", "*.md", "--type", ".md", "wind"},
       "'wind' index=x path={a,b}/** path=*.md type=md"},
      {"more filters",
       {"-i", "x", "--lang", "de", "--lang=en", "--root", "/srv/*", "--heading", "wind power", "--since", "7d", "wind"},
       "'wind' index=x lang=de lang=en root=/srv/* heading='wind power' since=7d"},
      {"filters alone are a query", {"-i", "x", "--type", "pdf", "--sort", "date"}, "'' index=x type=pdf by-date"},
      {"each of them", {"-i", "x", "--since=2026"}, "'' index=x since=2026"},
      {"an order alone as well", {"-i", "x", "--sort=path"}, "'' index=x by-path"},
      {"best first, said", {"-i", "x", "--sort", "relevance", "wind"}, "'wind' index=x"},
      {"an order that cannot be explained by it",
       {"-i", "x", "--sort=path", "--explain", "wind"},
       "'wind' index=x by-path explained"},
      {"facets instead of hits", {"-i", "x", "--facets", "type", "wind"}, "'wind' index=x facet=type counted facets"},
      {"of several fields, each once",
       {"-i", "x", "--facets=lang", "--facets=root", "--facets=language", "--facets=path"},
       "'' index=x facet=language facet=root facet=path counted facets"},
      {"facets say all that a count would",
       {"-i", "x", "-c", "--facets", "type", "wind"},
       "'wind' index=x facet=type counted facets"},
      {"facets beside hits", {"-i", "x", "--json", "--facets", "type", "wind"}, "'wind' index=x facet=type jsonl"},
      {"facets and a count",
       {"-i", "x", "--json", "-c", "--facets", "type", "wind"},
       "'wind' index=x facet=type counted jsonl count"},
      {"neighbours", {"-i", "x", "-C2", "wind"}, "'wind' index=x context=2"},
      {"none", {"-i", "x", "-C", "0", "wind"}, "'wind' index=x"},
      {"a section", {"-i", "x", "--context=section", "wind"}, "'wind' index=x section"},
      {"a budget", {"-i", "x", "--budget", "500", "-C", "section", "wind"}, "'wind' index=x section budget=500"},
      {"a budget for the best paragraphs of files",
       {"-i", "x", "--json", "-l", "--budget", "500", "wind"},
       "'wind' index=x budget=500 grouped jsonl files"},
      {"files", {"-i", "x", "-l", "wind"}, "'wind' index=x grouped files"},
      {"count", {"-i", "x", "-c", "wind"}, "'wind' index=x counted count"},
      {"count of files", {"-i", "x", "-lc", "wind"}, "'wind' index=x grouped counted count"},
      {"json", {"-i", "x", "--json", "wind"}, "'wind' index=x jsonl"},
      {"json, said twice", {"-i", "x", "--json", "-f", "jsonl", "wind"}, "'wind' index=x jsonl"},
      {"format", {"-i", "x", "-f", "vimgrep", "wind"}, "'wind' index=x vimgrep"},
      {"format for a language model",
       {"-i", "x", "-f", "llm", "-C1", "--budget=90", "wind"},
       "'wind' index=x context=1 budget=90 llm"},
      {"the best passage of each file for one",
       {"-i", "x", "-f", "llm", "-l", "--budget=90", "wind"},
       "'wind' index=x budget=90 grouped llm files"},
      {"a server for one", {"--mcp", "-i", "x", "--index", "y"}, "mcp index=x index=y"},
      {"format of evaluations", {"-i", "x", "-f", "trec", "wind"}, "'wind' index=x trec"},
      {"color", {"-i", "x", "--color=always", "wind"}, "'wind' index=x always"},
      {"links",
       {"-i", "x", "--hyperlink-format", "vscode://file{path}:{line}", "wind"},
       "'wind' index=x link='vscode://file{path}:{line}'"},
      {"no links", {"-i", "x", "--hyperlink-format=none", "wind"}, "'wind' index=x link=''"},
      {"queries", {"-i", "x", "--queries", "-"}, "queries=- index=x"},
      {"an empty query is a query", {"-i", "x", ""}, "'' index=x"},
      {"help", {"--help"}, "help"},
      {"help wins", {"-h", "wind"}, "help"},
      {"version", {"-V"}, "version"},
      {"no query", {"-i", "x"}, "no query: pilcrow-search [OPTIONS] QUERY..., or --help"},
      {"a query and queries", {"--queries", "f", "wind"}, "a query and '--queries' exclude each other"},
      {"a query and a paragraph", {"--similar", "pc1:a", "wind"}, "a query and '--similar' exclude each other"},
      {"queries and a paragraph",
       {"--similar", "pc1:a", "--queries", "f"},
       "'--similar' and '--queries' exclude each other"},
      {"a query and claims", {"--verify", "f", "wind"}, "a query and '--verify' exclude each other"},
      {"claims and a place", {"--verify", "f", "--open", "g"}, "'--verify' and '--open' exclude each other"},
      {"claims as a run", {"--verify", "f", "-f", "trec"}, "'--verify' needs the format text or jsonl"},
      {"a hit of no query", {"--open", "3"}, "'--open 3' needs a query whose hit is meant"},
      {"a place and a query",
       {"--open", "a.md", "wind"},
       "'--open' goes with a query only as '--open N', its N-th hit"},
      {"no such hit", {"--open", "0", "wind"}, "option '--open' needs a whole number from 1 to 10000000, not '0'"},
      {"a place and queries", {"--open", "a", "--queries", "f"}, "'--open' and '--queries' exclude each other"},
      {"a run explained",
       {"-f", "trec", "--explain", "wind"},
       "'--explain' needs hits to show, in the format text or jsonl"},
      {"places explained",
       {"-f", "vimgrep", "--explain", "wind"},
       "'--explain' needs hits to show, in the format text or jsonl"},
      {"a count explained", {"-c", "--explain", "wind"}, "'--explain' needs hits to show, in the format text or jsonl"},
      {"facets explained",
       {"--facets=type", "--explain", "wind"},
       "'--explain' needs hits to show, in the format text or jsonl"},
      {"neighbours of a place",
       {"-f", "vimgrep", "-C1", "wind"},
       "'--context' needs texts to show, in the format text, jsonl or llm"},
      {"neighbours of a file",
       {"-l", "-C1", "wind"},
       "'--context' needs texts to show, in the format text, jsonl or llm"},
      {"neighbours of a number",
       {"-c", "-C1", "wind"},
       "'--context' needs texts to show, in the format text, jsonl or llm"},
      {"a budget of a number",
       {"-c", "--json", "--budget=9", "wind"},
       "'--budget' needs texts to show, in the format text, jsonl or llm"},
      {"a budget of facets",
       {"--facets=type", "--budget=9", "wind"},
       "'--budget' needs texts to show, in the format text, jsonl or llm"},
      {"a budget of a run",
       {"-f", "trec", "--budget=9", "wind"},
       "'--budget' needs texts to show, in the format text, jsonl or llm"},
      {"no neighbours",
       {"-C", "all", "wind"},
       "option '--context' needs a whole number from 0 to 100, not 'all'; or section"},
      {"too many neighbours",
       {"-C", "101", "wind"},
       "option '--context' needs a whole number from 0 to 100, not '101'; or section"},
      {"no budget", {"--budget=0", "wind"}, "option '--budget' needs a whole number from 1 to 1000000000, not '0'"},
      {"facets of places", {"-f", "vimgrep", "--facets", "type", "wind"}, "'--facets' needs the format text or jsonl"},
      {"facets of a run", {"-f", "trec", "--facets", "type", "wind"}, "'--facets' needs the format text or jsonl"},
      {"facets and files",
       {"-l", "--facets", "type", "wind"},
       "'--facets' and '--files' exclude each other in the format text"},
      {"unknown facet", {"--facets", "size", "wind"}, "unknown facet 'size': path, type, language or root"},
      {"unknown order", {"--sort", "size", "wind"}, "unknown order 'size': relevance, date or path"},
      {"no day", {"--since=", "wind"}, "option '--since' needs a day, such as 2026-06-15"},
      {"a count alone is no query", {"-c"}, "no query: pilcrow-search [OPTIONS] QUERY..., or --help"},
      {"unknown option", {"--frobnicate", "wind"}, "unknown option '--frobnicate'"},
      {"facets for a language model",
       {"-f", "llm", "--facets", "type", "wind"},
       "'--facets' needs the format text or jsonl"},
      {"an explanation for one",
       {"-f", "llm", "--explain", "wind"},
       "'--explain' needs hits to show, in the format text or jsonl"},
      {"neighbours of a number for one",
       {"-f", "llm", "-c", "-C1", "wind"},
       "'--context' needs texts to show, in the format text, jsonl or llm"},
      {"a server and a query",
       {"--mcp", "wind"},
       "'--mcp' goes with '--index' only: what is asked comes on standard input"},
      {"a server and a limit",
       {"--mcp", "-n", "5"},
       "'--mcp' goes with '--index' only: what is asked comes on standard input"},
      {"unknown format", {"-f", "xml", "wind"}, "unknown format 'xml': text, jsonl, vimgrep, llm or trec"},
      {"json and another format",
       {"--json", "-f", "text", "wind"},
       "'--json' and '--format text' contradict each other"},
      {"no limit", {"-n", "0", "wind"}, "option '--limit' needs a whole number from 1 to 100000, not '0'"},
      {"no number", {"--offset", "x", "wind"}, "option '--offset' needs a whole number from 0 to 10000000, not 'x'"},
      {"no color", {"--color", "red", "wind"}, "option '--color' needs auto, always or never, not 'red'"},
      {"a link to nowhere",
       {"--hyperlink-format", "file://x", "wind"},
       "the hyperlink format 'file://x' holds no {path}"},
  }));
  INFO(c.name);
  CHECK(dump(read_arguments(c.words)) == c.expected);
}

TEST_CASE("arguments: every option is in the help") {
  const std::string help = help_text;
  for (const char* option : {"--index",   "--limit",   "--offset", "--format",  "--json",
                             "--files",   "--count",   "--path",   "--type",    "--lang",
                             "--root",    "--heading", "--since",  "--sort",    "--facets",
                             "--context", "--budget",  "--exact",  "--explain", "--similar",
                             "--queries", "--verify",  "--open",   "--color",   "--hyperlink-format",
                             "--help",    "--version"}) {
    CAPTURE(option);
    CHECK(help.find(option) != std::string::npos);
  }
}
