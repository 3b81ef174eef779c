// SPDX-License-Identifier: GPL-3.0-or-later
// Whole documents against what is to be found in them. PILCROW_UPDATE_GOLDEN=1 writes the dumps anew.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "indexer/format/format.h"
#include "tests/property/markup_promises.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("golden: a document of markup has these blocks at these places") {
  const std::string name = GENERATE(as<std::string>(), "everything.md", "windows.md", "page.html", "broken.html");
  INFO(name);
  const fs::path folder = fs::path(PILCROW_SOURCE_DIR) / "tests/golden/markup";
  const std::string source = content_of(folder / name);
  const auto document =
      name.ends_with(".md") ? pilcrow::indexer::read_markdown(source) : pilcrow::indexer::read_html(source);
  REQUIRE(document.has_value());
  CHECK(pilcrow::test::broken_promise(*document, source).empty());
  const std::string found = pilcrow::test::dump(*document);
  if (std::getenv("PILCROW_UPDATE_GOLDEN") != nullptr)
    std::ofstream(folder / (name + ".dump"), std::ios::binary) << found;
  CHECK(found == content_of(folder / (name + ".dump")));
}
