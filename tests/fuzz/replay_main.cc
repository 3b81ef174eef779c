// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds the seeds of a fuzz target to it, without a fuzzer: every file of the folders given, whole, and where it is
// small also every beginning of it, since cut-off input is what parsers are most often wrong about.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

// Every beginning of a file costs its length squared.
constexpr std::size_t small_file = 2048;

void feed(const std::string& bytes, std::size_t size) {
  // A copy of exactly this size, so that the address sanitizer sees a read past the end.
  const std::vector<std::uint8_t> input(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

}  // namespace

int main(int argc, char* argv[]) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::printf("%s\n", file.c_str());
    std::fflush(stdout);  // The last line names the culprit of a crash.
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (std::size_t size = 0; bytes.size() <= small_file && size < bytes.size(); ++size) feed(bytes, size);
    feed(bytes, bytes.size());
  }
  // A folder that moved must not pass as a test of nothing.
  if (files.empty()) std::fputs("no seeds\n", stderr);
  return files.empty() ? 1 : 0;
}
