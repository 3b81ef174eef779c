// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/arguments.h"

#include <string>

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::searcher::cli;
using pilcrow::test::values;

namespace {

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
  }
  for (const auto& index : arguments->indexes) line += " index=" + index.string();
  const SearchOptions& search = arguments->search;
  if (search.limit != 10) line += " limit=" + std::to_string(search.limit);
  if (search.offset != 0) line += " offset=" + std::to_string(search.offset);
  for (const std::string& path : search.paths) line += " path=" + path;
  for (const std::string& type : search.types) line += " type=" + type;
  if (search.group_by_file) line += " grouped";
  if (!search.correct) line += " exact";
  if (search.explain) line += " explained";
  if (!search.hits_wanted) line += " counted";
  if (arguments->format == Format::jsonl) line += " jsonl";
  if (arguments->format == Format::vimgrep) line += " vimgrep";
  if (arguments->format == Format::trec) line += " trec";
  if (arguments->shape == Shape::files) line += " files";
  if (arguments->shape == Shape::count) line += " count";
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
      {"two dashes before an excluded word", {"-i", "x", "--", "-wind"}, "'-wind' index=x"},
      {"several indexes", {"-i", "x", "--index=y", "wind"}, "'wind' index=x index=y"},
      {"paging", {"-i", "x", "-n5", "--offset", "10", "wind"}, "'wind' index=x limit=5 offset=10"},
      {"filters",
       {"-i", "x", "--path", "{a,b}/**", "--path", "*.md", "--type", ".md", "wind"},
       "'wind' index=x path={a,b}/** path=*.md type=md"},
      {"files", {"-i", "x", "-l", "wind"}, "'wind' index=x grouped files"},
      {"count", {"-i", "x", "-c", "wind"}, "'wind' index=x counted count"},
      {"count of files", {"-i", "x", "-lc", "wind"}, "'wind' index=x grouped counted count"},
      {"json", {"-i", "x", "--json", "wind"}, "'wind' index=x jsonl"},
      {"json, said twice", {"-i", "x", "--json", "-f", "jsonl", "wind"}, "'wind' index=x jsonl"},
      {"format", {"-i", "x", "-f", "vimgrep", "wind"}, "'wind' index=x vimgrep"},
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
      {"a run explained",
       {"-f", "trec", "--explain", "wind"},
       "'--explain' needs the format text or jsonl, without '--count'"},
      {"places explained",
       {"-f", "vimgrep", "--explain", "wind"},
       "'--explain' needs the format text or jsonl, without '--count'"},
      {"a count explained",
       {"-c", "--explain", "wind"},
       "'--explain' needs the format text or jsonl, without '--count'"},
      {"unknown option", {"--frobnicate", "wind"}, "unknown option '--frobnicate'"},
      {"unknown format", {"-f", "xml", "wind"}, "unknown format 'xml': text, jsonl, vimgrep or trec"},
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
  for (const char* option :
       {"--index", "--limit", "--offset", "--format", "--json", "--files", "--count", "--path", "--type", "--explain",
        "--similar", "--queries", "--color", "--hyperlink-format", "--help", "--version"}) {
    CAPTURE(option);
    CHECK(help.find(option) != std::string::npos);
  }
}
