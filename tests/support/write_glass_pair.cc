// SPDX-License-Identifier: GPL-3.0-or-later
// write_glass_pair FOLDER: the same random collection as FOLDER/api, written through Xapian's API, and as FOLDER/built,
// written by the builder; for tests that look at both with other programs.
#include <cstdio>
#include <filesystem>

#include "tests/support/glass_collection.h"

int main(int argc, char* argv[]) {
  if (argc != 2) {
    std::fputs("usage: write_glass_pair FOLDER\n", stderr);
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  pilcrow::test::SampleShape shape;
  shape.documents = 2000;
  shape.terms = 30;
  shape.vocabulary = 3000;
  pilcrow::test::Random random(pilcrow::test::seed());
  const auto collection = pilcrow::test::random_collection(random, shape);
  pilcrow::test::write_by_api(folder / "api", collection);
  pilcrow::test::write_by_builder(folder / "built", collection);
}
