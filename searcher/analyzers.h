// SPDX-License-Identifier: GPL-3.0-or-later
// Analysers by language, made when first needed and kept: making one costs far more than a query.
#pragma once

#include <map>
#include <string>

#include "core/text/analyzer.h"

namespace pilcrow::searcher {

/// Not thread-safe, like what it holds.
class Analyzers {
 public:
  text::Analyzer& of(const std::string& language) { return analyzers_.try_emplace(language, language).first->second; }

 private:
  std::map<std::string, text::Analyzer> analyzers_;
};

}  // namespace pilcrow::searcher
