// SPDX-License-Identifier: GPL-3.0-or-later
// Whole documents in the habits that people have: golden/plain_text/NAME.txt → NAME.expected, blocks and paragraphs.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "indexer/format/format.h"
#include "indexer/paragraphs.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace pilcrow::test {
namespace {

std::string read_and_dump(const std::string& text) {
  const auto document = indexer::read_plain_text(text);
  REQUIRE(document.has_value());
  std::string out = "title: " + document->title + "\n";
  for (const std::string& line : dump(document->blocks)) out += line + "\n";
  out += "paragraphs:\n";
  for (const std::string& line : dump(indexer::to_paragraphs(*document, text))) out += line + "\n";
  return out;
}

}  // namespace

TEST_CASE("plain text: golden files") {
  const std::string name = GENERATE("bullets_on_long_lines", "code_and_settings", "far_scripts", "hand_wrapped",
                                    "journal", "numbered_manual", "one_line_paragraphs", "server_log");
  const auto folder = std::filesystem::path(PILCROW_SOURCE_DIR) / "tests/golden/plain_text";
  const std::string found = read_and_dump(read_file(folder / (name + ".txt")));
  const auto expected = folder / (name + ".expected");
  if (std::getenv("PILCROW_UPDATE_GOLDEN") != nullptr) std::ofstream(expected, std::ios::binary) << found;
  INFO(name);
  CHECK(found == read_file(expected));
}

}  // namespace pilcrow::test
