// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as they come → lines.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pilcrow::searcher::mcp {

/// Puts lines together that come in pieces. Holds at most `longest` bytes: of a longer line nothing is given but the
/// word that there was one. Linear in the bytes, however small the pieces are.
class Lines {
 public:
  /// Each whole line without its end; nothing where the line was too long.
  using Take = std::function<void(const std::string* line)>;

  explicit Lines(std::size_t longest) : longest_(longest) {}

  void feed(std::string_view bytes, const Take& take);
  /// The last line, where it has no end.
  void end(const Take& take);

 private:
  void add(std::string_view bytes);
  void give(const Take& take);

  std::size_t longest_;
  std::string line_;
  bool too_long_ = false;
};

}  // namespace pilcrow::searcher::mcp
