// SPDX-License-Identifier: GPL-3.0-or-later
// Ignore files, with git's rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/glob.h"

namespace pilcrow::indexer {

/// The rules of the ignore files of one folder. Paths are relative to that folder.
class IgnoreRules {
 public:
  /// `content` of an ignore file: "#" comments, "!" takes back, a trailing "/" means folders only, a "/" elsewhere
  /// anchors. Every line means what it means to git; so braces are plain characters.
  static IgnoreRules parse(std::string_view content);

  /// true: ignored; false: taken back; nothing: no rule matches. The last rule that matches decides.
  std::optional<bool> decide(std::string_view path, bool is_folder) const;

  bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    text::Glob glob;
    bool ignore = true;
    bool folders_only = false;
    bool anchored = false;
  };
  std::vector<Rule> rules_;
};

}  // namespace pilcrow::indexer
