// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files of every format against what is to be found in them: each file of golden/readers beside its dump.
// PILCROW_UPDATE_GOLDEN=1 writes the dumps anew.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/parts.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

TEST_CASE("golden: a file of each format holds these documents, paragraphs and places") {
  const fs::path folder = fs::path(PILCROW_SOURCE_DIR) / "tests/golden/readers";
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(folder)) names.push_back(file.path().filename().string());
  std::erase_if(names, [](const std::string& name) { return name.ends_with(".dump"); });
  std::sort(names.begin(), names.end());
  REQUIRE(!names.empty());
  for (const std::string& name : names) {
    INFO(name);
    const std::string found =
        pilcrow::test::dump(pilcrow::test::read_parts(name, pilcrow::test::read_file(folder / name)));
    const fs::path expected = folder / (name + ".dump");
    if (std::getenv("PILCROW_UPDATE_GOLDEN") != nullptr) std::ofstream(expected, std::ios::binary) << found;
    REQUIRE(fs::exists(expected));
    CHECK(found == pilcrow::test::read_file(expected));
  }
}
