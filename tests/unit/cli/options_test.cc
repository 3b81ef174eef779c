// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/options.h"

#include "tests/support/catch.h"

using namespace pilcrow;
using namespace pilcrow::cli;
using pilcrow::test::values;

namespace {

cxxopts::Options declared() {
  cxxopts::Options options("program");
  options.add_options()("n,limit", "", cxxopts::value<std::string>())(
      "path", "", cxxopts::value<std::vector<std::string>>())("q,quiet", "")("v,verbose", "")(
      "x", "", cxxopts::value<std::string>());
  return options;
}

/// "limit=5 path=a path=b quiet | word word", or the message.
std::string dump(const Result<CommandLine>& line) {
  if (!line) return line.error().message;
  std::string out;
  if (line->options.count("limit")) out += "limit=" + line->options["limit"].as<std::string>() + " ";
  if (line->options.count("path")) {
    for (const std::string& path : line->options["path"].as<std::vector<std::string>>()) out += "path=" + path + " ";
  }
  if (line->options.count("x")) out += "x=" + line->options["x"].as<std::string>() + " ";
  if (line->options["quiet"].as<bool>()) out += "quiet ";
  if (line->options["verbose"].as<bool>()) out += "verbose ";
  out += "|";
  for (const std::string& word : line->words) out += " " + word;
  return out;
}

struct Case {
  std::string name;
  std::vector<std::string> arguments;
  std::string expected;
};

}  // namespace

TEST_CASE("options first: the first word ends the options") {
  const auto c = GENERATE(values<Case>({
      {"nothing", {}, "|"},
      {"words alone", {"wind", "power"}, "| wind power"},
      {"value after a space", {"--limit", "5", "wind"}, "limit=5 | wind"},
      {"value after an equals sign", {"--limit=5", "wind"}, "limit=5 | wind"},
      {"empty value", {"--limit=", "wind"}, "limit= | wind"},
      {"short value after a space", {"-n", "5", "wind"}, "limit=5 | wind"},
      {"short value joined", {"-n5", "wind"}, "limit=5 | wind"},
      {"a value may look like an option", {"-n", "-5"}, "limit=-5 |"},
      {"joined switches", {"-qv", "wind"}, "quiet verbose | wind"},
      {"joined switches and a value", {"-qn5", "wind"}, "limit=5 quiet | wind"},
      {"an option with a short name only", {"-x", "1"}, "x=1 |"},
      {"the last of several counts", {"-n1", "-n2"}, "limit=2 |"},
      {"a repeatable option keeps all", {"--path", "a", "--path=b"}, "path=a path=b |"},
      {"a comma is part of a value", {"--path", "{a,b}"}, "path={a,b} |"},
      {"an equals sign is part of a value", {"--path=a=b"}, "path=a=b |"},
      {"a newline is part of a value", {"--path", "a\nb"}, "path=a\nb |"},
      {"options after a word are words", {"wind", "-q", "--limit", "5"}, "| wind -q --limit 5"},
      {"two dashes end the options", {"-q", "--", "-draft"}, "quiet | -draft"},
      {"two dashes after a word are a word", {"wind", "--", "-q"}, "| wind -- -q"},
      {"a single dash is a word", {"-q", "-", "-v"}, "quiet | - -v"},
      {"an empty word is a word", {"", "-q"}, "|  -q"},
      {"unknown long option", {"--foo=1"}, "unknown option '--foo'"},
      {"unknown short option", {"-qz"}, "unknown option '-z'; put -- before words that begin with -"},
      {"names are not guessed from their beginning", {"--lim", "5"}, "unknown option '--lim'"},
      {"missing long value", {"--limit"}, "option '--limit' needs a value"},
      {"missing short value", {"-q", "-n"}, "option '-n' needs a value"},
      {"value of a switch", {"--quiet=yes"}, "option '--quiet' takes no value"},
      {"value of a switch, empty", {"--quiet="}, "option '--quiet' takes no value"},
  }));
  INFO(c.name);
  auto options = declared();
  CHECK(dump(parse_options_first(options, c.arguments)) == c.expected);
}

TEST_CASE("mixed: options are options wherever they stand") {
  const auto c = GENERATE(values<Case>({
      {"option after a word", {"docs", "-q", "more", "--limit", "5"}, "limit=5 quiet | docs more"},
      {"two dashes make the rest words", {"docs", "--", "-q", "--"}, "| docs -q --"},
      {"unknown option after a word", {"docs", "-z"}, "unknown option '-z'"},
  }));
  INFO(c.name);
  auto options = declared();
  CHECK(dump(parse_mixed(options, c.arguments)) == c.expected);
}

TEST_CASE("options: an argument of a megabyte is an argument") {
  auto options = declared();
  const std::string path(1U << 20, 'a');
  const auto line = parse_options_first(options, {"--path=" + path});
  REQUIRE(line);
  CHECK(line->options["path"].as<std::vector<std::string>>() == std::vector<std::string>{path});
}

TEST_CASE("sizes are bytes or powers of 1,024") {
  struct SizeCase {
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<SizeCase>({
      {"0", "0"},
      {"12", "12"},
      {"64K", "65536"},
      {"64k", "65536"},
      {"256M", "268435456"},
      {"2G", "2147483648"},
      {"17179869183G", "18446744072635809792"},
      {"17179869184G", "'17179869184G' is not a size: write bytes, or a number with K, M or G"},
      {"18446744073709551616", "'18446744073709551616' is not a size: write bytes, or a number with K, M or G"},
      {"", "'' is not a size: write bytes, or a number with K, M or G"},
      {"M", "'M' is not a size: write bytes, or a number with K, M or G"},
      {"-1", "'-1' is not a size: write bytes, or a number with K, M or G"},
      {"1.5G", "'1.5G' is not a size: write bytes, or a number with K, M or G"},
      {"1T", "'1T' is not a size: write bytes, or a number with K, M or G"},
  }));
  const auto size = parse_size(c.text);
  CHECK((size ? std::to_string(*size) : size.error().message) == c.expected);
}

TEST_CASE("counts are whole numbers within bounds") {
  struct CountCase {
    std::string text;
    std::string expected;
  };
  const auto c = GENERATE(values<CountCase>({
      {"1", "1"},
      {"100", "100"},
      {"0", "option '--limit' needs a whole number from 1 to 100, not '0'"},
      {"101", "option '--limit' needs a whole number from 1 to 100, not '101'"},
      {"-1", "option '--limit' needs a whole number from 1 to 100, not '-1'"},
      {"+1", "option '--limit' needs a whole number from 1 to 100, not '+1'"},
      {"1x", "option '--limit' needs a whole number from 1 to 100, not '1x'"},
      {" 1", "option '--limit' needs a whole number from 1 to 100, not ' 1'"},
      {"", "option '--limit' needs a whole number from 1 to 100, not ''"},
      {"99999999999999999999", "option '--limit' needs a whole number from 1 to 100, not '99999999999999999999'"},
  }));
  const auto count = parse_count("--limit", c.text, 1, 100);
  CHECK((count ? std::to_string(*count) : count.error().message) == c.expected);
}
