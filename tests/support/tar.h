// SPDX-License-Identifier: GPL-3.0-or-later
// Archives for tests, made where they are used.
#pragma once

#include <array>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace pilcrow::test {

/// A tar archive (ustar) of these files, name and content.
inline std::string tar(const std::vector<std::pair<std::string, std::string>>& files) {
  constexpr std::size_t block = 512;
  std::string out;
  for (const auto& [name, content] : files) {
    std::array<char, block> header{};
    const auto put = [&](std::size_t at, std::size_t size, const std::string& value) {
      value.copy(header.data() + at, size);
    };
    std::array<char, 13> size{};
    std::snprintf(size.data(), size.size(), "%011zo", content.size());
    put(0, 100, name);
    put(100, 8, "0000644");
    put(124, 12, size.data());
    put(136, 12, "00000000000");
    put(148, 8, "        ");
    put(156, 1, "0");
    put(257, 8,
        std::string("ustar\0"
                    "00",
                    8));
    unsigned sum = 0;
    for (const char byte : header) sum += static_cast<unsigned char>(byte);
    std::array<char, 9> checksum{};
    std::snprintf(checksum.data(), checksum.size(), "%06o", sum);
    put(148, 7, std::string(checksum.data(), 7));
    out.append(header.data(), block).append(content);
    out.resize((out.size() + block - 1) / block * block);
  }
  return out + std::string(2 * block, '\0');
}

}  // namespace pilcrow::test
