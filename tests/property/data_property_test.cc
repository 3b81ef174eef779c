// SPDX-License-Identifier: GPL-3.0-or-later
// The readers of data and of texts with a markup of their own against tables made up together with what is in them,
// against the files of this machine, and against any sequence of what means something to them.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/utf8.h"
#include "indexer/format/format.h"
#include "tests/property/markup_promises.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

namespace {

namespace fs = std::filesystem;
using pilcrow::indexer::Block;
using pilcrow::indexer::BlockKind;
using pilcrow::indexer::ReadResult;
using pilcrow::test::broken_promise;

std::uint64_t seed() {
  const char* const given = std::getenv("PILCROW_SEED");
  return given == nullptr ? 20240229 : std::strtoull(given, nullptr, 10);
}

struct Reader {
  std::string name;
  ReadResult (*read)(std::string_view);
  std::vector<std::string> extensions;
};

const std::vector<Reader>& readers() {
  static const std::vector<Reader> all = {
      {"csv", pilcrow::indexer::read_csv, {".csv", ".tsv"}},
      {"json", pilcrow::indexer::read_json, {".json"}},
      {"jsonl", pilcrow::indexer::read_json_lines, {".jsonl"}},
      {"xml", pilcrow::indexer::read_xml, {".xml"}},
      {"log", pilcrow::indexer::read_log, {".log"}},
      {"rst", pilcrow::indexer::read_restructured_text, {".rst"}},
      {"man", pilcrow::indexer::read_man_page, {".1", ".3", ".5"}},
      {"code", pilcrow::indexer::read_source_code, {".h", ".cc", ".py", ".sh", ".pl"}},
  };
  return all;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (is_letter(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

// Every word shown stands in the block's source; those said again (names of columns, keys) before it.
std::string word_from_nowhere(const Block& block, std::string_view source) {
  const std::string_view stretch = block.source.of(source);
  // There, a word may be written with something inside.
  if (stretch.find_first_of("\\&") != std::string_view::npos) return {};
  for (const std::string& word : words_of(block.text)) {
    if (stretch.find(word) != std::string_view::npos) continue;
    if (source.substr(0, block.source.end).find(word) != std::string_view::npos && block.kind != BlockKind::code)
      continue;
    return word;
  }
  return {};
}

std::vector<fs::path> files(const Reader& reader, std::size_t most) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const char* const root : {PILCROW_SOURCE_DIR "/tests/golden/readers", PILCROW_SOURCE_DIR "/indexer",
                                 PILCROW_SOURCE_DIR "/scripts", "/usr/share/doc", "/usr/lib/python3"}) {
    fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied, error);
    for (; !error && it != fs::recursive_directory_iterator() && paths.size() < most; it.increment(error)) {
      const std::string extension = it->path().extension().string();
      const bool wanted =
          std::find(reader.extensions.begin(), reader.extensions.end(), extension) != reader.extensions.end();
      std::error_code ignored;
      if (wanted && it->is_regular_file(ignored) && it->file_size(ignored) < 300'000) paths.push_back(it->path());
    }
  }
  return paths;
}

}  // namespace

TEST_CASE("data: the cells of a table are found at their very places") {
  CAPTURE(seed());
  std::mt19937_64 random(seed());
  const std::vector<std::string> cells = {"pump",      "Öl",         "a b", "东京",       "x\"y",
                                          "seal, new", "two\nlines", "7.5", "semi;colon", "bar|tab\t"};
  for (int number = 0; number < 500; ++number) {
    const char separator = std::string_view(",;\t|")[random() % 4];
    const std::size_t columns = 2 + random() % 5;
    std::string source;
    for (std::size_t i = 0; i < columns; ++i)
      source += (i > 0 ? std::string(1, separator) : "") + "Name" + std::string(i + 1, 'x');
    std::vector<std::string> expected;
    std::vector<std::size_t> begins;
    for (std::size_t rows = 3 + random() % 5; rows > 0; --rows) {
      source += random() % 2 == 0 ? "\n" : "\r\n";
      std::string row;
      for (std::size_t i = 0; i < columns; ++i) {
        const std::string& cell = cells[random() % cells.size()];
        std::string written;
        for (const char c : cell) written += c == '"' ? std::string("\"\"") : std::string(1, c);
        source += (i > 0 ? std::string(1, separator) : "") + "\"" + written + "\"";
        row += (i > 0 ? " | " : "") + std::string("Name") + std::string(i + 1, 'x') + ": " +
               pilcrow::text::fold_space(cell);
      }
      expected.push_back(row);
    }
    INFO("table " << number << ":\n" << source);
    const ReadResult found = pilcrow::indexer::read_csv(source);
    REQUIRE(found.has_value());
    REQUIRE(broken_promise(*found, source) == "");
    REQUIRE(found->blocks.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) REQUIRE(found->blocks[i].text == expected[i]);
  }
}

TEST_CASE("data: what is shown of this machine's files stands at the cited place") {
  for (const Reader& reader : readers()) {
    for (const fs::path& path : files(reader, 60)) {
      INFO(path);
      std::ifstream file(path, std::ios::binary);
      std::string source = pilcrow::text::to_valid_utf8(std::string(std::istreambuf_iterator<char>(file), {}));
      std::erase(source, '\0');
      const ReadResult document = reader.read(source);
      if (!document) continue;
      REQUIRE(broken_promise(*document, source) == "");
      for (const Block& block : document->blocks) {
        CAPTURE(block.text);
        if (block.anchors.empty() && block.kind == BlockKind::code) REQUIRE(block.text == block.source.of(source));
        if (reader.name == "man" || block.kind == BlockKind::heading) continue;
        REQUIRE(word_from_nowhere(block, source) == "");
      }
    }
  }
}

TEST_CASE("data: any sequence of signs is read, and keeps what a block promises") {
  static const std::vector<std::string> tokens = {"a",
                                                  " ",
                                                  "\n",
                                                  "\r\n",
                                                  "\r",
                                                  "\t",
                                                  "\n\n",
                                                  "word",
                                                  "é",
                                                  "东",
                                                  "\u00A0",
                                                  "1",
                                                  "2026-01-02 03:04:05 ",
                                                  ",",
                                                  ";",
                                                  "|",
                                                  "\"",
                                                  "\"\"",
                                                  "{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ":",
                                                  "\"k\":",
                                                  "\\",
                                                  "\\u00e9",
                                                  "\\n",
                                                  "null",
                                                  "true",
                                                  "<",
                                                  ">",
                                                  "</",
                                                  "/>",
                                                  "<a>",
                                                  "</a>",
                                                  "<title>",
                                                  "</title>",
                                                  "<row>",
                                                  "</row>",
                                                  "<p>",
                                                  "</p>",
                                                  "&amp;",
                                                  "&#65;",
                                                  "&",
                                                  "<!--",
                                                  "-->",
                                                  "<![CDATA[",
                                                  "]]>",
                                                  "='v'",
                                                  " alt=\"v w\"",
                                                  "*",
                                                  "**",
                                                  "`",
                                                  "``",
                                                  "_",
                                                  "::",
                                                  "\n.. ",
                                                  "\n.. note:: ",
                                                  "\n- ",
                                                  "\n  ",
                                                  "\n====\n",
                                                  "\n----\n",
                                                  "+--+\n",
                                                  "|  |\n",
                                                  "==  ==\n",
                                                  "\n:f: ",
                                                  "\n.TH a 1\n",
                                                  "\n.SH ",
                                                  "\n.TP\n",
                                                  "\n.IP x\n",
                                                  "\n.nf\n",
                                                  "\n.fi\n",
                                                  "\n.TS\n",
                                                  "\nl l.\n",
                                                  "\n.TE\n",
                                                  "\n.if n ",
                                                  "\n.ie t \\{",
                                                  "\\}",
                                                  "\n.el ",
                                                  "\\fB",
                                                  "\\(em",
                                                  "\\*",
                                                  "\\h'",
                                                  "\\c",
                                                  "\n.Dd May 1, 2020\n",
                                                  "\n.Op Fl ",
                                                  "\n.Bl\n",
                                                  "\n.It ",
                                                  "\n.El\n",
                                                  "\n.RS\n",
                                                  "\n.RE\n",
                                                  "\n.UR ",
                                                  "\n.UE\n",
                                                  "\n.de X\n",
                                                  "\n..\n",
                                                  "//",
                                                  "/*",
                                                  "*/",
                                                  "#",
                                                  "\n\"\"\"",
                                                  "def f(x):",
                                                  "class C {",
                                                  "--",
                                                  "\n}\n",
                                                  "(",
                                                  ")"};
  CAPTURE(seed());
  std::mt19937_64 random(seed());
  for (int number = 0; number < 3000; ++number) {
    std::string source = number % 3 == 0 ? ".TH x 1\n" : "";
    for (std::size_t i = random() % 60; i > 0; --i) source += tokens[random() % tokens.size()];
    for (const Reader& reader : readers()) {
      INFO(reader.name << " " << number << ":\n" << source);
      const ReadResult document = reader.read(source);
      if (!document) continue;
      const std::string broken = broken_promise(*document, source);
      REQUIRE(broken == "");
    }
  }
}
