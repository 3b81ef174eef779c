// SPDX-License-Identifier: GPL-3.0-or-later
// Which roots an update is about: what the index remembers, and what the caller says of it now.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "core/store/snapshot.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::indexer {

struct RunRoots {
  store::Settings settings;             ///< Of the index as it will be; files refer to its roots by number.
  std::vector<std::uint32_t> selected;  ///< Those of this run, ascending.
  std::set<std::uint32_t> named;        ///< Those that the caller named.
  std::set<std::uint32_t> resettled;    ///< Those whose settings are new in this run.
  std::set<std::uint32_t> relanguaged;  ///< Those whose language setting is new.
};

/// Takes the named roots over into what is remembered: one that is known gets its new settings, a new one the number of
/// one that was removed, if there is any. What was excluded is lifted where a named root is it, or lies below it.
/// Without names, or for `all`, every root is selected; there may be none. invalid_argument where a path is empty or
/// belongs to the index.
Result<RunRoots> choose_roots(const std::filesystem::path& index, store::Settings remembered,
                              const std::vector<Root>& named, bool all);

/// Whether a root is a file or folder: none is what was removed, and what exporters handed over.
bool is_walked(const Root& root);
/// Whether exporters handed documents over.
bool holds_documents(const store::Settings& settings);

/// Absolute paths below a root that its walk passes over: roots within it, what was excluded, the index.
std::vector<std::string> passed_over(const std::filesystem::path& index, const store::Settings& settings,
                                     const Root& root);

}  // namespace pilcrow::indexer
