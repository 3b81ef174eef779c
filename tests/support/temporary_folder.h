// SPDX-License-Identifier: GPL-3.0-or-later
// A folder for one test, gone afterwards.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace pilcrow::test {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  /// Writes a file, folders above it included.
  void write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

/// The whole file; fails the test where it cannot be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace pilcrow::test
