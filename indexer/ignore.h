// SPDX-License-Identifier: GPL-3.0-or-later
// Ignore files, with git's rules.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/text/glob.h"

namespace pilcrow::indexer {

/// The rules of the ignore files of one folder. Paths are relative to that folder.
class IgnoreRules {
 public:
  struct Rule {
    text::Glob glob;
    std::uint32_t line = 0;  ///< Where it stands, from 1.
    std::uint8_t file = 0;   ///< As it was called in add().
    bool ignore = true;      ///< Else it takes back.
    bool folders_only = false;
    bool anchored = false;
  };

  /// Adds what an ignore file says: "#" comments, "!" takes back, a trailing "/" means folders only, a "/" elsewhere
  /// anchors. Every line means what it means to git; so braces are plain characters.
  void add(std::uint8_t file, std::string_view content);

  /// The last rule that matches, which decides; nullptr: none does.
  const Rule* decide(std::string_view path, bool is_folder) const;

  bool empty() const { return rules_.empty(); }

 private:
  std::vector<Rule> rules_;
};

}  // namespace pilcrow::indexer
