// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/open_command.h"

#include <algorithm>
#include <array>

namespace pilcrow::searcher::cli {
namespace {

enum class LineSyntax { plus, colon, go_to, option, none };

struct Program {
  std::string_view name;
  LineSyntax syntax;
};

constexpr std::array<Program, 37> programs = {{
    {"vi", LineSyntax::plus},        {"vim", LineSyntax::plus},
    {"nvim", LineSyntax::plus},      {"gvim", LineSyntax::plus},
    {"view", LineSyntax::plus},      {"vis", LineSyntax::plus},
    {"elvis", LineSyntax::plus},     {"nvi", LineSyntax::plus},
    {"vim.basic", LineSyntax::plus}, {"vim.tiny", LineSyntax::plus},
    {"nano", LineSyntax::plus},      {"pico", LineSyntax::plus},
    {"emacs", LineSyntax::plus},     {"emacsclient", LineSyntax::plus},
    {"mg", LineSyntax::plus},        {"jmacs", LineSyntax::plus},
    {"joe", LineSyntax::plus},       {"ne", LineSyntax::plus},
    {"micro", LineSyntax::plus},     {"kak", LineSyntax::plus},
    {"gedit", LineSyntax::plus},     {"mousepad", LineSyntax::option},
    {"less", LineSyntax::plus},      {"more", LineSyntax::plus},
    {"most", LineSyntax::plus},      {"hx", LineSyntax::colon},
    {"helix", LineSyntax::colon},    {"subl", LineSyntax::colon},
    {"zed", LineSyntax::colon},      {"zeditor", LineSyntax::colon},
    {"code", LineSyntax::go_to},     {"code-insiders", LineSyntax::go_to},
    {"codium", LineSyntax::go_to},   {"vscodium", LineSyntax::go_to},
    {"kate", LineSyntax::option},    {"kwrite", LineSyntax::option},
    {"geany", LineSyntax::option},
}};

LineSyntax syntax_of(std::string_view name) {
  const auto known =
      std::find_if(programs.begin(), programs.end(), [&](const Program& one) { return one.name == name; });
  return known == programs.end() ? LineSyntax::none : known->syntax;
}

}  // namespace

std::string program_of(std::string_view command) {
  std::string word;
  char quote = 0;
  for (std::size_t i = command.find_first_not_of(" \t\n"); i < command.size(); ++i) {
    const char c = command[i];
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      break;
    } else if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
      word += command[++i];
    } else {
      word += c;
    }
  }
  return word.substr(word.rfind('/') + 1);
}

std::vector<std::string> open_command(const std::string& command, const std::string& path, std::uint32_t line) {
  // As git does it. The shell's own name, $0, is not one of "$@".
  std::vector<std::string> words = {"sh", "-c", command + " \"$@\"", command};
  const std::string number = std::to_string(line);
  switch (syntax_of(program_of(command))) {
    case LineSyntax::plus:
      words.insert(words.end(), {"+" + number, path});
      break;
    case LineSyntax::colon:
      words.push_back(path + ":" + number);
      break;
    case LineSyntax::go_to:
      words.insert(words.end(), {"--goto", path + ":" + number});
      break;
    case LineSyntax::option:
      words.insert(words.end(), {"-l", number, path});
      break;
    case LineSyntax::none:
      words.push_back(path);
      break;
  }
  return words;
}

}  // namespace pilcrow::searcher::cli
