// SPDX-License-Identifier: GPL-3.0-or-later
// Reads every file of a folder, one after the other: here, or through pilcrow-reader. scripts/bench times it.
//
//   sandbox_bench here|process FOLDER
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/read_document.h"
#include "indexer/read_file.h"
#include "indexer/sandbox/reader_process.h"

namespace fs = std::filesystem;
using namespace pilcrow::indexer;

int main(int argc, char* argv[]) {
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() != 3 || (words[1] != "here" && words[1] != "process")) {
    std::fputs("usage: sandbox_bench here|process FOLDER\n", stderr);
    return 2;
  }
  const auto program = ReaderProcess::locate();
  if (!program) {
    std::fprintf(stderr, "sandbox_bench: %s\n", program.error().message.c_str());
    return 2;
  }
  ReaderProcess process(*program);
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(words[2])) {
    if (entry.is_regular_file() && !entry.is_symlink()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::uint64_t failures = 0;
  std::uint64_t paragraphs = 0;
  const std::function<void(ReadPart &&)> count = [&](ReadPart&& part) { paragraphs += part.texts.size(); };
  for (const fs::path& path : paths) {
    const auto file = read_file(path, 256U << 20, false);
    if (!file) continue;
    ReadRequest request;
    request.name = path.filename().string();
    if (words[1] == "here") {
      read_document(request, file->bytes.bytes(), count);
    } else if (!process.read(request, file->bytes, count)) {
      ++failures;
    }
  }
  std::printf("%zu files, %llu paragraphs, %llu readers lost\n", paths.size(),
              static_cast<unsigned long long>(paragraphs), static_cast<unsigned long long>(failures));
}
